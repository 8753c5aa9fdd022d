"""Who cannot simply walk out of the door is not told to walk in at another without a word."""

from dataclasses import replace
from datetime import date

from graph.network import Network
from graph.question import EntryKind, EntryPoint, GivenFact, Question
from graph.referral.answer import PlanStep
from graph.referral.checks import age_of_source, last_verified, list_checks
from graph.referral.planner import ReferralPlanner
from graph.vocabulary import RouteKind


def _steps(planner: ReferralPlanner, situation: str, need: str, *facts: GivenFact) -> list[PlanStep]:
    question = Question(start=EntryPoint(EntryKind.SITUATION, situation), needs=(need,), facts=facts)
    return [step for plan in planner.plan(question, first=3).plans for step in plan.steps]


def test_by_oneself_from_detention_or_house_arrest(milan: Network, planner: ReferralPlanner) -> None:
    values = {value.code: value.caution for value in milan.get_fact("penal_status").values}
    for situation, status in (("detention", "detained"), ("house-arrest", "house-arrest")):
        alone = [
            step for step in _steps(planner, situation, "social-support.listening") if step.via.route is RouteKind.SELF
        ]
        assert alone
        assert all(step.verify[0] == values[status] for step in alone)


def test_no_caution_where_somebody_sends_or_the_person_is_free(milan: Network, planner: ReferralPlanner) -> None:
    cautions = {value.caution for value in milan.get_fact("penal_status").values} - {None}
    sent = _steps(planner, "detention", "work")
    free = _steps(planner, "at-liberty", "social-support.listening")
    steps = [*free, *(step for step in sent if step.via.route is not RouteKind.SELF)]
    assert {step.via.route for step in steps} >= {RouteKind.SELF, RouteKind.REFERRAL}
    assert not any(cautions.intersection(step.verify) for step in steps)


def test_what_was_verified_is_not_called_undated(milan: Network) -> None:
    service = milan.get_service("residenzami")
    ages = {age_of_source(milan.sources[cite.source]) for cite in service.cite}
    assert ages
    assert ages <= set(list_checks(milan, service))
    day = date(2026, 1, 31)
    checks = set(list_checks(milan, replace(service, last_verified=day)))
    assert last_verified(day) in checks
    assert not ages & checks
    assert "31/01/2026" in last_verified(day).it
