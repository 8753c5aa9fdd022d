"""Reads web pages: how to reach an office, and when the page was updated.

Patterns find telephones, e-mail addresses, streets, hours and the date. The prose is left for people to read.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from graph.message import Message, Text
from graph.organizations import Address, Email, Phone
from graph.provenance import Citation, Section
from ingest.contacts import (
    KIND_NOTES,
    SHORTEST,
    PhoneKind,
    PhoneNumber,
    find_address,
    find_emails,
    find_town,
    list_phones,
    tells_hours,
)
from ingest.documents import Document
from ingest.identifiers import slugify
from ingest.ledger import FateKind, LineStatus
from ingest.readers.deck import has_slides, read_deck
from ingest.readers.reader import DocumentReading, ExtractedFile, Hours, Reader, make_section

_DIALLED = re.compile(r"(?<![\d/])\d{2,4}[ .]\d[\d .]{4,}\d(?:\s*/\s*\d{4,})*")
_LABELLED = re.compile(
    r"\b(?:tel|telefono|telephone|phone|cell|cellulare|mobile|fax|tty|tdd|dts)\b[.:]?\s*(?=[+(]?\d)", re.IGNORECASE
)
_ITALIAN = re.compile(r"\b(?:lunedì|venerdì|telefono|orari|piano|via|piazza)\b", re.IGNORECASE)
"""Words of a page in Italian, where numbers without an international form are taken for those of Italy."""
_UPDATED = re.compile(
    r"\b(?:(?:last )?updated|ultimo aggiornamento|(?:pagina )?aggiornat[ao](?: al| il)?)\b:?\s*"
    r"(?P<printed>(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4}))",
    re.IGNORECASE,
)
_FLOOR = re.compile(r"(?<!\d)(\d+)° piano")
_HOURS_LABEL = re.compile(r"^(?:\s*•\s*|orario:\s*)")
_MESSAGES = re.compile(r"whatsapp|text message|\bsms\b", re.IGNORECASE)
_LINK = re.compile(r"^(?:For (?:more )?information.*\bclick|Clicking)\s*, promising\b|^(?:Accedi|Scarica)\b")
"""The words around a link whose target was lost when the page became text."""


_LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """The date that a page gives for itself; Italian pages write the day first."""

    printed: str
    day: date
    cite: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The contacts on one page."""

    source: str
    updated: Update | None = None
    phones: tuple[Phone, ...] = ()
    emails: tuple[Email, ...] = ()
    addresses: tuple[Address, ...] = ()
    hours: tuple[Hours, ...] = ()


PAGES = ExtractedFile("pages", "source", Text("pagine", "pages"), "The contacts on the city's pages.", Page)


@dataclass(frozen=True, slots=True)
class PageReading:
    """A page, and what became of each line that was understood."""

    page: Page
    fates: tuple[LineStatus, ...]


class WebPageReader(Reader):
    """Reads web pages, and any text that is no deck."""

    files = (PAGES,)

    def recognizes(self, document: Document) -> bool:
        """Whether no gaps as between slides divide the text, or more of its lines are contacts than figures."""
        if not has_slides(document):
            return True
        figures = sum(fate.kind is FateKind.FIGURE for fate in read_deck(document).fates)
        return sum(fate.kind is FateKind.FIELD for fate in read_web_page(document).fates) > figures

    def read(self, document: Document) -> DocumentReading:
        """Take the contacts, the date and the title from `document`."""
        found = read_web_page(document, self._country)
        return DocumentReading({PAGES: (found.page,)}, outline_page(document), found.fates)


def read_web_page(document: Document, country: str | None = None) -> PageReading:
    """Read the contacts on a page.

    Parameters
    ----------
    document
        The text of the page.
    country
        The ISO 3166-1 code of the country whose telephone numbers are printed without `+`. If it is None, a page in
        Italian is taken for one of Italy.

    Returns
    -------
    PageReading
        The contacts, and a status for each line that was understood.
    """
    page = Page(
        source=document.source,
        updated=next(_updates(document), None),
        phones=tuple(_phones(document, country or _country(document))),
        emails=tuple(_emails(document)),
        addresses=tuple(_addresses(document)),
        hours=tuple(_hours(document)),
    )
    return PageReading(page, tuple(_fates(document, page)))


def _updates(document: Document) -> Iterator[Update]:
    for number, line in document.numbered():
        if match := _UPDATED.search(line):
            # A day that no month has is no date, and its line is left as not understood.
            with suppress(ValueError):
                day = date(int(match["year"]), int(match["month"]), int(match["day"]))
                yield Update(printed=match["printed"], day=day, cite=document.cite(number))


def _country(document: Document) -> str | None:
    return "IT" if any(map(_ITALIAN.search, document.lines)) else None


def _phones(document: Document, country: str | None) -> Iterator[Phone]:
    for number, line in document.numbered():
        for found in _numbers(line, country):
            yield Phone(
                printed=found.printed,
                number=found.number,
                note=KIND_NOTES.get(found.kind),
                messages=found.kind is PhoneKind.VOICE and _takes_messages(document, number, country),
                cite=(document.cite(number),),
            )


def _numbers(line: str, country: str | None) -> tuple[PhoneNumber, ...]:
    """The telephones on a line; digits that no telephone has are left as not understood."""
    labelled, dialled = _LABELLED.search(line), _DIALLED.search(line)
    text = line[labelled.start() :] if labelled else dialled[0] if dialled else ""
    try:
        found = list_phones(text, country)
    except ValueError:
        return ()
    return tuple(phone for phone in found if phone.number or sum(map(str.isdigit, phone.printed)) >= SHORTEST)


def _takes_messages(document: Document, number: int, country: str | None) -> bool:
    """Whether the line says so, or a line of its paragraph that has no telephone of its own."""
    if _MESSAGES.search(document.line(number)):
        return True
    return any(_MESSAGES.search(line) and not _numbers(line, country) for line in _paragraph(document, number))


def _paragraph(document: Document, number: int) -> tuple[str, ...]:
    """The run of lines around line `number` without a blank one."""
    first = last = number
    while first > 1 and document.line(first - 1).strip():
        first -= 1
    while last < len(document.lines) and document.line(last + 1).strip():
        last += 1
    return document.lines[first - 1 : last]


def _emails(document: Document) -> Iterator[Email]:
    for number, line in document.numbered():
        for address in find_emails(line):
            yield Email(address=address, cite=(document.cite(number),))


def _addresses(document: Document) -> Iterator[Address]:
    for number, line in document.numbered():
        found = find_address(line) if line.strip().lower().startswith(("via ", "largo ", "piazza", "viale ")) else None
        if found is None:
            continue
        town = find_town(document.line(number + 1)) if number < len(document.lines) else None
        floor = _FLOOR.search(line)
        yield Address(
            slug=slugify(found.street),
            street=found.street,
            postal_code=found.postal_code or (town[0] if town else None),
            municipality=found.municipality or (town[1] if town else None),
            note=Text(it=f"piano {floor[1]}", en=f"floor {floor[1]}") if floor else None,
            cite=(document.cite(number, number + 1 if town else number),),
        )


def _hours(document: Document) -> Iterator[Hours]:
    for number, line in document.numbered():
        if tells_hours(line):
            yield Hours(printed=_HOURS_LABEL.sub("", line).strip(), cite=document.cite(number))


def _fates(document: Document, page: Page) -> Iterator[LineStatus]:
    fields = dict(_field_lines(page))
    title = next(line.strip() for _, line in document.numbered())
    for number, line in document.numbered():
        if line.strip() == title:
            yield LineStatus(number, FateKind.HEADING, (document.source,))
        elif number in fields:
            yield LineStatus(number, FateKind.FIELD, (f"{document.source}.{fields[number]}",))
        elif _LINK.search(line):
            yield LineStatus(number, FateKind.RESIDUE, why=Message.of("document.lost_link"))


def _field_lines(page: Page) -> Iterator[tuple[int, str]]:
    if page.updated:
        yield page.updated.cite.first, "updated"
    for hours in page.hours:
        yield hours.cite.first, "hours"
    for name in ("phones", "emails", "addresses"):
        for item in getattr(page, name):
            for cite in item.cite:
                yield from ((line, name) for line in range(cite.first, cite.last + 1))


def outline_page(document: Document) -> tuple[Section, ...]:
    """The page under its title, which is its first line; nothing if that line is too long for a label."""
    lines = [number for number, _ in document.numbered()]
    title = document.line(lines[0]).strip()
    if len(title) > _LONGEST_TITLE:
        return ()
    return (make_section(document.source, "", title, (document.cite(lines[0], lines[-1]),)),)
