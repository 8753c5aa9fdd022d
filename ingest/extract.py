"""Writes `extracted/`: what the readers find in the documents, read with the judgements of `curated/`."""

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path

from ingest.documents import Document
from ingest.emission import write_notation
from ingest.ledger import Fate
from ingest.readers.deck import PrintedFigure, read_deck
from ingest.readers.network_slide import Partner, read_network_slide
from ingest.readers.service_sheet import read_charter
from ingest.readers.sheet_lookup import read_sheet_lookup
from ingest.readers.sheets import Sheet
from ingest.readers.slide_lookup import read_slide_lookup
from ingest.readers.web_page import Page, read_web_page

DECKS = "decks"
CHARTER = "charter"
_HEADING = "Written by the readers from the documents, and again to the byte; edits belong in curated/."


@dataclass(frozen=True, slots=True)
class Extraction:
    """What all readers found, and the fates that they gave, by source."""

    partners: tuple[Partner, ...]
    sheets: tuple[Sheet, ...]
    pages: tuple[Page, ...]
    figures: tuple[PrintedFigure, ...]
    fates: Mapping[str, tuple[Fate, ...]]


def read_all(documents: Mapping[str, Document], curated: Traversable) -> Extraction:
    """Read every document by its kind: `decks` with the network slide, `charter`, any other a web page.

    Raises DocumentError and CatalogueError as the readers do.
    """
    fates: dict[str, tuple[Fate, ...]] = {}
    partners: tuple[Partner, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    figures: tuple[PrintedFigure, ...] = ()
    pages = []
    for source, document in sorted(documents.items()):
        if source == DECKS:
            slide = read_network_slide(document, read_slide_lookup(curated.joinpath("slide.yaml")))
            deck = read_deck(document, without=(slide.span,))
            partners, figures = slide.partners, deck.figures
            fates[source] = (*slide.fates, *deck.fates)
        elif source == CHARTER:
            charter = read_charter(document, read_sheet_lookup(curated.joinpath("charter.yaml")))
            sheets, fates[source] = charter.sheets, charter.fates
        else:
            page = read_web_page(document)
            pages.append(page.page)
            fates[source] = page.fates
    return Extraction(partners, sheets, tuple(pages), figures, fates)


def extract_all(documents: Mapping[str, Document], curated: Traversable) -> dict[str, str]:
    """The text of each file of `extracted/`, by file name. Raises as `read_all` does."""
    found = read_all(documents, curated)
    return {
        "partners.yaml": write_notation(found.partners, f"The partners that the network slide names.\n{_HEADING}"),
        "sheets.yaml": write_notation(found.sheets, f"The sheets of the service charter.\n{_HEADING}"),
        "pages.yaml": write_notation(found.pages, f"The contacts on the city's pages.\n{_HEADING}"),
        "figures.yaml": write_notation(found.figures, f"The figures in the slide decks.\n{_HEADING}"),
    }


def write_files(files: Mapping[str, str], folder: Path) -> None:
    """Put each file in place whole: it is written beside its place, then renamed."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in sorted(files.items()):
        handle, draft = tempfile.mkstemp(dir=folder, prefix=f".{name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            Path(draft).chmod(0o644)
            Path(draft).replace(folder / name)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise
