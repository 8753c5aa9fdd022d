"""Opening hours in words, and what the day of a question changes: doors, first steps, closed services."""

import re
from collections.abc import Iterator
from datetime import date

from api.messages import Words
from graph.availability import Closed, Opening, Room
from graph.model import Schedule, Service
from graph.network import Network
from graph.opening_hours import CLOCK, OpenState, Span
from graph.referral.answer import Answer, Candidate, ReferralPlan
from graph.vocabulary import ServiceStatus

_SEASON = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:-[A-Z][a-z]{2})? ")
_DAY = re.compile(r"\b(Mo|Tu|We|Th|Fr|Sa|Su)\b")
_APPOINTMENT = re.compile(r'unknown "[^"]*"')
_PLAIN = re.compile(r"[-,:; \d]*")


def list_hours(service: Service, words: Words) -> list[str]:
    """The hours of `service`, without doubles; as printed if they say more than days, times and seasons that agree."""
    expressions = [schedule.opening_hours for schedule in service.schedules]
    stripped = {_SEASON.sub("", expression or "") for expression in expressions}
    seasons_agree = len(expressions) > 1 and len(stripped) == 1
    read = (
        _read(_SEASON.sub("", schedule.opening_hours) if seasons_agree else schedule.opening_hours, words)
        if schedule.opening_hours
        else None
        for schedule in service.schedules
    )
    return list(dict.fromkeys(map(_with_channel, service.schedules, read, [words] * len(expressions))))


def _with_channel(schedule: Schedule, read: str | None, words: Words) -> str:
    """The hours, and that they are those of a telephone: a number that answers at night opens no office."""
    hours = read or schedule.printed
    return hours if schedule.channel is None else f"{words.say(f'mode.{schedule.channel}')}: {hours}"


def _read(expression: str, words: Words) -> str | None:
    """An OSM expression of days, times and appointments in words; None if it holds anything else."""
    if expression == "24/7":
        return words.say("hours.always")
    if not _PLAIN.fullmatch(_DAY.sub("", _APPOINTMENT.sub("", expression))):
        return None
    named = _DAY.sub(lambda day: words.say(f"hours.{day[1]}"), expression)
    named = _APPOINTMENT.sub(words.say("mode.appointment"), named)
    return re.sub(r"\b0(\d:)", r"\1", named).replace(",", ", ")


def day_text(day: date, words: Words) -> str:
    """A day with its weekday: `venerdì 27/11/2026`, `Friday 2026-11-27`."""
    return f"{words.say(f'weekday.{day.weekday()}')} {words.fill(day)}"


def opening_text(opening: Opening, words: Words) -> str:
    """Whether a service opens on the day, and when it opens next.

    The text speaks of the day and never says "open now".
    """
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


def _span(span: Span) -> str:
    return f"{span.begin.astimezone(CLOCK):%H:%M}-{span.end.astimezone(CLOCK):%H:%M}"


def candidate_text(candidate: Candidate, words: Words) -> str | None:
    """The opening of a candidate, and that it is full; None where the question is about no day."""
    if candidate.opening is None:
        return None
    text = f"{day_text(candidate.opening.day, words)}: {opening_text(candidate.opening, words)}"
    return f"{text} · {words.say('day.full')}" if candidate.room is Room.FULL else text


def list_first(plan: ReferralPlan, words: Words) -> Iterator[str]:
    """The steps to begin with on the day."""
    days = [candidate.opening.day for step in plan.steps for candidate in step.candidates if candidate.opening]
    if days and plan.first and len(plan.steps) > 1:
        steps = ", ".join(map(str, plan.first))
        yield words.say("day.begin", day=day_text(days[0], words), steps=steps)


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
