"""Ingests documents and spreadsheets: writes the `extracted/` and `proposals/` of a catalogue, all or nothing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from graph.errors import CatalogueError
from graph.message import Finding, Message
from graph.provenance import Citation, Source
from ingest.catalogue import LoadedCatalogue, inspect_catalogue, load_with_places
from ingest.citation_tracking import Displacement, follow, propose_curated
from ingest.documents import SHEET_MARK, Document
from ingest.extract import (
    Extraction,
    merge_records,
    read_all,
    read_records,
    render,
)
from ingest.inputs import name_documents
from ingest.ledger import DocumentAccount, account_for
from ingest.proposals import (
    Proposals,
    propose_citations,
    propose_identifiers,
    propose_judgements,
    propose_listings,
    propose_services,
    propose_sources,
    render_proposals,
)
from ingest.readers.network_slide import PARTNERS
from ingest.readers.reader import ExtractedFile
from ingest.readers.registry import FILES
from ingest.readers.service_sheet import SHEETS
from ingest.spreadsheets.hsds import read_sheets
from ingest.spreadsheets.merge import Merge, merge_spreadsheet
from ingest.spreadsheets.tables import Given
from ingest.transaction import locate, publish
from ingest.updates import EntryUpdate, UpdateKind, compare, find_renamed
from ingest.validation.citations import list_citations
from ingest.validation.report import validate
from ingest.yaml_entries import Record, write_plain

FINGERPRINT = "extracted/fingerprint.txt"
"""What was read last, and the catalogue that it made: the same again need not be read."""
SOURCES = "extracted/sources.yaml"
_SOURCES_TITLE = (
    "The documents and sheets that curated/sources.yaml does not describe.\n"
    "Written by the readers, and again to the byte; edits belong in curated/."
)
Tell = Callable[[Message], None]
"""Called with what is being done, such as reading a file."""


@dataclass(slots=True)
class Outcome:
    """What an ingestion found.

    Attributes
    ----------
    accounts
        For each document, what became of its lines.
    updates
        What became of each entry of the catalogue.
    displacements
        What became of each citation of `curated/`.
    proposals
        Entries for people to judge, by the curated file that they are for.
    findings
        Why the catalogue would not be sound. If there are any, `files` has nothing of `extracted/`.
    unread
        Messages about what could not be read, or about citations that could not be followed.
    row_counts
        How many rows each sheet has.
    files
        The texts that differ from the files in the catalogue, by path; an empty text removes a file.
    """

    accounts: tuple[DocumentAccount, ...] = ()
    updates: tuple[EntryUpdate, ...] = ()
    displacements: tuple[Displacement, ...] = ()
    proposals: Proposals = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    unread: tuple[Message, ...] = ()
    row_counts: Mapping[str, int] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    def count(self, kind: UpdateKind, part: str | None = None) -> int:
        """How many entries became `kind`, in `part` or in all parts."""
        return sum(update.kind is kind and part in (None, update.part) for update in self.updates)


def ingest(given: Sequence[Given], folder: Path, tell: Tell = lambda _: None) -> Outcome:
    """Read documents and spreadsheets and compare them with a catalogue; `write` then writes what differs.

    Parameters
    ----------
    given
        The files to read.
    folder
        The folder of the catalogue.
    tell
        Called with what is being done.

    Returns
    -------
    Outcome
        What was found, and the texts of the files that differ.

    Raises
    ------
    DocumentError
        If a file cannot be read.
    CatalogueError
        If the catalogue cannot be loaded, or recorded judgements do not fit the documents.
    """
    tables = [item for item in given if item.is_workbook or item.is_table]
    # A spreadsheet is read again even if what was read from it before no longer fits.
    base = load_with_places(folder, rows={} if tables else None)
    documents = name_documents((item for item in given if item not in tables), base.catalogue.sources)
    for document in documents.values():
        tell(Message.of("ingestion.reading", file=document.file))
    found = read_all(documents, folder / "curated", base.country)
    records = merge_records(found, documents, folder)
    updates = [update for file in FILES for update in _compare(file, records[file], folder)] if documents else []
    merge = _merge(tables, folder, base, tell)
    following = follow(folder, _described(base), documents)
    drafts = render(records, folder) | _sources_file(base, documents, merge, folder) | following.editions
    outcome = Outcome(
        updates=(*updates, *(merge.updates if merge else ())),
        displacements=following.displacements,
        unread=following.untold,
    )
    if merge is not None:
        outcome.row_counts, outcome.unread = merge.counts, (*outcome.unread, *merge.unread)
    tell(Message.of("ingestion.checking"))
    after = _check(outcome, {**drafts, **following.redirected}, merge, folder)
    if documents:
        outcome.accounts = tuple(_accounts(found, documents, after or base))
    outcome.proposals = _propose(outcome, records, base, after, documents, merge, folder)
    texts = render_proposals(outcome.proposals, folder)
    known = {entry.value["slug"]: entry.value for entry in base.entries["sources"]}
    given_now = {slug: _source_record(item) for slug, item in documents.items()}
    texts |= propose_curated(following, folder, known | given_now)
    if not outcome.findings:
        texts |= drafts | (merge.files(folder) if merge else {})
    outcome.files = {path: text for path, text in texts.items() if _differs(folder, path, text)}
    return outcome


def write(outcome: Outcome, folder: Path) -> None:
    """Write the files of the catalogue that an ingestion changes, all or nothing.

    Raises
    ------
    StoreError
        If the folder cannot be written.
    """
    publish(outcome.files, folder)


def remember(given: Sequence[Given], folder: Path) -> None:
    """Record that the catalogue holds what `given` says, so that `is_unchanged` sees it.

    Raises
    ------
    StoreError
        If the folder cannot be written.
    """
    publish({FINGERPRINT: f"{_fingerprint(given, folder)}\n"}, folder)


def is_unchanged(given: Sequence[Given], folder: Path) -> bool:
    """Whether these files were read last, and neither the catalogue nor the program has changed since."""
    file = locate(folder, FINGERPRINT)
    return file.is_file() and file.read_text("utf-8").strip() == _fingerprint(given, folder)


def _fingerprint(given: Sequence[Given], folder: Path) -> str:
    """The SHA-256 of what was read, of every file of the catalogue, and of the version of the program."""
    digest = sha256(version("rete-attiva").encode())
    places = sorted(place for place in folder.rglob("*") if place.is_file() and place != folder / FINGERPRINT)
    kept = [place for place in places if not place.relative_to(folder).parts[0].startswith(".")]
    for name, data in (
        *((item.name, item.data) for item in given),
        *((str(place.relative_to(folder)), place.read_bytes()) for place in kept),
    ):
        digest.update(f"{name}\0{len(data)}\0".encode("utf-8", "surrogateescape"))
        digest.update(data)
    return digest.hexdigest()


def _compare(file: ExtractedFile, records: Iterable[Record], folder: Path) -> tuple[EntryUpdate, ...]:
    before = {record[file.key]: record for record in read_records(folder, file)}
    return compare(file.part, before, {record[file.key]: record for record in records})


def _merge(tables: Sequence[Given], folder: Path, base: LoadedCatalogue, tell: Tell) -> Merge | None:
    if not tables:
        return None
    for item in tables:
        tell(Message.of("ingestion.reading", file=item.name))
    sums = {item.name: sha256(item.data).hexdigest() for item in tables}
    return merge_spreadsheet(read_sheets(tables), sums, folder, base)


def _sources_file(
    base: LoadedCatalogue, documents: Mapping[str, Document], merge: Merge | None, folder: Path
) -> dict[str, str]:
    """The sources that people have not described; a new spreadsheet replaces the sources of an earlier one."""
    curated = {entry.value.get("slug") for entry in base.entries["sources"] if entry.file == "curated/sources.yaml"}
    before = [entry.value for entry in base.entries["sources"] if entry.file == SOURCES]
    known = {str(record["slug"]): record for record in before if merge is None or SHEET_MARK not in record["file"]}
    for slug, document in documents.items():
        if slug not in curated:
            known[slug] = _source_record(document)
    for record in merge.sources if merge else ():
        known[record["slug"]] = record
    if not known:
        return {SOURCES: ""} if locate(folder, SOURCES).is_file() else {}
    return {SOURCES: write_plain([known[slug] for slug in sorted(known)], _SOURCES_TITLE)}


def _described(base: LoadedCatalogue) -> list[Source]:
    """The sources that people have described."""
    pairs = zip(base.catalogue.sources, base.entries["sources"], strict=False)
    return [source for source, entry in pairs if entry.file == "curated/sources.yaml"]


def _source_record(document: Document) -> Record:
    return {
        "slug": document.source,
        "file": document.file,
        "title": document.file,
        "publisher": "unknown",
        "language": "und",
        "sha256": document.sha256,
        "lines": str(len(document.lines)),
    }


def _check(
    outcome: Outcome,
    drafts: Mapping[str, str],
    merge: Merge | None,
    folder: Path,
) -> LoadedCatalogue | None:
    """The catalogue as it would be; None if it would not be sound, and then the outcome has the findings."""
    findings = list(merge.findings) if merge else []
    after = None
    if not findings:
        try:
            after = inspect_catalogue(folder, drafts=drafts, rows=merge.rows if merge else None)
            findings = list(after.findings)
        except CatalogueError as error:
            findings = list(error.findings)
    if after is not None and merge is not None and not findings:
        report = validate(after, {}, look_alikes=False)
        # A message is the place of a row; what is wrong elsewhere in the catalogue is no fault of the spreadsheet.
        findings = [finding for finding in report.findings if isinstance(finding.place, Message)]
    outcome.findings = tuple(findings)
    return after if not findings else None


def _accounts(
    found: Extraction, documents: Mapping[str, Document], loaded: LoadedCatalogue
) -> Iterable[DocumentAccount]:
    citations: Mapping[str, tuple[Citation, ...]] = list_citations(loaded.catalogue)
    for source, document in sorted(documents.items()):
        yield account_for(document, found.fates[source], citations)


def _propose(
    outcome: Outcome,
    records: Mapping[ExtractedFile, list[Record]],
    base: LoadedCatalogue,
    after: LoadedCatalogue | None,
    documents: Mapping[str, Document],
    merge: Merge | None,
    folder: Path,
) -> Proposals:
    proposals: Proposals = {part: list(entries) for part, entries in merge.proposals.items()} if merge else {}
    proposals.setdefault("sources", []).extend(propose_sources(_described(base), documents))
    proposals["citations"] = propose_citations(outcome.displacements)
    proposals.setdefault("listings", []).extend(propose_listings(records[PARTNERS], folder))
    proposals.setdefault("services", []).extend(propose_services(records[SHEETS], folder))
    proposals.setdefault("judgements", []).extend(propose_judgements((after or base).catalogue))
    proposals["identifiers"] = propose_identifiers(find_renamed(outcome.updates))
    return proposals


def _differs(folder: Path, path: str, text: str) -> bool:
    file = locate(folder, path)
    return file.read_text("utf-8") != text if file.is_file() else bool(text)
