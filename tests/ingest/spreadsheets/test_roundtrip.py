"""A catalogue goes into a spreadsheet and comes back the same."""

import dataclasses
import os
import shutil
import string
import subprocess
import sys
import typing
import zipfile
from collections.abc import Callable
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from graph.concepts import Effect, FactValue
from graph.formula import FactTest, Formula
from graph.message import Text
from graph.model import Catalogue
from graph.organizations import Organization
from graph.provenance import Citation
from graph.services import Service
from graph.vocabulary import Evidence
from ingest.catalogue import load_catalogue
from ingest.decode import decode
from ingest.inputs import gather
from ingest.pipeline import ingest, write
from ingest.spreadsheets.cells import tells_nothing
from ingest.spreadsheets.entries import assemble
from ingest.spreadsheets.export import export_tables
from ingest.spreadsheets.rows import read_rows
from ingest.spreadsheets.schema import GUIDE, PARTS, list_sheets
from ingest.spreadsheets.tables import Given, Table, read_tables, write_csv_files
from ingest.spreadsheets.workbook import write_workbook
from ingest.updates import UpdateKind

Export = Callable[[Path], list[Given]]
LETTERS = st.text(st.sampled_from(string.ascii_letters + " àè;=+-@'\"[]{}:,#\n€"), min_size=1, max_size=12)
WORDS = LETTERS.map(str.strip).filter(lambda text: text not in ("", "[]") and not tells_nothing(text, contact=True))

CODES = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)


def as_xlsx(catalogue: Catalogue, folder: Path) -> list[Given]:
    write_workbook(export_tables(catalogue, "v1"), folder / "network.xlsx")
    return list(gather([str(folder / "network.xlsx")], open_nothing()))


def as_csv(catalogue: Catalogue, folder: Path) -> list[Given]:
    write_csv_files(export_tables(catalogue, "v1"), folder / "csv")
    return list(gather([str(folder / "csv")], open_nothing()))


def open_nothing() -> Any:
    import io

    return io.BytesIO()


@pytest.mark.sample(1)
@pytest.mark.parametrize("export", [as_xlsx, as_csv])
def test_milan_comes_back_into_an_empty_catalogue(tmp_path: Path, export: Any, milano: Path) -> None:
    catalogue = load_catalogue()
    given = export(catalogue, tmp_path)
    empty = tmp_path / "empty"
    empty.mkdir()
    shutil.copy(milano / "catalogue.yaml", empty)
    outcome = ingest(given, empty)
    assert (outcome.findings, outcome.unread) == ((), ())
    assert outcome.count(UpdateKind.NEW) == len(outcome.updates) > 600
    write(outcome, empty)
    assert load_catalogue(empty) == catalogue
    again = ingest(given, empty)
    assert again.count(UpdateKind.SAME) == len(again.updates) == len(outcome.updates)
    assert again.files == {}


@pytest.mark.slow
def test_the_same_catalogue_gives_the_same_bytes(project: Path, tmp_path: Path) -> None:
    """In processes of their own, with other seeds for hashes."""
    places = [tmp_path / "one.xlsx", tmp_path / "two.xlsx"]
    command = [
        sys.executable,
        "-c",
        "import sys; from api.cli import run; sys.exit(run(['export', '--xlsx', sys.argv[1]]))",
    ]
    started = [
        subprocess.Popen([*command, place], cwd=project, env={**os.environ, "PYTHONHASHSEED": str(seed)})
        for seed, place in enumerate(places)
    ]
    assert [process.wait() for process in started] == [0, 0]
    assert places[0].read_bytes() == places[1].read_bytes()
    with zipfile.ZipFile(places[0]) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"1980-01-01T00:00:00Z</dcterms:modified>" in archive.read("docProps/core.xml")


@pytest.mark.slow
@pytest.mark.parametrize("export", [as_xlsx, as_csv])
def test_milan_differs_in_nothing_from_its_own_export(tmp_path: Path, export: Any, milano: Path) -> None:
    outcome = ingest(export(load_catalogue(), tmp_path), milano)
    assert outcome.count(UpdateKind.SAME) == len(outcome.updates) > 600
    assert (outcome.files, outcome.findings) == ({}, ())


def test_the_workbook_offers_values_and_explains_its_sheets(tmp_path: Path) -> None:
    as_xlsx(load_catalogue(), tmp_path)
    book = openpyxl.load_workbook(tmp_path / "network.xlsx")
    guide = list(book[GUIDE].iter_rows(values_only=True))
    assert {row[0] for row in guide[1:]} == {sheet.name for sheet in list_sheets()}
    lists = {str(item.sqref).partition("2:")[0]: item for item in book["organizations"].data_validations.dataValidation}
    kind = [column.name for column in PARTS_SHEET["organizations"].columns].index("kind")
    offered = lists[openpyxl.utils.get_column_letter(kind + 1)]
    assert offered.formula1.startswith("choices!$")
    assert {item.number_format for item in book["services"].column_dimensions.values()} == {"@"}
    needs = book["services.meets"].data_validations.dataValidation
    assert "'needs'!$A$2:$A$100000" in [item.formula1 for item in needs]
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


PARTS_SHEET = {sheet.name: sheet for sheet in list_sheets()}


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Any value that the field of a model may have."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if type(None) in arguments:
        return st.none() | values(next(item for item in arguments if item is not type(None)))
    if origin is tuple:
        return st.lists(values(arguments[0]), max_size=3).map(tuple)
    if hint is Citation:
        return st.builds(Citation, st.sampled_from(["a", "b-2"]), st.integers(1, 5), st.integers(5, 9))
    if hint is Formula:
        return st.builds(FactTest, st.sampled_from(["age", "no"]), st.frozensets(WORDS, min_size=1, max_size=2))
    if hint is Text:
        return st.builds(Text, WORDS, WORDS)
    if dataclasses.is_dataclass(hint):
        return models(typing.cast(type, hint))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(hint)
    simple = {
        str: WORDS,
        bool: st.booleans(),
        int: st.integers(-99, 9999),
        float: st.floats(-1e9, 1e9),
        date: st.dates(),
    }
    return simple[hint]


def models(kind: type) -> st.SearchStrategy[Any]:
    hints = typing.get_type_hints(kind)
    fields = {name: values(hint) for name, hint in hints.items() if name not in ("cite", "evidence", "why")}
    if kind is Effect:  # a cell lists effects, so that their codes hold no sign of a list
        fields |= {"fact": CODES, "value": CODES}
    if kind is FactValue:  # a cell lists what a value implies, by itself without sources
        fields["implies"] = st.lists(st.builds(Effect, fact=CODES, value=CODES), max_size=2).map(tuple)
    if "evidence" in hints:
        founded = st.tuples(
            st.lists(values(Citation), min_size=1, max_size=2).map(tuple),
            st.sampled_from(Evidence).flatmap(lambda level: st.tuples(st.just(level), values(Text))),
        )
        return st.tuples(founded, st.fixed_dictionaries(fields)).map(
            lambda pair: kind(cite=pair[0][0], evidence=pair[0][1][0], why=pair[0][1][1], **pair[1])
        )
    return st.builds(kind, **fields)


def names_itself(item: Any) -> bool:
    """Whether what the entry refers to is its own name, which a spreadsheet takes for the entry."""
    label = getattr(item, "label", Text("", ""))
    names = {name.casefold() for name in (getattr(item, "name", ""), label.it, label.en)}
    parts = getattr(item, "part_of", ())
    return any(
        name.casefold() in names for name in (getattr(item, "parent", None), *(p.organization for p in parts)) if name
    )


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.sampled_from(sorted(PARTS)).flatmap(lambda part: st.tuples(st.just(part), models(PARTS[part]))))
def test_any_entry_comes_back(entry: tuple[str, Any]) -> None:
    part, item = entry
    assume(not names_itself(item))
    empty = {field.name: () for field in dataclasses.fields(Catalogue) if field.name not in ("city", "name", "hub")}
    catalogue = Catalogue(city="x", name=Text("x", "x"), hub=None, **{**empty, part: (item,)})  # type: ignore[arg-type]
    tables = [Table("n.xlsx", table.name, table.rows) for table in export_tables(catalogue, "v")]
    blank = dataclasses.replace(catalogue, **{part: ()})
    rows = read_rows(tables)
    assembled = assemble(rows, blank, {}, {"n.xlsx": "0"})
    assert rows.findings == []
    assert [decode(found, PARTS[part]) for found in assembled.entries[part]] == [item]


def test_the_strategy_reaches_deep_entries() -> None:
    assert {field.name for field in dataclasses.fields(Service)} > {"documents", "cost", "requires"}
    assert {field.name for field in dataclasses.fields(Organization)} > {"phones"}
    assert read_tables([]) == ()
