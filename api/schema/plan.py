"""Referral plans: steps in a partial order, each with its reasons."""

from collections.abc import Iterable

import strawberry

from api.explanation import explain
from api.schema.availability import Opening
from api.schema.context import Info
from api.schema.fact import Fact
from api.schema.fields import LocaleArgument, field, read, say, text
from api.schema.need_area import NeedArea
from api.schema.organization import Organization
from api.schema.service import Service
from api.schema.source import Citation, cite
from api.schema.via import Justification, Via
from graph.availability import Room
from graph.referral import answer
from graph.vocabulary import Evidence, Locale


@strawberry.type(description="A service that can carry out a step; candidates of one step are interchangeable there.")
class Candidate:
    """A candidate of a step."""

    model: strawberry.Private[answer.Candidate]

    evidence: Evidence = read("evidence", "How well it is founded that this service can do it.")
    room: Room = read("room", "Whether it has room on the day of the question.")
    doubtful: bool = read("doubtful", "Whether the service may have ended or been replaced.")

    @field("The service.")
    def service(self, info: Info) -> Service:
        """The service."""
        return Service(model=info.context.network.services[self.model.service])

    @field("When its door opens on the day of the question; null where the question is about no day.")
    def opening(self) -> Opening | None:
        """When its door opens."""
        return None if self.model.opening is None else Opening(model=self.model.opening)

    @field("The organizations that offer it.", size=2)
    def organizations(self, info: Info) -> list[Organization]:
        """Who offers it."""
        known = info.context.network.organizations
        return [Organization(model=known[slug]) for slug in self.model.organizations]

    @field("The lines that name it.", size=3)
    def citations(self) -> list[Citation]:
        """The lines that name it."""
        return cite(self.model.citations, self.model.evidence)


@strawberry.type(description="One door.")
class PlanStep:
    """A step of a plan."""

    model: strawberry.Private[answer.PlanStep]

    order: int = read("order", "Its number in one possible order, from 1.")
    after: list[int] = read(
        "after",
        "The steps right before it. Steps in neither order are parallel: any order of them can be done.",
        size=2,
    )
    evidence: Evidence = read("evidence", "The weakest level that the step rests on.")
    cost: int = read("cost", "What the step adds to the cost of the plan.")

    @field("The services that can carry it out; never empty.", size=10)
    def candidates(self) -> list[Candidate]:
        """The services that can carry it out."""
        return [Candidate(model=candidate) for candidate in self.model.candidates]

    @field("The service, where there is one candidate; else null.")
    def service(self, info: Info) -> Service | None:
        """The only candidate."""
        if len(self.model.candidates) != 1:
            return None
        return Service(model=info.context.network.services[self.model.candidates[0].service])

    @field("How one gets in.")
    def via(self) -> Via:
        """How one gets in."""
        return Via(model=self.model.via)

    @field("The needs that it meets.", size=2)
    def meets(self, info: Info) -> list[NeedArea]:
        """The needs that it meets."""
        return list_needs(info, self.model.meets)

    @field("What it makes true that a later step needs.", size=2)
    def unlocks(self) -> list[Fact]:
        """What later steps need of it."""
        return [Fact(model=fact) for fact in self.model.unlocks]

    @field("Why it is possible: every requirement, and what satisfies it.", size=5)
    def because(self) -> list[Justification]:
        """Why it is possible."""
        return [Justification(model=item) for item in self.model.because]

    @field("Services that help with what this step meets; never counted as meeting it.", size=4)
    def support(self, info: Info) -> list[Service]:
        """Who helps beside it."""
        return [Service(model=info.context.network.services[slug]) for slug in self.model.support]

    @field("What safety demands before the person takes the step; `verify` begins with it.", size=1)
    def cautions(self, locale: LocaleArgument = Locale.IT) -> list[str]:
        """What safety demands."""
        return [say(caution, locale) for caution in self.model.cautions]

    @field("What to verify before sending the person.", size=5)
    def verify(self, locale: LocaleArgument = Locale.IT) -> list[str]:
        """What to verify."""
        return [say(check, locale) for check in self.model.verify]

    @field("The lines that the step rests on.", size=5)
    def citations(self) -> list[Citation]:
        """The lines that the step rests on."""
        return cite(self.model.citations, self.model.evidence)


@strawberry.type(description="An unknown fact that a plan rests on, as widely as the same steps still hold.")
class Assumption:
    """An assumption of a plan."""

    model: strawberry.Private[answer.Assumption]

    label: str = text("fact.text", "What is assumed, as it reads.")
    question: str | None = text("question", "What to ask to be sure; null where it is not the person who knows.")

    @field("What is assumed.")
    def fact(self) -> Fact:
        """What is assumed."""
        return Fact(model=self.model.fact)


@strawberry.type(description="A need that is met.")
class MetNeed:
    """A need that is met."""

    model: strawberry.Private[answer.MetNeed]

    step: int | None = read("step", "The step that meets it; null where it was met from the start.")

    @field("The need.")
    def need(self, info: Info) -> NeedArea:
        """The need."""
        return NeedArea(model=info.context.network.needs[self.model.need])


@strawberry.type(description="A need that the plan does not meet; `problems` of the result say why.")
class UnmetNeed:
    """A need that is not met."""

    need: NeedArea = strawberry.field(description="The need.")


@strawberry.type(description="The published integer cost of a plan: less is better.")
class PlanCost:
    """The cost of a plan."""

    model: strawberry.Private[answer.PlanCost]

    total: int = read("total", "The cost of all steps and assumptions.")
    steps: int = read("steps", "How many steps.")
    assumptions: int = read("assumptions", "How many assumptions.")
    listed_steps: int = read("listed_steps", "How many steps rest on a name on the partner list only.")
    inferred_steps: int = read("inferred_steps", "How many steps rest on a reader's judgement.")
    optimal: bool = read("optimal", "Whether it is proved that no plan costs less.")
    lower_bound: int = read("lower_bound", "No plan costs less than this.")


@strawberry.type(description="A partial order of steps; every order that respects `after` can be carried out.")
class ReferralPlan:
    """A plan."""

    model: strawberry.Private[answer.ReferralPlan]

    @field("Equal for the same plan on the same version of the network; it reveals nothing of the question.")
    def id(self) -> strawberry.ID:
        """The identifier of the plan."""
        return strawberry.ID(self.model.id)

    first: list[int] = read(
        "first",
        "The steps to begin with on the day of the question: they wait for no other and are not closed on that day; "
        "empty where the question is about no day.",
        size=2,
    )

    @field("The unknown facts that the plan rests on.", size=3)
    def assumptions(self) -> list[Assumption]:
        """What the plan rests on."""
        return [Assumption(model=assumption) for assumption in self.model.assumptions]

    @field("The steps, in one possible order.", size=5)
    def steps(self) -> list[PlanStep]:
        """The steps."""
        return [PlanStep(model=step) for step in self.model.steps]

    @field("The needs that are met.", size=3)
    def met(self) -> list[MetNeed]:
        """The needs that are met."""
        return [MetNeed(model=met) for met in self.model.met]

    @field("The needs that are not met.", size=2)
    def unmet(self, info: Info) -> list[UnmetNeed]:
        """The needs that are not met."""
        return [UnmetNeed(need=need) for need in list_needs(info, self.model.unmet)]

    @field("The cost.")
    def cost(self) -> PlanCost:
        """The cost."""
        return PlanCost(model=self.model.cost)

    @field("The plan in plain words, a line for each step.")
    def explanation(self, info: Info, locale: LocaleArgument = Locale.IT) -> str:
        """The plan in plain words."""
        return explain(self.model, info.context.network, locale or Locale.IT)


def list_needs(info: Info, codes: Iterable[str]) -> list[NeedArea]:
    """The need areas of `codes`, leaving out what the network does not have."""
    needs = info.context.network.needs
    return [NeedArea(model=needs[code]) for code in codes if code in needs]
