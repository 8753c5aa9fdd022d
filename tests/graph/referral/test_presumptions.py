"""No plan is cheaper because it presumes who somebody is: nationality, gender, health, family or criminal record."""

import pytest

from graph.network import Network
from graph.question import EntryKind, EntryPoint, GivenFact, Question
from graph.referral.answer import Answer, PlanStatus
from graph.referral.planner import ReferralPlanner
from ingest.catalogue import load_catalogue

CATALOGUE = load_catalogue()
NEEDS = [need.code for need in CATALOGUE.needs]
STARTS = ["unspecified", "release-san-vittore", "at-liberty", "external-execution"]
PERSONAL = {
    "nationality", "gender", "victim_of", "lgbtqia", "rejected_by_family", "addiction", "addiction_of_relative",
    "disability", "hiv", "minor_children", "recent_release", "former_prisoner", "being_released", "permit",
}  # fmt: skip


def _ask(planner: ReferralPlanner, need: str, *facts: GivenFact, start: str = "unspecified") -> Answer:
    return planner.plan(Question(start=EntryPoint(EntryKind.SITUATION, start), needs=(need,), facts=facts), first=3)


@pytest.mark.sample(80)
@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("need", NEEDS)
def test_what_is_personal_is_presumed_only_where_the_need_says_it(
    milan: Network, planner: ReferralPlanner, need: str, start: str
) -> None:
    for plan in _ask(planner, need, start=start).plans:
        for assumption in plan.assumptions:
            name = assumption.fact.variable.name
            if name in PERSONAL and assumption.fact.cells != ("no",):
                definition = milan.get_fact(name)
                limits = [definition.assumed_for, *(value.assumed_for for value in definition.values)]
                assert any(limit is not None and need in limit for limit in limits), assumption.fact.text


@pytest.mark.parametrize("need", ["income", "education", "documents.passport"])
def test_an_unknown_nationality_is_asked_for_instead(planner: ReferralPlanner, need: str) -> None:
    answer = _ask(planner, need)
    assert answer.status is PlanStatus.NO_PLAN
    (question,) = [question for question in answer.questions if str(question.variable) == "nationality"]
    assert {possible.status for possible in question.answers} == {PlanStatus.PLANNED, PlanStatus.NO_PLAN}


def test_a_service_for_foreigners_is_no_support_for_somebody_of_unknown_nationality(planner: ReferralPlanner) -> None:
    def shown(*facts: GivenFact) -> set[str]:
        return {slug for problem in _ask(planner, "work", *facts).problems for slug in problem.suggestions}

    assert "servizio-sociale-immigrati" not in shown()
    assert "servizio-sociale-immigrati" not in shown(GivenFact(name="nationality", values=("IT",)))
    assert "servizio-sociale-immigrati" in shown(GivenFact(name="nationality", values=("MA",)))


@pytest.mark.parametrize("need", NEEDS)
def test_who_was_never_in_prison_is_not_asked_about_release(planner: ReferralPlanner, need: str) -> None:
    answer = _ask(planner, need, GivenFact(name="former_prisoner", values=("no",)))
    assert {"recent_release", "being_released"}.isdisjoint(str(question.variable) for question in answer.questions)


def test_what_is_said_wins_over_what_is_implied(planner: ReferralPlanner) -> None:
    never = GivenFact(name="former_prisoner", values=("no",))
    answer = _ask(planner, "work", never, GivenFact(name="recent_release", values=("yes",)))
    assert answer.status is not PlanStatus.INVALID_QUERY
    inside = _ask(planner, "work", never, start="being-released")
    assert inside.status is not PlanStatus.INVALID_QUERY
