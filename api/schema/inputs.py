"""Questions as GraphQL gives them, and the limits on what they hold."""

import datetime
import unicodedata
from collections.abc import Sequence
from typing import Annotated, TypeVar

import strawberry

from api.errors import ApiError, ErrorCode
from api.settings import Limits
from graph import question as asked
from graph.opening_hours import today
from graph.vocabulary import Evidence

T = TypeVar("T")


@strawberry.input(one_of=True)
class EntryPoint:
    """The start of a path. Give exactly one."""

    situation: str | None = strawberry.field(default=strawberry.UNSET, description="The code of an entry situation.")
    organization: str | None = strawberry.field(
        default=strawberry.UNSET, description="The slug of an organization that knows the person."
    )
    service: str | None = strawberry.field(
        default=strawberry.UNSET, description="The slug of a service that knows the person."
    )
    need: str | None = strawberry.field(
        default=strawberry.UNSET, description="The code of a need. A plan cannot start from a need."
    )


@strawberry.input(name="RangeInput")
class Range:
    """A range of whole numbers. Both ends are inclusive and optional."""

    min: int | None = strawberry.field(default=None, description="The minimum, inclusive. No minimum if omitted.")
    max: int | None = strawberry.field(default=None, description="The maximum, inclusive. No maximum if omitted.")


@strawberry.input(one_of=True)
class FactTest:
    """What is known about a fact. Give exactly one."""

    is_: str | None = strawberry.field(
        name="is", default=strawberry.UNSET, description="The value. For a set, a member."
    )
    in_: list[str] | None = strawberry.field(
        name="in",
        default=strawberry.UNSET,
        description="One of these values holds. For a set, all of them are members.",
    )
    not_: str | None = strawberry.field(
        name="not", default=strawberry.UNSET, description="This value does not hold. For a set, it is not a member."
    )
    range: Range | None = strawberry.field(
        default=strawberry.UNSET, description="The value is a whole number in this range."
    )


@strawberry.input(name="FactInput")
class GivenFact:
    """A known fact about the person. It is never stored."""

    name: str = strawberry.field(description="The name of a fact, as listed by `facts`.")
    test: FactTest = strawberry.field(description="What is known about the fact.")


@strawberry.input
class PlanPreferences:
    """Limits on plans."""

    min_evidence: Evidence = strawberry.field(
        default=Evidence.LISTED,
        description="The lowest level of evidence that a step may have, in the order stated, inferred, listed.",
    )
    allow_assumptions: bool = strawberry.field(
        default=True, description="True if a plan may assume unknown facts. Every assumption is shown."
    )


@strawberry.input
class ReferralQuery:
    """A question: where the person is, what they need and what is known. It never says who they are."""

    from_: EntryPoint = strawberry.field(name="from", description="The entry situation.")
    needs: list[str] = strawberry.field(description="The codes of the needs. All of them are to be met.")
    facts: list[GivenFact] | None = strawberry.field(default=None, description="The known facts about the person.")
    avoid: list[str] | None = strawberry.field(
        default=None, description="Slugs of services or organizations that no step may use."
    )
    preferences: PlanPreferences | None = strawberry.field(default=None, description="Limits on the plans.")
    on: datetime.date | None = strawberry.field(
        default=None, description="The date of the question in the city's time zone. Defaults to today."
    )


KnownFactsArgument = Annotated[list[GivenFact], strawberry.argument(description="The known facts about the person.")]
QueryArgument = Annotated[ReferralQuery, strawberry.argument(description="The question.")]
FactsArgument = Annotated[
    list[GivenFact] | None, strawberry.argument(description="Known facts about the person that the words do not state.")
]


def as_facts(given: Sequence[GivenFact] | None, limits: Limits) -> tuple[asked.GivenFact, ...]:
    """`given` as the planner takes it. Raises ApiError (INPUT_TOO_LONG)."""
    facts = _checked_list(given or (), "facts", limits)
    return tuple(_as_fact(fact, limits) for fact in facts)


def _as_fact(given: GivenFact, limits: Limits) -> asked.GivenFact:
    check_text(given.name, "facts", limits)
    test = given.test
    if test.range:
        return asked.GivenFact(name=given.name, minimum=test.range.min, maximum=test.range.max)
    single = [value for value in (test.is_, test.not_) if isinstance(value, str)]
    values = single or test.in_ or []
    return asked.GivenFact(
        name=given.name, values=check_codes(values, "facts", limits), negated=isinstance(test.not_, str)
    )


def as_entry(entry: EntryPoint, limits: Limits) -> asked.EntryPoint | None:
    """`entry` as the planner takes it; None where it is a need. Raises ApiError (INPUT_TOO_LONG)."""
    for kind in asked.EntryKind:
        code = getattr(entry, kind.value)
        if isinstance(code, str):
            check_text(code, "from", limits)
            return asked.EntryPoint(kind, code)
    return None


def as_question(query: ReferralQuery, start: asked.EntryPoint, limits: Limits) -> asked.Question:
    """`query` as the planner takes it. Raises ApiError (INPUT_TOO_LONG)."""
    preferences = query.preferences or PlanPreferences()
    return asked.Question(
        start=start,
        needs=tuple(dict.fromkeys(check_codes(query.needs, "needs", limits))),
        facts=as_facts(query.facts, limits),
        avoid=check_codes(query.avoid or [], "avoid", limits),
        preferences=asked.Preferences(
            min_evidence=preferences.min_evidence, allow_assumptions=preferences.allow_assumptions
        ),
        on=query.on or today(),
    )


def check_codes(codes: Sequence[str], argument: str, limits: Limits) -> tuple[str, ...]:
    """`codes`. Raises ApiError (INPUT_TOO_LONG) where there are too many, or one is too long."""
    for code in _checked_list(codes, argument, limits):
        check_text(code, argument, limits)
    return tuple(codes)


def check_text(text: str | None, argument: str, limits: Limits, longest: int | None = None) -> None:
    """Raises ApiError (INPUT_TOO_LONG) where `text` is longer than a code or name may be, or than `longest`.

    Characters that stand for several (ligatures) count as these: a name is compared letter by letter.
    """
    most = longest or limits.code_length
    if text is not None and (len(text) > most or len(unicodedata.normalize("NFKC", text)) > most):
        raise ApiError(ErrorCode.INPUT_TOO_LONG, f"'{argument}' holds more than {most} characters.", argument=argument)


def _checked_list(items: Sequence[T], argument: str, limits: Limits) -> Sequence[T]:
    if len(items) > limits.list_length:
        raise ApiError(
            ErrorCode.INPUT_TOO_LONG, f"'{argument}' holds more than {limits.list_length} items.", argument=argument
        )
    return items
