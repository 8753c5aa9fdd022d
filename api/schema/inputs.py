"""Questions, what coverage is asked of, and supposed changes, as GraphQL gives them; the limits on what they hold."""

import datetime
import unicodedata
from collections.abc import Sequence
from typing import Annotated, TypeVar

import strawberry
import yaml

from api.errors import ApiError, ErrorCode
from api.schema.context import RequestContext
from api.settings import Limits
from graph import question as asked
from graph.coverage import cells as examined
from graph.coverage import changes as supposed
from graph.errors import FormulaError
from graph.formula import Formula, parse
from graph.message import Message, Text
from graph.network import Network
from graph.opening_hours import today
from graph.organizations import Organization
from graph.services import NeedLink, Offer, Requirement, Route, Service
from graph.vocabulary import Evidence, RouteKind

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
    return asked.Question(
        start=start,
        needs=tuple(dict.fromkeys(check_codes(query.needs, "needs", limits))),
        facts=as_facts(query.facts, limits),
        avoid=check_codes(query.avoid or [], "avoid", limits),
        preferences=_as_preferences(query.preferences),
        on=query.on or today(),
    )


def _as_preferences(given: PlanPreferences | None) -> asked.Preferences:
    given = given or PlanPreferences()
    return asked.Preferences(min_evidence=given.min_evidence, allow_assumptions=given.allow_assumptions)


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


IN_SHORT = 8
"""Cells of which only the outcome is asked for cost one of these parts."""
WITH_FACTS = 3
"""The price of a cell with facts: its survey is computed for this request alone and not kept."""


@strawberry.input
class CoverageQuery:
    """The needs, entry situations and profiles to examine. An empty list means all needs or all situations. Without
    profiles and facts, the first published profile is used.
    """

    needs: list[str] | None = strawberry.field(
        default=None, description="Codes of needs. Each code includes the needs below it."
    )
    situations: list[str] | None = strawberry.field(default=None, description="Codes of entry situations.")
    profiles: list[str] | None = strawberry.field(default=None, description="Codes of published profiles.")
    facts: list[GivenFact] | None = strawberry.field(
        default=None,
        description="Facts to add to each profile. Without profiles, these facts form a profile of their own.",
    )
    preferences: PlanPreferences | None = strawberry.field(default=None, description="Limits on the plans.")


@strawberry.input(name="ReferralChange")
class ReferralChange:
    """A sender and the service that receives people."""

    sender: str = strawberry.field(description="The slug of the organization or service that sends people.")
    service: str = strawberry.field(description="The slug of the service.")


@strawberry.input(name="RequirementChange")
class RequirementChange:
    """A changed requirement of a service."""

    service: str = strawberry.field(description="The slug of the service.")
    id: str = strawberry.field(description="The name of the requirement within its service.")
    when: str | None = strawberry.field(
        default=None,
        description="The condition in catalogue notation, such as {residence: [milan, prison]}. "
        "Null drops the requirement.",
    )


@strawberry.input(name="ServiceDraft")
class ServiceDraft:
    """A hypothetical new service."""

    slug: str = strawberry.field(description="The slug.")
    name: str = strawberry.field(description="The name.")
    organization: str | None = strawberry.field(
        default=None,
        description="The slug of the organization that offers it. "
        "An organization that the network does not contain is added.",
    )
    meets: list[str] = strawberry.field(description="Codes of the needs that it meets.")
    requires: list[str] | None = strawberry.field(
        default=None, description="Conditions in catalogue notation. All of them must hold."
    )
    sent_by: list[str] | None = strawberry.field(
        default=None,
        description="Slugs of the organizations or services that may refer people. "
        "If empty, people come by themselves.",
    )


@strawberry.input(one_of=True)
class NetworkChange:
    """A hypothetical change. Nothing is published. Give exactly one."""

    close_service: str | None = strawberry.field(
        default=strawberry.UNSET, description="The service admits nobody and refers nobody."
    )
    close_organization: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="The organization closes, with every service that depends on it.",
    )
    end_referral: ReferralChange | None = strawberry.field(
        default=strawberry.UNSET, description="The sender no longer refers people to the service."
    )
    add_referral: ReferralChange | None = strawberry.field(
        default=strawberry.UNSET, description="The sender may refer people to the service."
    )
    set_requirement: RequirementChange | None = strawberry.field(
        default=strawberry.UNSET, description="A requirement is dropped, changed or added."
    )
    add_service: ServiceDraft | None = strawberry.field(default=strawberry.UNSET, description="A new service opens.")


CoverageArgument = Annotated[
    CoverageQuery | None, strawberry.argument(description="What to examine. Defaults to all needs and situations.")
]
ChangesArgument = Annotated[list[NetworkChange], strawberry.argument(description="The changes, applied in this order.")]


def as_coverage_query(
    given: CoverageQuery | None, context: RequestContext, *, in_short: bool = False
) -> examined.CoverageQuery:
    """`given` as the analyst takes it. Raises ApiError if it is too long or looks at too many cells.

    `in_short`: only what became of the cells is asked for, which is kept where no facts are given.
    """
    network, limits = context.network, context.limits
    given = given or CoverageQuery()
    published = tuple(profile.code for profile in network.catalogue.profiles)[:1]
    query = examined.CoverageQuery(
        needs=check_codes(given.needs or [], "needs", limits),
        situations=check_codes(given.situations or [], "situations", limits),
        profiles=check_codes(given.profiles or [], "profiles", limits) or (() if given.facts else published),
        facts=as_facts(given.facts, limits),
        preferences=_as_preferences(given.preferences),
    )
    rows = (len(query.needs) or len(network.needs)) * (len(query.situations) or len(network.situations))
    cells = rows * max(1, len(query.profiles))
    plain = query.preferences == examined.EVERYTHING and not query.facts
    context.spend(cells // IN_SHORT if in_short and plain else cells * (WITH_FACTS if query.facts else 1))
    return query


def as_changes(given: list[NetworkChange], network: Network, limits: Limits) -> tuple[supposed.Change, ...]:
    """`given` as the analyst takes them.

    Raises ChangeError where a condition cannot be read, and ApiError (INPUT_TOO_LONG).
    """
    most = supposed.MOST_CHANGES + 1  # the analyst says that this is too many; what comes after is not even read
    return tuple(_as_change(number, change, network, limits) for number, change in enumerate(given[:most]))


def _as_change(number: int, given: NetworkChange, network: Network, limits: Limits) -> supposed.Change:
    if isinstance(given.close_service, str):
        check_text(given.close_service, "closeService", limits)
        return supposed.CloseService(service=given.close_service)
    if isinstance(given.close_organization, str):
        check_text(given.close_organization, "closeOrganization", limits)
        return supposed.CloseOrganization(organization=given.close_organization)
    if isinstance(given.set_requirement, RequirementChange):
        return _requirement(number, given.set_requirement, limits)
    if isinstance(given.add_service, ServiceDraft):
        return _overlay(number, given.add_service, network, limits)
    for referral, kind in ((given.end_referral, supposed.EndReferral), (given.add_referral, supposed.AddReferral)):
        if isinstance(referral, ReferralChange):
            check_codes([referral.sender, referral.service], "changes", limits)
            return kind(sender=referral.sender, service=referral.service)
    raise ApiError(ErrorCode.BAD_VARIABLES, "A change is exactly one of its fields.", argument="changes")


def _requirement(number: int, given: RequirementChange, limits: Limits) -> supposed.SetRequirement:
    check_codes([given.service, given.id], "setRequirement", limits)
    when = None if given.when is None else _read_formula(number, given.when, limits)
    return supposed.SetRequirement(service=given.service, id=given.id, when=when)


def _read_formula(number: int, text: str, limits: Limits) -> Formula:
    """The condition that `text` is in the notation of the catalogue, without anchors and tags; of change `number`."""
    check_text(text, "when", limits, longest=limits.text_length)
    unreadable = Message.of("change.unreadable", given=text)
    if any(sign in text for sign in "&*!"):
        raise _invalid(number, unreadable)
    try:
        return parse(yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506 - the loader that makes strings only
    except FormulaError as error:
        raise _invalid(number, error.message) from None
    except (yaml.YAMLError, RecursionError):
        raise _invalid(number, unreadable) from None


def _invalid(number: int, message: Message) -> supposed.ChangeError:
    code = supposed.ChangeCode.INVALID_FORMULA
    return supposed.ChangeError((supposed.ChangeProblem(code=code, number=number, message=message),))


def _overlay(number: int, given: ServiceDraft, network: Network, limits: Limits) -> supposed.Overlay:
    check_codes([given.slug, given.organization or "", *given.meets, *(given.sent_by or [])], "addService", limits)
    check_text(given.name, "addService", limits)
    offers = given.organization or given.slug
    new = () if offers in network.organizations else (Organization(slug=offers, name=given.name),)
    senders = tuple(
        f"{'organization' if slug in network.organizations else 'service'}:{slug}" for slug in given.sent_by or ()
    )
    route = Route(kind=RouteKind.REFERRAL, by=senders) if senders else Route(kind=RouteKind.SELF)
    service = Service(
        slug=given.slug,
        name=given.name,
        organizations=(Offer(organization=offers),),
        meets=tuple(NeedLink(need=code) for code in given.meets),
        requires=tuple(
            Requirement(id=f"supposed-{place}", label=Text(text, text), when=_read_formula(number, text, limits))
            for place, text in enumerate(given.requires or (), start=1)
        ),
        routes=(route,),
    )
    return supposed.Overlay(organizations=new, services=(service,))
