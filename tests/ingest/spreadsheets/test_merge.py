"""A spreadsheet that is edited and given again, beside what people have curated."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph.message import Text
from ingest.catalogue import load_catalogue
from ingest.pipeline import Outcome, ingest, write
from ingest.spreadsheets.export import export_tables
from ingest.spreadsheets.tables import Given
from ingest.spreadsheets.workbook import write_workbook
from ingest.updates import EntryUpdate, UpdateKind

Make = Callable[[dict[str, Any]], Given]
HEADER = ["slug", "name", "kind"]


def told(outcome: Outcome) -> dict[str, EntryUpdate]:
    return {change.identifier: change for change in outcome.updates if change.kind is not UpdateKind.SAME}


def test_rows_come_change_and_go(city: Path, workbook: Make) -> None:
    first = workbook({"organizations": [HEADER, ["a", "Alfa", "canteen"], ["b", "Beta", ""], ["c", "Gamma", ""]]})
    write(ingest([first], city), city)
    second = workbook(
        {"organizations": [HEADER, ["d", "Delta", ""], ["b", "Beta", "parish"], ["a", "Alfa", "canteen"]]}
    )
    outcome = ingest([second], city)
    found = told(outcome)
    assert {name: change.kind for name, change in found.items()} == {
        "b": UpdateKind.CHANGED, "c": UpdateKind.VANISHED, "d": UpdateKind.NEW,
    }  # fmt: skip
    (field,) = found["b"].fields
    assert (field.name, field.before, field.after) == ("kind", "unknown", "parish")
    write(outcome, city)
    assert [item.slug for item in load_catalogue(city).organizations] == ["d", "b", "a"]
    third = ingest([first], city)
    write(third, city)
    assert ingest([first], city).files == {}


def test_the_same_rows_on_other_lines_are_the_same(city: Path, workbook: Make) -> None:
    write(ingest([workbook({"organizations": [HEADER, ["a", "Alfa", ""]]})], city), city)
    outcome = ingest([workbook({"organizations": [HEADER, [], [], ["a", "Alfa", ""]]})], city)
    (change,) = outcome.updates
    assert (change.kind, change.moved, change.place) == (UpdateKind.SAME, True, "network-organizations:4")
    assert outcome.files != {}


def test_what_people_have_curated_stays_and_the_row_is_proposed(city: Path, workbook: Make) -> None:
    curated = city / "curated" / "organizations.yaml"
    curated.write_text("# Mine.\n- {slug: a, name: Alfa, kind: parish, evidence: inferred, why: I asked.}\n")
    before = curated.read_bytes()
    outcome = ingest([workbook({"organizations": [HEADER, ["a", "Alfa", "canteen"], ["b", "Beta", ""]]})], city)
    assert told(outcome)["a"].kept
    write(outcome, city)
    assert curated.read_bytes() == before
    assert "kind: canteen" in (city / "proposals" / "organizations.yaml").read_text()
    assert [str(item.kind) for item in load_catalogue(city).organizations] == ["parish", "unknown"]


def test_a_column_of_reasons_need_not_name_a_language(city: Path, workbook: Make) -> None:
    judged, told = ["left", "right", "verdict", "evidence"], ["a", "b", "different", "inferred"]
    one = [[*judged, "why"], [*told, "si vede"]]
    both = [[*judged, "why.it", "why.en"], [*told, "si vede", "one sees it"]]
    organizations = {"organizations": [["slug", "name"], ["a", "Alfa"], ["b", "Beta"]]}
    reasons = []
    for sheet in (one, both):
        outcome = ingest([workbook(organizations | {"judgements": sheet})], city)
        assert outcome.findings == ()
        write(outcome, city)
        reasons += [judgement.why for judgement in load_catalogue(city).judgements]
    assert reasons == [Text("si vede", "si vede"), Text("si vede", "one sees it")]


@pytest.mark.slow
def test_an_entry_that_left_an_exported_workbook_is_told_but_kept(milano: Path, tmp_path: Path) -> None:
    tables = export_tables(load_catalogue(), "v")
    fewer = [
        type(table)(
            "", table.name, tuple(row for row in table.rows if table.name != "gaps" or row[0] != "auto-rappresentanza")
        )
        for table in tables
    ]
    write_workbook(fewer, tmp_path / "m.xlsx")
    outcome = ingest([Given("m.xlsx", (tmp_path / "m.xlsx").read_bytes())], milano)
    (change,) = told(outcome).values()
    assert (change.kind, change.identifier, change.kept) == (UpdateKind.VANISHED, "auto-rappresentanza", True)
    assert outcome.files == {}


def test_the_spreadsheet_names_the_hub_where_nobody_else_does(city: Path, workbook: Make) -> None:
    sheets = {"about": [["hub", "accompagnamento"]], "services": [["slug", "name"], ["accompagnamento", "Servizio"]]}
    write(ingest([workbook(sheets)], city), city)
    assert load_catalogue(city).hub == "accompagnamento"


def test_a_spreadsheet_is_read_again_where_the_one_before_no_longer_fits(city: Path, workbook: Make) -> None:
    write(ingest([workbook({"organizations": [HEADER, ["a", "Alfa", "canteen"]]})], city), city)
    rows = city / "extracted" / "spreadsheet" / "organizations.jsonl"
    rows.write_text(rows.read_text().replace("canteen", "no kind"))
    mended = ingest([workbook({"organizations": [HEADER, ["a", "Alfa", "canteen"]]})], city)
    assert mended.findings == ()
    write(mended, city)
    assert str(load_catalogue(city).organizations[0].kind) == "canteen"


def test_an_export_of_a_spreadsheet_and_its_return_change_nothing_but_lines(
    city: Path, workbook: Make, tmp_path: Path
) -> None:
    sheets = {
        "organizations": [[*HEADER, "phones"], ["a", "Alfa", "", "02 1234567"]],
        "services": [["name", "organizations", "meets"], ["Pasti", "a", "basic-needs.meals"]],
    }
    write(ingest([workbook(sheets)], city), city)
    write_workbook(export_tables(load_catalogue(city), "v"), tmp_path / "network.xlsx")
    outcome = ingest([Given("network.xlsx", (tmp_path / "network.xlsx").read_bytes())], city)
    assert (told(outcome), outcome.findings) == ({}, ())
