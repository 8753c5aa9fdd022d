"""Recorded judgements on the network slide: what its text cannot tell by itself, each with the reason.

A judgement names its line by text, or an entry as printed; its number only tells where it stood, so that it moves with
its line. Where it no longer fits the document, reading stops: a judgement on words that nobody printed is a mistake
waiting.
"""

from collections.abc import Iterable, Sequence
from importlib.resources.abc import Traversable
from typing import Literal

import msgspec

from graph.errors import CatalogueError
from ingest.documents import Document
from ingest.readers.judgement_relocation import demand_none, place_judgements
from ingest.yaml_entries import read_mapping


class Heading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A heading by its text (wraps joined by one space). Without an area it is mere layout."""

    text: str
    area: str | None = None
    why: str | None = None


class Segment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The block of lines that begins with `text` belongs to `area`; `line` is where it stood when it was judged."""

    line: int
    text: str
    area: str
    why: str
    decided: Literal["yes", "no"] = "yes"


class LineReading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The unbulleted line that says `text` begins an entry, or continues the one before."""

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


def place_lookup(lookup: SlideLookup, document: Document, blocks: Sequence[Sequence[int]]) -> SlideLookup:
    """`lookup` with each judgement on the line of `document` that says now what was judged.

    `blocks` are the line numbers of the slide, block by block. Raises CatalogueError with every judgement whose line
    is not there, or not there as often as it is judged.
    """

    def said(numbers: Iterable[int]) -> list[tuple[int, str]]:
        return [(number, document.line(number).strip()) for number in numbers]

    segments, lost = place_judgements(
        [(item, item.text) for item in lookup.segments], said(block[0] for block in blocks),
        lookup="slide.yaml, segments", among="beginning of a list", file=document.file,
    )  # fmt: skip
    lines, more = place_judgements(
        [(item, item.text) for item in lookup.lines], said(number for block in blocks for number in block),
        lookup="slide.yaml, lines", among="line of the slide", file=document.file,
    )  # fmt: skip
    demand_none([*lost, *more])
    return msgspec.structs.replace(lookup, segments=segments, lines=lines)


def demand_entries(lookup: SlideLookup, document: Document, entries: set[str]) -> None:
    """Every judgement on an entry speaks about one that the document has, as printed.

    Raises CatalogueError with all that do not.
    """
    about: tuple[Names | Correction, ...] = (*lookup.names, *lookup.corrections)
    demand_none([
        f"slide.yaml: '{item.printed}' is no entry of {document.file}; judge it again."
        for item in about
        if item.printed not in entries
    ])  # fmt: skip
