"""The relaxed pass: which needs can be reached when nothing ever ends, everywhere at once.

One big integer a fact, one bit a combination of entry situation, profile and closed service (a *lane*); the operators
are applied to all lanes together until nothing changes, the least fixpoint of delete-free planning (Dowling & Gallier
1984 for one lane; the bits are lanes as in bit-parallel simulation). What is out of reach here has no plan. What is in
reach may still have none: where facts end each other, or where one plan would need two values of one assumption.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.coverage.initial_states import Ground, Placement, join
from graph.question import EntryKind, EntryPoint, Preferences, Question
from graph.referral.domains import Alternatives, Cells
from graph.referral.service_compiler import Operator
from graph.referral.task_compiler import CompiledNetwork


@dataclass(frozen=True, slots=True)
class Reach:
    """For one need, the placements from which it can be reached, as bits; and so for each closed service.

    A service without an entry changes nothing when it closes.
    """

    open: int
    closed: Mapping[str, int]

    def cut_off(self, service: str) -> int:
        """The placements that lose the need when `service` closes, as bits."""
        return self.open & ~self.closed.get(service, self.open)


def relaxed_reach(
    compiled: CompiledNetwork, needs: Iterable[str], placements: Sequence[Placement], preferences: Preferences
) -> Mapping[str, Reach]:
    """What can be reached in the delete relaxation, with each service closed in turn.

    `placements` are numbered as they stand; bit i of a result is placement i. Every assumption that the vocabulary
    allows for the need is free. Needs that allow the same are one pass.
    """
    ground = Ground(compiled, placements)
    classes: dict[object, list[str]] = {}
    for need in needs:
        classes.setdefault(_allowed(compiled, need), []).append(need)
    found: dict[str, Reach] = {}
    for same in classes.values():
        found |= _Pass(ground, same, preferences).run()
    return found


def _allowed(compiled: CompiledNetwork, need: str) -> object:
    """Which of the barred facts a plan for `need` may rest on, and for the sake of which needs it may move people."""
    barred = []
    for fact in compiled.network.facts.values():
        for name, limit in ((fact.name, fact.assumed_for), *((v.code, v.assumed_for) for v in fact.values)):
            if limit is not None and need in limit:
                barred.append((fact.name, name))
    network = compiled.network
    moves = tuple(code for code, each in network.needs.items() if not each.means and need in network.met_by(code))
    return tuple(barred), moves


class _Pass:
    def __init__(self, ground: Ground, needs: Sequence[str], preferences: Preferences) -> None:
        self._ground = ground
        self._compiled = ground.compiled
        self._needs = needs
        self._assume = preferences.allow_assumptions
        self._allowed = self._list_allowed(preferences)
        self._operators = sorted({o.name: o for group in self._allowed.values() for o in group}.items())
        self._names = {entry: {o.name for o in group} for entry, group in self._allowed.items()}
        self._services = sorted({operator.service for _, operator in self._operators})
        self._width = len(ground.placements)
        self._repeat = sum(1 << self._width * block for block in range(len(self._services) + 1))
        """One bit a block: multiplying by it repeats the lanes of one block in all."""
        self._starts: dict[tuple[str, Cells], int] = {}
        self._gained: dict[tuple[str, str], int] = {}
        self._reached: dict[str, int] = {}

    def run(self) -> dict[str, Reach]:
        for need in self._needs:
            self._reached[need] = self._spread(self._ground.met(need))
        self._close_under_operators()
        return {need: self._reach(self._reached[need]) for need in self._needs}

    def _list_allowed(self, preferences: Preferences) -> dict[str, list[Operator]]:
        """For each entry the operators that can matter there; entries of one territory share them."""
        by_territory: dict[str | None, list[Operator]] = {}
        allowed = {}
        for placement in self._ground.placements:
            if placement.entry in allowed:
                continue
            territory = self._compiled.network.get_situation(placement.entry).territory
            if territory not in by_territory:
                start = EntryPoint(EntryKind.SITUATION, placement.entry)
                question = Question(start=start, needs=tuple(self._needs), preferences=preferences)
                by_territory[territory] = self._compiled.relevant(question)
            allowed[placement.entry] = by_territory[territory]
        return allowed

    def _spread(self, lanes: int) -> int:
        """The lanes of one block in every block."""
        return lanes * self._repeat

    def _close_under_operators(self) -> None:
        groups = {c.alternatives for _, operator in self._operators for c in operator.conditions}
        held = {group: self._spread(self._from_start(group)) for group in groups}
        sources = {group: [(variable, cell) for variable, cells in group for cell in cells] for group in groups}
        ready = {name: self._open_lanes(operator) for name, operator in self._operators}
        changed: set[tuple[str, str]] | None = None
        while changed is None or changed:
            later: set[tuple[str, str]] = set()
            for name, operator in self._operators:
                if changed is not None and not any(
                    changed.intersection(sources[condition.alternatives]) for condition in operator.conditions
                ):
                    continue
                lanes = ready[name]
                for condition in operator.conditions:
                    group = held[condition.alternatives]
                    for fact in sources[condition.alternatives]:
                        group |= self._gained.get(fact, 0)
                    held[condition.alternatives] = group
                    lanes &= group
                self._apply(operator, lanes, later)
            changed = later

    def _apply(self, operator: Operator, lanes: int, changed: set[tuple[str, str]]) -> None:
        for need in operator.needs:
            if need in self._reached:
                self._reached[need] |= lanes
        for effect in operator.effects:
            before = self._gained.get(effect, 0)
            if lanes & ~before:
                self._gained[effect] = before | lanes
                changed.add(effect)

    def _from_start(self, group: Alternatives) -> int:
        """The placements in which the any-of group holds before anything is done, or may be assumed to."""
        lanes = 0
        for alternative in group:
            if alternative not in self._starts:
                self._starts[alternative] = self._start(*alternative)
            lanes |= self._starts[alternative]
        return lanes

    def _start(self, variable: str, cells: Cells) -> int:
        lanes = 0
        for possible, there in self._ground.possible(variable):
            if possible <= cells:
                lanes |= there
        # all needs of a pass allow the same, so one speaks for all
        return lanes | (self._ground.assumable(self._needs[0], variable, cells) if self._assume else 0)

    def _open_lanes(self, operator: Operator) -> int:
        """Every lane in which the operator may be used: where its service is not the closed one."""
        here = {entry for entry, names in self._names.items() if operator.name in names}
        somewhere = join(placement.entry in here for placement in self._ground.placements)
        if operator.occasion is not None:
            somewhere &= ~self._ground.met(operator.occasion)
        lanes = self._spread(somewhere)
        block = self._services.index(operator.service) + 1
        return lanes & ~(self._ground.all << self._width * block)

    def _reach(self, lanes: int) -> Reach:
        closed = {}
        for number, service in enumerate(self._services, start=1):
            closed[service] = lanes >> self._width * number & self._ground.all
        return Reach(lanes & self._ground.all, closed)
