"""Where people stand, for all combinations at once: one bit an entry situation and profile (a *lane*)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from graph.referral.access_variables import AT_ONCE
from graph.referral.assumption_policy import is_presumable
from graph.referral.domains import NO, YES, Cells
from graph.referral.initial_state import Situation
from graph.referral.task_compiler import CompiledNetwork


@dataclass(frozen=True, slots=True)
class Placement:
    """Where somebody stands: an entry situation by its code, and what is known there."""

    entry: str
    situation: Situation


class Ground:
    """What is known at the placements, turned round: for each variable the placements that leave it the same cells."""

    def __init__(self, compiled: CompiledNetwork, placements: Sequence[Placement]) -> None:
        self.compiled = compiled
        self.placements = placements
        self.all = (1 << len(placements)) - 1
        self._known: dict[str, dict[Cells, int]] = {}
        self._naming: dict[str, int] = {}
        self._met: dict[str, int] = {}
        for number, placement in enumerate(placements):
            for variable, known in placement.situation.known.items():
                lanes = self._known.setdefault(variable, {})
                lanes[known.cells] = lanes.get(known.cells, 0) | 1 << number
                name, _, member = variable.partition(":")
                if member and known.cells == YES:
                    self._naming[name] = self._naming.get(name, 0) | 1 << number

    def possible(self, variable: str) -> Iterator[tuple[Cells, int]]:
        """The cells that the placements leave `variable`, each with the placements that do."""
        rest = self.all
        if variable.startswith(AT_ONCE):
            given = self._known.get(variable.removeprefix(AT_ONCE), {}).get(YES, 0)
            yield from ((YES, given), (NO, rest & ~given))
            return
        for cells, lanes in self._known.get(variable, {}).items():
            rest &= ~lanes
            yield cells, lanes
        if rest:
            yield NO if self._is_closed(variable) else frozenset(self.compiled.domains.cells(variable)), rest

    def assumable(self, need: str, variable: str, cells: Cells) -> int:
        """The placements where a plan for `need` may assume that `variable` has one of `cells`, which is not known."""
        if self._is_closed(variable):
            return 0
        network = self.compiled.network
        presumed = {cell for cell in cells if is_presumable(network, (need,), variable, cell)}
        lanes = 0
        for possible, there in self.possible(variable):
            if not possible <= cells and not presumed.isdisjoint(possible):
                lanes |= there
        name, _, member = variable.partition(":")
        return lanes & ~self._naming.get(name, 0) if member else lanes

    def met(self, need: str) -> int:
        """The placements where `need` is met before anything is done."""
        if need not in self._met:
            formula = self.compiled.network.get_need(need).met_when
            holds = (formula is not None and each.situation.truth(formula) is True for each in self.placements)
            self._met[need] = join(holds)
        return self._met[need]

    def _is_closed(self, variable: str) -> bool:
        """Whether what is not given does not hold."""
        definition = self.compiled.network.facts.get(variable.removeprefix(AT_ONCE).partition(":")[0])
        return definition is not None and definition.closed_world


def join(holds: Iterable[bool]) -> int:
    """Bit i is the i-th truth.

    >>> bin(join([True, False, True, True]))
    '0b1101'
    """
    return int("".join("1" if each else "0" for each in holds)[::-1] or "0", 2)
