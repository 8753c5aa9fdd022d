"""Random questions are different, repeatable, and can be asked."""

import pytest

from benchmarks.generated_networks import generate
from benchmarks.planning import milan
from benchmarks.random_questions import MOST_FACTS, MOST_NEEDS, questions
from graph.network import Network
from graph.referral.answer import PlanStatus
from graph.referral.planner import ReferralPlanner


@pytest.fixture(scope="module", params=["milan", "generated"])
def network(request: pytest.FixtureRequest) -> Network:
    return milan() if request.param == "milan" else Network(generate(110, seed=2))


def test_are_different_and_repeatable(network: Network) -> None:
    drawn = questions(network, 60, seed=8)
    assert len(set(drawn)) == 60
    assert drawn == questions(network, 60, seed=8)
    assert drawn != questions(network, 60, seed=9)


def test_vary_in_needs_and_facts(network: Network) -> None:
    drawn = questions(network, 80, seed=1)
    assert {len(question.needs) for question in drawn} == set(range(1, MOST_NEEDS + 1))
    assert {len(question.facts) for question in drawn} == set(range(MOST_FACTS + 1))


def test_can_be_asked(network: Network) -> None:
    planner = ReferralPlanner(network)
    for question in questions(network, 150, seed=4):
        assert planner.task(question).goals
    found = {planner.plan(question, first=1).status for question in questions(network, 12, seed=4)}
    assert PlanStatus.PLANNED in found
    assert PlanStatus.INVALID_QUERY not in found
