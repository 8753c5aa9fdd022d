"""Sources and citations. The unit of knowledge is the cited statement; a node of the graph is a view of several."""

from collections.abc import Iterable
from datetime import date

from graph.message import Text
from graph.structs import Struct
from graph.vocabulary import Evidence


class Source(Struct, frozen=True, kw_only=True):
    """A document that was read.

    `sha256` identifies the text that was read, so that a changed document is noticed; `lines` is its number of
    lines. `updated` is the date that the document gives for itself, None where it gives none.
    """

    slug: str
    file: str
    title: str
    publisher: str
    language: str
    sha256: str
    lines: int
    updated: date | None = None
    note: Text | None = None
    told: bool = False
    """Not a document: what somebody said, such as on the telephone, and a person wrote down as a correction."""


class Citation(Struct, frozen=True, order=True, gc=False):
    """Lines `first` to `last` (from 1, both included) of a source."""

    source: str
    first: int
    last: int

    def __str__(self) -> str:
        """The compact form that catalogue files use: `charter:98` or `charter:98-100`.

        >>> str(Citation("charter", 98, 100))
        'charter:98-100'
        """
        span = f"{self.first}" if self.first == self.last else f"{self.first}-{self.last}"
        return f"{self.source}:{span}"


class Cited(Struct, frozen=True, kw_only=True, gc=False):
    """A statement with its sources and its evidence.

    `why` gives the reason of a judgement; it is mandatory where `evidence` is inferred. In a catalogue file it may be a
    plain string, which is then shown in every language.
    """

    cite: tuple[Citation, ...] = ()
    evidence: Evidence = Evidence.STATED
    why: Text | None = None


class Section(Cited, frozen=True, kw_only=True):
    """A headed part of a document: `title` is its heading, a label; `cite` are its lines, with the heading's own."""

    id: str
    title: str


BETWEEN = " › "


class Outline:
    """The headed sections of documents, which may lie within one another and be of several pieces."""

    def __init__(self, sections: Iterable[Section]) -> None:
        self._pieces: dict[str, list[tuple[Citation, str]]] = {}
        for section in sections:
            for span in section.cite:
                self._pieces.setdefault(span.source, []).append((span, section.title))

    def find(self, citation: Citation) -> str | None:
        """The headings over all lines of `citation`, outermost first; None where none stands over all of them.

        >>> cite = Citation("charter", 30, 80)
        >>> Outline([Section(id="charter/a", title="A", cite=(cite,))]).find(Citation("charter", 40, 41))
        'A'
        """
        over = [
            (span.first - span.last, title)
            for span, title in self._pieces.get(citation.source, ())
            if span.first <= citation.first and citation.last <= span.last
        ]
        return BETWEEN.join(dict.fromkeys(title for _, title in sorted(over))) or None
