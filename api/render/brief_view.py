"""The first screen of an answer: at most 24 lines of 80 columns for a plan of a few steps."""

import re
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from rich.console import Console
from rich.text import Text as Styled

from api.messages import SIGNS, Words
from api.render.answer_text import (
    candidate_text,
    closed_text,
    day_text,
    list_closed,
    list_corrections,
    list_hours,
    opening_text,
)
from graph.availability import find_closed, opening_of
from graph.network import Network
from graph.opening_hours import today
from graph.organizations import Organization, Phone
from graph.provenance import Cited
from graph.question import EntryKind, Question
from graph.referral.answer import (
    Advisor,
    Answer,
    OpenQuestion,
    PlanningProblem,
    PlanStatus,
    ProblemCode,
    RecordRequest,
    ReferralPlan,
    Via,
)
from graph.referral.brief import Brief, BriefStep, StepWarning, summarize
from graph.referral.question_mapping import UNSPECIFIED
from graph.services import Service
from graph.vocabulary import Evidence, RouteKind, Severity

WIDTH = 80
HEIGHT = 24
MOST_STEPS = 5
"""Steps up to which every one shows how to get in and whom to call."""
MOST_CONTACTS = 2
"""Contacts of a notice that are shown."""
MOST_CONDITIONS = 2
MOST_SERVICES = 6
"""Services of a partner that its brief record shows."""
MOST_OUTCOMES = 3
MOST_SUGGESTIONS = 8


_WHOLE_NUMBER = 6
"""Digits from which on what is printed is a whole number, and no other ending of the one before."""
_CODE = re.compile(r" \([a-z][^() ]*\)$")
"""The code behind what words may mean; on the first screen the words are enough."""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that stand or fall together. Where the screen is full, blocks of the highest `rank` go first."""

    lines: tuple[str, ...]
    rank: int = 0
    style: str = ""


class BriefView:
    """Draws first screens for one network in one language."""

    def __init__(self, network: Network, words: Words) -> None:
        self._network = network
        self._words = words

    def draw(self, answer: Answer, console: Console) -> None:
        """Print the first screen."""
        for block in self.fit(answer):
            for line in block.lines:
                console.print(Styled(line, style=block.style), soft_wrap=True)

    def text(self, answer: Answer) -> str:
        """The first screen as plain text, lines separated by a line feed."""
        return "\n".join(line for block in self.fit(answer) for line in block.lines)

    def fit(self, answer: Answer) -> list[Block]:
        """The blocks of the screen; what matters least is left out until they fit."""
        blocks = list(self._blocks(answer, summarize(answer, self._network)))
        while sum(len(block.lines) for block in blocks) > HEIGHT:
            last = max(range(len(blocks)), key=lambda place: (blocks[place].rank, place))
            if blocks[last].rank == 0:
                break
            del blocks[last]
        return blocks

    def _blocks(self, answer: Answer, brief: Brief) -> Iterator[Block]:
        yield from self._heading(answer, brief)
        if answer.interpretation.record is not None:
            yield from self._records(answer.interpretation.record)
            return
        yield from self._notices(brief)
        back = answer.interpretation.back
        if back is not None:
            choices = ", ".join(self._words(choice.label) for choice in back.choices)
            yield self._block(f"{self._words(back.text)} {choices}", rank=1)
        for line in list_closed(answer, self._network, self._words):
            yield self._block(f"✗ {line}", rank=2)
        if brief.met:
            yield self._block(self._words.say("plan.met_already", needs=self._needs(brief.met)))
        for step in brief.steps:
            yield from self._step(step, among=len(brief.steps))
            for warning in (warning for warning in brief.warnings if warning.step == step.order):
                rank = 0 if warning.is_safety else 2
                yield self._block(f"! {self._words(warning.text)}{self._also(warning)}", "   ", rank, style="yellow")
        for problem in brief.problems:
            yield from self._problem(problem)
        yield from self._advisors(brief.ask, rank=0 if brief.problems else 2)
        if brief.assumes:
            facts = "; ".join(self._words(fact.text) for fact in brief.assumes)
            yield self._block(self._words.say("brief.assumes", facts=facts), rank=1)
        if brief.question is not None:
            yield from self._question(brief.question, answer, rank=3 if brief.steps else 1)
        yield from self._footer(brief)

    def _block(self, text: str, indent: str = "", rank: int = 0, style: str = "", hang: str = "  ") -> Block:
        lines = textwrap.wrap(
            text, WIDTH, initial_indent=indent, subsequent_indent=indent + hang, break_on_hyphens=False
        )
        return Block(tuple(lines), rank, style)

    # ── What was asked, and what comes before everything ─────────────────────────────────────────────────────────

    def _heading(self, answer: Answer, brief: Brief) -> Iterator[Block]:
        say, question = self._words.say, answer.interpretation.question
        if question is not None and (question.needs or question.start != UNSPECIFIED):
            yield self._block(self._title(question), style="bold")
        if brief.understood:
            facts = tuple(self._words(fact.text) for fact in brief.understood)
            yield self._block(say("brief.understood", facts=facts), rank=1, style="dim")
        for line in list_corrections(answer.interpretation.read, self._network, self._words):
            yield self._block(line, rank=2)
        if brief.unused and brief.status is not PlanStatus.INVALID_QUERY:
            yield self._block(say("brief.unused", words=tuple(f"«{word}»" for word in brief.unused)), style="yellow")

    def _title(self, question: Question) -> str:
        needs = self._needs(tuple(need for need in question.needs if need in self._network.needs))
        if question.start == UNSPECIFIED:
            return _capital(needs)
        start = self._start(question)
        return f"{_capital(start)}{' → ' if needs else ''}{needs}"

    def _start(self, question: Question) -> str:
        code = question.start.code
        if question.start.kind is EntryKind.SITUATION:
            situation = self._network.situations.get(code)
            return code if situation is None else self._words(situation.label)
        node = self._network.services.get(code) or self._network.organizations.get(code)
        return code if node is None else node.name

    def _notices(self, brief: Brief) -> Iterator[Block]:
        """The notices, with the contacts that neither their words nor a step show."""
        steps = brief.steps if len(brief.steps) <= MOST_STEPS else ()
        shown = {step.candidates[0].service for step in steps if len(step.candidates) == 1}
        for notice in brief.notices:
            style, text = "bold red" if notice.severity is Severity.URGENT else "yellow", self._words(notice.text)
            yield self._block(f"!! {text}", style=style, hang="   ")
            for slug in notice.contacts[:MOST_CONTACTS]:
                reach = _reach(self._network.get_service(slug))
                if slug not in shown and not (reach and all(contact in text for contact in reach)):
                    shown.add(slug)
                    yield self._block(self._service_line(slug), "   ", style=style)

    # ── The record of a partner, where a question asks for one ──────────────────────────────────────────────────

    def _records(self, record: RecordRequest) -> Iterator[Block]:
        """Whom to call, when and how to get in; the rest is in `rete show`."""
        for place, slug in enumerate(record.partners):
            service = self._network.services.get(slug)
            blocks = self._organization(slug) if service is None else self._service(service)
            yield from (replace(block, rank=block.rank + place) for block in blocks)
            yield self._block(
                self._words.say("brief.whole_record", command=f"rete show {slug}"), rank=place, style="dim"
            )

    def _service(self, service: Service) -> Iterator[Block]:
        yield self._block(f"{service.name}{self._marks(service)}", style="bold")
        yield from self._contact(service.slug, rank=0)
        closed, day = find_closed(service, today()), today()
        if closed is not None:
            yield self._block(closed_text(closed, self._words), "   ", style="yellow")
        elif service.schedules:
            opening = opening_of(service, self._network.catalogue.city, day)
            yield self._block(f"{day_text(day, self._words)}: {opening_text(opening, self._words)}", "   ")
        for kind in dict.fromkeys(route.kind for route in service.routes):
            notes = (route.note for route in service.routes if route.kind is kind and route.note is not None)
            note = next((f": {self._words(note)}" for note in notes), "")
            yield self._block(f"{self._words.say(f'brief.way.{kind}')}{note}", "   ", rank=1)

    def _organization(self, slug: str) -> Iterator[Block]:
        partner = self._network.get_organization(slug)
        yield self._block(f"{partner.name}{self._marks(partner)}", style="bold")
        reach = _reach(partner)
        services = self._network.services_of.get(slug, ())
        if reach or not services:
            yield self._block(" · ".join(reach) or _capital(self._words.say("brief.no_contact")), "   ")
        for service in services[:MOST_SERVICES]:
            yield self._block(f"· {self._full_line(service.slug)}", "   ", rank=1)

    def _marks(self, record: Cited) -> str:
        return f"  {SIGNS[record.evidence]} {' '.join(map(str, record.cite))}"

    # ── Steps ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _step(self, step: BriefStep, among: int) -> Iterator[Block]:
        number = "→" if among == 1 else f"{step.order}."
        rank = 0 if among <= MOST_STEPS else 2
        what = self._needs(step.meets) or self._words.say("brief.first")
        what = _capital(what)
        after = f" ({self._words.say('plan.after', steps=step.after)})" if step.after else ""
        if len(step.candidates) == 1:
            candidate = step.candidates[0]
            name = self._name(candidate.service)
            yield self._block(f"{number} {what}: {SIGNS[candidate.evidence]} {name}{after}", style="bold", hang="   ")
            yield self._block(self._way(step.via), "   ", rank)
            yield from self._contact(candidate.service, rank)
            opening = candidate_text(candidate, self._words)
            if opening is not None:
                yield self._block(opening, "   ", rank=3)
        else:
            count = len(step.candidates) + step.more
            one = self._words.say("plan.one_of", count=count)
            yield self._block(f"{number} {what}: {one}{after}", style="bold", hang="   ")
            yield self._block(self._way(step.via), "   ", rank)
            yield from self._alternatives(step, rank)
        if step.bring is not None:
            papers = "; ".join(map(self._words, step.bring)) or self._words.say("plan.nothing_to_bring")
            yield self._block(self._words.say("brief.bring", papers=papers), "   ", rank=2)
        if step.support is not None:
            line = self._words.say("brief.support", service=self._full_line(step.support))
            yield self._block(line, "   ", rank=3)

    def _also(self, warning: StepWarning) -> str:
        return f" ({self._words.say('brief.also', steps=warning.also)})" if warning.also else ""

    def _name(self, slug: str) -> str:
        return self._network.get_service(slug).name

    def _alternatives(self, step: BriefStep, rank: int) -> Iterator[Block]:
        services = [self._network.get_service(candidate.service) for candidate in step.candidates]
        more = f" {self._words.say('count.more', count=step.more)}" if step.more else ""
        if not any(map(_reach, services)):
            names = ", ".join(self._name(candidate.service) for candidate in step.candidates)
            yield self._block(f"{SIGNS[step.candidates[0].evidence]} {names}{more}", "   ", rank)
            yield self._block(_capital(self._words.say("brief.no_contacts")), "   ", rank=1)
            return
        for place, candidate in enumerate(step.candidates):
            line = f"{SIGNS[candidate.evidence]} {self._service_line(candidate.service)}"
            yield self._block(line, "   ", rank if place == 0 else 2)
        if more:
            yield self._block(more.strip(), "   ", rank=1)

    def _way(self, via: Via) -> str:
        modes = ", ".join(self._words.say(f"mode.{mode}") for mode in via.modes)
        if via.route is RouteKind.REFERRAL and via.senders:
            senders = ", ".join(self._words(sender.label) for sender in via.senders)
            way = self._words.say("brief.sent_by", senders=senders)
        else:
            way = self._words.say(f"brief.{via.route}")
        return f"{way} ({modes})" if modes else way

    def _contact(self, slug: str, rank: int) -> Iterator[Block]:
        service = self._network.get_service(slug)
        reach, hours = _reach(service), list_hours(service, self._words)
        contact = " · ".join(reach) if reach else self._how(service) or _capital(self._words.say("brief.no_contact"))
        yield self._block(contact, "   ", rank)
        if hours:
            yield self._block("; ".join(hours), "   ", rank=1)

    def _service_line(self, slug: str) -> str:
        service = self._network.get_service(slug)
        reach = _reach(service)
        if reach:
            return f"{service.name}: {' · '.join(reach)}"
        how = self._how(service)
        return f"{service.name}: {how}" if how else f"{service.name} ({self._words.say('brief.no_contact')})"

    def _full_line(self, slug: str) -> str:
        """The contacts of a service with its hours."""
        return " · ".join((self._service_line(slug), *list_hours(self._network.get_service(slug), self._words)[:1]))

    def _how(self, service: Service) -> str | None:
        """How one gets in by oneself, as far as a document says so in words."""
        notes = (route.note for route in service.routes if route.kind is RouteKind.SELF and route.note is not None)
        return next(map(self._words, notes), None)

    # ── What is missing ──────────────────────────────────────────────────────────────────────────────────────────

    def _problem(self, problem: PlanningProblem) -> Iterator[Block]:
        if problem.need is None:
            yield self._block(f"✗ {self._words(problem.message)}", style="bold")
            if problem.suggestions:
                in_codes = problem.code is ProblemCode.UNKNOWN_CODE
                names = tuple(self._suggestion(item, in_codes) for item in problem.suggestions[:MOST_SUGGESTIONS])
                yield self._block(self._words.say("plan.perhaps", words=names), "   ")
            return
        need = self._words(self._network.get_need(problem.need).label)
        reason = self._words.say(f"brief.{problem.code.lower()}")
        yield self._block(f"✗ {_capital(need)}: {reason}", style="bold", hang="   ")
        conditions = dict(problem.message.values).get("conditions", ())
        if isinstance(conditions, tuple):
            for condition in conditions[:MOST_CONDITIONS]:
                yield self._block(f"· {self._words.fill(condition)}", "   ", rank=3)

    def _suggestion(self, code: str, in_codes: bool) -> str:
        """What may have been meant, in words; with its code where the question was in codes."""
        found = self._network.needs.get(code) or self._network.situations.get(code)
        node = self._network.services.get(code) or self._network.organizations.get(code)
        words = _CODE.sub("", code) if not in_codes else code
        name = self._words(found.label) if found is not None else words if node is None else node.name
        return f"{code} ({name})" if in_codes and name != code else name

    def _advisors(self, advisors: Iterable[Advisor], rank: int) -> Iterator[Block]:
        """Each with its contact, in the order given; neighbours without one share a line."""
        services = [self._network.get_service(advisor.service) for advisor in advisors]
        if services:
            yield self._block(f"{self._words.say('plan.ask_them')}:", rank=rank, style="bold")
        for known, group in groupby(services, key=lambda service: bool(_reach(service) or self._how(service))):
            if known:
                yield from (self._block(self._full_line(service.slug), "   ", rank) for service in group)
            else:
                names = ", ".join(service.name for service in group)
                yield self._block(f"{names} ({self._words.say('brief.no_contact')})", "   ", rank)

    # ── What to ask, and what the signs mean ─────────────────────────────────────────────────────────────────────

    def _question(self, question: OpenQuestion, answer: Answer, rank: int) -> Iterator[Block]:
        """The question to ask next, and the answers that lead elsewhere."""
        yield self._block(self._words.say("brief.question", question=self._words(question.text)), style="bold")
        shown = _services(next(iter(answer.plans), None))
        elsewhere = [option for option in question.answers if _services(option.plan) != shown]
        for option in elsewhere[:MOST_OUTCOMES]:
            steps = option.plan.steps if option.plan is not None else ()
            outcome = " → ".join(self._candidates(step.candidates[0].service, len(step.candidates)) for step in steps)
            outcome = outcome or self._words.say("brief.no_way")
            yield self._block(f"· {self._words(option.label)}: {outcome}", "   ", rank=rank)

    def _candidates(self, slug: str, count: int) -> str:
        return self._name(slug) if count == 1 else self._words.say("plan.one_of", count=count)

    def _footer(self, brief: Brief) -> Iterator[Block]:
        levels = {candidate.evidence for step in brief.steps for candidate in step.candidates}
        signs = [f"{SIGNS[level]} {self._words.say(f'evidence.{level}')}" for level in Evidence if level in levels]
        if signs:
            yield self._block(" · ".join(signs), rank=2, style="dim")
        old = f"{self._words.say('brief.old_sources')} " if brief.old_sources else ""
        yield self._block(f"{old}{self._words.say('count.ways', count=brief.more)}", style="dim")

    def _needs(self, codes: Iterable[str]) -> str:
        return " + ".join(self._words(self._network.get_need(code).label) for code in codes)


def _reach(service: Service | Organization) -> list[str]:
    """The first telephone, e-mail and place of a partner, as far as they are known."""
    phones = [_dialled(phone) for phone in service.phones if not _is_fax(phone)][:2]
    return [*phones, *(email.address for email in service.emails[:1]), *(one.street for one in service.addresses[:1])]


def _services(plan: ReferralPlan | None) -> tuple[object, ...]:
    return () if plan is None else tuple(step.candidates for step in plan.steps)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _is_fax(phone: Phone) -> bool:
    """Whether nobody answers there by voice."""
    return phone.note is not None and phone.note.en == "fax"


def _dialled(phone: Phone) -> str:
    """The number as printed; as one dials it where only its last digits are printed."""
    digits = sum(map(str.isdigit, phone.printed))
    return phone.number if phone.number is not None and digits < _WHOLE_NUMBER else phone.printed
