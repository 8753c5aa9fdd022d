"""The headings of documents, each with the lines that stand under it: what a citation shows as its section.

A heading is a label, printed as it is. Where it stands away from its text, `curated/outline.yaml` says so, and why.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from graph.provenance import Citation, Section
from ingest.documents import Document
from ingest.identifiers import slugify
from ingest.ledger import FateKind, LineStatus
from ingest.readers.detection import SLIDE_GAP
from ingest.readers.records import Partner, Sheet

_LONGEST_TITLE = 60


def outline_charter(document: Document, sheets: Iterable[Sheet], fates: Iterable[LineStatus]) -> tuple[Section, ...]:
    """Each sheet, and each field of it from its heading to the next."""
    named = {fate.line: fate.targets[0] for fate in fates if fate.kind is FateKind.HEADING and fate.targets}
    sections = []
    for sheet in sheets:
        fields = [line for line, name in named.items() if name.startswith(f"{sheet.slug}.")]
        sections.append(_section(document.source, sheet.slug, sheet.sheet, (sheet.cite,)))
        for first, end in pairwise([*sorted(fields), sheet.cite.last + 1]):
            title = document.line(first).lstrip("> ").strip()
            span = _span(document, range(first, end))
            sections.append(_section(document.source, named[first].replace(".", "/"), title, (span,)))
    return tuple(sections)


def outline_deck(
    document: Document, fates: Iterable[LineStatus], without: Citation | None = None
) -> tuple[Section, ...]:
    """Each slide whose first line is its title, but the one that `without` spans (another reader has it)."""
    headings = {fate.line for fate in fates if fate.kind is FateKind.HEADING}
    sections: dict[str, Section] = {}
    for slide in _slides(document):
        title = document.line(slide[0]).strip().rstrip(":")
        name = slugify(title)
        if slide[0] in headings and slide[0] != (without.first if without else None) and name:
            spans = (*(sections[name].cite if name in sections else ()), document.cite(slide[0], slide[-1]))
            sections[name] = _section(document.source, name, title, spans)
    return tuple(sections.values())


def outline_network_slide(
    document: Document, title: str, span: Citation, partners: Iterable[Partner], fates: Iterable[LineStatus]
) -> tuple[Section, ...]:
    """The slide, and each area of it: its heading and its list, which may stand apart."""
    areas = {line: partner.area for partner in partners for line in range(partner.cite.first, partner.cite.last + 1)}
    headings: dict[str, list[int]] = {}
    for fate in fates:
        if fate.kind is FateKind.HEADING and span.first <= fate.line <= span.last:
            headings.setdefault(fate.targets[0], []).append(fate.line)
            areas[fate.line] = fate.targets[0]
    slide = f"network/{slugify(title)}"  # no title of another slide gives a name with a slash
    sections = [_section(document.source, slide, title, (span,))]
    runs = [(area, [line for line, _ in run]) for area, run in groupby(sorted(areas.items()), key=lambda pair: pair[1])]
    for area, lines in headings.items():
        spans = tuple(document.cite(run[0], run[-1]) for name, run in runs if name == area)
        name = " ".join(document.line(line).strip() for line in lines)
        sections.append(_section(document.source, f"{slide}/{area}", name, spans))
    return tuple(sections)


def outline_page(document: Document) -> tuple[Section, ...]:
    """The page under its title: its first line, where that is short enough for a label."""
    lines = [number for number, _ in document.numbered()]
    title = document.line(lines[0]).strip()
    if len(title) > _LONGEST_TITLE:
        return ()
    return (_section(document.source, "", title, (document.cite(lines[0], lines[-1]),)),)


def _section(source: str, name: str, title: str, cite: tuple[Citation, ...]) -> Section:
    return Section(id=f"{source}/{name}".rstrip("/"), title=title, cite=cite)


def _span(document: Document, lines: Sequence[int]) -> Citation:
    inked = [line for line in lines if document.line(line).strip()]
    return document.cite(inked[0], inked[-1])


def _slides(document: Document) -> Iterator[list[int]]:
    """The lines of each slide that are not blank."""
    slide: list[int] = []
    for number, _ in document.numbered():
        if slide and number - slide[-1] > SLIDE_GAP:
            yield slide
            slide = []
        slide.append(number)
    yield slide
