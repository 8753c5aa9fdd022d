"""What-if: the outcomes of cells after a change, planned again only where the change matters.

A plan from which nothing can be left out uses only what pruning leaves. So a cell stands in which no operator that
differs is left, neither before nor after; pruning says so for all cells at once. In the others only what is left is
compiled. Their cheapest plan stays cheapest, if it still is a plan, where what was changed has become tighter or costs
more alone; a gap stays a gap where all has.
"""

from collections import ChainMap
from collections.abc import Mapping

from graph.coverage.cell_result import Examined, examine
from graph.coverage.change_impact import Row, RowBook, Spot
from graph.coverage.closure_inference import Derivation
from graph.coverage.closures import Closure
from graph.coverage.outcome import GAP, IMPOSSIBLE, MET, CellStatus, Outcome
from graph.coverage.plan_cuts import MOST_CLOSURES, CoreKey, CoreWays, Ways
from graph.coverage.pruning import LanePruning
from graph.coverage.scope import Cell
from graph.coverage.survey import Survey
from graph.coverage.tasks import Place, TaskBook
from graph.model import EntrySituation, Profile
from graph.referral.initial_state import Situation
from graph.referral.operator_selection import Selection
from graph.referral.task_compiler import CompiledNetwork


def revise(before: Survey, compiled: CompiledNetwork, closure: Closure | None = None) -> Mapping[Cell, Outcome]:
    """What becomes of each cell of `before` on the changed network `compiled`, as a survey of it would say.

    `closure` is what the change takes away, None where it does anything else. Of plans that cost the same, the one
    from before is told.
    """
    return _Revision(before, compiled, closure).run()


class _Revision:
    def __init__(self, before: Survey, compiled: CompiledNetwork, closure: Closure | None) -> None:
        self._before = before
        self._compiled = compiled
        self._scope = before.scope
        self._book = TaskBook(compiled, before.scope)
        self._derived = None if closure is None else Derivation(before.examined, closure)
        self._rows = RowBook(before.scope, before.book, self._book)
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
        lane = self._rows.find_lane(entry, profile)
        if lane is None:
            return self._afresh(cell, entry, profile, situation)
        row = self._rows.find_row(cell.need, entry)
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
        self, cell: Cell, entry: EntrySituation, profile: Profile, situation: Situation, row: Row, lane: int
    ) -> Outcome:
        examined = self._before.examined[cell]
        spot = row.at(lane)
        if not spot.left or (examined.outcome.status is CellStatus.GAP and not spot.looser):
            return GAP
        costs = self._compiled.costs
        plan = _cheapest_still(examined, cell.need, row, spot, lane, min(costs.assumption, costs.step))
        if plan is not None and _hangs_as_before(examined, spot, row.pruned, lane):
            return examined.outcome
        place = cell.need, entry.territory
        if (place, spot.left) not in self._narrowed:
            self._narrowed[place, spot.left] = _narrow(row.after, spot.left)
        selection = self._narrowed[place, spot.left]
        key = place, spot.left, _known(selection, situation)
        if key not in self._memory:
            compiled = self._compiled.build(self._book.question(cell.need, entry, profile), situation, selection)
            self._memory[key] = examine(Ways(compiled, self._cores, plan), situation).outcome
        return self._memory[key]


def _narrow(selection: Selection, names: frozenset[str]) -> Selection:
    """The actions of these `names` alone."""
    members = {name: members for name, members in selection.members.items() if name in names}
    operators = tuple(operator for each in members.values() for operator in each)
    variables = {variable for each in operators for c in each.conditions for variable, _ in c.alternatives}
    return Selection(operators, frozenset(variables), members)


def _known(selection: Selection, situation: Situation) -> tuple[object, ...]:
    """All that a task of `selection` takes from the situation."""
    variables = {variable.settled for variable in selection.variables}
    known = {variable: situation.known[variable].cells for variable in variables if variable in situation.known}
    sets = {variable.name for variable in variables if variable.set_name is not None}
    return frozenset(known.items()), frozenset(name for name in sets if situation.names_a_member(name))


def _cheapest_still(
    examined: Examined, need: str, row: Row, spot: Spot, lane: int, extra: int
) -> tuple[str, ...] | None:
    """The names of the cheapest plan from before, if it is none any more or still a cheapest one.

    Another plan can only undercut it through something looser. That costs at least itself, the cheapest step that meets
    the need unless it is one, and `extra` where it cannot be done at once: an assumption, or a step.
    """
    core = None if examined.ways is None else examined.ways.core
    plan = None if core is None or not core.cheapest.optimal else core.cheapest.plan
    if plan is None or not spot.looser.isdisjoint(plan.names):
        return None
    operators = {name: row.after.members[name][0] for name in spot.left}
    last = min(operator.cost for operator in operators.values() if need in operator.needs)
    for name in spot.looser:
        least = operators[name].cost + (0 if need in operators[name].needs else last)
        least += 0 if row.pruned.ready(name) >> lane & 1 else extra
        # nothing is shorter than one step, so that one of the same cost settles no tie
        if least < plan.cost or (least == plan.cost and len(plan.names) > 1):
            return None
    return plan.names


def _hangs_as_before(examined: Examined, spot: Spot, pruned: LanePruning, lane: int) -> bool:
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
