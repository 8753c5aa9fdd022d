"""Coverage as JSON in the API's shape."""

from typing import Any

from api.encode import shape
from graph.coverage.aggregation import Axis, Summary, summarize
from graph.coverage.comparison import Comparison
from graph.coverage.criticality import Criticality
from graph.coverage.gaps import Gap, list_gaps, stated_gaps
from graph.coverage.outcome import Outcome
from graph.coverage.scope import Cell
from graph.coverage.survey import Survey
from graph.vocabulary import Locale


def coverage_json(survey: Survey, locale: Locale, repairs: bool) -> Any:
    """Everything that a survey tells."""
    return {
        "snapshot": survey.network.version,
        "cells": [cell_json(cell, examined.outcome) for cell, examined in survey.examined.items()],
        "summaries": [_summary(item, locale) for axis in Axis for item in summarize(survey, axis)],
        "gaps": [_gap(gap, locale) for gap in list_gaps(survey, repairs)],
        "statedGaps": [shape(gap, locale) for gap in stated_gaps(survey.network, survey.scope.needs)],
    }


def cell_json(cell: Cell, outcome: Outcome) -> Any:
    """One cell and what became of it."""
    return {
        **_key(cell),
        "status": outcome.status,
        "evidence": None if outcome.evidence is None else outcome.evidence.name,
        "steps": [{"services": list(door.services), "evidence": door.evidence.name} for door in outcome.doors],
        "assumptions": [{"fact": str(variable), "values": list(cells)} for variable, cells in outcome.assumptions],
        "cost": outcome.cost,
        "optimal": outcome.optimal,
        "closures": outcome.closures,
        "critical": list(outcome.critical),
    }


def criticality_json(item: Criticality) -> Any:
    """What is critical, and for whom."""
    return {
        "kind": item.part.kind,
        "slug": item.part.slug,
        "to": item.part.to or None,
        "harm": item.harm,
        "emergencies": item.emergencies,
        "needs": list(item.needs()),
        "situations": list(item.situations()),
        "profiles": list(item.profiles()),
        "cells": [_key(cell) for cell in item.cells],
    }


def comparison_json(comparison: Comparison) -> Any:
    """Every cell that changes, before and after."""
    return {
        "snapshot": comparison.before.network.version,
        "compared": comparison.before.tally.cells,
        "changes": [
            {
                **_key(each.cell),
                "turns": list(each.turns),
                "before": cell_json(each.cell, each.before),
                "after": cell_json(each.cell, each.after),
            }
            for each in comparison.changes
        ],
    }


def _key(cell: Cell) -> dict[str, str]:
    return {"need": cell.need, "situation": cell.situation, "profile": cell.profile}


def _gap(gap: Gap, locale: Locale) -> Any:
    return {
        "need": gap.need,
        "cells": [_key(cell) for cell in gap.cells],
        "problem": shape(gap.problem, locale),
    }


def _summary(item: Summary, locale: Locale) -> Any:
    return {
        "axis": item.axis,
        "code": item.code,
        "label": shape(item.label, locale),
        "cells": item.cells,
        "covered": item.covered,
        "met": item.met,
        "gaps": item.gaps,
        "share": round(item.share, 4),
        "assuming": item.assuming,
        "evidence": {level.name: count for level, count in item.evidence.items()},
        "closures": {str(size): count for size, count in item.closures.items()},
    }
