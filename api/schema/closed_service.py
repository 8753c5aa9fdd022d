"""Closed services that would matter for a question."""

import datetime

import strawberry

from api.schema.context import Info
from api.schema.fields import field, read
from api.schema.need_area import NeedArea
from api.schema.service import Service
from api.schema.source import Citation, cite
from graph.referral import answer
from graph.vocabulary import Evidence, ServiceStatus


@strawberry.type(description="A service that would matter for the question, but is closed and so is no step.")
class ClosedService:
    """A closed service."""

    model: strawberry.Private[answer.ClosedService]

    status: ServiceStatus = read("closed.status", "Whether it is closed for a time or for good.")
    since: datetime.date | None = read("closed.since", "The first day; null where it is not known.")
    until: datetime.date | None = read("closed.until", "The last day; null where it is not known.")

    @field("The service.")
    def service(self, info: Info) -> Service:
        """The service."""
        return Service(model=info.context.network.services[self.model.service])

    @field("The needs of the question that it meets; empty where it would only make another step possible.", size=2)
    def needs(self, info: Info) -> list[NeedArea]:
        """The needs that it meets."""
        return [NeedArea(model=info.context.network.needs[code]) for code in self.model.needs]

    @field("Where it is said that it is closed.", size=2)
    def citations(self) -> list[Citation]:
        """Where it is said."""
        return cite(self.model.closed.citations, Evidence.STATED)
