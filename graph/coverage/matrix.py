"""The coverage of the whole network in short: a row of outcomes for each need."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from graph.coverage.outcome import CellStatus
from graph.coverage.scope import Scope
from graph.coverage.survey import Survey, survey
from graph.referral.compiled_network import CompiledNetwork
from graph.vocabulary import Evidence


@dataclass(frozen=True, slots=True)
class CellMark:
    """What became of a cell, in short; see `CellOutcome`."""

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
