"""Repairs propose what somebody can change."""

import pytest

from api.messages import Words
from graph.coverage.analyst import CoverageAnalyst
from graph.coverage.cells import CoverageQuery
from graph.coverage.gaps import list_gaps
from graph.network import Network
from graph.question import EntryKind, EntryPoint, GivenFact, Question
from graph.referral.planner import ReferralPlanner
from graph.vocabulary import Locale


def _repairs(planner: ReferralPlanner, need: str, *facts: GivenFact, start: str = "at-liberty") -> list[str]:
    question = Question(start=EntryPoint(EntryKind.SITUATION, start), needs=(need,), facts=facts)
    answer = planner.plan(question, first=1)
    return [Words(Locale.EN)(repair.text) for problem in answer.problems for repair in problem.repairs]


def test_nobody_is_told_to_be_somebody_else(milan: Network, planner: ReferralPlanner) -> None:
    fixed = {fact.label.en for fact in milan.facts.values() if fact.fixed}
    man = GivenFact(name="gender", values=("man",))
    victim = GivenFact(name="victim_of", values=("violence",))
    elsewhere = GivenFact(name="residence", values=("elsewhere",))
    repairs = _repairs(planner, "protection.violence", man, victim) + _repairs(planner, "work", start="house-arrest")
    repairs += _repairs(planner, "work", elsewhere, start="release")
    assert repairs
    known = {milan.get_fact("gender").label.en, milan.get_fact("penal_status").label.en}
    assert known <= fixed
    assert not any(label in repair for repair in repairs if repair.startswith("If this held") for label in known)


def test_what_can_change_is_proposed(planner: ReferralPlanner) -> None:
    elsewhere = GivenFact(name="residence", values=("elsewhere",))
    assert any("registered residence" in repair for repair in _repairs(planner, "work", elsewhere, start="release"))


def test_what_is_unknown_and_cannot_change_is_asked(planner: ReferralPlanner) -> None:
    repairs = _repairs(planner, "psychological-support")
    assert not any("addiction" in repair for repair in repairs if repair.startswith("If this held"))
    question = Question(start=EntryPoint(EntryKind.SITUATION, "at-liberty"), needs=("psychological-support",))
    assert "addiction" in {asked.fact for asked in planner.plan(question, first=1).questions}


def test_nobody_is_told_to_lose_a_home_or_to_move_for_a_paper(planner: ReferralPlanner) -> None:
    housed = GivenFact(name="housing", values=("dwelling",))
    nowhere = GivenFact(name="residence", values=("none",))
    resident = GivenFact(name="residence", values=("milan",))
    proposed = [
        *_repairs(planner, "documents.registered-residence", housed, nowhere),
        *_repairs(planner, "work", housed, resident),
        *_repairs(planner, "housing", housed, start="release-opera"),
    ]
    changes = [repair for repair in proposed if repair.startswith("If this held")]
    assert not any(place in change for change in changes for place in ("on the street", "in the area of Rho"))


def test_what_is_unknown_is_asked_not_changed(planner: ReferralPlanner) -> None:
    assert not any(repair.startswith("If this held") and "Rho" in repair for repair in _repairs(planner, "work"))
    question = Question(start=EntryPoint(EntryKind.SITUATION, "at-liberty"), needs=("work",))
    assert "residence" in {asked.fact for asked in planner.plan(question, first=1).questions}


NEEDS = ("work", "income", "housing.social-flat", "psychological-support", "documents.registered-residence")


@pytest.mark.parametrize("start", ["house-arrest", "release", "at-liberty", "detention-opera"])
def test_an_answer_proposes_nothing_that_partners_would_have_to_change(planner: ReferralPlanner, start: str) -> None:
    facts = (GivenFact(name="residence", values=("elsewhere",)), GivenFact(name="housing", values=("dwelling",)))
    question = Question(start=EntryPoint(EntryKind.SITUATION, start), needs=NEEDS, facts=facts)
    assert {r.kind for problem in planner.plan(question, first=1).problems for r in problem.repairs} <= {"fact"}


def test_coverage_proposes_what_a_coordinator_can_do_and_no_other_mandate(milan: Network) -> None:
    elsewhere = GivenFact(name="residence", values=("elsewhere",))
    needs, situations = ("psychological-support", "work.internship"), ("house-arrest", "release-opera")
    query = CoverageQuery(needs=needs, situations=situations, facts=(elsewhere,))
    surveyed = CoverageAnalyst(milan).survey(query)
    repairs = [repair for gap in list_gaps(surveyed, repairs=True) for repair in gap.problem.repairs]
    assert {"requirement"} <= {repair.kind for repair in repairs}
    assert not any(milan.catalogue.hub in repair.services for repair in repairs if repair.kind == "requirement")
