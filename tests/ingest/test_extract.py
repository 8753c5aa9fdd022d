from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import DocumentError
from ingest.documents import Document, parse_document, read_document
from ingest.editions import edition_of, render_editions
from ingest.extract import merge_records, read_all, render
from ingest.readers.registry import FILES, READERS, choose_reader, prepare_readers
from ingest.readers.web_page import PAGES
from tests.told import refuses


def extract_all(documents: dict[str, Document], catalogue: Path) -> dict[str, str]:
    """The text of each file that an ingestion of `documents` would leave in `extracted/`."""
    found = read_all(documents, catalogue / "curated")
    editions = {source: edition_of(document) for source, document in documents.items()}
    return render(merge_records(found, documents, catalogue), catalogue) | render_editions(catalogue, editions)


def reader_of(document: Document, curated: Path) -> str:
    return type(choose_reader(document, prepare_readers(curated))).__name__


@pytest.mark.documents
def test_extracting_again_gives_the_committed_bytes(documents: dict[str, Document], milano: Path) -> None:
    files = extract_all(documents, milano)
    committed = {f"extracted/{path.name}": path.read_text("utf-8") for path in (milano / "extracted").iterdir()}
    assert files == committed


@pytest.mark.documents
@pytest.mark.parametrize("source", ["charter", "decks", "web-liberty"])
def test_one_document_read_again_leaves_the_others_as_they_stand(
    documents: dict[str, Document], milano: Path, source: str
) -> None:
    assert extract_all({source: documents[source]}, milano) == extract_all(documents, milano)


@pytest.mark.documents
def test_no_sentence_of_the_documents_is_carried(documents: dict[str, Document], milano: Path) -> None:
    written = "\n".join(extract_all(documents, milano).values())
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
    assert [page.source for page in read_all(pages, tmp_path).found[PAGES]] == ["web-a", "web-b"]


def test_a_slide_that_must_be_there_is_missed(tmp_path: Path) -> None:
    (tmp_path / "slide.yaml").write_text("title: RETE\nheadings: []\nsource: deck\n")
    with refuses(DocumentError, "occurs 0 times"):
        read_all({"deck": parse_document("deck", "d.txt", b"text\n")}, tmp_path)
    assert read_all({"page": parse_document("page", "p.txt", b"text\n")}, tmp_path).found[PAGES][0].source == "page"


def test_what_is_printed_twice_is_refused_with_both_places(tmp_path: Path) -> None:
    deck = b"a\n\n\n\nb\n\n\n\n2020 3 (su 5 persone)\n2020 4 (su 5 persone)\n"
    with refuses(DocumentError, "read twice, at d:9 and d:10"):
        extract_all({"d": parse_document("d", "d.txt", deck)}, tmp_path)


def test_each_kind_of_document_is_recognized_by_its_marks(examples: Path, tmp_path: Path) -> None:
    documents = {path.name: read_document("x", path) for path in (examples / "documents").iterdir()}
    assert {name: reader_of(document, tmp_path) for name, document in documents.items()} == {
        "carta.txt": "CharterReader",
        "pagina.html": "WebPageReader",
        "rete.txt": "DeckReader",
    }
    assert reader_of(documents["rete.txt"], examples / "judgements") == "NetworkSlideReader"


@given(st.lists(st.sampled_from(["", "", "", "", "Titolo", "02 1234 5678", "2020 3 (su 5 persone)", "> FINALITÀ"])))
def test_some_reader_recognizes_every_text(lines: list[str]) -> None:
    document = Document("x", "x.txt", ("Inizio", *lines), "")
    assert isinstance(choose_reader(document, prepare_readers(Path("no-judgements"))), READERS)


def test_readers_fill_files_of_different_names() -> None:
    assert len({file.part for file in FILES}) == len(FILES)


def test_a_page_with_gaps_stays_a_page(tmp_path: Path) -> None:
    page = parse_document("p", "p.txt", b"Title\n\n\n\n\n\nTel 02 1234 5678\n\n\n\n\n\nmail a@b.it\n")
    assert reader_of(page, tmp_path) == "WebPageReader"
