"""Nodes and edges as CSV (RFC 4180), with a header line."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

NODE_COLUMNS = ("id", "kind", "slug", "label", "label_en")
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


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(columns)
    writer.writerows(rows)
    return stream.getvalue().encode()
