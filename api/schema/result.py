"""The whole answer to a question: what was understood, plans, questions, problems."""

import strawberry

from api.schema.fields import field, read, text
from api.schema.interpretation import Interpretation
from api.schema.plan import ReferralPlan
from api.schema.problem import PlanningProblem
from api.schema.safety import Advisor, SafetyNotice
from api.schema.snapshot import Snapshot
from graph.referral import answer
from graph.referral.answer import PlanStatus


@strawberry.type(description="One answer to an open question, and where it leads.")
class PossibleAnswer:
    """A possible answer."""

    model: strawberry.Private[answer.PossibleAnswer]

    values: list[str] = read("cells", "The values of the fact that this answer stands for.", size=3)
    label: str = text("label", "How the answer reads.")
    status: PlanStatus = read("status", "What would become of the question.")

    @field("The first of the values.")
    def value(self) -> str:
        """The first of the values."""
        return self.model.cells[0] if self.model.cells else ""

    @field("The best plan under this answer; null where there is none.")
    def plan(self) -> ReferralPlan | None:
        """The plan under this answer."""
        return None if self.model.plan is None else ReferralPlan(model=self.model.plan)


@strawberry.type(description="An unknown fact of which some value leads to other steps.")
class OpenQuestion:
    """An open question."""

    model: strawberry.Private[answer.OpenQuestion]

    fact: str = read("fact", "The name of the fact.")
    variable: str = read("name", "The fact; for a set-valued one with its member.")
    ask: str = text("text", "What to ask.")

    @field("The possible answers, each with the plan it leads to.", size=4)
    def answers(self) -> list[PossibleAnswer]:
        """The possible answers."""
        return [PossibleAnswer(model=item) for item in self.model.answers]


@strawberry.type(description="The whole answer. Without plans there is at least one problem.")
class ReferralPlanResult:
    """The answer to a question."""

    model: strawberry.Private[answer.Answer]

    status: PlanStatus = read("status", "What became of the question.")

    @field("What was understood.")
    def interpretation(self) -> Interpretation:
        """What was understood."""
        return Interpretation(model=self.model.interpretation)

    @field("The plans, best first; really different ways.")
    def plans(self) -> list[ReferralPlan]:
        """The plans."""
        return [ReferralPlan(model=plan) for plan in self.model.plans]

    @field("What to ask, one at a time.", size=3)
    def questions(self) -> list[OpenQuestion]:
        """What to ask."""
        return [OpenQuestion(model=question) for question in self.model.questions]

    @field("Why something is missing.", size=3)
    def problems(self) -> list[PlanningProblem]:
        """Why something is missing."""
        return [PlanningProblem(model=problem) for problem in self.model.problems]

    @field("What concerns the person's safety: show it on top. Urgent notices come first.", size=1)
    def notices(self) -> list[SafetyNotice]:
        """What concerns the person's safety."""
        return [SafetyNotice(model=notice) for notice in self.model.notices]

    @field("Whom to ask about unmet needs, then about anything.", size=6)
    def ask(self) -> list[Advisor]:
        """Whom to ask."""
        return [Advisor(model=advisor) for advisor in self.model.ask]

    @field("The version of the network that answers.")
    def snapshot(self) -> Snapshot:
        """The version that answers."""
        return Snapshot()
