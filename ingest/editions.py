"""The lines of each document as they were when it was cited: a mark each, so that citations can be followed.

They stand in `extracted/lines.yaml`, and stay those of the cited edition until `curated/` has followed a new one. That
one waits in `extracted/next-lines.yaml`, so that what it proposes can be told without the document.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable

from ingest.decode import build
from ingest.documents import Document
from ingest.fingerprints import fingerprint
from ingest.serialize import write_plain
from ingest.transaction import locate
from ingest.yaml_entries import read_entries

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


@dataclass(frozen=True, slots=True)
class Edition:
    """A document as it was cited: the sha256 of its file, and the mark of each line."""

    source: str
    sha256: str
    marks: tuple[str, ...]


def edition_of(document: Document) -> Edition:
    """The edition that `document` is."""
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
    written = [build(entry, _Written) for entry in entries]
    return {item.source: Edition(item.source, item.sha256, tuple(" ".join(item.lines).split())) for item in written}


def render_editions(catalogue: Traversable, now: Mapping[str, Edition], kept: Collection[str] = ()) -> dict[str, str]:
    """The texts of the two files, by path: the editions that stand there, and those of `now`.

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
