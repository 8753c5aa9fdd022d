"""Whether one service is open to a person of whom some facts are known."""

import strawberry

from api.schema.context import Info
from api.schema.fact import Fact
from api.schema.fields import LocaleArgument, field, read, say, text
from api.schema.service import Service
from api.schema.source import Citation, cite
from graph.referral import eligibility
from graph.referral.eligibility import Verdict
from graph.vocabulary import Evidence, Locale


@strawberry.type(description="What can be said of one requirement.")
class RequirementCheck:
    """The check of one requirement."""

    model: strawberry.Private[eligibility.RequirementCheck]

    requirement: str = read("requirement", "The name of the requirement within its service.")
    label: str = text("label", "How it reads.")
    verdict: Verdict = read("verdict", "Whether it holds.")
    contested: bool = read("contested", "Whether it hangs on how a contested sentence is read.")
    evidence: Evidence = read("evidence", "How well the requirement is founded.")

    @field("The unknown facts that it hangs on, with the values that would satisfy it.", size=3)
    def missing(self) -> list[Fact]:
        """The unknown facts."""
        return [Fact(model=fact) for fact in self.model.missing]

    @field("The lines that state the requirement.", size=3)
    def citations(self) -> list[Citation]:
        """The lines that state it."""
        return cite(self.model.citations, self.model.evidence)


@strawberry.type(
    description="The verdict on a service: ineligible where one requirement fails, eligible where all hold, else "
    "unknown. How one gets in is not part of it."
)
class EligibilityAssessment:
    """The verdict on a service."""

    model: strawberry.Private[eligibility.Assessment]

    verdict: Verdict = read("verdict", "Whether the service is open to the person.")
    described: bool = read("described", "False for a partner that is only listed: no document tells what it requires.")

    @field("The service.")
    def service(self, info: Info) -> Service:
        """The service."""
        return Service(model=info.context.network.services[self.model.service])

    @field("Every requirement; empty where no document sets one, which does not say that there is none.", size=5)
    def requirements(self) -> list[RequirementCheck]:
        """Every requirement."""
        return [RequirementCheck(model=check) for check in self.model.requirements]

    @field("What to ask to learn what is missing.", size=3)
    def questions(self, locale: LocaleArgument = Locale.IT) -> list[str]:
        """What to ask."""
        return [say(question, locale) for question in self.model.questions]
