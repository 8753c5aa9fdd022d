"""The first screen of an answer: at most 24 lines of 80 columns for a plan of a few steps."""

from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from api.messages import SIGNS, Words
from api.render.answer_text import (
    answer_day_text,
    list_closed,
    list_corrections,
    no_way_text,
    suggestion_text,
)
from api.render.brief_record import BriefRecord
from api.render.brief_steps import MOST_STEPS, BriefSteps
from api.render.contact_lines import ContactLines, list_contacts
from api.render.screen import Block, capitalize, fit_screen, make_block
from graph.formula import tests
from graph.language.interpretation import AskBackKind
from graph.message import Message
from graph.network import Network
from graph.question import UNSPECIFIED, EntryKind, Question
from graph.referral.answer import Answer, OpenQuestion, PlanningProblem, PlanStatus, ProblemCode
from graph.referral.brief import Brief, summarize
from graph.referral.plan import Advisor, ReferralPlan
from graph.services import Service
from graph.structs import replace
from graph.vocabulary import VICTIM_OF, Evidence, Severity

if TYPE_CHECKING:
    from rich.console import Console

MOST_CONTACTS = 2
"""Contacts of a notice that are shown."""
MOST_CONDITIONS = 2
MOST_OUTCOMES = 3
MOST_SUGGESTIONS = 8


class BriefView:
    """Draws first screens for one network in one language."""

    def __init__(self, network: Network, words: Words) -> None:
        self._network = network
        self._words = words
        self._lines = ContactLines(network, words)
        self._records = BriefRecord(network, words)
        self._steps = BriefSteps(network, words)

    def draw(self, answer: Answer, console: "Console") -> None:
        """Print the first screen."""
        from rich.text import Text as Styled

        for block in self.list_blocks(answer):
            for line in block.lines:
                console.print(Styled(line, style=block.style), soft_wrap=True)

    def text(self, answer: Answer) -> str:
        """The first screen as plain text, lines separated by a line feed."""
        return "\n".join(line for block in self.list_blocks(answer) for line in block.lines)

    def list_blocks(self, answer: Answer) -> list[Block]:
        """The blocks of the screen; what matters least is left out until they fit."""
        return fit_screen(self._blocks(answer, summarize(answer, self._network)))

    def _blocks(self, answer: Answer, brief: Brief) -> Iterator[Block]:
        yield from self._heading(answer, brief)
        yield from self._notices(brief)
        if answer.interpretation.record is not None:
            question = answer.interpretation.question
            yield from self._records.requested(answer.interpretation.record, question.on if question else None)
            yield from self._advisors(brief.ask, rank=0)
            return
        back = answer.interpretation.back
        if back is not None and not brief.choices:
            choices = ", ".join(self._words(choice.label) for choice in back.choices)
            yield make_block(f"{self._words(back.text)} {choices}", rank=1)
        if back is not None and back.kind is AskBackKind.NO_NEED and _is_foreign(brief, answer):
            yield make_block(self._words.say("brief.languages"))
        for line in list_closed(answer, self._network, self._words):
            yield make_block(f"✗ {line}", rank=2)
        if brief.met:
            yield make_block(self._words.say("plan.met_already", needs=self._needs(brief.met)))
        for step in brief.steps:
            if back is not None and step.order == max(brief.undecided, default=0):
                yield from self._steps.list_choices(back, brief)
            if step.order not in brief.undecided:
                yield from self._steps.list_step(step, answer, brief)
        for problem in brief.problems:
            if problem.need is not None or back is None or not back.choices:
                yield from self._problem(problem, hide=self._harmed() if not _is_hurt(brief) else frozenset())
        yield from self._advisors(brief.ask, rank=0 if brief.problems else 2)
        if brief.assumes and (len(brief.undecided) < len(brief.steps)):
            facts = "; ".join(self._words(fact.text) for fact in brief.assumes)
            yield make_block(self._words.say("brief.assumes", facts=facts), rank=1)
        if brief.question is not None:
            yield from self._question(brief.question, answer, rank=3 if brief.steps else 1)
        yield from self._footer(brief)

    # ── What was asked, and what comes before everything ─────────────────────────────────────────────────────────

    def _heading(self, answer: Answer, brief: Brief) -> Iterator[Block]:
        say, question = self._words.say, answer.interpretation.question
        if question is not None and (question.needs or question.start != UNSPECIFIED):
            yield make_block(self._title(question), style="bold")
        yield from self._day(answer)
        facts = tuple(self._words(fact.text) for fact in brief.understood)
        facts += tuple(map(self._avoided, question.avoid if question is not None else ()))
        if facts:
            yield make_block(say("brief.understood", facts=facts), rank=1, style="dim")
        for line in list_corrections(answer.interpretation.read, self._network, self._words):
            yield make_block(line, rank=2)
        back = answer.interpretation.back
        if brief.unused and (brief.status is not PlanStatus.INVALID_QUERY or (back is not None and back.choices)):
            yield make_block(say("brief.unused", words=tuple(f"«{word}»" for word in brief.unused)), style="yellow")

    def _day(self, answer: Answer) -> Iterator[Block]:
        """The day that the words of the question name."""
        told = answer_day_text(answer, self._words)
        if answer.interpretation.day is not None and told is not None:
            yield make_block(told)

    def _avoided(self, slug: str) -> str:
        node = self._network.services.get(slug) or self._network.organizations.get(slug)
        return self._words.say("plan.avoided", name=slug if node is None else node.name)

    def _title(self, question: Question) -> str:
        needs = self._needs(tuple(need for need in question.needs if need in self._network.needs))
        if question.start == UNSPECIFIED:
            return capitalize(needs)
        start = self._start(question)
        return f"{capitalize(start)}{' → ' if needs else ''}{needs}"

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
            yield make_block(f"!! {text}", style=style, hang="   ")
            for slug in notice.contacts[:MOST_CONTACTS]:
                reach = list_contacts(self._network.get_service(slug))
                if slug not in shown and not (reach and all(contact in text for contact in reach)):
                    shown.add(slug)
                    yield make_block(self._lines.line(slug), "   ", style=style)

    # ── What is missing ──────────────────────────────────────────────────────────────────────────────────────────

    def _harmed(self) -> frozenset[str]:
        """The names of services for people who were hurt or exploited."""
        return frozenset(
            service.name
            for service in self._network
            if any(test.fact == VICTIM_OF for each in service.requires for test in tests(each.when))
        )

    def _problem(self, problem: PlanningProblem, hide: Collection[str]) -> Iterator[Block]:
        """Why a need is not met, without the conditions of services that `hide` names."""
        if problem.need is None:
            yield make_block(f"✗ {self._words(problem.message)}", style="bold")
            if problem.suggestions:
                in_codes = problem.code is ProblemCode.UNKNOWN_CODE
                names = tuple(
                    suggestion_text(item, in_codes, self._network, self._words)
                    for item in problem.suggestions[:MOST_SUGGESTIONS]
                )
                yield make_block(self._words.say("plan.perhaps", words=names), "   ")
            return
        need = self._words(self._network.get_need(problem.need).label)
        conditions = list(_first_conditions(problem.message, hide))
        only_for_harmed = not conditions and problem.code is ProblemCode.UNKNOWN_CONDITION
        reason = self._words.say("brief.not_for_all" if only_for_harmed else f"brief.{problem.code.lower()}")
        yield make_block(f"✗ {capitalize(need)}: {reason}", style="bold", hang="   ")
        for condition in conditions:
            yield make_block(f"· {self._words(condition)}", "   ", rank=3)

    def _advisors(self, advisors: Iterable[Advisor], rank: int) -> Iterator[Block]:
        """Each with its contact, in the order given; neighbours without one share a line."""
        services = [self._network.get_service(advisor.service) for advisor in advisors]
        if services:
            yield replace(make_block(f"{self._words.say('plan.ask_them')}:", rank=rank, style="bold"), heading=True)
        lines: list[str] = []
        for known, group in groupby(
            services, key=lambda service: bool(list_contacts(service) or self._lines.way_in(service))
        ):
            if known:
                lines += map(self._asked, group)
            else:
                names = ", ".join(service.name for service in group)
                lines.append(f"{names} ({self._words.say('brief.no_contact')})")
        # the first always stays; the others are left out before what was understood
        yield from (make_block(line, "   ", max(rank, place > 0)) for place, line in enumerate(lines))

    def _asked(self, service: Service) -> str:
        """The line of a service to ask, and that it may not exist any more."""
        doubt = f"! {self._words.say('plan.doubtful')}: " if service.doubt is not None else ""
        return f"{doubt}{self._lines.with_hours(service.slug)}"

    # ── What to ask, and what the signs mean ─────────────────────────────────────────────────────────────────────

    def _question(self, question: OpenQuestion, answer: Answer, rank: int) -> Iterator[Block]:
        """The question to ask next, and the answers that lead elsewhere."""
        yield make_block(self._words.say("brief.question", question=self._words(question.text)), style="bold")
        shown = _services(next(iter(answer.plans), None))
        elsewhere = [option for option in question.answers if _services(option.plan) != shown]
        for option in elsewhere[:MOST_OUTCOMES]:
            steps = option.plan.steps if option.plan is not None else ()
            outcome = " → ".join(self._candidates(step.candidates[0].service, len(step.candidates)) for step in steps)
            left = not outcome and bool(answer.list_left())
            outcome = outcome or no_way_text(answer, self._network, self._words)
            yield make_block(f"· {self._words(option.label)}: {outcome}", "   ", rank=min(rank, 1) if left else rank)

    def _candidates(self, slug: str, count: int) -> str:
        return self._network.get_service(slug).name if count == 1 else self._words.say("plan.one_of", count=count)

    def _footer(self, brief: Brief) -> Iterator[Block]:
        shown = [step for choice in brief.choices for step in choice.steps]
        shown += [step for step in brief.steps if step.order not in brief.undecided]
        levels = {candidate.evidence for step in shown for candidate in step.candidates}
        signs = [f"{SIGNS[level]} {self._words.say(f'evidence.{level}')}" for level in Evidence if level in levels]
        if signs:
            yield make_block(" · ".join(signs), rank=2, style="dim")
        old = f"{self._words.say('brief.old_sources')} " if brief.old_sources else ""
        yield make_block(f"{old}{self._words.say('count.ways', count=brief.more)}", style="dim")

    def _needs(self, codes: Iterable[str]) -> str:
        return " + ".join(self._words(self._network.get_need(code).label) for code in codes)


def _is_foreign(brief: Brief, answer: Answer) -> bool:
    """Whether fewer words were read than not: the question may be in another language."""
    unread = sum(len(words.split()) for words in brief.unused)
    return not brief.understood and unread > sum(len(one.words.split()) for one in answer.interpretation.read)


def _services(plan: ReferralPlan | None) -> tuple[object, ...]:
    return () if plan is None else tuple(step.candidates for step in plan.steps)


def _is_hurt(brief: Brief) -> bool:
    """Whether it is said that the person was hurt, or protection is asked for."""
    said = any(fact.variable.fact == VICTIM_OF for fact in brief.understood)
    return said or any(need.startswith(("protection", "housing.protected")) for need in brief.unmet)


def _first_conditions(message: Message, hide: Collection[str]) -> Iterator[Message]:
    """The first service with its conditions, and others as long as there are few conditions in all.

    Nobody who asks for something else is told that it would help to have been hurt: `hide` names services left out.
    """
    found = dict(message.values).get("conditions", ())
    conditions = [each for each in found if isinstance(each, Message)] if isinstance(found, tuple) else []
    conditions = [each for each in conditions if dict(each.values)["service"] not in hide]
    shown = 0
    for place, condition in enumerate(conditions):
        requirements = dict(condition.values)["requirements"]
        shown += len(requirements) if isinstance(requirements, tuple) else 1
        if place and shown > MOST_CONDITIONS:
            return
        yield condition
