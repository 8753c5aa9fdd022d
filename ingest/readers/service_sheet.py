"""Reads service charters: a table of contents, then one sheet for each service, all with the same sections.

Patterns find facts and figures. Of the prose only the span is kept.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from itertools import pairwise
from types import MappingProxyType

from graph.errors import DocumentError
from graph.message import Message, Text
from graph.organizations import Address, Email, Phone
from graph.provenance import Section
from graph.services import Cost, Papers
from ingest.documents import Document
from ingest.identifiers import slugify
from ingest.ledger import FateKind, LineStatus
from ingest.readers import sheet_fields
from ingest.readers.judgements import CharterJudgements, place_charter_judgements, read_charter_judgements
from ingest.readers.reader import (
    DocumentReading,
    ExtractedFile,
    Hours,
    Indicator,
    PrintedCollaboration,
    Reader,
    Sheet,
    SheetSection,
    make_section,
)

SECTIONS = {
    "FINALITÀ": "finalita",
    "COSA OFFRE": "cosa-offre",
    "A CHI È RIVOLTO: REQUISITI D'ACCESSO": "requisiti",
    "MODALITÀ PER ACCEDERE O RICHIEDERE IL SERVIZIO": "modalita",
    "DOCUMENTAZIONE NECESSARIA": "documentazione",
    "QUANTO COSTA": "costo",
    "CONTATTI": "contatti",
    "COLLABORAZIONI": "collaborazioni",
    "INDICATORI E STANDARD DI QUALITÀ": "indicatori",
}
_CONTENTS = re.compile(r"- (?P<title>.+?)(?: – (?P<subtitle>.+?))? (?P<page>\d+)")
_LINK = re.compile(r"\[[^\]]+\]\(https?://[^)]+\)")
SHEETS = ExtractedFile("sheets", "sheet", Text("schede", "sheets"), "The sheets of the service charter.", Sheet)


@dataclass(frozen=True, slots=True)
class CharterReading:
    """The sheets of a charter in their order, and what became of each line that was understood."""

    sheets: tuple[Sheet, ...]
    fates: tuple[LineStatus, ...]


@dataclass(frozen=True, slots=True)
class _Content:
    """A line of the table of contents, and the lines of its sheet."""

    line: int
    title: str
    page: int
    first: int
    last: int

    @property
    def slug(self) -> str:
        return slugify(self.title)


@dataclass(slots=True)
class _Draft:
    """The fields of the sheet that is being read."""

    phones: list[Phone] = field(default_factory=list)
    emails: list[Email] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    hours: list[Hours] = field(default_factory=list)
    collaborations: list[PrintedCollaboration] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    fates: list[LineStatus] = field(default_factory=list)


class CharterReader(Reader):
    """Reads service charters, with the judgements of `curated/charter.yaml`."""

    files = (SHEETS,)
    judgements = MappingProxyType({"charter": read_charter_judgements})

    def __init__(self, curated: Traversable, country: str | None = None) -> None:
        super().__init__(curated, country)
        file = curated.joinpath("charter.yaml")
        self._lookup = read_charter_judgements(file) if file.is_file() else CharterJudgements()

    def recognizes(self, document: Document) -> bool:
        """Whether some line is the heading of a section that sheets have."""
        return any(line.startswith(">") and _heading(line) in SECTIONS for line in document.lines)

    def read(self, document: Document) -> DocumentReading:
        """Take the sheets and their headings from `document`."""
        judged = self._lookup if self._lookup.source in (None, document.source) else CharterJudgements()
        charter = read_charter(document, judged)
        return DocumentReading({SHEETS: charter.sheets}, outline_charter(document, charter), charter.fates)


def read_charter(document: Document, lookup: CharterJudgements) -> CharterReading:
    """Read every sheet that the table of contents announces.

    Parameters
    ----------
    document
        The text of the charter.
    lookup
        The judgements on its lines of collaborations.

    Returns
    -------
    CharterReading
        The sheets, and a status for each line that was understood.

    Raises
    ------
    DocumentError
        With `file:line`, if a sheet is missing, a section is not known, or a line of collaborations is not judged.
    CatalogueError
        If a judgement does not fit the document.
    """
    contents = _contents(document)
    lookup = place_charter_judgements(lookup, document, _asked(document, contents))
    read = [_read_sheet(document, lookup, content) for content in contents]
    fates = [*_front(document, contents), *(fate for _, sheet_fates in read for fate in sheet_fates)]
    return CharterReading(tuple(sheet for sheet, _ in read), tuple(sorted(fates, key=lambda fate: fate.line)))


def _contents(document: Document) -> tuple[_Content, ...]:
    announced = []
    titles: dict[int, str] = {}
    for number, line in document.numbered():
        match = _CONTENTS.fullmatch(line.strip())
        if match and not titles:
            announced.append((number, match["title"], int(match["page"])))
        elif any(line.strip() == title.upper() for _, title, _ in announced):
            titles[number] = line.strip()
    starts = sorted(titles)
    found = [titles[start] for start in starts]
    if not announced or found != [title.upper() for _, title, _ in announced]:
        raise DocumentError.at(document.file, Message.of("document.contents_differ"))
    ends = [*(start - 1 for start in starts[1:]), len(document.lines)]
    return tuple(
        _Content(line, title, page, first, last)
        for (line, title, page), first, last in zip(announced, starts, ends, strict=True)
    )


def _asked(document: Document, contents: tuple[_Content, ...]) -> list[int]:
    """The lines that may name several partners, in order."""
    return [
        number
        for content in contents
        for section, lines in _sections(document, content).items()
        if section == "collaborazioni"
        for number in lines[1:]
    ]


def _sections(document: Document, content: _Content) -> dict[str, list[int]]:
    """The lines of each section, its heading first; under '' the title and subtitle."""
    sections: dict[str, list[int]] = {"": []}
    current = ""
    for number, line in document.numbered():
        if not content.first <= number <= content.last:
            continue
        if line.startswith(">"):
            current = _section_name(document, number)
            if current in sections:
                raise DocumentError.at(document.at(number), Message.of("document.section_twice"))
            sections[current] = []
        sections[current].append(number)
    return sections


def _heading(line: str) -> str:
    return line.lstrip("> ").strip().replace("’", "'")


def _section_name(document: Document, number: int) -> str:
    heading = _heading(document.line(number))
    if heading not in SECTIONS:
        raise DocumentError.at(document.at(number), Message.of("document.no_section", heading=heading))
    return SECTIONS[heading]


def _read_sheet(document: Document, lookup: CharterJudgements, content: _Content) -> tuple[Sheet, list[LineStatus]]:
    sections = _sections(document, content)
    head = sections.pop("")
    draft = _Draft(fates=[LineStatus(number, FateKind.HEADING, (content.slug,)) for number in head])
    for section, (heading, *lines) in sections.items():
        draft.fates.append(LineStatus(heading, FateKind.HEADING, (f"{content.slug}.{section}",)))
        for number in lines:
            _read_line(document, lookup, content.slug, section, number, draft)
    last = max(number for lines in (head, *sections.values()) for number in lines)
    sheet = Sheet(
        sheet=document.line(content.first).strip(),
        slug=content.slug,
        subtitle=" ".join(document.line(number).strip() for number in head[1:]) or None,
        page=content.page,
        cite=document.cite(content.first, last),
        sections=tuple(
            SheetSection(section, document.cite(lines[1], lines[-1]))
            for section, lines in sections.items()
            if lines[1:]
        ),
        missing=tuple(section for section in SECTIONS.values() if section not in sections),
        phones=tuple(draft.phones),
        emails=tuple(draft.emails),
        addresses=tuple(draft.addresses),
        hours=tuple(draft.hours),
        cost=_cost(document, sections.get("costo", [])[1:]),
        documents=_papers(document, sections.get("documentazione", [])[1:]),
        collaborations=tuple(draft.collaborations),
        indicators=tuple(draft.indicators),
    )
    return sheet, draft.fates


def _read_line(
    document: Document, lookup: CharterJudgements, slug: str, section: str, number: int, draft: _Draft
) -> None:
    kind = FateKind.FIELD
    targets: tuple[str, ...] = (f"{slug}.{section}",)
    if section == "contatti" and not _read_contact(document, number, draft):
        return
    if section == "collaborazioni":
        draft.collaborations.extend(sheet_fields.collaborations_on(document, number, lookup))
    if section == "indicatori":
        found = sheet_fields.indicators_on(document, number, slug, len(draft.indicators))
        draft.indicators.extend(found)
        kind, targets = FateKind.FIGURE, tuple(indicator.id for indicator in found)
    draft.fates.append(LineStatus(number, kind, targets))


def _read_contact(document: Document, number: int, draft: _Draft) -> bool:
    """Whether the line of contacts was understood."""
    if emails := sheet_fields.emails_on(document, number):
        draft.emails.extend(emails)
    elif address := sheet_fields.address_on(document, number):
        draft.addresses.append(address)
    elif draft.addresses and (reached := sheet_fields.add_entrance(document, number, draft.addresses[-1])):
        draft.addresses[-1] = reached
    elif hours := sheet_fields.hours_on(document, number):
        draft.hours.append(hours)
    elif draft.hours and (longer := sheet_fields.continue_hours(document, number, draft.hours[-1])):
        draft.hours[-1] = longer
    elif phone := sheet_fields.phone_on(document, number):
        draft.phones.append(phone)
    else:
        return False
    return True


def _cost(document: Document, lines: list[int]) -> Cost | None:
    return (
        Cost(free=True, cite=(document.cite(lines[0], lines[-1]),)) if sheet_fields.is_free(document, lines) else None
    )


def _papers(document: Document, lines: list[int]) -> Papers | None:
    none = sheet_fields.needs_no_papers(document, lines)
    return Papers(cite=(document.cite(lines[0], lines[-1]),)) if none else None


def _front(document: Document, contents: tuple[_Content, ...]) -> Iterator[LineStatus]:
    """The statuses of the lines before the first sheet."""
    announced = {content.line: content for content in contents}
    for number, line in document.numbered():
        if number >= contents[0].first:
            return
        if number in announced:
            yield LineStatus(number, FateKind.FIELD, (f"{announced[number].slug}.page",))
        elif _LINK.fullmatch(line.strip()):
            yield LineStatus(number, FateKind.RESIDUE, why=Message.of("document.publisher_link"))
        else:
            yield LineStatus(number, FateKind.HEADING)


def outline_charter(document: Document, charter: CharterReading) -> tuple[Section, ...]:
    """Each sheet, and each field of it from its heading to the next."""
    named = {fate.line: fate.targets[0] for fate in charter.fates if fate.kind is FateKind.HEADING and fate.targets}
    sections = []
    for sheet in charter.sheets:
        fields = [line for line, name in named.items() if name.startswith(f"{sheet.slug}.")]
        sections.append(make_section(document.source, sheet.slug, sheet.sheet, (sheet.cite,)))
        for first, end in pairwise([*sorted(fields), sheet.cite.last + 1]):
            title = document.line(first).lstrip("> ").strip()
            lines = [line for line in range(first, end) if document.line(line).strip()]
            span = document.cite(lines[0], lines[-1])
            sections.append(make_section(document.source, named[first].replace(".", "/"), title, (span,)))
    return tuple(sections)
