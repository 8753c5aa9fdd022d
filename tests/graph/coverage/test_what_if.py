"""Planning again only where a change matters says what a survey of the changed network from scratch says."""

import os
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from benchmarks.generated_networks import generate
from graph.concepts import Effect
from graph.coverage.cells import CellOutcome, CoverageQuery, resolve
from graph.coverage.changed_network import apply_changes, as_closure
from graph.coverage.changes import (
    AddReferral,
    Change,
    ChangeError,
    CloseOrganization,
    CloseService,
    EndReferral,
    Overlay,
    SetRequirement,
)
from graph.coverage.pruning import LanePruning
from graph.coverage.survey import Survey, survey
from graph.coverage.what_if import revise
from graph.formula import Formula, parse
from graph.message import Text
from graph.network import Network
from graph.planning.relevance import prune
from graph.referral.compiled_network import CompiledNetwork
from graph.services import Doubt, NeedLink, Route, Service
from graph.vocabulary import FactKind, RouteKind
from ingest.catalogue import load_catalogue
from tests.graph.coverage.drawn_profiles import draw_profiles

EXAMPLES = 400 if os.environ.get("RETE_HYPOTHESIS") == "soak" else 25
MILAN = CoverageQuery(
    needs=("housing", "work", "documents", "health.mental-health", "protection"),
    situations=("release-san-vittore", "house-arrest", "at-liberty"),
    profiles=("nothing-known", "rough-sleeper", "resident-in-milan"),
)


@cache
def surveyed(seed: int) -> Survey:
    """A slice of Milan (0), or a generated network with drawn profiles."""
    if seed == 0:
        network, query = Network(load_catalogue()), MILAN
    else:
        catalogue = generate(40, territories=2, seed=seed)
        network = Network(replace(catalogue, profiles=draw_profiles(Network(catalogue), 5, seed)))
        query = CoverageQuery(situations=tuple(network.situations)[:4])
    return survey(CompiledNetwork(network), resolve(network, query))


class Draw:
    """Random changes of any kind; several need not make sense together."""

    def __init__(self, network: Network, random: Random) -> None:
        self._network = network
        self._random = random
        self._services = sorted(network.services)
        self._conditions = [(service.slug, item.id) for service in network for item in service.requires]
        named = ((by.partition(":"), service) for service in network for route in service.routes for by in route.by)
        self._sendings = [(code, to.slug) for (sort, _, code), to in named if sort in ("organization", "service")]

    def change(self) -> Change:
        network, one = self._network, self._random.choice
        service, (told, condition), (sender, to) = one(self._services), one(self._conditions), one(self._sendings)
        organization = one(sorted(network.organizations))
        kinds: list[Callable[[], Change]] = [
            lambda: CloseService(service=service),
            lambda: CloseOrganization(organization=organization),
            lambda: EndReferral(sender=sender, service=to),
            lambda: AddReferral(sender=one([sender, organization, service]), service=one(self._services)),
            lambda: SetRequirement(service=told, id=condition),
            lambda: SetRequirement(service=told, id=condition, when=self._formula()),
            lambda: SetRequirement(service=one([service, told]), id="supposed", when=self._formula()),
            lambda: Overlay(services=(self._service(),)),
        ]
        return one(kinds)()

    def _formula(self) -> Formula:
        """A condition that the network knows, or one with new limits of age and values of choices."""
        one = self._random.choice
        if one([True, False]):
            return one([requirement.when for service in self._network for requirement in service.requires])
        choices = [fact for fact in self._network.facts.values() if fact.kind is FactKind.CHOICE]
        parts: list[dict[str, object]] = [{"age": {one(["min", "max"]): self._random.randint(15, 80)}}]
        parts += [{fact.name: one(fact.values).code} for fact in self._random.sample(choices, 2)]
        self._random.shuffle(parts)
        return parse(one([parts[0], {"not": parts[0]}, {"any": parts[:2]}, {"all": parts[:2]}]))

    def _service(self) -> Service:
        """A described service with something else about it, under its own name or a new one."""
        one = self._random.choice
        service = one([service for service in self._network if service.listing is None])
        need, doubt = one(list(self._network.needs)), Doubt(text=Text("dubbio", "doubt"))
        edits: list[Callable[[], Service]] = [
            lambda: replace(service, routes=(Route(kind=one([RouteKind.SELF, RouteKind.ASK_FIRST])),)),
            lambda: replace(service, requires=()),
            lambda: replace(service, provides=()),
            lambda: replace(service, provides=(*service.provides, Effect(fact="housing", value="shelter"))),
            lambda: replace(service, meets=service.meets[1:]),
            lambda: replace(service, meets=(*service.meets, NeedLink(need=need))),
            lambda: replace(service, doubt=None if service.doubt else doubt),
        ]
        return replace(one(edits)(), slug=one([service.slug, f"new-{service.slug}"]))


def essence(outcome: CellOutcome) -> tuple[object, ...]:
    """What does not depend on which of several equally cheap plans is told."""
    return outcome.status, outcome.cost, outcome.closures, outcome.critical, len(outcome.steps)


@pytest.mark.slow
@settings(max_examples=EXAMPLES, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(network=st.integers(0, 6), draw=st.integers(0, 1_000_000))
def test_any_change_is_as_if_surveyed_from_scratch(network: int, draw: int) -> None:
    before = surveyed(network)
    random = Random(draw)  # noqa: S311 - a sample, not a secret
    drawn = Draw(before.network, random)
    supposed = [drawn.change() for _ in range(random.choice([1, 1, 2, 3]))]
    try:
        compiled = CompiledNetwork(apply_changes(before.network, supposed))
    except ChangeError:
        return  # they make no sense together
    found = revise(before, compiled, as_closure(before.network, supposed))
    fresh = survey(compiled, before.scope)
    assert {cell: essence(outcome) for cell, outcome in found.items()} == {
        cell: essence(each.outcome) for cell, each in fresh.examined.items()
    }


@pytest.mark.sample(1)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_lanes_are_pruned_as_single_tasks_are(seed: int) -> None:
    """What is left of the task of a cell is left in its lane; and hardly ever more."""
    before = surveyed(seed)
    book = before.book
    more = checked = 0
    for need in before.scope.needs:
        for lane, ((entry, _), situation) in enumerate(zip(book.lanes, book.situations, strict=True)):
            if situation is None:
                continue
            selection = book.selection((need, entry.territory))
            pruned = LanePruning(book.states, need, selection, assume=True, here=1 << lane)
            left = {name for name, lanes in pruned.left.items() if lanes >> lane & 1}
            if book.states.met(need) >> lane & 1:
                assert not left
                continue
            compiled = book.template((need, entry.territory)).build(situation)
            actions = tuple(action for action in compiled.task.actions if action.name in compiled.members)
            core = prune(replace(compiled.task, actions=actions))
            expected = set() if core is None else {each.name for each in core.operators if each.variable is None}
            assert expected <= left
            assert bool(expected) == bool(left)
            more += left != expected
            checked += 1
    assert more * 10 < checked
