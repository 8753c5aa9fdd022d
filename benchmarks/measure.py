"""What a measure is, and how time is taken: beside a calibration loop, so that machines can be compared."""

import math
import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import perf_counter, thread_time
from typing import ParamSpec, TypeVar

T = TypeVar("T")
P = ParamSpec("P")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One figure. `target` is the most that it may be (the least where `at_least`), None where nothing is promised.

    A time may have `cpu` beside it: the processor time of the same work, in milliseconds.
    """

    part: str
    name: str
    figure: float
    cpu: float | None = None
    unit: str = "ms"
    target: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def verdict(self) -> str:
        """`pass`, `short`, or nothing without a target."""
        if self.target is None:
            return ""
        good = self.figure >= self.target if self.at_least else self.figure <= self.target
        return "pass" if good else "short"


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of each call: of the clock on the wall, and of the processor (this thread's, or the process's)."""

    wall: tuple[float, ...]
    cpu: tuple[float, ...]

    def median(self, part: str, name: str, target: float | None = None, note: str | None = None) -> Measure:
        """The median, with the number of calls unless there is another `note`."""
        figure, cpu = statistics.median(self.wall), statistics.median(self.cpu)
        said = f"{len(self.wall)} calls" if note is None else note
        return Measure(part=part, name=f"{name}, median", figure=figure, cpu=cpu, target=target, note=said)

    def p99(self, part: str, name: str, target: float | None = None, note: str = "") -> Measure:
        """The 99th percentile, by nearest rank."""
        figure, cpu = percentile(self.wall, 99), percentile(self.cpu, 99)
        return Measure(part=part, name=f"{name}, p99", figure=figure, cpu=cpu, target=target, note=note)

    def __add__(self, other: "Timing") -> "Timing":
        """Call by call, one after the other."""
        return Timing(
            tuple(mine + theirs for mine, theirs in zip(self.wall, other.wall, strict=True)),
            tuple(mine + theirs for mine, theirs in zip(self.cpu, other.cpu, strict=True)),
        )


def percentile(values: Iterable[float], share: int) -> float:
    """The smallest value that at least `share` in a hundred do not exceed (nearest rank).

    >>> percentile([4.0, 1.0, 3.0, 2.0], 50)
    2.0
    """
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered) / 100) - 1)]


class Stopwatch:
    """Takes the time of single calls."""

    def __init__(self) -> None:
        self._wall: list[float] = []
        self._cpu: list[float] = []

    def time(self, work: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
        """What `work` returns; its time is kept."""
        wall, cpu = perf_counter(), thread_time()
        result = work(*arguments, **options)
        self._cpu.append(1000 * (thread_time() - cpu))
        self._wall.append(1000 * (perf_counter() - wall))
        return result

    @property
    def timing(self) -> Timing:
        """The times so far."""
        return Timing(tuple(self._wall), tuple(self._cpu))


def calibrate(rounds: int = 7) -> Timing:
    """The time of a fixed loop of plain Python, `rounds` times."""
    watch = Stopwatch()
    for _ in range(rounds):
        watch.time(_loop)
    return watch.timing


def _loop() -> int:
    table: dict[int, int] = {}
    total = 0
    for number in range(100_000):
        table[number & 1023] = total
        total = (31 * total + number) & 0xFFFF_FFFF
    return total + len(table)
