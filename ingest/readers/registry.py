"""The readers, in the order in which they are asked whether they recognize a document."""

from collections.abc import Callable, Iterable, Mapping
from importlib.resources.abc import Traversable
from types import MappingProxyType

from graph.message import Text
from graph.provenance import Section
from ingest.documents import Document
from ingest.readers.deck import DeckReader
from ingest.readers.network_slide import NetworkSlideReader
from ingest.readers.reader import ExtractedFile, Reader
from ingest.readers.service_sheet import CharterReader
from ingest.readers.web_page import WebPageReader

READERS: tuple[type[Reader], ...] = (NetworkSlideReader, CharterReader, WebPageReader, DeckReader)
"""A new reader is one line here, before the readers whose documents it could be taken for."""

OUTLINE = ExtractedFile(
    "outline",
    "id",
    Text("sezioni", "outline"),
    "The headings of the documents, and the lines that stand under each.",
    Section,
)
"""The headings that all readers find."""

FILES = (*(file for reader in READERS for file in reader.files), OUTLINE)
"""Every file of `extracted/` that the readers fill."""

JUDGEMENTS: Mapping[str, Callable[[Traversable], object]] = MappingProxyType(
    {name: read for reader in READERS for name, read in reader.judgements.items()}
)
"""The files of `curated/` with judgements for readers, by name without `.yaml`, and how each is read."""


def prepare_readers(curated: Traversable, country: str | None = None) -> tuple[Reader, ...]:
    """Make every reader ready for the documents of one catalogue.

    Parameters
    ----------
    curated
        The folder with the judgements that the readers follow.
    country
        The ISO 3166-1 code of the catalogue's country; None if it is not known.

    Returns
    -------
    tuple of Reader
        In the order of `READERS`.

    Raises
    ------
    CatalogueError
        If a file of judgements is malformed.
    """
    return tuple(reader(curated, country) for reader in READERS)


def choose_reader(document: Document, readers: Iterable[Reader]) -> Reader:
    """The first of `readers` that recognizes `document`; the web page's and the deck's leave no text over."""
    return next(reader for reader in readers if reader.recognizes(document))
