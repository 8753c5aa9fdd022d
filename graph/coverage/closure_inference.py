"""What becomes of cells when parts of the network close, as far as it follows from what they were."""

from collections.abc import Mapping
from dataclasses import replace

from graph.coverage.cell_result import Examined
from graph.coverage.closures import Closure
from graph.coverage.outcome import GAP, Outcome, StepCandidates
from graph.coverage.plan_cuts import CoreWays
from graph.coverage.scope import Cell


class Derivation:
    """The cells after a closure, as far as they follow from the cells before."""

    def __init__(self, before: Mapping[Cell, Examined], closure: Closure) -> None:
        self._before = before
        self._closure = closure
        self._found: dict[int, Outcome | None] = {}

    def find(self, cell: Cell) -> Outcome | None:
        """What becomes of `cell`; None where it has to be planned again."""
        examined = self._before[cell]
        if id(examined) not in self._found:
            self._found[id(examined)] = self._derive(examined)
        return self._found[id(examined)]

    def _derive(self, examined: Examined) -> Outcome | None:
        ways, outcome, closed = examined.ways, examined.outcome, self._closure.services
        if ways is None or not outcome.holds:
            return outcome
        if not ways.only_services(self._closure) or ways.core is None:
            return None
        if not closed & ways.services:
            return outcome
        if ways.core.find(closed) is None:
            return GAP
        doors = tuple(_remaining(door, closed) for door in outcome.doors)
        if any(
            not door.services or door.services[0] != old.services[0]
            for door, old in zip(doors, outcome.doors, strict=True)
        ):
            # the plan falls, or goes by another name now, which may settle a tie differently
            return None
        return _after(outcome, doors, ways.core, closed)


def _remaining(door: StepCandidates, closed: frozenset[str]) -> StepCandidates:
    return replace(door, services=tuple(service for service in door.services if service not in closed))


def _after(outcome: Outcome, doors: tuple[StepCandidates, ...], core: CoreWays, closed: frozenset[str]) -> Outcome:
    """The same plan through `doors`; how many closures would cut it, and what is critical, is found anew."""
    return replace(
        outcome,
        doors=doors,
        referrals=tuple(pair for pair in outcome.referrals if pair[1] not in closed),
        closures=core.smallest_cut(closed),
        critical=core.critical_services(closed),
    )
