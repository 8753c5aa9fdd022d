import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graph.errors import DocumentError
from ingest.spreadsheets.tables import UNCOMPUTED, Given, read_csv, read_tables, read_workbook, sheet_lines, write_csv
from tests.told import english, refuses

UNSEEN = "\u200b\u2060\ufeff\u00ad\u00a0\u2007\u202f"
CELLS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters=f"\0{UNSEEN}")).map(str.strip)
Make = Callable[[dict[str, Any]], Given]


def test_cells_are_read_as_they_are_shown(workbook: Make) -> None:
    given = workbook({"uno": [["a", 20123, 36.27, True, date(2026, 1, 31), None, " b "]], "due": []})
    uno, due = read_workbook(given)
    assert uno.rows == (("a", "20123", "36.27", "yes", "2026-01-31", "", "b"),)
    assert due.rows == ()


def test_what_nobody_sees_is_no_part_of_a_cell(workbook: Make) -> None:
    (table,) = read_workbook(workbook({"uno": [["Mensa\u200b del\u00a0Carmine\ufeff"]]}))
    assert table.rows == (("Mensa del Carmine",),)
    assert read_csv(Given("x.csv", "slug,name\na,Men\u00adsa\u00a0uno\n".encode())).rows[1] == ("a", "Mensa uno")


def test_rows_keep_their_numbers(workbook: Make) -> None:
    (table,) = read_workbook(workbook({"uno": [[], [], ["a", "b"], [], ["c", "d"]]}))
    assert [(number, row) for number, row in enumerate(table.rows, 1) if any(row)] == [
        (3, ("a", "b")),
        (5, ("c", "d")),
    ]
    assert sheet_lines("network.xlsx", workbook({"uno": [[], ["a", "b\nc"]]}).data, "uno") == ("", "a\tb c")
    with refuses(DocumentError, "has no sheet 'due'"):
        sheet_lines("network.xlsx", workbook({"uno": [["a"]]}).data, "due")


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4).filter(any), min_size=1, max_size=5))
@example([[";", "0\x1e;"]])
def test_a_csv_comes_back(rows: list[list[str]]) -> None:
    rows.insert(0, ["slug", "name"])
    read = read_csv(Given("organizations.csv", b"\xef\xbb\xbf" + write_csv(rows).encode()))
    normal = [[cell.replace("\r\n", "\n").replace("\r", "\n") for cell in row] for row in rows]
    found = [[cell.replace("\r\n", "\n").replace("\r", "\n") for cell in row] for row in read.rows if row]
    assert found == normal
    assert read.name == "organizations"


@given(CELLS)
def test_no_cell_of_a_csv_can_run_as_a_formula(cell: str) -> None:
    (line,) = write_csv([[cell, "x"]]).rpartition("\r\n")[:1]
    assert not line.lstrip('"').startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("slug,name\na,lunedì\n".encode(), ()),
        ("slug;name\na;lunedì\n".encode("cp1252"), ("x.csv: read in Windows-1252 (look at its accents), with",)),
        ("slug\tname\na\tlunedì\n".encode("utf-16"), ("x.csv: read in UTF-16, with tabs between columns.",)),
        ("slug|name\na|lunedì\n".encode(), ("x.csv: read with '|' between columns.",)),
        ("sep=\t\r\nslug\tname\r\na\tlunedì\r\n".encode(), ("x.csv: read with tabs between columns.",)),
        ("sep=|\r\nslug|name\r\na|lunedì\r\n".encode("utf-8-sig"), ("x.csv: read with '|' between columns.",)),
    ],
)
def test_encodings_and_delimiters_are_found_and_told(data: bytes, told: tuple[str, ...]) -> None:
    table = read_csv(Given("x.csv", data))
    assert table.rows == (("slug", "name"), ("a", "lunedì"))
    assert len(table.notes) == len(told)
    assert all(note.startswith(start) for note, start in zip(english(table.notes), told, strict=True))


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("Elenco dei partner, 2026\n\nslug;name\na;Via Roma, 3\nb;Via Po, 4\n", ("b", "Via Po, 4")),
        ("slug,name\na,lun; mar\nb,gio; ven\n", ("b", "gio; ven")),
        ('slug,name\na,"uno;\ndue;\ntre;"\n', ("a", "uno;\ndue;\ntre;")),
        ("nome;via\nA;1, 2, 3\nB;4, 5, 6\n", ("B", "4, 5, 6")),
        ("nome, sigla;via\nA, B;1, 2, 3\nB;4, 5, 6, 7\n", ("B", "4, 5, 6, 7")),
    ],
)
def test_titles_and_long_texts_do_not_hide_the_delimiter(text: str, last: tuple[str, ...]) -> None:
    assert read_csv(Given("x.csv", text.encode())).rows[-1] == last


def test_rows_are_numbered_as_a_spreadsheet_numbers_them() -> None:
    table = read_csv(Given("x.csv", b'sep=;\nname;note\nA;"one\ntwo"\n\nB;three\n'))
    assert [(number, row[0]) for number, row in enumerate(table.rows, 1) if row] == [(1, "name"), (2, "A"), (4, "B")]


def test_formulas_without_a_value_are_marked(workbook: Make) -> None:
    (table,) = read_workbook(workbook({"uno": [["name", "note"], ["A", "=A2"], ["B", ""]]}))
    assert table.rows[1] == ("A", UNCOMPUTED)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    table = read_csv(Given("x.csv", f"slug{delimiter}name\na{delimiter}Mensa\n".encode()))
    assert table.rows == (("slug", "name"), ("a", "Mensa"))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"slug,name\na,luned\xec \x81\n", r"x\.csv:2: is neither UTF-8 nor Windows-1252 at byte"),
        (b"slug,name\n\0,b\n", "is binary"),
        (b'slug,name\na,"b\n', r"x\.csv:\d+: this row cannot be read"),
        (b'slug,name\n"a"b,c\n', r"x\.csv:2: this row cannot be read"),
    ],
)
def test_a_csv_that_cannot_be_read_says_where(data: bytes, message: str) -> None:
    with refuses(DocumentError, message):
        read_csv(Given("x.csv", data))


def test_workbooks_that_cannot_be_read_are_refused(workbook: Make) -> None:
    whole = workbook({"organizations": [["slug", "name"], ["a", "Mensa"]]}).data
    for data in (whole[: len(whole) // 2], b"PK\x03\x04", b"\xd0\xcf\x11\xe0rest", whole[:-40]):
        with refuses(DocumentError, r"^network\.xlsx: this workbook"):
            read_workbook(Given("network.xlsx", data))
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("word/document.xml", "<x/>")
    with refuses(DocumentError, "no sheets of XLSX"):
        read_workbook(Given("letter.docx", archive.getvalue()))


def test_a_cell_far_away_is_refused_before_memory_is_gone(workbook: Make) -> None:
    whole = workbook({"organizations": [["slug", "name"]]})
    for cell in ("XFD1", "A1048576"):
        far = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(whole.data)) as source, zipfile.ZipFile(far, "w") as target:
            for item in source.infolist():
                data = source.read(item)
                if item.filename.startswith("xl/worksheets/"):
                    data = data.replace(b'r="B1"', f'r="{cell}"'.encode())
                target.writestr(item.filename, data)
        with refuses(DocumentError, f"has a cell {cell}"):
            read_workbook(Given("network.xlsx", far.getvalue()))


@pytest.fixture(scope="module")
def whole(workbook: Make) -> bytes:
    return workbook({"organizations": [["slug", "name"], ["a", "Mensa"]]}).data


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_a_damaged_workbook_is_read_or_refused(whole: bytes, data: st.DataObject) -> None:
    damaged = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 10))):
        damaged[data.draw(st.integers(4, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    refusal = None
    try:
        read_tables([Given("network.xlsx", bytes(damaged))])
    except DocumentError as error:
        (refusal,) = english(error.args)
    assert refusal is None or refusal.startswith("network.xlsx")
