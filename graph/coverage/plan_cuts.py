"""Finds ways through one planning task when parts of it are closed.

Whether there is a way is decided exactly. The tests run from cheap to dear: a plan that is already known; the delete
relaxation (if it has no plan, none exists); the relaxed plan, if it can be carried out unchanged; the planner.

Smallest cuts are minimum hitting sets over plans, found by branching on the services of a plan that is left (Reiter
1987, "A theory of diagnosis from first principles").
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache

from graph.atoms import Atom, contact_with
from graph.coverage.closures import ClosedParts
from graph.planning.plan import Plan, find_plan
from graph.planning.search import Solution, Status, has_plan, plan_of, solve, solve_pruned
from graph.planning.task import Action, Core, Task, Way, can_be_done, relaxed_plan
from graph.referral.compiled_task import CompiledTask
from graph.referral.solver import CONFLICTS, best_founded
from graph.structs import replace

MOST_CLOSURES = 3
"""Smallest cuts are told exactly up to this many services."""

MOST_REMEMBERED = 2_000
"""Closures whose answer one core keeps, so that a server may be asked for ever."""


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
            changed = _Cutter(self.compiled, closure, self._lost(closure)).task(self._task)
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
        """The facts of closed contacts that would hold all the same: given, supposed, or brought about by an open
        service."""
        facts = contact_facts(closure.contacts) & self._read
        held = facts & (self._task.init | self._supposed)
        for action in self._task.actions if facts else ():
            offering = {member.service for member in self.compiled.members[action.name]}
            if not offering <= closure.services:
                held |= facts & frozenset(action.provides)
        return held


@lru_cache(maxsize=4_096)
def contact_facts(senders: frozenset[str]) -> frozenset[str]:
    """The planner's facts that say that `senders` know the person, at any time or from the start."""
    contacts = [contact_with(sender) for sender in senders]
    return frozenset(str(Atom(each, "yes")) for contact in contacts for each in (contact, contact.at_once))


class _Cutter:
    """Removes from a task what a closure takes away, with its contacts and referrals."""

    def __init__(self, compiled: CompiledTask, closure: ClosedParts, lost: frozenset[str]) -> None:
        self._compiled = compiled
        self._closure = closure
        self._lost = lost
        self._referrals: dict[str, set[str]] = {}
        for sender, service in closure.referrals:
            self._referrals.setdefault(service, set()).update(contact_facts(frozenset({sender})))

    def task(self, task: Task) -> Task:
        """`task`, changed."""
        actions = tuple(changed for action in task.actions for changed in self._actions(action))
        assumptions = tuple(each for each in task.assumptions if each.fact not in self._lost)
        return replace(task, init=task.init - self._lost, actions=actions, assumptions=assumptions)

    def _actions(self, action: Action) -> Iterator[Action]:
        """`action` for the members that keep their referrals, and once for each that loses some."""
        members = [each for each in self._compiled.members[action.name] if each.service not in self._closure.services]
        action = replace(action, provides=tuple(fact for fact in action.provides if fact not in self._lost))
        if any(member.service not in self._referrals for member in members):
            yield action
        for member in members:
            gone = self._referrals.get(member.service)
            if gone is not None:
                access = set(self._compiled.group(member.access)) if member.access else set()
                groups = (
                    tuple(fact for fact in group if fact not in gone) if set(group) == access else group
                    for group in action.requires
                )
                yield replace(action, name=f"{action.name}@{member.name}", requires=tuple(groups))
