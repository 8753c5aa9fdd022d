from pathlib import Path

import pytest

from graph.errors import CatalogueError
from ingest.documents import Document, parse_document
from ingest.extract import extract_all, read_all, write_files


@pytest.mark.documents
def test_extracting_again_gives_the_committed_bytes(documents: dict[str, Document], milano: Path) -> None:
    files = extract_all(documents, milano / "curated")
    committed = {path.name: path.read_text(encoding="utf-8") for path in (milano / "extracted").iterdir()}
    assert files == committed


@pytest.mark.documents
def test_no_sentence_of_the_documents_is_carried(documents: dict[str, Document], milano: Path) -> None:
    written = "\n".join(extract_all(documents, milano / "curated").values())
    prose = [
        line.strip()
        for source, document in documents.items()
        for _, line in document.numbered()
        if len(line.split()) >= 15 and source != "web-activation"
    ]
    assert prose
    assert [line for line in prose if line in written] == []


def test_the_order_in_which_documents_are_given_makes_no_difference(tmp_path: Path) -> None:
    pages = {name: parse_document(name, f"{name}.txt", b"Title\nemail a@b.it\n") for name in ("web-b", "web-a")}
    backwards = dict(reversed(pages.items()))
    assert extract_all(pages, tmp_path) == extract_all(backwards, tmp_path)
    assert [page.source for page in read_all(pages, tmp_path).pages] == ["web-a", "web-b"]


def test_a_deck_needs_its_judgements(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"slide\.yaml"):
        read_all({"decks": parse_document("decks", "d.txt", b"RETE\n")}, tmp_path)


def test_files_are_put_in_place_whole(tmp_path: Path) -> None:
    folder = tmp_path / "extracted"
    write_files({"a.yaml": "one\n"}, folder)
    write_files({"a.yaml": "two\n", "b.yaml": "tre à\n"}, folder)
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == {
        "a.yaml": "two\n",
        "b.yaml": "tre à\n",
    }


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").mkdir()
    with pytest.raises(OSError, match=r"a\.yaml"):
        write_files({"a.yaml": "text\n"}, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]
