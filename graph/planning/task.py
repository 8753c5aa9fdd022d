"""A planning task, as plain values and as bit masks.

The task is propositional (STRIPS, Fikes & Nilsson 1971) with any-of preconditions: a *fact* is a string, a *group* is
a set of facts of which one must hold, an *action* may be carried out when every group holds, then ends `removes` and
makes `provides` true. An *assumption* is a choice made before the first action: at most one a variable.

In a *core* the facts are numbered, and sets of facts are integers. Pruning, search and coverage compute with it, and
share two checks: whether a set of operators can be carried out in some order, and a plan of the delete relaxation.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from graph.structs import Struct

Fact = str
Group = tuple[Fact, ...]
"""Alternatives, sorted and without doubles. An empty group never holds."""

DEAREST = 1_000_000_000
"""The highest cost of one action or assumption, so that it stays within the solver's 32-bit weights."""
GOAL = -1
"""In the place of an operator's index: the goals, which read facts as an operator does."""


class TaskError(ValueError):
    """A task that cannot be taken as it is; the message names every finding."""


class Action(Struct, frozen=True, kw_only=True):
    """Something that can be done once its groups hold. `removes` acts before `provides`; `cost` is not negative."""

    name: str
    cost: int
    requires: tuple[Group, ...] = ()
    provides: tuple[Fact, ...] = ()
    removes: tuple[Fact, ...] = ()


class Assumption(Struct, frozen=True, kw_only=True):
    """The choice that `variable` has a cell, before anything is done: `fact` becomes true at `cost`."""

    variable: str
    fact: Fact
    cost: int

    @property
    def name(self) -> str:
        """The name under which plans and the neutral task know the choice: `assume:<fact>`."""
        return f"assume:{self.fact}"


class Task(Struct, frozen=True, kw_only=True):
    """What is true, what is wanted (each group), and what may be assumed or done."""

    init: frozenset[Fact]
    goals: tuple[Group, ...]
    actions: tuple[Action, ...]
    assumptions: tuple[Assumption, ...] = ()


def check(task: Task) -> None:
    """Raise TaskError where names of actions and assumptions are not unique, or a cost is outside 0..DEAREST.

    Linear in the number of actions; the searches do not call it.
    """
    costs = [(action.name, action.cost) for action in task.actions]
    costs += [(assumption.name, assumption.cost) for assumption in task.assumptions]
    names = Counter(name for name, _ in costs)
    findings = [f"'{name}' stands {count} times." for name, count in sorted(names.items()) if count > 1]
    findings += [
        f"The cost of '{name}' is {cost}: it must lie between 0 and {DEAREST}."
        for name, cost in costs
        if not 0 <= cost <= DEAREST
    ]
    if findings:
        raise TaskError("\n".join(findings))


class CoreOperator(Struct, frozen=True, kw_only=True):
    """An action or an assumption. Masks are sets of facts; `removes` is without what the operator itself provides.

    `name` and `cost` are those of the origin, `variable` is what is assumed, None for an action.
    """

    origin: Action | Assumption
    name: str
    cost: int
    variable: str | None
    groups: tuple[int, ...]
    adds: int
    removes: int

    @staticmethod
    def acting(action: Action, groups: tuple[int, ...], adds: int, removes: int) -> "CoreOperator":
        """The operator of an action; `removes` may hold what it provides."""
        return CoreOperator(
            origin=action, name=action.name, cost=action.cost, variable=None,
            groups=groups, adds=adds, removes=removes & ~adds,
        )  # fmt: skip

    @staticmethod
    def assuming(assumption: Assumption, adds: int) -> "CoreOperator":
        """The operator of an assumption."""
        return CoreOperator(
            origin=assumption, name=assumption.name, cost=assumption.cost, variable=assumption.variable,
            groups=(), adds=adds, removes=0,
        )  # fmt: skip


class Core(Struct, frozen=True, kw_only=True):
    """A task whose facts are numbered in sorted order: fact i is bit i. Operators are sorted by name."""

    facts: tuple[Fact, ...]
    init: int
    goals: tuple[int, ...]
    operators: tuple[CoreOperator, ...]


def number_facts(
    init: Collection[Fact], goals: Sequence[Collection[Fact]], origins: Iterable[Action | Assumption]
) -> Core:
    """The core with these goals and operators. Facts that no group reads, or that nothing makes true, are left out."""
    ordered = sorted(origins, key=lambda each: each.name)
    read, made = set[Fact](), set(init)
    for goal in goals:
        read.update(goal)
    for origin in ordered:
        if isinstance(origin, Action):
            read.update(*origin.requires)
            made.update(origin.provides)
        else:
            made.add(origin.fact)
    facts = tuple(sorted(read & made))
    bit = {fact: 1 << index for index, fact in enumerate(facts)}
    known = frozenset(facts)

    def mask(some: Collection[Fact]) -> int:
        if len(some) == 1:
            (only,) = some
            return bit.get(only, 0)
        result = 0
        for fact in known.intersection(some):
            result |= bit[fact]
        return result

    operators = []
    for origin in ordered:
        if isinstance(origin, Action):
            groups = tuple(map(mask, origin.requires))
            operators.append(CoreOperator.acting(origin, groups, mask(origin.provides), mask(origin.removes)))
        else:
            operators.append(CoreOperator.assuming(origin, bit.get(origin.fact, 0)))
    return Core(facts=facts, init=mask(init), goals=tuple(map(mask, goals)), operators=tuple(operators))


def union(masks: Iterable[int]) -> int:
    """The union of `masks`: every fact that is in one of them.

    >>> union([0b001, 0b100]) == 0b101
    True
    """
    result = 0
    for mask in masks:
        result |= mask
    return result


def bits(mask: int) -> Iterator[int]:
    """The numbers of the facts in `mask`, ascending.

    >>> list(bits(0b1101))
    [0, 2, 3]
    """
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


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


Way = frozenset[int]
"""The operators that a plan uses, as indices."""


def relaxed_plan(core: Core, indices: Sequence[int]) -> Way | None:
    """A plan of the delete relaxation that uses `indices` only, from the first supporter of each fact."""
    reached = core.init
    supporter: dict[int, int] = {}
    waiting = list(indices)
    while not all(goal & reached for goal in core.goals):
        before, later = reached, []
        for index in waiting:
            operator = core.operators[index]
            if all(group & reached for group in operator.groups):
                supporter |= dict.fromkeys(bits(operator.adds & ~reached), index)
                reached |= operator.adds
            else:
                later.append(index)
        if reached == before:
            return None
        waiting = later
    return _supported(core, reached, supporter)


def _supported(core: Core, reached: int, supporter: Mapping[int, int]) -> Way:
    order = {fact: place for place, fact in enumerate(supporter)}
    used: set[int] = set()
    pending = list(core.goals)
    while pending:
        group = pending.pop()
        if group & core.init:
            continue
        index = supporter[min(bits(group & reached), key=order.__getitem__)]
        if index not in used:
            used.add(index)
            pending.extend(core.operators[index].groups)
    return frozenset(used)


def can_be_done(core: Core, way: Way) -> bool:
    """Whether `way` solves the task: each operator can be carried out once, with at most one assumption a variable."""
    operators = [core.operators[index] for index in sorted(way)]
    assumed = [operator for operator in operators if operator.variable is not None]
    if len({operator.variable for operator in assumed}) < len(assumed):
        return False
    given = core.init | union(operator.adds for operator in assumed)
    return sequence(given, core.goals, [each for each in operators if each.variable is None]) is not None
