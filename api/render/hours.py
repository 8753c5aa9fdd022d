"""Opening hours in one language, short enough for a line."""

import re

from api.messages import Words
from graph.model import Schedule, Service

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
