"""`rete export`: a catalogue as a spreadsheet or in the formats of other programs; `rete publish`: in a Neo4j store."""

import gc
import os
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from api.commands.common import Common, NetworkOptions, output, print_json
from api.messages import Words
from api.plain_line import Option
from api.settings import Settings, SettingsError
from graph.errors import DocumentError, QuestionError, StoreError, reason_of
from graph.message import Message
from graph.network import Network

if TYPE_CHECKING:
    import networkx as nx

GraphFormat = Literal[
    "graphml", "gexf", "cytoscape", "json", "csv", "kumu", "hsds", "hsds-csv", "cpsv-ap", "cpsv-ap-ttl"
]
FOLDERS = {"csv": ("nodes.csv", "edges.csv"), "kumu": ("kumu-elements.csv", "kumu-connections.csv")}
"""The formats that are several files."""
STANDARDS = {
    "hsds": "hsds.json", "hsds-csv": "hsds.zip", "cpsv-ap": "cpsv-ap.jsonld", "cpsv-ap-ttl": "cpsv-ap.ttl",
}  # fmt: skip
"""The formats of services."""
_OFTEN = 20_000
"""Objects after which the collector looks at new ones while batches are sent: some two batches."""


def export(
    *,
    xlsx: Path | None = None,
    csv: Path | None = None,
    full: bool = False,
    graph: Annotated[GraphFormat | None, Option(("--format",))] = None,
    to: Annotated[Path | None, Option(("--to", "-o"))] = None,
    common: NetworkOptions | None = None,
) -> int:
    """Write a catalogue as a spreadsheet that `rete ingest` takes back, or its graph with `--format`."""
    common = common or NetworkOptions()
    if graph is None:
        if to is not None:
            raise QuestionError(Message.of("error.export_to"), "format")
        return _export_sheets(xlsx, csv, full, common)
    if xlsx is not None or csv is not None:
        raise QuestionError(Message.of("error.export_both"), "format")
    if graph in STANDARDS:
        return _export_standard(common.read_network(), STANDARDS[graph], to, common.words())
    return _export_graph(common.read_network(), graph, to, common.words())


def _export_sheets(xlsx: Path | None, csv: Path | None, full: bool, common: NetworkOptions) -> int:
    """Write a catalogue as a spreadsheet that `rete ingest` takes back; see docs/spreadsheets.md."""
    from ingest.spreadsheets.export import export_tables, four_sheets
    from ingest.spreadsheets.tables import write_csv_files
    from ingest.spreadsheets.workbook import write_flat_workbook, write_workbook

    if xlsx is None and csv is None:
        raise QuestionError(Message.of("error.ingest_target"), "xlsx")
    network = common.read_network()
    sheets = () if full else four_sheets(network.catalogue, common.words().locale)
    tables = export_tables(network.catalogue, network.version) if full else tuple(flat.table for flat in sheets)
    try:
        if xlsx is not None and full:
            write_workbook(tables, xlsx)
        elif xlsx is not None:
            write_flat_workbook(sheets, xlsx)
        if csv is not None:
            write_csv_files(tables, csv)
    except OSError as error:
        reason = Message.of("file.unwritable", reason=reason_of(error))
        raise DocumentError.at(str(error.filename), reason) from None
    rows = sum(len(table.rows) - 1 for table in tables)
    places = ", ".join(str(place) for place in (xlsx, csv) if place)
    told = common.words().say("note.sheets", count=len(tables), rows=rows, places=places)
    output().print(told, soft_wrap=True)
    return 0


def _export_graph(network: Network, graph: GraphFormat, to: Path | None, words: Words) -> int:
    from graph.graph_export.formats import ExportFormat, build_detailed_graph, write_graph

    drawn = build_detailed_graph(network)
    if graph in FOLDERS:
        if to is None:
            raise QuestionError(Message.of("error.export_csv"), "to")
        for name in FOLDERS[graph]:
            _write(to / name, write_graph(drawn, ExportFormat(name)))
        return _tell(drawn, to, words)
    kind = ExportFormat["NODE_LINK" if graph == "json" else graph.upper()]
    data = write_graph(drawn, kind)
    if to is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return 0
    _write(to, data)
    return _tell(drawn, to, words)


def _export_standard(network: Network, name: str, to: Path | None, words: Words) -> int:
    """Write services in a standard format, and report the values that it demands and no document states."""
    from graph.graph_export import cpsv, hsds_tables
    from graph.graph_export.formats import ExportFormat, write_export

    data = write_export(network, ExportFormat(name))
    if to is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        _write(to, data)
    counted = (
        hsds_tables.missing(hsds_tables.hsds_tables(network)) if name.startswith("hsds") else cpsv.missing(network)
    )
    left = tuple(f"{column} ({count})" for column, count in sorted(counted.items()))
    if left:
        print(words.say("note.left_out", names=left), file=sys.stderr)  # noqa: T201 - the command line's own voice
    return 0


def _write(file: Path, data: bytes) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    except OSError as error:
        raise StoreError.at(str(file), Message.of("file.unwritable", reason=reason_of(error))) from None


def _tell(drawn: "nx.MultiDiGraph[str]", to: Path, words: Words) -> int:
    nodes, edges = drawn.number_of_nodes(), drawn.number_of_edges()
    said = words.say("note.drawn", nodes=nodes, edges=edges, version=drawn.graph["version"], place=str(to))
    output().print(said, soft_wrap=True)
    return 0


def publish(
    catalogue: Path | None = None,
    /,
    *,
    store: str | None = None,
    known: Path | None = None,
    common: Common | None = None,
) -> int:
    """Make a catalogue the live version of a Neo4j store, whole or not at all.

    Servers that read the store notice it without a restart. Then the network is surveyed, so that coverage is at hand
    on this machine. RETE_NEO4J_USER and RETE_NEO4J_PASSWORD, or RETE_NEO4J_PASSWORD_FILE, or RETE_NEO4J_AUTH_FILE, say
    who publishes. `known` is a file of the versions that were published from here: no other one is replaced.
    """
    from api.commands.common import open_neo4j
    from api.shelf import MOST_SURVEYED, KnownCatalogue, know_catalogue, read_catalogue
    from graph.coverage.analyst import CoverageAnalyst

    common = common or Common()
    settings = Settings.from_environment(os.environ, catalogue=catalogue or common.catalogue, store=store)
    if settings.store is None:
        raise SettingsError(Message.of("setting.no_store"))
    before = None if known is None else _read_known(known)
    shelf, network = common.shelf, None
    with closing(open_neo4j(settings.store, os.environ)) as opened:
        # A catalogue that was read before, and is live, is not read again.
        published = know_catalogue(settings.catalogue, shelf)
        if published is None or not opened.holds(published.version):
            network = read_catalogue(settings.catalogue, shelf, once=True)
            published = KnownCatalogue(network.version, network.catalogue.city)
        if known is not None and before is not None and published.version not in before:
            _append(known, f"{published.version}\n")  # first, so that it is known also if this process ends
        if network is not None:
            gc.freeze()  # the network stays; what each batch of it leaves behind goes, as it holds on to the batch
            gc.set_threshold(_OFTEN)
            opened.publish(network.catalogue, before)
        address = str(opened.bolt.address)
    if common.json:
        print_json({"version": published.version, "city": published.city, "store": address})
    else:
        said = common.words().say("note.published", city=published.city, version=published.version, store=address)
        output().print(said, soft_wrap=True)
        sys.stdout.flush()
    if network is not None and len(network.services) <= MOST_SURVEYED and shelf.keeps:
        CoverageAnalyst(network, shelf=shelf).prepare()
    return 0


def _read_known(file: Path) -> frozenset[str]:
    """The versions that were published before, as `file` lists them; a new one lists none.

    Raises StoreError, also where the file could not be written later.
    """
    try:
        versions = frozenset(file.read_text(encoding="utf-8").split())
    except FileNotFoundError:
        versions = frozenset()
    except UnicodeDecodeError as error:
        raise StoreError.at(str(file), Message.of("file.encoding", byte=error.start)) from None
    except OSError as error:
        raise StoreError.at(str(file), Message.of("file.unreadable", reason=reason_of(error))) from None
    _append(file, "")
    return versions


def _append(file: Path, text: str) -> None:
    """Add `text` to `file`. Raises StoreError where it cannot be written."""
    try:
        with file.open("a", encoding="utf-8") as lines:
            lines.write(text)
    except OSError as error:
        raise StoreError.at(str(file), Message.of("file.unwritable", reason=reason_of(error))) from None
