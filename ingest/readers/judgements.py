"""Recorded judgements on what the text of a document cannot tell by itself, each with its reason.

`curated/slide.yaml` judges the network slide: headings, blocks, lines that begin or continue an entry, entries that
name several partners. `curated/charter.yaml` judges the service charter: which names a line of collaborations holds.

A judgement knows its line by what the line says, and its number only tells where the line was. So a judgement moves
with its line, and reading stops where the line is gone: a judgement on words that nobody printed is a mistake.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from importlib.resources.abc import Traversable
from typing import Any, ClassVar, Literal, Protocol, TypeVar

from graph.errors import CatalogueError
from ingest.decode import decode
from ingest.documents import Document
from ingest.editions import fingerprint
from ingest.yaml_entries import read_mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading by its text (wraps joined by one space). Without an area it is mere layout."""

    text: str
    area: str | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """The block of lines that begins with `text` belongs to `area`; `line` is where it stood when it was judged."""

    line: int
    text: str
    area: str
    why: str
    decided: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class LineReading:
    """The unbulleted line that says `text` begins an entry, or continues the one before."""

    line: int
    text: str
    reading: Literal["begins", "continues"]
    why: str
    decided: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The partners that the entry `printed` names: one, or several."""

    printed: str
    names: tuple[str, ...]
    why: str
    decided: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """The entry `printed` is a slip of the pen for `name`; where they are equal, it only looks like one."""

    printed: str
    name: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SlideJudgements:
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


def read_slide_judgements(file: Traversable, name: str = "slide.yaml") -> SlideJudgements:
    """The judgements in `file`. Raises CatalogueError where it is not of this shape."""
    return decode(read_mapping(file, name), SlideJudgements)


def place_slide_judgements(
    judgements: SlideJudgements, document: Document, blocks: Sequence[Sequence[int]]
) -> SlideJudgements:
    """`judgements` with each judgement on the line of `document` that says now what was judged.

    `blocks` are the line numbers of the slide, block by block. Raises CatalogueError with every judgement whose line
    is not there, or not there as often as it is judged.
    """

    def said(numbers: Iterable[int]) -> list[tuple[int, str]]:
        return [(number, document.line(number).strip()) for number in numbers]

    segments, lost = place_judgements(
        [(item, item.text) for item in judgements.segments], said(block[0] for block in blocks),
        lookup="slide.yaml, segments", among="beginning of a list", file=document.file,
    )  # fmt: skip
    lines, more = place_judgements(
        [(item, item.text) for item in judgements.lines], said(number for block in blocks for number in block),
        lookup="slide.yaml, lines", among="line of the slide", file=document.file,
    )  # fmt: skip
    demand_none([*lost, *more])
    return replace(judgements, segments=segments, lines=lines)


def demand_entries(judgements: SlideJudgements, document: Document, entries: set[str]) -> None:
    """Every judgement on an entry speaks about one that the document has, as printed.

    Raises CatalogueError with all that do not.
    """
    about: tuple[Names | Correction, ...] = (*judgements.names, *judgements.corrections)
    demand_none([
        f"slide.yaml: '{item.printed}' is no entry of {document.file}; judge it again."
        for item in about
        if item.printed not in entries
    ])  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedName:
    """A name as it stands in the line.

    `name` is the full one where the line shortens it; a `generic` one means a class of partners, not a partner.
    """

    printed: str
    name: str | None = None
    role: str | None = None
    generic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CollaborationLine:
    """The names, in printed order, in the line with the mark `says`; `line` is where it stood when it was judged."""

    line: int
    says: str
    names: tuple[PrintedName, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CharterJudgements:
    """Every judgement on one charter; `source` is that charter, without it any."""

    source: str | None = None
    collaborations: tuple[CollaborationLine, ...] = ()

    def names_on(self, line: int) -> tuple[PrintedName, ...] | None:
        """The names on `line`, None where nobody has judged it."""
        return next((entry.names for entry in self.collaborations if entry.line == line), None)


def read_charter_judgements(file: Traversable, name: str = "charter.yaml") -> CharterJudgements:
    """The judgements in `file`. Raises CatalogueError where it is not of this shape."""
    return decode(read_mapping(file, name), CharterJudgements)


def place_charter_judgements(
    judgements: CharterJudgements, document: Document, asked: Iterable[int]
) -> CharterJudgements:
    """`judgements` with each judgement on the line of `document`, among those `asked` for, that says what was judged.

    Raises CatalogueError with every judgement whose line is not there, or not there as often as it is judged.
    """
    placed, findings = place_judgements(
        [(item, item.says) for item in judgements.collaborations],
        [(number, fingerprint(document.line(number))) for number in asked],
        lookup="charter.yaml, collaborations", among="line of collaborations", file=document.file,
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
    judged: Sequence[tuple[J, str]], lines: Iterable[tuple[int, str]], *, lookup: str, among: str, file: str
) -> tuple[tuple[J, ...], list[str]]:
    """The judgements with the line on which each holds, and a finding for each that holds nowhere, or in doubt.

    `judged` has with each judgement what its line says, `lines` the same for every line it may be about. Where several
    lines say the same, as many judgements on them are given out in order. `lookup` is the judgements' own file,
    `among` says what sort of lines they are about, `file` is the document.
    """
    now = dict(lines)
    found: dict[str, list[int]] = defaultdict(list)
    for number, says in now.items():
        found[says].append(number)
    asking: dict[str, list[J]] = defaultdict(list)
    for item, says in judged:
        asking[says].append(item)
    placed: list[J] = []
    findings: list[str] = []
    for says, items in asking.items():
        numbers = found[says]
        if len(numbers) == len(items):
            ordered = sorted(items, key=lambda item: item.line)
            placed += [_moved(item, number) for item, number in zip(ordered, numbers, strict=True)]
            continue
        was = ", ".join(str(item.line) for item in items)
        doubt = _doubt(numbers, len(items), among, file)
        instead = "".join(f" Line {item.line} says '{now[item.line]}' now." for item in items if item.line in now)
        findings.append(f"{lookup}: '{says}', judged on line {was}: {doubt}{'' if numbers else instead}")
    return tuple(placed), findings


def _moved(item: J, line: int) -> J:
    return replace(item, line=line)


def _doubt(numbers: list[int], judgements: int, among: str, file: str) -> str:
    if not numbers:
        return f"no {among} of {file} says so any more; judge it again, or take the judgement out."
    places = ", ".join(map(str, numbers))
    return (
        f"{file} has it {_times(len(numbers))} ({places}) and it is judged {_times(judgements)}; "
        "judge it again: each of these lines once."
    )


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def demand_none(findings: Sequence[str]) -> None:
    """Raises CatalogueError where there are findings."""
    if findings:
        raise CatalogueError(tuple(findings))
