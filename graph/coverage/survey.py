"""The exact pass: every cell planned, once for all cells whose tasks are equal."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from graph.coverage.closure import Closure
from graph.coverage.examined import Derivation, Examined
from graph.coverage.outcome import GAP, IMPOSSIBLE, MET, CellStatus, Door, Outcome
from graph.coverage.scope import Cell, Scope
from graph.coverage.tasks import Reading, Signature, TaskBook
from graph.coverage.ways import CoreKey, CoreWays, Ways
from graph.model import EntrySituation, Profile
from graph.network import Network
from graph.planning.plan import Link, Plan
from graph.planning.widening import widest_assumptions
from graph.referral.cells import planning_fact
from graph.referral.compilation import Compiled, CompiledNetwork
from graph.referral.contacts import AT_ONCE, KNOWN_TO
from graph.referral.situation import Situation


@dataclass(slots=True)
class Tally:
    """How much work a pass took."""

    cells: int = 0
    tasks: int = 0
    """Tasks that were compiled; all other cells were equal to one of them."""


Memory = dict[Signature, Examined]
Place = tuple[str, str | None]
"""A need and a territory."""


@dataclass(frozen=True, slots=True)
class Survey:
    """The cells of one scope on one network, examined exactly."""

    compiled: CompiledNetwork
    scope: Scope
    examined: Mapping[Cell, Examined]
    readings: Mapping[Place, Reading]
    memories: Mapping[Place, Memory]
    cores: dict[CoreKey, CoreWays]
    """The pruned tasks that were solved; a survey of a changed network learns from them and adds its own."""
    tally: Tally = field(default_factory=Tally)

    @property
    def network(self) -> Network:
        """The network that was surveyed."""
        return self.compiled.network

    def outcome(self, cell: Cell) -> Outcome:
        """What became of `cell`."""
        return self.examined[cell].outcome


def survey(
    compiled: CompiledNetwork, scope: Scope, before: Survey | None = None, closure: Closure | None = None
) -> Survey:
    """Plan every cell of `scope`.

    `before` is a survey of another version of the network with the same scope: needs whose operators are the same there
    are not planned again. Where this version differs by `closure` alone, a cell is planned again only if its cheapest
    plan falls: any other stays cheapest (of plans that cost the same, the one from before is told). Raises
    QuestionError where the facts of a profile cannot be said.
    """
    return _Surveyor(compiled, scope, before, closure).run()


class _Surveyor:
    def __init__(self, compiled: CompiledNetwork, scope: Scope, before: Survey | None, closure: Closure | None) -> None:
        self._derived = None if before is None or closure is None else Derivation(before.examined, closure)
        self._compiled = compiled
        self._scope = scope
        self._before = before
        self._book = TaskBook(compiled, scope)
        self._readings: dict[Place, Reading] = {}
        self._memories: dict[Place, Memory] = {}
        self._cores: dict[CoreKey, CoreWays] = {} if before is None else before.cores
        self._tally = Tally()

    def run(self) -> Survey:
        examined = {cell: self._cell(cell, entry, profile) for cell, entry, profile in self._scope.placed()}
        self._tally.cells = len(examined)
        return Survey(self._compiled, self._scope, examined, self._readings, self._memories, self._cores, self._tally)

    def _cell(self, cell: Cell, entry: EntrySituation, profile: Profile) -> Examined:
        derived = None if self._derived is None else self._derived.find(cell)
        if derived is not None:
            return derived
        situation = self._book.find_situation(entry, profile)
        if situation is None:
            return Examined(IMPOSSIBLE)
        reading, memory = self._place(cell.need, entry)
        signature = self._book.signature(reading, situation)
        found = memory.get(signature)
        if found is None:
            found = memory[signature] = self._examine(cell.need, entry, profile, situation)
        return found

    def _place(self, need: str, entry: EntrySituation) -> tuple[Reading, Memory]:
        place = need, entry.territory
        if place not in self._readings:
            reading = self._readings[place] = self._book.reading(need, entry)
            self._memories[place] = self._remembered(place, reading)
        return self._readings[place], self._memories[place]

    def _remembered(self, place: Place, reading: Reading) -> Memory:
        """What the survey before knows of tasks that are the same now."""
        before = self._before
        if before is None or before.readings.get(place) != reading:
            return {}
        return dict(before.memories[place])

    def _examine(self, need: str, entry: EntrySituation, profile: Profile, situation: Situation) -> Examined:
        reading = self._readings[need, entry.territory]
        if self._book.is_met(need, situation):
            return Examined(MET)
        self._tally.tasks += 1
        compiled = self._book.compile(reading, self._book.question(need, entry, profile), situation)
        ways = Ways(compiled, self._cores)
        cheapest = ways.cheapest()
        if cheapest is None or ways.core is None:
            return Examined(GAP, ways)
        plan, optimal = cheapest
        outcome = Outcome(
            status=CellStatus.COVERED,
            doors=tuple(_door(compiled, step.name) for step in plan.steps),
            assumptions=tuple(_assumptions(plan, situation)),
            referrals=tuple(sorted(set(_referrals(compiled, plan)))),
            contacts=tuple(sorted(_contacts(plan))),
            cost=plan.cost,
            optimal=optimal,
            closures=ways.core.smallest_cut(),
            critical=ways.core.critical_services(),
        )
        return Examined(outcome, ways)


def _door(compiled: Compiled, name: str) -> Door:
    members = compiled.members[name]
    return Door(tuple(dict.fromkeys(member.service for member in members)), members[0].evidence)


def _assumptions(plan: Plan, situation: Situation) -> Iterator[tuple[str, tuple[str, ...]]]:
    variables = [assumption.variable for assumption in plan.assumptions]
    possible = {
        variable: [planning_fact(variable, cell) for cell in sorted(situation.possible(variable))]
        for variable in variables
    }
    for variable, facts in widest_assumptions(plan, possible).items():
        yield variable, tuple(fact.partition("=")[2] for fact in facts)


def _contacts(plan: Plan) -> set[str]:
    variables = {_variable(link) for step in plan.steps for link in step.because}
    return {variable for variable in variables if variable.startswith(f"{KNOWN_TO}:")}


def _variable(link: Link) -> str:
    return link.fact.partition("=")[0].removeprefix(AT_ONCE)


def _referrals(compiled: Compiled, plan: Plan) -> Iterator[tuple[str, str]]:
    """The contacts through which the plan enters, with each service that they open."""
    for step in plan.steps:
        for link in step.because:
            variable = _variable(link)
            if variable.startswith(f"{KNOWN_TO}:"):
                for member in compiled.members[step.name]:
                    if member.access and set(compiled.groups[member.access]) == set(link.group):
                        yield variable, member.service
