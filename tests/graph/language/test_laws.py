"""What holds of every text."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.language.interpretation import ParsedQuestion, ReadingKind
from graph.language.lexicon import Lexicon
from graph.language.parse import MAXIMUM_LENGTH, parse
from graph.language.tokens import phrase_list

PIECES = st.sampled_from(
    [
        *phrase_list(
            "from, to, a, da, dal, dall', per, for, with, con, without, senza, not, non, o, or, and, e, plus, casa, "
            "housing, lavoro, work, San Vittore, Opera, Bollate, Celav, Naga, Arca, probation, donna, uomo, man, 25, "
            "anni, years, old, mesi, left, under, over, meno di, un, year, half, permesso, scaduto, residenza, "
            "Milano, residente, addiction, dipendenza, housng, xyzzy, :, ;, ., -, +, ->, >, <, (, ), 18-25, 2.5, "
            "aged, pena residua, known to, in carico, SerD, figli, children, minori, straniero, congolese, fine, "
            "between, 12, città, Città, È, ’, might, circa, domani, tomorrow, tonight, ieri, uscito, ma, letto"
        ),
        ",",
    ]
)
QUESTIONS = st.lists(PIECES, max_size=25).map(" ".join)
ANYTHING = st.text(max_size=300)
LONG = st.one_of(
    st.lists(PIECES, min_size=150, max_size=400).map(lambda pieces: " ".join(pieces)[:MAXIMUM_LENGTH]),
    st.text(min_size=1500, max_size=MAXIMUM_LENGTH),
)
Read = Callable[[str], ParsedQuestion]


@pytest.fixture(scope="session")
def read(lexicon: Lexicon) -> Read:
    """Reads a text with the lexicon, which is too long to be shown with each example."""
    return lambda text: parse(text, lexicon)


@pytest.fixture(scope="session")
def following(lexicon: Lexicon) -> frozenset[str]:
    """Needs that a fact asks for by itself."""
    return frozenset(need for _, need in lexicon.follows)


SETTINGS = settings()


def _says(asked: ParsedQuestion) -> tuple[object, ...]:
    readings = [(one.kind, one.code, one.corrected) for one in asked.read]
    unknown = [one.meanings for one in asked.unknown]
    ambiguous = [one.alternatives for one in asked.ambiguous]
    return asked.start, asked.needs, asked.facts, asked.avoid, asked.locale, readings, unknown, ambiguous


def _check_partition(asked: ParsedQuestion) -> None:
    """Every letter, digit and symbol stands in exactly one passage."""
    covered = [0] * len(asked.text)
    for passage in (*asked.read, *asked.unknown):
        assert passage.begin < passage.end
        assert asked.text[passage.begin : passage.end] == passage.words
        for position in range(passage.begin, passage.end):
            covered[position] += 1
    assert max(covered, default=0) <= 1
    for character, times in zip(asked.text, covered, strict=True):
        assert times or unicodedata.category(character)[0] in "ZPCM", repr(character)


@SETTINGS
@given(st.one_of(QUESTIONS, ANYTHING))
def test_every_word_stands_in_one_passage(read: Read, text: str) -> None:
    _check_partition(read(text))


@settings(SETTINGS, max_examples=SETTINGS.max_examples // 10)
@given(LONG)
def test_long_texts_are_read_as_well(read: Read, text: str) -> None:
    _check_partition(read(text))


@SETTINGS
@given(st.one_of(QUESTIONS, ANYTHING))
def test_what_is_taken_stands_in_the_text(read: Read, following: frozenset[str], text: str) -> None:
    asked = read(text)
    codes = {kind: [one.code for one in asked.read if one.kind is kind] for kind in ReadingKind}
    said = {code for kind in (ReadingKind.NEED, ReadingKind.FACT) for one in codes[kind] for code in one.split(", ")}
    assert set(asked.needs) <= said | following
    assert list(asked.avoid) == list(dict.fromkeys(codes[ReadingKind.AVOID]))
    assert asked.start is None or any(asked.start.code in one.split(", ") for one in codes[ReadingKind.START])
    stated = " ".join((*codes[ReadingKind.FACT], *codes[ReadingKind.START]))
    derived = {"months_left", "gender"}
    assert all(fact.name in stated or fact.name in derived for fact in asked.facts)
    assert all(asked.text[one.begin : one.end] == one.words for one in asked.ambiguous)
    assert all(len(one.alternatives) > 1 for one in asked.ambiguous)


@SETTINGS
@given(st.one_of(QUESTIONS, ANYTHING))
def test_the_same_text_is_read_the_same(read: Read, text: str) -> None:
    assert read(text) == read(text)


@SETTINGS
@given(QUESTIONS)
def test_case_and_accents_do_not_matter(read: Read, text: str) -> None:
    expected = _says(read(text))
    assert _says(read(text.upper())) == expected
    assert _says(read(unicodedata.normalize("NFD", text))) == expected
    assert _says(read(text.replace("à", "a").replace("È", "E"))) == expected
