"""The lines of each document at the time it was cited: a mark for each, so that citations can follow them.

The marks are in `extracted/lines.yaml`, and stay those of the cited edition until `curated/` follows a new one. The
new edition waits in `extracted/next-lines.yaml`, so that its changes stay proposed when its document is absent. A mark
is a short hash of a line, so that nothing is copied from a document.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources.abc import Traversable

from ingest.decode import decode
from ingest.documents import Document
from ingest.transaction import locate
from ingest.yaml_entries import read_entries, write_plain

FILE = "extracted/lines.yaml"
NEXT = "extracted/next-lines.yaml"
_HEADING = (
    "A mark for each line of the documents, ten a row, '-' for a blank one; by them citations are followed when lines\n"
    "move. Written by the readers, and again to the byte."
)
_NEXT_HEADING = (
    "The same for new editions that curated/ does not follow yet; see proposals/curated/. Written by the readers, and\n"
    "again to the byte."
)
_IN_A_ROW = 10
BLANK = "-"
_LENGTH = 8
"""Hexadecimal digits: two different lines of a document of 1,000 share a mark once in some 10,000 documents."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A document as it was cited: the sha256 of its file, and the mark of each line."""

    source: str
    sha256: str
    marks: tuple[str, ...]


def edition_of(document: Document) -> Edition:
    """The edition of `document`: its checksum and the mark of each line."""
    return Edition(document.source, document.sha256, tuple(map(fingerprint, document.lines)))


@dataclass(frozen=True, slots=True)
class _Written:
    """An edition as the file has it."""

    source: str
    sha256: str
    lines: tuple[str, ...] = ()


def read_editions(catalogue: Traversable, name: str = FILE) -> dict[str, Edition]:
    """The editions in the file `name`, by source: those cited, or with `NEXT` those that wait.

    Raises CatalogueError where the file is of another shape.
    """
    file = locate(catalogue, name)
    entries = read_entries(file, name) if file.is_file() else ()
    written = [decode(entry, _Written) for entry in entries]
    return {item.source: Edition(item.source, item.sha256, tuple(" ".join(item.lines).split())) for item in written}


def render_editions(catalogue: Traversable, now: Mapping[str, Edition], kept: Collection[str] = ()) -> dict[str, str]:
    """The texts of the two files, by path: the editions that they have already, and those of `now`.

    Of a source that is `kept`, the cited edition stays and that of `now` waits, if any was cited.
    """
    cited = read_editions(catalogue)
    waiting = {source: edition for source, edition in now.items() if source in kept and source in cited}
    cited |= {source: edition for source, edition in now.items() if source not in kept}
    texts = {FILE: _render(cited, _HEADING)} if cited else {}
    if waiting:
        texts[NEXT] = _render(waiting, _NEXT_HEADING)
    elif locate(catalogue, NEXT).is_file():
        texts[NEXT] = ""
    return texts


def _render(editions: Mapping[str, Edition], heading: str) -> str:
    entries = [
        {"source": edition.source, "sha256": edition.sha256, "lines": _rows(edition.marks)}
        for _, edition in sorted(editions.items())
    ]
    return write_plain(entries, heading)


def _rows(marks: tuple[str, ...]) -> list[str]:
    return [" ".join(marks[start : start + _IN_A_ROW]) for start in range(0, len(marks), _IN_A_ROW)]


def fingerprint(line: str) -> str:
    """The mark of what `line` says, whatever the blanks around and between its words.

    >>> fingerprint("Tel:  02 1234567 ") == fingerprint("Tel: 02 1234567"), fingerprint(" ")
    (True, '-')
    """
    words = " ".join(line.split())
    return sha256(words.encode("utf-8")).hexdigest()[:_LENGTH] if words else BLANK


def align(before: Sequence[str], after: Sequence[str]) -> dict[int, int]:
    """Find the lines of one edition in another.

    The lines of a longest common subsequence (bit-parallel: Hyyrö 2004) are matched first. Then a line that moved out
    of order is matched if its mark is left once on both sides. Blank lines are not matched.

    Parameters
    ----------
    before, after
        The marks of the lines of both editions.

    Returns
    -------
    dict of int to int
        The line in `after` of each line of `before` that is still there; lines count from 1.

    >>> align(["a", "b", "c"], ["c", "x", "a", "-", "b"])
    {1: 3, 2: 5, 3: 1}
    """
    from rapidfuzz.distance import LCSseq

    old = [(number, mark) for number, mark in enumerate(before, 1) if mark != BLANK]
    new = [(number, mark) for number, mark in enumerate(after, 1) if mark != BLANK]
    steps = LCSseq.opcodes([mark for _, mark in old], [mark for _, mark in new])
    where = {
        old[step.src_start + offset][0]: new[step.dest_start + offset][0]
        for step in steps
        if step.tag == "equal"
        for offset in range(step.src_end - step.src_start)
    }
    taken = set(where.values())
    gone = _by_mark((number, mark) for number, mark in old if number not in where)
    come = _by_mark((number, mark) for number, mark in new if number not in taken)
    where |= {numbers[0]: come[mark][0] for mark, numbers in gone.items() if len(numbers) == len(come[mark]) == 1}
    return where


def _by_mark(lines: Iterable[tuple[int, str]]) -> defaultdict[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for number, mark in lines:
        found[mark].append(number)
    return found
