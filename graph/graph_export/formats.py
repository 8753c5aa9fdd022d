"""The formats in which a network is exported, and their writers.

Bytes depend on the content alone: the same version of a network gives the same file. Edges are numbered in the order
of the graph, since several formats take one identifier for each.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from graph.graph_export import documents, tables
from graph.network import Network
from graph.typed_graph import build_graph

if TYPE_CHECKING:
    import networkx as nx


class ExportFormat(StrEnum):
    """A format of export, named as its file is."""

    GRAPHML = "network.graphml"
    """GraphML 1.0, for yEd, Gephi, igraph and networkx."""
    GEXF = "network.gexf"
    """GEXF 1.2, for Gephi."""
    CYTOSCAPE = "network.cytoscape.json"
    """Cytoscape JSON, for Cytoscape and cytoscape.js."""
    NODE_LINK = "network.node-link.json"
    """Node-link JSON, for d3 and networkx."""
    NODES_CSV = "nodes.csv"
    """One row a node (RFC 4180)."""
    EDGES_CSV = "edges.csv"
    """One row an edge (RFC 4180)."""

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
}

_WRITERS: Mapping[ExportFormat, "Callable[[nx.MultiDiGraph[str]], bytes]"] = {
    ExportFormat.GRAPHML: documents.write_graphml,
    ExportFormat.GEXF: documents.write_gexf,
    ExportFormat.CYTOSCAPE: documents.write_cytoscape,
    ExportFormat.NODE_LINK: documents.write_node_link,
    ExportFormat.NODES_CSV: tables.write_nodes,
    ExportFormat.EDGES_CSV: tables.write_edges,
}


def write_export(network: Network, kind: ExportFormat) -> bytes:
    """`network` in the format `kind`."""
    return write_graph(build_graph(network), kind)


def write_graph(graph: "nx.MultiDiGraph[str]", kind: ExportFormat) -> bytes:
    """A typed graph, as `graph.typed_graph` draws it, in the format `kind`."""
    return _WRITERS[kind](numbered(graph))


def numbered(graph: "nx.MultiDiGraph[str]") -> "nx.MultiDiGraph[str]":
    """A typed graph with edges keyed `e1`, `e2`, ...; an edge is told by `relation`."""
    import networkx as nx

    keyed: nx.MultiDiGraph[str] = nx.MultiDiGraph(**graph.graph)
    keyed.add_nodes_from(graph.nodes(data=True))
    for number, (start, end, attributes) in enumerate(graph.edges(data=True), start=1):
        keyed.add_edge(start, end, key=f"e{number}", **attributes)
    return keyed
