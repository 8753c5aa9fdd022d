"""Plans of the delete relaxation, without the solver: all minimal sets of operators, or the cheapest set.

*By branching.* A set is grown backward from the goals: of a group that it does not reach, some operator outside must be
taken. Each branch takes one of them and leaves out those of the branches before it, so that no set comes twice (as
hitting sets are enumerated; Fredman & Khachiyan 1996 show how hard that is). Few operators and a limit of cost leave a
small tree. Where it is not small, the answer-set solver is quicker.

*By a bound.* A good plan follows the cheapest supporters by additive cost (h_add, Bonet & Geffner 2001). It is the
cheapest if it costs as much as an admissible bound: LM-cut (Helmert & Domshlak 2009) finds landmarks, each a set of
operators of which every plan uses one, and shares costs among them. Costs are those of `optimize` with its ties as
lower digits, so a plan that meets the bound is the canonical optimum.
"""

from collections.abc import Sequence

from graph.planning.task import Core, bits, union

MOST_NODES = 300
"""Nodes of the tree that are looked at before it counts as large; each takes some ten microseconds."""


def list_minimal_sets(
    core: Core, at_most: int, fewer_than: int, most_nodes: int = MOST_NODES
) -> tuple[tuple[int, ...], ...] | None:
    """The minimal sets, as ascending indices, with at most one assumption a variable and a cost of `at_most`.

    None if there are not `fewer_than` so many, or if the tree has more than `most_nodes`.

    Examples
    --------
    >>> from graph.planning.task import Action, number_facts
    >>> two = (Action(name="desk", cost=5, provides=("a",)), Action(name="office", cost=9, provides=("a", "b")))
    >>> core = number_facts((), [("a",)], (*two, Action(name="room", cost=9, requires=(("a",),), provides=("b",))))
    >>> list_minimal_sets(core, at_most=10, fewer_than=10)
    ((0,), (1,))
    """
    tree = _Tree(core, at_most, fewer_than, most_nodes)
    return tuple(tree.found) if tree.grow() else None


def _find_cheapest_set(core: Core, at_most: int) -> tuple[int, ...] | None:
    """The canonical cheapest set, as ascending indices, if it costs no more than `at_most`.

    That is the one of least cost, of those with fewest operators, of those whose names come first. None if there is
    none, or if it would take too long to find it.
    """
    tree = _Cheapest(core, at_most)
    return tree.best[2] if tree.grow() and tree.best is not None else None


class _Tree:
    def __init__(self, core: Core, at_most: int, fewer_than: int = 0, most_nodes: int = MOST_NODES) -> None:
        self._operators = core.operators
        self._init = core.init
        self._goals = core.goals
        self._at_most = at_most
        self._fewer_than = fewer_than
        self._most_nodes = most_nodes
        self._nodes = 0
        self._adding: dict[int, int] = {}
        variables: dict[str | None, int] = {}
        for index, each in enumerate(core.operators):
            variables[each.variable] = variables.get(each.variable, 0) | 1 << index
        variables[None] = 0
        self._rivals = [variables[each.variable] for each in core.operators]
        """For each operator those that assume something else of the same variable, and itself."""
        self.found: list[tuple[int, ...]] = []

    def grow(self) -> bool:
        """Fill `found`. False if the tree, or the number of sets, is too large."""
        return self._explore((), (), self._init, 0, 0)

    def _explore(self, chosen: tuple[int, ...], waiting: Sequence[int], facts: int, barred: int, cost: int) -> bool:
        """Look at the sets that hold all of `chosen` and none of `barred`; `waiting` are chosen and not yet reached."""
        self._nodes += 1
        if self._nodes > self._most_nodes:
            return False
        facts, waiting = self._reach(facts, waiting)
        missing = [goal for goal in self._goals if not goal & facts]
        if not missing:
            return bool(waiting) or self._bear(chosen, cost)  # what waits in vain can be left out
        missing += [group for index in waiting for group in self._operators[index].groups if not group & facts]
        for index in bits(self._branches(missing, chosen, waiting, barred)):
            operator = self._operators[index]
            if cost + operator.cost <= self._at_most:
                more = barred | self._rivals[index]
                if not self._explore((*chosen, index), (*waiting, index), facts, more, cost + operator.cost):
                    return False
            barred |= 1 << index
        return True

    def _bear(self, chosen: tuple[int, ...], _: int) -> bool:
        """Add a set, unless an operator can be left out of it. False if there are too many sets."""
        if all(self._needs(chosen, index) for index in chosen):
            self.found.append(tuple(sorted(chosen)))
        return len(self.found) < self._fewer_than

    def _reach(self, facts: int, waiting: Sequence[int]) -> tuple[int, Sequence[int]]:
        """What is reached from `facts` by operators that wait, and those that still wait."""
        while waiting:
            later = []
            for index in waiting:
                operator = self._operators[index]
                for group in operator.groups:
                    if not group & facts:
                        later.append(index)
                        break
                else:
                    facts |= operator.adds
            if len(later) == len(waiting):
                break
            waiting = later
        return facts, waiting

    def _branches(self, missing: Sequence[int], chosen: Sequence[int], waiting: Sequence[int], barred: int) -> int:
        """Operators of which every set must take one: the fewest that support one group.

        A group that something which waits would support may be reached without another. Some group of what waits is
        not reached so, but where each may be, one does not see which.
        """
        free = ~(barred | union([1 << index for index in chosen]))
        coming = union([self._operators[index].adds for index in waiting])
        open_groups = [group for group in missing if not group & coming]
        if not open_groups:
            return union(map(self._supporters, missing)) & free
        return min([self._supporters(group) & free for group in open_groups], key=int.bit_count)

    def _supporters(self, group: int) -> int:
        if group not in self._adding:
            adding = [1 << index for index, each in enumerate(self._operators) if each.adds & group]
            self._adding[group] = union(adding)
        return self._adding[group]

    def _needs(self, chosen: Sequence[int], index: int) -> bool:
        """Whether the goals are out of reach without operator `index`."""
        facts, _ = self._reach(self._init, [other for other in chosen if other != index])
        return not all(goal & facts for goal in self._goals)


class _Cheapest(_Tree):
    """The tree below what the best set so far costs (branch and bound, Land & Doig 1960)."""

    def __init__(self, core: Core, at_most: int) -> None:
        super().__init__(core, at_most)
        self.best: tuple[int, int, tuple[int, ...]] | None = None

    def _bear(self, chosen: tuple[int, ...], cost: int) -> bool:
        """Take a set if it is the best so far."""
        measure = cost, len(chosen), tuple(sorted(chosen))
        if self.best is None or measure < self.best:
            self.best, self._at_most = measure, cost
        return True


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


def relaxed_optimum(core: Core, at_most: int | None = None) -> tuple[int, ...] | None:
    """The canonical cheapest plan of the delete relaxation as indices, ascending; None where it is not proved here.

    `at_most`: what some plan costs, if that is known.
    """
    if not 0 < len(core.operators) <= MOST_OPERATORS:
        return None
    return optimum_by_branching(core, at_most) or optimum_by_landmarks(core)


def optimum_by_branching(core: Core, at_most: int | None = None) -> tuple[int, ...] | None:
    """As `relaxed_optimum`, if few sets of operators cost no more than a good plan."""
    if at_most is None:
        costs = [each.cost for each in core.operators]
        plan = _Relaxed(core).plan(costs)
        if plan is None:
            return None
        at_most = sum([costs[index] for index in plan])
    return _find_cheapest_set(core, at_most)


def optimum_by_landmarks(core: Core) -> tuple[int, ...] | None:
    """As `relaxed_optimum`, if landmarks prove that no plan costs less than a good one."""
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
