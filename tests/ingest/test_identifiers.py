"""An identifier survives a corrected name, once a person has said that it does."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import CatalogueError
from ingest.identifiers import slugify
from ingest.pipeline import ingest, write
from ingest.spreadsheets.tables import Given
from ingest.updates import UpdateKind
from tests.told import refuses


def deck(examples: Path, old: str = "", new: str = "") -> list[Given]:
    text = (examples / "documents" / "rete.txt").read_text(encoding="utf-8")
    assert old in text
    return [Given("rete.txt", text.replace(old, new).encode())]


def test_an_identifier_goes_on_under_a_corrected_name(city: Path, examples: Path) -> None:
    write(ingest(deck(examples), city), city)
    corrected = deck(examples, "Mensa Campione", "Mensa Campioni")
    outcome = ingest(corrected, city)
    assert outcome.count(UpdateKind.VANISHED) == outcome.count(UpdateKind.NEW) == 1
    assert outcome.proposals["identifiers"][0] == {
        "printed": "prima-necessita/mensa-campioni",
        "keeps": "prima-necessita/mensa-campione",
        "why": "One went and one came, 93% alike; is it the same?",
    }
    (city / "curated" / "identifiers.yaml").write_text(
        "- {printed: prima-necessita/mensa-campioni, keeps: prima-necessita/mensa-campione, why: a slip mended}\n"
    )
    again = ingest(corrected, city)
    (change,) = [change for change in again.updates if change.kind is UpdateKind.CHANGED]
    assert change.identifier == "prima-necessita/mensa-campione"
    assert [item.name for item in change.fields] == ["printed", "name"]
    assert again.count(UpdateKind.NEW) == again.count(UpdateKind.VANISHED) == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- {printed: a, keeps: b}\n", "'why' is missing"),
        ("- {printed: a, keeps: b, why: x}\n- {printed: a, keeps: c, why: x}\n", "occurs here twice"),
        ("- {printed: prima-necessita/mensa-campione, keeps: prima-necessita/docce-di-prova, why: x}\n", "two things"),
    ],
)
def test_what_cannot_be_kept_is_refused(city: Path, examples: Path, text: str, message: str) -> None:
    (city / "curated" / "identifiers.yaml").write_text(text)
    with refuses(CatalogueError, message):
        ingest(deck(examples), city)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("C..C. Milano “Casa”", "c-c-milano-casa"),
        ("Casa dell’Accoglienza", "casa-dell-accoglienza"),
        ("SAM (Servizio) – Caritas", "sam-servizio-caritas"),
        ("…", ""),
    ],
)
def test_marks_become_one_hyphen(text: str, slug: str) -> None:
    assert slugify(text) == slug


@given(st.text())
def test_a_slug_is_kebab_case_and_its_own_slug(text: str) -> None:
    slug = slugify(text)
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slug)
    assert slugify(slug) == slug
