"""The network as a networkx multigraph.

Nodes are named `<kind>:<identifier>` and carry `kind`, `slug` and `label`; edges are keyed by their relation and carry
`relation`, `evidence` and `citations` (compact, joined by a space). Every attribute is a string, so that every exchange
format can hold it.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import networkx as nx

from graph.model import Service
from graph.provenance import Citation, Cited
from graph.vocabulary import Evidence, NodeKind, Relation, RouteKind

if TYPE_CHECKING:
    from graph.network import Network

Edge = tuple[str, str, Relation, Evidence, tuple[Citation, ...]]


def node_id(kind: NodeKind, identifier: str) -> str:
    """The name of a node: `service:residenzami`."""
    return f"{kind}:{identifier}"


def build_graph(network: "Network") -> "nx.MultiDiGraph[str]":
    """The typed multigraph of `network`."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(city=network.catalogue.city, version=network.version)
    for kind, identifier, label in _list_nodes(network):
        graph.add_node(node_id(kind, identifier), kind=str(kind), slug=identifier, label=label)
    for start, end, relation, evidence, citations in _list_edges(network):
        cited = " ".join(map(str, citations))
        graph.add_edge(start, end, key=str(relation), relation=str(relation), evidence=str(evidence), citations=cited)
    return graph


def _list_nodes(network: "Network") -> Iterator[tuple[NodeKind, str, str]]:
    catalogue = network.catalogue
    yield from ((NodeKind.SOURCE, source.slug, source.title) for source in catalogue.sources)
    yield from ((NodeKind.NETWORK_AREA, area.code, area.label.it) for area in catalogue.areas)
    yield from ((NodeKind.NEED_AREA, need.code, need.label.it) for need in catalogue.needs)
    yield from ((NodeKind.ENTRY_SITUATION, item.code, item.label.it) for item in catalogue.situations)
    yield from ((NodeKind.PLACE, item.code, item.label.it) for item in catalogue.territories)
    yield from ((NodeKind.ORGANIZATION, item.slug, item.name) for item in catalogue.organizations)
    for service in network:
        yield NodeKind.SERVICE, service.slug, service.name
        for requirement in service.requires:
            yield NodeKind.REQUIREMENT, f"{service.slug}.{requirement.id}", requirement.label.it
        for address in service.addresses:
            yield NodeKind.PLACE, address.slug, address.street
    for organization in catalogue.organizations:
        yield from ((NodeKind.PLACE, address.slug, address.street) for address in organization.addresses)


def _list_edges(network: "Network") -> Iterator[Edge]:
    for need in network.needs.values():
        if need.parent is not None:
            yield _edge(NodeKind.NEED_AREA, need.code, Relation.BROADER, NodeKind.NEED_AREA, need.parent, need)
    for listing in network.catalogue.listings:
        yield (
            node_id(NodeKind.ORGANIZATION, listing.organization),
            node_id(NodeKind.NETWORK_AREA, listing.area),
            Relation.LISTED_UNDER,
            Evidence.LISTED,
            listing.cite,
        )
    for organization in network.organizations.values():
        here = NodeKind.ORGANIZATION, organization.slug
        for membership in organization.part_of:
            yield _edge(*here, Relation.PART_OF, NodeKind.ORGANIZATION, membership.organization, membership)
        for address in organization.addresses:
            yield _edge(*here, Relation.LOCATED_IN, NodeKind.PLACE, address.slug, address)
        yield from _documented(*here, organization.cite)
    for service in network:
        yield from _service_edges(network, service)


def _service_edges(network: "Network", service: Service) -> Iterator[Edge]:
    here = NodeKind.SERVICE, service.slug
    for offer in service.organizations:
        yield _edge(NodeKind.ORGANIZATION, offer.organization, Relation.OFFERS, *here, offer)
    for relation, links in ((Relation.MEETS, service.meets), (Relation.HELPS, service.helps)):
        for link in links:
            yield _edge(*here, relation, NodeKind.NEED_AREA, link.need, link)
    for requirement in service.requires:
        name = f"{service.slug}.{requirement.id}"
        yield _edge(*here, Relation.REQUIRES, NodeKind.REQUIREMENT, name, requirement)
    for item in service.collaborations:
        if item.organization is not None:
            yield _edge(*here, Relation.COLLABORATES_WITH, NodeKind.ORGANIZATION, item.organization, item)
    for address in service.addresses:
        yield _edge(*here, Relation.LOCATED_IN, NodeKind.PLACE, address.slug, address)
    for territory in service.covers:
        yield (node_id(*here), node_id(NodeKind.PLACE, territory), Relation.COVERS, service.evidence, service.cite)
    for route in service.routes:
        if route.kind is RouteKind.REFERRAL:
            for kind, slug in list_senders(network, route.by):
                yield _edge(kind, slug, Relation.REFERS_TO, *here, route)
    yield from _documented(*here, service.cite)


def list_senders(network: "Network", by: Iterable[str]) -> Iterator[tuple[NodeKind, str]]:
    """The organizations and services that `by` names; a class of contact names nobody in particular."""
    for sender in by:
        sort, _, code = sender.partition(":")
        if sort == "organization":
            yield NodeKind.ORGANIZATION, code
        elif sort == "service":
            yield NodeKind.SERVICE, code
        elif sort == "kind":
            for organization in network.organizations.values():
                if organization.kind == code:
                    yield NodeKind.ORGANIZATION, organization.slug


def _documented(kind: NodeKind, identifier: str, citations: tuple[Citation, ...]) -> Iterator[Edge]:
    for source in sorted({citation.source for citation in citations}):
        cited = tuple(citation for citation in citations if citation.source == source)
        yield (
            node_id(kind, identifier),
            node_id(NodeKind.SOURCE, source),
            Relation.DOCUMENTED_BY,
            Evidence.STATED,
            cited,
        )


def _edge(start: NodeKind, start_id: str, relation: Relation, end: NodeKind, end_id: str, cited: Cited) -> Edge:
    return node_id(start, start_id), node_id(end, end_id), relation, cited.evidence, cited.cite
