"""The exact pass says of every cell what planning it afresh says."""

from dataclasses import replace
from types import ModuleType

import pytest

from benchmarks.generated_networks import generate
from graph.atoms import YES, contact_with
from graph.coverage.cells import CellStatus, CoverageQuery, examine, resolve
from graph.coverage.changed_network import find_units
from graph.coverage.plan_cuts import CoreBook
from graph.coverage.survey import Survey, survey
from graph.network import Network
from graph.question import GivenFact
from graph.referral.compiled_network import CompiledNetwork
from graph.vocabulary import Evidence
from tests.graph.coverage.drawn_profiles import draw_profiles


@pytest.mark.slow
def test_every_cell_is_as_planned_by_itself(milan: Network, milan_survey: Survey, naive: ModuleType) -> None:
    outcomes = {cell: each.outcome for cell, each in milan_survey.examined.items()}
    found = {cell: (outcome.status, outcome.cost) for cell, outcome in outcomes.items()}
    assert found == naive.Naive().answers(milan, milan_survey.scope)
    assert {status for status, _ in found.values()} == set(CellStatus)


@pytest.mark.sample(1)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_part_of_the_lanes_is_as_each_of_its_cells_by_itself(seed: int, milan: Network) -> None:
    """To the last detail: compiled with everything that is relevant, nothing pruned before, nothing shared."""
    network = milan
    query = CoverageQuery(needs=("housing", "work", "protection", "income"), situations=("at-liberty", "house-arrest"))
    if seed:
        catalogue = generate(40, territories=2, seed=seed)
        network = Network(replace(catalogue, profiles=draw_profiles(Network(catalogue), 6, seed)))
        query = CoverageQuery(situations=tuple(network.situations)[:3])
    found = survey(CompiledNetwork(network), resolve(network, query))
    book, units, covered = found.book, find_units(network), 0
    for cell, examined in found.examined.items():
        lane = [(entry.code, profile.code) for entry, profile in book.lanes].index((cell.situation, cell.profile))
        situation = book.situations[lane]
        if situation is None or examined.outcome.status is CellStatus.MET:
            continue
        template = book.template((cell.need, book.lanes[lane][0].territory))
        alone = examine(CoreBook(units).find_ways(template.build(situation)), situation)
        assert examined.outcome == alone.outcome, cell
        covered += alone.outcome.status is CellStatus.COVERED
    assert covered > 50


def test_what_a_prison_alone_decides_is_counted_only_where_it_is_named(milan: Network) -> None:
    contact = "family.contact-inside"
    assert contact not in resolve(milan, CoverageQuery()).needs
    assert contact not in resolve(milan, CoverageQuery(needs=("family",))).needs
    assert resolve(milan, CoverageQuery(needs=(contact,))).needs == (contact,)


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


def test_contacts_of_a_way_know_the_person(milan: Network, milan_survey: Survey) -> None:
    """From the start or since an earlier step; whom one may not know, to get in somewhere, is no contact."""
    book = milan_survey.book
    lanes = {(entry.code, profile.code): lane for lane, (entry, profile) in enumerate(book.lanes)}
    seen = 0
    for cell, examined in milan_survey.examined.items():
        situation = book.situations[lanes[cell.situation, cell.profile]]
        taken = {slug for step in examined.outcome.steps for slug in step.services}
        taken |= {offer.organization for slug in taken for offer in milan.get_service(slug).organizations}
        for contact in examined.outcome.contacts:
            assert situation is not None
            assert contact in taken or situation.possible(contact_with(contact)) == YES, (cell, contact)
            seen += 1
    assert seen > 20


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
