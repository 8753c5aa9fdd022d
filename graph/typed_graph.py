"""The network as a networkx multigraph.

Nodes are named `<kind>:<identifier>` and carry `kind`, `slug`, `label` (Italian) and `label_en`; edges are keyed by
their relation and carry `relation`, `evidence` and `citations` (compact, joined by a space). Every attribute is a
string, so that every exchange format can hold it. networkx is imported when a graph is built.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.concepts import Effect, NeedArea
from graph.message import Text
from graph.model import Judgement
from graph.network import Network
from graph.organizations import Address, Organization
from graph.provenance import Citation, Cited
from graph.services import Listing, Service
from graph.structs import Struct, replace
from graph.vocabulary import Evidence, IdentityVerdict, NodeKind, Relation, RouteKind

if TYPE_CHECKING:
    import networkx as nx


Lines = tuple[Citation, ...]


class GraphNode(Struct, frozen=True):
    """A node of the typed graph."""

    kind: NodeKind
    identifier: str
    label: Text

    @property
    def id(self) -> str:
        """The name of the node."""
        return node_id(self.kind, self.identifier)


class GraphEdge(Struct, frozen=True):
    """An edge of the typed graph, from the node `start` to the node `end`."""

    start: str
    end: str
    relation: Relation
    evidence: Evidence
    citations: tuple[Citation, ...]

    @property
    def id(self) -> str:
        """The name of the edge: no two edges between the same nodes say the same."""
        return f"{self.start}|{self.relation}|{self.end}"


def node_id(kind: NodeKind, identifier: str) -> str:
    """The name of a node: `service:residenzami`."""
    return f"{kind}:{identifier}"


def build_graph(network: Network) -> "nx.MultiDiGraph[str]":
    """The typed graph of `network`, built anew at each call.

    Parameters
    ----------
    network
        The network.

    Returns
    -------
    networkx.MultiDiGraph
        Nodes and edges with their kind, evidence and citations as attributes; see `list_nodes` and `list_edges`.
    """
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(city=network.catalogue.city, version=network.version)
    for node in list_nodes(network):
        graph.add_node(node.id, kind=str(node.kind), slug=node.identifier, label=node.label.it, label_en=node.label.en)
    for edge in list_edges(network):
        relation, cited = str(edge.relation), " ".join(map(str, edge.citations))
        graph.add_edge(
            edge.start, edge.end, key=relation, relation=relation, evidence=str(edge.evidence), citations=cited
        )
    return graph


def list_nodes(network: Network) -> Iterator[GraphNode]:
    """Every node, once. Two entries with the same identifier are one node, with the label of the last."""
    catalogue = network.catalogue
    addresses = {address.slug: address.street for address in _addresses(network)}
    for source in network.sources.values():
        yield _named(NodeKind.SOURCE, source.slug, source.title)
    yield from (GraphNode(NodeKind.NETWORK_AREA, area.code, area.label) for area in network.areas.values())
    yield from (GraphNode(NodeKind.NEED_AREA, need.code, need.label) for need in network.needs.values())
    yield from (GraphNode(NodeKind.ENTRY_SITUATION, item.code, item.label) for item in network.situations.values())
    for code, label in {item.code: item.label for item in catalogue.territories}.items():
        # An address may have the name of a territory.
        street = addresses.pop(code, None)
        yield GraphNode(NodeKind.PLACE, code, label if street is None else Text(street, street))
    for organization in network.organizations.values():
        yield _named(NodeKind.ORGANIZATION, organization.slug, organization.name)
    values: set[str] = set()
    for service in network:
        yield _named(NodeKind.SERVICE, service.slug, service.name)
        for code, label in {each.id: each.label for each in service.requires}.items():
            yield GraphNode(NodeKind.REQUIREMENT, requirement_identifier(service, code), label)
        for effect, _ in _changes(network, service):
            if (identifier := fact_identifier(effect)) not in values:
                values.add(identifier)
                yield GraphNode(NodeKind.FACT, identifier, _fact_label(network, effect))
    for code, printed in {listing.id: listing.printed for listing, _ in _same_names(network)}.items():
        yield _named(NodeKind.PRINTED_NAME, code, printed)
    yield from (_named(NodeKind.PLACE, slug, street) for slug, street in addresses.items())


def _addresses(network: Network) -> Iterator[Address]:
    for holder in (*network, *network.catalogue.organizations):
        yield from holder.addresses


def _named(kind: NodeKind, identifier: str, name: str) -> GraphNode:
    return GraphNode(kind, identifier, Text(name, name))


def list_edges(network: Network) -> Iterator[GraphEdge]:
    """Every edge; no two agree in start, end and relation."""
    for group in _edge_groups(network):
        seen: dict[tuple[str, str, Relation], GraphEdge] = {}
        for edge in group:
            place = edge.start, edge.end, edge.relation
            seen[place] = _joined(seen[place], edge) if place in seen else edge
        yield from seen.values()


def _joined(one: GraphEdge, other: GraphEdge) -> GraphEdge:
    """Join two statements of one relation: with equal evidence the lines of both, otherwise the stronger statement."""
    if one.evidence is other.evidence:
        return replace(one, citations=tuple(dict.fromkeys((*one.citations, *other.citations))))
    return other if other.evidence is Evidence.STATED else one


def _edge_groups(network: Network) -> Iterator[Iterator[GraphEdge]]:
    """The edges, in groups: two of different groups never agree in start, end and relation."""
    yield from (_broader(need) for need in network.needs.values() if need.parent is not None)
    yield _printed(network)
    yield from map(_organization_edges, network.organizations.values())
    yield from (_service_edges(network, service) for service in network)
    yield _identity_edges(network)


def _broader(need: NeedArea) -> Iterator[GraphEdge]:
    if need.parent is not None:
        yield _edge(NodeKind.NEED_AREA, need.code, Relation.BROADER, NodeKind.NEED_AREA, need.parent, need)


def _printed(network: Network) -> Iterator[GraphEdge]:
    for listing in network.catalogue.listings:
        yield GraphEdge(
            node_id(NodeKind.ORGANIZATION, listing.organization),
            node_id(NodeKind.NETWORK_AREA, listing.area),
            Relation.LISTED_UNDER,
            Evidence.LISTED,
            listing.cite,
        )


def _organization_edges(organization: Organization) -> Iterator[GraphEdge]:
    here = NodeKind.ORGANIZATION, organization.slug
    for membership in organization.part_of:
        yield _edge(*here, Relation.PART_OF, NodeKind.ORGANIZATION, membership.organization, membership)
    for address in organization.addresses:
        yield _edge(*here, Relation.LOCATED_IN, NodeKind.PLACE, address.slug, address)
    yield from _documented(*here, organization.cite)


def _service_edges(network: Network, service: Service) -> Iterator[GraphEdge]:
    """The edges of a service. A judgement without lines of its own cites those of its service."""
    here = NodeKind.SERVICE, service.slug
    for offer in service.organizations:
        yield _edge(NodeKind.ORGANIZATION, offer.organization, Relation.OFFERS, *here, offer, service.cite)
    for relation, links in ((Relation.MEETS, service.meets), (Relation.HELPS, service.helps)):
        for link in links:
            yield _edge(*here, relation, NodeKind.NEED_AREA, link.need, link, service.cite)
    for requirement in service.requires:
        name = requirement_identifier(service, requirement.id)
        yield _edge(*here, Relation.REQUIRES, NodeKind.REQUIREMENT, name, requirement, service.cite)
    for effect, cited in _changes(network, service):
        yield _edge(*here, Relation.PROVIDES, NodeKind.FACT, fact_identifier(effect), cited, service.cite)
    for item in service.collaborations:
        if item.organization is not None:
            yield _edge(*here, Relation.COLLABORATES_WITH, NodeKind.ORGANIZATION, item.organization, item, service.cite)
    for address in service.addresses:
        yield _edge(*here, Relation.LOCATED_IN, NodeKind.PLACE, address.slug, address, service.cite)
    for territory in service.covers:
        place = node_id(NodeKind.PLACE, territory)
        yield GraphEdge(node_id(*here), place, Relation.COVERS, service.evidence, service.cite)
    for route in service.routes:
        if route.kind is RouteKind.REFERRAL:
            for kind, slug in network.list_senders(route, service.covers):
                yield _edge(kind, slug, Relation.REFERS_TO, *here, route, service.cite)
    yield from _documented(*here, service.cite)


def list_effects(network: Network) -> Iterator[Effect]:
    """What services bring about, of which the typed graph draws each once."""
    yield from (effect for service in network for effect, _ in _changes(network, service))


def _changes(network: Network, service: Service) -> Iterator[tuple[Effect, Cited]]:
    """What is true of a person whom `service` has taken in, and what says so: an effect, or the need that is met."""
    yield from ((effect, effect) for effect in service.provides)
    for link in service.meets:
        yield from ((effect, link) for effect in network.get_need(link.need).implies)


def requirement_identifier(service: Service, code: str) -> str:
    """The identifier of the node of a requirement of `service`; `code` is unique within the service alone."""
    return f"{service.slug}.{code}"


def fact_identifier(effect: Effect) -> str:
    """The identifier of the node of a fact with one value."""
    return f"{effect.fact}={effect.value}"


def _fact_label(network: Network, effect: Effect) -> Text:
    fact = network.get_fact(effect.fact)
    node = network.organizations.get(effect.value) or network.services.get(effect.value)
    name = effect.value if node is None else node.name
    value = next((each.label for each in fact.values if each.code == effect.value), Text(name, name))
    return Text(f"{fact.label.it}: {value.it}", f"{fact.label.en}: {value.en}")


def _same_names(network: Network) -> Iterator[tuple[Listing, Judgement]]:
    """The entries of the partner list that a judgement calls the same as another name."""
    listings = {listing.id: listing for listing in network.catalogue.listings}
    for judgement in _same(network):
        for end in (judgement.left, judgement.right):
            if end in listings:
                yield listings[end], judgement


def _same(network: Network) -> Iterator[Judgement]:
    return (judgement for judgement in network.catalogue.judgements if judgement.verdict is IdentityVerdict.SAME)


def _identity_edges(network: Network) -> Iterator[GraphEdge]:
    """Edges from each printed name to its organization, and between partners that are judged to be one."""
    for listing, judgement in _same_names(network):
        name = NodeKind.PRINTED_NAME, listing.id
        yield _edge(*name, Relation.SAME_AS, NodeKind.ORGANIZATION, listing.organization, judgement)
    for judgement in _same(network):
        left, right = (_find_partner(network, end) for end in (judgement.left, judgement.right))
        if left is not None and right is not None:
            yield GraphEdge(left, right, Relation.SAME_AS, judgement.evidence, judgement.cite)


def _find_partner(network: Network, slug: str) -> str | None:
    if slug in network.organizations:
        return node_id(NodeKind.ORGANIZATION, slug)
    return node_id(NodeKind.SERVICE, slug) if slug in network.services else None


def _documented(kind: NodeKind, identifier: str, citations: tuple[Citation, ...]) -> Iterator[GraphEdge]:
    cited: dict[str, list[Citation]] = {}
    for citation in citations:
        cited.setdefault(citation.source, []).append(citation)
    for source in sorted(cited):
        yield GraphEdge(
            node_id(kind, identifier),
            node_id(NodeKind.SOURCE, source),
            Relation.DOCUMENTED_BY,
            Evidence.STATED,
            tuple(cited[source]),
        )


def _edge(
    start: NodeKind, start_id: str, relation: Relation, end: NodeKind, end_id: str, cited: Cited, lines: Lines = ()
) -> GraphEdge:
    """An edge with the evidence and the lines of `cited` or, if it has none, with `lines`."""
    return GraphEdge(node_id(start, start_id), node_id(end, end_id), relation, cited.evidence, cited.cite or lines)
