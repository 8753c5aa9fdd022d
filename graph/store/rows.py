"""A network as the rows of nodes and relations that the Neo4j store loads.

Nodes and relations are those of `graph.typed_graph`. Beside them stand the entries of a catalogue that it does not
draw, and for the backward rounds one node a variable and territory, which what provides it there points at: so that a
round walks over what a territory has, however many others there are.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from graph.atoms import KNOWN_TO
from graph.model import Organization
from graph.name_index import list_names
from graph.network import Network
from graph.store.records import Record, list_records
from graph.store.relevant_part import SENDER_KIND, Reach
from graph.typed_graph import build_graph, node_id
from graph.vocabulary import NodeKind, Relation

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
