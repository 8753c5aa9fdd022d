"""What is critical is what the naive way finds: take it away, plan every cell again."""

import os
from dataclasses import dataclass, field, replace
from types import ModuleType

import pytest

from graph.coverage.analyst import CoverageAnalyst
from graph.coverage.cells import Cell, CellStatus, CoverageQuery, Scope, resolve
from graph.coverage.changed_network import apply_changes, find_units
from graph.coverage.changes import Change, CloseOrganization, CloseService, EndReferral
from graph.coverage.criticality import CriticalKind, Part, list_critical
from graph.coverage.plan_cuts import MOST_CLOSURES
from graph.coverage.survey import Survey, survey
from graph.network import Network
from graph.referral.compiled_network import CompiledNetwork

HOLDS = (CellStatus.COVERED, CellStatus.MET)


def as_change(part: Part) -> Change:
    if part.kind is CriticalKind.SERVICE:
        return CloseService(service=part.slug)
    if part.kind is CriticalKind.ORGANIZATION:
        return CloseOrganization(organization=part.slug)
    return EndReferral(sender=part.slug, service=part.to)


def list_parts(surveyed: Survey) -> list[Part]:
    """Every service and organization, and every referral that some cheapest plan goes through."""
    network = surveyed.network
    referrals = {pair for examined in surveyed.examined.values() for pair in examined.outcome.referrals}
    parts = [Part(CriticalKind.SERVICE, slug) for slug in network.services]
    parts += [Part(CriticalKind.ORGANIZATION, slug) for slug in network.organizations]
    return parts + [Part(CriticalKind.REFERRAL, who, to) for who, to in sorted(referrals)]


@dataclass(kw_only=True)
class Tally:
    """What was compared with the naive way, and what differed."""

    cells: int
    parts: int
    planned: int = 0
    cut_off: int = 0
    different: list[tuple[Part | None, Cell]] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.cells} cells, {self.parts} parts closed in turn: {self.cells * (self.parts + 1)} comparisons "
            f"({self.planned} cells planned, the others had equal tasks), {self.cut_off} cells cut off, "
            f"{len(self.different)} differences"
        )


def check_against_naive(network: Network, scope: Scope, naive: ModuleType) -> Tally:
    """Every part closed in turn on the catalogue itself, every cell planned again."""
    surveyed = survey(CompiledNetwork(network), scope)
    critical = {item.part: set(item.cells) for item in list_critical(surveyed)}
    parts = list(dict.fromkeys([*list_parts(surveyed), *critical]))
    tally = Tally(cells=len(surveyed.examined), parts=len(parts))
    planner = naive.Naive()
    before = planner.statuses(network, scope)
    tally.different += [(None, cell) for cell in before if before[cell] != surveyed.outcome(cell).status]
    for part in parts:
        after = planner.statuses(apply_changes(network, [as_change(part)]), scope)
        lost = {cell for cell, status in before.items() if status in HOLDS and after[cell] not in HOLDS}
        tally.different += [(part, cell) for cell in sorted(critical.get(part, set()) ^ lost)]
        tally.cut_off += len(lost)
    tally.planned = planner.planned
    return tally


WHOLE = os.environ.get("RETE_HYPOTHESIS") == "soak"
SLICE = CoverageQuery(
    situations=("release-san-vittore", "house-arrest", "external-execution"),
    profiles=("nothing-known", "rough-sleeper"),
)


@pytest.mark.slow
def test_milan_against_the_naive_way(milan: Network, naive: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    """Every need, closing everything in turn: a slice of the situations and profiles; in the soak, all of them."""
    tally = check_against_naive(milan, resolve(milan, CoverageQuery() if WHOLE else SLICE), naive)
    with capsys.disabled():
        print(f"\n{tally}")  # noqa: T201 - the figure is what the soak is for
    assert tally.cut_off
    assert not tally.different


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "territories"), [(1, 1), (2, 2)])
def test_generated_networks_against_the_naive_way(naive: ModuleType, seed: int, territories: int) -> None:
    from benchmarks.generated_networks import generate

    network = Network(generate(40, territories=territories, seed=seed))
    query = CoverageQuery(situations=tuple(network.situations)[::territories][:4])
    tally = check_against_naive(network, resolve(network, query), naive)
    assert tally.cut_off
    assert not tally.different


@pytest.mark.slow
def test_smallest_cuts_are_smallest(milan_survey: Survey) -> None:
    """A critical service is a cut of one; a cut of one is critical, or some services that may be one."""
    seen = set()
    units = find_units(milan_survey.network)
    for examined in milan_survey.examined.values():
        outcome = examined.outcome
        seen.add(outcome.closures)
        assert not outcome.critical or outcome.closures == 1
        if outcome.closures == 1 and not outcome.critical:
            assert any(slug in units for step in outcome.steps for slug in step.services)
        assert outcome.closures is None or outcome.steps
    assert seen == {None, *range(1, MOST_CLOSURES + 2)}


@pytest.mark.slow
def test_cuts_by_trying_all_pairs(milan_survey: Survey) -> None:
    """Where two closures are said to be enough, and no fewer, some pair of services of the task is."""
    from itertools import combinations

    checked, units = 0, find_units(milan_survey.network)
    for examined in list({id(each): each for each in milan_survey.examined.values()}.values())[::9]:
        ways, outcome = examined.ways, examined.outcome
        if ways is None or ways.core is None or not outcome.steps or len(ways.services) > 18:
            continue
        one = {slug: {other for other in units if units[other] == units.get(slug)} | {slug} for slug in ways.services}
        pairs = (some for size in (1, 2) for some in combinations(sorted(ways.services), size))
        few = [frozenset().union(*map(one.__getitem__, some)) for some in pairs]
        assert any(ways.core.find(some) is None for some in few) == (outcome.closures in (1, 2))
        checked += 1
    assert checked > 20


def test_services_that_may_be_one_are_one_closure(milan: Network) -> None:
    units = find_units(milan)
    for one, other in (
        ("mensa-san-francesco--prima-necessita", "opera-san-francesco--prima-necessita"),
        ("pensionato-belloni--risorse-abitative", "pensionato-don-mezzanotti"),
    ):
        assert units[one] == units[other]
    assert "celav-equipe-carcere" not in units
    assert "puntoacapo" not in units
    apart = replace(milan.catalogue, judgements=())
    scope = CoverageQuery(needs=("basic-needs.meals", "housing"), situations=("at-liberty",))
    counted, naive = (CoverageAnalyst(network).survey(scope).examined for network in (milan, Network(apart)))
    pairs = [(counted[cell].outcome.closures, naive[cell].outcome.closures) for cell in counted]
    assert all(fewer <= more for fewer, more in pairs if fewer is not None and more is not None)


def test_the_order_is_by_harm(milan_survey: Survey) -> None:
    found = list_critical(milan_survey)
    harms = [(item.harm, item.emergencies) for item in found]
    assert harms == sorted(harms, reverse=True)
    assert {item.part.kind for item in found} >= {CriticalKind.SERVICE, CriticalKind.ORGANIZATION}
    residenzami = next(item for item in found if item.part == Part(CriticalKind.SERVICE, "residenzami"))
    assert "documents.registered-residence" in residenzami.needs()
    assert "rough-sleeper" in residenzami.profiles()


def test_what_is_critical_is_worked_out_once_and_never_kept_of_facts_that_a_caller_gave(milan: Network) -> None:
    analyst = CoverageAnalyst(milan)
    scope = CoverageQuery(needs=("work",), situations=("at-liberty", "release"))
    facts = replace(scope, facts=milan.catalogue.profiles[1].facts)
    assert analyst.critical(scope) is analyst.critical(scope)
    assert analyst.critical(scope) == list_critical(analyst.survey(scope))
    assert analyst.critical(facts) == analyst.critical(facts)
    assert analyst.critical(facts) is not analyst.critical(facts)
