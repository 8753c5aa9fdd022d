"""Planning on generated networks: the time of a question must not follow the size of the network."""

import gc
import statistics
import tracemalloc
from collections.abc import Iterator, Sequence

from benchmarks.generated_networks import generate
from benchmarks.measure import Measure, Stopwatch
from benchmarks.planning import WARM_UP, answer_whole, optimum
from benchmarks.random_questions import questions
from graph.network import Network
from graph.question import Question
from graph.referral.compiled_network import CompiledNetwork
from graph.referral.planner import ReferralPlanner

SIZES = (250, 2_500, 25_000)
MOST_TIMES = 3.0
MOST_BYTES = 1_000


class _Subject:
    """One network with its questions and its watch."""

    def __init__(self, size: int, count: int) -> None:
        self.size = size
        self.network = Network(generate(size, seed=1))
        building = Stopwatch()
        self.compiled = building.time(CompiledNetwork, self.network)
        self.building = building.timing
        self.questions: tuple[Question, ...] = questions(self.network, count, seed=3)
        self.watch = Stopwatch()

    def ask(self, number: int) -> None:
        self.watch.time(optimum, self.compiled, self.questions[number])


def measure_scale(sizes: Sequence[int] = SIZES, count: int = 300, answers: int = 40) -> Iterator[Measure]:
    """One optimum on a network of each of `sizes`, and the last beside the first.

    The networks take turns, question by question, so that whatever else the machine does falls on all of them.
    """
    subjects = [_Subject(size, count) for size in sizes]
    for subject in subjects:
        for question in subject.questions[:WARM_UP]:
            optimum(subject.compiled, question)
    for number in range(count):
        for subject in subjects:
            subject.ask(number)
    for subject in subjects:
        wall, cpu = subject.building.wall[0], subject.building.cpu[0]
        yield Measure(part="scale", name=f"compile {subject.size} services, once", figure=wall, cpu=cpu)
        yield subject.watch.timing.median("scale", f"one optimum among {subject.size} services")
        yield subject.watch.timing.p99("scale", f"one optimum among {subject.size} services")
    watches = [subject.watch for subject in subjects]
    yield _ratio(f"one optimum, {sizes[-1]} to {sizes[0]} services", watches, MOST_TIMES)
    yield from _answers(subjects, answers)
    bytes_each = measure_core(subjects[-1].network) / sizes[-1]
    yield Measure(
        part="scale", name=f"a service in the core, among {sizes[-1]}", figure=bytes_each, unit="B", target=MOST_BYTES
    )


def measure_core(network: Network) -> int:
    """The bytes that Python allots to the network compiled for planning, beyond the network itself."""
    gc.collect()
    tracemalloc.start()
    try:
        compiled = CompiledNetwork(network)
        gc.collect()
        used, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert compiled.operators
    return used


def _answers(subjects: Sequence[_Subject], count: int) -> Iterator[Measure]:
    watches = []
    for subject in subjects:
        planner, watch = ReferralPlanner(subject.network), Stopwatch()
        planner.plan(subject.questions[0])
        for question in subject.questions[:count]:
            watch.time(answer_whole, planner, question)
        watches.append(watch)
        yield watch.timing.median("scale", f"whole answer among {subject.size} services")
    yield _ratio(f"whole answer, {subjects[-1].size} to {subjects[0].size} services", watches, None)


def _ratio(name: str, watches: Sequence[Stopwatch], target: float | None) -> Measure:
    """The median of the last by that of the first."""
    first, last = (statistics.median(watch.timing.wall) for watch in (watches[0], watches[-1]))
    return Measure(part="scale", name=name, figure=last / first, unit="times", target=target)
