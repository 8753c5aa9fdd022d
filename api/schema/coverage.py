"""Where the network fails: cells, sums, gaps."""

from datetime import UTC, datetime
from typing import Annotated

import strawberry

from api.errors import ApiError, ErrorCode
from api.schema import coverage_enums as coverage_enums  # describes the enumerations before a field uses one
from api.schema.context import Info
from api.schema.coverage_knowledge import DataTask, NetworkMeasures
from api.schema.entry_situation import EntrySituation
from api.schema.fields import field, read, text
from api.schema.need_area import NeedArea
from api.schema.problem import PlanningProblem
from api.schema.service import Service
from api.schema.snapshot import Snapshot
from api.schema.source import Citation, cite
from graph import model
from graph.coverage import aggregation, gaps, outcome
from graph.coverage.aggregation import Axis, summarize
from graph.coverage.outcome import CellStatus
from graph.coverage.plan_share import count_passage
from graph.coverage.quality import list_data_tasks
from graph.coverage.scope import Cell
from graph.coverage.survey import Survey
from graph.question import GivenFact
from graph.vocabulary import Evidence

CELLS = 1_000
"""Cells in one page at most."""


@strawberry.type(description="A step of the cheapest plan of a cell.")
class CoverageStep:
    """A step."""

    model: strawberry.Private[outcome.StepCandidates]

    evidence: Evidence = read("evidence", "How well it is founded.")

    @field("The interchangeable services.", size=5)
    def services(self, info: Info) -> list[Service]:
        """The services."""
        return _services(info, self.model.services)


@strawberry.type(description="An unknown fact that the cheapest plan of a cell rests on.")
class CoverageAssumption:
    """An assumption."""

    fact: str = strawberry.field(description="The fact; for a set-valued one with its member.")
    values: list[str] = strawberry.field(description="The values under which the same steps can be carried out.")


@strawberry.type(description="What became of a cell: one need of one profile from one entry situation.")
class CellOutcome:
    """What became of a cell."""

    model: strawberry.Private[outcome.Outcome]

    status: CellStatus = read("status", "Whether the need can be met there.")
    evidence: Evidence | None = read("evidence", "The weakest level that a step rests on; null without steps.")
    cost: int = read("cost", "The cost of the cheapest plan, as in `PlanCost`; 0 without one.")
    optimal: bool = read("optimal", "Whether it is proved that no plan costs less.")
    closures: int | None = read(
        "closures",
        "How many services must close to leave no way: exact up to 3, 4 for more; null where no closing matters.",
    )

    @field("The steps of the cheapest plan.", size=2)
    def steps(self) -> list[CoverageStep]:
        """The steps."""
        return [CoverageStep(model=door) for door in self.model.doors]

    @field("What it rests on that is not known.", size=2)
    def assumptions(self) -> list[CoverageAssumption]:
        """The assumptions."""
        return [
            CoverageAssumption(fact=str(variable), values=list(cells)) for variable, cells in self.model.assumptions
        ]

    @field("The services on every way.", size=1)
    def critical(self, info: Info) -> list[Service]:
        """The critical services."""
        return _services(info, self.model.critical)


@strawberry.type(description="One need of a person of one profile who starts in one entry situation.")
class CoverageCell:
    """A cell."""

    model: strawberry.Private[Cell]
    result: strawberry.Private[outcome.Outcome]

    profile: str = read("profile", "The code of the profile.")

    @field("The need.")
    def need(self, info: Info) -> NeedArea:
        """The need."""
        return NeedArea(model=info.context.network.needs[self.model.need])

    @field("Where the path starts.")
    def situation(self, info: Info) -> EntrySituation:
        """The entry situation."""
        return EntrySituation(model=info.context.network.situations[self.model.situation])

    @field("What became of it.")
    def outcome(self) -> CellOutcome:
        """The outcome."""
        return CellOutcome(model=self.result)


@strawberry.type(description="Cells summed up. Where nobody is does not count.")
class CoverageSummary:
    """A sum of cells."""

    model: strawberry.Private[aggregation.Summary]

    axis: Axis = read("axis", "By what the cells are summed up.")
    code: str = read("code", "The code that they share.")
    label: str = text("label", "Its name.")
    cells: int = read("cells", "How many cells.")
    covered: int = read("covered", "How many have a plan.")
    met: int = read("met", "In how many the need is met from the start.")
    gaps: int = read("gaps", "How many have no plan.")
    share: float = read("share", "The share of cells whose need is or can be met, from 0 to 1.")
    assuming: int = read("assuming", "How many covered cells rest on something unknown.")
    on_one: int = read("on_one", "How many covered cells hang on one service.")

    @field("How many covered cells rest on documents alone.")
    def stated(self) -> int:
        """The cells of stated evidence."""
        return self.model.evidence[Evidence.STATED]

    @field("How many covered cells rest on a reader's judgement at their weakest.")
    def inferred(self) -> int:
        """The cells of inferred evidence."""
        return self.model.evidence[Evidence.INFERRED]

    @field("How many covered cells rest on a name on the partner list at their weakest.")
    def listed(self) -> int:
        """The cells of listed evidence."""
        return self.model.evidence[Evidence.LISTED]


@strawberry.type(description="Cells of one need that have no way for the same reason.")
class CoverageGap:
    """A gap."""

    model: strawberry.Private[gaps.Gap]

    @field("The need.")
    def need(self, info: Info) -> NeedArea:
        """The need."""
        return NeedArea(model=info.context.network.needs[self.model.need])

    @field("The cells.", size=20)
    def cells(self) -> list[CoverageCell]:
        """The cells."""
        return [CoverageCell(model=cell, result=outcome.GAP) for cell in self.model.cells]

    @field("Why, and what would mend it.")
    def problem(self) -> PlanningProblem:
        """The reason."""
        return PlanningProblem(model=self.model.problem)


@strawberry.type(description="A gap or wish that a document states itself, in the project's words.")
class StatedGap:
    """A stated gap."""

    model: strawberry.Private[model.StatedGap]

    id: str = read("id", "Its name.")
    text: str = text("text", "What is missing.")

    @field("The needs that it is about.", size=2)
    def needs(self, info: Info) -> list[NeedArea]:
        """The needs."""
        return [NeedArea(model=info.context.network.needs[code]) for code in self.model.needs]

    @field("The lines that say so.", size=2)
    def citations(self) -> list[Citation]:
        """The lines."""
        return cite(self.model.cite, self.model.evidence)


@strawberry.type(description="What holds of a profile or is given in a question, as the test of a fact.")
class ProfileFact:
    """A fact of a profile."""

    model: strawberry.Private[GivenFact]

    name: str = read("name", "The name of the fact.")
    values: list[str] = read("values", "It is one of these; empty for a range.", size=2)
    negated: bool = read("negated", "It is none of `values` instead.")
    min: int | None = read("minimum", "The least whole number; null where it is open.")
    max: int | None = read("maximum", "The greatest whole number; null where it is open.")


@strawberry.type(description="A published set of facts for which coverage is computed; never a person.")
class Profile:
    """A profile."""

    model: strawberry.Private[model.Profile]

    code: str = read("code", "Its code.")
    label: str = text("label", "Its name.")

    @field("What holds of it: what a question would give as `facts`.", size=4)
    def facts(self) -> list[ProfileFact]:
        """Its facts."""
        return [ProfileFact(model=fact) for fact in self.model.facts]


@strawberry.type(description="Where the network fails: every cell planned exactly.")
class CoverageReport:
    """The report."""

    model: strawberry.Private[Survey]

    @field("How many cells were looked at.")
    def cell_count(self) -> int:
        """The number of cells."""
        return len(self.model.examined)

    @field("The profiles that were looked at.", size=5)
    def profiles(self) -> list[Profile]:
        """The profiles."""
        return [Profile(model=profile) for profile in self.model.scope.profiles]

    @field("The cells, by need, entry situation and profile.", size=100)
    def cells(
        self,
        status: Annotated[
            CellStatus | None, strawberry.argument(description="Only cells of which this became.")
        ] = None,
        first: Annotated[int, strawberry.argument(description="How many at most; 1 to 1000.")] = 100,
        offset: Annotated[int, strawberry.argument(description="How many to leave out before; 0 or more.")] = 0,
    ) -> list[CoverageCell]:
        """The cells."""
        check_first(first)
        check_offset(offset)
        found = [
            CoverageCell(model=cell, result=each.outcome)
            for cell, each in self.model.examined.items()
            if status is None or each.outcome.status is status
        ]
        return found[offset:][:first]

    @field("The cells summed up.", size=60)
    def summaries(
        self, axis: Annotated[Axis, strawberry.argument(description="By what to sum up.")] = Axis.NEED
    ) -> list[CoverageSummary]:
        """The sums."""
        return [CoverageSummary(model=summary) for summary in summarize(self.model, axis)]

    @field("The gaps by need and reason.", size=20, weight=5_000)
    def gaps(
        self,
        repairs: Annotated[
            bool, strawberry.argument(description="Also prove which small changes would mend each.")
        ] = False,
    ) -> list[CoverageGap]:
        """The gaps."""
        return [CoverageGap(model=gap) for gap in gaps.list_gaps(self.model, repairs)]

    @field("The gaps that the documents state themselves about these needs.", size=20)
    def stated_gaps(self) -> list[StatedGap]:
        """The stated gaps."""
        return [StatedGap(model=gap) for gap in gaps.stated_gaps(self.model.network, self.model.scope.needs)]

    @field("What is not known well enough, what touches most of these plans first.", size=20, weight=500)
    def data_tasks(
        self, first: Annotated[int, strawberry.argument(description="How many at most; 1 to 1000.")] = 20
    ) -> list[DataTask]:
        """The worklist."""
        check_first(first)
        today = datetime.now(UTC).date()
        return [DataTask(model=task) for task in list_data_tasks(self.model, today)[:first]]

    @field("The network as a graph of partners; shares of plans are of these cells.", weight=500)
    def measures(self) -> NetworkMeasures:
        """The measures."""
        from graph.coverage.measures import measure_network  # networkx is slow to import and seldom needed

        return NetworkMeasures(model=measure_network(self.model.network, count_passage(self.model)))

    @field("The version of the network that answers.")
    def snapshot(self) -> Snapshot:
        """The version that answers."""
        return Snapshot()


def check_first(first: int) -> None:
    """Raises ApiError (BAD_PAGE) where `first` is out of range."""
    if not 1 <= first <= CELLS:
        raise ApiError(ErrorCode.BAD_PAGE, f"'first' is a whole number from 1 to {CELLS}.", argument="first")


def check_offset(offset: int) -> None:
    """Raises ApiError (BAD_PAGE) where `offset` is below 0."""
    if offset < 0:
        raise ApiError(ErrorCode.BAD_PAGE, "'offset' is a whole number from 0.", argument="offset")


def _services(info: Info, slugs: tuple[str, ...]) -> list[Service]:
    """The services, leaving out those that are only supposed."""
    known = info.context.network.services
    return [Service(model=known[slug]) for slug in slugs if slug in known]
