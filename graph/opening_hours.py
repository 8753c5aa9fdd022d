"""Whether a service is open at a time, and when it opens next.

Hours are OpenStreetMap opening_hours expressions on the clock of the city. On a public holiday, and on the day of the
city's patron, which no calendar of the country knows, a service is taken to be closed unless its hours speak of
holidays or never end.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours, State

from graph.model import Schedule

CLOCK = ZoneInfo("Europe/Rome")
COUNTRY = "IT"
PATRON_DAYS = {"milano": "Dec 07"}
"""The day of the patron of each city, in which its offices are closed."""
HORIZON = timedelta(days=366)
"""How far ahead the next opening is looked for."""
YEARS = range(1970, 2101)
"""The years about which hours say anything; of others they are unknown."""


class OpenState(StrEnum):
    """What the hours say about a time."""

    OPEN = "OPEN"
    CLOSED = "CLOSED"
    UNKNOWN = "UNKNOWN"
    """By appointment, or the hours are not known: neither open nor closed."""


def now() -> datetime:
    """The time on the clock of the city."""
    return datetime.now(CLOCK)


def state_at(schedules: Iterable[Schedule], city: str, time: datetime) -> OpenState:
    """The state of a service with `schedules`: open where one of them is, closed where all are, else unknown.

    A `time` without a zone is on the clock of the city.
    """
    if time.year not in YEARS:
        return OpenState.UNKNOWN
    moment = _on_clock(time)
    states = {_state(schedule, city, moment) for schedule in schedules}
    if OpenState.OPEN in states:
        return OpenState.OPEN
    return OpenState.CLOSED if states == {OpenState.CLOSED} else OpenState.UNKNOWN


def find_next_opening(schedules: Iterable[Schedule], city: str, time: datetime) -> datetime | None:
    """When one of `schedules` opens next, at `time` where one is open; None where none does within a year."""
    if time.year not in YEARS:
        return None
    moment = _on_clock(time)
    found = (_next_opening(schedule, city, moment) for schedule in schedules)
    return min((opening for opening in found if opening is not None), default=None)


def _state(schedule: Schedule, city: str, moment: datetime) -> OpenState:
    if schedule.opening_hours is None:
        return OpenState.UNKNOWN
    state, _ = _hours(schedule.opening_hours, city).state(moment)
    return {State.OPEN: OpenState.OPEN, State.CLOSED: OpenState.CLOSED}.get(state, OpenState.UNKNOWN)


def _next_opening(schedule: Schedule, city: str, moment: datetime) -> datetime | None:
    if schedule.opening_hours is None:
        return None
    for begin, _, state, _ in _hours(schedule.opening_hours, city).intervals(moment, _on_clock(moment + HORIZON)):
        if state == State.OPEN:
            return max(begin, moment)
    return None


@lru_cache(maxsize=512)
def _hours(expression: str, city: str) -> OpeningHours:
    return OpeningHours(with_holidays(expression, city), timezone=CLOCK, country=COUNTRY)


def with_holidays(expression: str, city: str) -> str:
    """`expression` with the holidays of `city` off, unless it speaks of holidays itself or never ends.

    >>> with_holidays("Mo-Fr 09:00-12:00", "milano")
    'Mo-Fr 09:00-12:00; PH off; Dec 07 off'
    >>> with_holidays("24/7", "milano")
    '24/7'
    """
    if "PH" in expression or expression.strip() == "24/7":
        return expression
    patron = PATRON_DAYS.get(city)
    return f"{expression}; PH off" + (f"; {patron} off" if patron else "")


def _on_clock(time: datetime) -> datetime:
    """`time` on the clock of the city; one that the clock skips in spring is as much later."""
    placed = time.replace(tzinfo=CLOCK) if time.tzinfo is None else time
    return placed.astimezone(UTC).astimezone(CLOCK)
