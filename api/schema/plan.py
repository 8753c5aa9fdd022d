"""Referral plans: steps in a partial order, each with its way in and its reasons; and the brief, a plan in short."""

from collections.abc import Iterable

import strawberry

from api.messages import Words
from api.render.answer_text import explain
from api.render.brief_view import BriefView
from api.schema.contact import Opening
from api.schema.context import Info
from api.schema.fields import LocaleArgument, View, each, field, one, read, say, text
from api.schema.network import NeedArea, Organization, SendingPartner, Service, sending_partner
from api.schema.situation import Fact
from api.schema.source import Citation, Verified, cite
from graph.availability import Room
from graph.referral import brief, plan
from graph.referral.answer import Answer
from graph.referral.initial_state import Origin
from graph.vocabulary import AccessMode, Evidence, Locale, NodeKind, RouteKind


@strawberry.type
class Sender(View[plan.Sender]):
    """The organization or service that sends the person."""

    kind: NodeKind = read("kind", "The kind.")
    slug: str = read("slug", "The slug.")
    label: str = text("label", "The name.")
    step: int | None = read(
        "step",
        "The step that brings the person into contact with the sender; null if the contact exists from the start.",
    )

    @field
    def by(self, info: Info) -> SendingPartner | None:
        """The sender; null if it is not an organization or service of the network."""
        return sending_partner(info.context.network, self.model.kind, self.model.slug)

    @field(deprecated="`by` holds the organization or service.")
    def organization(self, info: Info) -> Organization | None:
        """The organization; null if a service sends the person."""
        found = info.context.network.organizations.get(self.model.slug)
        return Organization(model=found) if found and self.model.kind is NodeKind.ORGANIZATION else None

    @field(deprecated="`by` holds the organization or service.")
    def service(self, info: Info) -> Service | None:
        """The service; null if an organization sends the person."""
        found = info.context.network.services.get(self.model.slug)
        return Service(model=found) if found and self.model.kind is NodeKind.SERVICE else None


@strawberry.type
class Via(View[plan.Via]):
    """The way into a service at a step of a plan."""

    route: RouteKind = read("route", "The kind of route.")
    modes: list[AccessMode] = read("modes", "The channels named in the documents.", size=3)
    note: str | None = text("note", "A note; null if there is none.")
    evidence: Evidence = read("evidence", "The level of evidence for the route.")

    senders: list[Sender] = each(
        "senders",
        Sender,
        "The partners that know the person by then and may send them. Empty if no referral is needed.",
        size=4,
    )

    @field(size=3)
    def citations(self) -> list[Citation]:
        """The document lines that name the route."""
        return cite(self.model.citations, self.model.evidence)


@strawberry.type
class Justification(View[plan.Justification]):
    """Why a step is possible: a requirement and the fact that satisfies it."""

    requirement: str = read("requirement", "The name of the requirement within its service.")
    label: str = text("label", "The requirement in words.")
    by: Origin = read("by", "Where the fact comes from.")
    step: int | None = read("step", "The earlier step that makes the fact true; null for other origins.")
    evidence: Evidence = read("evidence", "The level of evidence for the requirement.")

    fact: Fact = one("fact", Fact, "The fact that satisfies it.")

    @field(size=3)
    def citations(self) -> list[Citation]:
        """The document lines that state the requirement."""
        return cite(self.model.citations, self.model.evidence)


@strawberry.type
class Candidate(View[plan.Candidate]):
    """A service that can carry out a step. The candidates of a step are interchangeable."""

    evidence: Evidence = read("evidence", "The level of evidence that this service can carry out the step.")
    room: Room = read("room", "Whether the service has a free place on the date of the question.")
    opening: Opening | None = one(
        "opening", Opening, "When the service opens on the date of the question; null if the question has no date."
    )
    verified: Verified = one("verified", Verified, "When the underlying statements were last verified.")
    doubtful: bool = read("doubtful", "True if the service may have ended or been replaced.")

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
        """The document lines that name the service."""
        return cite(self.model.citations, self.model.evidence)


@strawberry.type
class PlanStep(View[plan.PlanStep]):
    """A step: a service to which the person is sent."""

    layer: int = strawberry.field(
        description="The row of the step in a drawing, starting at 1. "
        "Each step is one row below the last step that it waits for."
    )
    order: int = read("order", "The position in one possible order, starting at 1.")
    after: list[int] = read(
        "after",
        "The steps immediately before this one. Steps with no order between them can be taken in any order.",
        size=2,
    )
    evidence: Evidence = read("evidence", "The lowest level of evidence that the step rests on.")
    cost: int = read("cost", "The part of the plan's cost that this step adds.")

    candidates: list[Candidate] = each(
        "candidates", Candidate, "The services that can carry out the step. Never empty.", size=10
    )

    @field
    def service(self, info: Info) -> Service | None:
        """The service if there is only one candidate; otherwise null."""
        if len(self.model.candidates) != 1:
            return None
        return Service(model=info.context.network.services[self.model.candidates[0].service])

    via: Via = one("via", Via, "The way in.")

    @field(size=2)
    def meets(self, info: Info) -> list[NeedArea]:
        """The needs that this step meets."""
        return list_needs(info, self.model.meets)

    @field(size=2)
    def kinds(self, info: Info) -> list[NeedArea]:
        """For each need in `meets`, the kind of it that all candidates meet: an emergency bed, for housing."""
        return list_needs(info, self.model.kinds)

    unlocks: list[Fact] = each(
        "unlocks", Fact, "The facts that this step makes true and a later step requires.", size=2
    )

    because: list[Justification] = each(
        "because", Justification, "Why the step is possible: each requirement and the fact that satisfies it.", size=5
    )

    @field(size=4)
    def support(self, info: Info) -> list[Service]:
        """Services that help with the same needs. They never count as meeting them."""
        return Service.pick(info.context.network.services, self.model.support)

    @field(size=1)
    def cautions(self, locale: LocaleArgument = Locale.IT) -> list[str]:
        """Safety precautions to take before this step. They are also the first items of `verify`."""
        return [say(caution, locale) for caution in self.model.cautions]

    @field(size=5)
    def verify(self, locale: LocaleArgument = Locale.IT) -> list[str]:
        """What to verify before sending the person."""
        return [say(check, locale) for check in self.model.verify]

    @field(size=5)
    def citations(self) -> list[Citation]:
        """The document lines that the step rests on."""
        return cite(self.model.citations, self.model.evidence)


@strawberry.type
class Assumption(View[plan.Assumption]):
    """An unknown fact that a plan assumes. `fact` covers every value for which the same steps work."""

    label: str = text("fact.text", "The assumption in words.")
    question: str | None = text("question", "What to ask to confirm it; null if the person cannot know.")

    fact: Fact = one("fact", Fact, "The assumed fact.")


@strawberry.type
class MetNeed(View[plan.MetNeed]):
    """A need that is met."""

    step: int | None = read("step", "The step that meets it; null if it is met from the start.")

    @field
    def need(self, info: Info) -> NeedArea:
        """The need."""
        return NeedArea(model=info.context.network.needs[self.model.need])


@strawberry.type
class UnmetNeed:
    """A need that the plan does not meet. The `problems` of the result say why."""

    need: NeedArea = strawberry.field(description="The need.")


@strawberry.type
class PlanCost(View[plan.PlanCost]):
    """The published cost of a plan, a whole number. Lower is better."""

    total: int = read("total", "The total cost of steps and assumptions.")
    steps: int = read("steps", "The number of steps.")
    assumptions: int = read("assumptions", "The number of assumptions.")
    listed_steps: int = read("listed_steps", "The number of steps that rest only on a name on the partner list.")
    inferred_steps: int = read("inferred_steps", "The number of steps that rest on a reader's judgement.")
    optimal: bool = read("optimal", "True if no plan is proved to cost less.")
    lower_bound: int = read("lower_bound", "A proved lower bound: no plan costs less.")


@strawberry.type
class ReferralPlan(View[plan.ReferralPlan]):
    """A partially ordered set of steps. Any order that respects `after` is valid."""

    @field
    def id(self) -> strawberry.ID:
        """The identifier of the plan. The same plan on the same network version has the same identifier. It reveals
        nothing about the question.
        """
        return strawberry.ID(self.model.id)

    stale: bool = read("stale", "True if every step rests only on data that was verified too long ago.")

    first: list[int] = read(
        "first",
        "The steps to start with on the date of the question: they wait for no other step and are not closed. "
        "Empty if the question has no date.",
        size=2,
    )

    assumptions: list[Assumption] = each("assumptions", Assumption, "The unknown facts that the plan assumes.", size=3)

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
        """The plan as plain text, one line for each step."""
        return explain(self.model, info.context.network, locale or Locale.IT)


def list_needs(info: Info, codes: Iterable[str]) -> list[NeedArea]:
    """The need areas of `codes`, leaving out what the network does not have."""
    needs = info.context.network.needs
    return [NeedArea(model=needs[code]) for code in codes if code in needs]


@strawberry.type
class BriefStep(View[brief.BriefStep]):
    """A step in short. `service` says what to bring."""

    order: int = read("order", "The position in one possible order, starting at 1.")
    after: list[int] = read("after", "The steps immediately before this one.", size=2)
    more: int = read("more", "The number of further services that can carry out the step.")

    via: Via = one("via", Via, "The way in.")

    candidates: list[Candidate] = each(
        "candidates",
        Candidate,
        "Up to three services that can carry out the step. Those with a contact come first.",
        size=3,
    )

    unlocks: list[Fact] = each(
        "unlocks", Fact, "The facts that this step makes true and a later step requires.", size=2
    )

    @field(size=2)
    def meets(self, info: Info) -> list[NeedArea]:
        """The needs that this step meets."""
        return list_needs(info, self.model.meets)

    @field
    def support(self, info: Info) -> Service | None:
        """A service to turn to if no document says how to reach the candidates; null if there is none."""
        found = info.context.network.services.get(self.model.support or "")
        return None if found is None else Service(model=found)


@strawberry.type
class StepWarning(View[brief.StepWarning]):
    """Something to deal with before a step is taken."""

    step: int = read("step", "The step.")
    text: str = text("text", "The warning.")


@strawberry.type
class Brief(View[brief.Brief]):
    """A short answer: what to do now. Show the safety notices above it."""

    answer: strawberry.Private[Answer]

    unused_words: list[str] = read("unused", "Words of the question that were ignored.", size=3)
    more: int = read("more", "The number of further plans in the answer.")
    question: str | None = text(
        "question.text",
        "What to ask next; null if no open question would change the plan, or if `interpretation.back` asks first.",
    )

    understood: list[Fact] = each("understood", Fact, "The facts stated in the question.", size=4)
    assumes: list[Fact] = each("assumes", Fact, "The facts that the plan assumes about the person.", size=3)
    steps: list[BriefStep] = each("steps", BriefStep, "The steps of the best plan.", size=4)
    undecided: list[int] = read(
        "undecided",
        "The steps for a need that was named in general. Show the choices of `interpretation.back` in their place.",
        size=2,
    )

    @field(size=2)
    def cautions(self, locale: LocaleArgument = Locale.IT) -> list[str]:
        """Safety precautions for the choices of `interpretation.back`. Show them above the choices."""
        return [say(caution, locale) for caution in self.model.cautions]

    warnings: list[StepWarning] = each(
        "warnings", StepWarning, "The two most important warnings about the steps.", size=2
    )

    @field(size=6)
    def ask(self, info: Info) -> list[Service]:
        """Services to ask about unmet needs. Those with a contact come first."""
        return Service.pick(info.context.network.services, [advisor.service for advisor in self.model.ask])

    @field
    def text(self, info: Info, locale: LocaleArgument = Locale.IT) -> str:
        """The first screen as plain text. A plan of a few steps fits 24 lines of 80 characters."""
        return BriefView(info.context.network, Words(locale or Locale.IT)).text(self.answer)
