"""The planning tasks of cells: compiled once for all cells that they are equal for."""

from dataclasses import dataclass

from graph.atoms import Variable
from graph.coverage.scope import Scope
from graph.errors import QuestionError
from graph.model import EntrySituation, Profile
from graph.question import EntryKind, EntryPoint, Question
from graph.referral.initial_state import Situation
from graph.referral.operator_selection import Selection
from graph.referral.task_compiler import Compiled, CompiledNetwork

Signature = tuple[frozenset[tuple[Variable, frozenset[str]]], frozenset[str], frozenset[str]]
"""What a compiled task depends on beside its need: the known cells of what is read, the set-valued facts of which a
member is known, and which needs are met (the need itself, and those for whose sake some operator moves people)."""


Place = tuple[str, str | None]
"""A need and a territory."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What matters for one need in one territory."""

    selection: Selection
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
        self._readings: dict[Place, Reading] = {}
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

    def reading(self, need: str, entry: EntrySituation) -> Reading:
        """What matters for `need` where `entry` lies."""
        key = need, entry.territory
        if key not in self._readings:
            question = Question(
                start=EntryPoint(EntryKind.SITUATION, entry.code), needs=(need,), preferences=self._scope.preferences
            )
            selection = self.compiled.select(question, self.compiled.relevant(question))
            variables = frozenset(variable.settled for variable in selection.variables)
            sets = frozenset(variable.name for variable in variables if variable.set_name is not None)
            occasions = {each.occasion for each in selection.operators if each.occasion is not None}
            self._readings[key] = Reading(selection, variables, sets, frozenset({need, *occasions}))
        return self._readings[key]

    def signature(self, reading: Reading, situation: Situation) -> Signature:
        """Equal signatures of one reading compile to equal tasks."""
        known = {variable: each.cells for variable, each in situation.known.items() if variable in reading.variables}
        named = {name for name in reading.sets if situation.names_a_member(name)}
        met = frozenset(need for need in reading.occasions if self.is_met(need, situation))
        return frozenset(known.items()), frozenset(named), met

    def is_met(self, need: str, situation: Situation) -> bool:
        """Whether the need is met before anything is done."""
        formula = self.compiled.network.get_need(need).met_when
        return formula is not None and situation.truth(formula) is True

    def compile(self, reading: Reading, question: Question, situation: Situation) -> Compiled:
        """The task of a cell."""
        return self.compiled.build(question, situation, reading.selection)
