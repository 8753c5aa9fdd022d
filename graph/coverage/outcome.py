"""What became of one cell."""

from dataclasses import dataclass
from enum import StrEnum

from graph.atoms import Variable
from graph.vocabulary import Evidence

RANK = {Evidence.STATED: 0, Evidence.INFERRED: 1, Evidence.LISTED: 2}
"""From the best founded level to the weakest."""


class CellStatus(StrEnum):
    """Whether the need can be met there."""

    COVERED = "COVERED"
    """There is a valid plan."""
    MET = "MET"
    """The need is met before anything is done."""
    GAP = "GAP"
    """There is no valid plan."""
    IMPOSSIBLE = "IMPOSSIBLE"
    """Nobody is there: the profile contradicts the entry situation."""


@dataclass(frozen=True, slots=True)
class StepCandidates:
    """One step: the interchangeable services, and how well it is founded."""

    services: tuple[str, ...]
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a cell. Everything but `status` speaks of the cheapest plan, and is empty without one.

    `assumptions` are pairs of a variable and the cells under which the same steps can be carried out. `referrals` are
    pairs of a sender and the service to which it sends; `contacts` are all organizations and services that must know
    the person for the plan to work. `closures` is how many services must close to leave no
    way: exact up to 3, 4 for more than that, None where no closing matters. `critical` are the services on every way.
    """

    status: CellStatus
    doors: tuple[StepCandidates, ...] = ()
    assumptions: tuple[tuple[Variable, tuple[str, ...]], ...] = ()
    referrals: tuple[tuple[str, str], ...] = ()
    contacts: tuple[str, ...] = ()
    cost: int = 0
    optimal: bool = True
    closures: int | None = None
    critical: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the need is or can be met."""
        return self.status in (CellStatus.COVERED, CellStatus.MET)

    @property
    def evidence(self) -> Evidence | None:
        """The weakest level that a step rests on; None without steps."""
        return max((door.evidence for door in self.doors), key=RANK.__getitem__, default=None)


IMPOSSIBLE = Outcome(status=CellStatus.IMPOSSIBLE)
MET = Outcome(status=CellStatus.MET)
GAP = Outcome(status=CellStatus.GAP)
