"""Explains why cells have no plan: the reasons that an answer would give, and repairs.

Repairs include changes that only those who coordinate the network can make: relaxing a requirement, or adding a route.
"""

from collections.abc import Iterator

from graph.checkpoint import checkpoint
from graph.coverage.initial_states import join
from graph.coverage.outcome import CellStatus
from graph.coverage.scope import Cell
from graph.coverage.survey import Survey
from graph.model import StatedGap
from graph.network import Network
from graph.planning.task import bits
from graph.question import EntryKind, EntryPoint, Question
from graph.referral.answer import PlanningProblem, Repair
from graph.referral.explanations import explain_with
from graph.referral.initial_state import Situation
from graph.referral.plan_builder import Case
from graph.referral.repairs import find_repairs
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
    return tuple(_Explainer(survey, repairs=True).run()) if repairs else survey.follows(_list_gaps, from_ways=False)


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
        self._solver = Solver(survey.compiled, Wording(survey.network))
        self._order = {cell: place for place, cell in enumerate(survey.examined)}
        self._profiles = {profile.code: profile for profile in survey.scope.profiles}

    def run(self) -> Iterator[Gap]:
        for need in self._survey.scope.needs:
            reasons: dict[PlanningProblem, list[Cell]] = {}
            for cells in self._alike(need):
                reasons.setdefault(self._explain(cells[0]), []).extend(cells)
            gaps = ((problem, sorted(cells, key=self._order.__getitem__)) for problem, cells in reasons.items())
            for problem, cells in sorted(gaps, key=lambda item: (-len(item[1]), item[1][0])):
                yield Gap(need, tuple(cells), problem)

    def _alike(self, need: str) -> Iterator[list[Cell]]:
        """The gaps of `need`, grouped by equal tasks, which have equal reasons."""
        book = self._survey.book
        cells = [Cell(need, entry.code, profile.code) for entry, profile in book.lanes]
        gaps = join(self._survey.outcome(cell).status is CellStatus.GAP for cell in cells)
        for territory, here in book.territories.items():
            if gaps & here:
                operators = book.selection((need, territory)).operators
                for lanes in book.states.alike(need, operators, gaps & here, exactly=True):
                    yield [cells[lane] for lane in bits(lanes)]

    def _explain(self, cell: Cell) -> PlanningProblem:
        checkpoint()
        question = Question(
            start=EntryPoint(EntryKind.SITUATION, cell.situation),
            needs=(cell.need,),
            facts=self._profiles[cell.profile].facts,
            preferences=self._survey.scope.preferences,
        )
        situation = Situation(self._survey.network, self._survey.compiled.domains, question)
        compiled = self._survey.compiled.compile(question, situation)
        return explain_with(self._solver, Case(question, situation, compiled), cell.need, self._find)

    def _find(self, solver: Solver, case: Case, need: str) -> tuple[Repair, ...]:
        return find_repairs(solver, case, need, of_network=True) if self._repairs else ()
