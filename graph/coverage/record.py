"""A survey, with what follows from it, as plain values that can be kept: without the tasks behind its outcomes."""

from array import array
from collections.abc import Callable, Iterable, Sequence

from graph.coverage.criticality import Criticality, Part, list_critical, sort_critical
from graph.coverage.gaps import Gap, list_gaps
from graph.coverage.measures import NetworkMeasures, measure
from graph.coverage.outcome import CellOutcome, Examined
from graph.coverage.scope import Cell, Scope
from graph.coverage.survey import Survey, TaskBook
from graph.network import Network
from graph.referral.answer import PlanningProblem
from graph.referral.compiled_network import CompiledNetwork
from graph.structs import Struct

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
        cells=pack(places[id(each)] for each in survey.examined.values()),
        critical=tuple(
            (each.part, pack(order[cell] for cell in each.cells), each.emergencies) for each in list_critical(survey)
        ),
        gaps=tuple((gap.need, pack(order[cell] for cell in gap.cells), gap.problem) for gap in list_gaps(survey)),
        measures=measure(survey),
    )


def restore(network: Network, scope: Scope, kept: SurveyRecord, compile_network: Compile) -> Survey:
    """Restore the survey of `scope` on `network`. `compile_network` is called where its tasks are needed."""
    cells = [cell for cell, _, _ in scope.placed()]
    examined = [Examined(outcome) for outcome in kept.outcomes]
    survey = Survey(
        network=network,
        scope=scope,
        examined={cell: examined[number] for cell, number in zip(cells, unpack(kept.cells), strict=True)},
        origin=lambda: TaskBook(compile_network(), scope),
        kept=True,
    )
    survey.found[list_critical.__name__] = tuple(
        Criticality(part=part, cells=pick(cells, numbers), emergencies=emergencies)
        for part, numbers, emergencies in kept.critical
    )
    survey.found[list_gaps.__name__] = tuple(
        Gap(need, pick(cells, numbers), problem) for need, numbers, problem in kept.gaps
    )
    survey.found[measure.__name__] = kept.measures
    return survey


def narrow(survey: Survey, scope: Scope, compile_network: Compile) -> Survey:
    """The part of a survey for `scope`, whose needs, entry situations and profiles are among its own.

    A survey of that scope alone says the same: what becomes of a cell depends on no other one.
    """
    examined = {cell: survey.examined[cell] for cell, _, _ in scope.placed()}
    part = Survey(
        network=survey.network,
        scope=scope,
        examined=examined,
        origin=lambda: TaskBook(compile_network(), scope),
        kept=True,
    )
    part.found[list_critical.__name__] = sort_critical(
        survey.network,
        {one.part: cells for one in list_critical(survey) if (cells := [c for c in one.cells if c in examined])},
    )
    return part


def pack(numbers: Iterable[int]) -> Numbers:
    """`numbers` in four bytes each."""
    return array("I", numbers).tobytes()


def unpack(numbers: Numbers) -> "array[int]":
    """The numbers that were packed."""
    found: array[int] = array("I")
    found.frombytes(numbers)
    return found


def pick(cells: Sequence[Cell], numbers: Numbers) -> tuple[Cell, ...]:
    """The cells of these numbers."""
    return tuple(cells[number] for number in unpack(numbers))
