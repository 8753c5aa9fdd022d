"""Explains why cells have no plan: the reasons that an answer would give, and repairs.

Repairs include changes that only those who coordinate the network can make: relaxing a requirement, or adding a route.
"""

from collections.abc import Iterator
from functools import partial

from graph.checkpoint import checkpoint
from graph.coverage.cells import Cell, CellStatus
from graph.coverage.initial_states import lanes_where
from graph.coverage.survey import Place, Survey, TaskBook
from graph.model import StatedGap
from graph.network import Network
from graph.planning.task import bits
from graph.question import Question
from graph.referral.answer import PlanningProblem, Repair
from graph.referral.compiled_network import Dropped
from graph.referral.explanations import explain_with, find_repairs
from graph.referral.initial_state import Situation
from graph.referral.plan_builder import Case
from graph.referral.solver import Solver
from graph.referral.wording import Wording
from graph.structs import Struct


class Gap(Struct, frozen=True):
    """Cells of one need that have no plan for the same reason."""

    need: str
    cells: tuple[Cell, ...]
    problem: PlanningProblem


def list_gaps(survey: Survey, repairs: bool = False) -> tuple[Gap, ...]:
    """Every gap of `survey`, grouped by reason, most cells first within the order of the needs.

    With `repairs`, small repairs of each gap are proved too, which takes some ten planning runs for each reason.
    """
    return (
        tuple(_Explainer(survey, repairs=True).run())
        if repairs
        else survey.derive(list_gaps, _list_gaps, from_ways=False)
    )


def _list_gaps(survey: Survey) -> tuple[Gap, ...]:
    return tuple(_Explainer(survey, repairs=False).run())


def stated_gaps(network: Network, needs: tuple[str, ...]) -> tuple[StatedGap, ...]:
    """The gaps that the documents state themselves about any of `needs`, those above or below them, or in general."""
    near = {code for need in needs for code in (*network.met_by(need), *network.within(need))}
    return tuple(gap for gap in network.catalogue.gaps if not gap.needs or not near.isdisjoint(gap.needs))


class _Explainer:
    def __init__(self, survey: Survey, repairs: bool) -> None:
        self._survey = survey
        self._repairs = repairs
        self._solver = _LaneSolver(survey.book)
        self._order = {cell: place for place, cell in enumerate(survey.examined)}

    def run(self) -> Iterator[Gap]:
        for need in self._survey.scope.needs:
            reasons: dict[PlanningProblem, list[Cell]] = {}
            for lane, cells in self._alike(need):
                reasons.setdefault(self._explain(need, lane), []).extend(cells)
            gaps = ((problem, sorted(cells, key=self._order.__getitem__)) for problem, cells in reasons.items())
            for problem, cells in sorted(gaps, key=lambda item: (-len(item[1]), item[1][0])):
                yield Gap(need, tuple(cells), problem)

    def _alike(self, need: str) -> Iterator[tuple[int, list[Cell]]]:
        """The gaps of `need`, grouped by equal tasks, which have equal reasons; with the first lane of each group."""
        book = self._survey.book
        cells = [Cell(need, entry.code, profile.code) for entry, profile in book.lanes]
        gaps = lanes_where(self._survey.outcome(cell).status is CellStatus.GAP for cell in cells)
        for territory, here in book.territories.items():
            if gaps & here:
                operators = book.selection((need, territory)).operators
                for lanes in book.states.alike(need, operators, gaps & here, exactly=True):
                    yield next(bits(lanes)), [cells[lane] for lane in bits(lanes)]

    def _explain(self, need: str, lane: int) -> PlanningProblem:
        checkpoint()
        question, situation = self._survey.book.question(need, lane), self._survey.book.situations[lane]
        assert situation is not None, "nobody is in this lane"  # noqa: S101
        find = partial(self._find, question, situation, need)
        return explain_with(self._solver, question, situation, need, find)

    def _find(self, question: Question, situation: Situation, need: str) -> tuple[Repair, ...]:
        if not self._repairs:
            return ()
        case = Case(question, situation, self._survey.compiled.compile(question, situation))
        return find_repairs(self._solver, case, need, of_network=True)


class _LaneSolver(Solver):
    """Finds, for all lanes at once, where a need stays out of reach whatever is presumed and whomever services admit.

    What is out of reach in the delete relaxation has no plan.
    """

    def __init__(self, book: TaskBook) -> None:
        super().__init__(book.compiled, Wording(book.compiled.network))
        self._book = book
        self._lanes = {id(situation): lane for lane, situation in enumerate(book.situations)}
        self._in_reach: dict[Place, int] = {}

    def can_meet(
        self,
        question: Question,
        situation: Situation,
        dropped: Dropped = frozenset(),
        presume: bool = False,
        closed_too: bool = False,
    ) -> bool:
        """Whether every need of `question` can be met; the parameters as for any solver."""
        lane = self._lanes.get(id(situation))
        doors = not closed_too and all(requirement is None for _, requirement in dropped)
        if lane is not None and doors and not self._is_in_reach(question, lane):
            return False
        return super().can_meet(question, situation, dropped, presume, closed_too)

    def _is_in_reach(self, question: Question, lane: int) -> bool:
        (need,) = question.needs
        if question != self._book.question(need, lane):
            return True  # it allows more than the survey does
        place = need, self._book.lanes[lane][0].territory
        if place not in self._in_reach:
            self._in_reach[place] = self._book.in_reach(place)
        return bool(self._in_reach[place] >> lane & 1)
