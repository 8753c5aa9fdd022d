"""Where somebody who is about to leave prison will live: what a text says of a home is said of the time after.

It is only stated where a registered residence is asked for, which depends on it.
"""

from collections.abc import Iterator

from graph.language.interpretation import MeaningKind, ReadingKind
from graph.language.slots import Slots
from graph.language.tokens import word_list
from graph.question import GivenFact

HOME = "housing"
ASKED = "documents.registered-residence"
_INSIDE = ("prison",)
_STREET = ("street",)
_ROUGH = frozenset(word_list("strada street streets rough"))
"""Only these say where somebody sleeps: who has *nowhere to sleep* asks for a bed, and may get one."""


def find_home_after(slots: Slots) -> GivenFact | None:
    """The home that a text states of somebody about to leave prison, and that being inside would contradict."""
    if not slots.start.is_leaving or ASKED not in slots.needs or any(given.name == HOME for given in slots.facts):
        return None
    said = list(dict.fromkeys(_list_homes(slots)))
    return said[0] if len(said) == 1 else None


def _list_homes(slots: Slots) -> Iterator[GivenFact]:
    for reading in slots.readings:
        if reading.kind is ReadingKind.FACT:
            rough = not _ROUGH.isdisjoint(reading.span.words)
            for meaning in reading.meanings:
                if meaning.kind is MeaningKind.FACT:
                    yield from (
                        given
                        for given in meaning.facts
                        if given.name == HOME
                        and not given.negated
                        and given.values != _INSIDE
                        and (rough or given.values != _STREET)
                    )
