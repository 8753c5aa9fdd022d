"""What plans may assume: the choices of each variable, described once for a network, and those open to a question."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from graph.atoms import YES, Atom, Variable
from graph.planning.task import Assumption
from graph.referral.domains import StateVariables
from graph.referral.initial_state import list_limits
from graph.structs import Struct


class Assumable(Struct, frozen=True):
    """A variable that plans may assume: the choices by cell, those that a safety rule may bar, and the set-valued fact
    of which no other member may be known (None: that does not matter)."""

    variable: Variable
    choices: Mapping[str, Assumption]
    risky: frozenset[str]
    of_set: str | None


class _Every(Struct, frozen=True):
    """All choices of a variable, and for each the lists of needs of which one must be asked for."""

    name: str
    whole: Assumable
    limits: Mapping[str, tuple[frozenset[str], ...]]


class Assumables:
    """What plans may assume on one network, at `cost` each."""

    def __init__(self, state_variables: StateVariables, cost: int) -> None:
        self._state = state_variables
        self._cost = cost
        self._every: dict[Variable, _Every | None] = {}
        rules = state_variables.network.catalogue.safety
        self._barred = {Atom(Variable(effect.fact), effect.value) for rule in rules for effect in rule.never}

    def list(self, needs: Collection[str], variables: Iterable[Variable], presume: bool) -> Iterator[Assumable]:
        """What plans for `needs` may assume of `variables`, by name; `presume`: also what the vocabulary bars."""
        asked = frozenset(needs)
        found = [every for variable in variables if (every := self._of(variable)) is not None]
        for every in sorted(found, key=lambda each: each.name):
            whole = every.whole
            if presume and whole.variable.fact is not None:
                yield Assumable(whole.variable, whole.choices, whole.risky, None)
                continue
            shut = [cell for cell, limits in every.limits.items() if any(map(asked.isdisjoint, limits))]
            if not shut:
                yield whole
            elif len(shut) < len(whole.choices):
                choices = {cell: choice for cell, choice in whole.choices.items() if cell not in shut}
                yield Assumable(whole.variable, choices, whole.risky.difference(shut), whole.of_set)

    def _of(self, variable: Variable) -> _Every | None:
        """All choices of `variable`, in the order of its cells; None where what is not given does not hold."""
        if variable not in self._every:
            self._every[variable] = self._describe(variable)
        return self._every[variable]

    def _describe(self, variable: Variable) -> _Every | None:
        unsaid, name = self._state.unsaid(variable), str(variable)
        if unsaid.closed:
            return None
        network = self._state.network
        # who is to be asked, and which reading holds, is no fact of the vocabulary: only that it is so can be assumed
        cells = sorted(unsaid.possible if variable.fact in network.facts else YES)
        choices = {
            cell: Assumption(variable=name, fact=self._state.fact(variable, cell), cost=self._cost) for cell in cells
        }
        risky = frozenset(cell for cell in cells if Atom(variable, cell) in self._barred)
        limits = {cell: found for cell in cells if (found := list_limits(network, variable, cell))}
        return _Every(name, Assumable(variable, choices, risky, variable.set_name), limits)
