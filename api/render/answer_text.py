"""How parts of an answer read, whatever shows it: plans in plain words, opening hours, reasons, corrected words."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from api.messages import SIGNS, Words
from graph.atoms import Variable
from graph.availability import ALWAYS, Closed, Opening, Room, is_helpline, list_helplines
from graph.language.interpretation import ReadingKind
from graph.language.meanings import list_countries
from graph.message import Text
from graph.network import Network
from graph.opening_hours import CLOCK, OpenSpan, OpenState
from graph.organizations import Schedule
from graph.referral.answer import Answer, ReadWords
from graph.referral.plan import Candidate, Justification, PlanStep, ReferralPlan, Via
from graph.referral.wording import Wording
from graph.services import Service
from graph.vocabulary import FactKind, Locale, RouteKind, ServiceStatus

NAMED = 6
"""Candidates of a step that are named; the others are counted."""
_SEASON = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:-[A-Z][a-z]{2})? ")
_DAY = re.compile(r"\b(Mo|Tu|We|Th|Fr|Sa|Su)\b")
_APPOINTMENT = re.compile(r'unknown "[^"]*"')
_PLAIN = re.compile(r"[-,:; \d]*")
_CODE = re.compile(r" \([a-z][^() ]*\)$")
_TEST = re.compile(r"(?P<name>\w+?)(?P<sign>!?=)(?P<values>.*)")
Key = TypeVar("Key")


def explain(plan: ReferralPlan, network: Network, locale: Locale) -> str:
    """`plan` in one language, lines separated by a line feed. The same plan reads the same, to the byte."""
    return "\n".join(_Explanation(network, Words(locale)).lines(plan))


class _Explanation:
    def __init__(self, network: Network, words: Words) -> None:
        self._network = network
        self._words = words

    def lines(self, plan: ReferralPlan) -> Iterator[str]:
        say = self._words.say
        for step in plan.steps:
            yield self._step(step)
        already = tuple(met.need for met in plan.met if met.step is None)
        if already:
            yield f"{say('plan.met_already', needs=self._needs(already))}."
        if plan.unmet:
            yield f"{say('plan.unmet', needs=self._needs(plan.unmet))}."
        if plan.assumptions:
            facts = "; ".join(self._words(assumption.fact.text) for assumption in plan.assumptions)
            yield f"{say('plan.assumes')}: {facts}."

    def _step(self, step: PlanStep) -> str:
        parts = [self._via(step.via)]
        if step.after:
            parts.insert(0, self._words.say("plan.after", steps=", ".join(map(str, step.after))))
        if step.meets:
            parts.append(f"{self._words.say('plan.meets')}: {self._needs(step.kinds)}")
        if step.unlocks:
            facts = "; ".join(self._words(fact.text) for fact in step.unlocks)
            parts.append(f"{self._words.say('plan.unlocks')}: {facts}")
        citations = " ".join(map(str, step.citations))
        parts.append(self._words.say(f"evidence.{step.evidence}"))
        return f"{step.order}. {self._names(step)} — {'; '.join(parts)} [{citations}]"

    def _names(self, step: PlanStep) -> str:
        names = [self._network.services[candidate.service].name for candidate in step.candidates]
        if len(names) == 1:
            return names[0]
        more = self._words.say("count.more", count=len(names) - NAMED)
        shown = ", ".join(names[:NAMED]) + (f" {more}" if len(names) > NAMED else "")
        return f"{self._words.say('plan.one_of', count=len(names))} ({shown})"

    def _via(self, via: Via) -> str:
        modes = ", ".join(self._words.say(f"mode.{mode}") for mode in via.modes)
        way = self._words.say(f"route.{via.route}")
        if via.route is RouteKind.REFERRAL and via.senders:
            way = f"{self._words.say('plan.sent_by')}: {', '.join(self._words(sender.label) for sender in via.senders)}"
        return f"{way} ({modes})" if modes else way

    def _needs(self, codes: tuple[str, ...]) -> str:
        return " + ".join(self._words(self._network.needs[code].label) for code in codes)


def list_hours(service: Service, words: Words) -> list[str]:
    """The hours of `service` in words; see `hours_texts`."""
    return hours_texts(service.schedules, [phone.printed for phone in list_helplines(service)], words.say)


def hours_texts(schedules: Sequence[Schedule], helplines: Sequence[str], say: Callable[[str], str]) -> list[str]:
    """The hours of a service, without doubles; as printed if they say more than days, times and seasons that agree.

    `helplines`: the numbers that answer at any hour, whatever the door does. `say`: the words of a language by code.
    """
    expressions = [schedule.opening_hours for schedule in schedules]
    stripped = {_SEASON.sub("", expression or "") for expression in expressions}
    seasons_agree = len(expressions) > 1 and len(stripped) == 1
    read = (
        _read(_SEASON.sub("", expression) if seasons_agree else expression, say) if expression else None
        for expression in expressions
    )
    return list(
        dict.fromkeys(
            _with_channel(schedule, hours or schedule.printed, helplines, say)
            for schedule, hours in zip(schedules, read, strict=True)
        )
    )


def _with_channel(schedule: Schedule, hours: str, helplines: Sequence[str], say: Callable[[str], str]) -> str:
    """The hours, and what they are those of: a number that answers at night opens no office."""
    if schedule.channel is None:
        return f"{say('hours.office')}: {hours}" if helplines else hours
    if helplines and is_helpline(schedule):
        return f"{', '.join(helplines)}: {hours}"
    return f"{say(f'mode.{schedule.channel}')}: {hours}"


def _read(expression: str, say: Callable[[str], str]) -> str | None:
    """An OSM expression of days, times and appointments in words; None if it holds anything else."""
    if expression == ALWAYS:
        return say("hours.always")
    if not _PLAIN.fullmatch(_DAY.sub("", _APPOINTMENT.sub("", expression))):
        return None
    named = _DAY.sub(lambda day: say(f"hours.{day[1]}"), expression)
    named = _APPOINTMENT.sub(say("mode.appointment"), named)
    return re.sub(r"\b0(\d:)", r"\1", named).replace(",", ", ")


def without_code(meaning: str) -> str:
    """What words may mean, without the code behind it; where people read, the words are enough.

    >>> without_code("lavoro (work)")
    'lavoro'
    """
    return _CODE.sub("", meaning)


def suggestion_text(code: str, in_codes: bool, network: Network, words: Words) -> str:
    """What may have been meant, in words; with its code where the question was `in_codes`."""
    found = network.needs.get(code) or network.situations.get(code)
    node = network.services.get(code) or network.organizations.get(code)
    said = without_code(code) if not in_codes else code
    name = words(found.label) if found is not None else said if node is None else node.name
    return f"{code} ({name})" if in_codes and name != code else name


def day_text(day: date, words: Words) -> str:
    """A day with its weekday: `venerdì 27/11/2026`, `Friday 2026-11-27`."""
    return f"{words.say(f'weekday.{day.weekday()}')} {words.fill(day)}"


def papers_text(papers: Iterable[Text], words: Words) -> str:
    """What to bring; without `papers`, that none is needed."""
    named = "; ".join(map(words, papers))
    return words.say("brief.bring", papers=named) if named else words.say("brief.bring_nothing")


def answer_day_text(answer: Answer, words: Words) -> str | None:
    """The day for which an answer stands; None where the question was not understood."""
    question = answer.interpretation.question
    if question is None or question.on is None:
        return None
    return words.say("brief.on_day", day=day_text(question.on, words))


def opening_text(opening: Opening, words: Words, numbers: Sequence[str] = ()) -> str:
    """Whether a service opens on the day, and when it opens next; first of all `numbers` that answer at any hour.

    The text speaks of the day and never says "open now".
    """
    if numbers and opening.state is OpenState.UNKNOWN and not opening.by_appointment:
        return words.say("day.number_and_unknown", numbers=tuple(numbers))
    if numbers:
        return words.say("day.number_and_office", numbers=tuple(numbers), office=opening_text(opening, words))
    if opening.state is OpenState.OPEN and any(_lasts_all_day(span, opening.day) for span in opening.spans):
        return words.say("hours.always")
    if opening.state is OpenState.OPEN:
        spans = ", ".join(_span(span) for span in opening.spans if span.state is OpenState.OPEN)
        return words.say("day.open", spans=spans)
    if opening.by_appointment:
        return words.say("mode.appointment")
    if opening.state is OpenState.UNKNOWN:
        return words.say("day.unknown")
    if opening.next_opening is None:
        return words.say("day.closed")
    local = opening.next_opening.astimezone(CLOCK)
    return words.say("day.closed_till", day=day_text(local.date(), words), time=f"{local:%H:%M}")


def _lasts_all_day(span: OpenSpan, day: date) -> bool:
    """Whether `span` is open from the first to the last minute of `day`."""
    begin, end = (datetime.combine(each, time(), CLOCK) for each in (day, day + timedelta(days=1)))
    return span.state is OpenState.OPEN and span.begin <= begin and end <= span.end


def _span(span: OpenSpan) -> str:
    return f"{span.begin.astimezone(CLOCK):%H:%M}-{span.end.astimezone(CLOCK):%H:%M}"


def service_opening_text(service: Service, opening: Opening, words: Words) -> str:
    """The day, whether the door of a service opens on it, and its numbers that answer at any hour."""
    numbers = [phone.printed for phone in list_helplines(service)]
    return f"{day_text(opening.day, words)}: {opening_text(opening, words, numbers)}"


def candidate_text(candidate: Candidate, network: Network, words: Words) -> str | None:
    """The opening of a candidate, and that it is full; None where the question is about no day."""
    if candidate.opening is None:
        return None
    text = service_opening_text(network.get_service(candidate.service), candidate.opening, words)
    return f"{text} · {words.say('day.full')}" if candidate.room is Room.FULL else text


def list_first(plan: ReferralPlan, words: Words) -> Iterator[str]:
    """The steps to begin with on the day."""
    days = [candidate.opening.day for step in plan.steps for candidate in step.candidates if candidate.opening]
    if days and plan.first and len(plan.steps) > 1:
        steps = ", ".join(map(str, plan.first))
        yield words.say("day.begin", day=day_text(days[0], words), steps=steps)


def no_way_text(answer: Answer, network: Network, words: Words) -> str:
    """What an answer to an open question leads to where it leads to no plan: those whom the notices name are left."""
    names = tuple(network.get_service(slug).name for slug in answer.list_left())
    return words.say("plan.left", services=names) if names else words.say("brief.no_way")


def list_closed(answer: Answer, network: Network, words: Words) -> Iterator[str]:
    """A line for each service that would matter but is closed, with its sources."""
    for item in answer.closed:
        name = network.get_service(item.service).name
        yield f"{name}: {closed_text(item.closed, words)}  {' '.join(map(str, item.closed.citations))}".rstrip()


def closed_text(closed: Closed, words: Words) -> str:
    """How a service is closed, and until when."""
    status = words.say(f"service_status.{closed.status.name.lower()}")
    if closed.until is not None:
        return words.say("day.status_until", status=status, day=day_text(closed.until, words))
    if closed.status is ServiceStatus.TEMPORARILY_CLOSED:
        return words.say("day.status_unknown_until", status=status)
    return status


def list_corrections(read: Iterable[ReadWords], network: Network, words: Words) -> Iterator[str]:
    """A line for each passage that says something and was corrected."""
    for passage in read:
        if passage.corrected and passage.code:
            codes = passage.code.split(", ")
            meaning = ", ".join(_meaning(passage.kind, code, network, words) for code in codes)
            yield words.say("plan.corrected", words=passage.words, meaning=meaning)


def _meaning(kind: str, code: str, network: Network, words: Words) -> str:
    if kind == ReadingKind.FACT:
        return _fact(code, network, words)
    if kind == ReadingKind.NEED:
        return words(network.get_need(code).label)
    if kind == ReadingKind.START and code in network.situations:
        return words(network.get_situation(code).label)
    node = network.services.get(code) or network.get_organization(code)
    return words.say("plan.avoided", name=node.name) if kind == ReadingKind.AVOID else node.name


def _fact(test: str, network: Network, words: Words) -> str:
    found = _TEST.fullmatch(test)
    if found is None:
        return test
    name, values = found["name"], found["values"].split("|")
    definition, wording = network.get_fact(name), Wording(network)
    denied = found["sign"] == "!="
    if definition.kind is FactKind.SET:
        cell = "no" if denied else "yes"
        return ", ".join(words(wording.fact(Variable(name, value), (cell,)).text) for value in values)
    if definition.kind is FactKind.INTEGER:
        values = [value if ".." in value else f"{value}..{value}" for value in values]
    labels = {country.code: country.label for country in list_countries()}
    if definition.kind is FactKind.COUNTRY and labels.keys() >= set(values):
        shown = words.say("joint.or").join(words(labels[value]) for value in values)
    else:
        shown = words(wording.cells(Variable(name), values))
    return f"{words(definition.label)}: {words.say('plan.other_than', values=shown) if denied else shown}"


def list_reasons(because: Sequence[Justification], words: Words) -> Iterator[str]:
    """A line for each requirement: its evidence, its label, and what satisfies it, by origin."""
    for label, items in _grouped(because, lambda item: item.label):
        origins = _grouped(items, lambda item: (item.by, item.step))
        satisfied = "; ".join(_satisfied(some, words) for _, some in origins)
        yield f"{SIGNS[items[0].evidence]} {words(label)} — {satisfied}"


def _satisfied(items: Sequence[Justification], words: Words) -> str:
    facts = ", ".join(words(item.fact.text) for item in items)
    return f"{words.say(f'origin.{items[0].by}', step=items[0].step or 0)}: {facts}"


def _grouped(
    items: Sequence[Justification], key: Callable[[Justification], Key]
) -> Iterator[tuple[Key, list[Justification]]]:
    """The items of each key together, keys in the order in which they come first."""
    groups: dict[Key, list[Justification]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    yield from groups.items()
