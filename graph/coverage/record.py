"""A survey as plain values, without the tasks behind its outcomes: kept, narrowed, or joined from its territories.

What a person can do depends on the territory in which they start. So the cells of one territory are planned on what a
store holds for it, and the results are joined: equal to a survey of the whole, for less memory at a time.
"""

from array import array
from collections.abc import Callable, Iterable, Sequence

from graph.coverage.cells import Cell, CellOutcome, CoverageQuery, Examined, Scope, resolve
from graph.coverage.criticality import Criticality, Part, list_critical, sort_critical
from graph.coverage.gaps import Gap, list_gaps
from graph.coverage.measures import NetworkMeasures, measure
from graph.coverage.survey import Survey, TaskBook
from graph.network import Network
from graph.referral.answer import PlanningProblem
from graph.referral.compiled_network import CompiledNetwork
from graph.structs import Struct, replace

Compile = Callable[[], CompiledNetwork]
Numbers = bytes
"""Numbers of cells, or of outcomes, of four bytes each."""


class SurveyRecord(Struct, frozen=True, kw_only=True):
    """Cells are numbered by need, entry situation and profile; each has the number of its outcome."""

    outcomes: tuple[CellOutcome, ...]
    cells: Numbers
    critical: tuple[tuple[Part, Numbers, int], ...]
    gaps: tuple[tuple[str, Numbers, PlanningProblem], ...]
    measures: NetworkMeasures


def record(survey: Survey) -> SurveyRecord:
    """The record of `survey`. Its conclusions are computed first, which may take a while."""
    numbers: dict[CellOutcome, int] = {}
    places = {id(each): numbers.setdefault(each.outcome, len(numbers)) for each in survey.examined.values()}
    order = {cell: number for number, cell in enumerate(survey.examined)}
    return SurveyRecord(
        outcomes=tuple(numbers),
        cells=_pack(places[id(each)] for each in survey.examined.values()),
        critical=tuple(
            (each.part, _pack(order[cell] for cell in each.cells), each.emergencies) for each in list_critical(survey)
        ),
        gaps=tuple((gap.need, _pack(order[cell] for cell in gap.cells), gap.problem) for gap in list_gaps(survey)),
        measures=measure(survey),
    )


def restore(network: Network, scope: Scope, kept: SurveyRecord, compile_network: Compile) -> Survey:
    """Restore the survey of `scope` on `network`. `compile_network` is called where its tasks are needed."""
    cells = [cell for cell, _, _ in scope.placed()]
    examined = [Examined(outcome) for outcome in kept.outcomes]
    survey = Survey(
        network=network,
        scope=scope,
        examined={cell: examined[number] for cell, number in zip(cells, _unpack(kept.cells), strict=True)},
        origin=lambda: TaskBook(compile_network(), scope),
        kept=True,
    )
    survey.found[list_critical] = tuple(
        Criticality(part=part, cells=_pick(cells, numbers), emergencies=emergencies)
        for part, numbers, emergencies in kept.critical
    )
    survey.found[list_gaps] = tuple(Gap(need, _pick(cells, numbers), problem) for need, numbers, problem in kept.gaps)
    survey.found[measure] = kept.measures
    return survey


def narrow(survey: Survey, scope: Scope, compile_network: Compile) -> Survey:
    """The part of a survey for `scope`, whose needs, entry situations and profiles are among its own.

    A survey of that scope alone gives the same outcomes: no cell depends on another.
    """
    examined = {cell: survey.examined[cell] for cell, _, _ in scope.placed()}
    part = Survey(
        network=survey.network,
        scope=scope,
        examined=examined,
        origin=lambda: TaskBook(compile_network(), scope),
        kept=True,
    )
    part.found[list_critical] = sort_critical(
        survey.network,
        {one.part: cells for one in list_critical(survey) if (cells := [c for c in one.cells if c in examined])},
    )
    return part


def _pack(numbers: Iterable[int]) -> Numbers:
    """`numbers` in four bytes each."""
    return array("I", numbers).tobytes()


def _unpack(numbers: Numbers) -> "array[int]":
    """The numbers that were packed."""
    found: array[int] = array("I")
    found.frombytes(numbers)
    return found


def _pick(cells: Sequence[Cell], numbers: Numbers) -> tuple[Cell, ...]:
    """The cells of these numbers."""
    return tuple(cells[number] for number in _unpack(numbers))


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
        cells=_pack(places[id(each)] for each in survey.examined.values()),
        critical=tuple((each.part, _pack(order[cell] for cell in each.cells)) for each in list_critical(survey)),
        gaps=tuple((gap.need, _pack(order[cell] for cell in gap.cells), gap.problem) for gap in list_gaps(survey)),
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
        self._examined |= {cell: examined[number] for cell, number in zip(cells, _unpack(one.cells), strict=True)}
        for part, numbers in one.critical:
            self._critical.setdefault(part, []).extend(_pick(cells, numbers))
        for need, numbers, problem in one.gaps:
            self._gaps.setdefault(need, {}).setdefault(problem, []).extend(_pick(cells, numbers))

    def survey(self) -> Survey:
        order = {cell: place for place, (cell, _, _) in enumerate(self._scope.placed())}
        survey = Survey(
            network=self._network,
            scope=self._scope,
            examined={cell: self._examined[cell] for cell in order},
            origin=lambda: TaskBook(CompiledNetwork(self._network), self._scope),
            kept=True,
        )
        survey.found[list_critical] = self._list_critical(order)
        survey.found[list_gaps] = self._list_gaps(order)
        return survey

    def _list_critical(self, order: dict[Cell, int]) -> tuple[Criticality, ...]:
        found = {part: sorted(cells, key=order.__getitem__) for part, cells in self._critical.items()}
        return sort_critical(self._network, found)

    def _list_gaps(self, order: dict[Cell, int]) -> tuple[Gap, ...]:
        found: list[Gap] = []
        for need in self._scope.needs:
            reasons = self._gaps.get(need, {})
            gaps = [(problem, sorted(cells, key=order.__getitem__)) for problem, cells in reasons.items()]
            gaps.sort(key=lambda item: (-len(item[1]), item[1][0]))
            found += (Gap(need, tuple(cells), problem) for problem, cells in gaps)
        return tuple(found)
