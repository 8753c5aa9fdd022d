"""Recorded judgements on what the text of a document does not settle by itself, each with its reason.

`curated/slide.yaml` judges the network slide: headings, blocks, lines that begin or continue an entry, and entries that
name several partners. `curated/charter.yaml` judges the service charter: which names a line of collaborations has.

A judgement is tied to the text of its line; the line number only says where the line was. So a judgement moves with its
line, and reading stops if the line is gone.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources.abc import Traversable
from typing import Any, ClassVar, Literal, Protocol, TypeVar

from graph.errors import CatalogueError
from graph.message import Finding, Message, Text
from ingest.decode import decode
from ingest.documents import Document
from ingest.editions import fingerprint
from ingest.yaml_entries import read_mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading by its text, with one space in place of each line end. A heading without an area is layout."""

    text: str
    area: str | None = None
    why: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """The block of lines that begins with `text` belongs to `area`; `line` is where it was when it was judged."""

    line: int
    text: str
    area: str
    why: Text
    decided: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class LineReading:
    """The line `text`, which has no bullet, begins an entry or continues the one before."""

    line: int
    text: str
    reading: Literal["begins", "continues"]
    why: Text
    decided: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The partners that the entry `printed` names: one, or several."""

    printed: str
    names: tuple[str, ...]
    why: Text
    decided: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Misprint:
    """The entry `printed` is a misprint of `name`; if they are equal, it only looks like one."""

    printed: str
    name: str
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class SlideJudgements:
    """All judgements on one slide.

    `title` is a line that only this slide has. `source` is the document that must have the slide; if it is None, any
    deck with the title has it.
    """

    title: str
    headings: tuple[Heading, ...]
    source: str | None = None
    segments: tuple[Segment, ...] = ()
    lines: tuple[LineReading, ...] = ()
    names: tuple[Names, ...] = ()
    corrections: tuple[Misprint, ...] = ()

    def segment_at(self, line: int) -> Segment | None:
        """The judgement on the block that begins at `line`."""
        return next((segment for segment in self.segments if segment.line == line), None)

    def reading_of(self, line: int) -> LineReading | None:
        """The judgement on `line`."""
        return next((reading for reading in self.lines if reading.line == line), None)

    def names_in(self, printed: str) -> tuple[str, ...] | None:
        """The partners that the entry names; None if it is not judged."""
        return next((names.names for names in self.names if names.printed == printed), None)

    def corrected(self, printed: str) -> str:
        """The name without the misprint."""
        return next((entry.name for entry in self.corrections if entry.printed == printed), printed)


def read_slide_judgements(file: Traversable, name: str = "slide.yaml") -> SlideJudgements:
    """The judgements in `file`. Raises CatalogueError if the file is malformed."""
    return decode(read_mapping(file, name), SlideJudgements)


def place_slide_judgements(
    judgements: SlideJudgements, document: Document, blocks: Sequence[Sequence[int]]
) -> SlideJudgements:
    """Move each judgement to the line of `document` that has the judged text now.

    `blocks` are the line numbers of the slide, block by block.

    Raises CatalogueError with every judgement whose text is missing, or occurs more or less often than it is judged.
    """

    def said(numbers: Iterable[int]) -> list[tuple[int, str]]:
        return [(number, document.line(number).strip()) for number in numbers]

    segments, lost = place_judgements(
        [(item, item.text) for item in judgements.segments], said(block[0] for block in blocks),
        lookup="slide.yaml, segments", lost="document.no_beginning", file=document.file,
    )  # fmt: skip
    lines, more = place_judgements(
        [(item, item.text) for item in judgements.lines], said(number for block in blocks for number in block),
        lookup="slide.yaml, lines", lost="document.no_line", file=document.file,
    )  # fmt: skip
    demand_none([*lost, *more])
    return replace(judgements, segments=segments, lines=lines)


def demand_entries(judgements: SlideJudgements, document: Document, entries: set[str]) -> None:
    """Check that the document has every judged entry, as printed. Raises CatalogueError with all that it lacks."""
    about: tuple[Names | Misprint, ...] = (*judgements.names, *judgements.corrections)
    demand_none([
        Finding("slide.yaml", Message.of("document.no_entry", text=item.printed, file=document.file))
        for item in about
        if item.printed not in entries
    ])  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedName:
    """A name as printed in a line.

    `name` is the full name if the line shortens it. A `generic` name means a class of partners, not a partner.
    """

    printed: str
    name: str | None = None
    role: str | None = None
    generic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CollaborationLine:
    """The names, in printed order, in the line with the fingerprint `says`; `line` is where it was when judged."""

    line: int
    says: str
    names: tuple[PrintedName, ...]
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class CharterJudgements:
    """All judgements on one charter; `source` is that charter, or None for any."""

    source: str | None = None
    collaborations: tuple[CollaborationLine, ...] = ()

    def names_on(self, line: int) -> tuple[PrintedName, ...] | None:
        """The names on `line`; None if it is not judged."""
        return next((entry.names for entry in self.collaborations if entry.line == line), None)


def read_charter_judgements(file: Traversable, name: str = "charter.yaml") -> CharterJudgements:
    """The judgements in `file`. Raises CatalogueError if the file is malformed."""
    return decode(read_mapping(file, name), CharterJudgements)


def place_charter_judgements(
    judgements: CharterJudgements, document: Document, asked: Iterable[int]
) -> CharterJudgements:
    """Move each judgement to the line of `document` that has the judged text now.

    `asked` are the numbers of the lines that may be judged.

    Raises CatalogueError with every judgement whose text is missing, or occurs more or less often than it is judged.
    """
    placed, findings = place_judgements(
        [(item, item.says) for item in judgements.collaborations],
        [(number, fingerprint(document.line(number))) for number in asked],
        lookup="charter.yaml, collaborations", lost="document.no_collaboration", file=document.file,
    )  # fmt: skip
    demand_none(findings)
    return replace(judgements, collaborations=placed)


class Judged(Protocol):
    """A judgement on a line."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def line(self) -> int:
        """The number of the line when it was judged."""
        ...


J = TypeVar("J", bound=Judged)


def place_judgements(
    judged: Sequence[tuple[J, str]], lines: Iterable[tuple[int, str]], *, lookup: str, lost: str, file: str
) -> tuple[tuple[J, ...], list[Finding]]:
    """Find the line that each judgement is about now.

    If several lines have the same text and as many judgements are about it, they are matched in order.

    Parameters
    ----------
    judged
        Each judgement with the text of its line.
    lines
        The lines that may be judged: number and text.
    lookup, lost, file
        For findings: the file of the judgements, the message that no line says so any more, and the document.

    Returns
    -------
    tuple
        The judgements with their present lines, and a finding for each that has no line or too many.
    """
    now = dict(lines)
    found: dict[str, list[int]] = defaultdict(list)
    for number, says in now.items():
        found[says].append(number)
    asking: dict[str, list[J]] = defaultdict(list)
    for item, says in judged:
        asking[says].append(item)
    placed: list[J] = []
    findings: list[Finding] = []
    for says, items in asking.items():
        numbers = found[says]
        if len(numbers) == len(items):
            ordered = sorted(items, key=lambda item: item.line)
            placed += [_moved(item, number) for item, number in zip(ordered, numbers, strict=True)]
            continue
        doubt = _too_many(numbers, len(items), file) if numbers else _lost(items, now, lost, file)
        was = tuple(item.line for item in items)
        findings.append(Finding(lookup, Message.of("document.judged", text=says, lines=was, doubt=doubt)))
    return tuple(placed), findings


def _moved(item: J, line: int) -> J:
    return replace(item, line=line)


def _lost(items: Iterable[Judged], now: Mapping[int, str], lost: str, file: str) -> Message:
    gone = Message.of(lost, file=file)
    instead = [
        Message.of("document.says_now", line=item.line, text=now[item.line]) for item in items if item.line in now
    ]
    return Message.of("document.sentences", sentences=(gone, *instead))


def _too_many(numbers: Sequence[int], judgements: int, file: str) -> Message:
    times, judged = (Message.of("document.times", count=count) for count in (len(numbers), judgements))
    return Message.of("document.has_it", file=file, times=times, lines=tuple(numbers), judged=judged)


def demand_none(findings: Sequence[Finding]) -> None:
    """Raises CatalogueError if there are findings."""
    if findings:
        raise CatalogueError(tuple(findings))
