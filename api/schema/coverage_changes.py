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
from graph.coverage import changes, criticality, outcome, what_if
from graph.coverage.changes import ChangeCode
from graph.coverage.criticality import CriticalKind
from graph.coverage.scope import Cell
from graph.coverage.what_if import CellEffect


@strawberry.type
class Criticality(View[criticality.Criticality]):
    """What lies on every way of some cells: its closing leaves them none. Most harm first."""

    results: strawberry.Private[Callable[[Cell], outcome.CellOutcome]]

    harm: int = read("harm", "How many cells its closing cuts off. It counts combinations, not people.")
    emergencies: int = read("emergencies", "How many of them are emergencies.")

    @field
    def kind(self) -> CriticalKind:
        """What it is."""
        return self.model.part.kind

    @field
    def slug(self) -> str:
        """The slug of the service or organization; of the sender, for a referral."""
        return self.model.part.slug

    @field
    def service(self, info: Info) -> Service | None:
        """The service; that which the sender sends to, for a referral. It is null for an organization."""
        part = self.model.part
        slug = part.to if part.kind is CriticalKind.REFERRAL else part.slug
        found = info.context.network.services.get(slug)
        return None if part.kind is CriticalKind.ORGANIZATION or found is None else Service(model=found)

    @field
    def organization(self, info: Info) -> Organization | None:
        """The organization; that which sends, for a referral. It is null for a service."""
        part = self.model.part
        found = info.context.network.organizations.get(part.slug)
        return None if part.kind is CriticalKind.SERVICE or found is None else Organization(model=found)

    @field(size=3)
    def needs(self, info: Info) -> list[NeedArea]:
        """The needs that are cut off for somebody."""
        return NeedArea.pick(info.context.network.needs, self.model.needs())

    @field(size=5)
    def situations(self, info: Info) -> list[EntrySituation]:
        """The entry situations from which somebody is cut off."""
        return EntrySituation.pick(info.context.network.situations, self.model.situations())

    @field(size=3)
    def profiles(self) -> list[str]:
        """The codes of the profiles that are cut off somewhere."""
        return list(self.model.profiles())

    @field(size=20)
    def cells(
        self, info: Info, first: Annotated[int, strawberry.argument(description="How many at most; 1 to 1000.")] = 100
    ) -> list[CoverageCell]:
        """The cells, with what became of them while it is open."""
        check_first(first, info.context.limits)
        return [CoverageCell(model=cell, result=self.results(cell)) for cell in self.model.cells[:first]]


@strawberry.type
class CellChange(View[what_if.CellChange]):
    """A cell that changes."""

    turns: list[CellEffect] = read("effects", "How it changes.", size=1)
    profile: str = read("cell.profile", "The code of the profile.")

    @field
    def need(self, info: Info) -> NeedArea:
        """The need."""
        return NeedArea(model=info.context.network.needs[self.model.cell.need])

    @field
    def situation(self, info: Info) -> EntrySituation:
        """Where the path starts."""
        return EntrySituation(model=info.context.network.situations[self.model.cell.situation])

    before: CellOutcome = one("before", CellOutcome, "What became of it before.")

    after: CellOutcome = one(
        "after", CellOutcome, "What would become of it. Services that are only supposed are left out."
    )


@strawberry.type
class ChangeProblem(View[changes.ChangeProblem]):
    """Why a supposed change makes no sense."""

    code: ChangeCode = read("code", "What is wrong.")
    number: int = read("number", "The place of the change among those given, from 0.")
    message: str = text("message", "The reason, in words.")
    suggestions: list[str] = read("suggestions", "What may have been meant.", size=3)


@strawberry.type
class TurnCount:
    """How many cells take a turn."""

    turn: CellEffect = strawberry.field(description="The turn.")
    count: int = strawberry.field(description="How many cells.")


@strawberry.type
class CoverageComparison(View[what_if.Comparison | None]):
    """What a supposed change would do; nothing is published. With problems, nothing was compared."""

    refused: strawberry.Private[tuple[changes.ChangeProblem, ...]] = ()

    @field(size=1)
    def problems(self) -> list[ChangeProblem]:
        """Why the changes make no sense; empty where they do."""
        return ChangeProblem.each(self.refused)

    @field
    def compared(self) -> int:
        """How many cells were compared."""
        return 0 if self.model is None else len(self.model.before.examined)

    @field(size=6)
    def counts(self) -> list[TurnCount]:
        """How many cells take each turn; turns that no cell takes are left out."""
        if self.model is None:
            return []
        counts = ((turn, len(self.model.with_effect(turn))) for turn in CellEffect)
        return [TurnCount(turn=turn, count=count) for turn, count in counts if count]

    @field(size=50)
    def changes(
        self,
        info: Info,
        turn: Annotated[CellEffect | None, strawberry.argument(description="Only cells that take this turn.")] = None,
        first: Annotated[int, strawberry.argument(description="How many at most; 1 to 1000.")] = 100,
        offset: Annotated[int, strawberry.argument(description="How many to leave out before; 0 or more.")] = 0,
    ) -> list[CellChange]:
        """The cells that change."""
        check_first(first, info.context.limits)
        check_offset(offset)
        if self.model is None:
            return []
        found = self.model.changes if turn is None else self.model.with_effect(turn)
        return CellChange.each(found[offset:][:first])

    @field
    def snapshot(self) -> Snapshot:
        """The version of the network that answers."""
        return Snapshot()
