"""Referral plans: steps in a partial order, each with its way in and its reasons."""

from collections.abc import Iterable

import strawberry

from api.render.answer_text import explain
from api.schema.contact import Opening
from api.schema.context import Info
from api.schema.fields import LocaleArgument, View, each, field, one, read, say, text
from api.schema.network import NeedArea, Organization, SendingPartner, Service, sending_partner
from api.schema.situation import Fact
from api.schema.source import Citation, Verified, cite
from graph.availability import Room
from graph.referral import answer
from graph.referral.initial_state import Origin
from graph.vocabulary import AccessMode, Evidence, Locale, NodeKind, RouteKind


@strawberry.type
class Sender(View[answer.Sender]):
    """The organization or service that sends the person."""

    kind: NodeKind = read("kind", "What it is.")
    slug: str = read("slug", "Its slug.")
    label: str = text("label", "Its name.")
    step: int | None = read("step", "The step that brings it in; null where it knows the person from the start.")

    @field
    def by(self, info: Info) -> SendingPartner | None:
        """Who sends; null where it is neither an organization nor a service of the network."""
        return sending_partner(info.context.network, self.model.kind, self.model.slug)

    @field(deprecated="`by` holds the organization or service.")
    def organization(self, info: Info) -> Organization | None:
        """The organization; null where a service sends."""
        found = info.context.network.organizations.get(self.model.slug)
        return Organization(model=found) if found and self.model.kind is NodeKind.ORGANIZATION else None

    @field(deprecated="`by` holds the organization or service.")
    def service(self, info: Info) -> Service | None:
        """The service; null where an organization sends."""
        found = info.context.network.services.get(self.model.slug)
        return Service(model=found) if found and self.model.kind is NodeKind.SERVICE else None


@strawberry.type
class Via(View[answer.Via]):
    """The way into a service at a step of a plan."""

    route: RouteKind = read("route", "The kind of way in.")
    modes: list[AccessMode] = read("modes", "The channels that the documents name.", size=3)
    note: str | None = text("note", "A remark; null if there is none.")
    evidence: Evidence = read("evidence", "How well the way in is founded.")

    senders: list[Sender] = each(
        "senders", Sender, "Who may send, of those that know the person by then; empty where nobody needs to.", size=4
    )

    @field(size=3)
    def citations(self) -> list[Citation]:
        """The lines that name the way in."""
        return cite(self.model.citations, self.model.evidence)


@strawberry.type
class Justification(View[answer.Justification]):
    """Why a step is possible: a requirement, and what satisfies it."""

    requirement: str = read("requirement", "The name of the requirement within its service.")
    label: str = text("label", "How the requirement reads.")
    by: Origin = read("by", "What makes the fact hold.")
    step: int | None = read("step", "The earlier step that brings the fact about; null for another origin.")
    evidence: Evidence = read("evidence", "How well the requirement is founded.")

    fact: Fact = one("fact", Fact, "The fact that satisfies it.")

    @field(size=3)
    def citations(self) -> list[Citation]:
        """The lines that state the requirement."""
        return cite(self.model.citations, self.model.evidence)


@strawberry.type
class Candidate(View[answer.Candidate]):
    """A service that can carry out a step; candidates of one step are interchangeable there."""

    evidence: Evidence = read("evidence", "How well it is founded that this service can do it.")
    room: Room = read("room", "Whether it has room on the day of the question.")
    opening: Opening | None = one(
        "opening", Opening, "When its door opens on the day of the question; null where the question is about no day."
    )
    verified: Verified = one("verified", Verified, "When that was last verified which it rests on.")
    doubtful: bool = read("doubtful", "Whether the service may have ended or been replaced.")

    @field
    def service(self, info: Info) -> Service:
        """The service."""
        return Service(model=info.context.network.services[self.model.service])

    @field(size=2)
    def organizations(self, info: Info) -> list[Organization]:
        """The organizations that offer it."""
        known = info.context.network.organizations
        return Organization.pick(known, self.model.organizations)

    @field(size=3)
    def citations(self) -> list[Citation]:
        """The lines that name it."""
        return cite(self.model.citations, self.model.evidence)


@strawberry.type
class PlanStep(View[answer.PlanStep]):
    """One step: a service the person is sent to."""

    layer: int = strawberry.field(
        description="From 1; a step is one layer below the lowest of those it waits for, so that a layer is a row of a "
        "drawing."
    )
    order: int = read("order", "Its number in one possible order, from 1.")
    after: list[int] = read(
        "after",
        "The steps right before it. Steps in neither order are parallel: any order of them can be done.",
        size=2,
    )
    evidence: Evidence = read("evidence", "The weakest level that the step rests on.")
    cost: int = read("cost", "What the step adds to the cost of the plan.")

    candidates: list[Candidate] = each(
        "candidates", Candidate, "The services that can carry it out; never empty.", size=10
    )

    @field
    def service(self, info: Info) -> Service | None:
        """The service, where there is one candidate; else null."""
        if len(self.model.candidates) != 1:
            return None
        return Service(model=info.context.network.services[self.model.candidates[0].service])

    via: Via = one("via", Via, "The way in.")

    @field(size=2)
    def meets(self, info: Info) -> list[NeedArea]:
        """The needs that it meets."""
        return list_needs(info, self.model.meets)

    unlocks: list[Fact] = each("unlocks", Fact, "What it makes true that a later step needs.", size=2)

    because: list[Justification] = each(
        "because", Justification, "Why it is possible: every requirement, and what satisfies it.", size=5
    )

    @field(size=4)
    def support(self, info: Info) -> list[Service]:
        """Services that help with what this step meets; never counted as meeting it."""
        return Service.pick(info.context.network.services, self.model.support)

    @field(size=1)
    def cautions(self, locale: LocaleArgument = Locale.IT) -> list[str]:
        """What safety demands before the person takes the step; `verify` begins with it."""
        return [say(caution, locale) for caution in self.model.cautions]

    @field(size=5)
    def verify(self, locale: LocaleArgument = Locale.IT) -> list[str]:
        """What to verify before sending the person."""
        return [say(check, locale) for check in self.model.verify]

    @field(size=5)
    def citations(self) -> list[Citation]:
        """The lines that the step rests on."""
        return cite(self.model.citations, self.model.evidence)


@strawberry.type
class Assumption(View[answer.Assumption]):
    """An unknown fact that a plan rests on, as widely as the same steps still hold."""

    label: str = text("fact.text", "What is assumed, as it reads.")
    question: str | None = text("question", "What to ask to be sure; null where it is not the person who knows.")

    fact: Fact = one("fact", Fact, "What is assumed.")


@strawberry.type
class MetNeed(View[answer.MetNeed]):
    """A need that is met."""

    step: int | None = read("step", "The step that meets it; null where it was met from the start.")

    @field
    def need(self, info: Info) -> NeedArea:
        """The need."""
        return NeedArea(model=info.context.network.needs[self.model.need])


@strawberry.type
class UnmetNeed:
    """A need that the plan does not meet; `problems` of the result say why."""

    need: NeedArea = strawberry.field(description="The need.")


@strawberry.type
class PlanCost(View[answer.PlanCost]):
    """The published integer cost of a plan: less is better."""

    total: int = read("total", "The cost of all steps and assumptions.")
    steps: int = read("steps", "How many steps.")
    assumptions: int = read("assumptions", "How many assumptions.")
    listed_steps: int = read("listed_steps", "How many steps rest on a name on the partner list only.")
    inferred_steps: int = read("inferred_steps", "How many steps rest on a reader's judgement.")
    optimal: bool = read("optimal", "Whether it is proved that no plan costs less.")
    lower_bound: int = read("lower_bound", "No plan costs less than this.")


@strawberry.type
class ReferralPlan(View[answer.ReferralPlan]):
    """A partial order of steps; every order that respects `after` can be carried out."""

    @field
    def id(self) -> strawberry.ID:
        """Equal for the same plan on the same version of the network; it reveals nothing of the question."""
        return strawberry.ID(self.model.id)

    stale: bool = read(
        "stale", "Whether it rests on stale facts only: at every step, all that is known was verified too long ago."
    )

    first: list[int] = read(
        "first",
        "The steps to begin with on the day of the question: they wait for no other and are not closed on that day; "
        "empty where the question is about no day.",
        size=2,
    )

    assumptions: list[Assumption] = each("assumptions", Assumption, "The unknown facts that the plan rests on.", size=3)

    @field(size=5)
    def steps(self) -> list[PlanStep]:
        """The steps, in one possible order."""
        layers = self.model.layers()
        return [PlanStep(model=step, layer=layers[step.order]) for step in self.model.steps]

    met: list[MetNeed] = each("met", MetNeed, "The needs that are met.", size=3)

    @field(size=2)
    def unmet(self, info: Info) -> list[UnmetNeed]:
        """The needs that are not met."""
        return [UnmetNeed(need=need) for need in list_needs(info, self.model.unmet)]

    cost: PlanCost = one("cost", PlanCost, "The cost.")

    @field
    def explanation(self, info: Info, locale: LocaleArgument = Locale.IT) -> str:
        """The plan in plain words, a line for each step."""
        return explain(self.model, info.context.network, locale or Locale.IT)


def list_needs(info: Info, codes: Iterable[str]) -> list[NeedArea]:
    """The need areas of `codes`, leaving out what the network does not have."""
    needs = info.context.network.needs
    return [NeedArea(model=needs[code]) for code in codes if code in needs]
