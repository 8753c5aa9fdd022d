"""GraphML, GEXF, Cytoscape JSON and node-link JSON, as networkx writes them."""

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

_WRITTEN_ON = re.compile(r' lastmodifieddate="[^"]*"')


def write_graphml(graph: "nx.MultiDiGraph[str]") -> bytes:
    """GraphML 1.0; every attribute is a string."""
    import networkx as nx

    return _lines(_HEAD + "\n".join(nx.generate_graphml(graph)))


def write_gexf(graph: "nx.MultiDiGraph[str]") -> bytes:
    """GEXF 1.2, without the date of writing: the same network gives the same bytes."""
    import networkx as nx

    return _lines(_HEAD + _WRITTEN_ON.sub("", "\n".join(nx.generate_gexf(graph))))


def write_cytoscape(graph: "nx.MultiDiGraph[str]") -> bytes:
    """The JSON that Cytoscape and cytoscape.js load: `data` of the whole, `elements` with nodes and edges."""
    import networkx as nx

    found = nx.cytoscape_data(graph)
    for edge in found["elements"]["edges"]:
        edge["data"]["id"] = edge["data"]["key"]  # cytoscape.js reads the one, networkx the other
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
