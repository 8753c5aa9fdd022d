"""A spreadsheet of several files: read as one, each row in one of them, and given whole."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph.errors import DocumentError
from ingest.catalogue import load_catalogue, load_with_places
from ingest.pipeline import ingest, write
from ingest.spreadsheets.tables import Given
from ingest.updates import UpdateKind
from ingest.validation.report import validate
from tests.told import english, refuses

Make = Callable[[dict[str, Any]], Given]
HEADER = ["printed", "area"]


@pytest.fixture
def book(workbook: Make) -> Callable[..., Given]:
    """A workbook with a name, and partners on its sheet of listings."""

    def make(name: str, *partners: str) -> Given:
        rows = [HEADER, *([partner, "accoglienza"] for partner in partners)]
        return Given(name, workbook({"listings": rows}).data)

    return make


def test_files_given_together_are_one_spreadsheet(city: Path, book: Callable[..., Given]) -> None:
    table = Given("organizations.csv", b"name,kind\nBeta,canteen\n")
    outcome = ingest([book("a.xlsx", "Alfa"), book("b.xlsx", "Beta"), table], city)
    assert outcome.row_counts == {"a.xlsx, listings": 2, "b.xlsx, listings": 2, "organizations.csv, organizations": 2}
    write(outcome, city)
    assert [str(item.cite[0]) for item in load_catalogue(city).listings] == ["a-listings:2", "b-listings:2"]


def test_what_stands_in_two_files_is_told_with_both_places(city: Path, book: Callable[..., Given]) -> None:
    outcome = ingest([book("a.xlsx", "Alfa"), book("b.xlsx", "Beta", "Alfa")], city)
    assert tuple(english(outcome.findings)) == (
        "b.xlsx, sheet 'listings', row 3: 'accoglienza/alfa' occurs twice, "
        "first at a.xlsx, sheet 'listings', row 2; keep one, "
        "or write a slug of its own for each.",
    )


def test_a_file_of_last_time_is_missed_where_its_rows_vanish(city: Path, book: Callable[..., Given]) -> None:
    write(ingest([book("a.xlsx", "Alfa"), book("b.xlsx", "Beta")], city), city)
    outcome = ingest([book("b.xlsx", "Beta")], city)
    assert outcome.count(UpdateKind.VANISHED) == 1
    assert [message.partition(":")[0] for message in english(outcome.unread)] == ["a.xlsx"]
    assert ingest([book("new.xlsx", "Alfa", "Beta")], city).unread == ()


def test_two_files_of_one_name_are_refused(city: Path, book: Callable[..., Given]) -> None:
    with refuses(DocumentError, r"a\.xlsx: given 2 times"):
        ingest([book("a.xlsx", "Alfa"), book("a.xlsx", "Beta")], city)


def test_two_sheets_that_would_be_one_source_are_refused(city: Path, book: Callable[..., Given]) -> None:
    table = Given("a-listings.csv", b"printed,area\nBeta,accoglienza\n")
    outcome = ingest([book("a.xlsx", "Alfa"), table], city)
    assert tuple(english(outcome.findings)) == (
        "a-listings.csv, sheet 'a-listings': its rows cite themselves as 'a-listings', as those of a.xlsx do; "
        "rename the file or the sheet.",
    )


def test_a_judgement_that_is_proposed_rests_on_no_row(city: Path, book: Callable[..., Given]) -> None:
    """Rows change places whenever a sheet is sorted, and `curated/` would cite another partner."""
    outcome = ingest([book("a.xlsx", "Casa Uno", "Casa Uno Onlus")], city)
    (proposed,) = outcome.proposals["judgements"]
    assert "cite" not in proposed
    write(outcome, city)
    (city / "curated" / "judgements.yaml").write_bytes((city / "proposals" / "judgements.yaml").read_bytes())
    assert validate(load_with_places(city), {}).sound
