"""The exact pass: every cell planned, once for all cells whose tasks are equal."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.coverage.cell_result import Examined, examine
from graph.coverage.outcome import IMPOSSIBLE, MET, Outcome
from graph.coverage.plan_cuts import CoreKey, CoreWays, Ways
from graph.coverage.scope import Cell, Scope
from graph.coverage.tasks import Place, Signature, TaskBook
from graph.model import EntrySituation, Profile
from graph.network import Network
from graph.referral.initial_state import Situation
from graph.referral.task_compiler import CompiledNetwork


@dataclass(slots=True)
class Tally:
    """How much work a pass took."""

    cells: int = 0
    tasks: int = 0
    """Tasks that were compiled; all other cells were equal to one of them."""


@dataclass(frozen=True, slots=True)
class Survey:
    """The cells of one scope on one network, examined exactly."""

    compiled: CompiledNetwork
    scope: Scope
    examined: Mapping[Cell, Examined]
    book: TaskBook
    cores: Mapping[CoreKey, CoreWays]
    """The pruned tasks that were solved."""
    tally: Tally = field(default_factory=Tally)

    @property
    def network(self) -> Network:
        """The network that was surveyed."""
        return self.compiled.network

    def outcome(self, cell: Cell) -> Outcome:
        """What became of `cell`."""
        return self.examined[cell].outcome


def survey(compiled: CompiledNetwork, scope: Scope) -> Survey:
    """Plan every cell of `scope`. Raises QuestionError where the facts of a profile cannot be said."""
    return _Surveyor(compiled, scope).run()


class _Surveyor:
    def __init__(self, compiled: CompiledNetwork, scope: Scope) -> None:
        self._compiled = compiled
        self._scope = scope
        self._book = TaskBook(compiled, scope)
        self._memory: dict[tuple[Place, Signature], Examined] = {}
        self._cores: dict[CoreKey, CoreWays] = {}
        self._tally = Tally()

    def run(self) -> Survey:
        examined = {cell: self._cell(cell, entry, profile) for cell, entry, profile in self._scope.placed()}
        self._tally.cells = len(examined)
        return Survey(self._compiled, self._scope, examined, self._book, self._cores, self._tally)

    def _cell(self, cell: Cell, entry: EntrySituation, profile: Profile) -> Examined:
        situation = self._book.find_situation(entry, profile)
        if situation is None:
            return Examined(IMPOSSIBLE)
        reading = self._book.reading(cell.need, entry)
        key = (cell.need, entry.territory), self._book.signature(reading, situation)
        if key not in self._memory:
            self._memory[key] = self._examine(cell.need, entry, profile, situation)
        return self._memory[key]

    def _examine(self, need: str, entry: EntrySituation, profile: Profile, situation: Situation) -> Examined:
        if self._book.is_met(need, situation):
            return Examined(MET)
        self._tally.tasks += 1
        reading = self._book.reading(need, entry)
        compiled = self._book.compile(reading, self._book.question(need, entry, profile), situation)
        return examine(Ways(compiled, self._cores), situation)
