"""Where the network fails: cells, sums, gaps."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import strawberry

from api.errors import ApiError, ErrorCode
from api.schema.answer import PlanningProblem
from api.schema.context import Info
from api.schema.coverage_measures import DataTask, NetworkMeasures
from api.schema.fields import LocaleArgument, View, each, field, one, read, say, text
from api.schema.network import NeedArea, Service
from api.schema.relay import (
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
from graph.atoms import Variable
from graph.coverage import cells, gaps, summaries
from graph.coverage.cells import Cell, CellStatus
from graph.coverage.measures import list_data_tasks, measure
from graph.coverage.summaries import Axis, summarize
from graph.coverage.survey import Survey
from graph.referral.wording import Wording
from graph.vocabulary import Evidence, Locale


@strawberry.type
class CoverageStep(View[cells.StepCandidates]):
    """A step in the cheapest plan of a cell."""

    evidence: Evidence = read("evidence", "The level of evidence.")
    slugs: list[str] = read("services", "The slugs of the services, hypothetical ones included.", size=5)

    @field(size=5)
    def services(self, info: Info) -> list[Service]:
        """The interchangeable services."""
        return _services(info, self.model.services)


@strawberry.type
class CoverageAssumption:
    """An unknown fact that the cheapest plan of a cell assumes."""

    fact: str = strawberry.field(description="The fact. For a set-valued fact, the fact and its member.")
    values: list[str] = strawberry.field(description="The values for which the same steps work.")
    variable: strawberry.Private[Variable]

    @field
    def text(self, info: Info, locale: LocaleArgument = Locale.IT) -> str:
        """The assumption in words."""
        return say(Wording(info.context.network).fact(self.variable, self.values).text, locale)


@strawberry.type
class CellOutcome(View[cells.CellOutcome]):
    """The outcome of a cell: one need of one profile from one entry situation."""

    status: CellStatus = read("status", "Whether the need can be met.")
    evidence: Evidence | None = read(
        "evidence", "The lowest level of evidence among the steps; null if there are no steps."
    )
    cost: int = read("cost", "The cost of the cheapest plan, as in `PlanCost`; 0 if there is no plan.")
    optimal: bool = read("optimal", "True if no plan is proved to cost less.")
    closures: int | None = read(
        "closures",
        "The smallest number of services whose closure leaves no plan. Exact up to 3; 4 means more than 3. Null "
        "if no closure matters.",
    )

    steps: list[CoverageStep] = each("steps", CoverageStep, "The steps of the cheapest plan.", size=2)

    @field(size=2)
    def assumptions(self) -> list[CoverageAssumption]:
        """The unknown facts that the plan assumes."""
        return [
            CoverageAssumption(fact=str(variable), values=list(cells), variable=variable)
            for variable, cells in self.model.assumptions
        ]

    critical_slugs: list[str] = read(
        "critical", "The slugs of services that every plan uses, hypothetical ones included.", size=1
    )

    @field(size=1)
    def critical(self, info: Info) -> list[Service]:
        """The services that every plan uses."""
        return _services(info, self.model.critical)


@strawberry.type
class CoverageCell(View[Cell]):
    """One need of a person with one profile, starting in one entry situation."""

    result: strawberry.Private[cells.CellOutcome]

    profile: str = read("profile", "The code of the profile.")

    @field
    def need(self, info: Info) -> NeedArea:
        """The need."""
        return NeedArea(model=info.context.network.needs[self.model.need])

    @field
    def situation(self, info: Info) -> EntrySituation:
        """The entry situation."""
        return EntrySituation(model=info.context.network.situations[self.model.situation])

    @field
    def outcome(self) -> CellOutcome:
        """The outcome."""
        return CellOutcome(model=self.result)


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell with its outcome, and the name by which lists are sorted."""

    cell: Cell
    outcome: cells.CellOutcome

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
    """The number of covered cells that a given number of closures would leave without a plan."""

    closures: int = strawberry.field(
        description="The smallest number of closures that leaves no plan; 4 means more than 3."
    )
    cells: int = strawberry.field(description="The number of cells.")


@strawberry.type
class CoverageSummary(View[summaries.Summary]):
    """Totals over a group of cells. Impossible cells are not counted."""

    axis: Axis = read("axis", "How the cells are grouped.")
    code: str = read("code", "The code that the cells share.")
    label: str = text("label", "The name.")
    cells: int = read("cells", "The number of cells.")
    covered: int = read("covered", "The number of cells with a plan.")
    met: int = read("met", "The number of cells whose need is met from the start.")
    gaps: int = read("gaps", "The number of cells without a plan.")
    share: float = read("share", "The share of cells whose need is met or can be met, from 0 to 1.")
    assuming: int = read("assuming", "The number of covered cells whose plan assumes an unknown fact.")
    on_one: int = read("on_one", "The number of covered cells that depend on a single service.")

    @field(size=4)
    def closures(self) -> list[ClosureCount]:
        """The number of covered cells that 1, 2, 3 or more (4) closures would leave without a plan."""
        return [ClosureCount(closures=size, cells=cells) for size, cells in self.model.closures.items()]

    @field
    def stated(self) -> int:
        """The number of covered cells whose plan rests on documents alone."""
        return self.model.evidence[Evidence.STATED]

    @field
    def inferred(self) -> int:
        """The number of covered cells whose weakest evidence is a reader's judgement."""
        return self.model.evidence[Evidence.INFERRED]

    @field
    def listed(self) -> int:
        """The number of covered cells whose weakest evidence is a name on the partner list."""
        return self.model.evidence[Evidence.LISTED]


@strawberry.type
class CoverageGap(View[gaps.Gap]):
    """Cells of one need that have no plan for the same reason."""

    @field
    def need(self, info: Info) -> NeedArea:
        """The need."""
        return NeedArea(model=info.context.network.needs[self.model.need])

    @field(size=20)
    def cells(self) -> list[CoverageCell]:
        """The cells."""
        return [CoverageCell(model=cell, result=cells.GAP) for cell in self.model.cells]

    problem: PlanningProblem = one("problem", PlanningProblem, "The reason and possible remedies.")


@strawberry.type
class StatedGap(Cited[model.StatedGap]):
    """A gap or wish stated in a document, in the project's words."""

    id: str = read("id", "The name.")
    text: str = text("text", "What is missing.")
    about: list[str] = read("about", "Slugs of the organizations or services concerned.", size=1)

    @field(size=2)
    def needs(self, info: Info) -> list[NeedArea]:
        """The needs concerned."""
        return NeedArea.pick(info.context.network.needs, self.model.needs)


@strawberry.type
class CoverageReport(View[Survey]):
    """Where the network fails. Every cell is planned exactly."""

    @field
    def cell_count(self) -> int:
        """The number of cells examined."""
        return len(self.model.examined)

    profiles: list[Profile] = each("scope.profiles", Profile, "The profiles examined.", size=5)

    @field(size=100)
    def cells(
        self,
        info: Info,
        status: Annotated[
            CellStatus | None, strawberry.argument(description="Return only cells with this status.")
        ] = None,
        first: Annotated[int, strawberry.argument(description="The maximum number of items, from 1 to 1000.")] = 100,
        offset: Annotated[int, strawberry.argument(description="The number of items to skip; 0 or more.")] = 0,
    ) -> list[CoverageCell]:
        """The cells, sorted by need, entry situation and profile."""
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
            CellStatus | None, strawberry.argument(description="Return only cells with this status.")
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
        self, axis: Annotated[Axis, strawberry.argument(description="How to group the cells.")] = Axis.NEED
    ) -> list[CoverageSummary]:
        """Totals over the cells."""
        return CoverageSummary.each(summarize(self.model, axis))

    @field(size=20, weight=5_000)
    def gaps(
        self,
        repairs: Annotated[
            bool, strawberry.argument(description="Also prove which small changes would close each gap.")
        ] = False,
    ) -> list[CoverageGap]:
        """The gaps, grouped by need and reason."""
        return CoverageGap.each(gaps.list_gaps(self.model, repairs))

    @field(size=20)
    def stated_gaps(self) -> list[StatedGap]:
        """Gaps in these needs that the documents state themselves."""
        return StatedGap.each(gaps.stated_gaps(self.model.network, self.model.scope.needs))

    @field(size=20, weight=500)
    def data_tasks(
        self,
        info: Info,
        first: Annotated[int, strawberry.argument(description="The maximum number of items, from 1 to 1000.")] = 20,
        as_of: Annotated[
            datetime.date | None,
            strawberry.argument(description="The date from which to measure age. Defaults to today."),
        ] = None,
    ) -> list[DataTask]:
        """Services whose data is missing, old or doubtful. Those that appear in most of these plans come first."""
        check_first(first, info.context.limits)
        today = as_of or datetime.datetime.now(datetime.UTC).date()
        return DataTask.each(list_data_tasks(self.model, today)[:first])

    @field(weight=500)
    def measures(self) -> NetworkMeasures:
        """Measures of the network as a graph of partners. Shares of plans refer to these cells."""
        return NetworkMeasures(model=measure(self.model))

    @field
    def snapshot(self) -> Snapshot:
        """The network version that this answer uses."""
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
