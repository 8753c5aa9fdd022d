"""Words that say which day, and the few places where what they say changes nothing."""

from graph.language.interpretation import Meaning, MeaningKind
from graph.question import GivenFact

PAST = frozenset({"oggi", "ieri", "today", "yesterday"})
"""Inside a phrase of a release, which is recent either way: `uscito ieri da San Vittore`."""
FUTURE = frozenset({"domani", "tomorrow"})
"""With a phrase of a release, that it is still to come."""
URGENT = frozenset({"stanotte", "stasera", "oggi", "tonight", "today"})
"""After a need, which is for now anyway: `a bed tonight`."""
DAYS = PAST | FUTURE | URGENT

_RELEASED = GivenFact(name="recent_release", values=("yes",))
_LEAVING = GivenFact(name="being_released", values=("yes",))


def is_release(sense: object) -> bool:
    """Whether `sense` is an entry situation of somebody who has been released."""
    return _implies(sense, _RELEASED)


def is_leaving(sense: object) -> bool:
    """Whether `sense` is an entry situation of somebody whose release is to come."""
    return _implies(sense, _LEAVING)


def _implies(sense: object, given: GivenFact) -> bool:
    return isinstance(sense, Meaning) and sense.kind is MeaningKind.SITUATION and given in sense.facts
