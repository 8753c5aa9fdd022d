"""Safety notices of an answer, and whom to ask."""

import strawberry

from api.schema.context import Info
from api.schema.fields import field, read, text
from api.schema.need_area import NeedArea
from api.schema.service import Service
from api.schema.source import Citation, cite
from graph.referral import answer
from graph.vocabulary import Evidence, Severity


@strawberry.type(description="What comes before everything else in an answer about a person at risk. Show it on top.")
class SafetyNotice:
    """A safety notice."""

    model: strawberry.Private[answer.SafetyNotice]

    code: str = read("code", "The code of the safety rule.")
    severity: Severity = read("severity", "How it is meant.")
    text: str = text("text", "The notice.")
    evidence: Evidence = read("evidence", "How well the rule is founded.")
    reason: str | None = read("why", "The reason of the rule; null where a document says it.")

    @field("The services to contact, the first to call first.", size=2)
    def contacts(self, info: Info) -> list[Service]:
        """The services to contact."""
        return [Service(model=info.context.network.services[slug]) for slug in self.model.contacts]

    @field("The lines that the rule rests on.", size=3)
    def citations(self) -> list[Citation]:
        """The lines that the rule rests on."""
        return cite(self.model.citations, self.model.evidence, self.model.why)


@strawberry.type(description="A service to ask, where the answer shows no way or in any doubt.")
class Advisor:
    """A service to ask."""

    model: strawberry.Private[answer.Advisor]

    @field("The service.")
    def service(self, info: Info) -> Service:
        """The service."""
        return Service(model=info.context.network.services[self.model.service])

    @field("The unmet needs that it may be asked about; empty where it may be asked about anything.", size=1)
    def needs(self, info: Info) -> list[NeedArea]:
        """The unmet needs."""
        known = info.context.network.needs
        return [NeedArea(model=known[code]) for code in self.model.needs if code in known]
