import hashlib
from pathlib import Path

import pytest

from graph.provenance import Citation, Source
from ingest.documents import LONGEST_EXCERPT, Excerpts

TEXT = "first line\nsecond line\nthird line\n"


def source(file: str = "leaflet.txt", text: str = TEXT) -> Source:
    return Source(
        slug="leaflet",
        file=file,
        title="Leaflet",
        publisher="Nobody",
        language="en",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        lines=3,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "leaflet.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def test_cited_lines_are_given(folder: Path) -> None:
    excerpts = Excerpts(folder)
    assert excerpts.find(Citation("leaflet", 2, 3), {"leaflet": source()}) == "second line\nthird line"
    assert excerpts.find(Citation("leaflet", 1, 1), {"leaflet": source()}) == "first line"


def test_without_the_documents_there_is_none() -> None:
    assert Excerpts(None).find(Citation("leaflet", 1, 1), {"leaflet": source()}) is None


def test_a_changed_or_missing_document_gives_none(folder: Path) -> None:
    excerpts = Excerpts(folder)
    citation = Citation("leaflet", 1, 1)
    assert excerpts.find(citation, {"leaflet": source(text="another text")}) is None
    assert excerpts.find(citation, {"leaflet": source(file="gone.txt", text="gone")}) is None
    assert excerpts.find(Citation("other", 1, 1), {"leaflet": source()}) is None


def test_an_excerpt_has_an_end(tmp_path: Path) -> None:
    text = "x" * (LONGEST_EXCERPT * 2)
    (tmp_path / "leaflet.txt").write_text(text, encoding="utf-8")
    found = Excerpts(tmp_path).find(Citation("leaflet", 1, 1), {"leaflet": source(text=text)})
    assert found == "x" * LONGEST_EXCERPT
