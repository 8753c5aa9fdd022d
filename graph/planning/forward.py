"""Exact forward search over states, for tasks that few states decide.

A* (Hart, Nilsson & Raphael 1968) with the causal-link program's objectives as its measure. The heuristic is admissible:
each open goal costs its cheapest provider among those that are reachable when nothing is removed, and a provider's
cost is shared among the open goals that it meets (cost partitioning, Katz & Domshlak 2010).
"""

import heapq
from collections.abc import Iterator

from graph.planning.solver import Choice
from graph.planning.task import Core, CoreOperator
from graph.structs import Struct

_State = tuple[int, int, int]
"""Facts; the first operator that may still be assumed; the variables that are assumed."""

_Measure = tuple[int, int, tuple[int, ...]]
"""Cost, number of uses, operators in ascending order: what `optimize` minimises, in the same order."""


class Found(Struct, frozen=True, kw_only=True):
    """How the search ended: with the canonical cheapest choice, with None as a proof, or incomplete.

    `lower_bound` bounds the cost of every plan.
    """

    choice: Choice | None
    complete: bool
    lower_bound: int


def search_states(core: Core, most: int) -> Found:
    """The canonical cheapest plan of `core`, with any number of occurrences, if `most` expansions are enough."""
    return _Search(core).run(most)


class _Search:
    def __init__(self, core: Core) -> None:
        self._core = core
        self._actions = [(index, each) for index, each in enumerate(core.operators) if each.variable is None]
        self._assumptions = [(index, each) for index, each in enumerate(core.operators) if each.variable is not None]
        variables = sorted({each.variable for _, each in self._assumptions if each.variable is not None})
        self._variable = {variable: 1 << number for number, variable in enumerate(variables)}

    def run(self, most: int) -> Found:
        """Entries wait under the bound of the state they come from and are estimated when their turn comes."""
        start: _State = (self._core.init, 0, 0)
        best: dict[_State, _Measure] = {start: (0, 0, ())}
        queue: list[tuple[int, int, tuple[int, ...], bool, _State]] = [(0, 0, (), False, start)]
        expanded = 0
        while queue:
            bound, count, used, estimated, state = heapq.heappop(queue)
            measure = best[state]
            if measure[1:] != (count, used):
                continue
            if not estimated:
                rest = self._estimate(state)
                if rest is not None:
                    heapq.heappush(queue, (max(bound, measure[0] + rest), count, used, True, state))
                continue
            if all(goal & state[0] for goal in self._core.goals):
                choice = Choice(used=used, free=(), cost=measure[0])
                return Found(choice=choice, complete=True, lower_bound=choice.cost)
            if expanded == most:
                return Found(choice=None, complete=False, lower_bound=bound)
            expanded += 1
            for index, following in self._successors(state):
                more = (measure[0] + self._core.operators[index].cost, count + 1, tuple(sorted((*used, index))))
                if following not in best or more < best[following]:
                    best[following] = more
                    heapq.heappush(queue, (max(bound, more[0]), more[1], more[2], False, following))
        return Found(choice=None, complete=True, lower_bound=0)

    def _successors(self, state: _State) -> Iterator[tuple[int, _State]]:
        facts, first, assumed = state
        closed = len(self._core.operators)
        for index, operator in self._actions:
            if all(group & facts for group in operator.groups):
                after = facts & ~operator.removes | operator.adds
                if after != facts:
                    yield index, (after, closed, 0)
        for index, operator in self._open(first):
            variable = self._variable[operator.variable or ""]
            if not assumed & variable and operator.adds & ~facts:
                yield index, (facts | operator.adds, index + 1, assumed | variable)

    def _open(self, first: int) -> Iterator[tuple[int, CoreOperator]]:
        return ((index, operator) for index, operator in self._assumptions if index >= first)

    def _estimate(self, state: _State) -> int | None:
        """A lower bound of the remaining cost; None if a goal is out of reach."""
        missing = [goal for goal in self._core.goals if not goal & state[0]]
        shares: list[int | None] = [None] * len(missing)
        for operator in self._reachable(state):
            met = [number for number, goal in enumerate(missing) if goal & operator.adds]
            for number in met:
                share, known = operator.cost // len(met), shares[number]
                if known is None or share < known:
                    shares[number] = share
        known_shares = [share for share in shares if share is not None]
        return sum(known_shares) if len(known_shares) == len(missing) else None

    def _reachable(self, state: _State) -> list[CoreOperator]:
        """The operators that can still be used in the delete relaxation."""
        found = [operator for _, operator in self._open(state[1])]
        facts = state[0]
        for operator in found:
            facts |= operator.adds
        pending = [operator for _, operator in self._actions]
        while True:
            waiting = []
            for operator in pending:
                if all(group & facts for group in operator.groups):
                    facts |= operator.adds
                    found.append(operator)
                else:
                    waiting.append(operator)
            if len(waiting) == len(pending):
                return found
            pending = waiting
