"""Coverage: the exact pass over all cells, what-if, and the size of one territory beside others."""

import gc
import statistics
from collections.abc import Iterator, Mapping, Sequence

from api.__main__ import SELDOM
from benchmarks.generated_networks import generate
from benchmarks.measure import Measure, Stopwatch, calibrate
from graph.coverage.cells import CoverageQuery, resolve
from graph.coverage.changed_network import apply_changes, as_closure
from graph.coverage.changes import AddReferral, Change, CloseService, Overlay, SetRequirement
from graph.coverage.summaries import compare
from graph.coverage.survey import Survey, survey
from graph.coverage.what_if import revise
from graph.formula import parse
from graph.network import Network
from graph.referral.compiled_network import CompiledNetwork
from graph.services import NeedLink, Offer, Route, Service
from graph.vocabulary import RouteKind
from ingest.catalogue import load_catalogue

MOST_LOOPS = 150.0
"""A what-if may take so many times the calibration loop: a tenth of an exact pass of Milan before its lanes were parted
(1,480)."""
EXACT_LOOPS = 170.0
"""So many an exact pass may take: two seconds on two shared cores."""
MOST_TIMES = 3.0


def measure_coverage() -> Iterator[Measure]:
    """All figures on Milan, and the size of one territory's network beside others."""
    before = gc.get_threshold()
    gc.set_threshold(SELDOM)  # as the command has it
    network = Network(load_catalogue())
    compiled = CompiledNetwork(network)
    yield from _exact(network, compiled)
    yield from _size()
    gc.set_threshold(*before)


def _exact(network: Network, compiled: CompiledNetwork) -> Iterator[Measure]:
    scope = resolve(network, CoverageQuery())
    watch = Stopwatch()
    before = watch.time(survey, compiled, scope)
    tally = before.tally
    note = f"{tally.cells} cells, {tally.tasks} tasks compiled, {len(before.cores)} solved"
    yield watch.timing.median("cover", "exact pass over all cells")
    yield Measure(part="cover", name="exact pass, tasks solved", figure=len(before.cores), unit="", note=note)
    loop = statistics.median(calibrate().cpu)
    yield _loops("exact pass", {"all cells": watch.timing.cpu[0] / loop}, EXACT_LOOPS)
    taken: dict[str, dict[str, float]] = {}
    for kind, name, supposed in list_what_ifs(network, before):
        stopwatch = Stopwatch()
        stopwatch.time(_what_if, network, before, supposed)
        taken.setdefault(kind, {})[name] = stopwatch.timing.cpu[0] / loop
    for kind, found in taken.items():
        yield _loops(f"what-if: {kind}", found)
    every = {f"{kind}, {name}": loops for kind, found in taken.items() for name, loops in found.items()}
    yield _loops("what-if: worst of all", every, MOST_LOOPS)


def _loops(name: str, taken: Mapping[str, float], target: float | None = None) -> Measure:
    """The worst of `taken`, in calibration loops, with the median beside it."""
    worst = max(taken, key=taken.__getitem__)
    note = f"{len(taken)} of them, median {statistics.median(taken.values()):.1f}; the worst is {worst}"
    return Measure(part="cover", name=name, figure=taken[worst], unit="loops", target=target, note=note)


def list_what_ifs(network: Network, before: Survey) -> Iterator[tuple[str, str, Sequence[Change]]]:
    """Every service closed; tightened by an age that no document cuts at; each requirement dropped; each service
    with one sender more; and one service more for each need."""
    services = sorted({operator.service for operator in before.compiled.operators})
    adult = parse({"age": {"min": 33}})
    sender = next(situation.known_to[0] for situation in network.situations.values() if situation.known_to)
    for slug in services:
        yield "closed", slug, [CloseService(service=slug)]
    for slug in services:
        yield "tightened", slug, [SetRequirement(service=slug, id="supposed", when=adult)]
    for slug in services:
        for requirement in network.get_service(slug).requires:
            yield "relaxed", f"{slug}.{requirement.id}", [SetRequirement(service=slug, id=requirement.id)]
    for slug in services:
        yield "referral added", slug, [AddReferral(sender=sender, service=slug)]
    for need in network.needs:
        meets, self_access = (NeedLink(need=need),), (Route(kind=RouteKind.SELF),)
        new = Service(
            slug="supposed",
            name="Supposed",
            organizations=(Offer(organization=sender),),
            meets=meets,
            routes=self_access,
        )
        yield "service added", need, [Overlay(services=(new,))]


def _what_if(network: Network, before: Survey, supposed: Sequence[Change]) -> int:
    after = revise(before, CompiledNetwork(apply_changes(network, supposed)), as_closure(network, supposed))
    return len(compare(before, after).changes)


def _size(sizes: Sequence[int] = (250, 25_000), rounds: int = 3) -> Iterator[Measure]:
    """One territory's cells among ever more territories."""
    watches = []
    for size in sizes:
        network = Network(generate(size, seed=1))
        compiled = CompiledNetwork(network)
        territory = network.catalogue.territories[0].code
        codes = tuple(code for code, item in network.situations.items() if item.territory == territory)
        scope = resolve(network, CoverageQuery(situations=codes))
        watch = Stopwatch()
        for _ in range(rounds):
            watch.time(survey, compiled, scope)
        watches.append(watch)
        yield watch.timing.median("cover", f"exact pass, one territory of {size} services")
    first, last = (statistics.median(watch.timing.cpu) for watch in (watches[0], watches[-1]))
    yield Measure(
        part="cover", name=f"one territory, {sizes[-1]} to {sizes[0]} services", figure=last / first, unit="times",
        target=MOST_TIMES,
    )  # fmt: skip
