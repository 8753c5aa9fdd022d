"""A page of the city's site as text: how to reach the office, and when the page was updated.

Its prose is for people to read; what is found here by pattern are telephones, e-mails, addresses, hours and the date.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from graph.model import Address, Email, Phone, Text
from ingest.documents import Document
from ingest.identifiers import slugify
from ingest.ledger import FateKind, LineStatus
from ingest.phones import KIND_NOTES, SHORTEST, PhoneNumber, list_phones
from ingest.readers.contacts import find_address, find_emails, find_town, tells_hours
from ingest.readers.records import Hours, Page, Update

_DIALLED = re.compile(r"(?<![\d/])\d{2,4}[ .]\d[\d .]{4,}\d(?:\s*/\s*\d{4,})*")
_LABELLED = re.compile(
    r"\b(?:tel|telefono|telephone|phone|cell|cellulare|mobile|fax|tty|tdd|dts)\b[.:]?\s*(?=[+(]?\d)", re.IGNORECASE
)
_ITALIAN = re.compile(r"\b(?:lunedì|venerdì|telefono|orari|piano|via|piazza)\b", re.IGNORECASE)
"""Words of a page in Italian, where numbers without an international form are taken for those of Italy."""
_UPDATED = re.compile(r"Updated:\s*(?P<printed>(?P<day>\d{2})/(?P<month>\d{2})/(?P<year>\d{4}))")
_FLOOR = re.compile(r"(?<!\d)(\d+)° piano")
_HOURS_LABEL = re.compile(r"^(?:\s*•\s*|orario:\s*)")
_MESSAGES = re.compile(r"whatsapp|text message|\bsms\b", re.IGNORECASE)
_LINK = re.compile(r"^(?:For (?:more )?information.*\bclick|Clicking)\s*, promising\b|^(?:Accedi|Scarica)\b")
"""The words around a link whose target was lost when the page became text."""


@dataclass(frozen=True, slots=True)
class PageReading:
    """The page, and what became of each line that was understood."""

    page: Page
    fates: tuple[LineStatus, ...]


def read_web_page(document: Document, country: str | None = None) -> PageReading:
    """Read the contacts of `document`.

    `country` is the ISO 3166-1 code of the country whose numbers are printed without `+`; where it is not known, a
    page in Italian is taken for one of Italy.
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
                messages=_MESSAGES.search(_paragraph(document, number)) is not None,
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


def _paragraph(document: Document, number: int) -> str:
    """The run of lines around line `number` without a blank one."""
    first = last = number
    while first > 1 and document.line(first - 1).strip():
        first -= 1
    while last < len(document.lines) and document.line(last + 1).strip():
        last += 1
    return " ".join(document.lines[first - 1 : last])


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
            yield LineStatus(number, FateKind.RESIDUE, why="the words around a link whose target was lost")


def _field_lines(page: Page) -> Iterator[tuple[int, str]]:
    if page.updated:
        yield page.updated.cite.first, "updated"
    for hours in page.hours:
        yield hours.cite.first, "hours"
    for name in ("phones", "emails", "addresses"):
        for item in getattr(page, name):
            for cite in item.cite:
                yield from ((line, name) for line in range(cite.first, cite.last + 1))
