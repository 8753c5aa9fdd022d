"""What the network depends on, and the effect of a supposed change."""

from collections.abc import Callable
from typing import Annotated

import strawberry

from api.schema.context import Info
from api.schema.coverage import CellOutcome, CoverageCell, check_first, check_offset
from api.schema.fields import View, field, one, read, text
from api.schema.network import NeedArea, Organization, Service
from api.schema.situation import EntrySituation
from api.schema.snapshot import Snapshot
from graph.coverage import cells, changes, criticality, summaries
from graph.coverage.cells import Cell
from graph.coverage.changes import ChangeCode
from graph.coverage.criticality import CriticalKind
from graph.coverage.summaries import CellEffect


@strawberry.type
class Criticality(View[criticality.Criticality]):
    """A critical part of the network: every plan of some cells uses it. The most harmful closures come first."""

    results: strawberry.Private[Callable[[Cell], cells.CellOutcome]]

    harm: int = read(
        "harm", "The number of cells left without a plan if it closes. Cells are combinations, not people."
    )
    emergencies: int = read("emergencies", "The number of those cells whose need is an emergency.")

    @field
    def kind(self) -> CriticalKind:
        """The kind."""
        return self.model.part.kind

    @field
    def slug(self) -> str:
        """The slug of the service or organization. For a referral, the slug of the sender."""
        return self.model.part.slug

    @field
    def service(self, info: Info) -> Service | None:
        """The service. For a referral, the service that receives people. Null for an organization."""
        part = self.model.part
        slug = part.to if part.kind is CriticalKind.REFERRAL else part.slug
        found = info.context.network.services.get(slug)
        return None if part.kind is CriticalKind.ORGANIZATION or found is None else Service(model=found)

    @field
    def organization(self, info: Info) -> Organization | None:
        """The organization. For a referral, the organization that sends people. Null for a service."""
        part = self.model.part
        found = info.context.network.organizations.get(part.slug)
        return None if part.kind is CriticalKind.SERVICE or found is None else Organization(model=found)

    @field(size=3)
    def needs(self, info: Info) -> list[NeedArea]:
        """The needs that somebody can no longer meet."""
        return NeedArea.pick(info.context.network.needs, self.model.needs())

    @field(size=5)
    def situations(self, info: Info) -> list[EntrySituation]:
        """The entry situations from which somebody can no longer meet a need."""
        return EntrySituation.pick(info.context.network.situations, self.model.situations())

    @field(size=3)
    def profiles(self) -> list[str]:
        """The codes of the profiles affected."""
        return list(self.model.profiles())

    @field(size=20)
    def cells(
        self,
        info: Info,
        first: Annotated[int, strawberry.argument(description="The maximum number of items, from 1 to 1000.")] = 100,
    ) -> list[CoverageCell]:
        """The cells affected, with their outcome before the closure."""
        check_first(first, info.context.limits)
        return [CoverageCell(model=cell, result=self.results(cell)) for cell in self.model.cells[:first]]


@strawberry.type
class CellChange(View[summaries.CellChange]):
    """A cell whose outcome changes."""

    turns: list[CellEffect] = read("effects", "The kinds of change.", size=1)
    profile: str = read("cell.profile", "The code of the profile.")

    @field
    def need(self, info: Info) -> NeedArea:
        """The need."""
        return NeedArea(model=info.context.network.needs[self.model.cell.need])

    @field
    def situation(self, info: Info) -> EntrySituation:
        """The entry situation."""
        return EntrySituation(model=info.context.network.situations[self.model.cell.situation])

    before: CellOutcome = one("before", CellOutcome, "The outcome before the change.")

    after: CellOutcome = one("after", CellOutcome, "The outcome after the change. Hypothetical services are left out.")


@strawberry.type
class ChangeProblem(View[changes.ChangeProblem]):
    """Why a hypothetical change is invalid."""

    code: ChangeCode = read("code", "The kind of problem.")
    number: int = read("number", "The position of the change in the list, starting at 0.")
    message: str = text("message", "The reason, in words.")
    suggestions: list[str] = read("suggestions", "Codes that may have been intended.", size=3)


@strawberry.type
class TurnCount:
    """The number of cells with one kind of change."""

    turn: CellEffect = strawberry.field(description="The kind of change.")
    count: int = strawberry.field(description="The number of cells.")


@strawberry.type
class CoverageComparison(View[summaries.Comparison | None]):
    """The effect of hypothetical changes. Nothing is published. If there are problems, nothing was compared."""

    refused: strawberry.Private[tuple[changes.ChangeProblem, ...]] = ()

    @field(size=1)
    def problems(self) -> list[ChangeProblem]:
        """Why the changes are invalid. Empty if they are valid."""
        return ChangeProblem.each(self.refused)

    @field
    def compared(self) -> int:
        """The number of cells compared."""
        return 0 if self.model is None else len(self.model.before.examined)

    @field(size=6)
    def counts(self) -> list[TurnCount]:
        """The number of cells for each kind of change. Kinds without cells are left out."""
        if self.model is None:
            return []
        counts = ((turn, len(self.model.with_effect(turn))) for turn in CellEffect)
        return [TurnCount(turn=turn, count=count) for turn, count in counts if count]

    @field(size=50)
    def changes(
        self,
        info: Info,
        turn: Annotated[
            CellEffect | None, strawberry.argument(description="Return only cells with this kind of change.")
        ] = None,
        first: Annotated[int, strawberry.argument(description="The maximum number of items, from 1 to 1000.")] = 100,
        offset: Annotated[int, strawberry.argument(description="The number of items to skip; 0 or more.")] = 0,
    ) -> list[CellChange]:
        """The cells whose outcome changes."""
        check_first(first, info.context.limits)
        check_offset(offset)
        if self.model is None:
            return []
        found = self.model.changes if turn is None else self.model.with_effect(turn)
        return CellChange.each(found[offset:][:first])

    @field
    def snapshot(self) -> Snapshot:
        """The network version that this answer uses."""
        return Snapshot()
