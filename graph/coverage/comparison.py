"""What a supposed change would do: cell by cell, before and after."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from graph.coverage.outcome import Outcome
from graph.coverage.scope import Cell
from graph.coverage.survey import Survey


class CellEffect(StrEnum):
    """How a cell changes."""

    GAINED = "GAINED"
    """There is a way now, where there was none."""
    LOST = "LOST"
    """There is no way any more."""
    NOW_CRITICAL = "NOW_CRITICAL"
    """There is still a way, but now it hangs on one service."""
    NO_LONGER_CRITICAL = "NO_LONGER_CRITICAL"
    """It hung on one service, and does not any more."""
    LONGER = "LONGER"
    """The cheapest plan has more steps."""
    SHORTER = "SHORTER"
    """The cheapest plan has fewer steps."""


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that changes; it may take several turns at once."""

    cell: Cell
    turns: tuple[CellEffect, ...]
    before: Outcome
    after: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A survey, what becomes of its cells, and every cell that differs in a way that matters to somebody."""

    before: Survey
    after: Mapping[Cell, Outcome]
    changes: tuple[CellChange, ...]

    def turned(self, turn: CellEffect) -> tuple[CellChange, ...]:
        """The cells that take `turn`."""
        return tuple(change for change in self.changes if turn in change.turns)


def compare(before: Survey, after: Mapping[Cell, Outcome]) -> Comparison:
    """What differs between `before` and what becomes of the same cells."""
    changes = []
    for cell, examined in before.examined.items():
        old, new = examined.outcome, after[cell]
        turns = tuple(_turns(old, new)) if old is not new else ()
        if turns:
            changes.append(CellChange(cell, turns, old, new))
    return Comparison(before=before, after=after, changes=tuple(changes))


def _turns(old: Outcome, new: Outcome) -> Iterator[CellEffect]:
    if old.holds != new.holds:
        yield CellEffect.GAINED if new.holds else CellEffect.LOST
        return
    if not old.holds:
        return
    if (old.closures == 1) != (new.closures == 1):
        yield CellEffect.NOW_CRITICAL if new.closures == 1 else CellEffect.NO_LONGER_CRITICAL
    if len(old.doors) != len(new.doors):
        yield CellEffect.LONGER if len(new.doors) > len(old.doors) else CellEffect.SHORTER
