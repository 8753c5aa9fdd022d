"""`rete export`: a catalogue as a spreadsheet, or its graph in the formats of other programs."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from api.commands.common import output
from api.commands.network_options import Reading
from graph.errors import QuestionError, StoreError
from graph.message import Message

if TYPE_CHECKING:
    import networkx as nx

GraphFormat = Literal["graphml", "gexf", "cytoscape", "json", "csv"]


def export(
    *,
    xlsx: Path | None = None,
    csv: Path | None = None,
    graph: Annotated[GraphFormat | None, Parameter(name=["--format"])] = None,
    to: Annotated[Path | None, Parameter(name=["--to", "-o"])] = None,
    common: Reading | None = None,
) -> int:
    """Write a catalogue as a spreadsheet that `rete ingest` takes back without loss, or its graph with `--format`."""
    if graph is None:
        if to is not None:
            raise QuestionError(Message.of("error.export_to"), "format")
        from api.commands.ingest import export as export_tables

        return export_tables(xlsx=xlsx, csv=csv, common=common)
    if xlsx is not None or csv is not None:
        raise QuestionError(Message.of("error.export_both"), "format")
    return _export_graph((common or Reading()).graph(), graph, to)


def _export_graph(drawn: "nx.MultiDiGraph[str]", graph: GraphFormat, to: Path | None) -> int:
    from graph.graph_export.formats import ExportFormat, write_graph

    if graph == "csv":
        if to is None:
            raise QuestionError(Message.of("error.export_csv"), "to")
        for kind in (ExportFormat.NODES_CSV, ExportFormat.EDGES_CSV):
            _write(to / kind, write_graph(drawn, kind))
        return _tell(drawn, to)
    kind = ExportFormat["NODE_LINK" if graph == "json" else graph.upper()]
    data = write_graph(drawn, kind)
    if to is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return 0
    _write(to, data)
    return _tell(drawn, to)


def _write(file: Path, data: bytes) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    except OSError as error:
        raise StoreError(f"{file}: cannot be written ({error.strerror}).") from None


def _tell(drawn: "nx.MultiDiGraph[str]", to: Path) -> int:
    nodes, edges = drawn.number_of_nodes(), drawn.number_of_edges()
    output().print(f"{nodes} nodes, {edges} edges of version {drawn.graph['version']}: {to}", soft_wrap=True)
    return 0
