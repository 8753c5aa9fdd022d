"""The exact pass says of every cell what planning it afresh says."""

from types import ModuleType

import pytest

from graph.coverage.outcome import CellStatus
from graph.coverage.scope import CoverageQuery, resolve
from graph.coverage.survey import Survey, survey
from graph.network import Network
from graph.question import GivenFact
from graph.referral.task_compiler import CompiledNetwork
from graph.vocabulary import Evidence


@pytest.mark.slow
def test_every_cell_is_as_planned_by_itself(milan: Network, milan_survey: Survey, naive: ModuleType) -> None:
    outcomes = {cell: each.outcome for cell, each in milan_survey.examined.items()}
    found = {cell: (outcome.status, outcome.cost) for cell, outcome in outcomes.items()}
    assert found == naive.Naive().answers(milan, milan_survey.scope)
    assert {status for status, _ in found.values()} == set(CellStatus)


def test_equal_tasks_are_planned_once(milan_survey: Survey) -> None:
    tally = milan_survey.tally
    assert tally.cells == len(milan_survey.examined) == len(list(milan_survey.scope.placed()))
    assert tally.tasks < tally.cells
    assert len(milan_survey.cores) < tally.tasks


def test_a_way_says_what_it_rests_on(milan: Network, milan_survey: Survey) -> None:
    for cell, examined in milan_survey.examined.items():
        outcome = examined.outcome
        assert (outcome.evidence is not None) == (outcome.status is CellStatus.COVERED), cell
        for step in outcome.steps:
            listed = {milan.get_service(slug).listing is not None for slug in step.services}
            assert listed == {step.evidence is Evidence.LISTED}


def test_facts_of_the_caller_are_a_profile_or_narrow_those_that_are_named(
    milan: Network, compiled: CompiledNetwork
) -> None:
    facts = (GivenFact(name="residence", values=("none",)), GivenFact(name="housing", values=("street",)))
    query = CoverageQuery(needs=("work",), situations=("at-liberty", "detention"), facts=facts)
    alone = survey(compiled, resolve(milan, query))
    assert {cell.profile for cell in alone.examined} == {"given"}
    in_prison = {each.outcome.status for cell, each in alone.examined.items() if cell.situation == "detention"}
    assert in_prison == {CellStatus.IMPOSSIBLE}
    both = survey(compiled, resolve(milan, CoverageQuery(needs=("work",), profiles=("over-65",), facts=facts)))
    assert {cell.profile for cell in both.examined} == {"over-65"}
    assert {cell.need for cell in both.examined} == {code for code in milan.needs if code.partition(".")[0] == "work"}


def test_every_published_profile_is_possible_somewhere(milan: Network, compiled: CompiledNetwork) -> None:
    found = survey(compiled, resolve(milan, CoverageQuery(needs=("legal.advice",))))
    possible = {
        cell.profile for cell, each in found.examined.items() if each.outcome.status is not CellStatus.IMPOSSIBLE
    }
    assert possible == {profile.code for profile in milan.catalogue.profiles}
    assert len(possible) >= 12
