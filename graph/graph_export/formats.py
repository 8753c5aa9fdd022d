"""The formats in which a network is exported, and their writers.

Bytes depend on the content alone: the same version of a network gives the same file. Edges are numbered in the order
of the graph, since several formats take one identifier for each. Each node comes with its area, needs, evidence, age,
and how it is drawn. Of these, numbers are numbers; everything else is a string, several codes joined by a space, empty
where nothing is known.
"""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from math import sqrt
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from graph.graph_export.cpsv import write_cpsv_json_ld, write_cpsv_turtle
from graph.graph_export.drawing import NetworkView, Selection
from graph.graph_export.hsds import write_hsds_json, write_hsds_zip
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


_WRITTEN_ON = re.compile(r' lastmodifieddate="[^"]*"')


def write_graphml(graph: "nx.MultiDiGraph[str]") -> bytes:
    """GraphML 1.0; positions and sizes are numbers, every other attribute is a string."""
    import networkx as nx

    return _lines(_HEAD + "\n".join(nx.generate_graphml(graph)))


def write_gexf(graph: "nx.MultiDiGraph[str]") -> bytes:
    """GEXF 1.3 with positions, sizes and colours, without the date of writing: the same network, the same bytes."""
    import networkx as nx

    for _, data in graph.nodes(data=True):
        data["viz"] = viz(data)
        for name in DRAWN:
            del data[name]
    return _lines(_HEAD + _WRITTEN_ON.sub("", "\n".join(nx.generate_gexf(graph, version="1.3"))))


def write_cytoscape(graph: "nx.MultiDiGraph[str]") -> bytes:
    """The JSON that Cytoscape and cytoscape.js load: `data` of the whole, `elements` with nodes and edges."""
    import networkx as nx

    found = nx.cytoscape_data(graph)
    for edge in found["elements"]["edges"]:
        edge["data"]["id"] = edge["data"]["key"]  # cytoscape.js reads the one, networkx the other
    for node in found["elements"]["nodes"]:
        node["position"] = {"x": node["data"]["x"], "y": node["data"]["y"]}
    return _json({**found, "data": dict(graph.graph)})


def write_node_link(graph: "nx.MultiDiGraph[str]") -> bytes:
    """Node-link JSON with `nodes` and `edges`, as networkx and d3 read it."""
    import networkx as nx

    return _json(nx.node_link_data(graph, edges="edges"))


_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'


def _json(value: Any) -> bytes:
    return _lines(json.dumps(value, ensure_ascii=False, indent=1))


def _lines(text: str) -> bytes:
    return (text.rstrip("\n") + "\n").encode()


NODE_COLUMNS = ("id", "kind", "slug", "label", "label_en", *DETAILS, *DRAWN)
EDGE_COLUMNS = ("id", "source", "target", "relation", "evidence", "citations")


def write_nodes(graph: "nx.MultiDiGraph[str]") -> bytes:
    """One row a node."""
    rows = ([node, *(data[name] for name in NODE_COLUMNS[1:])] for node, data in graph.nodes(data=True))
    return _table(NODE_COLUMNS, rows)


def write_edges(graph: "nx.MultiDiGraph[str]") -> bytes:
    """One row an edge; `source` and `target` are ids of nodes."""
    rows = (
        [key, start, end, *(data[name] for name in EDGE_COLUMNS[3:])]
        for start, end, key, data in graph.edges(keys=True, data=True)
    )
    return _table(EDGE_COLUMNS, rows)


def write_kumu_elements(graph: "nx.MultiDiGraph[str]") -> bytes:
    """One row a node, as Kumu imports elements; it tells them apart by their label."""
    labels = _kumu_labels(graph)
    rows = []
    for node, data in graph.nodes(data=True):
        tags = "|".join(filter(None, (data["area"], *data["needs"].split(), data["evidence"])))
        rows.append([labels[node], data["kind"], tags, data["label_en"]])
    return _table(("Label", "Type", "Tags", "Description"), rows)


def write_kumu_connections(graph: "nx.MultiDiGraph[str]") -> bytes:
    """One row an edge, as Kumu imports connections."""
    labels = _kumu_labels(graph)
    rows = ([labels[start], labels[end], data["relation"]] for start, end, data in graph.edges(data=True))
    return _table(("From", "To", "Type"), rows)


def _kumu_labels(graph: "nx.MultiDiGraph[str]") -> Mapping[str, str]:
    """A label for each node; where several have one name, the name of the node is added."""
    names = Counter(data["label"] for _, data in graph.nodes(data=True))
    return {
        node: data["label"] if names[data["label"]] == 1 else f"{data['label']} ({node})"
        for node, data in graph.nodes(data=True)
    }


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(columns)
    writer.writerows(rows)
    return stream.getvalue().encode()


class ExportFormat(StrEnum):
    """A format of export, named as its file is."""

    GRAPHML = "network.graphml"
    """GraphML 1.0, for yEd, Gephi, igraph and networkx."""
    GEXF = "network.gexf"
    """GEXF 1.3 with `viz`, for Gephi and Gephi Lite."""
    CYTOSCAPE = "network.cytoscape.json"
    """Cytoscape JSON, for Cytoscape and cytoscape.js."""
    NODE_LINK = "network.node-link.json"
    """Node-link JSON, for d3 and networkx."""
    NODES_CSV = "nodes.csv"
    """One row a node (RFC 4180)."""
    EDGES_CSV = "edges.csv"
    """One row an edge (RFC 4180)."""
    KUMU_ELEMENTS = "kumu-elements.csv"
    """One row a node, for Kumu."""
    KUMU_CONNECTIONS = "kumu-connections.csv"
    """One row an edge, for Kumu."""
    HSDS_JSON = "hsds.json"
    """Services and organizations as HSDS 3 (Open Referral)."""
    HSDS_ZIP = "hsds.zip"
    """The same as the CSV files of a datapackage."""
    CPSV_JSON_LD = "cpsv-ap.jsonld"
    """Public services as CPSV-AP 3.2, in JSON-LD."""
    CPSV_TURTLE = "cpsv-ap.ttl"
    """The same in Turtle."""

    @property
    def media_type(self) -> str:
        """The media type."""
        return _MEDIA[self]


_MEDIA: Mapping[ExportFormat, str] = {
    ExportFormat.GRAPHML: "application/graphml+xml; charset=utf-8",
    ExportFormat.GEXF: "application/gexf+xml; charset=utf-8",
    ExportFormat.CYTOSCAPE: "application/json",
    ExportFormat.NODE_LINK: "application/json",
    ExportFormat.NODES_CSV: "text/csv; charset=utf-8; header=present",
    ExportFormat.EDGES_CSV: "text/csv; charset=utf-8; header=present",
    ExportFormat.KUMU_ELEMENTS: "text/csv; charset=utf-8; header=present",
    ExportFormat.KUMU_CONNECTIONS: "text/csv; charset=utf-8; header=present",
    ExportFormat.HSDS_JSON: "application/json",
    ExportFormat.HSDS_ZIP: "application/zip",
    ExportFormat.CPSV_JSON_LD: "application/ld+json",
    ExportFormat.CPSV_TURTLE: "text/turtle; charset=utf-8",
}

_WRITERS: Mapping[ExportFormat, "Callable[[nx.MultiDiGraph[str]], bytes]"] = {
    ExportFormat.GRAPHML: write_graphml,
    ExportFormat.GEXF: write_gexf,
    ExportFormat.CYTOSCAPE: write_cytoscape,
    ExportFormat.NODE_LINK: write_node_link,
    ExportFormat.NODES_CSV: write_nodes,
    ExportFormat.EDGES_CSV: write_edges,
    ExportFormat.KUMU_ELEMENTS: write_kumu_elements,
    ExportFormat.KUMU_CONNECTIONS: write_kumu_connections,
}


_STANDARDS: Mapping[ExportFormat, Callable[[Network], bytes]] = {
    ExportFormat.HSDS_JSON: write_hsds_json,
    ExportFormat.HSDS_ZIP: write_hsds_zip,
    ExportFormat.CPSV_JSON_LD: write_cpsv_json_ld,
    ExportFormat.CPSV_TURTLE: write_cpsv_turtle,
}
"""Formats of services, not of a graph."""


def write_export(network: Network, kind: ExportFormat) -> bytes:
    """`network` in the format `kind`."""
    if kind in _STANDARDS:
        return _STANDARDS[kind](network)
    return write_graph(build_detailed_graph(network), kind)


def write_graph(graph: "nx.MultiDiGraph[str]", kind: ExportFormat) -> bytes:
    """A detailed graph in the format `kind`."""
    return _WRITERS[kind](numbered(graph))


def numbered(graph: "nx.MultiDiGraph[str]") -> "nx.MultiDiGraph[str]":
    """A typed graph with edges keyed `e1`, `e2`, ...; the attribute `relation` names the relation of an edge."""
    import networkx as nx

    keyed: nx.MultiDiGraph[str] = nx.MultiDiGraph(**graph.graph)
    keyed.add_nodes_from((node, dict(data)) for node, data in graph.nodes(data=True))
    for number, (start, end, attributes) in enumerate(graph.edges(data=True), start=1):
        keyed.add_edge(start, end, key=f"e{number}", **attributes)
    return keyed
