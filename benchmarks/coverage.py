"""Coverage: the relaxed pass in lanes beside one closure after another, the exact pass, what-if, and size."""

import statistics
from collections.abc import Iterator, Mapping, Sequence
from random import Random

from benchmarks.generated_networks import generate
from benchmarks.measure import Measure, Stopwatch
from graph.coverage.apply_changes import as_closure, change
from graph.coverage.changes import AddReferral, Change, CloseService, Overlay, SetRequirement
from graph.coverage.comparison import compare
from graph.coverage.initial_states import Placement
from graph.coverage.relaxed_reachability import Reach, relaxed_reach
from graph.coverage.scope import CoverageQuery, Scope, resolve
from graph.coverage.survey import Survey, survey
from graph.coverage.tasks import TaskBook
from graph.coverage.what_if import revise
from graph.formula import parse
from graph.model import EntrySituation, NeedLink, Offer, Profile, Route, Service, Text
from graph.network import Network
from graph.planning.relevance import reachable
from graph.planning.task import Task
from graph.question import GivenFact
from graph.referral.task_compiler import NEED, CompiledNetwork
from graph.vocabulary import FactKind, RouteKind
from ingest.catalogue import load_catalogue

PROFILES = 64
RELAXED_MS = 500.0
TIMES_QUICKER = 100.0
SAMPLE = 3_000
"""Combinations that the naive way is timed on, drawn from all; its whole time follows by proportion."""
SHARE = 0.2
MOST_TIMES = 3.0
NUMBERS = {"age": (16, 75), "months_left": (0, 60)}


def measure_coverage() -> Iterator[Measure]:
    """All figures on Milan, and the size of one territory's network beside others."""
    network = Network(load_catalogue())
    compiled = CompiledNetwork(network)
    yield from _relaxed(network, compiled)
    yield from _exact(network, compiled)
    yield from _size()


def draw_profiles(network: Network, count: int, seed: int = 5) -> tuple[Profile, ...]:
    """`count` profiles of one to four random facts each; the same seed gives the same ones."""
    random = Random(f"profiles:{seed}")  # noqa: S311 - a benchmark, not a secret
    facts = [fact for fact in network.facts.values() if not fact.closed_world]
    profiles = []
    for number in range(count):
        given = []
        for fact in random.sample(facts, random.randint(1, 4)):
            if fact.kind is FactKind.INTEGER:
                value = random.randint(*NUMBERS.get(fact.name, (0, 100)))
                given.append(GivenFact(name=fact.name, minimum=value, maximum=value))
            else:
                codes = ("yes", "no") if fact.kind is FactKind.BOOLEAN else tuple(v.code for v in fact.values)
                given.append(GivenFact(name=fact.name, values=(random.choice(codes),)))
        profiles.append(Profile(code=f"drawn-{number}", label=Text("", ""), facts=tuple(given)))
    return tuple(profiles)


def _relaxed(network: Network, compiled: CompiledNetwork) -> Iterator[Measure]:
    scope = Scope(
        needs=tuple(network.needs),
        situations=tuple(network.situations.values()),
        profiles=draw_profiles(network, PROFILES),
        preferences=CoverageQuery().preferences,
    )
    book = TaskBook(compiled, scope)
    pairs = [(entry, profile) for entry in scope.situations for profile in scope.profiles]
    found = [(e, p, s) for e, p in pairs if (s := book.find_situation(e, p)) is not None]
    placements = [Placement(entry.code, situation) for entry, _, situation in found]
    services = sorted({operator.service for operator in compiled.operators})
    watch = Stopwatch()
    for _ in range(5):
        reach = watch.time(relaxed_reach, compiled, scope.needs, placements, scope.preferences)
    total = len(scope.needs) * len(placements) * (len(services) + 1)
    timing = watch.timing
    yield timing.median("cover", f"relaxed pass, {PROFILES} profiles, every service closed", RELAXED_MS)
    naive = Stopwatch()
    random = Random(11)  # noqa: S311 - a sample, not a secret
    differences = 0
    for _ in range(SAMPLE):
        number, need = random.randrange(len(found)), random.choice(scope.needs)
        closed = random.choice([None, *services])
        entry, profile, _ = found[number]
        expected = naive.time(_one_closure, book, entry, profile, need, closed)
        differences += expected != _lane(reach[need], number, closed)
    whole = statistics.mean(naive.timing.wall) * total
    note = f"{total} combinations; {SAMPLE} timed one by one, {differences} of them different"
    quicker = whole / statistics.median(timing.wall)
    target = None if differences else TIMES_QUICKER
    yield Measure(
        part="cover", name="relaxed pass, times quicker than naive", figure=quicker, unit="times", target=target,
        at_least=True, note=note,
    )  # fmt: skip
    yield Measure(part="cover", name="relaxed pass, differences", figure=differences, unit="", target=0)


def _one_closure(book: TaskBook, entry: EntrySituation, profile: Profile, need: str, closed: str | None) -> bool:
    """The naive way: compile the question, leave the closed service out, close under what is left."""
    situation = book.find_situation(entry, profile)
    assert situation is not None
    compiled = book.compiled.compile(book.question(need, entry, profile), situation)
    kept = tuple(
        action
        for action in compiled.task.actions
        if action.name in compiled.members and any(member.service != closed for member in compiled.members[action.name])
    )
    task = compiled.task
    return NEED + need in reachable(Task(init=task.init, goals=task.goals, actions=kept, assumptions=task.assumptions))


def _lane(reach: Reach, number: int, closed: str | None) -> bool:
    lanes = reach.open if closed is None else reach.closed.get(closed, reach.open)
    return bool(lanes >> number & 1)


def _exact(network: Network, compiled: CompiledNetwork) -> Iterator[Measure]:
    scope = resolve(network, CoverageQuery())
    watch = Stopwatch()
    before = watch.time(survey, compiled, scope)
    tally = before.tally
    note = f"{tally.cells} cells, {tally.tasks} tasks compiled, {len(before.cores)} solved"
    yield watch.timing.median("cover", "exact pass over all cells")
    yield Measure(part="cover", name="exact pass, tasks solved", figure=len(before.cores), unit="", note=note)
    full = watch.timing.cpu[0]
    shares: dict[str, dict[str, float]] = {}
    for kind, name, supposed in list_what_ifs(network, before):
        stopwatch = Stopwatch()
        stopwatch.time(_what_if, network, before, supposed)
        shares.setdefault(kind, {})[name] = stopwatch.timing.cpu[0] / full
    for kind, found in shares.items():
        yield _share(f"what-if by a full exact pass: {kind}", found)
    every = {f"{kind}, {name}": share for kind, found in shares.items() for name, share in found.items()}
    yield _share("what-if by a full exact pass: worst of all", every, target=SHARE)


def _share(name: str, shares: Mapping[str, float], target: float | None = None) -> Measure:
    """The worst of `shares`, with the median beside it."""
    worst = max(shares, key=shares.__getitem__)
    note = f"{len(shares)} changes, median {statistics.median(shares.values()):.3f}; the worst is {worst}"
    return Measure(part="cover", name=name, figure=shares[worst], unit="times", target=target, note=note)


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
    after = revise(before, CompiledNetwork(change(network, supposed)), as_closure(network, supposed))
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
