"""On whom the network hangs, and what a supposed change would do."""

from collections.abc import Callable
from typing import Annotated

import strawberry

from api.schema import coverage_enums as coverage_enums  # describes the enumerations before a field uses one
from api.schema.context import Info
from api.schema.coverage import CellOutcome, CoverageCell, check_first, check_offset
from api.schema.entry_situation import EntrySituation
from api.schema.fields import field, read, text
from api.schema.need_area import NeedArea
from api.schema.organization import Organization
from api.schema.service import Service
from api.schema.snapshot import Snapshot
from graph.coverage import change_checks, comparison, criticality
from graph.coverage.change_checks import ChangeCode
from graph.coverage.comparison import CellEffect
from graph.coverage.criticality import CriticalKind
from graph.coverage.outcome import Outcome
from graph.coverage.scope import Cell


@strawberry.type(description="What lies on every way of some cells: its closing leaves them none. Most harm first.")
class Criticality:
    """What is critical."""

    model: strawberry.Private[criticality.Criticality]
    results: strawberry.Private[Callable[[Cell], Outcome]]

    harm: int = read("harm", "How many cells its closing cuts off. It counts combinations, not people.")
    emergencies: int = read("emergencies", "How many of them are emergencies.")

    @field("What it is.")
    def kind(self) -> CriticalKind:
        """The kind."""
        return self.model.part.kind

    @field("The slug of the service or organization; of the sender, for a referral.")
    def slug(self) -> str:
        """The slug."""
        return self.model.part.slug

    @field("The service; that which the sender sends to, for a referral. It is null for an organization.")
    def service(self, info: Info) -> Service | None:
        """The service."""
        part = self.model.part
        slug = part.to if part.kind is CriticalKind.REFERRAL else part.slug
        found = info.context.network.services.get(slug)
        return None if part.kind is CriticalKind.ORGANIZATION or found is None else Service(model=found)

    @field("The organization; that which sends, for a referral. It is null for a service.")
    def organization(self, info: Info) -> Organization | None:
        """The organization."""
        part = self.model.part
        found = info.context.network.organizations.get(part.slug)
        return None if part.kind is CriticalKind.SERVICE or found is None else Organization(model=found)

    @field("The needs that are cut off for somebody.", size=3)
    def needs(self, info: Info) -> list[NeedArea]:
        """The needs."""
        return [NeedArea(model=info.context.network.needs[code]) for code in self.model.needs()]

    @field("The entry situations from which somebody is cut off.", size=5)
    def situations(self, info: Info) -> list[EntrySituation]:
        """The situations."""
        return [EntrySituation(model=info.context.network.situations[code]) for code in self.model.situations()]

    @field("The codes of the profiles that are cut off somewhere.", size=3)
    def profiles(self) -> list[str]:
        """The profiles."""
        return list(self.model.profiles())

    @field("The cells, with what became of them while it is open.", size=20)
    def cells(
        self, first: Annotated[int, strawberry.argument(description="How many at most; 1 to 1000.")] = 100
    ) -> list[CoverageCell]:
        """The cells."""
        check_first(first)
        return [CoverageCell(model=cell, result=self.results(cell)) for cell in self.model.cells[:first]]


@strawberry.type(description="A cell that changes.")
class CellChange:
    """A changed cell."""

    model: strawberry.Private[comparison.CellChange]

    turns: list[CellEffect] = read("turns", "How it changes.", size=1)
    profile: str = read("cell.profile", "The code of the profile.")

    @field("The need.")
    def need(self, info: Info) -> NeedArea:
        """The need."""
        return NeedArea(model=info.context.network.needs[self.model.cell.need])

    @field("Where the path starts.")
    def situation(self, info: Info) -> EntrySituation:
        """The entry situation."""
        return EntrySituation(model=info.context.network.situations[self.model.cell.situation])

    @field("What became of it before.")
    def before(self) -> CellOutcome:
        """Before."""
        return CellOutcome(model=self.model.before)

    @field("What would become of it. Services that are only supposed are left out.")
    def after(self) -> CellOutcome:
        """After."""
        return CellOutcome(model=self.model.after)


@strawberry.type(description="Why a supposed change makes no sense.")
class ChangeProblem:
    """A problem of a change."""

    model: strawberry.Private[change_checks.ChangeProblem]

    code: ChangeCode = read("code", "What is wrong.")
    number: int = read("number", "The place of the change among those given, from 0.")
    message: str = text("message", "The reason, in words.")
    suggestions: list[str] = read("suggestions", "What may have been meant.", size=3)


@strawberry.type(description="How many cells take a turn.")
class TurnCount:
    """A count."""

    turn: CellEffect = strawberry.field(description="The turn.")
    count: int = strawberry.field(description="How many cells.")


@strawberry.type(
    description="What a supposed change would do; nothing is published. With problems, nothing was compared."
)
class CoverageComparison:
    """A comparison."""

    model: strawberry.Private[comparison.Comparison | None]
    refused: strawberry.Private[tuple[change_checks.ChangeProblem, ...]] = ()

    @field("Why the changes make no sense; empty where they do.", size=1)
    def problems(self) -> list[ChangeProblem]:
        """The problems."""
        return [ChangeProblem(model=problem) for problem in self.refused]

    @field("How many cells were compared.")
    def compared(self) -> int:
        """The number of cells."""
        return 0 if self.model is None else len(self.model.before.examined)

    @field("How many cells take each turn; turns that no cell takes are left out.", size=6)
    def counts(self) -> list[TurnCount]:
        """The counts."""
        if self.model is None:
            return []
        counts = ((turn, len(self.model.turned(turn))) for turn in CellEffect)
        return [TurnCount(turn=turn, count=count) for turn, count in counts if count]

    @field("The cells that change.", size=50)
    def changes(
        self,
        turn: Annotated[CellEffect | None, strawberry.argument(description="Only cells that take this turn.")] = None,
        first: Annotated[int, strawberry.argument(description="How many at most; 1 to 1000.")] = 100,
        offset: Annotated[int, strawberry.argument(description="How many to leave out before; 0 or more.")] = 0,
    ) -> list[CellChange]:
        """The changed cells."""
        check_first(first)
        check_offset(offset)
        if self.model is None:
            return []
        found = self.model.changes if turn is None else self.model.turned(turn)
        return [CellChange(model=change) for change in found[offset:][:first]]

    @field("The version of the network that answers.")
    def snapshot(self) -> Snapshot:
        """The version that answers."""
        return Snapshot()
