"""Every need from every entry situation of Milan: plans replay, rest on citations, and nothing is left unexplained."""

import pytest

from graph.network import Network
from graph.planning.interchange import to_neutral
from graph.planning.search import solve
from graph.planning.validator import validate
from graph.question import EntryKind, EntryPoint, GivenFact, Question
from graph.referral.answer import Answer, PlanStatus
from graph.referral.plan import ReferralPlan
from graph.referral.planner import ReferralPlanner
from graph.vocabulary import Evidence, RouteKind
from ingest.catalogue import load_catalogue

SITUATIONS = [situation.code for situation in load_catalogue().situations]
PROFILES = {
    "nothing known": (),
    "sleeping rough": (
        GivenFact(name="residence", values=("none",)),
        GivenFact(name="housing", values=("street",)),
        GivenFact(name="present_in_milan", values=("yes",)),
    ),
    "from elsewhere": (GivenFact(name="residence", values=("elsewhere",)), GivenFact(name="age", values=("40",))),
}


def list_questions(network: Network, situation: str, facts: tuple[GivenFact, ...]) -> list[Question]:
    start = EntryPoint(EntryKind.SITUATION, situation)
    return [Question(start=start, needs=(need,), facts=facts) for need in network.needs]


@pytest.mark.slow
@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_answer_holds(milan: Network, planner: ReferralPlanner, situation: str, profile: str) -> None:
    for question in list_questions(milan, situation, PROFILES[profile]):
        answer = planner.plan(question, first=2)
        if answer.status is PlanStatus.INVALID_QUERY:
            # Only where the profile contradicts the situation: nobody in a cell sleeps rough.
            assert answer.problems[0].input_field == "facts"
            continue
        check_answer(milan, answer)
        task = planner.task(question)
        solution = solve(task)
        assert solution.plan is not None
        assert solution.optimal
        assert validate(to_neutral(task), solution.plan.names, solution.plan.order, solution.plan.cost) == ()


def check_answer(network: Network, answer: Answer) -> None:
    assert (answer.status is PlanStatus.PLANNED) == (bool(answer.plans) and not answer.plans[0].unmet)
    assert answer.plans or answer.problems
    unmet = set(answer.plans[0].unmet) if answer.plans else set(answer.interpretation.question.needs)  # type: ignore[union-attr]
    assert {problem.need for problem in answer.problems} == unmet
    for plan in answer.plans:
        check_plan(network, plan)


def check_plan(network: Network, plan: ReferralPlan) -> None:
    placed: set[int] = set()
    for step in plan.steps:
        assert set(step.after) <= placed
        placed.add(step.order)
        assert step.candidates
        assert step.citations
        assert step.meets or step.unlocks
        for candidate in step.candidates:
            service = network.get_service(candidate.service)
            assert candidate.citations
            assert (service.listing is not None) == (step.evidence is Evidence.LISTED)
            if service.listing is not None:
                assert not (service.phones)
                assert not (service.emails)
                assert not (service.addresses)
                assert step.via.route in (RouteKind.ASK_FIRST, RouteKind.REFERRAL)
        for reason in step.because:
            assert reason.step is None or reason.step in placed
    met = [need.step for need in plan.met]
    assert all(step is None or step in placed for step in met)


@pytest.mark.slow
def test_consulates_come_only_when_asked_for(milan: Network, planner: ReferralPlanner) -> None:
    consulates = {slug for slug, item in milan.organizations.items() if item.kind == "consulate"}
    assert len(consulates) == 4
    for situation in SITUATIONS:
        for question in list_questions(milan, situation, ()):
            if question.needs[0] in ("documents", "documents.passport"):
                continue
            for plan in planner.plan(question, first=3).plans:
                offered = {org for step in plan.steps for c in step.candidates for org in c.organizations}
                assert not offered & consulates, question


def test_emergency_help_is_not_put_behind_papers(milan: Network, planner: ReferralPlanner) -> None:
    for situation in SITUATIONS:
        for need in milan.needs.values():
            if not need.emergency or need.code.startswith(("protection", "housing.protected")):
                continue
            question = Question(start=EntryPoint(EntryKind.SITUATION, situation), needs=(need.code,))
            answer = planner.plan(question, first=1)
            for plan in answer.plans:
                meeting = [step for step in plan.steps if step.meets]
                assert all(not step.after for step in meeting), (situation, need.code)
