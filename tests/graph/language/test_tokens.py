import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.language.tokens import LIGHT, expand, fold, phrase_words, tokenize


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Dall'uscita da San Vittore", ["da", "uscita", "da", "san", "vittore"]),
        ("dell’U.E.P.E.", ["di", "uepe"]),
        ("25-year-old, 25enne", ["25", "year", "old", "25", "enne"]),
        ("1,5 anni o 1.5", ["1.5", "anni", "o", "1.5"]),
        ("housing+work", ["housing", "+", "work"]),
        ("65+", ["65", "nplus"]),
        ("a -> b → c => d", ["a", "to", "b", "to", "c", "to", "d"]),
        ("< 18", ["<", "18"]),
        ("٢٥ anni", ["25", "anni"]),
        ("", []),
        (" .,;'’_\t", []),
    ],
)
def test_tokens(text: str, words: list[str]) -> None:
    assert [token.word for token in tokenize(text)] == words


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("casa popolare", False),
        ("casa, popolare", True),
        ("donna: casa", True),
        ("lavoro. casa", True),
        ("Ass. Avvocati", False),
        ("scarc. lunedì", False),
        ("permes. premio", False),
        ("ser.d", False),
        ("Celav – Équipe", False),
        ("SSPT (sociale)", False),
        ("casa\nlavoro", True),
    ],
)
def test_punctuation_parts_phrases(text: str, apart: bool) -> None:
    first, second = tokenize(text)
    assert not first.apart
    assert second.apart is apart


def test_offsets_are_those_of_the_text() -> None:
    text = "È l’età: 25!"
    assert [text[token.begin : token.end] for token in tokenize(text)] == ["È", "l", "età", "25"]


@pytest.mark.parametrize(
    ("word", "folded"), [("CITTÀ", "citta"), ("Straße", "strasse"), ("perù", "peru"), ("e\u0301", "e")]
)
def test_folding_drops_case_and_accents(word: str, folded: str) -> None:
    assert fold(word) == folded


def test_phrases_are_found_without_articles() -> None:
    assert phrase_words("la carta d'identità") == phrase_words("carta di identita") == ("carta", "identita")
    assert phrase_words("in the street") == phrase_words("in street") == ("in", "street")


@given(st.from_regex(r"[A-Za-z0-9 '()-]{0,30}", fullmatch=True))
def test_plain_phrases_have_the_words_of_any_other(phrase: str) -> None:
    """The quick way and the way of all texts agree."""
    assert phrase_words(phrase) == tuple(token.word for token in tokenize(phrase) if token.word not in LIGHT)


@pytest.mark.parametrize(
    ("text", "is_arrest"),
    [
        ("sono ai dom e cerco lavoro", True),
        ("dom., lavoro", True),
        ("det. dom. a Milano", True),
        ("dom. presso la sorella", True),
        ("dom. la mensa è chiusa", False),
        ("mi ospita fino a dom., poi cerco un letto", False),
        ("followed by SerD, dom. in Milan", False),
    ],
)
def test_a_short_form_of_house_arrest_is_no_sunday(text: str, is_arrest: bool) -> None:
    words = {token.word for token in expand(text, tokenize(text))}
    assert bool(words & {"domiciliari", "domiciliare"}) == is_arrest
