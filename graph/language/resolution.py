"""Which of the situations that a text names stand beside each other, and where a release took place."""

from collections.abc import Sequence
from itertools import pairwise

from graph.language.binding import is_bound_by_words
from graph.language.context import SpokenText
from graph.language.disambiguation import Standing, standing_of
from graph.language.interpretation import Meaning
from graph.language.modes import Mode, words_after, words_before
from graph.language.quantities import NUMBERS
from graph.language.situations import PASSED, WEEKDAYS, is_ahead, mode, situations_of
from graph.language.spans import Span
from graph.language.tokens import word_list

_IN_PRISON = frozenset((Standing.RELEASED, Standing.LEAVING, Standing.INSIDE))
_BINDING = frozenset((Standing.MEASURE, Standing.LEAVING, Standing.INSIDE))
_NOW = frozenset(word_list("oggi ora adesso attualmente now today currently still ancora tuttora"))
_FREE = frozenset(word_list("libero libera liberi libere free"))
_WHEN = frozenset(word_list("quando when once dopo after upon"))

Named = tuple[Span, tuple[Meaning, ...]]
"""A span, and the situations that it may mean."""


def list_former_places(text: SpokenText) -> tuple[Meaning, ...]:
    """The prisons where the person was, each with its senses: where a release that names none took place."""
    return tuple(
        one
        for span in text.spans
        if situations_of(span) and text.is_of_person(span) and mode(text, span) in (Mode.OVER, Mode.SERVED)
        for one in situations_of(span)
        if text.lexicon.situations[one.code].known_to and standing_of(text.lexicon.situations[one.code]) in _IN_PRISON
    )


def list_standing(text: SpokenText, named: Sequence[Named]) -> list[Named]:
    """The situations in `named` that stand beside the others.

    Who got out on a day that is past leaves no more; a release without a day says only for when somebody in prison
    asks; whoever is bound by a measure of which the text speaks is not read as free; nor is anybody both in prison and
    free.
    """
    standings = {
        span: frozenset(standing_of(text.lexicon.situations[one.code]) for one in senses) for span, senses in named
    }
    out, leaving, inside, free = (
        [span for span, found in standings.items() if found == {one}]
        for one in (Standing.RELEASED, Standing.LEAVING, Standing.INSIDE, Standing.FREE)
    )
    gone: set[Span] = set()
    if any(_is_dated_past(text, span) for span in out):
        gone |= {span for span in leaving if not _is_dated(text, span)}
    if inside and not out:
        gone |= {span for span in leaving if _is_for_later(text, span)}
    if inside and free:
        gone |= {*inside, *free}
    measures = [span for span, found in standings.items() if found == {Standing.MEASURE}]
    current = [span for span in measures if _is_current(text, span)]
    current += [span for span in (*inside, *free) if _is_current(text, span)]
    gone |= {span for span in measures if current and span not in current}
    gone |= _list_ended(text, measures, out)
    bound = any(len(found) == 1 and found <= _BINDING for found in standings.values())
    over = [span for span in text.spans if situations_of(span) and mode(text, span) is Mode.OVER]
    if not bound and is_bound_by_words(text, [*out, *free, *over]):
        gone |= {span for span, found in standings.items() if found <= {Standing.RELEASED, Standing.FREE}}
    return [item for item in named if item[0] not in gone]


def _list_ended(text: SpokenText, measures: Sequence[Span], out: Sequence[Span]) -> set[Span]:
    """The measures before somebody is free now: `ai domiciliari, ora libero da una settimana`."""
    freed = [one.first for one in out if not _FREE.isdisjoint(one.words) and _is_now(text, one)]
    last = max((one.first for one in measures), default=0)
    return set(measures) if any(last < first for first in freed) else set()


def _is_now(text: SpokenText, span: Span) -> bool:
    return not _NOW.isdisjoint(words_before(text, span, 2))


def _is_current(text: SpokenText, span: Span) -> bool:
    """Whether a measure holds from now on: `ai domiciliari ad aprile, in messa alla prova da oggi`."""
    return not _NOW.isdisjoint([*words_before(text, span, 3), *span.words, *words_after(text, span, 3)])


def _is_for_later(text: SpokenText, span: Span) -> bool:
    """Whether a release is only when something is to be done: `wants to go home a fine pena`, `when he gets out`."""
    before = words_before(text, span, 1)
    later = span.words[0] in _WHEN or bool(before and before[0] in (*_WHEN, "a", "at"))
    return later and not _is_dated(text, span)


def _is_dated(text: SpokenText, span: Span) -> bool:
    """Whether the words beside a span say that it is to come."""
    return is_ahead([*words_before(text, span, 4), *span.words, *words_after(text, span, 4)])


def _is_dated_past(text: SpokenText, span: Span) -> bool:
    """Whether the words beside a span say since when, or how long ago: `ieri`, `da tre giorni`, `last week`."""
    words = [*words_before(text, span, 4), *span.words, *words_after(text, span, 4)]
    since = any(one in ("da", "for", "since") and _is_time(later) for one, later in pairwise(words))
    return not (PASSED | {"appena", "just"}).isdisjoint(words) or since


def _is_time(word: str) -> bool:
    return word[0].isdigit() or word in NUMBERS or word in WEEKDAYS
