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
    """The verdict on one requirement."""

    requirement: str = read("requirement", "The name of the requirement within its service.")
    label: str = text("label", "The text.")
    verdict: Verdict = read("verdict", "Whether it holds.")
    contested: bool = read("contested", "True if the verdict depends on the reading of a contested sentence.")
    evidence: Evidence = read("evidence", "The level of evidence for the requirement.")

    missing: list[Fact] = each(
        "missing",
        Fact,
        "The unknown facts that decide the verdict, with the values that would satisfy the requirement.",
        size=3,
    )

    @field(size=3)
    def citations(self) -> list[Citation]:
        """The document lines that state the requirement."""
        return cite(self.model.citations, self.model.evidence)


@strawberry.type
class EligibilityAssessment(View[eligibility.Assessment]):
    """The verdict on a service. It is ineligible if a requirement fails, eligible if all hold, and otherwise
    unknown. The verdict does not consider access.
    """

    verdict: Verdict = read("verdict", "Whether the service is open to the person.")
    described: bool = read(
        "described", "False if the partner list is the only source: no document states its requirements."
    )

    @field
    def service(self, info: Info) -> Service:
        """The service."""
        return Service(model=info.context.network.services[self.model.service])

    requirements: list[RequirementCheck] = each(
        "requirements",
        RequirementCheck,
        "All known requirements. If the list is empty, no document states any; others may exist.",
        size=5,
    )

    @field(size=3)
    def questions(self, locale: LocaleArgument = Locale.IT) -> list[str]:
        """Questions that would supply the missing facts."""
        return [say(question, locale) for question in self.model.questions]
