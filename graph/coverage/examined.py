"""A planning task with what became of it, and what becomes of it when something closes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from graph.coverage.closure import NOTHING, Closure
from graph.coverage.outcome import GAP, Door, Outcome
from graph.coverage.scope import Cell
from graph.coverage.ways import CoreWays, Ways


@dataclass(frozen=True, slots=True)
class Examined:
    """A planning task with what became of it; `ways` is None where nothing has to be planned.

    `closed` is what is closed beside what the task itself leaves out.
    """

    outcome: Outcome
    ways: Ways | None = None
    closed: Closure = NOTHING

    def stays_open(self, closure: Closure) -> bool:
        """Whether the need is or can still be met after `closure`, exactly."""
        return self.outcome.holds and (self.ways is None or self.ways.is_open(self.closed | closure))


class Derivation:
    """The cells after a closure, as far as they follow from the cells before."""

    def __init__(self, before: Mapping[Cell, Examined], closure: Closure) -> None:
        self._before = before
        self._closure = closure
        self._found: dict[int, Examined | None] = {}

    def find(self, cell: Cell) -> Examined | None:
        """What becomes of `cell`; None where it has to be planned again."""
        examined = self._before[cell]
        if id(examined) not in self._found:
            self._found[id(examined)] = self._derive(examined)
        return self._found[id(examined)]

    def _derive(self, examined: Examined) -> Examined | None:
        ways = examined.ways
        if ways is None or not examined.outcome.holds:
            return examined
        closed = examined.closed | self._closure
        if not ways.only_services(closed) or ways.core is None:
            return None
        if not closed.services & ways.services:
            return examined
        if ways.core.find(closed.services) is None:
            return Examined(GAP, ways, closed)
        doors = tuple(_remaining(door, closed.services) for door in examined.outcome.doors)
        if any(
            not door.services or door.services[0] != old.services[0]
            for door, old in zip(doors, examined.outcome.doors, strict=True)
        ):
            # the plan falls, or goes by another name now, which may settle a tie differently
            return None
        return Examined(_after(examined.outcome, doors, ways.core, closed.services), ways, closed)


def _remaining(door: Door, closed: frozenset[str]) -> Door:
    return replace(door, services=tuple(service for service in door.services if service not in closed))


def _after(outcome: Outcome, doors: tuple[Door, ...], core: CoreWays, closed: frozenset[str]) -> Outcome:
    """The same plan through `doors`; how many closures would cut it, and what is critical, is found anew."""
    return replace(
        outcome,
        doors=doors,
        referrals=tuple(pair for pair in outcome.referrals if pair[1] not in closed),
        closures=core.smallest_cut(closed),
        critical=core.critical_services(closed),
    )
