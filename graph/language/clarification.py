"""What goes back to whoever asks: one question about what is missing, open or contradictory, and what the words that
were not understood may mean, which are the phrases that look most like them.
"""

from collections.abc import Iterable, Iterator, Sequence

from graph.language.grammar import list_connectives
from graph.language.interpretation import AskBackKind, Meaning, MeaningKind, QuestionBack
from graph.language.lexicon import PARTNERS, Lexicon
from graph.language.slots import Slots
from graph.language.spans import list_words
from graph.language.tokens import LIGHT
from graph.language.visits import CONTACT
from graph.vocabulary import FactKind, Locale

_GENERAL = ("documents", "housing")
"""Needs whose kinds lead to different places."""
MOST_SUGGESTED = 3
_LONGEST_QUERY = 60
_CUTOFF = 66.0
_SHORT_CUTOFF = 80.0
_NAME_CUTOFF = 74.0
"""Of names of partners and countries, of which there are many and any may look a little like a word."""
_SHORTEST_QUERY = 4


def find_question_back(slots: Slots, lexicon: Lexicon) -> QuestionBack | None:
    """The question that matters most, or None where nothing needs to be asked."""
    if slots.disputes:
        _, alternatives = slots.disputes[0]
        return QuestionBack(kind=AskBackKind.CONTRADICTION, choices=alternatives)
    if not slots.needs:
        tops = tuple(_need(lexicon, code) for code, need in lexicon.needs.items() if need.parent is None)
        return QuestionBack(kind=AskBackKind.NO_NEED, choices=tops)
    if slots.start.open_between and slots.needs != (CONTACT,):
        return QuestionBack(kind=AskBackKind.INSIDE_OR_OUT, choices=slots.start.open_between)
    for need in slots.needs:
        if need in _GENERAL:
            return QuestionBack(kind=AskBackKind.WHICH_NEED, about=need, choices=_list_kinds(lexicon, need))
    return None


def _list_kinds(lexicon: Lexicon, need: str) -> tuple[Meaning, ...]:
    """The child needs of a need; only those for which the catalogue has words of a question (`asked_as`), if any."""
    kinds = [one for one in lexicon.needs.values() if one.parent == need]
    plain = [one for one in kinds if one.asked_as is not None] or kinds
    return tuple(Meaning(kind=MeaningKind.NEED, code=one.code, label=one.asked_as or one.label) for one in plain)


def _need(lexicon: Lexicon, code: str) -> Meaning:
    return Meaning(kind=MeaningKind.NEED, code=code, label=lexicon.needs[code].label)


def suggest(lexicon: Lexicon, words: Sequence[str], hints: Iterable[Meaning] = ()) -> tuple[Meaning, ...]:
    """Up to three meanings: `hints`, those of the words; without any, those whose phrases look most like `words`."""
    known = tuple(dict.fromkeys(hints))
    if known:
        return known[:MOST_SUGGESTED]
    content = [word for word in words if word not in LIGHT | list_connectives()][:8]
    scores: dict[Meaning, float] = {}
    queries = dict.fromkeys(
        [" ".join(content)[:_LONGEST_QUERY], *(word for word in content if len(word) >= _SHORTEST_QUERY)]
    )
    for query in queries:
        for meaning, score in _alike(lexicon, query):
            scores[meaning] = max(scores.get(meaning, 0.0), score)
    ranked = sorted(scores, key=lambda meaning: (-scores[meaning], meaning.kind, meaning.code))
    shown = {(meaning.code, meaning.label): meaning for meaning in reversed(ranked)}  # a service named like its owner
    return tuple(meaning for meaning in ranked if shown[meaning.code, meaning.label] is meaning)[:MOST_SUGGESTED]


def _cutoff(lexicon: Lexicon, meaning: Meaning) -> float:
    return _NAME_CUTOFF if _is_country(lexicon, meaning) or meaning.kind in PARTNERS else _CUTOFF


def _is_country(lexicon: Lexicon, meaning: Meaning) -> bool:
    return any(lexicon.facts[given.name].kind is FactKind.COUNTRY for given in meaning.facts)


def _alike(lexicon: Lexicon, query: str) -> Iterator[tuple[Meaning, float]]:
    """The meanings of phrases that resemble `query` or contain it, each with a score up to 100."""
    cutoff = _CUTOFF if len(query) >= _SHORTEST_QUERY else _SHORT_CUTOFF
    for phrase, meaning, score in lexicon.list_alike(query, cutoff, 4 * MOST_SUGGESTED):
        if score < _cutoff(lexicon, meaning) and query not in phrase.split(" "):
            continue
        # no everyday word means a country that looks like it: `domani` is not Oman
        if not _is_country(lexicon, meaning) or query not in list_words():
            yield meaning, score
    if len(query) >= _SHORTEST_QUERY:
        for phrase, meaning, _ in lexicon.list_with(query):
            yield meaning, _CUTOFF + (100 - _CUTOFF) / len(phrase.split(" "))


def wording(meaning: Meaning, locale: Locale) -> str:
    """The text of a suggestion: the label of a meaning and its code."""
    return f"{meaning.label.it if locale is Locale.IT else meaning.label.en} ({meaning.code})"
