"""What resolvers know of their request: one version of the network, and the limits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import strawberry

from api.excerpts import Excerpts
from api.settings import Limits
from api.version_cache import LiveNetwork
from graph.coverage.changes import Change
from graph.coverage.scope import CoverageQuery
from graph.coverage.survey import Survey
from graph.coverage.what_if import Comparison
from graph.index import NetworkIndex
from graph.network import Network
from graph.question import GivenFact, Question
from graph.referral.answer import Answer


@dataclass(frozen=True, slots=True)
class RequestContext:
    """Built once per request, so that an answer never mixes two versions of the network."""

    live: LiveNetwork
    excerpts: Excerpts
    limits: Limits

    @property
    def network(self) -> Network:
        """The network of this request."""
        return self.live.network

    @property
    def directory(self) -> NetworkIndex:
        """The indexes of this request's network."""
        return self.live.directory

    def ask(self, text: str, facts: tuple[GivenFact, ...], first: int, on: date) -> Answer:
        """As `ReferralPlanner.ask`."""
        return self.live.planner.get().ask(text, facts, first, on)

    def plan(self, question: Question, first: int) -> Answer:
        """As `ReferralPlanner.plan`."""
        return self.live.planner.get().plan(question, first)

    def survey(self, query: CoverageQuery) -> Survey:
        """As `CoverageAnalyst.survey`."""
        return self.live.planner.analyst().survey(query)

    def what_if(self, changes: Sequence[Change], query: CoverageQuery) -> Comparison:
        """As `CoverageAnalyst.what_if`."""
        return self.live.planner.analyst().what_if(changes, query)


Info = strawberry.Info[RequestContext, None]
