"""What people give by mistake or worse: a clear error that names the file, or read for what it is; never a crash."""

import io
import os
import re
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from pypdf import PdfWriter

from graph.errors import DocumentError, ReteError
from ingest.inputs import gather, list_skipped
from ingest.pipeline import Outcome, ingest
from ingest.spreadsheets.tables import Given
from ingest.updates import UpdateKind
from tests.told import english, refuses

TEXT = "Titolo\nVia Roma 1\n10100 Torino\nperché\n"


def pdf(lock: Callable[[PdfWriter], object] = lambda _: None) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    lock(writer)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def packed(name: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, "x")
    return file.getvalue()


def page(charset: str) -> bytes:
    return f"<html><head><meta charset={charset}></head><body>x</body></html>".encode()


REFUSED = [
    ("a.txt", b"", "a.txt: is empty"),
    ("a.txt", bytes(range(256)), "a.txt: is binary"),
    ("a.txt", TEXT.encode("utf-16"), "a.txt: is in UTF-16 or UTF-32; save the text as UTF-8"),
    ("a.txt", TEXT.encode("utf-32"), "a.txt: is in UTF-16 or UTF-32"),
    ("a.txt", TEXT.encode("utf-16-le"), "a.txt: is binary"),
    ("a.txt", TEXT.encode("latin-1"), "a.txt:4: is not UTF-8 at byte 36"),
    ("a.txt", TEXT.replace("\n", "\r").encode(), "a.txt: its lines end in carriage returns alone"),
    ("a.txt", b"1" * 5_000_000, "a.txt:1: a line of 5,000,000 characters"),
    ("a.xlsx", b"", "a.xlsx: is empty"),
    ("a.xlsx", b"Accedi per scaricare\n", "a.xlsx: has the file name of a workbook but is not one"),
    ("a.xlsx", b"PK\x03\x04xx", "a.xlsx: this workbook is not in XLSX, is cut off, or is locked"),
    ("a.xls", b"\xd0\xcf\x11\xe0" + bytes(600), "a.xls: this workbook is not in XLSX"),
    ("a.docx", packed("word/document.xml"), "a.docx: holds no sheets of XLSX"),
    ("a.pdf", b"<html><body>Accedi</body></html>", "a.pdf: has the file name of a PDF but is not one"),
    ("a.pdf", b"%PDF-1.4\n1 0 obj", "a.pdf: this PDF cannot be read"),
    ("a.pdf", pdf(), "a.pdf: this PDF has no text"),
    ("a.pdf", pdf(lambda writer: writer.encrypt("secret")), "a.pdf: this PDF is locked with a password"),
    *(("a.html", page(charset), f"a.html: declares the encoding '{charset}'") for charset in ("foo-8", "hex", "rot13")),
    ("a.html", page("undefined"), "a.html: declares the encoding 'undefined', but is not in it"),
    ("a.html", page("utf-16"), "a.html:1: is not in utf-16"),
    ("a.csv", b"printed,area\nCitt\xe0 \x81,x\n", "a.csv:2: is neither UTF-8 nor Windows-1252"),
    ("a.csv", b'printed,area\n"Mensa,x\n', "a.csv:2: this row cannot be read"),
]


@pytest.mark.sample(12)
@pytest.mark.parametrize(("name", "data", "message"), REFUSED)
def test_what_cannot_be_read_is_named_with_what_to_do(city: Path, name: str, data: bytes, message: str) -> None:
    with refuses(DocumentError, f"^{re.escape(message)}"):
        ingest([Given(name, data)], city)


@pytest.mark.parametrize("data", [b"", b"\n\n", b"printed,area\n"])
def test_a_table_without_rows_is_named(city: Path, data: bytes) -> None:
    (finding,) = english(ingest([Given("a.csv", data)], city).findings)
    assert finding.startswith("a.csv: no rows in it")


def lines(outcome: Outcome) -> tuple[str, ...]:
    (account,) = outcome.accounts
    return account.document.lines


def test_line_ends_and_marks_of_other_systems_change_nothing(city: Path) -> None:
    plain = lines(ingest([Given("a.txt", TEXT.encode())], city))
    assert lines(ingest([Given("a.txt", TEXT.replace("\n", "\r\n").encode())], city)) == plain
    assert lines(ingest([Given("a.txt", TEXT.encode("utf-8-sig"))], city)) == plain


def test_what_runs_in_a_page_is_no_text(city: Path) -> None:
    text = b"<html><script>tel='02 1234 5678'</script><style>a@b.it</style><p onclick='c@d.it'>info@example.org</p>"
    outcome = ingest([Given("a.html", text)], city)
    assert [line for line in lines(outcome) if line] == ["info@example.org"]
    assert tuple(english(outcome.findings)) == ()


def test_a_page_that_nests_deeply_is_read(city: Path) -> None:
    outcome = ingest([Given("a.html", b"<html><body>" + b"<div>" * 20_000 + b"Via Roma 1")], city)
    assert [line for line in lines(outcome) if line] == ["Via Roma 1"]


def test_hidden_sheets_macros_formulas_and_merged_cells(city: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "listings"
    for row in (["printed", "area"], ["Mensa", "lavoro"], ["Docce", None], ["=1+1", "lavoro"]):
        sheet.append(row)
    sheet.merge_cells("B2:B3")
    hidden = book.create_sheet("organizations")
    hidden.sheet_state = "veryHidden"
    hidden.append(["name", "kind"])
    hidden.append(["Nascosta", "canteen"])
    file = io.BytesIO()
    book.save(file)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    outcome = ingest([Given("a.xlsm", file.getvalue())], city)
    assert tuple(english(outcome.findings)) == (
        "a.xlsm, sheet 'listings', row 3, column 'area': is empty; every row needs it. "
        "A merged cell fills its first row only.",
        "a.xlsm, sheet 'listings', row 4, column 'printed': is a formula without a value; "
        "open the file in a spreadsheet program and save it.",
    )
    assert outcome.count(UpdateKind.NEW, "organizations") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links, pipes and names in bytes")
def test_places_that_lead_nowhere(tmp_path: Path) -> None:
    (tmp_path / "one").symlink_to("two")
    (tmp_path / "two").symlink_to("one")
    (tmp_path / "gone").symlink_to("nowhere")
    for name in ("one", "gone", "missing"):
        with refuses(ReteError, f"{name}: cannot be read"):
            gather([str(tmp_path / name)], io.BytesIO())
    folder = tmp_path / "folder"
    (folder / "inner").mkdir(parents=True)
    (folder / "self").symlink_to(folder)
    os.mkfifo(folder / "pipe")
    (folder / ".hidden").mkdir()
    (folder / "a.txt").write_text("x")
    assert [item.name for item in gather([str(folder)], io.BytesIO())] == ["a.txt"]
    assert list_skipped([str(folder)]) == ("folder/inner", "folder/pipe", "folder/self")


@pytest.mark.skipif(sys.platform == "win32", reason="names in bytes")
def test_a_name_that_is_no_text_is_read_and_told(tmp_path: Path, city: Path) -> None:
    place = os.fsencode(tmp_path) + b"/bad\xff\n.txt"
    Path(os.fsdecode(place)).write_text(TEXT)
    outcome = ingest(gather([os.fsdecode(place)], io.BytesIO()), city)
    assert [account.document.file for account in outcome.accounts] == ["bad??.txt"]
