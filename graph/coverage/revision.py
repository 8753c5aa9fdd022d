"""What-if: the outcomes of cells after a change, planned again only where the change matters.

A plan from which nothing can be left out uses only what pruning leaves. So a cell stands in which no operator that
differs is left, neither before nor after; pruning says so for all cells at once. In the others only what is left is
compiled. Their cheapest plan stays cheapest, if it still is a plan, where what was changed has become tighter or costs
more alone; a gap stays a gap where all has.
"""

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_

from graph.coverage.closure import Closure
from graph.coverage.derivation import Derivation
from graph.coverage.difference import Degree, Difference
from graph.coverage.examined import Examined, examine
from graph.coverage.ground import Ground, Placement
from graph.coverage.outcome import GAP, IMPOSSIBLE, MET, CellStatus, Outcome
from graph.coverage.pruning import LanePruning
from graph.coverage.scope import Cell
from graph.coverage.survey import Survey
from graph.coverage.tasks import Place, TaskBook
from graph.coverage.ways import MOST_CLOSURES, CoreKey, CoreWays, Ways
from graph.model import EntrySituation, Profile
from graph.referral.compilation import CompiledNetwork, Selection
from graph.referral.contacts import AT_ONCE
from graph.referral.situation import Situation


def revise(before: Survey, compiled: CompiledNetwork, closure: Closure | None = None) -> Mapping[Cell, Outcome]:
    """What becomes of each cell of `before` on the changed network `compiled`, as a survey of it would say.

    `closure` is what the change takes away, None where it does anything else. Of plans that cost the same, the one
    from before is told.
    """
    return _Revision(before, compiled, closure).run()


@dataclass(frozen=True, slots=True)
class _Row:
    """What a change does to one need in one territory: lanes by the name of an action."""

    after: Selection
    pruned: LanePruning
    looser: Mapping[str, int]
    """Where an action is left of which plans may use more than before."""
    gone: Mapping[str, int]
    """By service, where something was left of it that is no longer there, or asks for more."""
    touched: int
    """Where something that differs is left, before or now."""

    def at(self, lane: int) -> "_Spot":
        """The change in one lane."""
        return _Spot(*(_there(each, lane) for each in (self.pruned.left, self.looser, self.gone)))


@dataclass(frozen=True, slots=True)
class _Spot:
    """What a change does in one lane: the actions left, those that are looser, and the services that lose something."""

    left: frozenset[str]
    looser: frozenset[str]
    gone: frozenset[str]


class _Revision:
    def __init__(self, before: Survey, compiled: CompiledNetwork, closure: Closure | None) -> None:
        self._before = before
        self._compiled = compiled
        self._scope = before.scope
        self._book = TaskBook(compiled, before.scope)
        self._difference = Difference(before.compiled, compiled)
        self._derived = None if closure is None else Derivation(before.examined, closure)
        self._rows: dict[Place, _Row | None] = {}
        self._narrowed: dict[tuple[Place, frozenset[str]], Selection] = {}
        self._memory: dict[object, Outcome] = {}
        self._cores: ChainMap[CoreKey, CoreWays] = ChainMap({}, dict(before.cores))

    def run(self) -> Mapping[Cell, Outcome]:
        return {cell: self._outcome(cell, entry, profile) for cell, entry, profile in self._scope.placed()}

    def _outcome(self, cell: Cell, entry: EntrySituation, profile: Profile) -> Outcome:
        examined = self._before.examined[cell]
        situation = self._book.find_situation(entry, profile)
        if situation is None:
            return IMPOSSIBLE
        derived = None if self._derived is None else self._derived.find(cell)
        if derived is not None:
            return derived
        lane = self._lanes.get((cell.situation, cell.profile))
        if lane is None:
            return self._afresh(cell, entry, profile, situation)
        row = self._row(cell.need, entry)
        if row is None or not row.touched >> lane & 1:
            return examined.outcome
        return self._again(cell, entry, profile, situation, row, lane)

    def _afresh(self, cell: Cell, entry: EntrySituation, profile: Profile, situation: Situation) -> Outcome:
        """A cell where nobody could be before."""
        if self._book.is_met(cell.need, situation):
            return MET
        reading = self._book.reading(cell.need, entry)
        compiled = self._book.compile(reading, self._book.question(cell.need, entry, profile), situation)
        return examine(Ways(compiled, self._cores), situation).outcome

    def _again(
        self, cell: Cell, entry: EntrySituation, profile: Profile, situation: Situation, row: _Row, lane: int
    ) -> Outcome:
        examined = self._before.examined[cell]
        spot = row.at(lane)
        if not spot.left or (examined.outcome.status is CellStatus.GAP and not spot.looser):
            return GAP
        place = cell.need, entry.territory
        if (place, spot.left) not in self._narrowed:
            self._narrowed[place, spot.left] = _narrow(row.after, spot.left)
        selection = self._narrowed[place, spot.left]
        plan = _cheapest_still(examined, cell.need, selection, spot)
        if plan is not None and _hangs_as_before(examined, spot, row.pruned, lane):
            return examined.outcome
        key = place, spot.left, _known(selection, situation)
        if key not in self._memory:
            compiled = self._compiled.build(self._book.question(cell.need, entry, profile), situation, selection)
            self._memory[key] = examine(Ways(compiled, self._cores, plan), situation).outcome
        return self._memory[key]

    @cached_property
    def _lanes(self) -> Mapping[tuple[str, str], int]:
        """The number of each entry situation and profile where somebody can be, before and now."""
        pairs = ((entry, profile) for entry in self._scope.situations for profile in self._scope.profiles)
        books = self._before.book, self._book
        there = (
            (entry.code, profile.code)
            for entry, profile in pairs
            if all(book.find_situation(entry, profile) is not None for book in books)
        )
        return {pair: number for number, pair in enumerate(there)}

    @cached_property
    def _grounds(self) -> tuple[Ground, Ground]:
        """Where people stand, before and now."""
        return self._ground(self._before.book), self._ground(self._book)

    def _ground(self, book: TaskBook) -> Ground:
        placements = []
        for entry in self._scope.situations:
            for profile in self._scope.profiles:
                situation = book.find_situation(entry, profile)
                if situation is not None and (entry.code, profile.code) in self._lanes:
                    placements.append(Placement(entry.code, situation))
        return Ground(book.compiled, placements)

    def _row(self, need: str, entry: EntrySituation) -> _Row | None:
        """What the change does to `need` where `entry` lies; None if nothing."""
        place = need, entry.territory
        if place not in self._rows:
            before = self._before.book.reading(need, entry).selection
            after = self._book.reading(need, entry).selection
            self._rows[place] = None if before == after else self._compare(need, entry.territory, before, after)
        return self._rows[place]

    def _compare(self, need: str, territory: str | None, before: Selection, after: Selection) -> _Row:
        assume = self._scope.preferences.allow_assumptions
        here = sum(1 << n for (code, _), n in self._lanes.items() if self._territories[code] == territory)
        grounds = self._grounds
        was = LanePruning(grounds[0], need, before, assume, here).left
        pruned = LanePruning(grounds[1], need, after, assume, here)
        left = pruned.left
        degrees = self._difference.degrees(before, after)
        looser = {name: left[name] for name in _of_degree(after, degrees, Degree.OTHER)}
        gone: dict[str, int] = {}
        for name, members in before.members.items():
            for service in {member.service for member in members if degrees[member.name] is not Degree.SAME}:
                gone[service] = gone.get(service, 0) | was[name]
        differing = (left[name] for name in _of_degree(after, degrees, Degree.TIGHTER))
        return _Row(after, pruned, looser, gone, reduce(or_, (*differing, *gone.values()), 0))

    @cached_property
    def _territories(self) -> Mapping[str, str | None]:
        return {entry.code: entry.territory for entry in self._scope.situations}


def _there(lanes: Mapping[str, int], lane: int) -> frozenset[str]:
    return frozenset(name for name, where in lanes.items() if where >> lane & 1)


def _of_degree(selection: Selection, degrees: Mapping[str, Degree], least: Degree) -> list[str]:
    """The actions of `selection` behind which some operator differs that much."""
    return [
        name for name, members in selection.members.items() if any(degrees[member.name] >= least for member in members)
    ]


def _narrow(selection: Selection, names: frozenset[str]) -> Selection:
    """The actions of these `names` alone."""
    members = {name: members for name, members in selection.members.items() if name in names}
    operators = tuple(operator for each in members.values() for operator in each)
    variables = {variable for each in operators for c in each.conditions for variable, _ in c.alternatives}
    return Selection(operators, frozenset(variables), members)


def _known(selection: Selection, situation: Situation) -> tuple[object, ...]:
    """All that a task of `selection` takes from the situation."""
    variables = {variable.removeprefix(AT_ONCE) for variable in selection.variables}
    known = {variable: situation.known[variable].cells for variable in variables if variable in situation.known}
    sets = {variable.partition(":")[0] for variable in variables if ":" in variable}
    return frozenset(known.items()), frozenset(name for name in sets if situation.names_a_member(name))


def _cheapest_still(examined: Examined, need: str, selection: Selection, spot: _Spot) -> tuple[str, ...] | None:
    """The names of the cheapest plan from before, if it is none any more or still a cheapest one."""
    core = None if examined.ways is None else examined.ways.core
    plan = None if core is None or not core.cheapest.optimal else core.cheapest.plan
    if plan is None or not spot.looser.isdisjoint(plan.names):
        return None
    operators = {name: members[0] for name, members in selection.members.items()}
    last = min(operator.cost for operator in operators.values() if need in operator.needs)
    least = (operators[name].cost + (0 if need in operators[name].needs else last) for name in spot.looser)
    return plan.names if all(cost > plan.cost for cost in least) else None


def _hangs_as_before(examined: Examined, spot: _Spot, pruned: LanePruning, lane: int) -> bool:
    """Whether the cheapest plan stays as it is, and as few closures as before leave no way.

    The ways from before without the services that lose something are sure to be left. So there is no smaller cut than
    theirs; and what cut all ways before still does if nothing is looser, or if it leaves the need out of reach.
    """
    core = None if examined.ways is None else examined.ways.core
    if core is None or not core.goes_without(spot.gone) or not spot.left.issuperset(core.steps):
        return False
    outcome = examined.outcome
    if core.smallest_cut(spot.gone) != outcome.closures or core.critical_services(spot.gone) != outcome.critical:
        return False
    if not spot.looser or outcome.closures in (None, MOST_CLOSURES + 1):
        return True
    cuts = [frozenset({service}) for service in outcome.critical] or [core.find_cut() or frozenset()]
    return not any(pruned.without(cut) >> lane & 1 for cut in cuts)
