"""What an answer says about its day: who is open then, who is full, and who is closed."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from api.render.answer_text import closed_text, day_text, opening_text
from api.web.languages import PageTexts
from graph.availability import Closed, Opening
from graph.opening_hours import OpenState, Span
from graph.vocabulary import ServiceStatus

Json = Mapping[str, Any]


def tell_opening(candidate: Json, t: PageTexts) -> str:
    """Whether a candidate opens on the day of the question, and that it is full; empty where nothing is known."""
    opening = candidate["opening"]
    full = t.words.say("day.full") if candidate["room"] == "FULL" else ""
    if opening is None or (opening["state"] == "UNKNOWN" and not opening["byAppointment"]):
        return full
    day = _opening(opening)
    told = f"{day_text(day.day, t.words)}: {opening_text(day, t.words)}"
    return f"{told} · {full}" if full else told


def tell_closed(closed: Json, t: PageTexts) -> str:
    """How a service that would matter is closed, and until when."""
    since, until = (date.fromisoformat(closed[end]) if closed[end] else None for end in ("since", "until"))
    status = ServiceStatus[closed["status"]]
    return closed_text(Closed(status=status, since=since, until=until, citations=()), t.words)


def _opening(opening: Json) -> Opening:
    day = date.fromisoformat(opening["day"])
    following = opening["nextOpening"]
    return Opening(
        day=day,
        state=OpenState[opening["state"]],
        spans=tuple(
            Span(
                datetime.fromisoformat(each["begin"]),
                datetime.fromisoformat(each["end"]),
                day,
                OpenState[each["state"]],
            )
            for each in opening["spans"]
        ),
        by_appointment=opening["byAppointment"],
        next_opening=datetime.fromisoformat(following) if following else None,
    )
