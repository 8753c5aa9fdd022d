"""What is asked: where the person is, what they need, what is known. Attributes only; never a person."""

from datetime import date

from graph.structs import Struct
from graph.vocabulary import Described, Evidence


class EntryKind(Described):
    """What a path starts from."""

    SITUATION = "situation", "An entry situation, such as release from a prison."
    ORGANIZATION = "organization", "An organization that knows the person."
    SERVICE = "service", "A service that knows the person."


class EntryPoint(Struct, frozen=True):
    """Where the person is: the code of an entry situation, or the slug of an organization or service."""

    kind: EntryKind
    code: str


UNSPECIFIED = EntryPoint(EntryKind.SITUATION, "unspecified")
"""Where a question in words starts that does not say it: nothing is implied."""


class GivenFact(Struct, frozen=True, kw_only=True):
    """What is known about one fact.

    Either one of `values` (none of them where `negated`), or an integer in `[minimum, maximum]` (either may be open,
    both included). For a set-valued fact: each of `values` is a member (none is, where `negated`).
    """

    name: str
    values: tuple[str, ...] = ()
    negated: bool = False
    minimum: int | None = None
    maximum: int | None = None


class Preferences(Struct, frozen=True, kw_only=True):
    """`min_evidence`: the weakest level a step may rest on, from stated over inferred to listed."""

    min_evidence: Evidence = Evidence.LISTED
    allow_assumptions: bool = True


class Question(Struct, frozen=True, kw_only=True):
    """A question as the planner takes it; every code is one of the network's."""

    start: EntryPoint
    needs: tuple[str, ...]
    facts: tuple[GivenFact, ...] = ()
    avoid: tuple[str, ...] = ()
    """Slugs of services or organizations that no step may use."""
    preferences: Preferences = Preferences()
    on: date | None = None
    """The day the question is about; None where it is about no day in particular. Nothing here reads a clock."""
