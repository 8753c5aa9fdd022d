"""What is critical is what the naive way finds: take it away, plan every cell again."""

from types import ModuleType

import pytest

from graph.coverage.changes import Change, CloseOrganization, CloseService, EndReferral
from graph.coverage.criticality import CriticalKind, Part, list_critical
from graph.coverage.editing import change
from graph.coverage.outcome import CellStatus
from graph.coverage.scope import CoverageQuery, Scope, resolve
from graph.coverage.survey import Survey, survey
from graph.coverage.ways import MOST_CLOSURES
from graph.network import Network
from graph.planning.plan import Plan
from graph.referral.compilation import CompiledNetwork

HOLDS = (CellStatus.COVERED, CellStatus.MET)


def as_change(part: Part) -> Change:
    if part.kind is CriticalKind.SERVICE:
        return CloseService(service=part.slug)
    if part.kind is CriticalKind.ORGANIZATION:
        return CloseOrganization(organization=part.slug)
    return EndReferral(sender=part.slug, service=part.to)


def list_parts(network: Network, compiled: CompiledNetwork) -> list[Part]:
    services = sorted({operator.service for operator in compiled.operators})
    offering = {offer.organization for slug in services for offer in network.get_service(slug).organizations}
    senders = {slug for situation in network.situations.values() for slug in situation.known_to}
    parts = [Part(CriticalKind.SERVICE, slug) for slug in services]
    return parts + [Part(CriticalKind.ORGANIZATION, slug) for slug in sorted(offering | senders)]


def check_against_naive(network: Network, scope: Scope, naive: ModuleType) -> int:
    """Every service and organization closed in turn on the catalogue itself; how many cells were cut off."""
    compiled = CompiledNetwork(network)
    surveyed = survey(compiled, scope)
    critical = {item.part: set(item.cells) for item in list_critical(surveyed)}
    plans: dict[object, Plan | None] = {}
    before = naive.Naive(plans).statuses(network, scope)
    assert before == {cell: each.outcome.status for cell, each in surveyed.examined.items()}
    count = 0
    for part in {*list_parts(network, compiled), *critical}:
        after = naive.Naive(plans).statuses(change(network, [as_change(part)]), scope)
        lost = {cell for cell, status in before.items() if status in HOLDS and after[cell] not in HOLDS}
        assert critical.get(part, set()) == lost, part
        count += len(lost)
    return count


def test_milan_against_the_naive_way(milan: Network, naive: ModuleType) -> None:
    query = CoverageQuery(
        needs=("housing", "work", "documents.registered-residence", "psychological-support", "basic-needs.shower"),
        situations=("release-san-vittore", "house-arrest", "external-execution"),
        profiles=("nothing-known", "rough-sleeper"),
    )
    assert check_against_naive(milan, resolve(milan, query), naive) > 0


@pytest.mark.parametrize("seed", [1, 2])
def test_generated_networks_against_the_naive_way(naive: ModuleType, seed: int) -> None:
    from benchmarks.generated_networks import generate

    network = Network(generate(40, territories=1, seed=seed))
    query = CoverageQuery(situations=tuple(network.situations)[:3])
    assert check_against_naive(network, resolve(network, query), naive) > 0


def test_smallest_cuts_are_smallest(milan_survey: Survey) -> None:
    """A cut of one is a critical service; a larger one means that none is."""
    seen = set()
    for examined in milan_survey.examined.values():
        outcome = examined.outcome
        seen.add(outcome.closures)
        assert (outcome.closures == 1) == bool(outcome.critical)
        assert outcome.closures is None or outcome.doors
    assert seen == {None, *range(1, MOST_CLOSURES + 2)}


def test_cuts_by_trying_all_pairs(milan_survey: Survey) -> None:
    """Where two closures are said to be enough, and no fewer, some pair of services of the task is."""
    from itertools import combinations

    checked = 0
    for examined in list({id(each): each for each in milan_survey.examined.values()}.values())[::9]:
        ways, outcome = examined.ways, examined.outcome
        if ways is None or ways.core is None or not outcome.doors or len(ways.services) > 18:
            continue
        few = [frozenset(some) for size in (1, 2) for some in combinations(sorted(ways.services), size)]
        assert any(ways.core.find(some) is None for some in few) == (outcome.closures in (1, 2))
        checked += 1
    assert checked > 20


def test_the_order_is_by_harm(milan_survey: Survey) -> None:
    found = list_critical(milan_survey)
    harms = [(item.harm, item.emergencies) for item in found]
    assert harms == sorted(harms, reverse=True)
    assert {item.part.kind for item in found} >= {CriticalKind.SERVICE, CriticalKind.ORGANIZATION}
    residenzami = next(item for item in found if item.part == Part(CriticalKind.SERVICE, "residenzami"))
    assert "documents.registered-residence" in residenzami.needs()
    assert "rough-sleeper" in residenzami.profiles()
