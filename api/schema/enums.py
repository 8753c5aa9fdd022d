"""The enumerations of the domain as GraphQL sees them: the same classes, with the meaning of every value."""

import strawberry

from graph.availability import Knowledge, Room
from graph.coverage.cells import CellStatus
from graph.coverage.changes import ChangeCode
from graph.coverage.criticality import CriticalKind
from graph.coverage.measures import DataIssue
from graph.coverage.summaries import Axis, CellEffect
from graph.language.interpretation import AskBackKind, RecordPart
from graph.opening_hours import OpenState
from graph.question import EntryKind
from graph.referral.answer import PlanStatus, ProblemCode
from graph.referral.eligibility import Verdict
from graph.referral.initial_state import Origin
from graph.vocabulary import (
    AccessMode,
    Comparator,
    Described,
    Evidence,
    FactKind,
    FigureKind,
    Locale,
    NodeKind,
    OrganizationKind,
    Relation,
    RouteKind,
    ServiceStatus,
    Severity,
)
from ingest.differences import DifferenceKind

RENAMED: tuple[tuple[type[Described], str], ...] = (
    (Evidence, "EvidenceLevel"),
    (Severity, "NoticeSeverity"),
    (Origin, "FactOrigin"),
    (Axis, "CoverageAxis"),
    (CellEffect, "CellTurn"),
    (ChangeCode, "ChangeProblemCode"),
)
"""The enumerations whose name in the schema is another."""
SAME_NAME: tuple[type[Described], ...] = (
    Locale,
    OrganizationKind,
    RouteKind,
    AccessMode,
    ServiceStatus,
    FactKind,
    FigureKind,
    Comparator,
    EntryKind,
    NodeKind,
    PlanStatus,
    AskBackKind,
    RecordPart,
    ProblemCode,
    Verdict,
    OpenState,
    Room,
    Knowledge,
    Relation,
    CellStatus,
    CriticalKind,
    DataIssue,
    DifferenceKind,
)


def _expose(enumeration: type[Described], name: str) -> None:
    """Make `enumeration` a GraphQL enum, described by its docstring and the meanings of its members."""
    strawberry.enum(enumeration, name=name, description=enumeration.__doc__)
    definition = enumeration.__strawberry_definition__  # type: ignore[attr-defined] # set by the line above
    for value in definition.values:
        value.description = enumeration[value.name].meaning


for _enumeration, _name in (*RENAMED, *((each, each.__name__) for each in SAME_NAME)):
    _expose(_enumeration, _name)
