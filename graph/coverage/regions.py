"""A survey of a whole region, put together from those of its territories.

What a person can do depends on the territory in which they start. So the cells of one territory are planned on what a
store holds for it, and the results are joined: equal to a survey of the whole, for less memory at a time.
"""

from collections.abc import Iterable

from graph.coverage.criticality import Criticality, Part, list_critical
from graph.coverage.gaps import Gap, list_gaps
from graph.coverage.outcome import CellOutcome, Examined
from graph.coverage.record import Numbers, pack, pick, unpack
from graph.coverage.scope import Cell, CoverageQuery, Scope, resolve
from graph.coverage.survey import Survey, TaskBook
from graph.network import Network
from graph.referral.answer import PlanningProblem
from graph.referral.compiled_network import CompiledNetwork
from graph.structs import Struct, replace


class Slice(Struct, frozen=True, kw_only=True):
    """The survey of some entry situations as plain values; its cells are numbered by need, situation and profile."""

    situations: tuple[str, ...]
    outcomes: tuple[CellOutcome, ...]
    cells: Numbers
    critical: tuple[tuple[Part, Numbers], ...]
    gaps: tuple[tuple[str, Numbers, PlanningProblem], ...]


def slice_of(survey: Survey) -> Slice:
    """The part of `survey` that `join_slices` needs."""
    numbers: dict[CellOutcome, int] = {}
    places = {id(each): numbers.setdefault(each.outcome, len(numbers)) for each in survey.examined.values()}
    order = {cell: number for number, cell in enumerate(survey.examined)}
    return Slice(
        situations=tuple(situation.code for situation in survey.scope.situations),
        outcomes=tuple(numbers),
        cells=pack(places[id(each)] for each in survey.examined.values()),
        critical=tuple((each.part, pack(order[cell] for cell in each.cells)) for each in list_critical(survey)),
        gaps=tuple((gap.need, pack(order[cell] for cell in gap.cells), gap.problem) for gap in list_gaps(survey)),
    )


def list_territories(scope: Scope) -> dict[str | None, tuple[str, ...]]:
    """The entry situations of `scope` by their territory."""
    found: dict[str | None, tuple[str, ...]] = {}
    for situation in scope.situations:
        found[situation.territory] = (*found.get(situation.territory, ()), situation.code)
    return found


def join_slices(network: Network, query: CoverageQuery, slices: Iterable[Slice]) -> Survey:
    """Join the surveys of all territories, `slices`, to the survey of `query` on `network`."""
    joint = _Joint(network, query)
    for each in slices:
        joint.add(each)
    return joint.survey()


class _Joint:
    def __init__(self, network: Network, query: CoverageQuery) -> None:
        self._network = network
        self._query = query
        self._scope = resolve(network, query)
        self._examined: dict[Cell, Examined] = {}
        self._known: dict[CellOutcome, Examined] = {}
        self._critical: dict[Part, list[Cell]] = {}
        self._gaps: dict[str, dict[PlanningProblem, list[Cell]]] = {}

    def add(self, one: Slice) -> None:
        scope = resolve(self._network, replace(self._query, situations=one.situations))
        cells = [cell for cell, _, _ in scope.placed()]
        examined = [self._known.setdefault(outcome, Examined(outcome)) for outcome in one.outcomes]
        self._examined |= {cell: examined[number] for cell, number in zip(cells, unpack(one.cells), strict=True)}
        for part, numbers in one.critical:
            self._critical.setdefault(part, []).extend(pick(cells, numbers))
        for need, numbers, problem in one.gaps:
            self._gaps.setdefault(need, {}).setdefault(problem, []).extend(pick(cells, numbers))

    def survey(self) -> Survey:
        order = {cell: place for place, (cell, _, _) in enumerate(self._scope.placed())}
        survey = Survey(
            network=self._network,
            scope=self._scope,
            examined={cell: self._examined[cell] for cell in order},
            origin=lambda: TaskBook(CompiledNetwork(self._network), self._scope),
            kept=True,
        )
        survey.found[list_critical.__name__] = self._list_critical(order)
        survey.found[list_gaps.__name__] = self._list_gaps(order)
        return survey

    def _list_critical(self, order: dict[Cell, int]) -> tuple[Criticality, ...]:
        emergency = {need.code for need in self._network.needs.values() if need.emergency}
        listed = (
            Criticality(
                part=part,
                cells=tuple(sorted(cells, key=order.__getitem__)),
                emergencies=sum(cell.need in emergency for cell in cells),
            )
            for part, cells in self._critical.items()
        )
        return tuple(sorted(listed, key=lambda item: (-item.harm, -item.emergencies, item.part)))

    def _list_gaps(self, order: dict[Cell, int]) -> tuple[Gap, ...]:
        found: list[Gap] = []
        for need in self._scope.needs:
            reasons = self._gaps.get(need, {})
            gaps = [(problem, sorted(cells, key=order.__getitem__)) for problem, cells in reasons.items()]
            gaps.sort(key=lambda item: (-len(item[1]), item[1][0]))
            found += (Gap(need, tuple(cells), problem) for problem, cells in gaps)
        return tuple(found)
