import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from graph.phrases import Lexicon
from graph.phrases.spelling import Speller
from graph.phrases.trie import Likeness


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("housng", "housing"), ("lavro", "lavoro"), ("wrok", "work"), ("vitore", "vittore"),
        ("marochina", "marocchina"),
        ("accomodtaion", "accommodation"), ("tirociino", "tirocinio"),
    ],
)  # fmt: skip
def test_typing_errors(word: str, meant: str, lexicon: Lexicon) -> None:
    assert Speller(lexicon).forms(word) == ((meant, Likeness.CORRECTED),)


@pytest.mark.parametrize("word", ["wrk", "csa", "25", "hsing", "blorbification", "x" * 100])
def test_what_is_too_short_or_too_far_stays(word: str, lexicon: Lexicon) -> None:
    assert Speller(lexicon).forms(word) == ()


@given(st.data())
def test_corrections_keep_the_limits(lexicon: Lexicon, data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(lexicon.targets))
    cut = data.draw(st.integers(0, len(word)))
    letter = data.draw(st.sampled_from("aeiostx"))
    wrong = word[:cut] + letter + word[cut + 1 :]
    speller = Speller(lexicon)
    for form, likeness in speller.forms(wrong):
        if likeness is Likeness.CORRECTED:
            assert not speller.is_known(wrong)
            assert len(wrong) >= 4
            assert OSA.distance(wrong, form) <= (1 if len(wrong) < 8 else 2)
        elif likeness is Likeness.SAME:
            assert form == wrong
