"""Really different plans that cost little more than the cheapest one."""

from collections.abc import Sequence
from math import floor

from graph.planning.core import Core, union
from graph.planning.enumeration import list_minimal
from graph.planning.ordering import sequence
from graph.planning.plan import Plan
from graph.planning.relevance import prune
from graph.planning.search import plan_of, solve
from graph.planning.solver import Choice, Query, optimize
from graph.planning.task import Task

_POOL = 200
"""Minimal plans that are listed before the most different ones are looked for directly."""


def alternatives(
    task: Task, *, within: float = 1.25, limit: int = 4, apart: float = 0.4, conflicts: int | None = None
) -> tuple[Plan, ...]:
    """The cheapest plan of `task`, then up to `limit - 1` others, each as different as possible from those before it.

    The others cost at most `within` times the optimum, use each action at most once, and nothing can be left out of
    them. The next one has the greatest least distance to those chosen (max-min diversity), then the least cost,
    then the first names; it stops below `apart`. The distance of two plans is that of Jaccard between their sets of
    step names, from 0 (the same) to 1 (nothing shared), so plans that differ in assumptions only are never both shown.

    Exact if the task has fewer than 200 minimal plans within the cost; otherwise the choice is among 200 of them and
    those that share least with what is chosen. A `giveup` in the optimum makes `within` wide: leave out the goals
    that cannot be met first. `conflicts` limits each solver call. Empty if `task` has no plan.
    """
    best = solve(task, conflicts=conflicts).plan
    core = prune(task)
    if best is None or core is None:
        return ()
    pool = _Pool(task, core, floor(best.cost * within), conflicts)
    chosen = [best]
    while len(chosen) < limit:
        farthest = min(pool.list_plans(chosen), key=lambda plan: _rank(plan, chosen), default=None)
        if farthest is None or _distance(farthest, chosen) < apart:
            break
        chosen.append(farthest)
    return tuple(chosen)


def jaccard(first: Plan, second: Plan) -> float:
    """The distance of two plans: the share of their step names that only one of them has; 0 if both have none."""
    one, other = ({step.name for step in plan.steps} for plan in (first, second))
    return 1 - len(one & other) / len(one | other) if one | other else 0.0


def _distance(plan: Plan, chosen: Sequence[Plan]) -> float:
    return min(jaccard(plan, other) for other in chosen)


def _rank(plan: Plan, chosen: Sequence[Plan]) -> tuple[float, int, list[str]]:
    return -_distance(plan, chosen), plan.cost, sorted(plan.names)


class _Pool:
    """Minimal plans to choose from, found in a relaxation that is refined until all of them can be carried out."""

    def __init__(self, task: Task, core: Core, at_most: int, conflicts: int | None) -> None:
        self._task = task
        self._core = core
        self._at_most = at_most
        self._conflicts = conflicts
        self._linked = 0
        self._plans = self._list_minimal()
        self._complete = len(self._plans) < _POOL

    def list_plans(self, chosen: Sequence[Plan]) -> list[Plan]:
        """The pool; if it is not complete, with the plan that shares least with `chosen`."""
        if not self._complete:
            plan = self._find_least_shared(chosen)
            if plan is not None and plan not in self._plans:
                self._plans.append(plan)
        return self._plans

    def _list_minimal(self) -> list[Plan]:
        while True:
            choices = list_minimal(self._query(), _POOL)
            if not self._protect(choices):
                plans = [self._plan(choice) for choice in choices]
                return [plan for plan in plans if plan is not None]

    def _find_least_shared(self, chosen: Sequence[Plan]) -> Plan | None:
        number = {operator.name: index for index, operator in enumerate(self._core.operators)}
        shared = [number[step.name] for plan in chosen for step in plan.steps if step.name in number]
        while True:
            outcome = optimize(self._query(shared))
            choice = outcome.choice if outcome.complete else None
            if choice is None:
                return None
            if not self._protect([choice]):
                return self._plan(choice)

    def _query(self, shared: Sequence[int] = ()) -> Query:
        return Query(
            core=self._core,
            copies=[1] * len(self._core.operators),
            linked=self._linked,
            shared=shared,
            at_most=self._at_most,
            conflicts=self._conflicts,
        )

    def _plan(self, choice: Choice) -> Plan | None:
        return plan_of(self._task, [self._core.operators[index] for index in choice.used])

    def _protect(self, choices: Sequence[Choice]) -> bool:
        """Link more facts if some choice cannot be carried out; whether there were any to link."""
        before = self._linked
        for choice in choices:
            operators = [self._core.operators[index] for index in choice.used]
            if sequence(self._core.init, self._core.goals, operators) is None:
                read = union(self._core.goals) | union(group for each in operators for group in each.groups)
                ended = union(each.removes for each in operators)
                self._linked |= read & ended & ~before or read
        return self._linked != before
