"""Every sheet says everything, with the same values to fill in; the pages say all that the templates ask for."""

import re
import string
from enum import StrEnum
from pathlib import Path

import pytest

from api.messages.words import read_templates
from api.web.languages import page_languages, sheet_languages
from graph.coverage.cells import CellStatus
from graph.vocabulary import Locale, OrganizationKind

SHEETS = sheet_languages()
BUILT = ("tie_", "count_", "language_", "door_")
"""How names begin that a page builds from a code."""


def slots(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("code", SHEETS)
def test_each_sheet_has_every_sentence_with_the_same_slots(code: str) -> None:
    expected = {key: slots(sentence) for key, sentence in SHEETS["it"].sentences.items()}
    assert {key: slots(sentence) for key, sentence in SHEETS[code].sentences.items()} == expected


def test_the_pages_speak_italian_and_english_and_the_sheet_seven_languages() -> None:
    assert list(page_languages()) == ["it", "en"]
    assert list(SHEETS) == ["it", "en", "ar", "es", "fr", "ro", "sq"]


def test_only_italian_and_english_are_without_a_translation_status() -> None:
    assert [code for code, texts in SHEETS.items() if not texts("status")] == ["it", "en"]


@pytest.mark.parametrize("code", SHEETS)
def test_no_sentence_is_empty_but_the_status(code: str) -> None:
    assert {key for key, sentence in SHEETS[code].sentences.items() if not sentence} <= {"status"}


@pytest.mark.parametrize(("section", "members"), [("organization_kind", OrganizationKind), ("cell", CellStatus)])
def test_every_code_that_a_page_names_has_words(section: str, members: type[StrEnum]) -> None:
    assert not {f"{section}.{member.name}" for member in members} - read_templates(Locale.IT).keys()


def test_the_pages_say_what_the_templates_ask_for_and_nothing_else(project: Path) -> None:
    web = project / "api" / "web"
    files = [path for path in (*web.glob("*.py"), *web.glob("templates/*.html")) if path.name != "sheet.py"]
    source = "".join(path.read_text(encoding="utf-8") for path in files)
    known = {key.removeprefix("page.") for key in read_templates(Locale.IT) if key.startswith("page.")}
    quoted = set(re.findall(r"""['"]([a-z0-9_]+)['"]""", source))
    assert {key for key in known if not key.startswith(BUILT)} - quoted == set()
    assert set(re.findall(r"""\bt\(['"]([a-z0-9_]+)['"][,)]""", source)) - known == set()
