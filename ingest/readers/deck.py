"""The slide decks beside the network slide: their tables of figures, sizes of teams, years, and headings.

A table became lines of text: the year stands on the first line of its rows and holds until the next one.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.provenance import Citation
from graph.vocabulary import FigureKind
from ingest.documents import Document
from ingest.ledger import FateKind, LineStatus
from ingest.readers.records import PrintedFigure

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
_SLIDE_BREAK = 3
"""So many blank lines stand between two slides."""
_LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class DeckReading:
    """The figures in printed order, and what became of each line that was understood."""

    figures: tuple[PrintedFigure, ...]
    fates: tuple[LineStatus, ...]


def read_deck(document: Document, without: Iterable[Citation] = ()) -> DeckReading:
    """Read the figures and headings of `document`, leaving out the lines of `without` (other readers have them)."""
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
    before = -_SLIDE_BREAK
    for number, line in lines:
        ids = tuple(figure.id for figure in figures if figure.cite.first <= number <= figure.cite.last)
        text = line.strip()
        if ids:
            yield LineStatus(number, FateKind.FIGURE, ids)
        elif _COURTESY.fullmatch(text):
            yield LineStatus(number, FateKind.RESIDUE, why="a word of thanks")
        elif _heads_table(text) or _is_capitals(text) or (number - before > _SLIDE_BREAK and _is_title(line)):
            yield LineStatus(number, FateKind.HEADING)
        before = number


def _heads_table(text: str) -> bool:
    return any(pattern.fullmatch(text) for pattern in (_TABLE_HEADING, _SUM_HEADING))


def _is_capitals(text: str) -> bool:
    return text == text.upper() and " " in text


def _is_title(line: str) -> bool:
    """A short line that ends no sentence and was not broken at a space."""
    return len(line) <= _LONGEST_TITLE and line[-1] not in " .,;"
