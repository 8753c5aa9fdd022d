"""The survey: every cell planned exactly, once for all cells whose tasks are equal.

The lanes of a need are pruned all at once, then parted by what is left of their tasks. One task of each part is
compiled, of the actions that are left alone, and solved.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial
from typing import Any, TypeVar

import msgspec

from graph.checkpoint import checkpoint
from graph.concepts import EntrySituation, Profile
from graph.coverage.cells import GAP, IMPOSSIBLE, MET, Cell, CellOutcome, CellStatus, Examined, Scope, examine
from graph.coverage.changed_network import find_units
from graph.coverage.initial_states import InitialStates
from graph.coverage.plan_cuts import CoreBook, Ways
from graph.coverage.pruning import LanePruning
from graph.errors import QuestionError
from graph.network import Network
from graph.planning.task import bits
from graph.question import EntryKind, EntryPoint, Question
from graph.referral.compiled_network import CompiledNetwork, TaskTemplate
from graph.referral.initial_state import Situation
from graph.referral.operators import RelevantOperators
from graph.structs import Struct, field, replace
from graph.vocabulary import Evidence

T = TypeVar("T")

Place = tuple[str, str | None]
"""A need and a territory."""


class TaskBook:
    """The cells of one scope on one network as planning sees them.

    A *lane* is one entry situation with one profile; lanes are numbered by situation, then profile.
    """

    def __init__(self, compiled: CompiledNetwork, scope: Scope) -> None:
        self.compiled = compiled
        self.lanes = tuple((entry, profile) for entry in scope.situations for profile in scope.profiles)
        self._scope = scope
        self._templates: dict[Place, TaskTemplate] = {}
        self._pruned: dict[tuple[Place, bool], LanePruning] = {}

    @cached_property
    def situations(self) -> tuple[Situation | None, ...]:
        """What is known in each lane; None where the profile contradicts the entry situation.

        Raises QuestionError or UnknownCodeError for facts that the vocabulary does not have.
        """
        return tuple(self._make_situation(entry, profile) for entry, profile in self.lanes)

    def _make_situation(self, entry: EntrySituation, profile: Profile) -> Situation | None:
        network, domains = self.compiled.network, self.compiled.domains
        question = Question(start=EntryPoint(EntryKind.SITUATION, entry.code), needs=(), facts=profile.facts)
        try:
            return Situation(network, domains, question)
        except QuestionError:
            # what cannot be said at all is the caller's error; what contradicts where one starts is nobody's
            Situation(network, domains, question, from_entry=False)
            return None

    @cached_property
    def states(self) -> InitialStates:
        """The same facts by variable: the lanes in which each may hold."""
        return InitialStates(self.compiled, self.situations)

    @cached_property
    def territories(self) -> Mapping[str | None, int]:
        """The lanes in which somebody can be, by the territory of their entry situation."""
        found: dict[str | None, int] = {}
        for lane, (entry, _) in enumerate(self.lanes):
            found[entry.territory] = found.get(entry.territory, 0) | self.states.all & 1 << lane
        return found

    def question(self, need: str, lane: int) -> Question:
        """The question of a cell."""
        entry, profile = self.lanes[lane]
        return Question(
            start=EntryPoint(EntryKind.SITUATION, entry.code),
            needs=(need,),
            facts=profile.facts,
            preferences=self._scope.preferences,
        )

    def template(self, place: Place) -> TaskTemplate:
        """The tasks for a need in a territory."""
        if place not in self._templates:
            self._templates[place] = self.compiled.template(self._ask(place))
        return self._templates[place]

    def _ask(self, place: Place) -> Question:
        """A question for the need in the territory."""
        need, territory = place
        start = next(entry.code for entry, _ in self.lanes if entry.territory == territory)
        return Question(
            start=EntryPoint(EntryKind.SITUATION, start), needs=(need,), preferences=self._scope.preferences
        )

    def selection(self, place: Place) -> RelevantOperators:
        """What matters for a need in a territory."""
        return self.template(place).selection

    def pruned(self, place: Place, closing: bool = False) -> LanePruning:
        """The tasks of a need in a territory, pruned; `closing` as in `LanePruning`."""
        key = place, closing
        if key not in self._pruned:
            need, territory = place
            selection, here = self.selection(place), self.territories[territory]
            assume = self._scope.preferences.allow_assumptions
            self._pruned[key] = LanePruning(self.states, need, selection, assume, here, closing)
        return self._pruned[key]

    def in_reach(self, place: Place) -> int:
        """The lanes in which the need is in reach in the delete relaxation, if anything may be presumed and every
        service lets everybody in."""
        need, territory = place
        anybody = frozenset((operator.service, None) for operator in self.selection(place).operators)
        selection = self.compiled.template(self._ask(place), anybody, presume=True).selection
        assume, here = self._scope.preferences.allow_assumptions, self.territories[territory]
        return LanePruning(self.states, need, selection, assume, here, presume=True).open


class Tally(msgspec.Struct):
    """How much work a survey took."""

    cells: int = 0
    tasks: int = 0
    """Tasks that were compiled; all other cells were equal to one of them."""


class Survey(Struct, frozen=True, kw_only=True, dict=True):
    """The cells of one scope on one network, examined exactly.

    A survey that was `kept` has every outcome and what follows from them, but not the tasks behind them: its cells have
    no ways, and there are no cores.
    """

    network: Network
    scope: Scope
    examined: Mapping[Cell, Examined]
    origin: Callable[[], TaskBook]
    """Makes the tasks of the cells. A survey from the shelf rarely needs them."""
    cores: CoreBook = field(default_factory=lambda: CoreBook({}))
    """The pruned tasks that were solved."""
    tally: Tally = field(default_factory=Tally)
    kept: bool = False
    found: dict[Callable[..., Any], Any] = field(default_factory=dict)
    """Results derived from it so far, by the function that gives them."""

    @cached_property
    def book(self) -> TaskBook:
        """The tasks of the cells."""
        return self.origin()

    @property
    def compiled(self) -> CompiledNetwork:
        """The network, compiled."""
        return self.book.compiled

    def derive(self, given: Callable[..., T], find: Callable[["Survey"], T], *, from_ways: bool = True) -> T:
        """What the function `given` gives for this survey: the result of `find` on it, computed once.

        `from_ways`: `find` needs the ways of the cells.
        """
        if given not in self.found:
            again = self.kept and from_ways
            self.found[given] = find(survey(self.compiled, self.scope) if again else self)
        found: T = self.found[given]
        return found

    def outcome(self, cell: Cell) -> CellOutcome:
        """The outcome of `cell`."""
        return self.examined[cell].outcome


def survey(compiled: CompiledNetwork, scope: Scope) -> Survey:
    """Plan every cell of `scope`.

    Parameters
    ----------
    compiled
        The network, compiled for planning.
    scope
        The needs, entry situations and profiles whose combinations are the cells.

    Returns
    -------
    Survey
        The result of each cell, planned exactly.

    Raises
    ------
    QuestionError
        If the facts of a profile contradict each other or have no such value.
    """
    return _Surveyor(compiled, scope).run()


class _Surveyor:
    def __init__(self, compiled: CompiledNetwork, scope: Scope) -> None:
        self._compiled = compiled
        self._scope = scope
        self._book = TaskBook(compiled, scope)
        self._cores = CoreBook(find_units(compiled.network))
        self._tally = Tally()

    def run(self) -> Survey:
        examined = dict(self._cells())
        self._tally.cells = len(examined)
        return Survey(
            network=self._compiled.network,
            scope=self._scope,
            examined=examined,
            origin=lambda: self._book,
            cores=self._cores,
            tally=self._tally,
        )

    def _cells(self) -> Iterator[tuple[Cell, Examined]]:
        """Every cell with its outcome, need by need. A cell is impossible unless a territory contains its lane."""
        impossible = Examined(IMPOSSIBLE)
        for need in self._scope.needs:
            found = [impossible] * len(self._book.lanes)
            for territory, here in self._book.territories.items():
                for examined, lanes in self._parts((need, territory), here):
                    for lane in bits(lanes):
                        found[lane] = examined
            for (entry, profile), examined in zip(self._book.lanes, found, strict=True):
                yield Cell(need, entry.code, profile.code), examined

    def _parts(self, place: Place, here: int) -> Iterator[tuple[Examined, int]]:
        """The lanes of `here`, grouped by their outcome."""
        need, _ = place
        met = here & self._book.states.met(need)
        pruned = self._book.pruned(place, closing=True)
        yield Examined(MET), met
        yield Examined(GAP), here & ~met & ~pruned.open
        for alike in pruned.alike(pruned.open):
            template = self._book.template(place).only(alike.selection)
            entering = alike.entering()
            for tasks in alike.cores:
                yield from zip(self._examine(template, tasks, entering), tasks, strict=True)

    def _examine(self, template: TaskTemplate, tasks: list[int], entering: frozenset[str]) -> Iterator[Examined]:
        """The outcome of each of `tasks` (sets of lanes), which share a core; `entering` as in `AlikeTasks`."""
        checkpoint()
        self._tally.tasks += 1
        first, *others = (self._situation(next(bits(lanes))) for lanes in tasks)
        examined = examine(self._cores.find_ways(template.build(first)), first)
        yield examined
        same = entering.isdisjoint(slug for step in examined.outcome.steps for slug in step.services)
        for situation in others:
            ways = Ways(partial(template.build, situation), examined.ways.core if examined.ways else None)
            yield Examined(examined.outcome, ways) if same else examine(ways, situation)

    def _situation(self, lane: int) -> Situation:
        situation = self._book.situations[lane]
        assert situation is not None, "nobody is in this lane"  # noqa: S101
        return situation


class CellMark(Struct, frozen=True):
    """The outcome of a cell in short; see `CellOutcome`."""

    status: CellStatus
    evidence: Evidence | None
    closures: int | None


Row = Mapping[tuple[str, str], CellMark]
"""The cells of one need, by the codes of entry situation and profile."""


def make_row(compiled: CompiledNetwork, scope: Scope, need: str) -> Row:
    """The row of `need` in `scope`; the survey behind it is not kept. Raises as `survey` does."""
    return mark_rows(survey(compiled, replace(scope, needs=(need,))))[need]


def mark_rows(surveyed: Survey) -> dict[str, Row]:
    """The rows of a survey, by need."""
    marks: dict[CellMark, CellMark] = {}
    rows: dict[str, dict[tuple[str, str], CellMark]] = {need: {} for need in surveyed.scope.needs}
    for cell, examined in surveyed.examined.items():
        found = examined.outcome
        mark = CellMark(found.status, found.evidence, found.closures)
        rows[cell.need][cell.situation, cell.profile] = marks.setdefault(mark, mark)
    return dict(rows)
