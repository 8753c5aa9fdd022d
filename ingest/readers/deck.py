"""Reads slide decks: tables of figures, sizes of teams, years and headings.

A table became lines of text. Its year is printed on the first line of its rows and holds until the next year.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from graph.message import Message, Text
from graph.provenance import Citation, Section
from graph.vocabulary import FigureKind
from ingest.documents import Document
from ingest.identifiers import slugify
from ingest.ledger import FateKind, LineStatus
from ingest.readers.reader import DocumentReading, ExtractedFile, Reader, make_section

_ROWS = (
    # year (or nothing), number, who reported: one cell of the table of cases
    (re.compile(r"(?:(?P<year>\d{4}) )?(?P<a>\d+):? (?:dal )?carcere"), ("referrals-from-prison",)),
    (re.compile(r"(?P<a>\d+):? (?:dai )?s(?:erv)?\. territoriali", re.I), ("referrals-from-territorial-services",)),
    (
        re.compile(r"(?:TOTALE )?(?P<a>\d+) (?P<b>\d+) (?P<c>\d+) \(per (?P<d>\d+) persone\)"),
        ("referrals", "taken-in-charge", "internships-started", "people-in-internships"),
    ),
    (re.compile(r"(?P<year>\d{4}) (?P<a>\d+) \(su (?P<b>\d+) persone\)"), ("hires", "people-in-internships-of-hires")),
    (
        re.compile(r"(?P<a>\d+) \(su (?P<b>\d+) persone\) = (?P<c>\d+,\d+)%"),
        ("hires", "people-in-internships-of-hires", "hires-percent"),
    ),
    (re.compile(r"(?P<a>\d+) in azienda ospitante"), ("hires-by-host-company",)),
    (re.compile(r"(?P<a>\d+) in altra azienda"), ("hires-by-other-company",)),
)
_SUM_HEADING = re.compile(r"TOTALE NEL|TRIENNIO|Totale")
_YEARS = re.compile(r"\b(\d{4})(?: al |-)(\d{4})\b")
_TABLE_HEADING = re.compile(r"ANNO\b.*|CARICO|N° TIROCINI|AVVIATI")
_TEAM = re.compile(
    r"(?:\bn\.\s*)?(?P<number>(?<!\d)\d+|\bun)\s+(?P<role>operatore pubblico|operatori della cooperativa|tutor"
    r"|coordinatore|assistente sociale|psicologi|educatori)\b"
)
_SINCE = re.compile(r"opera con continuità dal (?P<year>\d{4})")
_COURTESY = re.compile(r"Grazie!?")
SLIDE_GAP = 3
"""Lines of two slides are more than this many lines apart, and in no other kind of text."""
_FEWEST_GAPS = 2
_LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedFigure:
    """A number as a deck prints it: what it counts (`measure`) and, in a table, for which years (`period`)."""

    id: str
    measure: str
    kind: FigureKind
    period: str | None = None
    value: str
    printed: str
    cite: Citation


FIGURES = ExtractedFile("figures", "id", Text("cifre", "figures"), "The figures in the slide decks.", PrintedFigure)


@dataclass(frozen=True, slots=True)
class DeckReading:
    """The figures of a deck in printed order, and what became of each line that was understood."""

    figures: tuple[PrintedFigure, ...]
    fates: tuple[LineStatus, ...]


class DeckReader(Reader):
    """Reads the slide decks that have no network slide."""

    files = (FIGURES,)

    def recognizes(self, document: Document) -> bool:
        """Whether gaps as between slides divide the text."""
        return has_slides(document)

    def read(self, document: Document) -> DocumentReading:
        """Take the figures and the titles of the slides from `document`."""
        deck = read_deck(document)
        return DocumentReading({FIGURES: deck.figures}, outline_deck(document, deck.fates), deck.fates)


def has_slides(document: Document) -> bool:
    """Whether gaps as between slides divide the text of `document`."""
    lines = [number for number, _ in document.numbered()]
    return sum(later - earlier > SLIDE_GAP for earlier, later in pairwise(lines)) >= _FEWEST_GAPS


def read_deck(document: Document, without: Iterable[Citation] = ()) -> DeckReading:
    """Read the figures and headings of a deck.

    Parameters
    ----------
    document
        The text of the deck.
    without
        Lines to leave out, because another reader has them.

    Returns
    -------
    DeckReading
        The figures, and a status for each line that was understood.
    """
    left_out = {line for span in without for line in range(span.first, span.last + 1)}
    lines = [(number, line) for number, line in document.numbered() if number not in left_out]
    figures = (*_table_figures(document, lines), *_team_figures(document, lines))
    ordered = tuple(sorted(figures, key=lambda figure: figure.cite.first))
    return DeckReading(ordered, tuple(_fates(lines, ordered)))


def _table_figures(document: Document, lines: list[tuple[int, str]]) -> Iterator[PrintedFigure]:
    period = table = None
    for number, line in lines:
        text = line.strip()
        if years := _YEARS.search(text):
            table = f"{years[1]}-{years[2]}"
        if _SUM_HEADING.fullmatch(text):
            period = table
        for pattern, measures in _ROWS:
            match = pattern.fullmatch(text)
            if match is None:
                continue
            period = match.groupdict().get("year") or period
            for name, measure in zip("abcd", measures, strict=False):
                value = match[name].replace(",", ".")
                yield PrintedFigure(
                    id=f"{measure}/{period}",
                    measure=measure,
                    kind=FigureKind.STATISTIC,
                    period=period,
                    value=value,
                    printed=match[name],
                    cite=document.cite(number),
                )


def _team_figures(document: Document, lines: list[tuple[int, str]]) -> Iterator[PrintedFigure]:
    """Sizes of teams; a number and its word may be parted by the end of a line."""
    text, starts = "", []
    for number, line in lines:
        starts.append((len(text), number))
        text += line.rstrip() + " "

    def line_at(offset: int) -> int:
        return max((start, number) for start, number in starts if start <= offset)[1]

    seen: Counter[str] = Counter()
    for match in _TEAM.finditer(text):
        cite = document.cite(line_at(match.start()), line_at(match.end() - 1))
        value = "1" if match["number"] == "un" else match["number"]
        measure = match["role"].replace(" ", "-")
        seen[measure] += 1
        yield PrintedFigure(
            id=f"team/{measure}" if seen[measure] == 1 else f"team/{measure}-{seen[measure]}",
            measure=measure,
            kind=FigureKind.ATTRIBUTE,
            value=value,
            printed=match[0],
            cite=cite,
        )
    for match in _SINCE.finditer(text):
        yield PrintedFigure(
            id=f"since/{match['year']}",
            measure="since",
            kind=FigureKind.ATTRIBUTE,
            value=match["year"],
            printed=match["year"],
            cite=document.cite(line_at(match.start("year"))),
        )


def _fates(lines: list[tuple[int, str]], figures: tuple[PrintedFigure, ...]) -> Iterator[LineStatus]:
    before = -SLIDE_GAP
    for number, line in lines:
        ids = tuple(figure.id for figure in figures if figure.cite.first <= number <= figure.cite.last)
        text = line.strip()
        if ids:
            yield LineStatus(number, FateKind.FIGURE, ids)
        elif _COURTESY.fullmatch(text):
            yield LineStatus(number, FateKind.RESIDUE, why=Message.of("document.thanks"))
        elif _heads_table(text) or _is_capitals(text) or (number - before > SLIDE_GAP and _is_title(line)):
            yield LineStatus(number, FateKind.HEADING)
        before = number


def _heads_table(text: str) -> bool:
    return any(pattern.fullmatch(text) for pattern in (_TABLE_HEADING, _SUM_HEADING))


def _is_capitals(text: str) -> bool:
    return text == text.upper() and " " in text


def _is_title(line: str) -> bool:
    """A short line that ends no sentence and was not broken at a space."""
    return len(line) <= _LONGEST_TITLE and line[-1] not in " .,;"


def outline_deck(
    document: Document, fates: Iterable[LineStatus], without: Citation | None = None
) -> tuple[Section, ...]:
    """List the slides whose first line is their title.

    Parameters
    ----------
    document
        The text of the deck.
    fates
        The statuses that `read_deck` gave to its lines.
    without
        The lines of a slide to leave out, because another reader has it.

    Returns
    -------
    tuple of Section
        One for each title; slides with one title are one section.
    """
    headings = {fate.line for fate in fates if fate.kind is FateKind.HEADING}
    sections: dict[str, Section] = {}
    for slide in _slides(document):
        title = document.line(slide[0]).strip().rstrip(":")
        name = slugify(title)
        if slide[0] in headings and slide[0] != (without.first if without else None) and name:
            spans = (*(sections[name].cite if name in sections else ()), document.cite(slide[0], slide[-1]))
            sections[name] = make_section(document.source, name, title, spans)
    return tuple(sections.values())


def _slides(document: Document) -> Iterator[list[int]]:
    """The lines of each slide that are not blank."""
    slide: list[int] = []
    for number, _ in document.numbered():
        if slide and number - slide[-1] > SLIDE_GAP:
            yield slide
            slide = []
        slide.append(number)
    yield slide
