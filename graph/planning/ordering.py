"""Carrying out a given set of operators: one order in which every one of them can be done.

Used to turn a chosen set into a plan, and to prove that a set is one.
"""

from collections.abc import Sequence

from graph.planning.core import CoreOperator, union


def sequence(init: int, goals: Sequence[int], operators: Sequence[CoreOperator]) -> tuple[int, ...] | None:
    """Indices of `operators` in an order that carries out each exactly once and ends with every goal, or None.

    Depth-first search over what is left, earlier indices first, with a memory of dead ends. An operator that can
    neither hurt the others nor be hurt by them is taken at once, so only operators that end or renew facts are
    branched on: linear depth without them, exponential in their number at worst.
    """
    return _Search(tuple(operators), tuple(goals)).run(init, tuple(range(len(operators))))


class _Search:
    def __init__(self, operators: tuple[CoreOperator, ...], goals: tuple[int, ...]) -> None:
        self._operators = operators
        self._reads = [union(operator.groups) for operator in operators]
        self._goals = goals
        self._wanted = union(goals)
        self._dead: set[tuple[int, tuple[int, ...]]] = set()

    def run(self, state: int, left: tuple[int, ...]) -> tuple[int, ...] | None:
        taken: list[int] = []
        while (index := self._find_safe(state, left)) is not None:
            taken.append(index)
            state = self._apply(index, state)
            left = tuple(other for other in left if other != index)
        if not left:
            return tuple(taken) if all(goal & state for goal in self._goals) else None
        if (state, left) in self._dead:
            return None
        for index in left:
            if self._can(index, state):
                rest = self.run(self._apply(index, state), tuple(other for other in left if other != index))
                if rest is not None:
                    return (*taken, index, *rest)
        self._dead.add((state, left))
        return None

    def _can(self, index: int, state: int) -> bool:
        return all(group & state for group in self._operators[index].groups)

    def _apply(self, index: int, state: int) -> int:
        operator = self._operators[index]
        return state & ~operator.removes | operator.adds

    def _find_safe(self, state: int, left: tuple[int, ...]) -> int | None:
        for index in left:
            if self._can(index, state) and self._is_safe(index, state, left):
                return index
        return None

    def _is_safe(self, index: int, state: int, left: tuple[int, ...]) -> bool:
        operator = self._operators[index]
        others = [other for other in left if other != index]
        read = self._wanted | union(self._reads[other] for other in others)
        if operator.removes & state & read:
            return False
        renewed = operator.adds & read
        return not renewed or not renewed & union(self._operators[other].removes for other in others)
