"""Cheapest plans, exactly.

The task is pruned, then solved in a relaxation that is refined until its optimum can be carried out: at first nothing
is ever removed (the optimal delete relaxation of Bonet & Helmert 2010 and Haslum, Slaney & Thiebaux 2012, as an
answer-set program); then the facts that the optimum would destroy are protected by causal links (counterexample-guided,
as in Haslum 2012, "Incremental lower bounds for additive cost planning problems"). The optimum of a relaxation that can
be carried out is an optimum of the task.
"""

from collections.abc import Sequence
from enum import StrEnum

from graph.planning.plan import Plan, find_plan
from graph.planning.relaxed_plans import relaxed_optimum
from graph.planning.relevance import prune, prune_core, undominated
from graph.planning.solver import Choice, Optimum, Query, optimize, search_states
from graph.planning.task import Action, Assumption, Core, CoreOperator, Fact, Task, can_be_done, relaxed_plan, union
from graph.structs import Struct

UNBOUNDED = 1 << 10
"""Stands for: no bound is known."""


def occurrences(core: Core) -> tuple[int, ...]:
    """For each operator a bound on its occurrences in a plan from which nothing can be left out.

    In such a plan every occurrence supports some reader that no other occurrence of the operator supports. Facts that
    nothing ends can all rest on the first occurrence; for the others, one occurrence serves all that a reader asks
    of it. So `occurrences(o) <= [o provides lasting facts] + sum of occurrences(reader of its other facts)`, where
    the goals read once. The least solution is a bound where it is finite; operators that read each other in a cycle
    have none (UNBOUNDED). Assumptions are made once.
    """
    ended = union(operator.removes for operator in core.operators)
    reads = [union(operator.groups) for operator in core.operators]
    goals = union(core.goals)
    repeating = [index for index, each in enumerate(core.operators) if each.variable is None and each.adds & ended]
    readers = {
        index: [other for other, read in enumerate(reads) if read & core.operators[index].adds & ended]
        for index in repeating
    }
    known = {index: 1 for index in range(len(core.operators)) if index not in readers}

    def bound(index: int) -> int:
        if index not in known:
            adds = core.operators[index].adds
            known[index] = UNBOUNDED  # what comes back here before it is known reads itself in a cycle
            own = bool(adds & ~ended) + bool(adds & ended & goals)
            known[index] = max(1, min(UNBOUNDED, own + sum(map(bound, readers[index]))))
        return known[index]

    return tuple(map(bound, range(len(core.operators))))


MOST_COPIES = 4
"""Exact occurrences of one action in the causal-link program; beyond it only the forward search decides."""

_SOME_STATES = 2_000
_MANY_STATES = 20_000
_RESCUES = 8


class Status(StrEnum):
    """How a search ended."""

    SOLVED = "solved"
    UNSOLVABLE = "unsolvable"
    LIMIT = "limit"


class Solution(Struct, frozen=True, kw_only=True):
    """What is known about the cheapest plan: no plan costs less than `lower_bound`.

    SOLVED: `plan` is the canonical optimum, `optimal` is True. UNSOLVABLE: there is no plan. LIMIT: the budget ended,
    `plan` is the best one that was found (None if none was), and it is `optimal` only if its cost is the bound.
    """

    status: Status
    plan: Plan | None
    optimal: bool
    lower_bound: int

    @property
    def cost(self) -> int | None:
        """The cost of the plan, None without one."""
        return None if self.plan is None else self.plan.cost


def solve(task: Task, *, conflicts: int | None = None) -> Solution:
    """The cheapest plan of `task`.

    Parameters
    ----------
    task
        What is true, what is wanted, and what may be assumed or done.
    conflicts
        The budget: the most conflicts of each solver call, and the most states of each forward search. None sets no
        limit on conflicts.

    Returns
    -------
    Solution
        A SOLVED plan has the least cost of all plans, of any length, also of those that use an action more than once;
        among those the fewest steps and assumptions, so nothing can be left out; among those the lexicographically
        first sorted list of names, among actions that no other one replaces at no disadvantage. It does not depend on
        the order in which the task lists anything. UNSOLVABLE is a proof. LIMIT gives a bound.

    Notes
    -----
    An action may be needed again only if what it provides can end and is read again (`occurrences`). For such actions
    the program allows further, unrestricted occurrences: a relaxation. If its optimum uses none of them, it is the
    optimum. Otherwise one more exact occurrence is added, up to `MOST_COPIES`. Then a forward search over states
    decides, which knows no such limit. Should that grow beyond its number of states, the answer is LIMIT.

    There is at most one solver call for each fact that can end and a few for repetition. When one hits the limit, up to
    eight more of the same size look for some plan. The problem is NP-hard without replaced values (optimal delete
    relaxation, Bylander 1994), PSPACE-complete with them.

    Examples
    --------
    >>> from graph.planning.task import Action
    >>> desk = Action(name="desk", cost=10, provides=("card",))
    >>> hostel = Action(name="hostel", cost=10, requires=(("card",),), provides=("bed",))
    >>> solve(Task(init=frozenset(), goals=(("bed",),), actions=(desk, hostel))).plan.names
    ('desk', 'hostel')
    """
    return _solve(task, prune(task), conflicts)


def solve_core(task: Task, full: Core, *, conflicts: int | None = None) -> Solution:
    """As `solve`, if the facts of `task` are numbered already: `full` is its core, not pruned."""
    return _solve(task, prune_core(full), conflicts)


class SolvedCore(Struct, frozen=True):
    """A pruned core with the solution of one of its tasks, and which of the facts that its plan reads held there."""

    core: Core
    solution: Solution
    read: frozenset[Fact]
    held: frozenset[Fact]


class SolvedCores:
    """The cores that were solved so far, for tasks that differ little: what prunes to an equal core is not searched.

    The optimum depends on the core alone. The plan that is made of it also depends on which of the facts that its
    actions read hold from the start; where these are equal too, it is the same plan.
    """

    def __init__(self) -> None:
        self._found: dict[object, list[SolvedCore]] = {}
        self._plans: list[frozenset[str]] = []
        """The names in each plan so far."""

    def solve(self, task: Task, full: Core, *, conflicts: int | None = None) -> Solution:
        """As `solve_core`."""
        core = prune_core(full)
        if core is None:
            return _unsolvable()
        # facts are numbered in their own way where they are another tuple, and operators are those of one task form
        operators = tuple([(id(each.origin), each.groups, each.adds, each.removes) for each in core.operators])
        alike = self._found.setdefault((id(full.facts), core.init, core.goals, operators), [])
        for each in alike:
            if task.init & each.read == each.held:
                return each.solution
        solution = self._again(task, alike[0].solution.plan) if alike else None
        solution = solution or solve_pruned(task, core, conflicts=conflicts, at_most=self._bound(core))
        if solution.status is Status.SOLVED and solution.plan is not None:
            read = frozenset().union(*(group for step in solution.plan.steps for group in step.action.requires))
            read = read.union(*task.goals)
            alike.append(SolvedCore(full, solution, read, task.init & read))
            names = frozenset(solution.plan.names)
            if names not in self._plans:
                self._plans.append(names)
        return solution

    def _bound(self, core: Core) -> int | None:
        """The least cost of what remains of an earlier plan and still reaches the goals when nothing is removed."""
        costs = []
        for names in self._plans:
            left = [index for index, each in enumerate(core.operators) if each.name in names]
            if relaxed_plan(core, left) is not None:
                costs.append(sum([core.operators[index].cost for index in left]))
        return min(costs, default=None)

    def _again(self, task: Task, plan: Plan | None) -> Solution | None:
        """The solution that makes the same choice as `plan`, which solves a task with an equal core."""
        if plan is None:
            return None
        found = find_plan(task, plan.assumptions, [step.action for step in plan.steps])
        return None if found is None else _solved(found)


def _solve(task: Task, core: Core | None, conflicts: int | None) -> Solution:
    return _unsolvable() if core is None else solve_pruned(task, core, conflicts=conflicts)


def solve_pruned(task: Task, core: Core, *, conflicts: int | None = None, at_most: int | None = None) -> Solution:
    """As `solve`, if `prune(task)` has been computed already: it is `core`.

    `at_most`: what some plan costs in the delete relaxation, if that is known.
    """
    return _Search(task, undominated(core), conflicts, at_most).run()


def has_plan(task: Task, full: Core | None = None, *, conflicts: int | None = None) -> bool:
    """Whether `task` has a plan. Three tests decide, the cheapest first: the delete relaxation (if it has no plan, none
    exists); the relaxed plan, if it can be carried out unchanged; a search for the cheapest plan.

    `full` is the numbered task before pruning, if it is known already.
    """
    core = prune(task) if full is None else prune_core(full)
    if core is None:
        return False
    way = relaxed_plan(core, range(len(core.operators)))
    if way is not None and can_be_done(core, way):
        return True
    return solve_pruned(task, core, conflicts=conflicts).plan is not None


class _Search:
    def __init__(self, task: Task, core: Core, conflicts: int | None, at_most: int | None = None) -> None:
        self._at_most = at_most
        self._task = task
        self._core = core
        self._budget = conflicts
        self._copies = [1] * len(core.operators)
        self._linked = 0
        self._most: tuple[int, ...] = ()
        self._bound = 0
        self._kept = False
        self._spare: Plan | None = None

    def run(self) -> Solution:
        while True:
            outcome = self._optimum()
            self._bound = max(self._bound, outcome.lower_bound)
            choice = outcome.choice
            if choice is None:
                if outcome.complete:
                    return _unsolvable()
                break
            plan = None if choice.free else self._plan(choice)
            if not outcome.complete:
                self._spare = plan
                break
            solution = self._forward(self._states(choice)) if plan is None else _solved(plan)
            if solution is not None:
                return solution
            if not self._tighten(choice):
                break
        return self._rescue()

    def _optimum(self) -> Optimum:
        """An optimum of the relaxation: where nothing is protected yet, perhaps without a search."""
        used = None if self._linked else relaxed_optimum(self._core, self._at_most)
        if used is None:
            return optimize(self._query())
        cost = sum(self._core.operators[index].cost for index in used)
        return Optimum(choice=Choice(used=used, free=(), cost=cost), complete=True, lower_bound=cost)

    def _states(self, choice: Choice) -> int:
        """How many states to look at before the relaxation is refined: some as soon as repetition would help."""
        if self._is_last(choice):
            return _MANY_STATES
        first, self._kept = bool(choice.free) and not self._kept, self._kept or bool(choice.free)
        return _SOME_STATES if first else 0

    def _is_last(self, choice: Choice) -> bool:
        return any(self._copies[index] == MOST_COPIES for index in choice.free)

    def _tighten(self, choice: Choice) -> bool:
        """Exclude `choice` from the relaxation; False if that would take too many occurrences."""
        if not choice.free:
            self._linked |= to_protect(self._core, self._operators(choice), self._linked)
        elif self._is_last(choice):
            return False
        for index in choice.free:
            self._copies[index] += 1
        return True

    def _forward(self, most: int) -> Solution | None:
        if not most:
            return None
        found = search_states(self._core, most if self._budget is None else min(most, self._budget))
        self._bound = max(self._bound, found.lower_bound)
        if found.choice is not None:
            plan = self._plan(found.choice)
            return None if plan is None else _solved(plan)
        return _unsolvable() if found.complete else None

    def _query(self) -> Query:
        return Query(
            core=self._core,
            copies=self._copies,
            linked=self._linked,
            free=self._repeatable(),
            conflicts=self._budget,
        )

    def _operators(self, choice: Choice) -> list[CoreOperator]:
        return [self._core.operators[index] for index in choice.used]

    def _plan(self, choice: Choice) -> Plan | None:
        return plan_of(self._task, self._operators(choice))

    def _repeatable(self) -> list[int]:
        """The operators that may be needed more often than they occur now; none where nothing is protected."""
        if not self._linked:
            return []
        self._most = self._most or occurrences(self._core)
        return [index for index, copies in enumerate(self._copies) if copies < self._most[index]]

    def _rescue(self) -> Solution:
        """The best plan that a few more calls find, with what they destroy protected and no free occurrence."""
        plan, linked = self._spare, self._linked
        for _ in range(_RESCUES):
            if plan is not None:
                break
            query = Query(core=self._core, copies=self._copies, linked=linked, conflicts=self._budget)
            choice = optimize(query).choice
            if choice is None:
                break
            plan = self._plan(choice)
            linked |= to_protect(self._core, self._operators(choice), linked)
        optimal = plan is not None and plan.cost == self._bound
        return Solution(status=Status.LIMIT, plan=plan, optimal=optimal, lower_bound=self._bound)


def _solved(plan: Plan) -> Solution:
    return Solution(status=Status.SOLVED, plan=plan, optimal=True, lower_bound=plan.cost)


def _unsolvable() -> Solution:
    return Solution(status=Status.UNSOLVABLE, plan=None, optimal=False, lower_bound=0)


def to_protect(core: Core, operators: Sequence[CoreOperator], linked: int) -> int:
    """The facts to link because `operators`, a choice with `linked`, cannot be carried out.

    What they end and read; if that is linked already, everything that they read.
    """
    read = union(core.goals) | union(group for each in operators for group in each.groups)
    ended = union(each.removes for each in operators)
    return read & ended & ~linked or read


def plan_of(task: Task, operators: Sequence[CoreOperator]) -> Plan | None:
    """The plan of `task` that uses exactly `operators`, or None if they cannot be carried out."""
    origins = [operator.origin for operator in operators]
    return find_plan(
        task,
        [origin for origin in origins if isinstance(origin, Assumption)],
        [origin for origin in origins if isinstance(origin, Action)],
    )
