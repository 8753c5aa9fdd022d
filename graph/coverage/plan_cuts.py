"""Finds ways through one planning task when parts of it are closed.

Whether there is a way is decided exactly. The tests run from cheap to dear: a plan that is already known; the delete
relaxation (if it has no plan, none exists); the relaxed plan, if it can be carried out unchanged; the planner.

Smallest cuts are minimum hitting sets over plans, found by branching on the services of a plan that is left (Reiter
1987, "A theory of diagnosis from first principles").

Cores repeat: `CoreBook` solves each once, and each shape of cores that differ in names alone.
"""

from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from functools import cached_property

from graph.coverage.changed_network import ClosedParts, close_in_task, contact_facts
from graph.planning.plan import Plan, find_plan
from graph.planning.relevance import prune_core
from graph.planning.search import Solution, Status, has_plan, plan_of, solve, solve_pruned
from graph.planning.task import Core, CoreOperator, Task, Way, bits, can_be_done, relaxed_plan, union
from graph.referral.compiled_task import CompiledTask
from graph.referral.solver import CONFLICTS, best_founded
from graph.structs import replace

MOST_CLOSURES = 3
"""Smallest cuts are exact up to this many services."""

MOST_REMEMBERED = 2_000
"""Closures for which one core keeps the answer. The limit bounds the memory of a server."""


class CoreWays:
    """The ways through a pruned task; tasks that prune to the same core share it.

    `services` are those behind each operator, none for an assumption. `known` names the assumptions and steps of a plan
    that no other one undercuts, should it still be a plan. `units` gives services that may be one a common name.
    """

    def __init__(
        self,
        task: Task,
        core: Core,
        services: Sequence[frozenset[str]],
        known: Sequence[str] | None = None,
        units: Mapping[str, str] | None = None,
    ) -> None:
        self._units = units or {}
        self._task = task
        self._core = core
        self.services = services
        self._answers: dict[frozenset[str], Way | None] = {}
        self._cuts: dict[frozenset[str], frozenset[str] | None] = {}
        self._known: list[Way] = []
        self.cheapest: Solution = _carried_out(task, core, known) or solve_pruned(task, core, conflicts=CONFLICTS)
        if self.cheapest.plan is not None:
            self._known.append(self._indices(self.cheapest.plan.names))

    @cached_property
    def steps(self) -> frozenset[str]:
        """The names of the steps of the cheapest plan."""
        plan = self.cheapest.plan
        return frozenset() if plan is None else frozenset(step.name for step in plan.steps)

    def goes_without(self, services: frozenset[str]) -> bool:
        """Whether none of `services` is a candidate of a step of the cheapest plan."""
        operators = zip(self._core.operators, self.services, strict=True)
        return all(services.isdisjoint(offering) for operator, offering in operators if operator.name in self.steps)

    def find(self, closed: frozenset[str]) -> Way | None:
        """Some way that uses none of the `closed` services; None if there is none."""
        if closed not in self._answers:
            if len(self._answers) >= MOST_REMEMBERED:
                self._answers.clear()
            self._answers[closed] = self._search(closed)
        return self._answers[closed]

    def smallest_cut(self, closed: frozenset[str] = frozenset()) -> int | None:
        """The least number of services that must close beside `closed` to leave no way; None if no number is enough.

        Services that may be one count once. `MOST_CLOSURES + 1` stands for more than that.
        """
        cut = self.find_cut(closed)
        return None if cut is None else len(self._named(cut)) if cut else MOST_CLOSURES + 1

    def _named(self, services: Iterable[str]) -> frozenset[str]:
        return frozenset(self._units.get(service, service) for service in services)

    @cached_property
    def _members(self) -> dict[str, frozenset[str]]:
        """The services that share a unit with each service of the core."""
        units: dict[str, set[str]] = {}
        for service in frozenset().union(*self.services):
            units.setdefault(self._units.get(service, service), set()).add(service)
        return {service: frozenset(unit) for unit in units.values() for service in unit}

    def find_cut(self, closed: frozenset[str] = frozenset()) -> frozenset[str] | None:
        """A smallest set of services that leaves no way if closed beside `closed`; None if there is no such set.

        It is empty if more than `MOST_CLOSURES` closures are needed.
        """
        if closed not in self._cuts:
            if len(self._cuts) >= MOST_REMEMBERED:
                self._cuts.clear()
            self._cuts[closed] = self._find_cut(closed)
        return self._cuts[closed]

    def _find_cut(self, closed: frozenset[str]) -> frozenset[str] | None:
        way = self.find(closed)
        if way is None or not any(self.services[index] for index in way):
            return None
        sizes = range(1, MOST_CLOSURES + 1)
        return next((cut for size in sizes if (cut := self._cut(closed, size)) is not None), frozenset())

    def critical_services(self, closed: frozenset[str] = frozenset()) -> tuple[str, ...]:
        """The services on every way left by `closed`, sorted.

        Each must be the only candidate of a step of any one plan.
        """
        way = self.find(closed)
        if way is None:
            return ()
        left = [self.services[index] - closed for index in way]
        alone = {next(iter(services)) for services in left if len(services) == 1}
        return tuple(sorted(service for service in alone if self.find(closed | {service}) is None))

    def _cut(self, closed: frozenset[str], most: int) -> frozenset[str] | None:
        """At most `most` services whose closing beside `closed` leaves no way; None if there are no such."""
        way = self.find(closed)
        if way is None:
            return frozenset()
        for index in sorted(way):
            rest = self.services[index] - closed
            size = len(self._named(rest))
            if rest and size <= most:
                rest = rest.union(*map(self._members.__getitem__, rest))
                further = self._cut(closed | rest, most - size)
                if further is not None:
                    return rest | further
        return None

    def _search(self, closed: frozenset[str]) -> Way | None:
        shut = {index for index, services in enumerate(self.services) if services and services <= closed}
        known = next((way for way in self._known if way.isdisjoint(shut)), None)
        if known is not None:
            return known
        way = relaxed_plan(self._core, [index for index in range(len(self.services)) if index not in shut])
        if way is not None and not can_be_done(self._core, way):
            way = self._plan(shut)
        if way is not None:
            self._known.append(way)
        return way

    def _plan(self, shut: Iterable[int]) -> Way | None:
        gone = {self._core.operators[index].name for index in shut}
        actions = tuple(action for action in self._task.actions if action.name not in gone)
        plan = solve(replace(self._task, actions=actions), conflicts=CONFLICTS).plan
        return None if plan is None else self._indices(plan.names)

    def _indices(self, names: Iterable[str]) -> Way:
        used = set(names)
        return frozenset(index for index, each in enumerate(self._core.operators) if each.name in used)


def _carried_out(task: Task, core: Core, names: Sequence[str] | None) -> Solution | None:
    """The plan that uses just the operators of these `names`, taken for a cheapest one; None if there is none."""
    if names is None:
        return None
    used = set(names)
    operators = [each for each in core.operators if each.name in used]
    plan = plan_of(task, operators) if len(operators) == len(used) else None
    if plan is None:
        return None
    return Solution(status=Status.SOLVED, plan=plan, optimal=True, lower_bound=plan.cost)


class Ways:
    """The ways through the task of one cell, which `build` compiles once it is needed; `core` is None without any.

    `plan` is the cheapest plan, where it was this task for which it was found.
    """

    def __init__(self, build: Callable[[], CompiledTask], core: CoreWays | None, plan: Plan | None = None) -> None:
        self._build = build
        self.core = core
        self._plan = plan

    @cached_property
    def compiled(self) -> CompiledTask:
        """The task."""
        return self._build()

    @cached_property
    def _task(self) -> Task:
        return self.compiled.without_giving_up

    @cached_property
    def services(self) -> frozenset[str]:
        """The services that some operator of the core stands for."""
        return frozenset().union(*self.core.services) if self.core is not None else frozenset()

    def cheapest(self) -> tuple[Plan, bool] | None:
        """The cheapest plan, and whether that is proved; None if there is no way."""
        solution = self.core.cheapest if self.core is not None else None
        if solution is None or solution.plan is None:
            return None
        plan = self._plan
        if plan is None:
            actions = {action.name: action for action in self._task.actions}
            steps = [actions[step.name] for step in solution.plan.steps]
            plan = find_plan(self._task, solution.plan.assumptions, steps)
            assert plan is not None, "tasks of one core have the same plans"  # noqa: S101
        return best_founded(self.compiled, self._task, plan), solution.optimal

    def is_open(self, closure: ClosedParts) -> bool:
        """Whether there is still a way after `closure`."""
        if not self.only_services(closure):
            changed = close_in_task(self.compiled, self._task, closure, self._lost(closure))
            return has_plan(changed, conflicts=CONFLICTS)
        return self.core is not None and self.core.find(closure.services) is not None

    def only_services(self, closure: ClosedParts) -> bool:
        """Whether `closure` takes services away here and nothing else."""
        senders = frozenset(sender for sender, service in closure.referrals if service in self.services)
        ended = contact_facts(senders)
        return ended.isdisjoint(self._held) and not self._lost(closure)

    @cached_property
    def _held(self) -> frozenset[str]:
        """The facts that are read and can hold: from the start, by an action, or by assumption."""
        brought = (fact for action in self._task.actions for fact in action.provides)
        return self._read & self._task.init.union(brought, self._supposed)

    @cached_property
    def _supposed(self) -> frozenset[str]:
        """The facts that may be assumed."""
        return frozenset(each.fact for each in self._task.assumptions)

    @cached_property
    def _read(self) -> frozenset[str]:
        return frozenset(fact for action in self._task.actions for group in action.requires for fact in group)

    def _lost(self, closure: ClosedParts) -> frozenset[str]:
        """The facts of closed contacts that would otherwise hold: given, supposed, or provided by an open service."""
        facts = contact_facts(closure.contacts) & self._read
        held = facts & (self._task.init | self._supposed)
        for action in self._task.actions if facts else ():
            offering = {member.service for member in self.compiled.members[action.name]}
            if not offering <= closure.services:
                held |= facts & frozenset(action.provides)
        return held


Shape = tuple[object, ...]
CoreKey = tuple[Shape, tuple[str, ...], tuple[frozenset[str], ...]]
"""A shape, the names of the operators, and the services behind each."""


class CoreBook:
    """The cores seen so far, with the ways through each. It grows with use.

    `units` gives services that may be one a common name. This book also reads `before`, and never adds to it.
    """

    def __init__(self, units: Mapping[str, str], before: "CoreBook | None" = None) -> None:
        self._units = units
        self._ways: MutableMapping[CoreKey, CoreWays] = {} if before is None else ChainMap({}, before._ways)
        self._plans: MutableMapping[Shape, tuple[int, ...]] = {} if before is None else ChainMap({}, before._plans)

    def __len__(self) -> int:
        """How many cores there are."""
        return len(self._ways)

    def find_ways(self, compiled: CompiledTask, known: Sequence[str] | None = None) -> Ways:
        """The ways through a task; `known` as for `CoreWays`."""
        core = prune_core(compiled.core_without_giving_up)
        if core is None:
            return Ways(lambda: compiled, None)
        services = tuple(_list_offering(compiled, operator) for operator in core.operators)
        shape = _shape(core)
        key = shape, tuple(each.name for each in core.operators), services
        found = self._ways.get(key)
        if found is not None:
            return Ways(lambda: compiled, found)
        alike = self._plans.get(shape)
        if known is None and alike is not None:
            known = [core.operators[index].name for index in alike]
        self._ways[key] = found = CoreWays(compiled.without_giving_up, core, services, known, self._units)
        plan = found.cheapest.plan
        if known is None and plan is not None and found.cheapest.optimal:
            used = set(plan.names)
            self._plans[shape] = tuple(index for index, each in enumerate(core.operators) if each.name in used)
        return Ways(lambda: compiled, found, plan)


def _list_offering(compiled: CompiledTask, operator: CoreOperator) -> frozenset[str]:
    """The services that an operator stands for."""
    if operator.variable is not None:
        return frozenset()
    return frozenset(member.service for member in compiled.members[operator.name])


def _shape(core: Core) -> Shape:
    """Equal for cores with the same plans at the same cost, whatever their facts and operators are called.

    Facts that are read are numbered anew in their order, for cores differ in what pruning has left of theirs.
    """
    read = union(core.goals) | union(group for each in core.operators for group in each.groups)
    place = {fact: 1 << number for number, fact in enumerate(bits(read))}
    known = {0: 0}

    def renumber(mask: int) -> int:
        mask &= read
        if mask not in known:
            known[mask] = sum(place[fact] for fact in bits(mask))
        return known[mask]

    variables: dict[str | None, int] = {None: 0}
    operators = tuple(
        (
            tuple(map(renumber, each.groups)), renumber(each.adds), renumber(each.removes), each.cost,
            variables.setdefault(each.variable, len(variables)),
        )
        for each in core.operators
    )  # fmt: skip
    return renumber(core.init), tuple(map(renumber, core.goals)), operators
