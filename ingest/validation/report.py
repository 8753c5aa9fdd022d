"""Validates a whole catalogue.

Most findings come from loading the catalogue and from the checks of this package. This module adds the checks on files
that a catalogue is not built from: what the readers wrote for comparison, the judgements that they follow, and files
that nothing reads.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable

from graph.errors import CatalogueError
from graph.message import Finding, Message
from ingest.catalogue import LoadedCatalogue
from ingest.decode import decode_all, hint
from ingest.documents import Document
from ingest.editions import FILE, NEXT, read_editions
from ingest.identifiers import CURATED, read_kept
from ingest.look_alikes import MOST_SHOWN, unjudged_pairs, unrecorded_merges
from ingest.readers.reader import ExtractedFile
from ingest.readers.registry import FILES, JUDGEMENTS
from ingest.transaction import locate
from ingest.validation import references
from ingest.validation.citations import SpanCheck, check_citations, verify_spans
from ingest.validation.context import Context
from ingest.validation.references import check_formats
from ingest.yaml_entries import read_entries


@dataclass(frozen=True, slots=True)
class Report:
    """All findings; `verified` is None if no documents are at hand."""

    findings: tuple[Finding, ...]
    verified: SpanCheck | None

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.findings and (self.verified is None or not self.verified.findings)


def validate(loaded: LoadedCatalogue, documents: Mapping[str, Document], *, look_alikes: bool = True) -> Report:
    """Every finding on a catalogue: files, keys, references, codes, cycles, citations, formats and look-alikes.

    Parameters
    ----------
    loaded
        What was read, with the findings on what could not be.
    documents
        Those at hand, by source: the cited lines are compared with the values.
    look_alikes
        Whether names that are alike and not judged are findings.
    """
    context = Context(loaded)
    checks = (*references.CHECKS, check_citations, check_formats)
    findings = [*loaded.findings, *(finding for check in checks for finding in check(context))]
    findings.extend(check_files(loaded.folder) if loaded.folder is not None else ())
    findings.extend(_unknown_country(loaded.country))
    findings.extend(_changed_documents(context, documents))
    if look_alikes:
        findings.extend(_unjudged(context))
    return Report(tuple(findings), verify_spans(context, documents) if documents else None)


def _unknown_country(code: str | None) -> list[Finding]:
    from ingest.contacts import is_country

    if code is None or is_country(code):
        return []
    return [Finding("catalogue.yaml", Message.of("finding.country", code=code))]


def _changed_documents(context: Context, documents: Mapping[str, Document]) -> list[Finding]:
    return [
        context.finding("sources", index, ("sha256",), Message.of("finding.changed", file=source.file))
        for index, source in enumerate(context.catalogue.sources)
        if source.slug in documents and documents[source.slug].sha256 != source.sha256
    ]


def _unjudged(context: Context) -> list[Finding]:
    catalogue = context.catalogue
    pairs = unjudged_pairs(catalogue.organizations, catalogue.listings, catalogue.judgements)
    merges = unrecorded_merges(catalogue.listings, catalogue.judgements)
    alike = [
        Finding(
            "curated/judgements.yaml",
            Message.of("finding.alike", left=pair.left, right=pair.right),
        )
        for pair in pairs[:MOST_SHOWN]
    ]
    if len(pairs) > MOST_SHOWN:
        more = Message.of("finding.more_alike", count=len(pairs) - MOST_SHOWN)
        alike.append(Finding("curated/judgements.yaml", more))
    merged = [Finding("curated/judgements.yaml", Message.of("finding.several_listings", slug=slug)) for slug in merges]
    return alike + merged


_MERGED = ("partners", "sheets", "outline")
"""The files of `extracted/` whose entries are checked when the catalogue is loaded."""
_CURATED = (*CURATED, "services", "listings", "identifiers", "corrections", *JUDGEMENTS)


def check_files(folder: Traversable) -> Iterator[Finding]:
    """The findings on the files in `folder` that the catalogue is not built from."""
    curated = folder.joinpath("curated")
    yield from _list_unread(curated)
    yield from _tried(read_kept, curated)
    for name, read in JUDGEMENTS.items():
        if curated.joinpath(f"{name}.yaml").is_file():
            yield from _tried(read, curated.joinpath(f"{name}.yaml"))
    for file in FILES:
        if file.part not in _MERGED:
            yield from _tried(_read_records, folder, file)
    for name in (FILE, NEXT):
        yield from _tried(read_editions, folder, name)


def _list_unread(curated: Traversable) -> Iterator[Finding]:
    """Files with names that nothing reads: what they say would be lost."""
    known = [f"{name}.yaml" for name in _CURATED]
    for name in sorted(item.name for item in curated.iterdir()) if curated.is_dir() else ():
        if name.endswith((".yaml", ".yml")) and name not in known:
            yield Finding(f"curated/{name}", Message.of("finding.unread", hint=hint(name, known)))


def _tried(read: Callable[..., object], *arguments: object) -> Iterator[Finding]:
    try:
        read(*arguments)
    except CatalogueError as error:
        yield from error.findings


def _read_records(folder: Traversable, file: ExtractedFile) -> None:
    place = locate(folder, file.path)
    if place.is_file():
        decode_all(read_entries(place, file.path), file.kind)
