"""The steps of the first screen, and the choices in place of those for a need that was named in general."""

from collections.abc import Iterable, Iterator

from api.messages import SIGNS, Words
from api.render.answer_text import candidate_text, opening_text, papers_text
from api.render.brief_record import BriefRecord
from api.render.contact_lines import ContactLines, list_contacts
from api.render.screen import Block, capitalize, make_block
from graph.availability import Room, list_helplines
from graph.network import Network
from graph.referral.answer import Answer, AskBack
from graph.referral.brief import Brief, BriefStep, StepWarning
from graph.referral.plan import Candidate
from graph.vocabulary import RouteKind

MOST_STEPS = 5
"""Steps up to which every one shows how to get in and whom to call."""


class BriefSteps:
    """Writes the steps of plans on one network in one language."""

    def __init__(self, network: Network, words: Words) -> None:
        self._network = network
        self._words = words
        self._lines = ContactLines(network, words)
        self._records = BriefRecord(network, words)

    def list_choices(self, back: AskBack, brief: Brief) -> Iterator[Block]:
        """The question which kind of a need is meant, and where each kind leads."""
        text = self._words(back.text)
        if back.about is not None and (len(brief.steps) > len(brief.undecided) or brief.unmet):
            text = f"{capitalize(self._needs((back.about,)))}. {text}"
        if len(brief.steps) > len(brief.undecided):
            text = f"{max(brief.undecided)}. {text}"
        yield make_block(text, style="bold", hang="   ")
        yield from (make_block(f"! {self._words(caution)}", "   ", style="yellow") for caution in brief.cautions)
        for choice in brief.choices:
            way = " → ".join(self._short(step, last=step is choice.steps[-1]) for step in choice.steps)
            yield make_block(f"· {self._words(choice.label)}{': ' if way else ''}{way}", "   ")
        steps = [step for choice in brief.choices for step in choice.steps]
        named = {candidate.service for step in steps for candidate in step.candidates}
        for slug in dict.fromkeys(step.support for step in steps):
            if slug is not None and slug not in named:
                yield self._supporting(slug)

    def _supporting(self, slug: str) -> Block:
        line = self._words.say("brief.support", service=self._lines.with_hours(slug))
        return make_block(line, "   ", rank=3)

    def _short(self, step: BriefStep, last: bool) -> str:
        """The partners of a step on one line; the only one of the last step with its contacts."""
        first = step.candidates[0]
        if last and len(step.candidates) == 1 and list_contacts(self._network.get_service(first.service)):
            return f"{SIGNS[first.evidence]} {self._lines.line(first.service)}"
        more = f" {self._words.say('count.more', count=step.more)}" if step.more else ""
        return f"{SIGNS[first.evidence]} {', '.join(self._name(one.service) for one in step.candidates)}{more}"

    def list_step(self, step: BriefStep, answer: Answer, brief: Brief) -> Iterator[Block]:
        """A step with its warnings, those about safety before anything else."""
        title, *rest = self._step(step, among=len(brief.steps), on_day=answer.interpretation.day is not None)
        own = [one for one in brief.warnings if one.step == step.order and one.text not in brief.cautions]
        yield title
        yield from (self._warning(warning) for warning in own if warning.is_safety)
        yield from rest
        yield from (self._warning(warning) for warning in own if not warning.is_safety)

    def _step(self, step: BriefStep, among: int, on_day: bool) -> Iterator[Block]:
        number = "→" if among == 1 else f"{step.order}."
        rank = 0 if among <= MOST_STEPS else 2
        what = " + ".join(map(self._kind, step.meets, step.kinds)) or self._words.say("brief.first")
        after = f" ({self._words.say('plan.after', steps=step.after)})" if step.after else ""
        if len(step.candidates) == 1:
            candidate = step.candidates[0]
            name = self._name(candidate.service)
            yield make_block(
                f"{number} {capitalize(what)}: {SIGNS[candidate.evidence]} {name}{after}", style="bold", hang="   "
            )
            yield make_block(self._way(step), "   ", rank)
            yield from self._records.contact(candidate.service, rank)
            opening = candidate_text(candidate, self._network, self._words)
            if opening is not None and not self._is_said(candidate):
                yield make_block(opening, "   ", rank=rank if on_day else 3)
        else:
            count = len(step.candidates) + step.more
            one = self._words.say("plan.one_of", count=count)
            yield make_block(f"{number} {capitalize(what)}: {one}{after}", style="bold", hang="   ")
            yield make_block(self._way(step), "   ", rank)
            yield from self._alternatives(step, rank, on_day)
        if step.bring is not None:
            yield make_block(papers_text(step.bring, self._words), "   ", rank=2)
        if step.support is not None:
            yield self._supporting(step.support)

    def _kind(self, need: str, kind: str) -> str:
        """The name of a need, and of the kind of it, if that is another one."""
        return self._needs((need,)) if kind == need else f"{self._needs((need,))} ({self._needs((kind,))})"

    def _warning(self, warning: StepWarning) -> Block:
        rank = 0 if warning.is_safety else 2
        return make_block(f"! {self._words(warning.text)}{self._also(warning)}", "   ", rank, style="yellow")

    def _is_said(self, candidate: Candidate) -> bool:
        """Whether the line on contacts has said that no hours are known."""
        service = self._network.get_service(candidate.service)
        return not (service.schedules or list_contacts(service) or candidate.room is Room.FULL)

    def _also(self, warning: StepWarning) -> str:
        return f" ({self._words.say('brief.also', steps=warning.also)})" if warning.also else ""

    def _name(self, slug: str) -> str:
        return self._network.get_service(slug).name

    def _alternatives(self, step: BriefStep, rank: int, on_day: bool) -> Iterator[Block]:
        services = [self._network.get_service(candidate.service) for candidate in step.candidates]
        more = f" {self._words.say('count.more', count=step.more)}" if step.more else ""
        if not any(map(list_contacts, services)):
            names = ", ".join(self._name(candidate.service) for candidate in step.candidates)
            yield make_block(f"{SIGNS[step.candidates[0].evidence]} {names}{more}", "   ", rank)
            unknown = not any(service.schedules for service in services)
            missing = "brief.no_contacts_nor_hours" if unknown else "brief.no_contacts"
            yield make_block(capitalize(self._words.say(missing)), "   ", rank=rank if on_day else 1)
            return
        for place, candidate in enumerate(step.candidates):
            line = f"{SIGNS[candidate.evidence]} {self._lines.line(candidate.service)}"
            if on_day and candidate.opening is not None:
                numbers = [phone.printed for phone in list_helplines(services[place])]
                line = f"{line} · {opening_text(candidate.opening, self._words, numbers)}"
            yield make_block(line, "   ", rank if place == 0 else 2)
        if more:
            yield make_block(more.strip(), "   ", rank=1)

    def _way(self, step: BriefStep) -> str:
        via = step.via
        modes = ", ".join(self._words.say(f"mode.{mode}") for mode in via.modes)
        if via.route is RouteKind.REFERRAL and via.senders:
            senders = ", ".join(self._words(sender.label) for sender in via.senders)
            way = self._words.say("brief.sent_by", senders=senders)
        else:
            bound = step.bound and via.route is RouteKind.SELF
            way = self._words.say("brief.self-bound" if bound else f"brief.{via.route}")
        return f"{way} ({modes})" if modes else way

    def _needs(self, codes: Iterable[str]) -> str:
        return " + ".join(self._words(self._network.get_need(code).label) for code in codes)
