"""Same network and question, same answer, whatever the order in which things are listed."""

import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from graph.network import Network
from graph.question import EntryKind, EntryPoint, GivenFact, Question
from graph.referral.answer import OpenQuestion, OpenQuestions
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


def test_equal_answers_have_equal_plans(planner: ReferralPlanner) -> None:
    question = QUESTIONS["housing and work"]
    (one, *_), (same, *_) = planner.plan(question).questions, planner.plan(question).questions
    assert one == same
    assert hash(one) == hash(same)
    other = replace(one.answers[0], draft=one.answers[1].draft)
    assert one.answers[0].plan != one.answers[1].plan
    assert other != one.answers[0]


def test_a_search_that_fails_is_no_short_list(planner: ReferralPlanner) -> None:
    found = tuple(planner.plan(QUESTIONS["housing and work"]).questions)

    def find() -> Iterator[OpenQuestion]:
        yield found[0]
        raise TimeoutError

    questions = OpenQuestions(find())
    assert questions[0] == found[0]
    for _ in range(2):
        with pytest.raises(TimeoutError):
            len(questions)
    assert questions[0] == found[0]


def test_threads_that_ask_at_once_find_each_question_once(planner: ReferralPlanner) -> None:
    found = tuple(planner.plan(QUESTIONS["housing and work"]).questions)

    def find() -> Iterator[OpenQuestion]:
        for question in found:
            time.sleep(0.01)
            yield question

    questions = OpenQuestions(find())
    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(lambda _: len(questions), range(8))) == {len(found)}
    assert tuple(questions) == found
