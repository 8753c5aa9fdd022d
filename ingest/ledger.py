"""Accounts for every line that was read, so that nothing of a document is dropped in silence.

Readers give a status to each line that they understand. The citations of the catalogue claim the prose, which people
read. The lines that are left are not understood, and are shown.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from graph.errors import DocumentError
from graph.message import Message, Phrase
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
    """What became of one line.

    Attributes
    ----------
    line
        Its number, from 1.
    kind
        What became of it.
    targets
        What the line went into: ids of entries, `<service>.<field>`, figures, or facts that cite it. For a
        continuation, the line that it continues.
    why
        The reason, for residue.
    """

    line: int
    kind: FateKind
    targets: tuple[str, ...] = ()
    why: Phrase | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """The statuses of one document: exactly one for each line that is not blank, in order."""

    source: str
    fates: tuple[LineStatus, ...]

    def counts(self) -> dict[FateKind, int]:
        """How many lines have each kind of status; kinds that do not occur are 0."""
        found = Counter(fate.kind for fate in self.fates)
        return {kind: found[kind] for kind in FateKind}

    def list_not_understood(self) -> tuple[int, ...]:
        """The numbers of the lines that no reader understood and nothing cites."""
        return tuple(fate.line for fate in self.fates if fate.kind is FateKind.NOT_UNDERSTOOD)


def account(
    document: Document, fates: Iterable[LineStatus], citations: Mapping[str, Iterable[Citation]] | None = None
) -> Ledger:
    """Make the ledger of a document.

    Parameters
    ----------
    document
        The text.
    fates
        What its reader made of it.
    citations
        The lines that each fact cites; they claim what the reader left.

    Returns
    -------
    Ledger
        A status for each line that is not blank.

    Raises
    ------
    DocumentError
        If two statuses claim a line, or one claims a line that is blank or does not exist.
    """
    read: dict[int, LineStatus] = {}
    lines = {number for number, _ in document.numbered()}
    for fate in fates:
        if fate.line not in lines:
            raise DocumentError.at(document.at(fate.line), Message.of("document.no_such_line"))
        if fate.line in read:
            raise DocumentError.at(document.at(fate.line), Message.of("document.two_readers"))
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
    """A document with its ledger and the lines that the catalogue cites.

    Attributes
    ----------
    document
        The text.
    ledger
        What became of each line.
    cited
        The lines, not blank, that the catalogue cites.
    broad
        Those of them that only an organization or service as a whole cites, and no single statement about it.
    """

    document: Document
    ledger: Ledger
    cited: frozenset[int]
    broad: frozenset[int]

    def list_unmodelled(self) -> tuple[LineStatus, ...]:
        """The lines that say something which no statement of the catalogue cites; headings and residue do not."""
        return tuple(fate for fate in self._telling() if fate.line not in self.cited)

    def list_broad(self) -> tuple[LineStatus, ...]:
        """The lines that only a whole organization or service cites, so that details may not be modelled."""
        return tuple(fate for fate in self._telling() if fate.line in self.broad)

    def _telling(self) -> Iterator[LineStatus]:
        silent = (FateKind.HEADING, FateKind.RESIDUE)
        return (fate for fate in self.ledger.fates if fate.kind not in silent)


def account_for(
    document: Document, fates: Iterable[LineStatus], citations: Mapping[str, Iterable[Citation]]
) -> DocumentAccount:
    """The ledger of `document`, and the lines that `citations` (by fact) cite. Raises as `account` does."""
    ledger = account(document, fates, citations)
    cited = _cited_lines(document.source, citations)
    inked = frozenset(number for number, _ in document.numbered()) & cited.keys()
    broad = frozenset(line for line in inked if all(map(_is_broad, cited[line])))
    return DocumentAccount(document, ledger, inked, broad)


def _is_broad(fact: str) -> bool:
    """Whether `fact` is an organization or service as a whole."""
    return fact.startswith(_BROAD_PARTS) and "." not in fact.partition("/")[2]
