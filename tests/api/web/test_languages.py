"""Every language says everything, with the same values to fill in."""

import re
import string
from pathlib import Path

import pytest

from api.web.languages import load_texts

TEXTS, SHEETS = load_texts("texts"), load_texts("sheets")

BUILT = (
    "evidence_", "route_", "mode_", "origin_", "kind_", "cell_", "turn_", "issue_", "tie_", "count_", "status_",
    "critical_", "language_",
)  # fmt: skip
"""How names begin that a page builds from a code."""


def slots(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("folder", ["texts", "sheets"])
def test_each_language_has_every_sentence_with_the_same_slots(folder: str) -> None:
    languages = load_texts(folder)
    expected = {key: slots(sentence) for key, sentence in languages["it"].sentences.items()}
    for texts in languages.values():
        assert {key: slots(sentence) for key, sentence in texts.sentences.items()} == expected, texts.code


def test_the_pages_speak_italian_and_english_and_the_sheet_seven_languages() -> None:
    assert list(TEXTS) == ["it", "en"]
    assert list(SHEETS) == ["it", "en", "ar", "es", "fr", "ro", "sq"]


def test_only_italian_and_english_are_without_a_translation_status() -> None:
    assert [code for code, texts in SHEETS.items() if not texts("status")] == ["it", "en"]


def test_no_sentence_of_a_language_is_empty() -> None:
    empty = [
        (code, key) for code, texts in {**TEXTS, **SHEETS}.items() for key, text in texts.sentences.items() if not text
    ]
    assert {key for _, key in empty} <= {"status"}


def test_every_sentence_of_the_pages_is_used(project: Path) -> None:
    web = project / "api" / "web"
    source = "".join(path.read_text(encoding="utf-8") for path in [*web.glob("*.py"), *web.glob("templates/*.html")])
    unused = [
        key
        for key in TEXTS["it"].sentences
        if not re.search(f"""['"]{key}['"]""", source) and not key.startswith(BUILT)
    ]
    assert unused == []
