"""The naive ways: each cell planned by itself, on a network compiled for the purpose, with nothing shared but plans of
tasks that are equal."""

from collections.abc import Iterator

from graph.atoms import Variable
from graph.coverage.cells import Cell, CellStatus, Scope
from graph.coverage.survey import TaskBook
from graph.network import Network
from graph.planning.plan import Plan
from graph.planning.search import solve
from graph.planning.task import Task
from graph.referral.compiled_network import CompiledNetwork

Answer = tuple[CellStatus, int]
"""What becomes of a cell, and the cost of its cheapest plan, 0 where there is none."""


class Naive:
    """Plans the cells of networks one by one. Tasks that were solved before are remembered, and what makes them: equal
    operators, needs, situations and facts make equal tasks."""

    def __init__(self) -> None:
        self.planned = 0
        """How many cells were compiled; all others had equal tasks."""
        self._plans: dict[object, Plan | None] = {}
        self._answers: dict[object, dict[Cell, Answer]] = {}

    def statuses(self, network: Network, scope: Scope) -> dict[Cell, CellStatus]:
        """What becomes of each cell of `scope` on `network`."""
        return {cell: status for cell, (status, _) in self.answers(network, scope).items()}

    def answers(self, network: Network, scope: Scope) -> dict[Cell, Answer]:
        """What becomes of each cell of `scope` on `network`, with the cost of its cheapest plan."""
        compiled = CompiledNetwork(network)
        book = TaskBook(compiled, scope)
        found: dict[Cell, Answer] = {}
        for need in scope.needs:
            key = need, scope, _ingredients(compiled, book, scope, need)
            if key not in self._answers:
                self._answers[key] = dict(self._plan_cells(book, need))
            found |= self._answers[key]
        return found

    def _plan_cells(self, book: TaskBook, need: str) -> Iterator[tuple[Cell, Answer]]:
        for lane, ((entry, profile), situation) in enumerate(zip(book.lanes, book.situations, strict=True)):
            cell = Cell(need, entry.code, profile.code)
            if situation is None:
                yield cell, (CellStatus.IMPOSSIBLE, 0)
                continue
            self.planned += 1
            compiled = book.compiled.compile(book.question(need, lane), situation)
            plan = self._plan(compiled.without_giving_up)
            holds = CellStatus.COVERED if plan is not None and plan.steps else CellStatus.MET
            yield cell, (CellStatus.GAP, 0) if plan is None else (holds, plan.cost)

    def _plan(self, task: Task) -> Plan | None:
        key = task.init, task.goals, task.actions, task.assumptions
        if key not in self._plans:
            self._plans[key] = solve(task).plan
        return self._plans[key]


def _ingredients(compiled: CompiledNetwork, book: TaskBook, scope: Scope, need: str) -> tuple[object, ...]:
    """All that the tasks of `need` are made of, beside situations and profiles."""
    catalogue = compiled.network.catalogue
    starts = {entry.territory: lane for lane, (entry, _) in enumerate(book.lanes)}
    operators = (tuple(compiled.relevant(book.question(need, lane))) for lane in starts.values())
    cells = tuple(compiled.domains.cells(Variable(fact.name)) for fact in catalogue.facts)
    return *operators, cells, catalogue.needs, catalogue.facts
