"""Whether one service is open to a person of whom some facts are known."""

import strawberry

from api.schema.context import Info
from api.schema.fields import LocaleArgument, View, each, field, read, say, text
from api.schema.network import Service
from api.schema.situation import Fact
from api.schema.source import Citation, cite
from graph.referral import eligibility
from graph.referral.eligibility import Verdict
from graph.vocabulary import Evidence, Locale


@strawberry.type
class RequirementCheck(View[eligibility.RequirementCheck]):
    """What can be said of one requirement."""

    requirement: str = read("requirement", "The name of the requirement within its service.")
    label: str = text("label", "How it reads.")
    verdict: Verdict = read("verdict", "Whether it holds.")
    contested: bool = read("contested", "Whether it hangs on how a contested sentence is read.")
    evidence: Evidence = read("evidence", "How well the requirement is founded.")

    missing: list[Fact] = each(
        "missing", Fact, "The unknown facts that it hangs on, with the values that would satisfy it.", size=3
    )

    @field(size=3)
    def citations(self) -> list[Citation]:
        """The lines that state the requirement."""
        return cite(self.model.citations, self.model.evidence)


@strawberry.type
class EligibilityAssessment(View[eligibility.Assessment]):
    """The verdict on a service: ineligible where one requirement fails, eligible where all hold, else unknown. How one
    gets in is not part of it.
    """

    verdict: Verdict = read("verdict", "Whether the service is open to the person.")
    described: bool = read("described", "False for a partner that is only listed: no document tells what it requires.")

    @field
    def service(self, info: Info) -> Service:
        """The service."""
        return Service(model=info.context.network.services[self.model.service])

    requirements: list[RequirementCheck] = each(
        "requirements",
        RequirementCheck,
        "Every requirement; empty where no document sets one, which does not say that there is none.",
        size=5,
    )

    @field(size=3)
    def questions(self, locale: LocaleArgument = Locale.IT) -> list[str]:
        """What to ask to learn what is missing."""
        return [say(question, locale) for question in self.model.questions]
