"""What becomes of the citations in `curated/` when lines move: each stands, moved, changed or vanished.

Nothing of `curated/` is written. Its files with the citations where they lead now are proposed whole.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

import yaml

from graph.provenance import Citation
from ingest.citations.editions import BLANK, Edition, align
from ingest.decode import parse_citation
from ingest.yaml_entries import read_entries

GONE = "-gone"
"""At the end of a source: no such source is known, so that no proposal is taken over with a citation that vanished."""


class DisplacementKind(StrEnum):
    """What became of a citation."""

    STANDS = "standing"
    MOVED = "moved"
    """The same lines, elsewhere."""
    CHANGED = "changed"
    """Some of the lines say something else, or others came between them."""
    VANISHED = "vanished"
    """None of the lines is there, or they are no longer in one order."""


@dataclass(frozen=True, slots=True)
class Displacement:
    """A citation at `line` and `column` (from 1) of a file of `curated/`, and the lines that it leads to `now`."""

    file: str
    line: int
    column: int
    printed: str
    cite: Citation
    kind: DisplacementKind = DisplacementKind.STANDS
    now: Citation | None = None


def follow_citations(
    folder: Path, editions: Mapping[str, Edition], now: Mapping[str, Edition]
) -> tuple[Displacement, ...]:
    """Every citation in `curated/` of a source that has a cited edition and one of `now`, and what became of it."""
    tracks = {source: _Track(editions[source], edition) for source, edition in now.items() if source in editions}
    return tuple(
        tracks[item.cite.source].follow(item) for item in _list_citations(folder) if item.cite.source in tracks
    )


class _Track:
    """From the lines of the edition that was cited to those of the document."""

    def __init__(self, before: Edition, after: Edition) -> None:
        self._same = before.sha256 == after.sha256
        self._before, self._after = before.marks, after.marks
        self._where = {} if self._same else align(before.marks, after.marks)

    def follow(self, item: Displacement) -> Displacement:
        if self._same:
            return replace(item, now=item.cite)
        cited = _inked(self._before, item.cite.first, item.cite.last)
        found = [self._where[line] for line in cited if line in self._where]
        if not found or found != sorted(found):
            return replace(item, kind=DisplacementKind.VANISHED)
        now = Citation(item.cite.source, found[0], found[-1])
        if not len(cited) == len(found) == len(_inked(self._after, now.first, now.last)):
            return replace(item, kind=DisplacementKind.CHANGED, now=now)
        if found == cited:
            return replace(item, now=item.cite)
        return replace(item, kind=DisplacementKind.MOVED, now=now)


def _inked(marks: Sequence[str], first: int, last: int) -> list[int]:
    return [line for line in range(first, min(last, len(marks)) + 1) if marks[line - 1] != BLANK]


def _list_citations(folder: Path) -> Iterator[Displacement]:
    for file in _curated_files(folder):
        name = f"curated/{file.name}"
        for entry in read_entries(file, name):
            for node in _cited(entry.node):
                cite = parse_citation(node.value)
                if cite is not None:
                    mark = node.start_mark
                    yield Displacement(name, mark.line + 1, mark.column + 1, node.value, cite)


def _curated_files(folder: Path) -> list[Path]:
    """The files of `curated/` that are lists of entries."""
    files = sorted((folder / "curated").glob("*.yaml"))
    return [file for file in files if file.name not in ("slide.yaml", "charter.yaml")]


def _cited(node: yaml.Node, key: str = "") -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.MappingNode):
        for name, child in node.value:
            yield from _cited(child, name.value)
    elif isinstance(node, yaml.SequenceNode):
        for child in node.value:
            yield from _cited(child, key)
    elif isinstance(node, yaml.ScalarNode) and key == "cite":
        yield node


def count_kinds(displacements: Iterable[Displacement]) -> dict[DisplacementKind, int]:
    """How many citations became what; kinds that did not occur are 0."""
    found = Counter(item.kind for item in displacements)
    return {kind: found[kind] for kind in DisplacementKind}


def displaced_sources(displacements: Iterable[Displacement]) -> frozenset[str]:
    """The sources of which some citation no longer stands."""
    return frozenset(item.cite.source for item in displacements if item.kind is not DisplacementKind.STANDS)


def redirect(folder: Path, displacements: Iterable[Displacement]) -> dict[str, str]:
    """The text of each file of `curated/` of which a citation is displaced, with the lines that it leads to now.

    One that vanished gets the mark `GONE` at its source.
    """
    by_file: dict[str, list[Displacement]] = defaultdict(list)
    for item in displacements:
        if item.kind is not DisplacementKind.STANDS:
            by_file[item.file].append(item)
    return {name: _edited((folder / name).read_text("utf-8"), items) for name, items in by_file.items()}


def _edited(text: str, items: Iterable[Displacement]) -> str:
    lines = text.split("\n")
    for item in sorted(items, key=lambda item: (item.line, -item.column)):
        new = str(item.now or replace(item.cite, source=item.cite.source + GONE))
        line = lines[item.line - 1]
        before, after = line[: item.column - 1], line[item.column - 1 :]
        lines[item.line - 1] = before + after.replace(item.printed, new, 1)
    return "\n".join(lines)
