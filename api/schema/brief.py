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
    question: str | None = text("question.text", "What to ask next; null if no open question would change the plan.")

    understood: list[Fact] = each("understood", Fact, "The facts stated in the question.", size=4)
    assumes: list[Fact] = each("assumes", Fact, "The facts that the plan assumes about the person.", size=3)
    steps: list[BriefStep] = each("steps", BriefStep, "The steps of the best plan.", size=4)
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
