"""Which of the situations that a text names is the one where the person is.

A bare prison name may mean being inside, about to leave, or released: the other words of the text decide, and where
none does, nothing is stated.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from graph.concepts import EntrySituation
from graph.language.interpretation import Meaning
from graph.language.lexicon import Lexicon
from graph.language.spans import Span


class Standing(IntEnum):
    """Where a situation puts the person, from the freest."""

    FREE = 0
    RELEASED = 1
    MEASURE = 2
    LEAVING = 3
    INSIDE = 4
    OTHER = 5


@dataclass(frozen=True, slots=True)
class StartChoice:
    """The situation where the person is, and the spans that say it; `open_between` where only a place is named."""

    meaning: Meaning | None = None
    spans: tuple[Span, ...] = ()
    open_between: tuple[Meaning, ...] = ()
    is_leaving: bool = False

    def covers(self, fact: Meaning) -> bool:
        """Whether the situation implies a fact about the same thing."""
        names = {given.name for given in self.meaning.facts} if self.meaning else set()
        return any(given.name in names for given in fact.facts)


def standing_of(situation: EntrySituation) -> Standing:
    """Where a situation puts the person, by what it implies."""
    facts = {effect.fact: effect.value for effect in situation.facts}
    if facts.get("recent_release") == "yes":
        return Standing.RELEASED
    if facts.get("being_released") == "yes":
        return Standing.LEAVING
    status = facts.get("penal_status")
    if status == "detained":
        return Standing.INSIDE
    if status == "none":
        return Standing.FREE
    return Standing.MEASURE if status is not None else Standing.OTHER


def choose_start(
    named: Sequence[tuple[Span, tuple[Meaning, ...]]], lexicon: Lexicon, counts_down: Sequence[Span]
) -> StartChoice:
    """The situation that the spans name together; `counts_down`: those that say how long it is until a release."""
    firm = [senses[0] for _, senses in named if len(senses) == 1]
    places = [senses for _, senses in named if len(senses) > 1]
    spans = tuple(span for span, _ in named)
    best = _most_telling(firm, lexicon)
    standing = standing_of(lexicon.situations[best.code]) if best is not None else None
    if counts_down and (standing in (Standing.INSIDE, Standing.RELEASED) or (best is None and places)):
        best = _about_to_leave(lexicon)
    if best is None:
        senses = _narrow(places)
        return StartChoice(open_between=senses, spans=spans if senses else ())
    best = _at_place(best, [one for senses in (firm, *places) for one in senses], lexicon)
    return StartChoice(best, spans, is_leaving=standing_of(lexicon.situations[best.code]) is Standing.LEAVING)


def _most_telling(meanings: Sequence[Meaning], lexicon: Lexicon) -> Meaning | None:
    """The one that binds the person most, unless they have been released; of two alike the first."""
    standings = {one.code: standing_of(lexicon.situations[one.code]) for one in meanings}
    order = [Standing.MEASURE, Standing.LEAVING, Standing.RELEASED, Standing.INSIDE, Standing.FREE, Standing.OTHER]
    return min(meanings, key=lambda one: order.index(standings[one.code]), default=None)


def _at_place(best: Meaning, meanings: Sequence[Meaning], lexicon: Lexicon) -> Meaning:
    """`best`, or the situation that puts the person in the same standing at a place that `meanings` name."""
    standing = standing_of(lexicon.situations[best.code])
    places = {place for one in meanings for place in lexicon.situations[one.code].known_to}
    if standing in (Standing.MEASURE, Standing.FREE):
        return best
    for code, situation in lexicon.situations.items():
        if standing_of(situation) is standing and places & set(situation.known_to):
            return next((one for one in lexicon.meanings if one.code == code), best)
    return best


def _about_to_leave(lexicon: Lexicon) -> Meaning | None:
    leaving = (one for one in lexicon.situations.values() if standing_of(one) is Standing.LEAVING and not one.known_to)
    code = next((one.code for one in leaving), None)
    return next((one for one in lexicon.meanings if one.code == code), None)


def _narrow(places: Sequence[tuple[Meaning, ...]]) -> tuple[Meaning, ...]:
    """What bare places leave open; those of one prison where one is named."""
    specific = [senses for senses in places if all(_is_specific(one) for one in senses)]
    return (*specific, *places, ())[0]


def _is_specific(meaning: Meaning) -> bool:
    return any(given.name == "known_to" for given in meaning.facts)
