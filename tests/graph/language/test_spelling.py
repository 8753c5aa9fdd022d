import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from graph.language.lexicon import Lexicon
from graph.language.patterns import TYPO
from graph.language.spans import Speller


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("housng", "housing"), ("lavro", "lavoro"), ("wrok", "work"), ("vitore", "vittore"),
        ("marochina", "marocchina"),
        ("accomodtaion", "accommodation"), ("tirociino", "tirocinio"),
    ],
)  # fmt: skip
def test_typing_errors(word: str, meant: str, lexicon: Lexicon) -> None:
    assert Speller(lexicon).forms(word) == ((meant, TYPO),)


@pytest.mark.parametrize("word", ["wrk", "csa", "25", "hsng", "blorbification", "x" * 100])
def test_what_is_too_short_or_too_far_stays(word: str, lexicon: Lexicon) -> None:
    assert Speller(lexicon).forms(word) == ((word, 0),)


@pytest.fixture(scope="session")
def speller(lexicon: Lexicon) -> Speller:
    return Speller(lexicon)


WORDS = st.sampled_from(["housing", "lavoro", "residenza", "bangladese", "home", "mensa", "without", "anni", "bed"])


@given(WORDS, st.integers(0, 10), st.sampled_from(["", "a", "e", "s", "x", "tt"]))
def test_corrections_keep_the_limits(speller: Speller, word: str, cut: int, letter: str) -> None:
    wrong = word[:cut] + letter + word[cut + 1 :]
    for form, likeness in speller.forms(wrong):
        if likeness == TYPO:
            assert not speller.is_known(wrong)
            assert len(wrong) >= 4
            assert OSA.distance(wrong, form) <= (1 if len(wrong) < 8 else 2)
        elif likeness == 0:
            assert form == wrong
