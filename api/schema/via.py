"""How one gets in at a step of a plan, and why the step is possible."""

import strawberry

from api.schema.context import Info
from api.schema.fact import Fact
from api.schema.fields import field, read, text
from api.schema.organization import Organization
from api.schema.service import Service
from api.schema.source import Citation, cite
from graph.referral import answer
from graph.referral.initial_state import Origin
from graph.vocabulary import AccessMode, Evidence, NodeKind, RouteKind


@strawberry.type(description="Who sends the person.")
class Sender:
    """Who sends."""

    model: strawberry.Private[answer.Sender]

    kind: NodeKind = read("kind", "What it is.")
    slug: str = read("slug", "Its slug.")
    label: str = text("label", "Its name.")
    step: int | None = read("step", "The step that brings it in; null where it knows the person from the start.")

    @field("The organization; null where a service sends.")
    def organization(self, info: Info) -> Organization | None:
        """The organization."""
        found = info.context.network.organizations.get(self.model.slug)
        return Organization(model=found) if found and self.model.kind is NodeKind.ORGANIZATION else None

    @field("The service; null where an organization sends.")
    def service(self, info: Info) -> Service | None:
        """The service."""
        found = info.context.network.services.get(self.model.slug)
        return Service(model=found) if found and self.model.kind is NodeKind.SERVICE else None


@strawberry.type(description="How one gets in at a step.")
class Via:
    """How one gets in."""

    model: strawberry.Private[answer.Via]

    route: RouteKind = read("route", "The kind of way in.")
    modes: list[AccessMode] = read("modes", "The channels that the documents name.", size=3)
    note: str | None = text("note", "A remark; null where there is none.")
    evidence: Evidence = read("evidence", "How well the way in is founded.")

    @field("Who may send, of those that know the person by then; empty where nobody needs to.", size=4)
    def senders(self) -> list[Sender]:
        """Who may send."""
        return [Sender(model=sender) for sender in self.model.senders]

    @field("The lines that name the way in.", size=3)
    def citations(self) -> list[Citation]:
        """The lines that name the way in."""
        return cite(self.model.citations, self.model.evidence)


@strawberry.type(description="Why a step is possible: a requirement, and what satisfies it.")
class Justification:
    """Why a step is possible."""

    model: strawberry.Private[answer.Justification]

    requirement: str = read("requirement", "The name of the requirement within its service.")
    label: str = text("label", "How the requirement reads.")
    by: Origin = read("by", "What makes the fact hold.")
    step: int | None = read("step", "The earlier step that brings the fact about; null for another origin.")
    evidence: Evidence = read("evidence", "How well the requirement is founded.")

    @field("The fact that satisfies it.")
    def fact(self) -> Fact:
        """The fact that satisfies it."""
        return Fact(model=self.model.fact)

    @field("The lines that state the requirement.", size=3)
    def citations(self) -> list[Citation]:
        """The lines that state the requirement."""
        return cite(self.model.citations, self.model.evidence)
