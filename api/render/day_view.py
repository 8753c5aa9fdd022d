"""What the day of a question changes, in words: when doors open, what to begin with, what is closed."""

from collections.abc import Iterator
from datetime import date, datetime

from api.render.words import Words
from graph.availability import Closed, Opening, Room
from graph.model import Text
from graph.network import Network
from graph.opening_hours import CLOCK, OpenState, Span
from graph.referral.answer import Answer, Candidate, ReferralPlan
from graph.vocabulary import Locale, ServiceStatus

WEEKDAYS = {
    Locale.IT: ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"),
    Locale.EN: ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
STATUSES = {
    ServiceStatus.TEMPORARILY_CLOSED: Text("chiuso per ora", "closed for now"),
    ServiceStatus.INACTIVE: Text("non attivo", "not active"),
    ServiceStatus.DEFUNCT: Text("non esiste più", "no longer exists"),
}


def day_text(day: date, words: Words) -> str:
    """A day with its weekday: `venerdì 27/11/2026`, `Friday 2026-11-27`."""
    written = f"{day:%d/%m/%Y}" if words.locale is Locale.IT else day.isoformat()
    return f"{WEEKDAYS[words.locale][day.weekday()]} {written}"


def opening_text(opening: Opening, words: Words) -> str:
    """Whether a door opens on the day, and when it opens next.

    What is known of the hours is told as a fact about the day, never as "open now".
    """
    if opening.state is OpenState.OPEN:
        spans = ", ".join(_span(span) for span in opening.spans if span.state is OpenState.OPEN)
        return words(Text("aperto {spans}", "open {spans}")).format(spans=spans)
    if opening.by_appointment:
        return words(Text("su appuntamento", "by appointment"))
    if opening.state is OpenState.UNKNOWN:
        return words(Text("non si sa se è aperto", "not known whether it is open"))
    return f"{words(Text('chiuso', 'closed'))}{_reopening(opening.next_opening, words)}"


def _span(span: Span) -> str:
    return f"{span.begin.astimezone(CLOCK):%H:%M}-{span.end.astimezone(CLOCK):%H:%M}"


def _reopening(opening: datetime | None, words: Words) -> str:
    if opening is None:
        return ""
    local = opening.astimezone(CLOCK)
    return words(Text("; riapre {day} alle {time}", "; opens next on {day} at {time}")).format(
        day=day_text(local.date(), words), time=f"{local:%H:%M}"
    )


def candidate_text(candidate: Candidate, words: Words) -> str | None:
    """The opening of a candidate, and that it is full; None where the question is about no day."""
    if candidate.opening is None:
        return None
    text = f"{day_text(candidate.opening.day, words)}: {opening_text(candidate.opening, words)}"
    return f"{text} · {words(Text('al completo', 'full'))}" if candidate.room is Room.FULL else text


def list_first(plan: ReferralPlan, words: Words) -> Iterator[str]:
    """The steps to begin with on the day."""
    days = [candidate.opening.day for step in plan.steps for candidate in step.candidates if candidate.opening]
    if days and plan.first and len(plan.steps) > 1:
        steps = ", ".join(map(str, plan.first))
        text = Text("{day} cominciare da: passo {steps}", "On {day} begin with: step {steps}")
        yield words(text).format(day=day_text(days[0], words), steps=steps)


def list_closed(answer: Answer, network: Network, words: Words) -> Iterator[str]:
    """A line for each service that would matter but is closed, with its sources."""
    for item in answer.closed:
        name = network.get_service(item.service).name
        yield f"{name}: {closed_text(item.closed, words)}  {' '.join(map(str, item.closed.citations))}".rstrip()


def closed_text(closed: Closed, words: Words) -> str:
    """How a service is closed, and until when."""
    text = words(STATUSES[closed.status])
    if closed.until is not None:
        text += words(Text(", fino a {day} compreso", ", until {day} included")).format(
            day=day_text(closed.until, words)
        )
    elif closed.status is ServiceStatus.TEMPORARILY_CLOSED:
        text += words(Text(", non si sa fino a quando", ", nobody says until when"))
    return text
