"""What resolvers know of their request: one version of the network, the limits, and what it asks of the planner."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import strawberry
from strawberry.types.nodes import SelectedField, Selection

from api.editor import Editor
from api.errors import ApiError, ErrorCode
from api.live.standing import Lost
from api.settings import Limits
from api.versions import LiveNetwork, VersionHistory
from graph.coverage.cells import CoverageQuery, Scope, resolve
from graph.coverage.changes import Change
from graph.coverage.criticality import Criticality
from graph.coverage.summaries import Comparison, OpenCells, When, find_open
from graph.coverage.survey import Row, Survey
from graph.index import NetworkIndex
from graph.message import Message
from graph.network import Network
from graph.question import GivenFact, Question
from graph.referral.answer import Answer, Interpretation, PlanningProblem, PlanStatus, ProblemCode
from ingest.documents import Excerpts


@dataclass(frozen=True, slots=True)
class Wanted:
    """The parts of an answer that take the most time: how many plans, and whether open questions."""

    plans: int
    questions: bool


@dataclass(frozen=True, slots=True)
class RequestContext:
    """Built once per request, so that an answer never mixes two versions of the network."""

    live: LiveNetwork
    excerpts: Excerpts
    limits: Limits
    history: VersionHistory = field(default_factory=VersionHistory)
    """The versions that this server has seen."""
    editor: Editor | None = None
    """What takes corrections; None where none are taken."""
    catalogue: Path | None = None
    """The folder of the served catalogue; None for the bundled one and for that of a store."""
    found_doors: dict[tuple[CoverageQuery, When], OpenCells] = field(default_factory=dict)
    """The states of cells at a time that the request has asked for so far."""
    lost: Lost | None = None
    """That the store does not answer, so that the version may not be the live one any more."""
    spent: list[int] = field(default_factory=list)
    """The price in cells of each look at the network as a whole that the request has taken so far."""

    def spend(self, cells: int) -> None:
        """Count `cells` against the limit of the request. Raises ApiError (QUERY_TOO_COSTLY) beyond it."""
        self.spent.append(cells)
        if sum(self.spent) > self.limits.cells:
            message = (
                f"The request looks at more than {self.limits.cells} cells: name fewer needs, situations, profiles."
            )
            raise ApiError(ErrorCode.QUERY_TOO_COSTLY, message, argument="query")

    @property
    def network(self) -> Network:
        """The network of this request."""
        return self.live.network

    @property
    def directory(self) -> NetworkIndex:
        """The indexes of this request's network."""
        return self.live.directory

    def ask(self, text: str, facts: tuple[GivenFact, ...], wanted: Wanted, on: date) -> Answer:
        """As `ReferralPlanner.ask`."""
        return self.live.planner.get().ask(text, facts, wanted.plans, on, questions=wanted.questions)

    def plan(self, question: Question, wanted: Wanted) -> Answer:
        """As `ReferralPlanner.plan`."""
        return self.live.planner.get().plan(question, wanted.plans, questions=wanted.questions)

    def survey(self, query: CoverageQuery) -> Survey:
        """As `CoverageAnalyst.survey`."""
        return self.live.planner.analyst().survey(query)

    def doors(self, query: CoverageQuery, when: When) -> OpenCells:
        """As `find_open`, once for each time. Raises ApiError (QUERY_TOO_COSTLY) where it is too much to look at."""
        known = self.found_doors.get((query, when))
        if known is None:
            scope = resolve(self.network, query)
            self.spend(len(scope.needs) * len(scope.situations) * len(scope.profiles))
            known = find_open(self.live.planner.analyst().survey(query, with_tasks=True), when)
            self.found_doors[query, when] = known
        return known

    def critical(self, query: CoverageQuery) -> tuple[Criticality, ...]:
        """As `CoverageAnalyst.critical`."""
        return self.live.planner.analyst().critical(query)

    def scope(self, query: CoverageQuery) -> Scope:
        """The needs, entry situations and profiles that `query` asks about."""
        return resolve(self.network, query)

    def coverage_rows(self, query: CoverageQuery) -> Mapping[str, Row]:
        """As `CoverageAnalyst.rows`."""
        return self.live.planner.analyst().rows(query)

    def what_if(self, changes: Sequence[Change], query: CoverageQuery) -> Comparison:
        """As `CoverageAnalyst.what_if`."""
        return self.live.planner.analyst().what_if(changes, query)


Info = strawberry.Info[RequestContext, None]


def wanted(info: Info, first: int | None) -> Wanted:
    """The costly parts of an answer that the operation selects. Raises ApiError (BAD_PAGE)."""
    selected = {name for node in info.selected_fields for name in _names(node.selections)}
    count = plan_count(first, info.context.limits)
    return Wanted(plans=count if "plans" in selected else 1, questions="questions" in selected)


def _names(selections: Iterable[Selection]) -> Iterator[str]:
    for selection in selections:
        if isinstance(selection, SelectedField):
            yield selection.name
        else:
            yield from _names(selection.selections)


def plan_count(first: int | None, limits: Limits) -> int:
    """How many plans to look for. Raises ApiError (BAD_PAGE) where that is out of range."""
    if first is None:
        return limits.default_plans
    if not 1 <= first <= limits.plans:
        raise ApiError(ErrorCode.BAD_PAGE, f"'first' is a whole number from 1 to {limits.plans}.", argument="first")
    return first


def answer_without_start(info: Info) -> Answer:
    """The answer to a question that starts from a need."""
    network = info.context.network
    problem = PlanningProblem(
        code=ProblemCode.MISSING_ENTRY,
        input_field="from",
        message=Message.of("problem.missing_entry"),
        suggestions=tuple(network.situations)[:3],
    )
    return Answer(
        status=PlanStatus.INVALID_QUERY,
        interpretation=Interpretation(question=None),
        plans=(),
        questions=(),
        problems=(problem,),
        version=network.version,
    )
