"""Where the network fails: cells, sums, gaps."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import strawberry

from api.errors import ApiError, ErrorCode
from api.schema.answer import PlanningProblem
from api.schema.context import Info
from api.schema.coverage_knowledge import DataTask, NetworkMeasures
from api.schema.fields import View, each, field, one, read, text
from api.schema.network import NeedArea, Service
from api.schema.paging import (
    AfterArgument,
    BeforeArgument,
    Connection,
    Cursors,
    FirstArgument,
    LastArgument,
    Window,
    cut,
)
from api.schema.situation import EntrySituation, Profile
from api.schema.snapshot import Snapshot
from api.schema.source import Cited
from api.settings import Limits
from graph import model
from graph.coverage import aggregation, gaps, outcome
from graph.coverage.aggregation import Axis, summarize
from graph.coverage.measures import measure
from graph.coverage.outcome import CellStatus
from graph.coverage.quality import list_data_tasks
from graph.coverage.scope import Cell
from graph.coverage.survey import Survey
from graph.vocabulary import Evidence


@strawberry.type
class CoverageStep(View[outcome.StepCandidates]):
    """A step of the cheapest plan of a cell."""

    evidence: Evidence = read("evidence", "How well it is founded.")
    slugs: list[str] = read("services", "The slugs of the services, with those that are only supposed.", size=5)

    @field(size=5)
    def services(self, info: Info) -> list[Service]:
        """The interchangeable services."""
        return _services(info, self.model.services)


@strawberry.type
class CoverageAssumption:
    """An unknown fact that the cheapest plan of a cell rests on."""

    fact: str = strawberry.field(description="The fact; for a set-valued one with its member.")
    values: list[str] = strawberry.field(description="The values under which the same steps can be carried out.")


@strawberry.type
class CellOutcome(View[outcome.CellOutcome]):
    """What became of a cell: one need of one profile from one entry situation."""

    status: CellStatus = read("status", "Whether the need can be met there.")
    evidence: Evidence | None = read("evidence", "The weakest level that a step rests on; null without steps.")
    cost: int = read("cost", "The cost of the cheapest plan, as in `PlanCost`; 0 without one.")
    optimal: bool = read("optimal", "Whether it is proved that no plan costs less.")
    closures: int | None = read(
        "closures",
        "How many services must close to leave no way: exact up to 3, 4 for more; null where no closing matters.",
    )

    steps: list[CoverageStep] = each("steps", CoverageStep, "The steps of the cheapest plan.", size=2)

    @field(size=2)
    def assumptions(self) -> list[CoverageAssumption]:
        """What it rests on that is not known."""
        return [
            CoverageAssumption(fact=str(variable), values=list(cells)) for variable, cells in self.model.assumptions
        ]

    critical_slugs: list[str] = read(
        "critical", "The slugs of the services on every way, with those that are only supposed.", size=1
    )

    @field(size=1)
    def critical(self, info: Info) -> list[Service]:
        """The services on every way."""
        return _services(info, self.model.critical)


@strawberry.type
class CoverageCell(View[Cell]):
    """One need of a person of one profile who starts in one entry situation."""

    result: strawberry.Private[outcome.CellOutcome]

    profile: str = read("profile", "The code of the profile.")

    @field
    def need(self, info: Info) -> NeedArea:
        """The need."""
        return NeedArea(model=info.context.network.needs[self.model.need])

    @field
    def situation(self, info: Info) -> EntrySituation:
        """Where the path starts."""
        return EntrySituation(model=info.context.network.situations[self.model.situation])

    @field
    def outcome(self) -> CellOutcome:
        """What became of it."""
        return CellOutcome(model=self.result)


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell with what became of it, under the name by which its list is sorted."""

    cell: Cell
    outcome: outcome.CellOutcome

    @property
    def slug(self) -> str:
        """Need, entry situation and profile."""
        return f"{self.cell.need}/{self.cell.situation}/{self.cell.profile}"


def _slug(item: PlacedCell) -> str:
    return item.slug


def _show_cells(items: Sequence[PlacedCell]) -> list[CoverageCell]:
    return [CoverageCell(model=item.cell, result=item.outcome) for item in items]


@strawberry.type
class ClosureCount:
    """Covered cells that the same number of closures would cut off."""

    closures: int = strawberry.field(description="How many services must close to leave no way; 4 for more than 3.")
    cells: int = strawberry.field(description="How many cells.")


@strawberry.type
class CoverageSummary(View[aggregation.Summary]):
    """Cells summed up. Where nobody is does not count."""

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

    @field(size=4)
    def closures(self) -> list[ClosureCount]:
        """How many covered cells 1, 2, 3 or more (4) closures would cut off."""
        return [ClosureCount(closures=size, cells=cells) for size, cells in self.model.closures.items()]

    @field
    def stated(self) -> int:
        """How many covered cells rest on documents alone."""
        return self.model.evidence[Evidence.STATED]

    @field
    def inferred(self) -> int:
        """How many covered cells rest on a reader's judgement at their weakest."""
        return self.model.evidence[Evidence.INFERRED]

    @field
    def listed(self) -> int:
        """How many covered cells rest on a name on the partner list at their weakest."""
        return self.model.evidence[Evidence.LISTED]


@strawberry.type
class CoverageGap(View[gaps.Gap]):
    """Cells of one need that have no way for the same reason."""

    @field
    def need(self, info: Info) -> NeedArea:
        """The need."""
        return NeedArea(model=info.context.network.needs[self.model.need])

    @field(size=20)
    def cells(self) -> list[CoverageCell]:
        """The cells."""
        return [CoverageCell(model=cell, result=outcome.GAP) for cell in self.model.cells]

    problem: PlanningProblem = one("problem", PlanningProblem, "Why, and what would mend it.")


@strawberry.type
class StatedGap(Cited[model.StatedGap]):
    """A gap or wish that a document states itself, in the project's words."""

    id: str = read("id", "Its name.")
    text: str = text("text", "What is missing.")
    about: list[str] = read("about", "Slugs of the organizations or services that it is about.", size=1)

    @field(size=2)
    def needs(self, info: Info) -> list[NeedArea]:
        """The needs that it is about."""
        return NeedArea.pick(info.context.network.needs, self.model.needs)


@strawberry.type
class CoverageReport(View[Survey]):
    """Where the network fails: every cell planned exactly."""

    @field
    def cell_count(self) -> int:
        """How many cells were looked at."""
        return len(self.model.examined)

    profiles: list[Profile] = each("scope.profiles", Profile, "The profiles that were looked at.", size=5)

    @field(size=100)
    def cells(
        self,
        info: Info,
        status: Annotated[
            CellStatus | None, strawberry.argument(description="Only cells of which this became.")
        ] = None,
        first: Annotated[int, strawberry.argument(description="How many at most; 1 to 1000.")] = 100,
        offset: Annotated[int, strawberry.argument(description="How many to leave out before; 0 or more.")] = 0,
    ) -> list[CoverageCell]:
        """The cells, by need, entry situation and profile."""
        check_first(first, info.context.limits)
        check_offset(offset)
        found = [
            CoverageCell(model=cell, result=each.outcome)
            for cell, each in self.model.examined.items()
            if status is None or each.outcome.status is status
        ]
        return found[offset:][:first]

    @field
    def cell_connection(
        self,
        info: Info,
        status: Annotated[
            CellStatus | None, strawberry.argument(description="Only cells of which this became.")
        ] = None,
        first: FirstArgument = None,
        after: AfterArgument = None,
        last: LastArgument = None,
        before: BeforeArgument = None,
    ) -> Connection[CoverageCell]:
        """The cells as a Relay connection, sorted by the codes of need, entry situation and profile."""
        every = sorted((PlacedCell(cell, each.outcome) for cell, each in self.model.examined.items()), key=_slug)
        found = [item for item in every if status is None or item.outcome.status is status]
        cursors = Cursors(info.context.network.version, "cells", frozenset(map(_slug, every)))
        page = cut(found, Window(first=first, after=after, last=last, before=before), cursors, info.context.limits)
        return Connection(items=found[page.begin : page.end], show=_show_cells, page=page, cursors=cursors)

    @field(size=60)
    def summaries(
        self, axis: Annotated[Axis, strawberry.argument(description="By what to sum up.")] = Axis.NEED
    ) -> list[CoverageSummary]:
        """The cells summed up."""
        return CoverageSummary.each(summarize(self.model, axis))

    @field(size=20, weight=5_000)
    def gaps(
        self,
        repairs: Annotated[
            bool, strawberry.argument(description="Also prove which small changes would mend each.")
        ] = False,
    ) -> list[CoverageGap]:
        """The gaps by need and reason."""
        return CoverageGap.each(gaps.list_gaps(self.model, repairs))

    @field(size=20)
    def stated_gaps(self) -> list[StatedGap]:
        """The gaps that the documents state themselves about these needs."""
        return StatedGap.each(gaps.stated_gaps(self.model.network, self.model.scope.needs))

    @field(size=20, weight=500)
    def data_tasks(
        self,
        info: Info,
        first: Annotated[int, strawberry.argument(description="How many at most; 1 to 1000.")] = 20,
        as_of: Annotated[
            datetime.date | None, strawberry.argument(description="The day to judge age by; today if left out.")
        ] = None,
    ) -> list[DataTask]:
        """What is not known well enough, what touches most of these plans first."""
        check_first(first, info.context.limits)
        today = as_of or datetime.datetime.now(datetime.UTC).date()
        return DataTask.each(list_data_tasks(self.model, today)[:first])

    @field(weight=500)
    def measures(self) -> NetworkMeasures:
        """The network as a graph of partners; shares of plans are of these cells."""
        return NetworkMeasures(model=measure(self.model))

    @field
    def snapshot(self) -> Snapshot:
        """The version of the network that answers."""
        return Snapshot()


def check_first(first: int, limits: Limits) -> None:
    """Raises ApiError (BAD_PAGE) if `first` is out of range."""
    if not 1 <= first <= limits.cell_page:
        message = f"'first' is a whole number from 1 to {limits.cell_page}."
        raise ApiError(ErrorCode.BAD_PAGE, message, argument="first")


def check_offset(offset: int) -> None:
    """Raises ApiError (BAD_PAGE) where `offset` is below 0."""
    if offset < 0:
        raise ApiError(ErrorCode.BAD_PAGE, "'offset' is a whole number from 0.", argument="offset")


def _services(info: Info, slugs: tuple[str, ...]) -> list[Service]:
    """The services, leaving out those that are only supposed."""
    known = info.context.network.services
    return Service.pick(known, slugs)
