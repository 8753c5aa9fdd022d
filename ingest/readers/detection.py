"""What kind of document a text is, by the marks that only its kind has."""

from enum import StrEnum
from itertools import pairwise

from ingest.documents import Document
from ingest.ledger import FateKind
from ingest.readers.deck import read_deck
from ingest.readers.service_sheet import names_section
from ingest.readers.web_page import read_web_page

SLIDE_GAP = 3
"""More blank lines than these stand between two slides, and in no other kind of text."""
_FEWEST_GAPS = 2


class DocumentKind(StrEnum):
    """A kind of document that a reader is written for."""

    DECK = "deck"
    CHARTER = "charter"
    WEB_PAGE = "web-page"


def detect_kind(document: Document) -> DocumentKind:
    """A charter has headed sections, a deck has the gaps between slides; any other text is read as a page.

    Gaps come into pages too, so a text with gaps is a page where more of its lines are contacts than figures.
    """
    if any(names_section(line) for line in document.lines):
        return DocumentKind.CHARTER
    inked = [number for number, _ in document.numbered()]
    gaps = sum(later - earlier > SLIDE_GAP for earlier, later in pairwise(inked))
    if gaps < _FEWEST_GAPS:
        return DocumentKind.WEB_PAGE
    figures = sum(fate.kind is FateKind.FIGURE for fate in read_deck(document).fates)
    fields = sum(fate.kind is FateKind.FIELD for fate in read_web_page(document).fates)
    return DocumentKind.WEB_PAGE if fields > figures else DocumentKind.DECK
