"""A catalogue as the Neo4j store holds it: rows of nodes and relations to load, and its entries to read back.

Every entry is one record, whole, so that what is read equals what was written. Nodes and relations are those of
`graph.typed_graph`; entries that it does not draw are nodes of their own. What analysts read beside that is added by
`graph.store.analyst_graph`. For the search backward from a need, each variable in each territory is one more node, to
which everything points that provides it there. So one round of the search visits what a territory has, however many
other territories there are.

Each node has the label `ReteEntry`. The labels of the domain, such as `Service`, are given to the live version alone,
so a row only names that label, as `sort`; nodes that serve the search have the label VARIABLE_LABEL and no `sort`.
"""

import dataclasses
import typing
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import msgspec

from graph import typed_graph
from graph.atoms import KNOWN_TO
from graph.errors import FormulaError, StoreError
from graph.formula import Formula, from_tagged
from graph.message import Message
from graph.model import Catalogue
from graph.name_index import list_names
from graph.network import Network
from graph.organizations import Organization
from graph.store.analyst_graph import describe, list_further_nodes, list_links, name_of
from graph.store.relevant_part import SENDER_KIND, Reach
from graph.typed_graph import node_id
from graph.vocabulary import NodeKind

HEAD = ("city", "name", "hub")
"""The fields of a catalogue that are no collections."""


class Record(NamedTuple):
    """One entry of a catalogue: the field that holds it, its place there, and the entry as JSON."""

    collection: str
    position: int
    json: str


def encode(value: Any) -> str:
    """Canonical JSON: the same value gives the same bytes."""
    return msgspec.json.encode(value, order="deterministic").decode()


def write_head(catalogue: Catalogue) -> str:
    """The fields of `catalogue` that hold no entries, as JSON; see `HEAD`."""
    return encode({name: getattr(catalogue, name) for name in HEAD})


def list_records(catalogue: Catalogue) -> Iterator[tuple[Record, Any]]:
    """Every entry in catalogue order, as a record and as it is."""
    for collection in collections():
        for position, entry in enumerate(getattr(catalogue, collection)):
            yield Record(collection, position, encode(entry)), entry


def read_catalogue(head: str, records: Iterable[Record]) -> Catalogue:
    """The catalogue with the fields `head` and the entries `records`. Raises StoreError if a record cannot be read."""
    kinds = collections()
    found: dict[str, list[Any]] = {name: [] for name in kinds}
    for record in sorted(records, key=lambda record: (record.collection, record.position)):
        if record.collection not in kinds:
            raise StoreError(Message.of("store.unknown_part", part=record.collection))
        found[record.collection].append(decode(record.json, kinds[record.collection]))
    fields = decode(head, dict[str, Any])
    hints = typing.get_type_hints(Catalogue)
    values: dict[str, Any] = {name: msgspec.convert(fields[name], hints[name]) for name in HEAD}
    values |= {name: tuple(entries) for name, entries in found.items()}
    return Catalogue(**values)


@cache
def collections() -> Mapping[str, Any]:
    """The fields of a catalogue that hold entries, each with the kind of its entries."""
    hints = typing.get_type_hints(Catalogue)
    fields = (field.name for field in dataclasses.fields(Catalogue) if field.name not in HEAD)
    return {name: typing.get_args(hints[name])[0] for name in fields}


def decode(json: str, kind: Any) -> Any:
    """The value of `kind` that `encode` wrote as `json`. Raises StoreError if it is no such value."""
    try:
        return _decoder(kind).decode(json)
    except msgspec.MsgspecError as error:
        raise StoreError(Message.of("store.no_record", reason=str(error))) from None


@cache
def _decoder(kind: Any) -> "msgspec.json.Decoder[Any]":
    return msgspec.json.Decoder(kind, dec_hook=_formula)


def _formula(kind: type, tagged: Any) -> Any:
    if kind is not Formula:
        raise NotImplementedError(kind)
    try:
        return from_tagged(tagged)
    except FormulaError as error:
        raise ValueError(str(error)) from None


Row = dict[str, Any]

VARIABLE_LABEL = "ReteVariable"
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
    "sources": NodeKind.SOURCE,
    "needs": NodeKind.NEED_AREA,
    "areas": NodeKind.NETWORK_AREA,
    "situations": NodeKind.ENTRY_SITUATION,
    "territories": NodeKind.PLACE,
    "organizations": NodeKind.ORGANIZATION,
    "services": NodeKind.SERVICE,
}
"""The collections whose entries are nodes of the typed graph."""


def list_nodes(network: Network) -> list[Row]:
    """A row for each node: `id`, `sort` or `labels`, and its properties; `about` holds those that analysts read."""
    rows: dict[str, Row] = {
        node.id: {
            "id": node.id, "sort": label(node.kind), "slug": node.identifier,
            "name": node.label.it, "name_en": node.label.en,
        }
        for node in typed_graph.list_nodes(network)
    }  # fmt: skip
    for place, row in enumerate(rows.values()):
        row["place"] = place
    for node, record, entry in _carriers(network, rows):
        if node not in rows:
            rows[node] = {"id": node, "sort": _sort(entry)}
        rows[node] |= {"collection": record.collection, "position": record.position, "record": record.json}
    reach = Reach(network)
    for service in network:
        rows[node_id(NodeKind.SERVICE, service.slug)] |= {
            "covers": list(service.covers),
            "reads": list(reach.reads(service)),
            "contacts": sorted({effect.value for effect in service.provides if effect.fact == KNOWN_TO}),
        }
    for organization in network.organizations.values():
        rows[node_id(NodeKind.ORGANIZATION, organization.slug)]["covers"] = _territories(network, organization)
    for named in list_names(network):
        rows[node_id(named.kind, named.identifier)]["names"] = list(named.names)
    for node, row in _described(network, rows):
        found = rows.setdefault(node, {"id": node})
        # What the typed graph says of a node stands; a listing and the service that it compiles to share one.
        rows[node] = {**row, **found, "about": found.get("about", {}) | row["about"]}
    variables = sorted({end for ends in (*_provided(network).values(), *_sending(network).values()) for end in ends})
    return [*rows.values(), *({"id": end, "labels": [VARIABLE_LABEL], "name": end} for end in variables)]


def list_relations(network: Network) -> list[Row]:
    """A row for each relation: `start`, `end`, `type`, and its properties."""
    rows: list[Row] = [
        {
            "start": edge.start, "end": edge.end, "type": str(edge.relation), "place": place,
            "evidence": str(edge.evidence), "citations": " ".join(map(str, edge.citations)),
        }
        for place, edge in enumerate(typed_graph.list_edges(network))
    ]  # fmt: skip
    typed = {node.id for node in typed_graph.list_nodes(network)}
    carriers = {id(entry): node for node, _, entry in _carriers(network, typed)}
    rows += (link.as_row() for link in list_links(network, carriers))
    for relation, found in ((PROVIDES, _provided(network)), (SENDS, _sending(network))):
        rows += ({"start": start, "end": end, "type": relation} for start, ends in found.items() for end in ends)
    return rows


def _carriers(network: Network, typed: Collection[str]) -> Iterator[tuple[str, Record, Any]]:
    """Every entry with its record and the node that carries it: the typed one, else one of its own."""
    listed = {service.listing: service.slug for service in network if service.listing is not None}
    taken: set[str] = set()
    for record, entry in list_records(network.catalogue):
        node = _node(record, entry, listed)
        if node in taken or (node not in typed and record.collection != "facts"):
            node = f"{record.collection}:{record.position}"
        taken.add(node)
        yield node, record, entry


def _described(network: Network, rows: Mapping[str, Row]) -> Iterator[tuple[str, Row]]:
    """What analysts read of each node."""
    typed = {node for node, row in rows.items() if "place" in row}
    for node, _, entry in _carriers(network, typed):
        name, name_en = name_of(entry)
        yield node, {"name": name, "name_en": name_en, "about": describe(network, entry)}
    areas = {listing.id: {"area": listing.area} for listing in network.catalogue.listings}
    for service in network:
        about = describe(network, service) | areas.get(service.listing or "", {})
        yield node_id(NodeKind.SERVICE, service.slug), {"about": about}
        for requirement in service.requires:
            node = node_id(NodeKind.REQUIREMENT, f"{service.slug}.{requirement.id}")
            yield node, {"about": describe(network, requirement)}
    yield from list_further_nodes(network)


def _sort(entry: Any) -> str:
    return {"FactDefinition": "Fact", "StatedGap": "Gap"}.get(type(entry).__name__, type(entry).__name__)


def label(kind: str) -> str:
    """The node label of a kind: `need-area` is `NeedArea`. The node of a fact with one of its values is a FactValue."""
    return "FactValue" if kind == NodeKind.FACT else "".join(word.capitalize() for word in kind.split("-"))


def variable_id(name: str, territory: str) -> str:
    """The id of the node of a variable in a territory, or EVERYWHERE."""
    return f"{VARIABLE}:{name}@{territory}"


def _provided(network: Network) -> dict[str, list[str]]:
    """For each service, by node, the ids of the variables that it provides, and of where it works."""
    reach = Reach(network)
    return {
        node_id(NodeKind.SERVICE, service.slug): _in_each((*reach.provides(service), WORKS), service.covers)
        for service in network
    }


def _sending(network: Network) -> dict[str, list[str]]:
    """For each organization, by node, the ids of its kind where it may send from."""
    return {
        node_id(NodeKind.ORGANIZATION, organization.slug): _in_each(
            (f"{SENDER_KIND}:{organization.kind}",), _territories(network, organization)
        )
        for organization in network.organizations.values()
    }


def _in_each(names: Iterable[str], covers: Sequence[str]) -> list[str]:
    return [variable_id(name, territory) for name in names for territory in covers or (EVERYWHERE,)]


def _node(record: Record, entry: Any, listed: dict[str, str]) -> str:
    """The node that carries a record: the typed one, or that of the service which a listing compiles to."""
    if record.collection == "listings" and entry.service is None:
        return node_id(NodeKind.SERVICE, listed.get(entry.id, ""))
    if record.collection == "facts":
        return node_id(NodeKind.FACT, entry.name)
    kind = _TYPED.get(record.collection)
    return "" if kind is None else node_id(kind, entry.slug if hasattr(entry, "slug") else entry.code)


def _territories(network: Network, organization: Organization) -> list[str]:
    """Where an organization may send from: where its services work; anywhere (empty) where one of them, or the lack
    of any, names no territory."""
    covers = [service.covers for service in network.services_of.get(organization.slug, ())]
    return sorted({code for each in covers for code in each}) if all(covers) else []
