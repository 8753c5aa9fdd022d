from pathlib import Path

import pytest

from graph.errors import DocumentError
from graph.provenance import Citation
from ingest.documents import Document, parse_document
from ingest.extract import read_all
from ingest.ledger import FateKind, LineStatus, account
from ingest.readers.network_slide import PARTNERS
from tests.told import refuses


@pytest.fixture
def document() -> Document:
    return parse_document("x", "x.txt", b"Title\n\nfact one\nfact two\nlost\n")


def test_every_line_has_one_fate_and_readers_come_before_citations(document: Document) -> None:
    citations = {"b": [Citation("x", 1, 4)], "a": [Citation("x", 3, 3), Citation("other", 5, 5)]}
    ledger = account(document, [LineStatus(1, FateKind.HEADING)], citations)
    assert ledger.fates == (
        LineStatus(1, FateKind.HEADING),
        LineStatus(3, FateKind.EVIDENCE, ("a", "b")),
        LineStatus(4, FateKind.EVIDENCE, ("b",)),
        LineStatus(5, FateKind.NOT_UNDERSTOOD),
    )
    assert ledger.list_not_understood() == (5,)
    assert ledger.counts()[FateKind.EVIDENCE] == 2
    assert ledger.counts()[FateKind.FIGURE] == 0


@pytest.mark.parametrize(
    ("fates", "message"),
    [
        ([LineStatus(1, FateKind.HEADING), LineStatus(1, FateKind.FIELD)], "x.txt:1: two readers"),
        ([LineStatus(2, FateKind.HEADING)], "x.txt:2: a reader claims a line that is blank"),
        ([LineStatus(6, FateKind.HEADING)], "x.txt:6: a reader claims"),
    ],
)
def test_a_claim_that_cannot_be_is_refused(document: Document, fates: list[LineStatus], message: str) -> None:
    with refuses(DocumentError, message):
        account(document, fates)


@pytest.mark.documents
def test_the_fates_add_up_to_the_lines_of_each_document(documents: dict[str, Document], milano: Path) -> None:
    fates = read_all(documents, milano / "curated").fates
    assert fates.keys() == documents.keys()
    for source, document in documents.items():
        inked = sum(1 for line in document.lines if line.strip())
        assert sum(account(document, fates[source]).counts().values()) == inked


@pytest.mark.documents
def test_the_charter_and_the_network_slide_are_understood_whole(documents: dict[str, Document], milano: Path) -> None:
    found = read_all(documents, milano / "curated")
    assert account(documents["charter"], found.fates["charter"]).list_not_understood() == ()
    lines = [partner.cite for partner in found.found[PARTNERS]]
    first, last = min(cite.first for cite in lines), max(cite.last for cite in lines)
    left = account(documents["decks"], found.fates["decks"]).list_not_understood()
    assert [line for line in left if first <= line <= last] == []


@pytest.mark.documents
def test_residue_gives_its_reason(documents: dict[str, Document], milano: Path) -> None:
    fates = read_all(documents, milano / "curated").fates
    residue = [fate for source in fates.values() for fate in source if fate.kind is FateKind.RESIDUE]
    assert residue
    assert all(fate.why for fate in residue)
