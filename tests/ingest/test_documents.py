import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import DocumentError
from ingest.documents import Document, documents_folder, parse_document, read_document
from ingest.yaml_entries import read_entries
from tests.told import refuses


def test_lines_are_numbered_from_one_and_keep_their_spaces() -> None:
    data = b"primo \r\n\n secondo\x0c\n"
    document = parse_document("x", "x.txt", data)
    assert document.lines == ("primo ", "", " secondo\x0c")
    assert list(document.numbered()) == [(1, "primo "), (3, " secondo\x0c")]
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert document.at(3) == "x.txt:3"
    assert str(document.cite(1, 3)) == "x:1-3"


@given(st.lists(st.text(st.characters(blacklist_characters="\n\r\0", blacklist_categories=["Cs"])), min_size=1))
def test_only_a_line_feed_ends_a_line(lines: list[str]) -> None:
    text = "start\n" + "\n".join(lines) + "\n"
    assert parse_document("x", "x.txt", text.encode()).lines == ("start", *lines)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"text\0", "is binary"),
        ("uno\ndue à".encode("latin-1"), "x.txt:2: is not UTF-8"),
        ("uno".encode("utf-16"), "is in UTF-16"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, message: str) -> None:
    with refuses(DocumentError, message):
        parse_document("x", "x.txt", data)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with refuses(DocumentError, r"^gone.txt: cannot be read"):
        read_document("x", tmp_path / "gone.txt")


def test_the_folder_is_the_one_that_the_environment_names(tmp_path: Path) -> None:
    assert documents_folder({}) is None
    assert documents_folder({"RETE_DOCUMENTS": str(tmp_path)}) == tmp_path
    with refuses(DocumentError, "not a folder"):
        documents_folder({"RETE_DOCUMENTS": str(tmp_path / "gone")})


@pytest.mark.documents
def test_the_documents_are_those_that_the_catalogue_was_made_from(documents: dict[str, Document], milano: Path) -> None:
    sources = read_entries(milano / "curated" / "sources.yaml", "curated/sources.yaml")
    recorded = {entry.value["slug"]: (entry.value["sha256"], entry.value["lines"]) for entry in sources}
    assert {slug: (each.sha256, str(len(each.lines))) for slug, each in documents.items()} == recorded
