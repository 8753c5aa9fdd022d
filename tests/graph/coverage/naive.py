"""The naive ways: each cell planned by itself, on a network compiled for the purpose, with nothing shared but plans of
tasks that are equal."""

from dataclasses import replace

from graph.coverage.outcome import CellStatus
from graph.coverage.scope import Cell, Scope
from graph.coverage.tasks import TaskBook
from graph.network import Network
from graph.planning.plan import Plan
from graph.planning.search import solve
from graph.planning.task import Task
from graph.referral.compilation import GIVE_UP, CompiledNetwork


class Naive:
    """Plans cells of one network one by one; `plans` remembers tasks that were solved before."""

    def __init__(self, plans: dict[object, Plan | None] | None = None) -> None:
        self.plans: dict[object, Plan | None] = {} if plans is None else plans

    def plan(self, task: Task) -> Plan | None:
        key = task.init, task.goals, task.actions, task.assumptions
        if key not in self.plans:
            actions = tuple(action for action in task.actions if not action.name.startswith(GIVE_UP))
            self.plans[key] = solve(replace(task, actions=actions)).plan
        return self.plans[key]

    def statuses(self, network: Network, scope: Scope) -> dict[Cell, CellStatus]:
        """What becomes of each cell of `scope` on `network`."""
        compiled = CompiledNetwork(network)
        book = TaskBook(compiled, scope)
        found = {}
        for cell, entry, profile in scope.placed():
            situation = book.find_situation(entry, profile)
            if situation is None:
                found[cell] = CellStatus.IMPOSSIBLE
                continue
            task = compiled.compile(book.question(cell.need, entry, profile), situation).task
            plan = self.plan(task)
            holds = CellStatus.COVERED if plan is not None and plan.steps else CellStatus.MET
            found[cell] = CellStatus.GAP if plan is None else holds
        return found

    def costs(self, network: Network, scope: Scope) -> dict[Cell, int]:
        """The cost of the cheapest plan of each cell that has one."""
        compiled = CompiledNetwork(network)
        book = TaskBook(compiled, scope)
        found = {}
        for cell, entry, profile in scope.placed():
            situation = book.find_situation(entry, profile)
            if situation is not None:
                plan = self.plan(compiled.compile(book.question(cell.need, entry, profile), situation).task)
                if plan is not None:
                    found[cell] = plan.cost
        return found
