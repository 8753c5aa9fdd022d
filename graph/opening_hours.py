"""Whether a service is open at a time or on a day, and when it opens next.

Hours are OpenStreetMap opening_hours expressions on the clock of the city. A night that crosses midnight is one night:
it belongs to the day on which it begins, and follows the rules of that day, whatever holds on the next. On a public
holiday, and on the day of the city's patron, which no calendar of the country knows, a service is taken to be closed
unless its hours speak of holidays, give that day by its date, or never end. Hours by appointment are neither open nor
closed, wherever the appointment is mentioned.
"""

import heapq
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours, State, validate

from graph.organizations import Schedule
from graph.structs import Struct
from graph.vocabulary import AccessMode, Described

CLOCK = ZoneInfo("Europe/Rome")
COUNTRY = "IT"
PATRON_DAYS = {
    "bergamo": (8, 26), "bologna": (10, 4), "brescia": (2, 15), "cagliari": (10, 30), "catania": (2, 5),
    "como": (8, 31), "firenze": (6, 24), "genova": (6, 24), "lodi": (1, 19), "milano": (12, 7), "modena": (1, 31),
    "monza": (6, 24), "napoli": (9, 19), "novara": (1, 22), "padova": (6, 13), "palermo": (7, 15), "parma": (1, 13),
    "pavia": (12, 9), "roma": (6, 29), "torino": (6, 24), "trieste": (11, 3), "venezia": (4, 25),
}  # fmt: skip
"""The month and day of the patron of each city, on which its offices are closed."""
HORIZON = timedelta(days=366)
"""How far ahead the next opening is looked for."""
YEARS = range(1970, 2101)
"""The years about which hours say anything; of others they are unknown."""
DAY = timedelta(days=1)

_APPOINTMENT = re.compile(r"appuntament|appointment|prenotazion|su richiesta|on request", re.IGNORECASE)
_WEEKDAY = r"(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)(?:\[[\d,-]+\])?"
_WEEKDAYS = re.compile(rf"{_WEEKDAY}(?:[-,]{_WEEKDAY})*")
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_DATE = re.compile(rf"(?<!-)\b(?:{_MONTH} (\d{{1,2}})(?:-(\d{{1,2}}))?(?![-\d:])|easter\b)")
"""A day given by its date, or some days of a month, such as Dec 24-26; not a season, such as Dec 01-Mar 31."""
_FEW_DAYS = 7
_ENDLESS = re.compile(r"24/7|(?:Mo-Su(?:,PH)?|PH,Mo-Su)?\s*00:00-24:00|Mo-Su(?:,PH)?")
"""A first rule by which a service is always open."""
_TIMES = re.compile(r"\b(\d{1,2}:\d{2})\s*-\s*(\d{1,2}:\d{2})")
_NOT_A_NIGHT = "23:58-23:59"
"""Times that end before midnight, where only what comes after it is looked at."""


class OpenState(Described):
    """The state of a service at a time, according to its hours."""

    OPEN = "OPEN", "Open."
    CLOSED = "CLOSED", "Closed."
    UNKNOWN = "UNKNOWN", "Neither open nor closed: by appointment, or the hours are unknown."


class OpenSpan(Struct, frozen=True):
    """A time in which a service is open, or receives by appointment. `day` is the day to which it belongs."""

    begin: datetime
    end: datetime
    day: date
    state: OpenState


def now() -> datetime:
    """The time on the clock of the city."""
    return datetime.now(CLOCK)


def today() -> date:
    """The day on the clock of the city."""
    return now().date()


def state_at(schedules: Iterable[Schedule], city: str, time: datetime) -> OpenState:
    """Whether a service is open at a time.

    Parameters
    ----------
    schedules
        Its hours.
    city
        The code of the city, for the day of its patron.
    time
        The time; without a time zone, it is on the clock of the city.

    Returns
    -------
    OpenState
        Open if one schedule is open, closed if all are closed, otherwise unknown.

    Examples
    --------
    >>> desk = Schedule(printed="lun-ven 9-12", opening_hours="Mo-Fr 09:00-12:00")
    >>> str(state_at([desk], "milano", datetime(2026, 11, 27, 10)))
    'OPEN'
    """
    if time.year not in YEARS:
        return OpenState.UNKNOWN
    moment = on_clock(time)
    states = {_state(schedule, city, moment) for schedule in schedules}
    if OpenState.OPEN in states:
        return OpenState.OPEN
    return OpenState.CLOSED if states == {OpenState.CLOSED} else OpenState.UNKNOWN


def find_next_opening(schedules: Iterable[Schedule], city: str, time: datetime) -> datetime | None:
    """When one of `schedules` opens next: `time` itself if one is open, None if none opens within a year.

    >>> desk = Schedule(printed="lun-ven 9-12", opening_hours="Mo-Fr 09:00-12:00")
    >>> str(find_next_opening([desk], "milano", datetime(2026, 11, 27, 13)))
    '2026-11-30 09:00:00+01:00'
    """
    span = next(list_open_spans(schedules, city, time), None)
    return None if span is None else max(span.begin, on_clock(time))


def list_open_spans(schedules: Iterable[Schedule], city: str, time: datetime) -> Iterator[OpenSpan]:
    """The times in the year after `time` in which one of `schedules` is open, by their beginning."""
    if time.year not in YEARS:
        return
    moment = on_clock(time)
    spans = (_spans(schedule, city, moment, moment + HORIZON) for schedule in schedules)
    merged = heapq.merge(*spans, key=lambda span: span.begin)
    yield from (span for span in merged if span.state is OpenState.OPEN)


def list_spans(schedules: Iterable[Schedule], city: str, day: date) -> tuple[OpenSpan, ...]:
    """The times of `schedules` that belong to `day`, by their beginning. A night belongs to its first day."""
    if day.year not in YEARS:
        return ()
    start = datetime.combine(day, time(), CLOCK)
    spans = (span for schedule in schedules for span in _spans(schedule, city, start, start + 2 * DAY))
    return tuple(sorted({span for span in spans if span.day == day}, key=lambda span: (span.begin, span.end)))


def _state(schedule: Schedule, city: str, moment: datetime) -> OpenState:
    if schedule.opening_hours is None:
        return OpenState.UNKNOWN
    states = {span.state for span in _spans(schedule, city, moment, moment + DAY) if span.begin <= moment}
    return next((state for state in (OpenState.OPEN, OpenState.UNKNOWN) if state in states), OpenState.CLOSED)


def _spans(schedule: Schedule, city: str, moment: datetime, until: datetime) -> Iterator[OpenSpan]:
    """The spans of a schedule that end after `moment`, by their beginning."""
    if schedule.opening_hours is None:
        return
    hours = _hours(schedule.opening_hours)
    appointment = _is_by_appointment(schedule)
    # a night that began on the day before may still last
    begin, end = (on_clock(each) for each in (_midnight(moment.date() - DAY), until))
    ordinary = _pieces(hours.ordinary, begin, end, appointment)
    festive = _pieces(hours.festive, begin, end, appointment)
    if hours.endless:
        merged: Iterable[OpenSpan] = ordinary
    else:
        merged = heapq.merge(
            (span for span in ordinary if not is_holiday(city, span.day)),
            (span for span in festive if is_holiday(city, span.day)),
            key=lambda span: span.begin,
        )
    yield from (span for span in merged if span.end > moment)


def _pieces(rules: "_Rules | None", begin: datetime, end: datetime, appointment: bool) -> Iterator[OpenSpan]:
    """The spans of an expression. A night is one span; longer times are cut at each midnight."""
    if rules is None:
        return
    for opens, closes, state, comment in rules.days.intervals(begin, end):
        if state == State.CLOSED:
            continue
        vague = state != State.OPEN or appointment or _APPOINTMENT.search(str(comment)) is not None
        said = OpenState.UNKNOWN if vague else OpenState.OPEN
        last = closes or end
        for first, after in [(opens, last)] if _is_night(opens, last) else _by_day(opens, last):
            is_cut = after == _midnight(first.date() + DAY) and after < end
            yield OpenSpan(first, rules.end_of_night(first.date()) or after if is_cut else after, first.date(), said)


def _is_night(begin: datetime, end: datetime) -> bool:
    return begin.date() < end.date() and begin.time() != time() and end.time() != time() and end - begin < DAY


def _by_day(begin: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    while begin < end:
        after = min(_midnight(begin.date() + DAY), end)
        yield begin, after
        begin = after


def _is_by_appointment(schedule: Schedule) -> bool:
    said = (schedule.printed, schedule.note.it if schedule.note else "", schedule.note.en if schedule.note else "")
    return schedule.channel is AccessMode.APPOINTMENT or any(map(_APPOINTMENT.search, said))


class _Rules(Struct, frozen=True):
    """Two expressions: one whose nights end at midnight, and one for their rest, on the day on which they begin.

    One expression is not enough: in OpenStreetMap, the rules of a day override the night before it.
    """

    days: OpeningHours
    nights: OpeningHours | None

    def end_of_night(self, day: date) -> datetime | None:
        """When the night that begins on `day` ends; None if it ends at midnight."""
        if self.nights is None:
            return None
        begin = _midnight(day)
        opens, closes, state, _ = next(iter(self.nights.intervals(begin, begin + DAY)))
        if state == State.CLOSED or opens != begin or closes is None or closes >= _midnight(day + DAY):
            return None
        return on_clock(datetime.combine(day + DAY, closes.time(), CLOCK))


class _Hours(Struct, frozen=True):
    """An expression split into ordinary days and holidays (None if closed). An `endless` one ignores holidays."""

    ordinary: _Rules | None
    festive: _Rules | None
    endless: bool


@lru_cache(maxsize=512)
def _hours(expression: str) -> _Hours:
    rules = _rules(expression)
    if rules and _ENDLESS.fullmatch(rules[0]):
        return _Hours(_parse(expression), None, endless=True)
    ordinary, festive = split_holidays(expression)
    if not all(validate(part) for part in (ordinary, festive) if part):
        # hours that speak of holidays in a way of their own, such as the day before one
        ordinary = festive = expression
    return _Hours(_parse(ordinary), _parse(festive), endless=False)


def _parse(expression: str) -> _Rules | None:
    if not expression:
        return None
    evenings, mornings = _part_nights(expression)
    if evenings == expression or not (validate(evenings) and validate(mornings)):
        return _Rules(_read(expression), None)
    return _Rules(_read(evenings), _read(mornings))


def _read(expression: str) -> OpeningHours:
    return OpeningHours(expression, timezone=CLOCK, country=COUNTRY)


def _part_nights(expression: str) -> tuple[str, str]:
    """`expression` with nights that end at midnight, and with their rest, on the day on which they begin.

    >>> _part_nights("Mo-Fr 09:00-12:00,20:00-08:00; Sa off")
    ('Mo-Fr 09:00-12:00,20:00-24:00; Sa off', 'Mo-Fr 23:58-23:59,00:00-08:00; Sa off')
    """

    def is_night(times: re.Match[str]) -> bool:
        return times[2].zfill(5) < times[1].zfill(5)

    def evening(times: re.Match[str]) -> str:
        return f"{times[1]}-24:00" if is_night(times) else times[0]

    def morning(times: re.Match[str]) -> str:
        left = is_night(times) and times[2].zfill(5) != "00:00"
        return f"00:00-{times[2]}" if left else _NOT_A_NIGHT

    parts = re.split(r'("[^"]*")', expression)
    evenings, mornings = (
        "".join(part if part.startswith('"') else _TIMES.sub(put, part) for part in parts) for put in (evening, morning)
    )
    return evenings, mornings


def split_holidays(expression: str) -> tuple[str, str]:
    """The rules of `expression` for ordinary days, and those for holidays; empty if it has none.

    >>> split_holidays("Mo-Fr 09:00-12:00")
    ('Mo-Fr 09:00-12:00', '')
    >>> split_holidays("Mo-Sa,PH 20:00-08:00; Su off")
    ('Mo-Sa 20:00-08:00; Su off', '20:00-08:00')
    >>> split_holidays("Mo-Fr 20:00-08:00; PH 22:00-06:00")
    ('Mo-Fr 20:00-08:00', '22:00-06:00')
    >>> split_holidays("Mo-Fr 12:00-14:00; Dec 25 12:00-15:00")
    ('Mo-Fr 12:00-14:00; Dec 25 12:00-15:00', 'Dec 25 12:00-15:00')
    """
    ordinary, festive = [], []
    for rule in _rules(expression):
        plain = _outside_comments(rule)
        days = _WEEKDAYS.search(plain)
        if days is None or "PH" not in days.group():
            ordinary.append(rule)
            if _gives_dates(plain):
                festive.append(rule)
            continue
        before, after = rule[: days.start()], rule[days.end() :]
        festive.append((before + after.lstrip()).strip())
        others = ",".join(part for part in days.group().split(",") if part != "PH")
        if others:
            ordinary.append(before + others + after)
    return "; ".join(ordinary), "; ".join(festive)


def _gives_dates(rule: str) -> bool:
    """Whether a rule gives one day or a few by their dates. A rule for Dec 25 is meant for the holiday."""
    found = _DATE.search(rule)
    return found is not None and (found[2] is None or int(found[2]) - int(found[1]) < _FEW_DAYS)


def _rules(expression: str) -> list[str]:
    """The rules of an expression, which are separated by semicolons outside comments."""
    parts = re.findall(r'(?:[^;"]|"[^"]*")+', expression)
    return [part.strip() for part in parts if part.strip()]


def _outside_comments(rule: str) -> str:
    """`rule` with its comments blanked out."""
    return re.sub(r'"[^"]*"', lambda found: " " * len(found.group()), rule)


def is_holiday(city: str, day: date) -> bool:
    """Whether `day` is a public holiday of the country, or that of the city's patron.

    >>> is_holiday("milano", date(2026, 12, 7)), is_holiday("torino", date(2026, 12, 7))
    (True, False)
    """
    return (day.month, day.day) == PATRON_DAYS.get(city) or _is_public_holiday(day)


@lru_cache(maxsize=4096)
def _is_public_holiday(day: date) -> bool:
    noon = datetime.combine(day, time(12), CLOCK)
    return bool(OpeningHours("PH", timezone=CLOCK, country=COUNTRY).is_open(noon))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), CLOCK)


def on_clock(time: datetime) -> datetime:
    """`time` on the clock of the city. A time that the clock skips in spring is moved forward."""
    placed = time.replace(tzinfo=CLOCK) if time.tzinfo is None else time
    return placed.astimezone(UTC).astimezone(CLOCK)
