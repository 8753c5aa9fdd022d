"""A question stays in its territory: what is planned, what supports it, why it fails, who sends."""

from collections.abc import Iterator

import pytest

from benchmarks.generated_networks import HUB, generate
from benchmarks.random_questions import questions
from graph.network import Network
from graph.referral.answer import Answer
from graph.referral.planner import ReferralPlanner
from graph.vocabulary import OrganizationKind


@pytest.fixture(scope="module")
def network() -> Network:
    return Network(generate(160, territories=4, seed=3))


def services(answer: Answer) -> Iterator[str]:
    for plan in answer.plans:
        for step in plan.steps:
            yield from (candidate.service for candidate in step.candidates)
            yield from step.support
    for problem in answer.problems:
        yield from problem.suggestions
        yield from (slug for repair in problem.repairs for slug in repair.services)


@pytest.mark.slow
def test_an_answer_names_services_of_its_territory_only(network: Network) -> None:
    planner = ReferralPlanner(network)
    named = 0
    for question in questions(network, 40, seed=6):
        territory = network.situations[question.start.code].territory
        for slug in set(services(planner.plan(question))) - {HUB}:
            assert network.services[slug].covers == (territory,)
            named += 1
    assert named > 100


def test_a_class_of_senders_means_those_who_work_there(network: Network) -> None:
    kind = OrganizationKind.LISTENING_CENTRE
    everywhere = network.organizations_of(kind)
    here = network.organizations_of(kind, ("t0001",))
    assert {item.slug for item in here} < {item.slug for item in everywhere}
    assert all(item.slug.startswith("t0001-") for item in here)
