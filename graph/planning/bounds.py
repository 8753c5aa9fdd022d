"""A cheapest plan of the delete relaxation, without the solver: by branching below the cost of a good plan, or where a
plan costs as much as an admissible bound.

The good plan follows the cheapest supporters by additive cost (h_add, Bonet & Geffner 2001); the bound is LM-cut
(Helmert & Domshlak 2009): landmarks, each a set of operators of which every plan uses one, among which costs are
shared. Costs are those of `optimize` with its ties as lower digits, so a plan that meets the bound is the canonical
optimum.
"""

from collections.abc import Sequence

from graph.planning.minimal_sets import find_cheapest_set
from graph.planning.task import Core, bits

MOST_OPERATORS = 64
"""Beyond so many the solver is as quick."""

_FAR = float("inf")


def canonical_costs(core: Core) -> list[int]:
    """For each operator its cost, then one use, then its name: of two sets with the same cost and number of uses, the
    one whose sorted list of names comes first has the smaller sum."""
    count = len(core.operators)
    return [
        ((each.cost * (count + 1) + 1) << count) - (1 << (count - 1 - index))
        for index, each in enumerate(core.operators)
    ]


def settle(core: Core, at_most: int | None = None) -> tuple[int, ...] | None:
    """The canonical cheapest plan of the delete relaxation as indices, ascending; None where it is not proved here.

    `at_most`: what some plan costs, if that is known.
    """
    if not 0 < len(core.operators) <= MOST_OPERATORS:
        return None
    return settle_by_branching(core, at_most) or settle_by_landmarks(core)


def settle_by_branching(core: Core, at_most: int | None = None) -> tuple[int, ...] | None:
    """As `settle`, if few sets of operators cost no more than a good plan."""
    if at_most is None:
        costs = [each.cost for each in core.operators]
        plan = _Relaxed(core).plan(costs)
        if plan is None:
            return None
        at_most = sum([costs[index] for index in plan])
    return find_cheapest_set(core, at_most)


def settle_by_landmarks(core: Core) -> tuple[int, ...] | None:
    """As `settle`, if landmarks prove that no plan costs less than a good one."""
    relaxed = _Relaxed(core)
    costs = canonical_costs(core)
    plan = relaxed.plan(costs)
    if plan is None:
        return None
    assumed = [core.operators[index].variable for index in plan if core.operators[index].variable is not None]
    if len(set(assumed)) < len(assumed):
        return None
    return tuple(sorted(plan)) if relaxed.reaches(costs, sum(costs[index] for index in plan)) else None


class _Relaxed:
    """The delete relaxation of a core."""

    def __init__(self, core: Core) -> None:
        self._init = core.init
        self._goals = [group for group in core.goals if not group & core.init]
        self._asks = [[group for group in each.groups if not group & core.init] for each in core.operators]
        self._gives = [each.adds & ~core.init for each in core.operators]
        groups = {group for asked in (*self._asks, self._goals) for group in asked}
        self._facts = {group: tuple(bits(group)) for group in groups}
        self._asked = [[self._facts[group] for group in asked] for asked in self._asks]
        self._given = [tuple(bits(mask)) for mask in self._gives]
        self._size = max((mask.bit_length() for mask in (*groups, *self._gives)), default=0)

    def plan(self, costs: Sequence[int]) -> set[int] | None:
        """A plan through the supporters that are cheapest by additive cost; None if there is none."""
        value: list[float] = [_FAR] * self._size
        supporter: dict[int, int] = {}
        changed = True
        while changed:
            changed = False
            for index, asked in enumerate(self._asked):
                total: float = costs[index]
                for facts in asked:
                    total += min([value[fact] for fact in facts])
                if total == _FAR:
                    continue
                for fact in self._given[index]:
                    if total < value[fact]:
                        value[fact] = total
                        supporter[fact] = index
                        changed = True
        used: set[int] = set()
        pending = list(self._goals)
        while pending:
            fact = min(self._facts[pending.pop()], key=value.__getitem__)
            if value[fact] == _FAR:
                return None
            if supporter[fact] not in used:
                used.add(supporter[fact])
                pending += self._asks[supporter[fact]]
        return used

    def reaches(self, costs: Sequence[int], wanted: int) -> bool:
        """Whether landmarks prove that no plan costs less than `wanted`."""
        left = list(costs)
        bound = 0
        while bound < wanted:
            landmark = self._cut(left)
            if not landmark:
                return False
            share = min(left[index] for index in landmark)
            bound += share
            for index in landmark:
                left[index] -= share
        return True

    def _cut(self, costs: Sequence[int]) -> list[int]:
        """The operators of one landmark, each with some cost left; none where no cost is left on some way to the goals.

        Each operator is looked at through the dearest of its groups alone: what of them costs nothing leads to the
        goals, and every plan crosses from what is reached without it.
        """
        value = self._values(costs)
        worth = {group: min([value[fact] for fact in facts]) for group, facts in self._facts.items()}
        dearest = [max(asked, key=worth.__getitem__, default=0) for asked in self._asks]
        goal = max(self._goals, key=worth.__getitem__, default=0)
        if not goal or not worth[goal]:
            return []
        zone, waiting = goal, True
        while waiting:
            waiting = False
            for index, gives in enumerate(self._gives):
                if not costs[index] and gives & zone and dearest[index] & ~zone:
                    zone |= dearest[index]
                    waiting = True
        reached, crossing, pending = 0, list[int](), list(range(len(self._gives)))
        waiting = True
        while waiting:
            waiting, later = False, []
            for index in pending:
                if not dearest[index] or dearest[index] & reached:
                    waiting = True
                    if self._gives[index] & zone:
                        crossing.append(index)
                    reached |= self._gives[index] & ~zone
                else:
                    later.append(index)
            pending = later
        return crossing

    def _values(self, costs: Sequence[int]) -> list[float]:
        """The cost of each fact if an operator only required the most expensive of its groups (h_max)."""
        value: list[float] = [_FAR] * self._size
        changed = True
        while changed:
            changed = False
            for index, asked in enumerate(self._asked):
                dearest: float = 0
                for facts in asked:
                    dearest = max(dearest, min([value[fact] for fact in facts]))
                total = costs[index] + dearest
                for fact in self._given[index]:
                    if total < value[fact]:
                        value[fact] = total
                        changed = True
        return value
