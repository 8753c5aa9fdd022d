"""Adds to each node of an export its area, needs, evidence, age, and how it is drawn.

Numbers are numbers; everything else is a string, several codes joined by a space, empty where nothing is known.
"""

from collections.abc import Mapping
from math import sqrt
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from graph.graph_export.drawing import NetworkView, Selection
from graph.index import NetworkIndex
from graph.network import Network
from graph.organizations import Organization
from graph.services import Service
from graph.typed_graph import build_graph
from graph.verification import verified
from graph.vocabulary import NodeKind

if TYPE_CHECKING:
    import networkx as nx

COLOURS: Mapping[NodeKind, str] = MappingProxyType({
    NodeKind.ORGANIZATION: "#0072B2", NodeKind.SERVICE: "#E69F00", NodeKind.NEED_AREA: "#009E73",
    NodeKind.NETWORK_AREA: "#CC79A7", NodeKind.ENTRY_SITUATION: "#D55E00", NodeKind.SOURCE: "#999999",
    NodeKind.PLACE: "#56B4E9", NodeKind.REQUIREMENT: "#F0E442", NodeKind.FACT: "#000000",
    NodeKind.PRINTED_NAME: "#BBBBBB",
})  # fmt: skip
"""One colour a kind, which colour-blind people tell apart (Okabe and Ito)."""
DETAILS = ("area", "group", "needs", "evidence", "listed_only", "last_verified")
DRAWN = ("x", "y", "size", "color")


def build_detailed_graph(network: Network) -> "nx.MultiDiGraph[str]":
    """The typed graph of `network`, as `build_graph` makes it, with `DETAILS` and `DRAWN` at each node."""
    graph = build_graph(network)
    drawing = NetworkView(NetworkIndex(network), Selection())
    for node, data in graph.nodes(data=True):
        kind, group, place = NodeKind(data["kind"]), drawing.group_of[node], drawing.positions[node]
        data["group"] = group
        data["area"] = group if group in network.areas else ""
        data.update(_of_record(network, kind, data["slug"]))
        size = round(4 + 2 * sqrt(graph.degree(node)), 1)
        data.update(x=place.x, y=place.y, size=size, color=COLOURS[kind])
    return graph


def _of_record(network: Network, kind: NodeKind, slug: str) -> Mapping[str, str]:
    """What only organizations, services and needs have."""
    if kind is NodeKind.ORGANIZATION:
        organization = network.organizations[slug]
        needs = (need for service in network.services_of.get(slug, ()) for need in _needs(service))
        return _record(network, organization, " ".join(dict.fromkeys(needs)), listed_only="")
    if kind is NodeKind.SERVICE:
        service = network.services[slug]
        return _record(
            network, service, " ".join(_needs(service)), listed_only="true" if service.listing is not None else "false"
        )
    needs_itself = slug if kind is NodeKind.NEED_AREA else ""
    return {"needs": needs_itself, "evidence": "", "listed_only": "", "last_verified": ""}


def _record(network: Network, record: Organization | Service, needs: str, listed_only: str) -> Mapping[str, str]:
    service = record if isinstance(record, Service) else None
    day = verified(network, record, None, service).day
    return {
        "needs": needs,
        "evidence": str(record.evidence),
        "listed_only": listed_only,
        "last_verified": day.isoformat() if day else "",
    }


def _needs(service: Service) -> tuple[str, ...]:
    return tuple(link.need for link in service.meets)


def viz(data: Mapping[str, Any]) -> dict[str, Any]:
    """How a node is drawn, in the words of GEXF; y grows upwards there."""
    red, green, blue = (int(data["color"][place : place + 2], 16) for place in (1, 3, 5))
    return {
        "position": {"x": data["x"], "y": -data["y"], "z": 0.0},
        "size": data["size"],
        "color": {"r": red, "g": green, "b": blue, "a": 1.0},
    }
