"""The cheapest use of operators that a task allows: by clingo on an encoding, or by a search over states.

The search is exact, for tasks that few states decide: A* (Hart, Nilsson & Raphael 1968) with the objectives of the
encoding as its measure. The heuristic is admissible: each open goal costs its cheapest provider among those that are
reachable when nothing is removed, and the cost of a provider is shared among the open goals that it meets (cost
partitioning, Katz & Domshlak 2010).
"""

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from graph.planning.encoding import Encoding, encode
from graph.planning.task import Core, CoreOperator
from graph.structs import Struct

if TYPE_CHECKING:
    from clingo import Control
    from clingo.backend import Backend

HEAVIEST = 2**31 - 1
"""The largest weight that clasp takes (a signed 32-bit integer); its sums are 64-bit."""
_PATIENCE = 250
"""Conflicts that a first and perhaps a second search may take before branch and bound runs to the end. Core guidance
proves large optima soonest and never ends on a few programs; branch and bound is steady and gives plans at any time."""
_BRANCH_AND_BOUND = ("--opt-strategy=bb,lin", "--opt-heuristic=sign,model")
_CORE_GUIDED = ("--opt-strategy=usc,oll", "--stats")
_RANKS = 4
"""Names ranked in one objective. Their weights double, and branch and bound may take a step for each unit."""
_Weighted = Sequence[tuple[int, int]]
"""Atoms and their weights."""
_State = tuple[int, int, int]
"""Facts; the first operator that may still be assumed; the variables that are assumed."""
_Measure = tuple[int, int, tuple[int, ...]]
"""Cost, number of uses, operators in ascending order: what `optimize` minimises, in the same order."""


class Choice(Struct, frozen=True, kw_only=True):
    """What is used: operator indices, ascending, one an occurrence; `free` are those with a free occurrence."""

    used: tuple[int, ...]
    free: tuple[int, ...]
    cost: int


class Optimum(Struct, frozen=True, kw_only=True):
    """The result of a search: the best choice so far, None if there is none; `complete` if no better one exists.

    `lower_bound` bounds the cost of every choice.
    """

    choice: Choice | None
    complete: bool
    lower_bound: int


class Query(Struct, frozen=True, kw_only=True):
    """The problem to optimise: an encoded core (see `encode`).

    `shared` are operators to use as little as possible, before cost; one that is listed twice counts twice. `at_most`
    limits the cost; `conflicts` is the budget.
    """

    core: Core
    copies: Sequence[int]
    linked: int = 0
    free: Sequence[int] = ()
    shared: Sequence[int] = ()
    at_most: int | None = None
    conflicts: int | None = None

    def write(self, backend: "Backend") -> Encoding:
        """Write the program, with the limit of cost, to `backend`."""
        encoding = encode(backend, self.core, self.copies, linked=self.linked, free=self.free)
        atoms = encoding.atoms()
        if self.at_most is not None and self.at_most < min(sum(cost for _, cost in atoms), HEAVIEST):
            backend.add_weight_rule([], self.at_most + 1, atoms)
        return encoding


def optimize(query: Query) -> Optimum:
    """The canonical cheapest choice.

    Objectives, in this order: `shared`; cost; number of uses; names, such that of two sorted lists of equal length the
    lexicographically first wins. So the optimum is unique, and nothing can be left out of it.
    """
    patience = _PATIENCE if query.conflicts is None else min(query.conflicts // 2, _PATIENCE)
    left = None if query.conflicts is None else max(query.conflicts - patience, 1)
    first = _by_bounding(query, patience) if query.linked else _by_cores(query, patience)
    if first.complete:
        return first
    proof = first
    if query.linked:
        spent = _PATIENCE if left is None else min(left // 2, _PATIENCE)
        left = None if left is None else max(left - spent, 1)
        proof = _by_cores(query, spent)
    last = _by_bounding(query, left, proof.choice if proof.complete else None)
    choices = [each.choice for each in (first, proof, last) if each.choice is not None]
    return Optimum(
        choice=last.choice if last.complete else min(choices, key=lambda each: each.cost, default=None),
        complete=last.complete,
        lower_bound=max(proof.lower_bound, last.lower_bound),
    )


def _by_bounding(query: Query, conflicts: int | None, optimum: Choice | None = None) -> Optimum:
    """The canonical optimum; `optimum` is one of the first objective, if that is known."""
    control = _start(_BRANCH_AND_BOUND, conflicts)
    with control.backend() as backend:
        encoding = query.write(backend)
        levels = _levels(encoding, query.shared)
        for priority, level in (*levels, *_name_levels(encoding)):
            backend.add_minimize(priority, level)
        if optimum is not None:
            _limit(backend, levels[0][1], _atoms_of(encoding, optimum))
    choice, complete = _search(control, encoding)
    return Optimum(choice=choice, complete=complete, lower_bound=choice.cost if complete and choice else 0)


def _by_cores(query: Query, conflicts: int | None) -> Optimum:
    """The canonical optimum, or a lower bound of the cost; where facts are linked, an optimum of the first objective.

    With several objectives, clasp 3.4 does not end where the acyclicity of links alone decides all atoms.
    """
    control = _start(_CORE_GUIDED, conflicts)
    with control.backend() as backend:
        encoding = query.write(backend)
        levels = [*_levels(encoding, query.shared), *_name_levels(encoding)]
        for priority, level in levels[:1] if query.linked else levels:
            backend.add_minimize(priority, level)
    choice, complete = _search(control, encoding)
    if query.shared:
        return Optimum(choice=choice, complete=complete, lower_bound=0)
    if complete:
        return Optimum(choice=choice, complete=True, lower_bound=choice.cost if choice else 0)
    # reading them takes longer than most searches, so only where they are needed
    statistics: Any = control.statistics
    lower = statistics["summary"]["lower"]
    return Optimum(choice=choice, complete=False, lower_bound=max(0, int(lower[0]) // _scale(encoding)) if lower else 0)


def _start(options: Iterable[str], conflicts: int | None) -> "Control":
    from clingo import Control

    control = Control([*options])
    settings: Any = control.configuration
    if conflicts is not None:
        settings.solve.solve_limit = str(conflicts)
    return control


def _search(control: "Control", encoding: Encoding) -> tuple[Choice | None, bool]:
    """The last, best answer, and whether the search is complete."""
    choice = None
    with control.solve(yield_=True) as handle:
        for model in handle:
            choice = read_choice(encoding, model.is_true)
        return choice, bool(handle.get().exhausted)


def read_choice(encoding: Encoding, is_true: Callable[[int], bool]) -> Choice:
    """What is used in an answer set; `is_true` says which atoms hold in it."""
    used = [index for index, atoms in enumerate(encoding.occurrences) for atom in atoms if is_true(atom)]
    free = [index for index, atom in encoding.free.items() if is_true(atom)]
    cost = sum(encoding.core.operators[index].cost for index in used + free)
    return Choice(used=tuple(used), free=tuple(free), cost=cost)


def _scale(encoding: Encoding) -> int:
    """The weight of one unit of cost if cost and number of uses are one objective; 1 if they are two."""
    atoms = encoding.atoms()
    heaviest = (len(atoms) + 1) * max((cost for _, cost in atoms), default=0)
    return len(atoms) + 1 if heaviest < HEAVIEST else 1


def _levels(encoding: Encoding, shared: Sequence[int]) -> list[tuple[int, _Weighted]]:
    """The objectives before the names, each with its priority, the highest first."""
    atoms, scale = encoding.atoms(), _scale(encoding)
    levels: list[tuple[int, _Weighted]] = []
    if shared:
        levels.append((3, [(encoding.occurrences[index][0], 1) for index in shared]))
    if scale > 1:
        return [*levels, (2, [(atom, cost * scale + 1) for atom, cost in atoms])]
    return [*levels, (2, atoms), (1, [(atom, 1) for atom, _ in atoms])]


def _name_levels(encoding: Encoding) -> Iterator[tuple[int, _Weighted]]:
    atoms = encoding.atoms()
    for start in range(0, len(atoms), _RANKS):
        some = atoms[start : start + _RANKS]
        yield -start, [(atom, -(1 << _RANKS - 1 - place)) for place, (atom, _) in enumerate(some)]


def _atoms_of(encoding: Encoding, choice: Choice) -> set[int]:
    used = Counter(choice.used)
    atoms = {atom for index, count in used.items() for atom in encoding.occurrences[index][:count]}
    return atoms | {encoding.free[index] for index in choice.free}


def _limit(backend: "Backend", level: _Weighted, true: set[int]) -> None:
    """Require an objective to be no worse than with the atoms that are `true`."""
    value = sum(weight for atom, weight in level if atom in true)
    if value < min(sum(weight for _, weight in level), HEAVIEST):
        backend.add_weight_rule([], value + 1, level)


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
