"""Where people stand, for all combinations at once: one bit an entry situation and profile (a *lane*)."""

from collections.abc import Iterable, Iterator, Sequence

from graph.atoms import NO, YES, Cells, Variable, VariableKind
from graph.referral.assumption_policy import is_presumable
from graph.referral.initial_state import Situation
from graph.referral.task_compiler import CompiledNetwork


class Ground:
    """What is known at the placements, turned round: for each variable the placements that leave it the same cells."""

    def __init__(self, compiled: CompiledNetwork, situations: Sequence[Situation]) -> None:
        self.compiled = compiled
        self._situations = situations
        self.all = (1 << len(situations)) - 1
        self._known: dict[Variable, dict[Cells, int]] = {}
        self._naming: dict[str, int] = {}
        self._met: dict[str, int] = {}
        for number, situation in enumerate(situations):
            for variable, known in situation.known.items():
                lanes = self._known.setdefault(variable, {})
                lanes[known.cells] = lanes.get(known.cells, 0) | 1 << number
                name = variable.set_name
                if name is not None and known.cells == YES:
                    self._naming[name] = self._naming.get(name, 0) | 1 << number

    def possible(self, variable: Variable) -> Iterator[tuple[Cells, int]]:
        """The cells that the placements leave `variable`, each with the placements that do."""
        rest = self.all
        if variable.kind is VariableKind.AT_ONCE:
            given = self._known.get(variable.settled, {}).get(YES, 0)
            yield from ((YES, given), (NO, rest & ~given))
            return
        for cells, lanes in self._known.get(variable, {}).items():
            rest &= ~lanes
            yield cells, lanes
        if rest:
            yield NO if self._is_closed(variable) else frozenset(self.compiled.domains.cells(variable)), rest

    def assumable(self, need: str, variable: Variable, cells: Cells) -> int:
        """The placements where a plan for `need` may assume that `variable` has one of `cells`, which is not known."""
        if self._is_closed(variable):
            return 0
        network = self.compiled.network
        presumed = {cell for cell in cells if is_presumable(network, (need,), variable, cell)}
        lanes = 0
        for possible, there in self.possible(variable):
            if not possible <= cells and not presumed.isdisjoint(possible):
                lanes |= there
        name = variable.set_name
        return lanes if name is None else lanes & ~self._naming.get(name, 0)

    def met(self, need: str) -> int:
        """The placements where `need` is met before anything is done."""
        if need not in self._met:
            formula = self.compiled.network.get_need(need).met_when
            holds = (formula is not None and each.truth(formula) is True for each in self._situations)
            self._met[need] = join(holds)
        return self._met[need]

    def _is_closed(self, variable: Variable) -> bool:
        """Whether what is not given does not hold."""
        definition = self.compiled.network.facts.get(variable.name) if variable.fact is not None else None
        return definition is not None and definition.closed_world


def join(holds: Iterable[bool]) -> int:
    """Bit i is the i-th truth.

    >>> bin(join([True, False, True, True]))
    '0b1101'
    """
    return int("".join("1" if each else "0" for each in holds)[::-1] or "0", 2)
