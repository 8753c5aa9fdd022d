from io import BytesIO
from pathlib import Path

import pytest

from graph.errors import DocumentError
from graph.provenance import Source
from ingest.inputs import gather, name_documents
from ingest.spreadsheets.tables import Given
from tests.told import english, refuses


def source(slug: str, file: str, sha256: str = "") -> Source:
    return Source(slug=slug, file=file, title="t", publisher="p", language="it", sha256=sha256, lines=1)


def test_files_folders_and_standard_input_are_gathered(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", ".hidden"):
        (tmp_path / name).write_text(name)
    (tmp_path / "inner").mkdir()
    given = gather([str(tmp_path), "-", str(tmp_path / "a.txt")], BytesIO(b"typed"))
    assert [(item.name, item.data) for item in given] == [
        ("a.txt", b"a.txt"), ("b.txt", b"b.txt"), ("standard-input", b"typed"), ("a.txt", b"a.txt"),
    ]  # fmt: skip


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with refuses(DocumentError, r"no\.txt: cannot be read"):
        gather([str(tmp_path / "no.txt")], BytesIO())
    with refuses(DocumentError, "has no files"):
        gather([str(tmp_path)], BytesIO())


@pytest.mark.parametrize(
    ("name", "data", "workbook", "table"),
    [
        ("x.xlsx", b"PK\x03\x04...", True, False),
        ("x", b"\xd0\xcf\x11\xe0...", True, False),
        ("x.CSV", b"anything", False, True),
        ("standard-input", b"\xef\xbb\xbfprinted;area;meets\r\n", False, True),
        ("standard-input", b'"slug","name"\n', False, True),
        ("x.txt", b"name\nMensa\n", False, False),
        ("x.txt", b"Mensa, docce\n", False, False),
    ],
)
def test_spreadsheets_are_told_from_documents(name: str, data: bytes, workbook: bool, table: bool) -> None:
    given = Given(name, data)
    assert (given.is_workbook, given.is_table) == (workbook, table)


def test_a_document_is_the_source_that_has_its_text_or_its_name() -> None:
    import hashlib

    sources = [source("one", "one.txt"), source("two", "two.txt", hashlib.sha256(b"text").hexdigest())]
    given = [Given("one.txt", b"x"), Given("renamed.txt", b"text"), Given("Casa Mia.pdf.txt", b"new")]
    assert {slug: item.file for slug, item in name_documents(given, sources).items()} == {
        "one": "one.txt", "two": "renamed.txt", "casa-mia-pdf": "Casa Mia.pdf.txt",
    }  # fmt: skip


def test_everything_that_cannot_be_read_is_said_at_once() -> None:
    given = [
        Given("a.bin", b"\0"),
        Given("b.txt", b""),
        Given("c.txt", b"x"),
        Given("c.md", b"y"),
        Given("d.txt", b"\xff"),
    ]
    with pytest.raises(DocumentError) as error:
        name_documents(given, ())
    assert [line.partition(":")[0] for line in english([error.value.message])[0].splitlines()] == [
        "a.bin",
        "b.txt",
        "c.md",
        "d.txt",
    ]
