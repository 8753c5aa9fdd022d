"""What became of every line that was read: nothing of a document is dropped in silence.

Readers give each line they understand a fate. Prose that a person reads instead is claimed by the citations of the
catalogue. What is left is not understood, and is shown.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from graph.errors import DocumentError
from graph.provenance import Citation
from ingest.documents import Document

_BROAD_PARTS = ("organizations/", "services/")


class FateKind(StrEnum):
    """What became of a line."""

    HEADING = "heading"
    ENTRY = "entry"
    CONTINUATION = "continuation"
    FIELD = "field"
    FIGURE = "figure"
    EVIDENCE = "evidence"
    """A person's statement cites it."""
    RESIDUE = "residue"
    """Layout or a link without content, with the reason."""
    NOT_UNDERSTOOD = "not-understood"


@dataclass(frozen=True, slots=True)
class LineStatus:
    """What became of `line`.

    `targets` are what the line went into: ids of entries, `<service>.<field>`, figures, facts that cite it; for a
    continuation the line that it continues.
    """

    line: int
    kind: FateKind
    targets: tuple[str, ...] = ()
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """The fates of one document: exactly one for each line that is not blank, in their order."""

    source: str
    fates: tuple[LineStatus, ...]

    def counts(self) -> dict[FateKind, int]:
        """How many lines had each fate; kinds that did not occur are 0."""
        found = Counter(fate.kind for fate in self.fates)
        return {kind: found[kind] for kind in FateKind}

    def list_not_understood(self) -> tuple[int, ...]:
        """The numbers of the lines that nobody has accounted for."""
        return tuple(fate.line for fate in self.fates if fate.kind is FateKind.NOT_UNDERSTOOD)


def account(
    document: Document, fates: Iterable[LineStatus], citations: Mapping[str, Iterable[Citation]] | None = None
) -> Ledger:
    """The ledger of `document`: what its readers made of it, then what `citations` (by fact) claim.

    Raises DocumentError where two fates claim a line, or one claims a line that is blank or not there.
    """
    read: dict[int, LineStatus] = {}
    lines = {number for number, _ in document.numbered()}
    for fate in fates:
        if fate.line not in lines:
            raise DocumentError(f"{document.at(fate.line)}: a reader claims a line that is blank or does not exist.")
        if fate.line in read:
            raise DocumentError(f"{document.at(fate.line)}: two readers claim this line.")
        read[fate.line] = fate
    cited = _cited_lines(document.source, citations or {})
    return Ledger(document.source, tuple(read.get(line) or _left(line, cited) for line in sorted(lines)))


def _cited_lines(source: str, citations: Mapping[str, Iterable[Citation]]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for fact, spans in citations.items():
        for span in spans:
            if span.source == source:
                for line in range(span.first, span.last + 1):
                    found.setdefault(line, []).append(fact)
    return found


def _left(line: int, cited: Mapping[int, list[str]]) -> LineStatus:
    if line in cited:
        return LineStatus(line, FateKind.EVIDENCE, tuple(sorted(set(cited[line]))))
    return LineStatus(line, FateKind.NOT_UNDERSTOOD)


@dataclass(frozen=True, slots=True)
class DocumentAccount:
    """A document with its ledger; `cited` are its lines that are not blank and that the catalogue rests on.

    `broad` are those of them that only an organization or service as a whole cites, and no single statement about it.
    """

    document: Document
    ledger: Ledger
    cited: frozenset[int]
    broad: frozenset[int]

    def list_unmodelled(self) -> tuple[LineStatus, ...]:
        """What the document says and no statement of the catalogue rests on.

        Headings and residue say nothing.
        """
        return tuple(fate for fate in self._telling() if fate.line not in self.cited)

    def list_broad(self) -> tuple[LineStatus, ...]:
        """What only stands in the span of an organization or service, so that details of it may not be modelled."""
        return tuple(fate for fate in self._telling() if fate.line in self.broad)

    def _telling(self) -> Iterator[LineStatus]:
        silent = (FateKind.HEADING, FateKind.RESIDUE)
        return (fate for fate in self.ledger.fates if fate.kind not in silent)


def account_for(
    document: Document, fates: Iterable[LineStatus], citations: Mapping[str, Iterable[Citation]]
) -> DocumentAccount:
    """The ledger of `document` beside what `citations` (by fact) rest on. Raises DocumentError as `account` does."""
    ledger = account(document, fates, citations)
    cited = _cited_lines(document.source, citations)
    inked = frozenset(number for number, _ in document.numbered()) & cited.keys()
    broad = frozenset(line for line in inked if all(map(_is_broad, cited[line])))
    return DocumentAccount(document, ledger, inked, broad)


def _is_broad(fact: str) -> bool:
    """Whether `fact` is an organization or service as a whole."""
    return fact.startswith(_BROAD_PARTS) and "." not in fact.partition("/")[2]
