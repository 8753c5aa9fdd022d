"""Follows the citations of `curated/` when the lines of a document move.

Each citation stands, moved, changed or vanished. Nothing is written to `curated/`: its files are proposed whole, with
the citations where they lead now. A new edition becomes the cited one once `curated/sources.yaml` has its sha256, or if
it displaces no citation. Until then it waits, and is followed even when its document is absent.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

import yaml

from graph.message import Finding, Message
from graph.provenance import Citation, Source
from ingest.decode import parse_citation
from ingest.documents import Document
from ingest.editions import BLANK, FILE, NEXT, Edition, align, edition_of, read_editions, render_editions
from ingest.readers.registry import JUDGEMENTS
from ingest.yaml_entries import Record, read_entries, read_text_entries, write_plain

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
    """A citation at `line` and `column` (from 1) of a file of `curated/`, and the lines where its text is `now`."""

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
    """What became of each citation in `curated/`, of the sources that are in both `editions` and `now`."""
    tracks = {source: _Track(editions[source], edition) for source, edition in now.items() if source in editions}
    return tuple(
        tracks[item.cite.source].follow(item) for item in _list_citations(folder) if item.cite.source in tracks
    )


class _Track:
    """Maps the lines of the cited edition to those of the present one."""

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
    return [file for file in files if file.stem not in JUDGEMENTS]


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
    """How many displacements there are of each kind; kinds that do not occur are 0."""
    found = Counter(item.kind for item in displacements)
    return {kind: found[kind] for kind in DisplacementKind}


def displaced_sources(displacements: Iterable[Displacement]) -> frozenset[str]:
    """The sources with a citation that moved, changed or vanished."""
    return frozenset(item.cite.source for item in displacements if item.kind is not DisplacementKind.STANDS)


def redirect(folder: Path, displacements: Iterable[Displacement]) -> dict[str, str]:
    """The text of each file of `curated/` with displaced citations, with the lines that they lead to now.

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


PROPOSED = "proposals/"
_SOURCES = "curated/sources.yaml"


@dataclass(frozen=True, slots=True)
class Following:
    """Where the citations of `curated/` lead, in the documents given and in editions that wait.

    `now` are those editions; `redirected` are the files of `curated/`, by path, as they would follow; `untold` are
    messages about sources of which the cited edition is not known.
    """

    displacements: tuple[Displacement, ...]
    now: dict[str, Edition]
    redirected: dict[str, str]
    editions: dict[str, str]
    untold: tuple[Message, ...]


def follow(folder: Path, curated: Sequence[Source], documents: Mapping[str, Document]) -> Following:
    """Follow every citation of `curated/`.

    Parameters
    ----------
    folder
        The folder of the catalogue.
    curated
        The sources that people have described in `curated/`.
    documents
        The documents given, by source.

    Returns
    -------
    Following
        Where each citation leads now, and the files that would say so.

    Raises
    ------
    CatalogueError
        If a file of `curated/` or of editions is malformed.
    """
    known = {source.slug: source.sha256 for source in curated}
    editions = read_editions(folder)
    now = read_editions(folder, NEXT) | {source: edition_of(document) for source, document in documents.items()}
    editions |= {source: edition for source, edition in now.items() if known.get(source) == edition.sha256}
    lost = [source for source, document in documents.items() if source not in editions and source in known]
    displacements = follow_citations(folder, editions, now)
    kept = displaced_sources(displacements) | frozenset(lost)
    return Following(
        displacements,
        now,
        redirect(folder, displacements),
        render_editions(folder, now, kept),
        tuple(
            Finding(documents[source].file, Message.of("document.edition", sources=_SOURCES, editions=FILE)).told
            for source in lost
        ),
    )


def propose_curated(following: Following, folder: Path, records: Mapping[str, Record]) -> dict[str, str]:
    """The proposed files of `curated/`, if citations are displaced; an empty text removes an earlier proposal.

    `records` are the sources as they are known, by slug; of their editions, those of now hold.
    """
    texts = dict(following.redirected)
    sources = displaced_sources(following.displacements)
    if sources:
        place = folder / _SOURCES
        text = place.read_text("utf-8") if place.is_file() else ""
        described = sorted(sources & records.keys())
        texts[_SOURCES] = _with_sources(text, [_as_now(records[each], following.now[each]) for each in described])
    stale = {f"curated/{file.name}" for file in (folder / PROPOSED / "curated").glob("*.yaml")} - texts.keys()
    return {f"{PROPOSED}{path}": text for path, text in (*texts.items(), *((path, "") for path in sorted(stale)))}


def _as_now(record: Record, edition: Edition) -> Record:
    return {**record, "sha256": edition.sha256, "lines": str(len(edition.marks))}


def _with_sources(text: str, records: Sequence[Record]) -> str:
    """`text` with the sha256 and the number of lines of each of `records`; sources that it lacks are added."""
    lines = text.split("\n")
    entries = {entry.value.get("slug"): entry for entry in read_text_entries(text, _SOURCES)}
    for record in records:
        entry = entries.get(record["slug"])
        for key in ("sha256", "lines") if entry is not None else ():
            if entry is not None and key in entry.value:
                at = entry.line_of((key,)) - 1
                lines[at] = lines[at].replace(entry.value[key], record[key], 1)
    joined = "\n".join(lines)
    added = [record for record in records if record["slug"] not in entries]
    if not added:
        return joined
    if not entries:
        joined = "".join(f"{line}\n" for line in lines if line.startswith("#"))
    return joined + write_plain(added, "")
