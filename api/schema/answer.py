"""The whole answer to a question: what was understood, plans, questions, problems, safety notices."""

import datetime
from dataclasses import dataclass

import strawberry

from api.schema.context import Info
from api.schema.fields import LocaleArgument, View, each, field, one, read, say, text
from api.schema.network import NeedArea, Service
from api.schema.plan import Brief, ReferralPlan, list_needs
from api.schema.situation import Fact, ProfileFact
from api.schema.snapshot import Snapshot
from api.schema.source import Citation, cite
from graph.language.interpretation import AskBackKind, RecordPart
from graph.message import Message, Text
from graph.network import Network
from graph.question import EntryKind, EntryPoint
from graph.referral import answer, plan
from graph.referral.answer import PlanStatus, ProblemCode
from graph.referral.brief import summarize
from graph.referral.initial_state import Origin
from graph.vocabulary import Evidence, Locale, ServiceStatus, Severity


@strawberry.type
class ReadWords(View[answer.ReadWords]):
    """Words of the question and how they were understood."""

    words: str = read("words", "The words.")
    begin: int = read("begin", "The start position in characters, from 0.")
    end: int = read("end", "The end position, exclusive.")
    kind: str = read("kind", "The role of the words: a start, a need, a fact, something to avoid, or a connective.")
    code: str | None = read("code", "The code that the words stand for; null for a connective.")
    corrected: bool = read("corrected", "True if a spelling mistake was corrected.")


@strawberry.type
class UnknownWords(View[answer.UnknownWords]):
    """Words of the question that were ignored."""

    words: str = read("words", "The words.")
    begin: int = read("begin", "The start position in characters, from 0.")
    end: int = read("end", "The end position, exclusive.")
    suggestions: list[str] = read("suggestions", "Possible meanings.", size=3)


@strawberry.type
class KnownFact:
    """A known fact, either given in the question or implied by the start."""

    origin: Origin = strawberry.field(description="Where the fact comes from.")
    fact: Fact = strawberry.field(description="The fact.")


@strawberry.type
class BackChoice(View[answer.BackChoice]):
    """A possible answer to the question asked of the user."""

    code: str = read("code", "The code of a need or an entry situation, or a test of a fact.")
    label: str = text("label", "The text.")
    plan: ReferralPlan | None = one(
        "plan", ReferralPlan, "The best plan for this kind of the need alone; null if the choice is no kind of a need."
    )


@strawberry.type
class AskBack(View[answer.AskBack]):
    """A question that the user should answer first, with its possible answers."""

    kind: AskBackKind = read("kind", "Why the question is asked.")
    text: str = text("text", "The question.")
    choices: list[BackChoice] = each("choices", BackChoice, "The possible answers.", size=10)
    stops: bool = read("stops", "True if no plan is possible until the question is answered.")

    @field
    def about(self, info: Info) -> NeedArea | None:
        """The need that was named in general; null if the question is about something else."""
        found = info.context.network.needs.get(self.model.about or "")
        return NeedArea(model=found) if found else None


@strawberry.type
class RecordRequest(View[answer.RecordRequest]):
    """A request for the record of one or more partners."""

    words: str = read("words", "The words that name the partners.")
    slugs: list[str] = read("partners", "The slugs of organizations and services, most likely first.", size=6)
    parts: list[RecordPart] = read("parts", "The parts requested. Empty for the whole record.", size=7)


@dataclass(frozen=True, slots=True)
class EntryLabel:
    """How a start reads."""

    words: Text


@strawberry.type
class InterpretedEntry(View[EntryLabel]):
    """The start of the path, as understood."""

    kind: EntryKind = strawberry.field(description="The kind.")
    code: str = strawberry.field(description="The code or slug.")

    label: str = text("words", "The name; the code if the network does not contain it.")


@strawberry.type
class Interpretation(View[answer.Interpretation]):
    """How the program understood the question."""

    locale: Locale | None = read("locale", "The language of a question in words; null for a question in codes.")

    @field(name="from")
    def from_(self, info: Info) -> InterpretedEntry | None:
        """The start of the path; null if the question does not give one."""
        if self.model.question is None:
            return None
        start = self.model.question.start
        words = _entry_label(info.context.network, start)
        return InterpretedEntry(kind=start.kind, code=start.code, model=EntryLabel(words))

    @field(size=3)
    def needs(self, info: Info) -> list[NeedArea]:
        """The needs in the question that the network contains."""
        return list_needs(info, self.model.question.needs if self.model.question else ())

    @field(size=6)
    def facts(self) -> list[KnownFact]:
        """All known facts about the person, given or implied by the start."""
        return [KnownFact(origin=origin, fact=Fact(model=fact)) for origin, fact in self.model.known]

    @field(size=6)
    def given(self) -> list[ProfileFact]:
        """The facts given in the question, in the form of a question in codes. Facts implied by the start are left
        out.
        """
        return ProfileFact.each(self.model.question.facts if self.model.question else ())

    @field(size=3)
    def avoid(self) -> list[str]:
        """The slugs that no step may use."""
        return list(self.model.question.avoid) if self.model.question else []

    @field(size=3)
    def avoid_names(self, info: Info) -> list[str]:
        """The names of those that no step may use, in the order of `avoid`; the slug if the network lacks one."""
        network = info.context.network
        found = ((slug, network.organizations.get(slug) or network.services.get(slug)) for slug in self.avoid())
        return [node.name if node else slug for slug, node in found]

    read_words: list[ReadWords] = each(
        "read", ReadWords, "The words that were understood. Empty for a question in codes.", size=10
    )

    unknown_words: list[UnknownWords] = each(
        "unknown", UnknownWords, "The words that were ignored. They do not prevent an answer.", size=5
    )

    back: AskBack | None = one("back", AskBack, "A question for the user; null if there is none.")
    record: RecordRequest | None = one(
        "record", RecordRequest, "The record that the question requests; null if it requests none."
    )
    day: str | None = read("day", "The words that name the date of the question; null if none do.")


def _entry_label(network: Network, start: EntryPoint) -> Text:
    if start.kind is EntryKind.SITUATION:
        situation = network.situations.get(start.code)
        return situation.label if situation else Text(start.code, start.code)
    nodes = network.organizations if start.kind is EntryKind.ORGANIZATION else network.services
    name = nodes[start.code].name if start.code in nodes else start.code
    return Text(name, name)


@strawberry.type
class Repair(View[answer.Repair]):
    """A small change that would meet the need. Planning again proves it."""

    kind: str = read("kind", "What would have to change: `fact`, `requirement` or `route`.")
    text: str = text("text", "The change in words.")

    @field(size=3)
    def services(self, info: Info) -> list[Service]:
        """The services that would then meet the need."""
        return Service.pick(info.context.network.services, self.model.services)

    @field(size=3)
    def citations(self) -> list[Citation]:
        """The document lines that stand in the way."""
        return cite(self.model.citations, Evidence.STATED)


@strawberry.type
class PlanningProblem(View[answer.PlanningProblem]):
    """Why part of the answer is missing, and what would help."""

    code: ProblemCode = read("code", "The kind of problem.")
    input_field: str = read("input_field", "The part of the question to change.")
    message: str = text("message", "The reason, in words.")
    sources_silent: bool = read(
        "sources_silent",
        "True if the documents do not say. False if they exclude the person, or if the question is wrong.",
    )
    suggestions: list[str] = read("suggestions", "What the user may have meant.", size=3)

    @field(size=6)
    def conditions(self, locale: LocaleArgument = Locale.IT) -> list[str]:
        """The services whose conditions stand in the way, each with its conditions, as `message` names them one after
        the other. Empty if the reason is another.
        """
        named = dict(self.model.message.values).get("conditions", ())
        return [say(each, locale) for each in named if isinstance(each, Message)] if isinstance(named, tuple) else []

    @field
    def need(self, info: Info) -> NeedArea | None:
        """The unmet need; null if the problem concerns the question."""
        found = info.context.network.needs.get(self.model.need or "")
        return NeedArea(model=found) if found else None

    repairs: list[Repair] = each(
        "repairs", Repair, "Up to three small changes with which the need would be met.", size=3
    )

    @field(size=3)
    def citations(self) -> list[Citation]:
        """The document lines that exclude the person."""
        return cite(self.model.citations, Evidence.STATED)


@strawberry.type
class SafetyNotice(View[plan.SafetyNotice]):
    """A notice that comes before everything else in an answer about a person at risk. Show it at the top."""

    code: str = read("code", "The code of the safety rule.")
    severity: Severity = read("severity", "How urgent the notice is.")
    evidence: Evidence = read("evidence", "The level of evidence for the rule.")
    reason: str | None = text("why", "The reason for the rule; null if a document states it.")
    text: str = text("text", "The notice.")

    @field(size=2)
    def contacts(self, info: Info) -> list[Service]:
        """The services to contact, in the order to call them."""
        return Service.pick(info.context.network.services, self.model.contacts)

    @field(size=3)
    def citations(self) -> list[Citation]:
        """The document lines that the rule rests on."""
        return cite(self.model.citations, self.model.evidence, self.model.why)


@strawberry.type
class Advisor(View[plan.Advisor]):
    """A service to ask for advice: about an unmet need, or when in doubt."""

    @field
    def service(self, info: Info) -> Service:
        """The service."""
        return Service(model=info.context.network.services[self.model.service])

    @field(size=1)
    def needs(self, info: Info) -> list[NeedArea]:
        """The unmet needs to ask about. Empty if the service can be asked about anything."""
        known = info.context.network.needs
        return NeedArea.pick(known, self.model.needs)


@strawberry.type
class PossibleAnswer(View[answer.PossibleAnswer]):
    """A possible answer to an open question, with the resulting plan."""

    values: list[str] = read("cells", "The values of the fact that this answer represents.", size=3)
    label: str = text("label", "The answer in words.")
    status: PlanStatus = read("status", "The resulting status.")

    @field
    def value(self) -> str:
        """The first of the values."""
        return self.model.cells[0] if self.model.cells else ""

    plan: ReferralPlan | None = one("plan", ReferralPlan, "The best plan with this answer; null if there is none.")


@strawberry.type
class OpenQuestion(View[answer.OpenQuestion]):
    """An unknown fact for which some value leads to different steps."""

    fact: str = read("fact", "The name of the fact.")
    variable: str = read("name", "The fact. For a set-valued fact, the fact and its member.")
    ask: str = text("text", "The question to ask.")

    answers: list[PossibleAnswer] = each(
        "answers", PossibleAnswer, "The possible answers, each with the resulting plan.", size=4
    )


@strawberry.type
class ClosedService(View[answer.ClosedService]):
    """A service that would matter for the question but is closed, so no step uses it."""

    status: ServiceStatus = read("closed.status", "Whether the closure is temporary or permanent.")
    since: datetime.date | None = read("closed.since", "The first day of the closure; null if unknown.")
    until: datetime.date | None = read("closed.until", "The last day of the closure; null if unknown.")

    @field
    def service(self, info: Info) -> Service:
        """The service."""
        return Service(model=info.context.network.services[self.model.service])

    @field(size=2)
    def needs(self, info: Info) -> list[NeedArea]:
        """The needs in the question that the service meets. Empty if it would only make another step possible."""
        return list_needs(info, self.model.needs)

    @field(size=2)
    def citations(self) -> list[Citation]:
        """The document lines that state the closure."""
        return cite(self.model.closed.citations, Evidence.STATED)


@strawberry.type
class ReferralPlanResult(View[answer.Answer]):
    """The complete answer. If there are no plans, there is at least one problem."""

    status: PlanStatus = read("status", "The status of the answer.")

    interpretation: Interpretation = one("interpretation", Interpretation, "How the question was understood.")

    plans: list[ReferralPlan] = each(
        "plans", ReferralPlan, "The plans, best first. Each is a substantially different way."
    )

    questions: list[OpenQuestion] = each("questions", OpenQuestion, "What to ask, one question at a time.", size=3)

    problems: list[PlanningProblem] = each("problems", PlanningProblem, "Why part of the answer is missing.", size=3)

    notices: list[SafetyNotice] = each(
        "notices",
        SafetyNotice,
        "Notices about the person's safety. Show them at the top. Urgent notices come first.",
        size=1,
    )

    ask: list[Advisor] = each("ask", Advisor, "Services to ask for advice. Those for unmet needs come first.", size=6)

    closed: list[ClosedService] = each(
        "closed",
        ClosedService,
        "Services that would matter for the question but are closed, with the dates. The plans show the alternatives.",
        size=2,
    )

    @field
    def brief(self, info: Info) -> Brief:
        """The answer in short: what to do now, whom to call, what to ask next."""
        return Brief(model=summarize(self.model, info.context.network), answer=self.model)

    @field
    def on(self) -> datetime.date | None:
        """The date of the answer; null if the question was invalid."""
        question = self.model.interpretation.question
        return None if question is None else question.on

    @field
    def snapshot(self) -> Snapshot:
        """The network version that this answer uses."""
        return Snapshot()
