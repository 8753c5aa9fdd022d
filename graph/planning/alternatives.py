"""Really different plans that cost little more than the cheapest one."""

from collections.abc import Callable, Sequence
from math import floor
from typing import Any

from graph.planning.plan import Plan
from graph.planning.relaxed_plans import list_minimal_sets
from graph.planning.relevance import prune
from graph.planning.search import plan_of, solve, to_protect
from graph.planning.solver import Choice, Query, optimize, read_choice
from graph.planning.task import Core, CoreOperator, Task, sequence
from graph.structs import Struct


def list_minimal(query: Query, limit: int) -> tuple[tuple[Choice, ...], bool]:
    """Up to `limit` minimal choices within the cost limit of the query, and whether these are all.

    No part of a minimal choice is a choice itself. They are subset-minimal answer sets, found by domain heuristics:
    operators are decided first, and as false, so that no superset of an answer follows it (Gebser et al. 2013; clasp's
    `domRec`).
    """
    from clingo import Control
    from clingo.backend import HeuristicType

    control = Control(["--enum-mode=domRec", "--heuristic=Domain", "--opt-mode=ignore"], logger=lambda *_: None)
    settings: Any = control.configuration
    settings.solve.models = limit
    if query.conflicts is not None:
        settings.solve.solve_limit = str(query.conflicts)
    with control.backend() as backend:
        encoding = query.write(backend)
        for atom, _ in encoding.atoms():
            backend.add_heuristic(atom, HeuristicType.False_, 1, 1, [])
    with control.solve(yield_=True) as handle:
        choices = tuple(read_choice(encoding, model.is_true) for model in handle)
        return choices, bool(handle.get().exhausted)


_POOL = 100
"""Minimal plans that are listed before the most different ones are looked for directly."""


def alternatives(
    task: Task,
    best: tuple[Plan, Core] | None = None,
    *,
    within: float = 1.25,
    limit: int = 4,
    apart: float = 0.4,
    conflicts: int | None = None,
    alike: Callable[[str], str] = str,
) -> tuple[Plan, ...]:
    """The cheapest plan of `task`, then others, each as different as possible from those before it.

    Parameters
    ----------
    task
        The task. Leave out goals that cannot be met: a `giveup` in the optimum makes `within` wide.
    best
        The cheapest plan and the pruned core, if they are known already.
    within
        The others cost at most so many times the optimum.
    limit
        How many plans to return at most, with the cheapest.
    apart
        The least distance of a plan from those before it, from 0 (the same step names) to 1 (none shared). The distance
        is that of Jaccard between sets of step names, so plans that differ in assumptions only are never both returned.
    conflicts
        The budget of each solver call, in conflicts; None sets no limit.
    alike
        Names for which it gives the same text count as one.

    Returns
    -------
    tuple of Plan
        Empty if `task` has no plan. Each of the others uses each action at most once, and nothing can be left out of
        it. The next one has the greatest least distance to those chosen (max-min diversity), then the least cost, then
        the first names. The choice is exact if the task has fewer than 100 minimal plans within the cost, and the
        budget lists them; otherwise it is among 100 of them and those that share least with what is chosen.

    Examples
    --------
    >>> from graph.planning.task import Action
    >>> either = (Action(name="hostel", cost=10, provides=("bed",)), Action(name="shelter", cost=11, provides=("bed",)))
    >>> [plan.names for plan in alternatives(Task(init=frozenset(), goals=(("bed",),), actions=either))]
    [('hostel',), ('shelter',)]
    """
    cheapest, core = best or (solve(task, conflicts=conflicts).plan, prune(task))
    if cheapest is None or core is None:
        return ()
    pool = _Pool(core, floor(cheapest.cost * within), conflicts, alike)
    chosen, taken = [cheapest], [frozenset(alike(step.name) for step in cheapest.steps)]
    while len(chosen) < limit:
        farthest = min(pool.list_candidates(taken), key=lambda each: _rank(each, taken), default=None)
        if farthest is None or _least_distance(farthest.names, taken) < apart:
            break
        plan = plan_of(task, [core.operators[index] for index in farthest.choice.used])
        if plan is None:
            break
        chosen.append(plan)
        taken.append(farthest.names)
    return tuple(chosen)


def _distance(one: frozenset[str], other: frozenset[str]) -> float:
    return 1 - len(one & other) / len(one | other) if one | other else 0.0


def _least_distance(names: frozenset[str], taken: Sequence[frozenset[str]]) -> float:
    return min(_distance(names, other) for other in taken)


class _Candidate(Struct, frozen=True):
    """A minimal choice that can be carried out, with what the names of its steps count as."""

    choice: Choice
    names: frozenset[str]


def _rank(candidate: _Candidate, taken: Sequence[frozenset[str]]) -> tuple[float, int, tuple[int, ...]]:
    return -_least_distance(candidate.names, taken), candidate.choice.cost, candidate.choice.used


class _Pool:
    """Minimal choices, found in a relaxation that is refined until all of them can be carried out."""

    def __init__(self, core: Core, at_most: int, conflicts: int | None, alike: Callable[[str], str]) -> None:
        self._core = core
        self._alike = alike
        self._at_most = at_most
        self._conflicts = conflicts
        self._linked = 0
        self._complete = False
        self._candidates = self._list_few() or self._list_minimal()

    def list_candidates(self, taken: Sequence[frozenset[str]]) -> list[_Candidate]:
        """The candidates found so far. If more may exist, the one that shares least with `taken` is added."""
        if not self._complete:
            candidate = self._find_least_shared(taken)
            if candidate is not None and candidate not in self._candidates:
                self._candidates.append(candidate)
        return self._candidates

    def _list_few(self) -> list[_Candidate]:
        """All candidates, found without the solver; empty if that is slow, or if some of them cannot be carried out."""
        found = list_minimal_sets(self._core, self._at_most, _POOL)
        if found is None:
            return []
        costs = [each.cost for each in self._core.operators]
        choices = [Choice(used=used, free=(), cost=sum(costs[index] for index in used)) for used in found]
        self._complete = all(map(self._is_possible, choices))
        return list(map(self._candidate, choices)) if self._complete else []

    def _list_minimal(self) -> list[_Candidate]:
        while True:
            choices, self._complete = list_minimal(self._query(), _POOL)
            if not self._protect(choices):
                return [self._candidate(choice) for choice in choices if self._is_possible(choice)]

    def _find_least_shared(self, taken: Sequence[frozenset[str]]) -> _Candidate | None:
        counted = [self._alike(operator.name) for operator in self._core.operators]
        shared = [index for names in taken for index, name in enumerate(counted) if name in names]
        while True:
            outcome = optimize(self._query(shared))
            if outcome.choice is None or not outcome.complete:
                return None
            if not self._protect([outcome.choice]):
                return self._candidate(outcome.choice) if self._is_possible(outcome.choice) else None

    def _candidate(self, choice: Choice) -> _Candidate:
        operators = self._operators(choice)
        return _Candidate(choice, frozenset(self._alike(each.name) for each in operators if each.variable is None))

    def _operators(self, choice: Choice) -> list[CoreOperator]:
        return [self._core.operators[index] for index in choice.used]

    def _is_possible(self, choice: Choice) -> bool:
        return sequence(self._core.init, self._core.goals, self._operators(choice)) is not None

    def _query(self, shared: Sequence[int] = ()) -> Query:
        return Query(
            core=self._core,
            copies=[1] * len(self._core.operators),
            linked=self._linked,
            shared=shared,
            at_most=self._at_most,
            conflicts=self._conflicts,
        )

    def _protect(self, choices: Sequence[Choice]) -> bool:
        """Make the solver order more facts if some choice cannot be carried out; False if there are none to add."""
        before = self._linked
        for choice in choices:
            if not self._is_possible(choice):
                self._linked |= to_protect(self._core, self._operators(choice), before)
        return self._linked != before
