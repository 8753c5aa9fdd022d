"""A document whose lines move says the same: the same records on the lines where they stand now, judgements and all."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ingest.citation_tracking import DisplacementKind, follow_citations
from ingest.documents import Document, read_document
from ingest.editions import edition_of
from ingest.extract import Extraction, read_all
from ingest.ledger import account
from ingest.readers.deck import DeckReader
from ingest.readers.registry import FILES, choose_reader, prepare_readers
from ingest.readers.service_sheet import CharterReader

Shift = list[tuple[int, int]]
SHIFTS = st.lists(st.tuples(st.integers(0, 999), st.integers(-1, 5)), min_size=1, max_size=8, unique_by=lambda x: x[0])
EXAMPLES = ("rete.txt", "carta.txt", "pagina.html")
SOURCES = ("charter", "decks", "web-activation", "web-immigrants", "web-liberty")
UNRELATED = "Una riga che non riguarda nessuno."
WITHIN, APART = 1, 3
"""Blank lines that stand within a slide, and those from which on two slides are apart."""


def gaps(document: Document) -> list[tuple[int, int]]:
    """Where blank lines stand: the line before them, and how many they are; the beginning is one too."""
    inked = [0, *(number for number, _ in document.numbered())]
    return [(before, after - before - 1) for before, after in pairwise(inked) if before == 0 or after - before > 1]


def shifted(document: Document, shift: Shift) -> tuple[Document, dict[int, int]]:
    """The document with its gaps wider or narrower, and where each of its lines stands then.

    A gap within a slide stays one, and so does a gap between two, which may take in a slide of its own; before a
    charter's front another line may stand. In a page every line belongs to what is around it.
    """
    reader = choose_reader(document, prepare_readers(Path("no-judgements")))
    deck, charter = (isinstance(reader, kind) for kind in (DeckReader, CharterReader))
    changes: dict[int, list[str]] = {}
    every = gaps(document)
    for number, by in shift:
        before, blanks = every[number % len(every)]
        whole = blanks > APART or before == 0 or not deck
        if by < 0:
            changes[before] = [""] * (blanks - 1 if blanks - 1 > APART or (blanks > 1 and not deck) else blanks)
        elif not whole:
            changes[before] = [""] * (2 if blanks == WITHIN else blanks)
        elif by == 0 and (deck or (before == 0 and charter)):
            changes[before] = [*[""] * 4, UNRELATED, *[""] * 4]
        else:
            changes[before] = [""] * (blanks + by)
    lines: list[str] = list(changes.get(0, []))
    where: dict[int, int] = {}
    skip = dict(every)
    number = 1 + skip.get(0, 0) if 0 in changes else 1
    while number <= len(document.lines):
        lines.append(document.line(number))
        where[number] = len(lines)
        if number in changes:
            lines += changes[number]
            number += skip[number]
        number += 1
    return Document(document.source, document.file, tuple(lines), "of another edition"), where


def moved(value: Any, where: dict[int, int], key: str = "") -> Any:
    """A record with its spans where their lines stand now."""
    if isinstance(value, dict):
        return {name: moved(item, where, name) for name, item in value.items()}
    if isinstance(value, list):
        return [moved(item, where, key) for item in value]
    if key != "cite":
        return value
    source, _, span = value.partition(":")
    ends = [str(where[int(line)]) for line in span.split("-")]
    return f"{source}:{'-'.join(ends)}"


def demand_same(document: Document, shift: Shift, curated: Path, before: Extraction | None = None) -> None:
    other, where = shifted(document, shift)
    before = before or read_all({document.source: document}, curated)
    after = read_all({document.source: other}, curated)
    for file in FILES:
        assert after.records(file) == [moved(record, where) for record in before.records(file)]
    ledger = account(other, after.fates[document.source])
    assert [fate.line for fate in ledger.fates] == [number for number, _ in other.numbered()]


def demand_followed(document: Document, shift: Shift, catalogue: Path) -> None:
    other, where = shifted(document, shift)
    editions = {document.source: edition_of(document)}
    for item in follow_citations(catalogue, editions, {document.source: edition_of(other)}):
        cited = [where[line] for line, _ in document.numbered() if item.cite.first <= line <= item.cite.last]
        assert item.now == (item.cite if item.kind is DisplacementKind.STANDS else other.cite(cited[0], cited[-1]))
        between = {other.line(line).strip() for line in range(cited[0], cited[-1] + 1)}
        assert (item.kind is DisplacementKind.CHANGED) == (UNRELATED in between)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(EXAMPLES), SHIFTS)
@example("rete.txt", [(0, 3)])
@example("carta.txt", [(0, 0)])
def test_examples(city: Path, examples: Path, name: str, shift: Shift) -> None:
    document = read_document(name.partition(".")[0], examples / "documents" / name)
    demand_same(document, shift, city / "curated")


@pytest.mark.slow
@pytest.mark.documents
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(SOURCES), SHIFTS)
@example("decks", [(0, 0)])
@example("charter", [(0, 3)])
def test_the_documents(documents: dict[str, Document], milano: Path, source: str, shift: Shift) -> None:
    demand_same(documents[source], shift, milano / "curated")
    demand_followed(documents[source], shift, milano)


@pytest.mark.slow
@pytest.mark.documents
@pytest.mark.parametrize("source", SOURCES)
def test_one_blank_line_in_any_gap(documents: dict[str, Document], milano: Path, source: str) -> None:
    document = documents[source]
    before = read_all({source: document}, milano / "curated")
    for number in range(len(gaps(document))):
        demand_same(document, [(number, 1)], milano / "curated", before)
