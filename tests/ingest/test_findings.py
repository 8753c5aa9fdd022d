"""Everything that is wrong with a catalogue or a document is told in the language of whoever reads it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.messages.words import read_templates
from graph.errors import ReteError
from graph.message import Finding, Message
from graph.vocabulary import Locale
from ingest.identifiers import IDENTIFIERS
from ingest.readers.registry import FILES
from ingest.yaml_entries import _CODES
from tests.told import said

ROOT = Path(__file__).parents[2]
ROOMS = ("graph", "ingest", "api")
TELLING = ("Finding", "finding", "at", "tell")
"""What takes a message about something wrong."""
SECTIONS = (
    "finding", "entry", "formula", "file", "yaml", "system", "document", "ingestion", "making", "setting", "store",
    "reading", "map", "edit", "inbox", "error", "change",
)  # fmt: skip
"""The sections of messages that say what is wrong."""
ENGLISH = re.compile(
    r"\b([Tt]he|is|are|[Tt]here|[Tt]his|that|which|cannot|not|[Nn]othing|[Ww]rite|with|and|or|of|to|it|does|has|from|one)\b",
)
"""Words that a sentence in English hardly does without, and that Italian has not."""
QUOTED = re.compile(r"`[^`]*`|«[^»]*»|\{[^}]*\}|\([^)]*\)|--[\w-]+|\b[\w/.<>-]+\.(?:yaml|md|jsonl)\b|/\w+|https?:\S+")
"""What an Italian sentence takes over as it is: names, commands, options, files, keys."""


def _errors(kind: type[ReteError] = ReteError) -> Iterator[str]:
    yield kind.__name__
    for child in kind.__subclasses__():
        yield from _errors(child)


def _calls(room: str) -> Iterator[tuple[str, ast.Call]]:
    for path in ROOT.glob(f"{room}/**/*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def _words(node: ast.AST) -> Iterator[str]:
    """The literal words that `node` is made of, but for codes: arguments of calls are not looked at."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif not isinstance(node, ast.Call):
        for child in ast.iter_child_nodes(node):
            yield from _words(child)


def _is_sentence(text: str) -> bool:
    return len(text.split()) > 1 and bool(re.search(r"[a-z]{2}", text))


@pytest.mark.parametrize("room", ROOMS)
def test_no_error_and_no_finding_is_made_of_literal_words(room: str) -> None:
    import api.settings  # noqa: F401 - its errors are asked for
    import ingest.inbox  # noqa: F401

    telling = {*_errors(), *TELLING}
    calls = [(place, call) for place, call in _calls(room) if ast.unparse(call.func).split(".")[-1] in telling]
    calls += [
        (place, call) for place, call in _calls(room) if ".".join(ast.unparse(call.func).split(".")[:1]) in telling
    ]
    assert calls
    found = [(place, text) for place, call in calls for given in call.args for text in _words(given)]
    assert not [(place, text) for place, text in found if _is_sentence(text)]


@pytest.mark.parametrize("section", SECTIONS)
def test_an_italian_sentence_has_no_english(section: str) -> None:
    italian, english = read_templates(Locale.IT), read_templates(Locale.EN)
    codes = [code for code in italian if code.startswith(f"{section}.")]
    assert codes
    for code in codes:
        template = italian[code]
        for form in [template] if isinstance(template, str) else template.values():
            left = QUOTED.sub(" ", form)
            assert not ENGLISH.search(left), (code, form)
        if section not in ("edit", "error") and _is_sentence(QUOTED.sub(" ", str(english[code]))):
            assert template != english[code], code


def test_every_word_of_the_yaml_library_and_every_part_that_no_reader_names_has_a_message() -> None:
    named = {file.part for file in FILES}
    codes = {f"yaml.{code}" for code in (*_CODES.values(), "unknown")} | {
        f"parts.{part}" for part in IDENTIFIERS if part not in named
    }
    assert codes <= read_templates(Locale.IT).keys()


def test_a_finding_without_a_place_says_only_what_is_wrong() -> None:
    finding = Finding("", Message.of("document.empty"))
    assert said([finding, Finding("a.txt", finding.message)], Locale.IT) == ["è vuoto.", "a.txt: è vuoto."]
