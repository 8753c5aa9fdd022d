"""What the day of a question changes, in words: when doors open, what to begin with, what is closed."""

from collections.abc import Iterator
from datetime import date

from api.messages import Words
from graph.availability import Closed, Opening, Room
from graph.network import Network
from graph.opening_hours import CLOCK, OpenState, Span
from graph.referral.answer import Answer, Candidate, ReferralPlan
from graph.vocabulary import ServiceStatus


def day_text(day: date, words: Words) -> str:
    """A day with its weekday: `venerdì 27/11/2026`, `Friday 2026-11-27`."""
    return f"{words.say(f'weekday.{day.weekday()}')} {words.fill(day)}"


def opening_text(opening: Opening, words: Words) -> str:
    """Whether a door opens on the day, and when it opens next.

    What is known of the hours is told as a fact about the day, never as "open now".
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
