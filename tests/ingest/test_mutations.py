"""Documents with lines dropped, doubled, swapped and joined: a clear error, or every line with exactly one fate."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from graph.errors import CatalogueError, DocumentError
from ingest.documents import Document, parse_document, read_document
from ingest.extract import merge_records, read_all
from ingest.ledger import LineStatus, account
from ingest.readers.registry import FILES
from tests.told import english

ACTS = st.lists(
    st.tuples(st.sampled_from(["drop", "double", "swap", "join", "blank", "cut"]), st.integers(0, 999)), max_size=6
)
EXAMPLES = ("rete.txt", "carta.txt", "pagina.html")


def mutate(lines: list[str], acts: list[tuple[str, int]]) -> list[str]:
    for act, number in acts:
        at = number % (len(lines) or 1)
        match act:
            case "drop":
                del lines[at : at + 1]
            case "double":
                lines[at:at] = lines[at : at + 1]
            case "swap" if at + 1 < len(lines):
                lines[at], lines[at + 1] = lines[at + 1], lines[at]
            case "join" if at + 1 < len(lines):
                lines[at : at + 2] = [lines[at] + lines[at + 1]]
            case "blank":
                lines.insert(at, "")
            case "cut" if at < len(lines):
                lines[at] = lines[at][: number % (len(lines[at]) + 1)]
    return lines


def read(document: Document, catalogue: Path) -> tuple[LineStatus, ...]:
    """The fates that the readers give, once everything that `rete ingest` demands of their records holds."""
    found = read_all({document.source: document}, catalogue / "curated")
    merge_records(found, [document.source], catalogue)
    return found.fates[document.source]


def read_or_refuse(document: Document, catalogue: Path) -> None:
    refusals: tuple[str, ...] = ()
    try:
        fates = read(document, catalogue)
    except DocumentError as error:
        refusals = tuple(english([error.message]))
    except CatalogueError as error:
        refusals = tuple(english(error.findings))
    if refusals:
        named = (document.file, "slide.yaml", "charter.yaml", *(file.path for file in FILES))
        assert all(any(name in refusal for name in named) for refusal in refusals), refusals
        return
    ledger = account(document, fates)
    assert [fate.line for fate in ledger.fates] == [number for number, _ in document.numbered()]


def mutated(document: Document, acts: list[tuple[str, int]]) -> Document:
    lines = mutate(list(document.lines), acts)
    return Document(document.source, document.file, tuple(lines), document.sha256)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(EXAMPLES), ACTS)
@example("rete.txt", [])
@example("carta.txt", [])
def test_examples(city: Path, examples: Path, name: str, acts: list[tuple[str, int]]) -> None:
    document = read_document(name.partition(".")[0], examples / "documents" / name)
    read_or_refuse(mutated(document, acts), city)


@pytest.mark.slow
@pytest.mark.documents
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["charter", "decks", "web-activation", "web-immigrants", "web-liberty"]), ACTS)
def test_the_documents(documents: dict[str, Document], milano: Path, source: str, acts: list[tuple[str, int]]) -> None:
    read_or_refuse(mutated(documents[source], acts), milano)


@given(st.text(st.sampled_from("ab•>-:. \n\t0129@/|[]()àÀ€\x0b\x85\u2028"), max_size=200))
def test_any_text(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    try:
        document = parse_document("x", "x.txt", text.encode())
    except DocumentError:
        assert not text.strip()
        return
    read_or_refuse(document, tmp_path_factory.getbasetemp())
