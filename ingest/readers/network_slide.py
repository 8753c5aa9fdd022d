"""Reads the slide of the active network: partners under nine areas, as text that was extracted from a slide.

In such text headings are away from their lists, columns follow one another, entries are wrapped and some bullets are
lost. The reader relies on marks only. A bullet begins an entry. A line without a bullet continues the entry above if
the line before ends in a space or a hyphen, or a bracket is open. A heading belongs to the list that it touches. A
recorded judgement (`curated/slide.yaml`) must settle everything else, or reading stops at that line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from itertools import groupby
from types import MappingProxyType

from graph.errors import DocumentError
from graph.message import Message, Text
from graph.provenance import Citation, Section
from ingest.documents import Document
from ingest.identifiers import slugify
from ingest.ledger import FateKind, LineStatus
from ingest.readers.deck import FIGURES, SLIDE_GAP, outline_deck, read_deck
from ingest.readers.judgements import (
    Heading,
    SlideJudgements,
    demand_entries,
    place_slide_judgements,
    read_slide_judgements,
)
from ingest.readers.reader import DocumentReading, ExtractedFile, Partner, Reader, make_section

BULLET = "•"
_SEVERAL = re.compile(r"[,;/&]|\be\b", re.IGNORECASE)
"""What may join several names in one entry."""
PARTNERS = ExtractedFile(
    "partners", "id", Text("partner", "partners"), "The partners that the network slide names.", Partner
)


@dataclass(frozen=True, slots=True)
class SlideReading:
    """The partners of the slide in printed order, what became of each of its lines, and which lines it takes."""

    partners: tuple[Partner, ...]
    fates: tuple[LineStatus, ...]
    span: Citation


@dataclass(slots=True)
class _Entry:
    area: str
    lines: list[int]
    printed: str


@dataclass(slots=True)
class _Page:
    """What is known so far of the slide that is being read."""

    document: Document
    lookup: SlideJudgements
    entries: list[_Entry] = field(default_factory=list)
    fates: list[LineStatus] = field(default_factory=list)
    headed: dict[str, int] = field(default_factory=dict)


class NetworkSlideReader(Reader):
    """Reads the deck that has the network slide, with the judgements of `curated/slide.yaml`."""

    files = (PARTNERS,)
    judgements = MappingProxyType({"slide": read_slide_judgements})

    def __init__(self, curated: Traversable, country: str | None = None) -> None:
        super().__init__(curated, country)
        file = curated.joinpath("slide.yaml")
        self._lookup = read_slide_judgements(file) if file.is_file() else None

    def recognizes(self, document: Document) -> bool:
        """Whether the judgements name `document`, or else a line of it is the title of the slide."""
        if self._lookup is None:
            return False
        if self._lookup.source is not None:
            return self._lookup.source == document.source
        return any(line.strip() == self._lookup.title for line in document.lines)

    def read(self, document: Document) -> DocumentReading:
        """Take the partners from the slide, and the figures from the rest of the deck."""
        assert self._lookup is not None  # noqa: S101 - without judgements no document is recognized
        slide = read_network_slide(document, self._lookup)
        deck = read_deck(document, without=(slide.span,))
        return DocumentReading(
            {PARTNERS: slide.partners, FIGURES: deck.figures},
            (
                *outline_deck(document, deck.fates, without=slide.span),
                *outline_network_slide(document, self._lookup.title, slide),
            ),
            (*slide.fates, *deck.fates),
        )


def read_network_slide(document: Document, lookup: SlideJudgements) -> SlideReading:
    """Read the network slide of a deck.

    Parameters
    ----------
    document
        The text of the deck.
    lookup
        The judgements on the slide; `lookup.title` is a line that only this slide has.

    Returns
    -------
    SlideReading
        The partners, a status for each line of the slide, and its span.

    Raises
    ------
    DocumentError
        With `file:line`, at what no rule and no judgement settles.
    CatalogueError
        If the judgements do not fit the document.
    """
    first, last = _span(document, lookup.title)
    blocks = tuple(_blocks(document, first, last))
    page = _Page(document, place_slide_judgements(lookup, document, blocks))
    for block in blocks:
        _read_block(page, block)
    demand_entries(lookup, document, {entry.printed for entry in page.entries})
    _demand_lists(page)
    partners = tuple(partner for entry in page.entries for partner in _partners(page, entry))
    _demand_unique(document, partners)
    fates = sorted([*page.fates, *_entry_fates(page.entries, partners, document)], key=lambda fate: fate.line)
    return SlideReading(partners, tuple(fates), document.cite(first, last))


def _span(document: Document, title: str) -> tuple[int, int]:
    """First and last line of the slide with `title`."""
    found = [number for number, line in document.numbered() if line.strip() == title]
    if len(found) != 1:
        message = Message.of("document.slide_count", title=title, count=len(found))
        raise DocumentError.at(document.file, message)
    inked = [number for number, _ in document.numbered()]
    at = inked.index(found[0])
    first, last = at, at
    while first > 0 and inked[first] - inked[first - 1] <= SLIDE_GAP:
        first -= 1
    while last < len(inked) - 1 and inked[last + 1] - inked[last] <= SLIDE_GAP:
        last += 1
    return inked[first], inked[last]


def _blocks(document: Document, first: int, last: int) -> Iterator[list[int]]:
    """Runs of lines without a blank one between them."""
    block: list[int] = []
    for number in range(first, last + 1):
        if document.line(number).strip():
            block.append(number)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _read_block(page: _Page, block: list[int]) -> None:
    heading, height = _heading(page, block)
    if heading is not None:
        _note_heading(page, heading, block[:height])
    rest = block[height:]
    if not rest:
        return
    segment = page.lookup.segment_at(rest[0])
    area = heading.area if heading is not None else segment.area if segment is not None else None
    if area is None:
        raise DocumentError.at(page.document.at(rest[0]), Message.of("document.no_heading"))
    bulleted = any(page.document.line(number).startswith(BULLET) for number in rest)
    for number in rest:
        _read_line(page, number, area, above=None if number == rest[0] else number - 1, bulleted=bulleted)


def _heading(page: _Page, block: list[int]) -> tuple[Heading | None, int]:
    """The heading with which the block begins, and how many lines it takes."""
    known = {heading.text: heading for heading in page.lookup.headings}
    for height in range(len(block), 0, -1):
        text = " ".join(page.document.line(number).strip() for number in block[:height])
        if text in known:
            return known[text], height
    return None, 0


def _note_heading(page: _Page, heading: Heading, lines: list[int]) -> None:
    if heading.area is not None:
        page.headed[heading.area] = lines[0]
        page.fates.extend(LineStatus(number, FateKind.HEADING, (heading.area,)) for number in lines)
    else:
        page.fates.extend(LineStatus(number, FateKind.RESIDUE, why=heading.why) for number in lines)


def _read_line(page: _Page, number: int, area: str, above: int | None, bulleted: bool) -> None:
    line = page.document.line(number)
    if line.startswith(BULLET) or not _continues(page, number, area, above, bulleted):
        page.entries.append(_Entry(area, [number], line.removeprefix(BULLET).strip()))
        return
    entry = page.entries[-1]
    # A hyphen within a name, such as that of a double place name, stays closed up over the line's end.
    glue = "" if re.search(r"\w-$", entry.printed) else " "
    entry.lines.append(number)
    entry.printed = f"{entry.printed}{glue}{line.strip()}"


def _continues(page: _Page, number: int, area: str, above: int | None, bulleted: bool) -> bool:
    """Whether the line, which has no bullet, continues the entry above."""
    judged = page.lookup.reading_of(number)
    if judged is not None:
        return judged.reading == "continues" and bool(page.entries)
    if not page.entries or page.entries[-1].area != area:
        return False
    if above is not None:
        line = page.document.line(above)
        open_bracket = page.entries[-1].printed.count("(") > page.entries[-1].printed.count(")")
        if open_bracket or (bulleted and line[-1] in " -"):
            return True
        if not bulleted and line[-1] not in " -":
            return False
    message = Message.of("document.no_bullet", text=page.document.line(number).strip())
    raise DocumentError.at(page.document.at(number), message)


def _demand_lists(page: _Page) -> None:
    """Every heading has a list somewhere."""
    listed = {entry.area for entry in page.entries}
    for area, line in page.headed.items():
        if area not in listed:
            raise DocumentError.at(page.document.at(line), Message.of("document.no_list"))


def _partners(page: _Page, entry: _Entry) -> Iterator[Partner]:
    names = page.lookup.names_in(entry.printed)
    if names is None and _SEVERAL.search(entry.printed):
        message = Message.of("document.several_partners", text=entry.printed)
        raise DocumentError.at(page.document.at(entry.lines[0]), message)
    cite = page.document.cite(entry.lines[0], entry.lines[-1])
    for name in names or (entry.printed,):
        key = entry.printed if len(names or ()) < 2 else name
        clean = re.sub(r"\s+", " ", page.lookup.corrected(name))
        yield Partner(f"{entry.area}/{slugify(key)}", entry.area, entry.printed, clean, cite)


def _demand_unique(document: Document, partners: tuple[Partner, ...]) -> None:
    seen: dict[str, Partner] = {}
    for partner in partners:
        if partner.id in seen:
            earlier = seen[partner.id].cite.first
            message = Message.of("document.partner_twice", name=partner.name, line=earlier)
            raise DocumentError.at(document.at(partner.cite.first), message)
        seen[partner.id] = partner


def _entry_fates(entries: list[_Entry], partners: tuple[Partner, ...], document: Document) -> Iterator[LineStatus]:
    for entry in entries:
        first, *others = entry.lines
        ids = tuple(partner.id for partner in partners if partner.cite.first == first)
        yield LineStatus(first, FateKind.ENTRY, ids)
        yield from (LineStatus(line, FateKind.CONTINUATION, (str(document.cite(first)),)) for line in others)


def outline_network_slide(document: Document, title: str, slide: SlideReading) -> tuple[Section, ...]:
    """The slide, and each area of it: its heading and its list, which may be apart."""
    areas = {line: each.area for each in slide.partners for line in range(each.cite.first, each.cite.last + 1)}
    headings: dict[str, list[int]] = {}
    for fate in slide.fates:
        if fate.kind is FateKind.HEADING:
            headings.setdefault(fate.targets[0], []).append(fate.line)
            areas[fate.line] = fate.targets[0]
    whole = f"network/{slugify(title)}"  # no title of another slide gives a name with a slash
    sections = [make_section(document.source, whole, title, (slide.span,))]
    runs = [(area, [line for line, _ in run]) for area, run in groupby(sorted(areas.items()), key=lambda pair: pair[1])]
    for area, lines in headings.items():
        spans = tuple(document.cite(run[0], run[-1]) for name, run in runs if name == area)
        name = " ".join(document.line(line).strip() for line in lines)
        sections.append(make_section(document.source, f"{whole}/{area}", name, spans))
    return tuple(sections)
