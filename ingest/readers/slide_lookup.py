"""Recorded judgements on the network slide: what its text cannot tell by itself, each with the reason.

A judgement names its line by number and by text, or an entry as printed. Where it no longer fits the document, reading
stops: a judgement on words that nobody printed is a mistake waiting.
"""

from importlib.resources.abc import Traversable
from typing import Literal

import msgspec

from graph.errors import CatalogueError
from ingest.documents import Document
from ingest.notation import read_mapping


class Heading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A heading by its text (wraps joined by one space). Without an area it is mere layout."""

    text: str
    area: str | None = None
    why: str | None = None


class Segment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The block of lines that begins at `line` belongs to `area`."""

    line: int
    text: str
    area: str
    why: str
    decided: Literal["yes", "no"] = "yes"


class LineReading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The unbulleted `line` begins an entry, or continues the one before."""

    line: int
    text: str
    reading: Literal["begins", "continues"]
    why: str
    decided: Literal["yes", "no"] = "yes"


class Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The partners that the entry `printed` names: one, or several."""

    printed: str
    names: tuple[str, ...]
    why: str
    decided: Literal["yes", "no"] = "yes"


class Correction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The entry `printed` is a slip of the pen for `name`; where they are equal, it only looks like one."""

    printed: str
    name: str
    why: str


class SlideLookup(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Every judgement on one slide; `title` is a line that only this slide has.

    `source` is the document that must have the slide; without it, any deck that has the title.
    """

    title: str
    headings: tuple[Heading, ...]
    source: str | None = None
    segments: tuple[Segment, ...] = ()
    lines: tuple[LineReading, ...] = ()
    names: tuple[Names, ...] = ()
    corrections: tuple[Correction, ...] = ()

    def segment_at(self, line: int) -> Segment | None:
        """The judgement on the block that begins at `line`."""
        return next((segment for segment in self.segments if segment.line == line), None)

    def reading_of(self, line: int) -> LineReading | None:
        """The judgement on `line`."""
        return next((reading for reading in self.lines if reading.line == line), None)

    def names_in(self, printed: str) -> tuple[str, ...] | None:
        """The partners that the entry names, None where nobody has judged it."""
        return next((names.names for names in self.names if names.printed == printed), None)

    def corrected(self, printed: str) -> str:
        """The name without the slip of the pen."""
        return next((entry.name for entry in self.corrections if entry.printed == printed), printed)


def read_slide_lookup(file: Traversable, name: str = "slide.yaml") -> SlideLookup:
    """The judgements in `file`. Raises CatalogueError where it is not of this shape."""
    entry = read_mapping(file, name)
    try:
        return msgspec.convert(entry.value, SlideLookup, strict=False)
    except msgspec.ValidationError as error:
        raise CatalogueError((f"{name}: {error}.",)) from None


def demand_fit(lookup: SlideLookup, document: Document, entries: set[str]) -> None:
    """Every judgement speaks about a line, or an entry (as printed), that the document has.

    Raises CatalogueError with all that do not.
    """
    placed: tuple[Segment | LineReading, ...] = (*lookup.segments, *lookup.lines)
    findings = [
        f"slide.yaml: line {item.line} is not '{item.text}' in {document.file}; judge it again."
        for item in placed
        if item.line > len(document.lines) or document.line(item.line).strip() != item.text
    ]
    about: tuple[Names | Correction, ...] = (*lookup.names, *lookup.corrections)
    findings += [
        f"slide.yaml: '{item.printed}' is no entry of {document.file}; judge it again."
        for item in about
        if item.printed not in entries
    ]
    if findings:
        raise CatalogueError(tuple(findings))
