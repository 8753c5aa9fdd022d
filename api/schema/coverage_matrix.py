"""Coverage at a glance: a matrix of needs and entry situations for each profile, and what is open at a time."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

import strawberry

from api.errors import ApiError, ErrorCode
from api.schema.context import Info
from api.schema.fields import View, each, field, read, text
from api.schema.network import NeedArea
from api.schema.situation import EntrySituation, Profile
from api.schema.snapshot import Snapshot
from graph import concepts
from graph.coverage.cells import Cell, CellStatus, CoverageQuery, Scope
from graph.coverage.summaries import Axis, OpenSummary, When, summarize_open
from graph.coverage.survey import CellMark, Row
from graph.opening_hours import OpenState, on_clock
from graph.vocabulary import Evidence

AtArgument = Annotated[
    datetime.datetime | None, strawberry.argument(description="The time; without a zone on the clock of the city.")
]
OnArgument = Annotated[
    datetime.date | None, strawberry.argument(description="Some time of this day. Exactly one of both is given.")
]


@strawberry.type
class DoorSummary(View[OpenSummary]):
    """How many cells are open at a time: a plan needs nobody but those whose door is open then."""

    code: str = read("code", "What the cells share: the code of a need, an entry situation or a profile.")
    label: str = text("label", "Its label.")
    open: int = read("open", "Cells that are open.")
    unknown: int = read("unknown", "Cells that may be: by appointment, or with hours that nobody knows.")
    closed: int = read("closed", "Cells with a way, but not then.")
    gaps: int = read("gaps", "Cells without a way at any time.")


def as_when(at: datetime.datetime | None, on: datetime.date | None) -> When:
    """The time or the day. Raises ApiError (BAD_VARIABLES) where it is not exactly one."""
    if at is not None and on is None:
        return on_clock(at)
    if on is not None and at is None:
        return on
    raise ApiError(ErrorCode.BAD_VARIABLES, "Give exactly one of 'at' and 'on'.", argument="at")


@dataclass(frozen=True, slots=True)
class Matrix:
    """What became of the cells of `scope`, by need; `asked` is the query."""

    asked: CoverageQuery
    scope: Scope
    rows: Mapping[str, Row]


AxisArgument = Annotated[Axis, strawberry.argument(description="By what to sum up.")]


@strawberry.type
class CoverageRow:
    """One need of one profile from every entry situation. The lists follow the order of `situations`."""

    code: strawberry.Private[str]
    marks: strawberry.Private[list[CellMark]]
    cells: strawberry.Private[list[Cell]]
    asked: strawberry.Private[CoverageQuery]

    @field
    def need(self, info: Info) -> NeedArea:
        """The need."""
        return NeedArea(model=info.context.network.needs[self.code])

    @field
    def statuses(self) -> list[CellStatus]:
        """Whether the need can be met."""
        return [mark.status for mark in self.marks]

    @field
    def evidence(self) -> list[Evidence | None]:
        """The lowest level of evidence among the steps; null if there are no steps."""
        return [mark.evidence for mark in self.marks]

    @field
    def closures(self) -> list[int | None]:
        """The smallest number of closures that leaves no plan, as in `CellOutcome`."""
        return [mark.closures for mark in self.marks]

    @field
    def doors(self, info: Info, at: AtArgument = None, on: OnArgument = None) -> list[OpenState | None]:
        """Whether a way leads only through doors that are open at a time; null where there is no way, or none is
        needed.
        """
        states = info.context.doors(self.asked, as_when(at, on)).states
        return [states[cell] for cell in self.cells]


@strawberry.type
class CoverageLayer:
    """The matrix for one profile."""

    matrix: strawberry.Private[Matrix]
    about: strawberry.Private[concepts.Profile]

    @field
    def profile(self) -> Profile:
        """The profile."""
        return Profile(model=self.about)

    @field(size=60)
    def rows(self) -> list[CoverageRow]:
        """One row for each need, in the order of `needs`."""
        entries = [situation.code for situation in self.matrix.scope.situations]
        return [
            CoverageRow(
                code=need,
                marks=[row[entry, self.about.code] for entry in entries],
                cells=[Cell(need, entry, self.about.code) for entry in entries],
                asked=self.matrix.asked,
            )
            for need, row in self.matrix.rows.items()
        ]


@strawberry.type
class CoverageMatrix(View[Matrix]):
    """The outcome of every cell in short form. `coverage` gives the plans, reasons and totals."""

    situations: list[EntrySituation] = each("scope.situations", EntrySituation, "The columns.", size=25)

    @field(size=60)
    def needs(self, info: Info) -> list[NeedArea]:
        """The rows."""
        return NeedArea.pick(info.context.network.needs, self.model.scope.needs)

    @field(size=5)
    def layers(self) -> list[CoverageLayer]:
        """One matrix for each profile."""
        return [CoverageLayer(matrix=self.model, about=profile) for profile in self.model.scope.profiles]

    @field(size=60)
    def doors(
        self, info: Info, at: AtArgument = None, on: OnArgument = None, by: AxisArgument = Axis.NEED
    ) -> list[DoorSummary]:
        """How many cells are open at a time."""
        return DoorSummary.each(summarize_open(info.context.doors(self.model.asked, as_when(at, on)), by))

    @field
    def snapshot(self) -> Snapshot:
        """The network version that this answer uses."""
        return Snapshot()
