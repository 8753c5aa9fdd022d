"""The rows of nodes and relations that the Neo4j store loads, one after the other: a network is never all rows at once.

Nodes and relations are those of `graph.typed_graph`; entries that it does not draw are nodes of their own. What
analysts read beside that is added by `graph.store.analyst_graph`. For the search backward from a need, each variable in
each territory is one more node, to which everything points that provides it there. So one round of the search visits
what a territory has, however many other territories there are.

Each node has the label `ReteEntry`. The labels of the domain, such as `Service`, are given to the live version alone,
so a row only names that label, as `sort`; nodes that serve the search have the label VARIABLE_LABEL and no `sort`.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast

from graph import typed_graph
from graph.atoms import KNOWN_TO
from graph.concepts import EntrySituation, NeedArea, NetworkArea
from graph.language.name_book import OF_LENGTHS, OF_WORDS, write_pages
from graph.name_index import names_of
from graph.network import Network
from graph.organizations import Address, Organization
from graph.services import Service
from graph.store.analyst_graph import (
    Properties,
    describe,
    list_addresses,
    list_contact_values,
    list_links,
    name_of,
    name_of_value,
    value_node,
)
from graph.store.reach import SENDER_KIND, Reach
from graph.store.records import collections, encode
from graph.typed_graph import GraphNode, node_id, requirement_identifier
from graph.vocabulary import NodeKind

Row = dict[str, Any]

VARIABLE_LABEL = "ReteVariable"
PAGE_LABEL = "RetePage"
_PAGES = {OF_WORDS: "words", OF_LENGTHS: "lengths"}
PROVIDES = "RETE_PROVIDES"
"""From a service to each variable that it provides where it works."""
SENDS = "RETE_SENDS"
"""From an organization to its kind where it works."""
WORKS = "service"
"""The variable that every service provides: it works in a territory."""
VARIABLE = "variable"
EVERYWHERE = "*"
"""The territory of what covers none in particular."""

_TYPED = {
    NodeKind.SOURCE: "sources",
    NodeKind.NEED_AREA: "needs",
    NodeKind.NETWORK_AREA: "areas",
    NodeKind.ENTRY_SITUATION: "situations",
    NodeKind.PLACE: "territories",
    NodeKind.ORGANIZATION: "organizations",
    NodeKind.SERVICE: "services",
}
"""The collections whose entries are nodes of the typed graph."""


def list_nodes(network: Network) -> Iterator[Row]:
    """A row for each node: `id`, `sort` or `labels`, and its properties; `about` holds those that analysts read."""
    carriers = _Carriers(network)
    yield from _Typed(network, carriers).rows()
    for collection in collections():
        for position, entry in enumerate(getattr(network.catalogue, collection)):
            if carriers.is_apart(collection, position, entry):
                yield _of_its_own(network, carriers.node(collection, position, entry), collection, position, entry)
    yield from _contacts(network)
    yield from _variables(network)


def list_pages(network: Network) -> Iterator[Row]:
    """A row for each page of the names in `network`: a node that nothing else refers to."""
    catalogue = network.catalogue
    for name, page in write_pages(catalogue.organizations, catalogue.services, catalogue.situations):
        kind = next((kind for beginning, kind in _PAGES.items() if name.startswith(beginning)), "names")
        yield {"id": name, "labels": [PAGE_LABEL], "name": name, "collection": kind, "about": {"said": encode(page)}}


def list_relations(network: Network) -> Iterator[Row]:
    """A row for each relation: `start`, `end`, `type`, and its properties."""
    for place, edge in enumerate(typed_graph.list_edges(network)):
        yield {
            "start": edge.start, "end": edge.end, "type": str(edge.relation), "place": place,
            "evidence": str(edge.evidence), "citations": " ".join(map(str, edge.citations)),
        }  # fmt: skip
    yield from (link.as_row() for link in list_links(network, _Carriers(network).node_of_statement()))
    for relation, found in ((PROVIDES, _provided(network)), (SENDS, _sending(network))):
        for start, ends in found:
            yield from ({"start": start, "end": end, "type": relation} for end in ends)


class _Carriers:
    """Which node carries an entry: the typed one, of which the first entry with its name is the record, or its own."""

    def __init__(self, network: Network) -> None:
        self._catalogue = network.catalogue
        self._first: dict[str, dict[str, int]] = {}
        for collection in (*_TYPED.values(), "facts"):
            first = self._first[collection] = {}
            for position, entry in enumerate(getattr(self._catalogue, collection)):
                first.setdefault(_name_in(collection, entry), position)
        self._listed = {service.listing: service.slug for service in network if service.listing is not None}
        listings = self._first["listings"] = {}
        for position, listing in enumerate(self._catalogue.listings):
            slug = None if listing.service else self._listed.get(listing.id)
            if slug is not None and slug not in self._first["services"]:
                listings.setdefault(slug, position)

    def find(self, kind: NodeKind, name: str) -> tuple[str, int] | None:
        """The collection and the position of the entry that a typed node carries, if it carries one."""
        collection = _TYPED.get(kind, "")
        for each in (collection, "listings") if kind is NodeKind.SERVICE else (collection,):
            position = self._first.get(each, {}).get(name)
            if position is not None:
                return each, position
        return None

    def is_apart(self, collection: str, position: int, entry: Any) -> bool:
        """Whether an entry has a node of its own, which the typed graph does not draw."""
        return collection == "facts" or self._first.get(collection, {}).get(self._name(collection, entry)) != position

    def node(self, collection: str, position: int, entry: Any) -> str:
        """The node that carries an entry."""
        name = self._name(collection, entry)
        if self._first.get(collection, {}).get(name) != position:
            return f"{collection}:{position}"
        kinds = {each: kind for kind, each in _TYPED.items()} | {"listings": NodeKind.SERVICE, "facts": NodeKind.FACT}
        return node_id(kinds[collection], name)

    def node_of_statement(self) -> dict[int, str]:
        """The nodes of the entries that speak of others, by identity."""
        return {
            id(entry): self.node(collection, position, entry)
            for collection in ("listings", "judgements", "figures", "gaps", "contradictions", "safety")
            for position, entry in enumerate(getattr(self._catalogue, collection))
        }

    def _name(self, collection: str, entry: Any) -> str:
        if collection == "listings":
            return "" if entry.service else self._listed.get(entry.id, "")
        return _name_in(collection, entry) if collection in self._first else ""


def _name_in(collection: str, entry: Any) -> str:
    """The name of an entry among those of a collection whose entries are nodes."""
    if collection == "facts":
        return str(entry.name)
    return str(entry.slug if hasattr(entry, "slug") else entry.code)


class _Typed:
    """The rows of the nodes of the typed graph, in its order."""

    def __init__(self, network: Network, carriers: _Carriers) -> None:
        self._network = network
        self._carriers = carriers
        self._reach = Reach(network)
        self._areas = {listing.id: listing.area for listing in network.catalogue.listings}
        self._effects = {typed_graph.fact_identifier(effect): effect for effect in typed_graph.list_effects(network)}
        self._addresses: dict[str, list[Address]] = {}
        for address in list_addresses(network):
            self._addresses.setdefault(address.slug, []).append(address)

    def rows(self) -> Iterator[Row]:
        """Every row."""
        service: Service | None = None
        for place, node in enumerate(typed_graph.list_nodes(self._network)):
            if node.kind is NodeKind.SERVICE:
                service = self._network.services[node.identifier]
            row = {
                "id": node.id, "sort": label(node.kind), "slug": node.identifier, "place": place,
                "name": node.label.it, "name_en": node.label.en,
            }  # fmt: skip
            about: Properties = {}
            carried = self._carriers.find(node.kind, node.identifier)
            if carried is not None:
                entry = getattr(self._network.catalogue, carried[0])[carried[1]]
                row |= {"collection": carried[0], "position": carried[1], "record": encode(entry)}
                about = describe(self._network, entry)
            yield row | self._further(node, service, about)

    def _further(self, node: GraphNode, service: Service | None, about: Properties) -> Row:
        """What else the row of `node` has. `service` is the last one before it in the order of nodes."""
        match node.kind:
            case NodeKind.SERVICE if service is not None:
                return self._of_service(service, about)
            case NodeKind.REQUIREMENT if service is not None:
                found = [one for one in service.requires if requirement_identifier(service, one.id) == node.identifier]
                return {"about": describe(self._network, found[-1])}
            case NodeKind.FACT:
                effect = self._effects[node.identifier]
                return {"about": {"fact": effect.fact, "value": effect.value}}
            case NodeKind.PLACE:
                for address in self._addresses.get(node.identifier, ()):
                    about |= describe(self._network, address)
                return {"about": about}
            case NodeKind.ORGANIZATION:
                organization = self._network.organizations[node.identifier]
                covers = _territories(self._network, organization)
                return {"about": about, "covers": covers, "names": list(names_of(organization))}
            case NodeKind.NEED_AREA | NodeKind.NETWORK_AREA | NodeKind.ENTRY_SITUATION:
                network = self._network
                known = {
                    NodeKind.NEED_AREA: network.needs, NodeKind.NETWORK_AREA: network.areas,
                    NodeKind.ENTRY_SITUATION: network.situations,
                }[node.kind]  # fmt: skip
                entry = cast(NeedArea | NetworkArea | EntrySituation, known[node.identifier])
                return {"about": about, "names": list(names_of(entry))}
        return {"about": about}

    def _of_service(self, service: Service, about: Properties) -> Row:
        area = self._areas.get(service.listing or "")
        about |= describe(self._network, service) | ({} if area is None else {"area": area})
        row: Row = {
            "about": about,
            "covers": list(service.covers),
            "reads": list(self._reach.reads(service)),
            "contacts": sorted({effect.value for effect in service.provides if effect.fact == KNOWN_TO}),
        }
        return row if service.listing is not None else row | {"names": list(names_of(service))}


def _of_its_own(network: Network, node: str, collection: str, position: int, entry: Any) -> Row:
    name, name_en = name_of(entry)
    return {
        "id": node, "sort": _sort(entry), "collection": collection, "position": position, "record": encode(entry),
        "name": name, "name_en": name_en, "about": describe(network, entry),
    }  # fmt: skip


def _contacts(network: Network) -> Iterator[Row]:
    """The classes of contact that may send people somewhere, and that no service makes of anybody."""
    drawn = {typed_graph.fact_identifier(effect) for effect in typed_graph.list_effects(network)}
    for effect in list_contact_values(network):
        slug = f"{effect.fact}={effect.value}"
        if slug not in drawn:
            yield {
                "id": value_node(effect), "sort": label(NodeKind.FACT), "slug": slug, **name_of_value(network, effect),
                "about": {"fact": effect.fact, "value": effect.value},
            }  # fmt: skip


def _variables(network: Network) -> Iterator[Row]:
    """A row for each variable, in each territory where something provides it or sends from."""
    seen: set[str] = set()
    for found in (_provided(network), _sending(network)):
        for _, ends in found:
            for end in ends:
                if end not in seen:
                    seen.add(end)
                    yield {"id": end, "labels": [VARIABLE_LABEL], "name": end}


def _sort(entry: Any) -> str:
    return {"FactDefinition": "Fact", "StatedGap": "Gap"}.get(type(entry).__name__, type(entry).__name__)


def label(kind: str) -> str:
    """The node label of a kind: `need-area` is `NeedArea`. The node of a fact with one of its values is a FactValue.

    >>> label("need-area")
    'NeedArea'
    """
    return "FactValue" if kind == NodeKind.FACT else "".join(word.capitalize() for word in kind.split("-"))


def variable_id(name: str, territory: str) -> str:
    """The id of the node of a variable in a territory, or EVERYWHERE.

    >>> variable_id("residence", "milan")
    'variable:residence@milan'
    """
    return f"{VARIABLE}:{name}@{territory}"


def _provided(network: Network) -> Iterator[tuple[str, list[str]]]:
    """For each service, by node, the ids of the variables that it provides, and of where it works."""
    reach = Reach(network)
    for service in network:
        yield node_id(NodeKind.SERVICE, service.slug), _in_each((*reach.provides(service), WORKS), service.covers)


def _sending(network: Network) -> Iterator[tuple[str, list[str]]]:
    """For each organization, by node, the ids of its kind where it may send from."""
    for organization in network.organizations.values():
        kind = f"{SENDER_KIND}:{organization.kind}"
        yield node_id(NodeKind.ORGANIZATION, organization.slug), _in_each((kind,), _territories(network, organization))


def _in_each(names: Iterable[str], covers: Sequence[str]) -> list[str]:
    return [variable_id(name, territory) for name in names for territory in covers or (EVERYWHERE,)]


def _territories(network: Network, organization: Organization) -> list[str]:
    """Where an organization may send from: where its services work; anywhere (empty) where one of them, or the lack
    of any, names no territory."""
    covers = [service.covers for service in network.services_of.get(organization.slug, ())]
    return sorted({code for each in covers for code in each}) if all(covers) else []
