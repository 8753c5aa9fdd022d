"""The rules of modes.txt: which words, how near to a situation, say in which mode it is named."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache

from graph.language.context import SKIPPED, SpokenText, words_after, words_before
from graph.language.disambiguation import Standing
from graph.language.grammar import read_lines
from graph.language.spans import Span
from graph.language.tokens import CONTRACTIONS, fold, phrase_list, word_list
from graph.structs import Struct

PLACE_PREPOSITIONS = frozenset(word_list("a in at inside dentro"))
"""Before a place, these say where somebody is."""
_LENGTHS = frozenset(word_list("months years mesi anni"))
"""A span may begin with them: `months in San Vittore`."""


class Mode(StrEnum):
    """How a text names a situation."""

    HOLDS = "holds"
    OVER = "over"
    """It was so, and is not any more."""
    SERVED = "served"
    """The person was there for so long, and may still be: `after two years inside`."""
    HOPED = "hoped"
    """A measure is asked for, refused, or to be decided."""
    GIVEN = "given"
    """A measure may be given; of a leave the days are then known, so it holds."""
    SUPPOSED = "supposed"
    """It is a condition, was planned and did not happen, or only resembles."""
    OTHER = "other"
    """The words mean something else: a town, a workplace, the people whom somebody meets."""


class _Rule(Struct, frozen=True):
    """Words that, at most `reach` words before or after a situation of `standings`, say in which mode it is named.

    `phrases` are by their first word, by an empty one where they begin with a beginning (`condannat* a`).
    """

    mode: Mode
    standings: frozenset[str]
    before: bool
    reach: int
    words: frozenset[str]
    prefixes: tuple[str, ...]
    phrases: Mapping[str, tuple[tuple[str, ...], ...]]

    def applies(self, before: Sequence[str], after: Sequence[str]) -> bool:
        """Whether the words around a situation, the nearest last and first, are such."""
        near = before[-self.reach :] if self.before else after[: self.reach]
        if not self.words.isdisjoint(near) or any(word.startswith(self.prefixes) for word in near):
            return True
        return any(
            len(phrase) <= len(near) - at and all(map(_is_form, near[at:], phrase))
            for at, word in enumerate(near)
            for phrase in (*self.phrases.get(word, ()), *self.phrases.get("", ()))
        )


def mode_by_rules(text: SpokenText, span: Span, standings: frozenset[Standing], place: bool) -> Mode:
    """The mode in which `span` names a situation; `place`: by the bare name of a place."""
    names = {"any", *(standing.name.lower() for standing in standings), *(["place"] if place else [])}
    before, after = words_before(text, span), words_after(text, span)
    if (place and span.words[0] in PLACE_PREPOSITIONS) or span.words[0] in _LENGTHS:
        before.append(span.words[0])
    for rule in _list_rules():
        if not rule.standings.isdisjoint(names) and rule.applies(before, after):
            return rule.mode
    return Mode.HOLDS


def _is_form(said: str, word: str) -> bool:
    return said.startswith(word[:-1]) if word.endswith("*") else said == word


@cache
def _list_rules() -> tuple[_Rule, ...]:
    return tuple(_read_rule(line) for line in read_lines("modes.txt"))


def _read_rule(line: str) -> _Rule:
    mode, standings, where, said = (column.strip() for column in line.split("|"))
    side, reach = where.split()
    patterns = [_split(phrase) for phrase in phrase_list(said)]
    single = [words[0] for words in patterns if len(words) == 1]
    phrases: dict[str, list[tuple[str, ...]]] = {}
    for words in patterns:
        if len(words) > 1:
            phrases.setdefault("" if words[0].endswith("*") else words[0], []).append(words)
    return _Rule(
        mode=Mode(mode),
        standings=frozenset(word_list(standings)),
        before=side == "before",
        reach=int(reach),
        words=frozenset(word for word in single if not word.endswith("*")),
        prefixes=tuple(word[:-1] for word in single if word.endswith("*")),
        phrases={first: tuple(each) for first, each in phrases.items()},
    )


def _split(phrase: str) -> tuple[str, ...]:
    """The words of a phrase as they are compared, without articles."""
    bare = (CONTRACTIONS.get(fold(piece), fold(piece)) for piece in phrase.split())
    return tuple(word for word in bare if word not in SKIPPED)
