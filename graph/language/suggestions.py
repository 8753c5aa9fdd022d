"""What may be meant by words that were not understood."""

from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz import fuzz, process

from graph.language.grammar import list_connectives
from graph.language.interpretation import Meaning
from graph.language.lexicon import PARTNERS, Lexicon
from graph.language.tokens import LIGHT
from graph.vocabulary import FactKind, Locale

MOST = 3
_LONGEST = 60
_CUTOFF = 66.0
_SHORT_CUTOFF = 80.0
_NAME_CUTOFF = 74.0
"""Of names of partners and countries, of which there are many and any may look a little like a word."""
_SHORTEST = 4


def suggest(lexicon: Lexicon, words: Sequence[str], hints: Iterable[Meaning] = ()) -> tuple[Meaning, ...]:
    """Up to three meanings, best first: `hints`, then those whose phrases look most like `words` or one of them."""
    content = [word for word in words if word not in LIGHT | list_connectives()][:8]
    scores: dict[Meaning, float] = dict.fromkeys(hints, 200.0)
    queries = dict.fromkeys([" ".join(content)[:_LONGEST], *(word for word in content if len(word) >= _SHORTEST)])
    for query in queries:
        for index, score in _alike(lexicon, query):
            meaning = lexicon.meanings[index]
            scores[meaning] = max(scores.get(meaning, 0.0), score)
    ranked = sorted(scores, key=lambda meaning: (-scores[meaning], meaning.kind, meaning.code))
    shown = {(meaning.code, meaning.label): meaning for meaning in reversed(ranked)}  # a service named like its owner
    return tuple(meaning for meaning in ranked if shown[meaning.code, meaning.label] is meaning)[:MOST]


def _cutoff(lexicon: Lexicon, meaning: Meaning) -> float:
    is_country = any(lexicon.facts[given.name].kind is FactKind.COUNTRY for given in meaning.facts)
    return _NAME_CUTOFF if is_country or meaning.kind in PARTNERS else _CUTOFF


def _alike(lexicon: Lexicon, query: str) -> Iterator[tuple[int, float]]:
    """Phrases that look like `query` or have it as one of their words, and how much, up to 100."""
    cutoff = _CUTOFF if len(query) >= _SHORTEST else _SHORT_CUTOFF
    for phrase, score, index in process.extract(
        query, lexicon.phrases, scorer=fuzz.ratio, score_cutoff=cutoff, limit=4 * MOST
    ):
        if score >= _cutoff(lexicon, lexicon.meanings[index]) or query in phrase.split(" "):
            yield index, score
    if len(query) >= _SHORTEST:
        for index in lexicon.containing.get(query, ()):
            yield index, _CUTOFF + (100 - _CUTOFF) / len(lexicon.phrases[index].split(" "))


def wording(meaning: Meaning, locale: Locale) -> str:
    """A meaning as a suggestion is shown: its label and its code."""
    return f"{meaning.label.it if locale is Locale.IT else meaning.label.en} ({meaning.code})"
