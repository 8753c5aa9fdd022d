"""Phrases that look like some words, and phrases that have a word."""

from hypothesis import given
from hypothesis import strategies as st

from graph.language.phrase_search import PhraseSearch, extract_alike

WORDS = st.sampled_from(("casa", "case", "caso", "lavoro", "un", "permesso", "permessi", "cas"))
PHRASES = st.lists(st.lists(WORDS, min_size=1, max_size=5).map(" ".join), max_size=30)


@given(PHRASES, PHRASES.map(lambda phrases: " ".join(phrases)[:30]), st.sampled_from((66.0, 80.0)), st.integers(1, 12))
def test_only_phrases_of_lengths_that_may_be_alike_are_compared(
    phrases: list[str], query: str, cutoff: float, limit: int
) -> None:
    assert PhraseSearch(phrases).list_alike(query, cutoff, limit) == extract_alike(query, phrases, cutoff, limit)


@given(PHRASES, WORDS)
def test_phrases_are_found_by_their_words(phrases: list[str], word: str) -> None:
    found = [number for number, phrase in enumerate(phrases) if word in phrase.split(" ")]
    assert list(PhraseSearch(phrases).list_with(word)) == found
    assert list(PhraseSearch(phrases).list_with(f"{word} {word}")) == []
