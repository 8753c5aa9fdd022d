"""The survey: every cell planned exactly, once for all cells whose tasks are equal."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.atoms import Variable
from graph.coverage.closures import find_units
from graph.coverage.outcome import IMPOSSIBLE, MET, CellOutcome, Examined, examine
from graph.coverage.plan_cuts import CoreKey, CoreWays, Ways
from graph.coverage.scope import Cell, Scope
from graph.errors import QuestionError
from graph.model import EntrySituation, Profile
from graph.network import Network
from graph.question import EntryKind, EntryPoint, Question
from graph.referral.initial_state import Situation
from graph.referral.operators import RelevantOperators
from graph.referral.task_compiler import Compiled, CompiledNetwork

Signature = tuple[frozenset[tuple[Variable, frozenset[str]]], frozenset[str], frozenset[str]]
"""What a compiled task depends on beside its need: the known cells of what is read, the set-valued facts of which a
member is known, and which needs are met (the need itself, and those for whose sake some operator moves people)."""


Place = tuple[str, str | None]
"""A need and a territory."""


@dataclass(frozen=True, slots=True)
class RelevantPart:
    """What matters for one need in one territory."""

    selection: RelevantOperators
    variables: frozenset[Variable]
    """What decides the variables that its operators read."""
    sets: frozenset[str]
    """The set-valued facts among the variables."""
    occasions: frozenset[str]
    """The needs for whose sake some operator changes the situation, and the need itself."""


class TaskBook:
    """Compiles the cells of one network under the preferences of one scope."""

    def __init__(self, compiled: CompiledNetwork, scope: Scope) -> None:
        self.compiled = compiled
        self._scope = scope
        self._parts: dict[Place, RelevantPart] = {}
        self._situations: dict[tuple[str, str], Situation | None] = {}

    def find_situation(self, entry: EntrySituation, profile: Profile) -> Situation | None:
        """What is known there; None where the profile contradicts the entry situation.

        Raises QuestionError or UnknownCodeError for facts that the vocabulary does not have.
        """
        key = entry.code, profile.code
        if key not in self._situations:
            self._situations[key] = self._make_situation(entry, profile)
        return self._situations[key]

    def _make_situation(self, entry: EntrySituation, profile: Profile) -> Situation | None:
        network, domains = self.compiled.network, self.compiled.domains
        question = Question(start=EntryPoint(EntryKind.SITUATION, entry.code), needs=(), facts=profile.facts)
        try:
            return Situation(network, domains, question)
        except QuestionError:
            # what cannot be said at all is the caller's error; what contradicts where one starts is nobody's
            Situation(network, domains, question, from_entry=False)
            return None

    def question(self, need: str, entry: EntrySituation, profile: Profile) -> Question:
        """The question of a cell."""
        return Question(
            start=EntryPoint(EntryKind.SITUATION, entry.code),
            needs=(need,),
            facts=profile.facts,
            preferences=self._scope.preferences,
        )

    def relevant_part(self, need: str, entry: EntrySituation) -> RelevantPart:
        """What matters for `need` where `entry` lies."""
        key = need, entry.territory
        if key not in self._parts:
            question = Question(
                start=EntryPoint(EntryKind.SITUATION, entry.code), needs=(need,), preferences=self._scope.preferences
            )
            selection = self.compiled.select(question, self.compiled.relevant(question))
            variables = frozenset(variable.settled for variable in selection.variables)
            sets = frozenset(variable.name for variable in variables if variable.set_name is not None)
            occasions = {each.occasion for each in selection.operators if each.occasion is not None}
            self._parts[key] = RelevantPart(selection, variables, sets, frozenset({need, *occasions}))
        return self._parts[key]

    def signature(self, part: RelevantPart, situation: Situation) -> Signature:
        """Equal signatures of one part compile to equal tasks."""
        known = {variable: each.cells for variable, each in situation.known.items() if variable in part.variables}
        named = {name for name in part.sets if situation.names_a_member(name)}
        met = frozenset(need for need in part.occasions if self.is_met(need, situation))
        return frozenset(known.items()), frozenset(named), met

    def is_met(self, need: str, situation: Situation) -> bool:
        """Whether the need is met before anything is done."""
        formula = self.compiled.network.get_need(need).met_when
        return formula is not None and situation.truth(formula) is True

    def compile(self, part: RelevantPart, question: Question, situation: Situation) -> Compiled:
        """The task of a cell."""
        return self.compiled.build(question, situation, part.selection)


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

    def outcome(self, cell: Cell) -> CellOutcome:
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
        self._units = find_units(compiled.network)
        self._tally = Tally()

    def run(self) -> Survey:
        examined = {cell: self._cell(cell, entry, profile) for cell, entry, profile in self._scope.placed()}
        self._tally.cells = len(examined)
        return Survey(self._compiled, self._scope, examined, self._book, self._cores, self._tally)

    def _cell(self, cell: Cell, entry: EntrySituation, profile: Profile) -> Examined:
        situation = self._book.find_situation(entry, profile)
        if situation is None:
            return Examined(IMPOSSIBLE)
        part = self._book.relevant_part(cell.need, entry)
        key = (cell.need, entry.territory), self._book.signature(part, situation)
        if key not in self._memory:
            self._memory[key] = self._examine(cell.need, entry, profile, situation)
        return self._memory[key]

    def _examine(self, need: str, entry: EntrySituation, profile: Profile, situation: Situation) -> Examined:
        if self._book.is_met(need, situation):
            return Examined(MET)
        self._tally.tasks += 1
        part = self._book.relevant_part(need, entry)
        compiled = self._book.compile(part, self._book.question(need, entry, profile), situation)
        return examine(Ways(compiled, self._cores, units=self._units), situation)
