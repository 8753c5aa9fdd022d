"""The first screen of an answer."""

import strawberry

from api.messages import Words
from api.render.brief_view import BriefView
from api.schema.context import Info
from api.schema.fields import LocaleArgument, View, each, field, one, read, text
from api.schema.network import NeedArea, Service
from api.schema.plan import Candidate, Via, list_needs
from api.schema.situation import Fact
from graph.referral import brief
from graph.referral.answer import Answer
from graph.vocabulary import Locale


@strawberry.type
class BriefStep(View[brief.BriefStep]):
    """A step as one acts on it. What to bring stands with the service."""

    order: int = read("order", "Its number in one possible order, from 1.")
    after: list[int] = read("after", "The steps right before it.", size=2)
    more: int = read("more", "How many further services can carry it out.")

    via: Via = one("via", Via, "The way in.")

    candidates: list[Candidate] = each(
        "candidates",
        Candidate,
        "The services that can carry it out, those that can be reached first; at most three.",
        size=3,
    )

    unlocks: list[Fact] = each("unlocks", Fact, "What it makes true that a later step needs.", size=2)

    @field(size=2)
    def meets(self, info: Info) -> list[NeedArea]:
        """The needs that it meets."""
        return list_needs(info, self.model.meets)

    @field
    def support(self, info: Info) -> Service | None:
        """A service to turn to where no document says how to reach the candidates; null if there is none."""
        found = info.context.network.services.get(self.model.support or "")
        return None if found is None else Service(model=found)


@strawberry.type
class StepWarning(View[brief.StepWarning]):
    """What to see to before a step is taken."""

    step: int = read("step", "The step.")
    text: str = text("text", "The warning.")


@strawberry.type
class Brief(View[brief.Brief]):
    """An answer in short: what to do now. Show it below the safety notices of the answer."""

    answer: strawberry.Private[Answer]

    unused_words: list[str] = read("unused", "Words of the question that were not read.", size=3)
    more: int = read("more", "How many further ways the answer shows.")
    question: str | None = text("question.text", "What to ask next; null where nothing open would change the plan.")

    understood: list[Fact] = each("understood", Fact, "The facts that the question gives.", size=4)
    assumes: list[Fact] = each("assumes", Fact, "What the plan assumes of the person.", size=3)
    steps: list[BriefStep] = each("steps", BriefStep, "The steps of the best plan.", size=4)
    warnings: list[StepWarning] = each(
        "warnings", StepWarning, "The two warnings that say most about the steps.", size=2
    )

    @field(size=6)
    def ask(self, info: Info) -> list[Service]:
        """Whom to ask about what is unmet: those who can be reached first."""
        return Service.pick(info.context.network.services, [advisor.service for advisor in self.model.ask])

    @field
    def text(self, info: Info, locale: LocaleArgument = Locale.IT) -> str:
        """The first screen in plain words: at most 24 lines of 80 characters for a plan of a few steps."""
        return BriefView(info.context.network, Words(locale or Locale.IT)).text(self.answer)
