"""An answer drawn so that a person reads it at a glance."""

from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from api.messages import SIGNS, Words
from api.render.answer_text import (
    answer_day_text,
    candidate_text,
    list_closed,
    list_corrections,
    list_first,
    list_hours,
    list_reasons,
    no_way_text,
    suggestion_text,
)
from graph.network import Network
from graph.question import EntryKind, Question
from graph.referral.answer import Answer, OpenQuestion, PlanningProblem, ProblemCode
from graph.referral.plan import PlanStep, ReferralPlan, Via
from graph.services import Service
from graph.vocabulary import Evidence, RouteKind, Severity

STYLES = {Evidence.STATED: "green", Evidence.INFERRED: "yellow", Evidence.LISTED: "cyan"}
SHOWN_CANDIDATES = 6
SHOWN_ADVISORS = 6


class PlanView:
    """Draws the answers of one network in one language. `brief` leaves out contacts, support and verification."""

    def __init__(self, network: Network, words: Words, brief: bool = False) -> None:
        self._network = network
        self._words = words
        self._brief = brief

    def draw(self, answer: Answer, console: Console) -> None:
        """Print the whole answer."""
        for part in self._parts(answer):
            console.print(part)

    def _question_back(self, answer: Answer) -> Iterator[RenderableType]:
        """The question that goes back, and its possible answers in words."""
        back = answer.interpretation.back
        if back is not None:
            choices = ", ".join(self._words(choice.label) for choice in back.choices)
            yield Styled(f"{self._words(back.text)} {choices}", style="bold")

    def _parts(self, answer: Answer) -> Iterator[RenderableType]:
        say = self._words.say
        if answer.interpretation.question is not None:
            yield Styled(self._title(answer.interpretation.question), style="bold")
        day = answer_day_text(answer, self._words)
        if day is not None:
            yield Styled(day)
        yield from self.notices(answer)
        yield from self._known(answer)
        for line in list_corrections(answer.interpretation.read, self._network, self._words):
            yield Styled(line)
        unused = [item.words for item in answer.interpretation.unknown]
        if unused:
            yield Styled(say("plan.not_used", words=" · ".join(unused)), style="dim")
        yield from self._question_back(answer)
        for number, plan in enumerate(answer.plans, start=1):
            yield ""
            name = say("plan.first_plan") if number == 1 else say("plan.other_plan", number=number)
            status = f"{say(f'status.{answer.status}')} · " if number == 1 else ""
            yield Styled(
                f"{name}: {status}{self._summary(plan, proof=number == 1)}",
                style="bold green" if number == 1 else "bold",
            )
            yield from self._plan(plan, full=number == 1 and not self._brief)
        if not answer.plans:
            yield Styled(say(f"status.{answer.status}").capitalize(), style="bold red")
        for line in list_closed(answer, self._network, self._words):
            yield Styled(f"✗ {line}")
        if answer.problems:
            yield Styled(f"\n{say('plan.problems')}", style="bold red")
            for problem in answer.problems:
                yield from self._problem(problem)
        if answer.questions:
            yield Styled(f"\n{say('plan.questions')}", style="bold")
            for question in answer.questions:
                yield from self._question(question, answer)
        yield from self._advisors(answer)
        yield ""
        yield Styled(self._legend(answer), style="dim")

    def notices(self, answer: Answer) -> Iterator[RenderableType]:
        """The safety notices, each with those to call."""
        for notice in answer.notices:
            style = "bold red" if notice.severity is Severity.URGENT else "yellow"
            yield Styled(f"!! {self._words(notice.text)}", style=style)
            for slug in notice.contacts:
                service = self._network.get_service(slug)
                yield Padding(Styled(" · ".join((service.name, *_reach(service))), style=style), (0, 0, 0, 3))

    def _advisors(self, answer: Answer) -> Iterator[RenderableType]:
        if answer.ask and (answer.problems or not answer.plans):
            yield Styled(f"\n{self._words.say('plan.ask_them')}", style="bold")
            for advisor in answer.ask[:SHOWN_ADVISORS]:
                service = self._network.get_service(advisor.service)
                yield Padding(Styled(" · ".join((service.name, *_reach(service)))), (0, 0, 0, 2))

    def _title(self, question: Question) -> str:
        key = "plan.from_to" if question.needs else "plan.from"
        return self._words.say(key, start=self.start_label(question), needs=self._needs(question.needs))

    def start_label(self, question: Question) -> str:
        """How the start of a question reads; a code that the network does not have, as it was given."""
        kind, code = question.start.kind, question.start.code
        if kind is EntryKind.SITUATION:
            situation = self._network.situations.get(code)
            return code if situation is None else self._words(situation.label)
        node = (self._network.organizations if kind is EntryKind.ORGANIZATION else self._network.services).get(code)
        return code if node is None else node.name

    def _needs(self, codes: tuple[str, ...]) -> str:
        known = self._network.needs
        return " + ".join(self._words(known[code].label) if code in known else code for code in codes)

    def _known(self, answer: Answer) -> Iterator[RenderableType]:
        facts = [self._words(fact.text) for _, fact in answer.interpretation.known]
        if facts:
            yield Styled(f"{self._words.say('plan.known')}: {'; '.join(facts)}", style="dim")

    def _summary(self, plan: ReferralPlan, proof: bool) -> str:
        say = self._words.say
        count = len(plan.steps)
        steps = say("count.steps", count=count)
        cost = plan.cost
        total = f"{steps} · {say('plan.cost', total=cost.total)}"
        if not proof:
            return total
        return f"{total} ({say('plan.optimal') if cost.optimal else say('plan.bound', bound=cost.lower_bound)})"

    def _plan(self, plan: ReferralPlan, full: bool) -> Iterator[RenderableType]:
        if plan.stale:
            yield Styled(f"  {self._words.say('plan.stale')}", style="yellow")
        for line in list_first(plan, self._words):
            yield Styled(f"  {line}")
        for step in plan.steps:
            yield from self._step(step, plan, full)
        already = tuple(met.need for met in plan.met if met.step is None)
        if already:
            yield Styled(self._words.say("plan.met_already", needs=self._needs(already)), style="green")
        if plan.unmet:
            yield Styled(self._words.say("plan.unmet", needs=self._needs(plan.unmet)), style="red")
        if plan.assumptions:
            yield Styled(f"  {self._words.say('plan.assumes')}", style="bold")
            for assumption in plan.assumptions:
                text = self._words(assumption.fact.text)
                if assumption.question is not None:
                    text += f"  ({self._words.say('plan.ask', question=self._words(assumption.question))})"
                yield Padding(Styled(f"? {text}"), (0, 0, 0, 4))

    def _step(self, step: PlanStep, plan: ReferralPlan, full: bool) -> Iterator[RenderableType]:
        head = Styled(f"  {step.order}  ", style="bold")
        head.append(f"{SIGNS[step.evidence]} ", style=STYLES[step.evidence])
        head.append(self._step_name(step), style="bold")
        head.append(f"   {self._when(step, plan)}", style="dim")
        yield head
        rows = Table.grid(padding=(0, 1))
        rows.add_column(style="dim", min_width=10, justify="right", no_wrap=True)
        rows.add_column()
        for label, value in self._rows(step, full):
            rows.add_row(label, value)
        yield Padding(rows, (0, 0, 0, 5))

    def _step_name(self, step: PlanStep) -> str:
        if len(step.candidates) == 1:
            return self._network.get_service(step.candidates[0].service).name
        return self._words.say("plan.one_of", count=len(step.candidates))

    def _when(self, step: PlanStep, plan: ReferralPlan) -> str:
        say = self._words.say
        parts = [say("plan.after", steps=", ".join(map(str, step.after)))] if step.after else []
        parallel = [other.order for other in plan.steps if _parallel(step, other, plan)]
        if parallel:
            parts.append(say("plan.parallel", steps=", ".join(map(str, parallel))))
        return ", ".join(parts) if parts else say("plan.any_time")

    def _rows(self, step: PlanStep, full: bool) -> Iterator[tuple[str, RenderableType]]:
        say = self._words.say
        if step.meets:
            yield say("plan.meets"), self._needs(step.kinds)
        if len(step.candidates) > 1:
            yield "", self._names(step)
        yield say("plan.enter"), self._via(step.via)
        opening = candidate_text(step.candidates[0], self._network, self._words)
        if opening is not None and full:
            yield say("plan.opening"), opening
        if step.because and full:
            yield say("plan.because"), Group(*(Styled(line) for line in list_reasons(step.because, self._words)))
        if step.unlocks:
            yield say("plan.unlocks"), "; ".join(self._words(fact.text) for fact in step.unlocks)
        if full:
            if len(step.candidates) == 1:
                yield from self._service_rows(self._network.get_service(step.candidates[0].service))
            if step.support:
                yield say("plan.support"), ", ".join(self._network.get_service(slug).name for slug in step.support[:4])
        checks = step.verify if full else step.cautions
        if checks:
            yield say("plan.verify"), Group(*(Styled(f"! {self._words(text)}") for text in checks))
        yield say("plan.sources"), Styled(" ".join(map(str, step.citations)), style="dim")

    def _names(self, step: PlanStep) -> str:
        names = [self._network.get_service(item.service).name for item in step.candidates]
        shown = ", ".join(names[:SHOWN_CANDIDATES])
        left = len(names) - SHOWN_CANDIDATES
        return f"{shown} {self._words.say('count.more', count=left)}" if left > 0 else shown

    def _via(self, via: Via) -> str:
        modes = ", ".join(self._words.say(f"mode.{mode}") for mode in via.modes)
        if via.route is RouteKind.REFERRAL and via.senders:
            senders = ", ".join(f"{self._words(item.label)} ({self._origin(item.step)})" for item in via.senders)
            text = f"{self._words.say('plan.sent_by')}: {senders}"
        else:
            text = self._words.say(f"route.{via.route}")
        return f"{text} — {modes}" if modes else text

    def _origin(self, step: int | None) -> str:
        return self._words.say("plan.from_start") if step is None else self._words.say("plan.from_step", step=step)

    def _service_rows(self, service: Service) -> Iterator[tuple[str, RenderableType]]:
        say = self._words.say
        if service.documents is not None:
            items = ", ".join(self._words(paper.label) for paper in service.documents.items)
            yield say("plan.bring"), items or say("plan.nothing_to_bring")
        if service.cost is not None:
            yield say("plan.costs"), say("plan.free") if service.cost.free else say("plan.not_free")
        contacts = _reach(service)
        if contacts:
            yield say("plan.contact"), " · ".join(contacts)
        if service.schedules:
            yield say("plan.hours"), Group(*map(Styled, list_hours(service, self._words)))

    def _problem(self, problem: PlanningProblem) -> Iterator[RenderableType]:
        text = self._words(problem.message)
        if problem.sources_silent:
            text += f" [{self._words.say('plan.silent')}]"
        elif problem.code is ProblemCode.EXCLUDED:
            text += f" [{self._words.say('plan.say_no')}]"
        if problem.citations:
            text += f"  {' '.join(map(str, problem.citations))}"
        yield Padding(Styled(f"✗ {text}"), (0, 0, 0, 2))
        if problem.suggestions:
            yield Padding(Styled(self._suggestions(problem), style="dim"), (0, 0, 0, 4))
        if problem.repairs:
            yield Padding(Styled(self._words.say("plan.repairs"), style="dim"), (0, 0, 0, 4))
            for repair in problem.repairs:
                yield Padding(Styled(f"→ {self._words(repair.text)}"), (0, 0, 0, 4))

    def _suggestions(self, problem: PlanningProblem) -> str:
        """Services that help with an unmet need, or what may have been meant."""
        services = self._network.services
        if problem.need is None:
            in_codes = problem.code is ProblemCode.UNKNOWN_CODE
            meant = (suggestion_text(each, in_codes, self._network, self._words) for each in problem.suggestions)
            return self._words.say("plan.perhaps", words=tuple(meant))
        return f"{self._words.say('plan.support')}: {', '.join(services[slug].name for slug in problem.suggestions)}"

    def _question(self, question: OpenQuestion, answer: Answer) -> Iterator[RenderableType]:
        yield Styled(f"  ? {self._words(question.text)}")
        first = _doors(answer.plans[0]) if answer.plans else None
        for option in question.answers:
            doors = _doors(option.plan) if option.plan else ()
            if option.plan is not None and doors == first:
                outcome = self._words.say("plan.same_plan")
            elif option.plan is None:
                outcome = no_way_text(answer, self._network, self._words)
            else:
                outcome = " → ".join(self._step_name(step) for step in option.plan.steps) or self._words.say(
                    "count.steps", count=0
                )
                if option.plan.unmet:
                    outcome += f"; {self._words.say('plan.unmet', needs=self._needs(option.plan.unmet))}"
            yield Padding(Styled(f"· {self._words(option.label)}: {outcome}"), (0, 0, 0, 6))

    def _legend(self, answer: Answer) -> str:
        signs = "  ".join(f"{sign} {self._words.say(f'evidence.{level}')}" for level, sign in SIGNS.items())
        return f"{signs}\n{self._words.say('plan.snapshot')}: {answer.version}"


def _reach(service: Service) -> list[str]:
    """Telephones, e-mail addresses and places of a service, as far as they are known."""
    phones, emails = service.phones[:3], service.emails
    return [*(one.printed for one in phones), *(one.address for one in emails), *(a.street for a in service.addresses)]


def _doors(plan: ReferralPlan) -> tuple[object, ...]:
    return tuple((step.candidates, step.after) for step in plan.steps), plan.unmet


def _parallel(step: PlanStep, other: PlanStep, plan: ReferralPlan) -> bool:
    return other is not step and other.order not in _before(step, plan) and step.order not in _before(other, plan)


def _before(step: PlanStep, plan: ReferralPlan) -> set[int]:
    by_order = {item.order: item for item in plan.steps}
    found: set[int] = set()
    queue = list(step.after)
    while queue:
        order = queue.pop()
        if order not in found:
            found.add(order)
            queue.extend(by_order[order].after)
    return found
