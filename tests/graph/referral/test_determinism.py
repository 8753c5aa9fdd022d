"""Same network and question, same answer, whatever the order in which things are listed."""

import random
from dataclasses import replace

import pytest

from graph.network import Network
from graph.question import EntryKind, EntryPoint, GivenFact, Question
from graph.referral.planner import ReferralPlanner
from tests.written import written

QUESTIONS = {
    "housing and work": Question(
        start=EntryPoint(EntryKind.SITUATION, "release-san-vittore"), needs=("housing", "work")
    ),
    "everything at once": Question(
        start=EntryPoint(EntryKind.SITUATION, "release-opera"),
        needs=("housing", "work", "documents.registered-residence", "health.addiction", "basic-needs.meals"),
        facts=(GivenFact(name="residence", values=("none",)), GivenFact(name="housing", values=("street",))),
    ),
}


@pytest.mark.sample(3)
@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("seed", range(4))
def test_order_does_not_matter(milan: Network, planner: ReferralPlanner, name: str, seed: int) -> None:
    shuffle = random.Random(seed)  # noqa: S311 - not for secrets
    catalogue = milan.catalogue
    parts = {
        part: tuple(shuffle.sample(getattr(catalogue, part), len(getattr(catalogue, part))))
        for part in ("organizations", "services", "listings", "situations")
    }
    shuffled = ReferralPlanner(Network(replace(catalogue, **parts), milan.version))
    assert written(shuffled.plan(QUESTIONS[name])) == written(planner.plan(QUESTIONS[name]))


def test_asking_twice_gives_the_same_bytes(planner: ReferralPlanner) -> None:
    question = QUESTIONS["everything at once"]
    assert written(planner.plan(question)) == written(planner.plan(question))


def test_the_identifier_tells_the_plan_and_not_the_question(planner: ReferralPlanner) -> None:
    """Facts that change nothing about the doors leave the identifier as it is."""
    plain = QUESTIONS["housing and work"]
    told = replace(plain, facts=(GivenFact(name="age", values=("44",)), GivenFact(name="gender", values=("man",))))
    assert planner.plan(plain).plans[0].id == planner.plan(told).plans[0].id


def test_questions_are_found_when_they_are_asked_for(planner: ReferralPlanner) -> None:
    question = QUESTIONS["housing and work"]
    all_at_once, one_by_one = planner.plan(question).questions, planner.plan(question).questions
    first = one_by_one[0]
    assert first == next(iter(all_at_once))
    assert len(all_at_once) == len(one_by_one) > 1
    assert all_at_once == tuple(one_by_one)
    assert (one_by_one[-1], one_by_one[:1], bool(planner.plan(question, questions=False).questions)) == (
        all_at_once[len(all_at_once) - 1], (first,), False,
    )  # fmt: skip
