"""What is closed is no step, the answer says so; what is full comes later; a day orders what is interchangeable."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from api.messages import Words
from graph.availability import Room
from graph.coverage.analyst import CoverageAnalyst
from graph.coverage.cells import CellStatus, CoverageQuery
from graph.network import Network
from graph.opening_hours import OpenState
from graph.organizations import Schedule
from graph.question import EntryKind, EntryPoint, GivenFact, Question
from graph.referral.answer import Answer, PlanStatus, ProblemCode
from graph.referral.planner import ReferralPlanner
from graph.services import Capacity, Closure
from graph.vocabulary import Locale, ServiceStatus

START = EntryPoint(EntryKind.SITUATION, "release-san-vittore")
NO_RESIDENCE = GivenFact(name="residence", values=("none",))
RESIDENCE = Question(start=START, needs=("documents.registered-residence",), facts=(NO_RESIDENCE,))
SATURDAY = date(2026, 11, 28)


def changed(network: Network, *slugs: str, **values: Any) -> Network:
    """`network` with these values for these services."""
    services = tuple(
        replace(service, **values) if service.slug in slugs else service for service in network.catalogue.services
    )
    return Network(replace(network.catalogue, services=services))


def used(answer: Answer) -> set[str]:
    return {c.service for plan in answer.plans for step in plan.steps for c in step.candidates}


@pytest.mark.parametrize(
    "status", [ServiceStatus.DEFUNCT, ServiceStatus.INACTIVE, ServiceStatus.TEMPORARILY_CLOSED], ids=str
)
def test_a_closed_service_is_no_step_and_is_named(milan: Network, status: ServiceStatus) -> None:
    answer = ReferralPlanner(changed(milan, "residenzami", status=status)).plan(RESIDENCE)
    assert "residenzami" not in used(answer)
    assert [(item.service, item.closed.status) for item in answer.closed] == [("residenzami", status)]
    assert answer.closed[0].needs == RESIDENCE.needs
    assert [problem.code for problem in answer.problems] == [ProblemCode.CLOSED]


def test_a_closure_ends_with_its_last_day(milan: Network) -> None:
    planner = ReferralPlanner(
        changed(milan, "residenzami", closures=(Closure(closed_until=date(2027, 1, 10), cite=()),))
    )
    before = planner.plan(replace(RESIDENCE, on=date(2027, 1, 10)))
    assert before.status is PlanStatus.NO_PLAN
    assert before.closed[0].closed.until == date(2027, 1, 10)
    assert "10/01/2027" in Words(Locale.IT)(before.problems[0].message)
    after = planner.plan(replace(RESIDENCE, on=date(2027, 1, 11)))
    assert after.closed == ()
    assert "residenzami" in used(after)


def test_others_are_planned_and_what_is_closed_is_told_beside_them(milan: Network) -> None:
    first, second, *_ = ReferralPlanner(milan).plan(RESIDENCE).plans
    closed = first.steps[0].candidates[0].service
    answer = ReferralPlanner(changed(milan, closed, closures=(Closure(),))).plan(RESIDENCE)
    assert answer.status is PlanStatus.PLANNED
    assert [step.candidates for step in answer.plans[0].steps] == [step.candidates for step in second.steps]
    assert [(item.service, item.needs) for item in answer.closed] == [(closed, ())]


def test_a_closed_service_that_excludes_the_person_is_not_named(milan: Network) -> None:
    dwelling = replace(RESIDENCE, facts=(NO_RESIDENCE, GivenFact(name="housing", values=("dwelling",))))
    answer = ReferralPlanner(changed(milan, "residenzami", status=ServiceStatus.INACTIVE)).plan(dwelling)
    assert "residenzami" not in {item.service for item in answer.closed}


def test_what_helps_but_is_closed_is_not_shown_as_support(milan: Network) -> None:
    supports = {slug for plan in ReferralPlanner(milan).plan(RESIDENCE).plans for s in plan.steps for slug in s.support}
    assert supports
    described = {service.slug for service in milan.catalogue.services}
    network = changed(milan, *(supports & described), status=ServiceStatus.INACTIVE)
    left = {slug for plan in ReferralPlanner(network).plan(RESIDENCE).plans for s in plan.steps for slug in s.support}
    assert left.isdisjoint(supports & described)


def test_full_is_not_closed_but_comes_later(milan: Network) -> None:
    full = ReferralPlanner(changed(milan, "residenzami", capacity=Capacity(free=0)))
    answer, usual = full.plan(RESIDENCE), ReferralPlanner(milan).plan(RESIDENCE)
    assert answer.status is PlanStatus.PLANNED
    assert answer.plans[0].cost.total == usual.plans[0].cost.total + 15
    assert answer.plans[0].cost.optimal
    step = next(s for s in answer.plans[0].steps if s.candidates[0].service == "residenzami")
    assert step.candidates[0].room is Room.FULL
    assert any("Al completo" in Words(Locale.IT)(text) for text in step.verify)


def test_of_interchangeable_services_those_that_open_on_the_day_come_first(milan: Network) -> None:
    question = Question(start=START, needs=("basic-needs.meals",), on=SATURDAY)
    plain = ReferralPlanner(milan).plan(replace(question, on=None)).plans[0]
    step = next(step for step in plain.steps if len(step.candidates) > 2)
    assert step.candidates[0].opening is None
    last = step.candidates[-1].service
    described = _written_out(milan, {item.service for item in step.candidates}, last)
    before = ReferralPlanner(described).plan(replace(question, on=None)).plans[0]
    after = ReferralPlanner(described).plan(question).plans[0]
    assert (after.cost, after.met) == (before.cost, before.met)
    there = next(each for each in after.steps if len(each.candidates) > 2)
    assert there.candidates[0].service == last
    assert [c.opening.state for c in there.candidates if c.opening][:2] == [OpenState.OPEN, OpenState.CLOSED]
    assert there.order in after.first


def _written_out(network: Network, slugs: set[str], saturday: str) -> Network:
    """The listed services with hours: `saturday` is open on Saturdays, the others from Monday to Friday."""
    services, listings = [], []
    for listing in network.catalogue.listings:
        service = next((s for s in network if s.listing == listing.id), None)
        if service is None or service.slug not in slugs:
            listings.append(listing)
            continue
        hours = "Sa 10:00-14:00" if service.slug == saturday else "Mo-Fr 10:00-14:00"
        services.append(replace(service, schedules=(Schedule(printed=hours, opening_hours=hours),)))
        listings.append(replace(listing, service=service.slug))
    catalogue = network.catalogue
    return Network(replace(catalogue, services=(*catalogue.services, *services), listings=tuple(listings)))


def test_a_day_is_part_of_the_question(milan: Network, planner: ReferralPlanner) -> None:
    on = replace(RESIDENCE, on=SATURDAY)
    assert planner.plan(on) == ReferralPlanner(milan).plan(on)
    assert planner.plan(on).plans[0].id != planner.plan(RESIDENCE).plans[0].id
    assert planner.plan(RESIDENCE).plans[0].first == ()


def test_coverage_counts_no_closed_service(milan: Network) -> None:
    query = CoverageQuery(needs=RESIDENCE.needs, situations=(START.code,), facts=RESIDENCE.facts)
    statuses = {
        status: [each.outcome.status for each in CoverageAnalyst(network).survey(query).examined.values()]
        for status, network in {
            status: changed(milan, "residenzami", status=status) for status in (None, ServiceStatus.DEFUNCT)
        }.items()
    }
    assert statuses == {None: [CellStatus.COVERED], ServiceStatus.DEFUNCT: [CellStatus.GAP]}
