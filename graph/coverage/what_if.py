"""What-if: the outcomes of cells after a change, planned again only where the change matters.

A minimal plan uses only operators that pruning leaves. A cell is therefore unchanged if no changed operator survives
pruning, before or after; pruning decides this for all cells at once. In the other cells, only the operators that are
left are compiled. If it still is a plan, the cheapest plan of such a cell stays the cheapest as long as every changed
operator asks for more or costs more. A gap stays a gap under the same condition.
"""

from collections.abc import Iterable, Mapping
from enum import IntEnum
from functools import cached_property, reduce
from itertools import chain
from operator import or_

from graph.atoms import Alternatives, OneOf
from graph.checkpoint import checkpoint
from graph.coverage.cells import GAP, IMPOSSIBLE, MET, Cell, CellOutcome, CellStatus, Examined, StepCandidates, examine
from graph.coverage.changed_network import ClosedParts, find_units
from graph.coverage.plan_cuts import MOST_CLOSURES, CoreBook, CoreWays
from graph.coverage.pruning import LanePruning
from graph.coverage.survey import Place, Survey, TaskBook
from graph.referral.compiled_network import CompiledNetwork, TaskTemplate
from graph.referral.domains import Domains
from graph.referral.initial_state import Situation
from graph.referral.operators import Operator, RelevantOperators, list_formulas
from graph.structs import Struct, replace

AskedGroups = frozenset[frozenset[OneOf]]
"""The any-of groups of an operator."""


class Degree(IntEnum):
    """How an operator differs from the one of its name before."""

    SAME = 0
    TIGHTER = 1
    """It asks for more, and is otherwise the same: whatever it can do now, it could do before."""
    OTHER = 2


class OperatorDifference:
    """Compares the operators of two networks, by name."""

    def __init__(self, before: CompiledNetwork, after: CompiledNetwork) -> None:
        self._domains = before.domains, after.domains
        formulas = chain(list_formulas(before.network), list_formulas(after.network))
        self._finer = Domains(after.network.facts, formulas)
        self._found: dict[str, Degree] = {}

    def degrees(self, before: RelevantOperators, after: RelevantOperators) -> dict[str, Degree]:
        """How each operator of `after` differs from `before`. Operators that no longer exist count as OTHER."""
        old = {operator.name: operator for operator in before.operators}
        found = dict.fromkeys(old, Degree.OTHER)
        for operator in after.operators:
            twin = old.get(operator.name)
            found[operator.name] = Degree.OTHER if twin is None else self._degree(twin, operator)
        return found

    def _degree(self, old: Operator, new: Operator) -> Degree:
        if new.name not in self._found:
            self._found[new.name] = Degree.SAME if old == new else self._compare(old, new)
        return self._found[new.name]

    def _compare(self, old: Operator, new: Operator) -> Degree:
        if _given(old) != _given(new):
            return Degree.OTHER
        before, after = (self._meaning(each, domains) for each, domains in zip((old, new), self._domains, strict=True))
        if before == after:
            return Degree.SAME if old.access == new.access else Degree.TIGHTER
        asked = (any(_implies(more, less) for more in after) for less in before)
        return Degree.TIGHTER if all(asked) else Degree.OTHER

    def _meaning(self, operator: Operator, domains: Domains) -> AskedGroups:
        groups: Iterable[Alternatives] = (condition.alternatives for condition in operator.conditions)
        return frozenset(
            frozenset(OneOf(variable, domains.split(variable, cells, self._finer)) for variable, cells in group)
            for group in groups
        )


def _given(operator: Operator) -> tuple[object, ...]:
    """What an operator achieves, and its cost."""
    return operator.needs, operator.effects, operator.cost, operator.evidence, operator.occasion


def _implies(more: frozenset[OneOf], less: frozenset[OneOf]) -> bool:
    """Whether `less` holds wherever `more` does, alternative by alternative."""
    wider = dict(less)
    return all(cells <= wider.get(variable, frozenset()) for variable, cells in more)


class _NeedImpact(Struct, frozen=True):
    """What a change does to one need in one territory: lanes by the name of an action."""

    after: RelevantOperators
    pruned: LanePruning
    looser: Mapping[str, int]
    """Actions that plans may use more freely than before, and where."""
    gone: Mapping[str, int]
    """By service, the lanes in which one of its remaining operators is gone now, or asks for more."""
    touched: int
    """The lanes in which an operator that differs remains, before or after the change."""

    def at(self, lane: int) -> "_LaneImpact":
        """The change in one lane."""
        return _LaneImpact(*(_there(each, lane) for each in (self.pruned.left, self.looser, self.gone)))


class _LaneImpact(Struct, frozen=True):
    """What a change does in one lane: the actions left, those that are looser, and the services that lose something."""

    left: frozenset[str]
    looser: frozenset[str]
    gone: frozenset[str]


class _ImpactBook:
    """Compares the cells of one scope before and after a change, one need in one territory at a time."""

    def __init__(self, before: TaskBook, after: TaskBook) -> None:
        self._books = before, after
        self._difference = OperatorDifference(before.compiled, after.compiled)
        self._impacts: dict[Place, _NeedImpact | None] = {}

    @cached_property
    def both(self) -> int:
        """The lanes in which somebody can be, before and after."""
        before, after = self._books
        return before.states.all & after.states.all

    def find_impact(self, place: Place) -> _NeedImpact | None:
        """The effect of the change on a need in a territory; None if there is none."""
        if place not in self._impacts:
            before, after = (book.selection(place) for book in self._books)
            self._impacts[place] = None if before == after else self._compare(place, before, after)
        return self._impacts[place]

    def _compare(self, place: Place, before: RelevantOperators, after: RelevantOperators) -> _NeedImpact:
        was, pruned = (book.pruned(place) for book in self._books)
        left = pruned.left
        degrees = self._difference.degrees(before, after)
        looser = {name: left[name] for name in _of_degree(after, degrees, Degree.OTHER)}
        gone: dict[str, int] = {}
        for name, members in before.members.items():
            for service in {member.service for member in members if degrees[member.name] is not Degree.SAME}:
                gone[service] = gone.get(service, 0) | was.left[name]
        differing = (left[name] for name in _of_degree(after, degrees, Degree.TIGHTER))
        return _NeedImpact(after, pruned, looser, gone, reduce(or_, (*differing, *gone.values()), 0) & self.both)


def _there(lanes: Mapping[str, int], lane: int) -> frozenset[str]:
    return frozenset(name for name, where in lanes.items() if where >> lane & 1)


def _of_degree(selection: RelevantOperators, degrees: Mapping[str, Degree], least: Degree) -> list[str]:
    """The actions of `selection` that stand for an operator which differs by at least `least`."""
    return [
        name for name, members in selection.members.items() if any(degrees[member.name] >= least for member in members)
    ]


class _ClosureInference:
    """Infers the cells after a closure from the cells before, where that is possible without planning."""

    def __init__(self, before: Mapping[Cell, Examined], closure: ClosedParts) -> None:
        self._before = before
        self._closure = closure
        self._found: dict[int, CellOutcome | None] = {}

    def find(self, cell: Cell) -> CellOutcome | None:
        """The outcome of `cell` after the closure; None if it has to be planned again."""
        examined = self._before[cell]
        if id(examined) not in self._found:
            self._found[id(examined)] = self._derive(examined)
        return self._found[id(examined)]

    def _derive(self, examined: Examined) -> CellOutcome | None:
        ways, outcome, closed = examined.ways, examined.outcome, self._closure.services
        if ways is None or not outcome.holds:
            return outcome
        if not ways.only_services(self._closure) or ways.core is None:
            return None
        if not closed & ways.services:
            return outcome
        if ways.core.find(closed) is None:
            return GAP
        steps = tuple(_remaining(step, closed) for step in outcome.steps)
        if any(
            not step.services or step.services[0] != old.services[0]
            for step, old in zip(steps, outcome.steps, strict=True)
        ):
            # the plan falls, or goes by another name now, which may settle a tie differently
            return None
        return _after(outcome, steps, ways.core, closed)


def _remaining(step: StepCandidates, closed: frozenset[str]) -> StepCandidates:
    return replace(step, services=tuple(service for service in step.services if service not in closed))


def _after(
    outcome: CellOutcome, steps: tuple[StepCandidates, ...], core: CoreWays, closed: frozenset[str]
) -> CellOutcome:
    """The same plan through `steps`, with the number of closures that cut it and the critical services found anew."""
    return replace(
        outcome,
        steps=steps,
        referrals=tuple(pair for pair in outcome.referrals if pair[1] not in closed),
        closures=core.smallest_cut(closed),
        critical=core.critical_services(closed),
    )


def revise(before: Survey, compiled: CompiledNetwork, closure: ClosedParts | None = None) -> Mapping[Cell, CellOutcome]:
    """The outcome of each cell of `before` on the changed network `compiled`, equal to that of a new survey.

    `closure` is what the change takes away; None if it does anything else. Among plans of equal cost, the previous one
    is kept.
    """
    return _Revision(before, compiled, closure).run()


class _Revision:
    def __init__(self, before: Survey, compiled: CompiledNetwork, closure: ClosedParts | None) -> None:
        self._before = before
        self._compiled = compiled
        self._book = TaskBook(compiled, before.scope)
        self._derived = None if closure is None else _ClosureInference(before.examined, closure)
        self._impacts = _ImpactBook(before.book, self._book)
        self._templates: dict[tuple[Place, frozenset[str]], TaskTemplate] = {}
        self._memory: dict[object, CellOutcome] = {}
        self._cores = CoreBook(find_units(compiled.network), before.cores)

    def run(self) -> Mapping[Cell, CellOutcome]:
        lanes = {(entry.code, profile.code): lane for lane, (entry, profile) in enumerate(self._book.lanes)}
        return {cell: self._outcome(cell, lanes[cell.situation, cell.profile]) for cell in self._before.examined}

    def _outcome(self, cell: Cell, lane: int) -> CellOutcome:
        checkpoint()
        examined = self._before.examined[cell]
        situation = self._book.situations[lane]
        if situation is None:
            return IMPOSSIBLE
        derived = None if self._derived is None else self._derived.find(cell)
        if derived is not None:
            return derived
        place = cell.need, self._book.lanes[lane][0].territory
        if not self._impacts.both >> lane & 1:
            return self._afresh(place, lane, situation)
        impact = self._impacts.find_impact(place)
        if impact is None or not impact.touched >> lane & 1:
            return examined.outcome
        return self._again(examined, place, lane, situation, impact)

    def _afresh(self, place: Place, lane: int, situation: Situation) -> CellOutcome:
        """A cell where nobody could be before."""
        need, _ = place
        if self._book.states.met(need) >> lane & 1:
            return MET
        compiled = self._book.template(place).build(situation)
        return examine(self._cores.find_ways(compiled), situation).outcome

    def _again(
        self, examined: Examined, place: Place, lane: int, situation: Situation, impact: _NeedImpact
    ) -> CellOutcome:
        need, _ = place
        spot = impact.at(lane)
        if not spot.left or (examined.outcome.status is CellStatus.GAP and not spot.looser):
            return GAP
        costs = self._compiled.costs
        plan = _cheapest_still(examined, need, impact, spot, lane, min(costs.assumption, costs.step))
        if plan is not None and _hangs_as_before(examined, spot, impact.pruned, lane):
            return examined.outcome
        if (place, spot.left) not in self._templates:
            self._templates[place, spot.left] = self._book.template(place).only(impact.after.only(spot.left))
        template = self._templates[place, spot.left]
        key = place, spot.left, _known(template.selection, situation)
        if key not in self._memory:
            compiled = template.build(situation)
            self._memory[key] = examine(self._cores.find_ways(compiled, plan), situation).outcome
        return self._memory[key]


def _known(selection: RelevantOperators, situation: Situation) -> tuple[object, ...]:
    """Everything in the situation that a task of `selection` depends on."""
    variables = {variable.settled for variable in selection.variables}
    known = {variable: situation.known[variable].cells for variable in variables if variable in situation.known}
    sets = {variable.name for variable in variables if variable.set_name is not None}
    return frozenset(known.items()), frozenset(name for name in sets if situation.names_a_member(name))


def _cheapest_still(
    examined: Examined, need: str, impact: _NeedImpact, spot: _LaneImpact, lane: int, extra: int
) -> tuple[str, ...] | None:
    """The names of the previous cheapest plan, if it is no longer a plan or still a cheapest one.

    Another plan can only undercut it through something looser. That costs at least itself, the cheapest step that meets
    the need unless it is one, and `extra` where it cannot be done at once: an assumption, or a step.
    """
    core = None if examined.ways is None else examined.ways.core
    plan = None if core is None or not core.cheapest.optimal else core.cheapest.plan
    if plan is None or not spot.looser.isdisjoint(plan.names):
        return None
    operators = {name: impact.after.members[name][0] for name in spot.left}
    last = min(operator.cost for operator in operators.values() if need in operator.needs)
    for name in spot.looser:
        least = operators[name].cost + (0 if need in operators[name].needs else last)
        least += 0 if impact.pruned.ready(name) >> lane & 1 else extra
        # nothing is shorter than one step, so that one of the same cost settles no tie
        if least < plan.cost or (least == plan.cost and len(plan.names) > 1):
            return None
    return plan.names


def _hangs_as_before(examined: Examined, spot: _LaneImpact, pruned: LanePruning, lane: int) -> bool:
    """Whether the cheapest plan and the number of closures that leave no way are unchanged.

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
