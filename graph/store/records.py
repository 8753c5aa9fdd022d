"""A catalogue as the Neo4j store holds it: rows of nodes and relations to load, and its entries to read back.

Every entry is one record, whole, so that what is read equals what was written. Nodes and relations are those of
`graph.typed_graph`; entries that it does not draw are nodes of their own. For the search backward from a need, each
variable in each territory is one more node, to which everything points that provides it there. So one round of the
search visits what a territory has, however many other territories there are.
"""

import dataclasses
import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import msgspec

from graph.atoms import KNOWN_TO
from graph.errors import FormulaError, StoreError
from graph.formula import Formula, from_tagged
from graph.message import Message
from graph.model import Catalogue
from graph.name_index import list_names
from graph.network import Network
from graph.organizations import Organization
from graph.store.relevant_part import SENDER_KIND, Reach
from graph.typed_graph import build_graph, node_id
from graph.vocabulary import NodeKind, Relation

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
    """A row for each node: `id`, `labels`, and its properties."""
    rows: dict[str, Row] = {
        node: {
            "id": node, "labels": [label(data["kind"])],
            "slug": data["slug"], "name": data["label"], "name_en": data["label_en"],
        }
        for node, data in build_graph(network).nodes(data=True)
    }  # fmt: skip
    for place, row in enumerate(rows.values()):
        row["place"] = place
    listed = {service.listing: service.slug for service in network if service.listing is not None}
    for record, entry in list_records(network.catalogue):
        node = _node(record, entry, listed)
        if node not in rows or "record" in rows[node]:
            node = f"{record.collection}:{record.position}"
            rows[node] = {"id": node, "labels": [type(entry).__name__]}
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
    ids = sorted({variable for variables in _variables(network).values() for variable in variables})
    return [*rows.values(), *({"id": variable, "labels": ["Variable"]} for variable in ids)]


def list_relations(network: Network) -> list[Row]:
    """A row for each relation: `start`, `end`, `type`, and its properties."""
    rows: list[Row] = [
        {
            "start": start, "end": end, "type": relation, "place": place,
            "evidence": data["evidence"], "citations": data["citations"],
        }
        for place, (start, end, relation, data) in enumerate(build_graph(network).edges(keys=True, data=True))
    ]  # fmt: skip
    for start, variables in _variables(network).items():
        rows += ({"start": start, "end": variable, "type": str(Relation.PROVIDES)} for variable in variables)
    return rows


def label(kind: str) -> str:
    """The node label of a kind: `need-area` is `NeedArea`."""
    return "".join(word.capitalize() for word in kind.split("-"))


def variable_id(name: str, territory: str) -> str:
    """The id of the node of a variable in a territory, or EVERYWHERE."""
    return f"{VARIABLE}:{name}@{territory}"


def _variables(network: Network) -> dict[str, list[str]]:
    """For each service and organization, by node, the ids of the variables that it provides."""
    reach = Reach(network)
    provided: dict[str, list[str]] = {}
    for service in network:
        names = reach.provides(service)
        provided[node_id(NodeKind.SERVICE, service.slug)] = _in_each(names, service.covers)
    for organization in network.organizations.values():
        covers = _territories(network, organization)
        kind = f"{SENDER_KIND}:{organization.kind}"
        provided[node_id(NodeKind.ORGANIZATION, organization.slug)] = _in_each((kind,), covers)
    return provided


def _in_each(names: Iterable[str], covers: Sequence[str]) -> list[str]:
    return [variable_id(name, territory) for name in names for territory in covers or (EVERYWHERE,)]


def _node(record: Record, entry: Any, listed: dict[str, str]) -> str:
    """The node that carries a record: the typed one, or that of the service which a listing compiles to."""
    if record.collection == "listings" and entry.service is None:
        return node_id(NodeKind.SERVICE, listed.get(entry.id, ""))
    kind = _TYPED.get(record.collection)
    return "" if kind is None else node_id(kind, entry.slug if hasattr(entry, "slug") else entry.code)


def _territories(network: Network, organization: Organization) -> list[str]:
    """The territories of an organization's services; none where one of them, or the lack of any, names no territory."""
    covers = [service.covers for service in network.services_of.get(organization.slug, ())]
    return sorted({code for each in covers for code in each}) if all(covers) else []
