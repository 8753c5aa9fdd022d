from pathlib import Path

import pytest

from graph.errors import DocumentError
from ingest.documents import Document, parse_document, read_document
from ingest.extract import extract_all, read_all
from ingest.readers.detection import DocumentKind, detect_kind


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
    assert [page.source for page in read_all(pages, tmp_path).pages] == ["web-a", "web-b"]


def test_a_slide_that_must_be_there_is_missed(tmp_path: Path) -> None:
    (tmp_path / "slide.yaml").write_text("title: RETE\nheadings: []\nsource: deck\n")
    with pytest.raises(DocumentError, match="stands 0 times"):
        read_all({"deck": parse_document("deck", "d.txt", b"text\n")}, tmp_path)
    assert read_all({"page": parse_document("page", "p.txt", b"text\n")}, tmp_path).pages[0].source == "page"


def test_what_is_printed_twice_is_refused_with_both_places(tmp_path: Path) -> None:
    deck = b"a\n\n\n\nb\n\n\n\n2020 3 (su 5 persone)\n2020 4 (su 5 persone)\n"
    with pytest.raises(DocumentError, match="read twice, at d:9 and d:10"):
        extract_all({"d": parse_document("d", "d.txt", deck)}, tmp_path)


def test_kinds_are_told_by_their_marks(examples: Path) -> None:
    kinds = {path.name: detect_kind(read_document("x", path)) for path in (examples / "documents").iterdir()}
    assert kinds == {
        "carta.txt": DocumentKind.CHARTER,
        "pagina.html": DocumentKind.WEB_PAGE,
        "rete.txt": DocumentKind.DECK,
    }


def test_a_page_with_gaps_stays_a_page() -> None:
    page = parse_document("p", "p.txt", b"Title\n\n\n\n\n\nTel 02 1234 5678\n\n\n\n\n\nmail a@b.it\n")
    assert detect_kind(page) is DocumentKind.WEB_PAGE
