from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from graph.provenance import Citation, Outline
from ingest.catalogue import load_catalogue, load_with_places
from ingest.documents import Document, parse_document
from ingest.inputs import gather
from ingest.pipeline import ingest, write
from ingest.readers.deck import outline_deck, read_deck
from ingest.readers.web_page import outline_page
from ingest.validation.report import validate
from tests.told import english


@pytest.fixture
def outline(city: Path, examples: Path) -> Outline:
    """The headings of the example documents, as a user's own catalogue has them."""
    write(ingest(gather([str(examples / "documents")], BytesIO()), city), city)
    return Outline(load_catalogue(city).outline)


def test_a_field_of_a_sheet_stands_under_both_headings(outline: Outline) -> None:
    assert outline.find(Citation("carta", 1, 1)) is None
    assert outline.find(Citation("carta", 12, 13)) == "MENSA CAMPIONE › COSA OFFRE"
    assert outline.find(Citation("carta", 13, 17)) == "MENSA CAMPIONE"


def test_a_list_stands_under_the_heading_that_was_displaced(outline: Outline) -> None:
    assert outline.find(Citation("rete", 35, 35)) == "RETE DI ESEMPIO › AREA LAVORO"


def test_another_slide_may_be_called_as_the_network_slide_is(city: Path, examples: Path) -> None:
    given = [
        replace(item, data=item.data.replace(b"Grazie!", b"Rete di Esempio\nsegue"))
        for item in gather([str(examples / "documents")], BytesIO())
    ]
    write(ingest(given, city), city)
    outline = Outline(load_catalogue(city).outline)
    assert outline.find(Citation("rete", 35, 35)) == "RETE DI ESEMPIO › AREA LAVORO"
    assert outline.find(Citation("rete", 41, 41)) == "Rete di Esempio"


def deck(*slides: str) -> Document:
    return parse_document("deck", "deck.txt", "\n\n\n\n".join(slides).encode())


def headings(document: Document) -> dict[str, str]:
    sections = outline_deck(document, read_deck(document).fates)
    return {section.title: " ".join(map(str, section.cite)) for section in sections}


def test_a_slide_is_named_by_the_title_on_its_first_line() -> None:
    found = headings(deck("Il metodo\n\nprimo,\nsecondo.", "una frase che finisce con un punto.", "I NUMERI:\nuno."))
    assert found == {"Il metodo": "deck:1-4", "I NUMERI": "deck:12-13"}


def test_slides_of_one_title_are_one_section() -> None:
    assert headings(deck("Il metodo\nprimo.", "Il metodo\nsecondo.")) == {"Il metodo": "deck:1-2 deck:6-7"}


def test_a_page_stands_under_its_title() -> None:
    page = parse_document("page", "p.txt", b"\nTitle\n\ntext\n\n")
    assert [(section.title, section.cite) for section in outline_page(page)] == [("Title", (Citation("page", 2, 4),))]
    assert outline_page(parse_document("page", "p.txt", b"A sentence that goes on and on " * 3)) == ()


@pytest.mark.sample(2)
@pytest.mark.parametrize(
    ("cited", "section"),
    [
        (Citation("charter", 283, 283), "RESIDENZAMI › CONTATTI"),
        (Citation("charter", 238, 297), "RESIDENZAMI"),
        (Citation("decks", 326, 326), "RETE ATTIVA › AREA RISORSE ABITATIVE"),
        (Citation("decks", 409, 409), "RETE ATTIVA › AMBITO PENALE"),
        (Citation("decks", 29, 30), "Équipe area carcere"),
        (Citation("decks", 181, 181), None),
    ],
)
def test_cited_lines_of_milan_stand_under_their_headings(cited: Citation, section: str | None) -> None:
    assert Outline(load_catalogue().outline).find(cited) == section


@pytest.mark.documents
def test_a_heading_that_nobody_printed_is_found(documents: dict[str, Document]) -> None:
    text = "- id: decks/metodo\n  title: Il nostro metodo\n  cite: decks:39-59\n"
    loaded = load_with_places(drafts={"curated/outline.yaml": text})
    report = validate(loaded, documents)
    assert report.verified is not None
    assert english(report.verified.findings) == [
        "curated/outline.yaml:1: 'Il nostro metodo' does not occur in decks:39-59."
    ]


def test_a_heading_past_the_end_of_its_document_is_found() -> None:
    text = "- id: decks/fine\n  title: Fine\n  cite: decks:480-487\n"
    report = validate(load_with_places(drafts={"curated/outline.yaml": text}), {})
    assert "decks:480-487 is past the end" in english(report.findings)[0]
