"""Why something is missing from an answer, and what would help."""

import strawberry

from api.schema.context import Info
from api.schema.fields import field, read, text
from api.schema.need_area import NeedArea
from api.schema.service import Service
from api.schema.source import Citation, cite
from graph.referral import answer
from graph.referral.answer import ProblemCode
from graph.vocabulary import Evidence


@strawberry.type(description="A small change, proved by planning again, with which the need would be met.")
class Repair:
    """A repair."""

    model: strawberry.Private[answer.Repair]

    kind: str = read("kind", "`fact`, `requirement` or `route`: what would have to be different.")
    text: str = text("text", "The change in words.")

    @field("The services that would then meet the need.", size=3)
    def services(self, info: Info) -> list[Service]:
        """The services of the repaired plan."""
        return [Service(model=info.context.network.services[slug]) for slug in self.model.services]

    @field("The lines that state what stands in the way.", size=3)
    def citations(self) -> list[Citation]:
        """What stands in the way."""
        return cite(self.model.citations, Evidence.STATED)


@strawberry.type(description="Why something is missing from the answer, and what would help.")
class PlanningProblem:
    """A problem."""

    model: strawberry.Private[answer.PlanningProblem]

    code: ProblemCode = read("code", "What kind of problem.")
    input_field: str = read("input_field", "The part of the question to change.")
    message: str = text("message", "The reason, in words.")
    sources_silent: bool = read(
        "sources_silent", "True: a gap in knowledge. False: the sources say no, or the question is at fault."
    )
    suggestions: list[str] = read("suggestions", "What the question may have meant.", size=3)

    @field("The need that is not met; null where the problem is about the question.")
    def need(self, info: Info) -> NeedArea | None:
        """The need that is not met."""
        found = info.context.network.needs.get(self.model.need or "")
        return NeedArea(model=found) if found else None

    @field("Up to three small changes with which the need would be met.", size=3)
    def repairs(self) -> list[Repair]:
        """What would help."""
        return [Repair(model=repair) for repair in self.model.repairs]

    @field("The lines that say no.", size=3)
    def citations(self) -> list[Citation]:
        """The lines that say no."""
        return cite(self.model.citations, Evidence.STATED)
