"""Runs the readers over documents, and renders what they find as the files of `extracted/`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Any

from graph.errors import DocumentError
from graph.message import Message
from ingest.documents import Document
from ingest.identifiers import keep_identifiers
from ingest.ledger import LineStatus
from ingest.readers.reader import DocumentReading, ExtractedFile
from ingest.readers.registry import FILES, OUTLINE, choose_reader, prepare_readers
from ingest.transaction import locate
from ingest.updates import place_of
from ingest.yaml_entries import Record, notation_of, read_entries, write_plain

_NOTICE = "Written by the readers from the documents, and again to the byte; edits belong in curated/."


@dataclass(frozen=True, slots=True)
class Extraction:
    """What the readers found in some documents.

    Attributes
    ----------
    found
        The entries of each file, ordered by source.
    fates
        What became of the lines that were understood, by source.
    """

    found: Mapping[ExtractedFile, tuple[Any, ...]]
    fates: Mapping[str, tuple[LineStatus, ...]]

    def records(self, file: ExtractedFile) -> list[Record]:
        """The entries of `file` in the notation of catalogue files."""
        return [notation_of(item) for item in self.found[file]]


def read_all(documents: Mapping[str, Document], curated: Traversable, country: str | None = None) -> Extraction:
    """Read every document with the reader that recognizes it.

    Parameters
    ----------
    documents
        The documents, by source slug.
    curated
        The folder `curated/` of the catalogue, with the judgements that the readers follow.
    country
        The ISO 3166-1 code of the catalogue's country; None if it is not known.

    Returns
    -------
    Extraction
        The entries of every file of `FILES`, and a status for each line that was understood.

    Raises
    ------
    DocumentError
        With `file:line`, at what no rule and no judgement settles.
    CatalogueError
        If judgements are malformed or do not fit the documents.
    """
    readers = prepare_readers(curated, country)
    readings = {
        source: choose_reader(document, readers).read(document) for source, document in sorted(documents.items())
    }
    found = {file: tuple(item for reading in readings.values() for item in _entries(reading, file)) for file in FILES}
    return Extraction(found, {source: reading.fates for source, reading in readings.items()})


def _entries(reading: DocumentReading, file: ExtractedFile) -> tuple[Any, ...]:
    return reading.outline if file == OUTLINE else reading.records.get(file, ())


def merge_records(
    found: Extraction, documents: Iterable[str], catalogue: Traversable
) -> dict[ExtractedFile, list[Record]]:
    """Join what was found now with what earlier runs extracted from other documents.

    Parameters
    ----------
    found
        What the readers found now.
    documents
        The sources that were read now: their earlier entries give way.
    catalogue
        The folder of the catalogue.

    Returns
    -------
    dict of ExtractedFile to list of Record
        The entries of each file, ordered by source.

    Raises
    ------
    DocumentError
        If two entries have one identifier.
    CatalogueError
        If a kept identifier is still printed.
    """
    given = frozenset(documents)
    records = {file: found.records(file) for file in FILES}
    keep_identifiers({file.part: (file.key, items) for file, items in records.items()}, catalogue.joinpath("curated"))
    merged = {}
    for file, items in records.items():
        kept = [record for record in read_records(catalogue, file) if source_of(record) not in given]
        merged[file] = sorted([*kept, *items], key=source_of)
        _demand_unique(file, merged[file])
    return merged


def read_records(catalogue: Traversable, file: ExtractedFile) -> list[Record]:
    """The entries that `file` has in `catalogue` now."""
    place = locate(catalogue, file.path)
    return [entry.value for entry in read_entries(place, file.path)] if place.is_file() else []


def source_of(record: Record) -> str:
    """The slug of the document that an entry was extracted from."""
    if "source" in record:
        return str(record["source"])
    cite = record["cite"]
    return str(cite[0] if isinstance(cite, list) else cite).partition(":")[0]


def render(records: Mapping[ExtractedFile, list[Record]], catalogue: Traversable) -> dict[str, str]:
    """The text of each file that has entries or exists in `catalogue` already, by its path."""
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
            places = tuple(place_of(each) or file.path for each in (seen[identifier], record))
            raise DocumentError.at(file.path, Message.of("document.read_twice", name=identifier, places=places))
        seen[identifier] = record
