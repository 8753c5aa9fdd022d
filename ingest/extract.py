"""What the readers find in documents, read with the judgements of `curated/`, as the files of `extracted/`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable

from graph.errors import DocumentError
from graph.provenance import Section
from ingest.comparison import place_of
from ingest.documents import Document
from ingest.editions import edition_of, render_editions
from ingest.identifiers import keep_identifiers
from ingest.ledger import LineStatus
from ingest.outline import outline_charter, outline_deck, outline_network_slide, outline_page
from ingest.readers.deck import read_deck
from ingest.readers.detection import DocumentKind, detect_kind
from ingest.readers.judgements import CharterJudgements, SlideJudgements, read_charter_judgements, read_slide_judgements
from ingest.readers.network_slide import read_network_slide
from ingest.readers.records import Page, Partner, PrintedFigure, Sheet
from ingest.readers.service_sheet import read_charter
from ingest.readers.web_page import read_web_page
from ingest.serialize import Record, notation_of, write_plain
from ingest.transaction import locate
from ingest.yaml_entries import read_entries

_NOTICE = "Written by the readers from the documents, and again to the byte; edits belong in curated/."


@dataclass(frozen=True, slots=True)
class ExtractedFile:
    """A file of `extracted/`: the field that identifies its entries, and its first line."""

    name: str
    key: str
    title: str

    @property
    def path(self) -> str:
        """Its place in a catalogue."""
        return f"extracted/{self.name}"


PARTNERS = ExtractedFile("partners.yaml", "id", "The partners that the network slide names.")
SHEETS = ExtractedFile("sheets.yaml", "sheet", "The sheets of the service charter.")
FILES = (
    PARTNERS,
    SHEETS,
    ExtractedFile("pages.yaml", "source", "The contacts on the city's pages."),
    ExtractedFile("figures.yaml", "id", "The figures in the slide decks."),
    ExtractedFile("outline.yaml", "id", "The headings of the documents, and the lines that stand under each."),
)


@dataclass(frozen=True, slots=True)
class Extraction:
    """What the readers found in some documents, and the fates that they gave, by source."""

    partners: tuple[Partner, ...]
    sheets: tuple[Sheet, ...]
    pages: tuple[Page, ...]
    figures: tuple[PrintedFigure, ...]
    outline: tuple[Section, ...]
    fates: Mapping[str, tuple[LineStatus, ...]]

    def records(self, file: ExtractedFile) -> list[Record]:
        """The entries for `file`."""
        return [notation_of(item) for item in getattr(self, file.name.removesuffix(".yaml"))]


def read_all(documents: Mapping[str, Document], curated: Traversable, country: str | None = None) -> Extraction:
    """Read every document by its kind; `country` is that of the catalogue.

    Raises DocumentError and CatalogueError as the readers do.
    """
    slide, charter = _lookups(curated)
    found = [_read(document, slide, charter, country) for _, document in sorted(documents.items())]
    fates = {source: fates for extraction in found for source, fates in extraction.fates.items()}
    return Extraction(
        partners=tuple(partner for extraction in found for partner in extraction.partners),
        sheets=tuple(sheet for extraction in found for sheet in extraction.sheets),
        pages=tuple(page for extraction in found for page in extraction.pages),
        figures=tuple(figure for extraction in found for figure in extraction.figures),
        outline=tuple(section for extraction in found for section in extraction.outline),
        fates=fates,
    )


def _lookups(curated: Traversable) -> tuple[SlideJudgements | None, CharterJudgements]:
    slide, charter = curated.joinpath("slide.yaml"), curated.joinpath("charter.yaml")
    return (
        read_slide_judgements(slide) if slide.is_file() else None,
        read_charter_judgements(charter) if charter.is_file() else CharterJudgements(),
    )


def _read(
    document: Document, slide: SlideJudgements | None, charter: CharterJudgements, country: str | None
) -> Extraction:
    source = document.source
    if slide is not None and _has_slide(document, slide):
        network = read_network_slide(document, slide)
        deck = read_deck(document, without=(network.span,))
        outline = (
            *outline_deck(document, deck.fates, without=network.span),
            *outline_network_slide(document, slide.title, network.span, network.partners, network.fates),
        )
        return Extraction(network.partners, (), (), deck.figures, outline, {source: (*network.fates, *deck.fates)})
    match detect_kind(document):
        case DocumentKind.CHARTER:
            judged = charter if charter.source in (None, source) else CharterJudgements()
            read = read_charter(document, judged)
            outline = outline_charter(document, read.sheets, read.fates)
            return Extraction((), read.sheets, (), (), outline, {source: read.fates})
        case DocumentKind.DECK:
            deck = read_deck(document)
            return Extraction((), (), (), deck.figures, outline_deck(document, deck.fates), {source: deck.fates})
    page = read_web_page(document, country)
    return Extraction((), (), (page.page,), (), outline_page(document), {source: page.fates})


def _has_slide(document: Document, slide: SlideJudgements) -> bool:
    """Whether the slide is to be read there: the judgements say so, or its title tells."""
    if slide.source is not None:
        return slide.source == document.source
    return any(line.strip() == slide.title for line in document.lines)


def extract_all(documents: Mapping[str, Document], catalogue: Traversable) -> dict[str, str]:
    """The text of each file of `extracted/`, by its path in `catalogue`.

    What was extracted from documents that are not given now stays as it stands. Raises as `read_all` does.
    """
    found = read_all(documents, catalogue.joinpath("curated"))
    return render(merge_records(found, documents, catalogue), catalogue) | render_editions(
        catalogue, {source: edition_of(document) for source, document in documents.items()}
    )


def merge_records(
    found: Extraction, documents: Iterable[str], catalogue: Traversable
) -> dict[ExtractedFile, list[Record]]:
    """The entries of each file: those found now, and those of sources other than `documents`, ordered by source.

    Raises DocumentError where two entries have one identifier.
    """
    given = frozenset(documents)
    records = {file: found.records(file) for file in FILES}
    keep_identifiers({file.name: (file.key, items) for file, items in records.items()}, catalogue.joinpath("curated"))
    merged = {}
    for file, items in records.items():
        kept = [record for record in read_records(catalogue, file) if source_of(record) not in given]
        merged[file] = sorted([*kept, *items], key=source_of)
        _demand_unique(file, merged[file])
    return merged


def read_records(catalogue: Traversable, file: ExtractedFile) -> list[Record]:
    """The entries of `file` as they stand in `catalogue`."""
    place = locate(catalogue, file.path)
    return [entry.value for entry in read_entries(place, file.path)] if place.is_file() else []


def source_of(record: Record) -> str:
    """The slug of the document that an entry was extracted from."""
    if "source" in record:
        return str(record["source"])
    cite = record["cite"]
    return str(cite[0] if isinstance(cite, list) else cite).partition(":")[0]


def render(records: Mapping[ExtractedFile, list[Record]], catalogue: Traversable) -> dict[str, str]:
    """The text of each file that has entries or stands in `catalogue` already, by its path."""
    return {
        file.path: write_plain(items, f"{file.title}\n{_NOTICE}")
        for file, items in records.items()
        if items or locate(catalogue, file.path).is_file()
    }


def _demand_unique(file: ExtractedFile, records: list[Record]) -> None:
    seen: dict[str, Record] = {}
    for record in records:
        identifier = record[file.key]
        if identifier in seen:
            places = f"{place_of(seen[identifier])} and {place_of(record)}"
            raise DocumentError(f"{file.path}: '{identifier}' was read twice, at {places}.")
        seen[identifier] = record
