"""A task over bit masks: what pruning and search compute with.

Facts are numbered, sets of facts are integers. Here are also the two checks that pruning, search and coverage share:
whether a set of operators can be carried out in some order, and a plan of the delete relaxation.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.planning.task import Action, Assumption, Fact

GOAL = -1
"""In the place of an operator's index: the goals, which read facts as an operator does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoreOperator:
    """An action or an assumption. Masks are sets of facts; `removes` is without what the operator itself provides."""

    origin: Action | Assumption
    groups: tuple[int, ...]
    adds: int
    removes: int

    @property
    def name(self) -> str:
        """The name of the action or assumption."""
        return self.origin.name

    @property
    def cost(self) -> int:
        """The cost of using it once."""
        return self.origin.cost

    @property
    def variable(self) -> str | None:
        """The variable that is assumed, None for an action."""
        return self.origin.variable if isinstance(self.origin, Assumption) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """A task whose facts are numbered in sorted order: fact i is bit i. Operators are sorted by name."""

    facts: tuple[Fact, ...]
    init: int
    goals: tuple[int, ...]
    operators: tuple[CoreOperator, ...]


def number_facts(init: Iterable[Fact], goals: Sequence[Iterable[Fact]], origins: Iterable[Action | Assumption]) -> Core:
    """The core with these goals and operators. Facts that no group reads are left out."""
    ordered = sorted(origins, key=lambda each: each.name)
    read = {fact for goal in goals for fact in goal}
    for origin in ordered:
        if isinstance(origin, Action):
            for group in origin.requires:
                read.update(group)
    facts = tuple(sorted(read))
    bit = {fact: 1 << index for index, fact in enumerate(facts)}

    def mask(some: Iterable[Fact]) -> int:
        result = 0
        for fact in some:
            result |= bit.get(fact, 0)
        return result

    operators = []
    for origin in ordered:
        if isinstance(origin, Action):
            adds = mask(origin.provides)
            groups = tuple(map(mask, origin.requires))
            operators.append(
                CoreOperator(origin=origin, groups=groups, adds=adds, removes=mask(origin.removes) & ~adds)
            )
        else:
            operators.append(CoreOperator(origin=origin, groups=(), adds=bit.get(origin.fact, 0), removes=0))
    return Core(facts=facts, init=mask(init), goals=tuple(map(mask, goals)), operators=tuple(operators))


def union(masks: Iterable[int]) -> int:
    """Every fact of any of `masks`."""
    result = 0
    for mask in masks:
        result |= mask
    return result


def bits(mask: int) -> Iterator[int]:
    """The numbers of the facts in `mask`, ascending."""
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
    """Whether each operator can be carried out once, with at most one assumption a variable."""
    operators = [core.operators[index] for index in sorted(way)]
    assumed = [operator for operator in operators if operator.variable is not None]
    if len({operator.variable for operator in assumed}) < len(assumed):
        return False
    given = core.init | union(operator.adds for operator in assumed)
    return sequence(given, core.goals, [each for each in operators if each.variable is None]) is not None
