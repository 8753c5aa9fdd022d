"""The whole answer to a question: what was understood, plans, questions, problems, safety notices."""

import datetime
from dataclasses import dataclass

import strawberry

from api.schema.brief import Brief
from api.schema.context import Info
from api.schema.fields import View, each, field, one, read, text
from api.schema.network import NeedArea, Service
from api.schema.plan import ReferralPlan, list_needs
from api.schema.situation import Fact, ProfileFact
from api.schema.snapshot import Snapshot
from api.schema.source import Citation, cite
from graph.language.interpretation import AskBackKind, RecordPart
from graph.message import Text
from graph.network import Network
from graph.question import EntryKind, EntryPoint
from graph.referral import answer
from graph.referral.answer import PlanStatus, ProblemCode
from graph.referral.brief import summarize
from graph.referral.initial_state import Origin
from graph.vocabulary import Evidence, Locale, ServiceStatus, Severity


@strawberry.type
class ReadWords(View[answer.ReadWords]):
    """Words of the question, and what they were understood as."""

    words: str = read("words", "The words.")
    begin: int = read("begin", "Where they begin, in characters from 0.")
    end: int = read("end", "Where they end, excluded.")
    kind: str = read("kind", "What they are: a start, a need, a fact, something to avoid, or a connective.")
    code: str | None = read("code", "The code that they stand for; null for a connective.")
    corrected: bool = read("corrected", "Whether a slip of the pen was corrected.")


@strawberry.type
class UnknownWords(View[answer.UnknownWords]):
    """Words of the question that were not used."""

    words: str = read("words", "The words.")
    begin: int = read("begin", "Where they begin, in characters from 0.")
    end: int = read("end", "Where they end, excluded.")
    suggestions: list[str] = read("suggestions", "What they may mean.", size=3)


@strawberry.type
class KnownFact:
    """A fact that is known, and whether the question gives it or the start implies it."""

    origin: Origin = strawberry.field(description="What makes it hold.")
    fact: Fact = strawberry.field(description="The fact.")


@strawberry.type
class BackChoice(View[answer.BackChoice]):
    """One answer to the question that goes back."""

    code: str = read("code", "Its code: a need, an entry situation, or the test of a fact.")
    label: str = text("label", "How it reads.")


@strawberry.type
class AskBack(View[answer.AskBack]):
    """The one question that goes back to whoever asks, with its possible answers."""

    kind: AskBackKind = read("kind", "Why it is asked.")
    text: str = text("text", "The question.")
    choices: list[BackChoice] = each("choices", BackChoice, "Its possible answers.", size=10)
    stops: bool = read("stops", "Whether nothing can be planned before it is answered.")


@strawberry.type
class RecordRequest(View[answer.RecordRequest]):
    """That the question asks for the record of partners."""

    words: str = read("words", "The words that name them.")
    slugs: list[str] = read("partners", "The slugs of organizations and services, the likeliest first.", size=6)
    parts: list[RecordPart] = read("parts", "What is asked for; empty where it is the whole record.", size=4)


@dataclass(frozen=True, slots=True)
class EntryLabel:
    """How a start reads."""

    words: Text


@strawberry.type
class InterpretedEntry(View[EntryLabel]):
    """Where the path starts, as understood."""

    kind: EntryKind = strawberry.field(description="What it is.")
    code: str = strawberry.field(description="Its code or slug.")

    label: str = text("words", "Its name; the code where the network has no such start.")


@strawberry.type
class Interpretation(View[answer.Interpretation]):
    """What the program understood of the question."""

    locale: Locale | None = read("locale", "The language of a question in words; null for one in codes.")

    @field(name="from")
    def from_(self, info: Info) -> InterpretedEntry | None:
        """The start of the path; null if the question does not say."""
        if self.model.question is None:
            return None
        start = self.model.question.start
        words = _entry_label(info.context.network, start)
        return InterpretedEntry(kind=start.kind, code=start.code, model=EntryLabel(words))

    @field(size=3)
    def needs(self, info: Info) -> list[NeedArea]:
        """The needs, as far as the network has them."""
        return list_needs(info, self.model.question.needs if self.model.question else ())

    @field(size=6)
    def facts(self) -> list[KnownFact]:
        """Everything that is known about the person: given, or implied by where the path starts."""
        return [KnownFact(origin=origin, fact=Fact(model=fact)) for origin, fact in self.model.known]

    @field(size=6)
    def given(self) -> list[ProfileFact]:
        """The facts that the question gives, as one in codes would; what the start implies is not among them."""
        return ProfileFact.each(self.model.question.facts if self.model.question else ())

    @field(size=3)
    def avoid(self) -> list[str]:
        """Slugs of what no step may use."""
        return list(self.model.question.avoid) if self.model.question else []

    read_words: list[ReadWords] = each(
        "read", ReadWords, "The words that were understood; empty for a question in codes.", size=10
    )

    unknown_words: list[UnknownWords] = each(
        "unknown", UnknownWords, "The words that were not used; they stop nothing.", size=5
    )

    back: AskBack | None = one("back", AskBack, "The question that goes back; null where there is none.")
    record: RecordRequest | None = one(
        "record", RecordRequest, "The record that the question asks for; null where it asks for none."
    )


def _entry_label(network: Network, start: EntryPoint) -> Text:
    if start.kind is EntryKind.SITUATION:
        situation = network.situations.get(start.code)
        return situation.label if situation else Text(start.code, start.code)
    nodes = network.organizations if start.kind is EntryKind.ORGANIZATION else network.services
    name = nodes[start.code].name if start.code in nodes else start.code
    return Text(name, name)


@strawberry.type
class Repair(View[answer.Repair]):
    """A small change, proved by planning again, with which the need would be met."""

    kind: str = read("kind", "`fact`, `requirement` or `route`: what would have to be different.")
    text: str = text("text", "The change in words.")

    @field(size=3)
    def services(self, info: Info) -> list[Service]:
        """The services that would then meet the need."""
        return Service.pick(info.context.network.services, self.model.services)

    @field(size=3)
    def citations(self) -> list[Citation]:
        """The lines that state what stands in the way."""
        return cite(self.model.citations, Evidence.STATED)


@strawberry.type
class PlanningProblem(View[answer.PlanningProblem]):
    """Why something is missing from the answer, and what would help."""

    code: ProblemCode = read("code", "What kind of problem.")
    input_field: str = read("input_field", "The part of the question to change.")
    message: str = text("message", "The reason, in words.")
    sources_silent: bool = read(
        "sources_silent", "True: a gap in knowledge. False: the sources say no, or the question is at fault."
    )
    suggestions: list[str] = read("suggestions", "What the question may have meant.", size=3)

    @field
    def need(self, info: Info) -> NeedArea | None:
        """The need that is not met; null where the problem is about the question."""
        found = info.context.network.needs.get(self.model.need or "")
        return NeedArea(model=found) if found else None

    repairs: list[Repair] = each(
        "repairs", Repair, "Up to three small changes with which the need would be met.", size=3
    )

    @field(size=3)
    def citations(self) -> list[Citation]:
        """The lines that say no."""
        return cite(self.model.citations, Evidence.STATED)


@strawberry.type
class SafetyNotice(View[answer.SafetyNotice]):
    """What comes before everything else in an answer about a person at risk. Show it on top."""

    code: str = read("code", "The code of the safety rule.")
    severity: Severity = read("severity", "How it is meant.")
    evidence: Evidence = read("evidence", "How well the rule is founded.")
    reason: str | None = text("why", "The reason of the rule; null where a document says it.")
    text: str = text("text", "The notice.")

    @field(size=2)
    def contacts(self, info: Info) -> list[Service]:
        """The services to contact, the first to call first."""
        return Service.pick(info.context.network.services, self.model.contacts)

    @field(size=3)
    def citations(self) -> list[Citation]:
        """The lines that the rule rests on."""
        return cite(self.model.citations, self.model.evidence, self.model.why)


@strawberry.type
class Advisor(View[answer.Advisor]):
    """A service to ask, where the answer shows no way or in any doubt."""

    @field
    def service(self, info: Info) -> Service:
        """The service."""
        return Service(model=info.context.network.services[self.model.service])

    @field(size=1)
    def needs(self, info: Info) -> list[NeedArea]:
        """The unmet needs that it may be asked about; empty where it may be asked about anything."""
        known = info.context.network.needs
        return NeedArea.pick(known, self.model.needs)


@strawberry.type
class PossibleAnswer(View[answer.PossibleAnswer]):
    """One answer to an open question, and where it leads."""

    values: list[str] = read("cells", "The values of the fact that this answer stands for.", size=3)
    label: str = text("label", "How the answer reads.")
    status: PlanStatus = read("status", "What would become of the question.")

    @field
    def value(self) -> str:
        """The first of the values."""
        return self.model.cells[0] if self.model.cells else ""

    plan: ReferralPlan | None = one("plan", ReferralPlan, "The best plan under this answer; null if there is none.")


@strawberry.type
class OpenQuestion(View[answer.OpenQuestion]):
    """An unknown fact of which some value leads to other steps."""

    fact: str = read("fact", "The name of the fact.")
    variable: str = read("name", "The fact; for a set-valued one with its member.")
    ask: str = text("text", "What to ask.")

    answers: list[PossibleAnswer] = each(
        "answers", PossibleAnswer, "The possible answers, each with the plan it leads to.", size=4
    )


@strawberry.type
class ClosedService(View[answer.ClosedService]):
    """A service that would matter for the question, but is closed and so is no step."""

    status: ServiceStatus = read("closed.status", "Whether it is closed for a time or for good.")
    since: datetime.date | None = read("closed.since", "The first day; null where it is not known.")
    until: datetime.date | None = read("closed.until", "The last day; null where it is not known.")

    @field
    def service(self, info: Info) -> Service:
        """The service."""
        return Service(model=info.context.network.services[self.model.service])

    @field(size=2)
    def needs(self, info: Info) -> list[NeedArea]:
        """The needs of the question that it meets; empty where it would only make another step possible."""
        return list_needs(info, self.model.needs)

    @field(size=2)
    def citations(self) -> list[Citation]:
        """Where it is said that it is closed."""
        return cite(self.model.closed.citations, Evidence.STATED)


@strawberry.type
class ReferralPlanResult(View[answer.Answer]):
    """The whole answer. Without plans there is at least one problem."""

    status: PlanStatus = read("status", "What became of the question.")

    interpretation: Interpretation = one("interpretation", Interpretation, "What was understood.")

    plans: list[ReferralPlan] = each("plans", ReferralPlan, "The plans, best first; really different ways.")

    questions: list[OpenQuestion] = each("questions", OpenQuestion, "What to ask, one at a time.", size=3)

    problems: list[PlanningProblem] = each("problems", PlanningProblem, "Why something is missing.", size=3)

    notices: list[SafetyNotice] = each(
        "notices", SafetyNotice, "What concerns the person's safety: show it on top. Urgent notices come first.", size=1
    )

    ask: list[Advisor] = each("ask", Advisor, "Services to ask: about unmet needs first, then about anything.", size=6)

    closed: list[ClosedService] = each(
        "closed",
        ClosedService,
        "Services that would matter but are closed, and until when; the plans name who else there is.",
        size=2,
    )

    @field
    def brief(self, info: Info) -> Brief:
        """The answer in short: what to do now, whom to call, what to ask next."""
        return Brief(model=summarize(self.model, info.context.network), answer=self.model)

    @field
    def on(self) -> datetime.date | None:
        """The day that the answer is about; null where the question could not be read."""
        question = self.model.interpretation.question
        return None if question is None else question.on

    @field
    def snapshot(self) -> Snapshot:
        """The version of the network that answers."""
        return Snapshot()
