"""Finds the typed fields of a charter sheet by pattern, in the lines of one section."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from graph.errors import CatalogueError, DocumentError, ReadingError
from graph.message import Message, Text
from graph.organizations import Address, Email, Phone
from graph.vocabulary import Comparator
from ingest.contacts import find_address, find_emails, list_phones, tells_hours
from ingest.documents import Document
from ingest.editions import fingerprint
from ingest.identifiers import slugify
from ingest.readers.judgements import CharterJudgements, PrintedName
from ingest.readers.reader import Hours, Indicator, PrintedCollaboration

COUNTRY = "IT"
"""The charter is a document of an Italian city."""
_NOTES = (
    (re.compile(r"numero verde nazionale", re.IGNORECASE), "numero verde nazionale", "national freephone number"),
    (re.compile(r"\bh\.?\s*24\b"), "attivo 24 ore su 24", "round the clock"),
)
_ENTRANCE = re.compile(r"disabilità ingresso da (?P<entrance>[^)]+)\)")
_HOURS = re.compile(r"Orari(?:\s*\((?P<period>[^)]+)\))?\s*:\s*(?P<hours>.+)")
_FIGURE = re.compile(
    r"(?:(?P<sign>[≥≤]|\bAlmeno\b)\s*)?(?P<value>\d+(?:,\d+)?)"
    r"(?:\s*(?P<unit>%|giorni|persone|nuove iscrizioni|percorsi))?"
)
_COMPARATORS = {"≥": Comparator.AT_LEAST, "≤": Comparator.AT_MOST, "Almeno": Comparator.AT_LEAST}
_JOINS = re.compile(r"[,;:–/.]| - |\be\b")
"""What may join several names, or occur in prose, within one line of collaborations."""


def phone_on(document: Document, number: int) -> Phone | None:
    """The telephone on a line of contacts; None if there is none. Raises DocumentError if the number is malformed."""
    line = document.line(number)
    try:
        found = next(iter(list_phones(line, COUNTRY)), None)
    except ReadingError as error:
        raise DocumentError.at(document.at(number), error.message) from None
    if found is None:
        return None
    notes = [(it, en) for pattern, it, en in _NOTES if pattern.search(line)]
    note = Text(it=", ".join(it for it, _ in notes), en=", ".join(en for _, en in notes)) if notes else None
    messages = "whatsapp" in line.lower()
    return Phone(
        printed=found.printed, number=found.number, note=note, messages=messages, cite=(document.cite(number),)
    )


def emails_on(document: Document, number: int) -> tuple[Email, ...]:
    """The e-mail addresses on a line."""
    cite = (document.cite(number),)
    return tuple(Email(address=address, cite=cite) for address in find_emails(document.line(number)))


def address_on(document: Document, number: int) -> Address | None:
    """The address in a line that is wholly a link, `[place - street - town](...)`."""
    line = document.line(number)
    found = find_address(line) if line.startswith("[") else None
    if found is None:
        return None
    place = line[1 : line.index(found.street)].strip(" -–")
    return Address(
        slug=slugify(found.street),
        street=found.street,
        postal_code=found.postal_code,
        municipality=found.municipality,
        note=Text(it=place, en=place) if place else None,
        cite=(document.cite(number),),
    )


def add_entrance(document: Document, number: int, address: Address) -> Address | None:
    """`address` with the step-free entrance that the line names; None if it names none."""
    match = _ENTRANCE.search(document.line(number))
    if match is None:
        return None
    italian = f"ingresso per persone con disabilità: {match['entrance']}"
    english = f"entrance for people with disabilities: {match['entrance']}"
    before = address.note
    note = Text(it=f"{before.it}; {italian}", en=f"{before.en}; {english}") if before else Text(it=italian, en=english)
    return replace(address, note=note, cite=(*address.cite, document.cite(number)))


def hours_on(document: Document, number: int) -> Hours | None:
    """The opening times on a line labelled `Orari`; None for any other line."""
    match = _HOURS.match(document.line(number))
    if match is None:
        return None
    return Hours(printed=match["hours"].strip(), period=match["period"], cite=document.cite(number))


def continue_hours(document: Document, number: int, hours: Hours) -> Hours | None:
    """`hours` continued by the next line; None if that line has no opening times."""
    line = document.line(number).strip()
    if not tells_hours(line) or number != hours.cite.last + 1:
        return None
    return replace(hours, printed=f"{hours.printed} {line}", cite=document.cite(hours.cite.first, number))


def indicators_on(document: Document, number: int, slug: str, before: int) -> tuple[Indicator, ...]:
    """The quality standards on a line, numbered after the `before` earlier ones; 'Almeno' holds for the whole line."""
    found: list[Indicator] = []
    comparator = Comparator.EQUAL
    for match in _FIGURE.finditer(document.line(number)):
        comparator = _COMPARATORS.get(match["sign"], comparator)
        found.append(
            Indicator(
                id=f"{slug}/indicator-{before + len(found) + 1}",
                printed=match[0].strip(),
                comparator=comparator,
                value=match["value"].replace(",", "."),
                unit=match["unit"],
                cite=document.cite(number),
            )
        )
    return tuple(found)


def collaborations_on(document: Document, number: int, lookup: CharterJudgements) -> tuple[PrintedCollaboration, ...]:
    """The partners on a line of collaborations.

    Parameters
    ----------
    document
        The charter.
    number
        The number of the line.
    lookup
        The judgements on the charter, with their present lines.

    Returns
    -------
    tuple of PrintedCollaboration
        The judged names, or the whole line if it is a bullet with one plain name.

    Raises
    ------
    DocumentError
        If the line may have several names and is not judged.
    CatalogueError
        If a judged name is not printed in the line.
    """
    line = document.line(number)
    judged = lookup.names_on(number)
    if judged is not None:
        _demand_order(document, number, judged)
        return tuple(_collaboration(document, number, name) for name in judged)
    if not line.startswith("- ") or _JOINS.search(line.removeprefix("- ")):
        message = Message.of("document.several_names", line=number, says=fingerprint(line))
        raise DocumentError.at(document.at(number), message)
    return (_collaboration(document, number, PrintedName(printed=line.removeprefix("- ").strip())),)


def _collaboration(document: Document, number: int, name: PrintedName) -> PrintedCollaboration:
    return PrintedCollaboration(
        printed=name.printed,
        name=name.name or name.printed,
        role=name.role,
        generic=name.generic,
        cite=document.cite(number),
    )


def _demand_order(document: Document, number: int, names: Iterable[PrintedName]) -> None:
    line, start = document.line(number), 0
    for name in names:
        at = line.find(name.printed, start)
        if at < 0:
            message = Message.of("document.name_not_there", name=name.printed, place=document.at(number))
            raise CatalogueError.at("charter.yaml", message)
        start = at + len(name.printed)


def is_free(document: Document, lines: Sequence[int]) -> bool:
    """Whether the section says that the service costs nothing."""
    return any("gratuit" in document.line(number).lower() for number in lines)


def needs_no_papers(document: Document, lines: Sequence[int]) -> bool:
    """Whether the section says that no papers are needed."""
    return any(document.line(number).lower().startswith("nessuna documentazione") for number in lines)
