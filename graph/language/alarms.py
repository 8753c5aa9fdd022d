"""Alarms: what a text tells of a danger to life, whoever is in it, and whatever else the words mean.

A missed alarm may cost a life and a false one costs a line, so nothing but a denial, or a longer phrase that the
catalogue lists for `no`, takes an alarm back: not that it is said of somebody else, nor that it is a question.
"""

from collections.abc import Iterable, Sequence
from itertools import chain

from graph.language.context import Reading
from graph.language.interpretation import Meaning, MeaningKind, ReadingKind
from graph.language.lexicon import Lexicon
from graph.language.patterns import Match, Matcher
from graph.language.spans import Speller
from graph.language.tokens import Token, word_list
from graph.structs import Struct, replace
from graph.vocabulary import Locale

_DENIALS = frozenset(word_list("non nn not no nessun nessuna nessuno niente senza without never mai t cant isnt"))
_WISHING = frozenset(
    word_list("vuole voglio vuol vorrebbe vorrei ha ho e sta pensa want wants to has is in risk rischio")
)
"""Words between a denial and what it denies: `non vuole uccidersi`."""
_NO = ("no",)


class Alarm(Struct, frozen=True):
    """Tokens `first` to `last` (exclusive) tell what `meaning` says."""

    first: int
    last: int
    meaning: Meaning


def find_alarms(tokens: Sequence[Token], lexicon: Lexicon, locale: Locale) -> tuple[Alarm, ...]:
    """The alarms of a text, in its order."""
    matcher = Matcher(_across_commas(tokens), Speller(lexicon).forms, locale, lexicon.classes)
    found = list(chain.from_iterable(matcher.list_matches(lexicon.alarms.trie, begin) for begin in range(len(tokens))))
    taken_back = [match for match in found if any(_says_no(one) for one in _meanings(match))]
    return tuple(
        Alarm(match.begin, match.end, meaning)
        for match in found
        if not _is_denied(tokens, match.begin) and not any(_holds(other, match) for other in taken_back)
        for meaning in _meanings(match)
        if not _says_no(meaning)
    )


def _across_commas(tokens: Sequence[Token]) -> list[Token]:
    """`tokens` of which a comma parts none: `trema, suda, ha smesso di bere ieri` is one sign."""
    return [replace(one, apart=False) if one.apart and one.gap.strip() == "," else one for one in tokens]


def with_alarms(readings: Iterable[Reading], alarms: Sequence[Alarm]) -> tuple[Reading, ...]:
    """`readings` in which no word of an alarm counts as unread."""
    return tuple(
        replace(one, kind=ReadingKind.FACT, meanings=(alarm.meaning,))
        if one.kind is None and (alarm := _find_over(one, alarms)) is not None
        else one
        for one in readings
    )


def _find_over(reading: Reading, alarms: Iterable[Alarm]) -> Alarm | None:
    span = reading.span
    return next((one for one in alarms if one.first <= span.first and span.last <= one.last), None)


def _meanings(match: Match) -> list[Meaning]:
    return [sense for sense in match.senses if isinstance(sense, Meaning) and sense.kind is MeaningKind.FACT]


def _says_no(meaning: Meaning) -> bool:
    return any(given.values == _NO for given in meaning.facts)


def _holds(other: Match, match: Match) -> bool:
    """Whether `other` holds all tokens of `match`, and more."""
    return other.begin <= match.begin and match.end <= other.end and other.end - other.begin > match.end - match.begin


def _is_denied(tokens: Sequence[Token], begin: int) -> bool:
    """Whether a denial stands before token `begin`, with nothing but a wish between."""
    while begin > 0 and not tokens[begin].apart:
        begin -= 1
        if tokens[begin].word in _DENIALS:
            return True
        if tokens[begin].word not in _WISHING:
            return False
    return False
