"""Opening hours on the clock of the city, with its holidays."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.message import Text
from graph.opening_hours import CLOCK, OpenState, find_next_opening, list_spans, split_holidays, state_at
from graph.organizations import Schedule

OFFICE = Schedule(printed="lun-ven 9-12", opening_hours="Mo-Fr 09:00-12:00")
ALWAYS = Schedule(printed="h24", opening_hours="24/7")
APPOINTMENT = Schedule(printed="su appuntamento", opening_hours='Tu,Th unknown "su appuntamento"')
UNREADABLE = Schedule(printed="when the moon is full")
FEAST = Schedule(printed="holidays too", opening_hours="Mo-Su,PH 10:00-11:00")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("schedules", "time", "state"),
    [
        ([OFFICE], "2026-01-13T09:00", OpenState.OPEN),
        ([OFFICE], "2026-01-13T12:00", OpenState.CLOSED),
        ([OFFICE], "2026-01-13T08:30+00:00", OpenState.OPEN),  # half past nine in Milan
        ([OFFICE], "2026-07-14T07:30+00:00", OpenState.OPEN),  # in summer too
        ([OFFICE], "2026-12-25T10:00", OpenState.CLOSED),  # Christmas
        ([OFFICE], "2026-04-06T10:00", OpenState.CLOSED),  # Easter Monday
        ([OFFICE], "2026-12-07T10:00", OpenState.CLOSED),  # Sant'Ambrogio
        ([ALWAYS], "2026-12-07T10:00", OpenState.OPEN),
        ([FEAST], "2026-12-25T10:30", OpenState.OPEN),
        ([APPOINTMENT], "2026-01-13T10:00", OpenState.UNKNOWN),
        ([APPOINTMENT], "2026-01-14T10:00", OpenState.CLOSED),
        ([UNREADABLE], "2026-01-13T10:00", OpenState.UNKNOWN),
        ([], "2026-01-13T10:00", OpenState.UNKNOWN),
        ([ALWAYS], "9999-12-31T23:59-12:00", OpenState.UNKNOWN),
        ([ALWAYS], "0001-01-01T00:00+14:00", OpenState.UNKNOWN),
        ([OFFICE, UNREADABLE], "2026-01-13T10:00", OpenState.OPEN),
        ([OFFICE, UNREADABLE], "2026-01-13T20:00", OpenState.UNKNOWN),
        ([OFFICE, APPOINTMENT], "2026-01-14T20:00", OpenState.CLOSED),
    ],
)
def test_the_state_at_a_time(schedules: list[Schedule], time: str, state: OpenState) -> None:
    assert state_at(schedules, "milano", at(time)) is state


def test_the_patron_is_that_of_the_city() -> None:
    assert state_at([OFFICE], "torino", at("2026-12-07T10:00")) is OpenState.OPEN
    assert state_at([OFFICE], "torino", at("2026-06-24T10:00")) is OpenState.CLOSED
    assert state_at([OFFICE], "nessun-luogo", at("2026-06-24T10:00")) is OpenState.OPEN


NIGHT = Schedule(printed="ogni notte", opening_hours="Mo-Su 20:00-08:00")
SHORT_NIGHT = Schedule(printed="anche nei festivi", opening_hours="Mo-Su 20:00-08:00; PH 22:00-06:00")
WEEK_NIGHT = Schedule(printed="lun-ven", opening_hours="Mo-Fr 20:00-08:00; PH off")
WHOLE_DAYS = Schedule(printed="lun-ven", opening_hours="Mo-Fr 00:00-24:00")
NOTED = Schedule(printed="lun-ven 9-12", opening_hours='Mo-Fr 09:00-12:00 "su appuntamento"')
BESIDE = Schedule(
    printed="lun-ven 9-12", opening_hours="Mo-Fr 09:00-12:00", note=Text("Si accede su appuntamento.", "")
)


@pytest.mark.parametrize(
    ("schedule", "time", "state"),
    [
        # the night of Christmas Eve is that of an ordinary day, also after midnight
        (NIGHT, "2026-12-24T21:00", OpenState.OPEN),
        (NIGHT, "2026-12-25T03:00", OpenState.OPEN),
        (NIGHT, "2026-12-25T08:00", OpenState.CLOSED),
        # the nights of Christmas and of the day after are holidays, also after midnight
        (NIGHT, "2026-12-25T21:00", OpenState.CLOSED),
        (NIGHT, "2026-12-26T03:00", OpenState.CLOSED),
        (NIGHT, "2026-12-27T03:00", OpenState.CLOSED),
        (NIGHT, "2026-12-27T21:00", OpenState.OPEN),
        (SHORT_NIGHT, "2026-12-25T07:00", OpenState.OPEN),  # the long night of the day before
        (SHORT_NIGHT, "2026-12-25T21:00", OpenState.CLOSED),
        (SHORT_NIGHT, "2026-12-26T05:00", OpenState.OPEN),
        (SHORT_NIGHT, "2026-12-27T07:00", OpenState.CLOSED),
        (WEEK_NIGHT, "2026-12-05T03:00", OpenState.OPEN),  # the night of Friday
        (WEEK_NIGHT, "2026-12-06T03:00", OpenState.CLOSED),
        (WEEK_NIGHT, "2026-12-08T03:00", OpenState.CLOSED),  # the night of the patron
        (WEEK_NIGHT, "2026-12-09T03:00", OpenState.CLOSED),  # and that of the Immaculate
        (WEEK_NIGHT, "2026-12-10T03:00", OpenState.OPEN),
        (WHOLE_DAYS, "2026-12-24T23:00", OpenState.OPEN),
        (WHOLE_DAYS, "2026-12-25T03:00", OpenState.CLOSED),
        (NOTED, "2026-01-13T10:00", OpenState.UNKNOWN),
        (NOTED, "2026-01-13T13:00", OpenState.CLOSED),
        (BESIDE, "2026-01-13T10:00", OpenState.UNKNOWN),
    ],
)
def test_a_night_is_one_night_and_an_appointment_is_neither(schedule: Schedule, time: str, state: OpenState) -> None:
    assert state_at([schedule], "milano", at(time)) is state


@pytest.mark.parametrize(
    ("expression", "time", "state"),
    [
        # the rule of a day takes nothing from the night before it
        ("Mo-Sa 20:00-08:00; Su off", "2026-11-29T03:00", OpenState.OPEN),
        ("Mo-Sa 20:00-08:00; Su off", "2026-11-29T21:00", OpenState.CLOSED),
        ("Mo-Sa 20:00-08:00; Su off", "2026-11-30T03:00", OpenState.CLOSED),
        ("Fr 20:00-08:00; Sa 22:00-06:00", "2026-11-28T07:00", OpenState.OPEN),
        ("Fr 20:00-08:00; Sa 22:00-06:00", "2026-11-29T05:00", OpenState.OPEN),
        ("Fr 20:00-08:00; Sa 22:00-06:00", "2026-11-29T07:00", OpenState.CLOSED),
        ("Mo-Su 20:00-08:00; Su 10:00-12:00", "2026-11-29T03:00", OpenState.OPEN),
        ("Mo-Su 20:00-08:00; Aug off", "2026-08-01T03:00", OpenState.OPEN),
        ("Mo-Su 20:00-08:00; Dec 31 20:00-24:00", "2027-01-01T03:00", OpenState.CLOSED),
        ("Mo-Su 20:00-08:00; Dec 25 off", "2026-12-25T03:00", OpenState.OPEN),
        ("Sa 20:00-02:30", "2026-03-29T03:10", OpenState.OPEN),  # the clock skips the hour before
        # a rule that gives a holiday by its date is meant for it
        ("Mo-Fr 12:00-14:00; Dec 25 12:00-15:00", "2026-12-25T14:30", OpenState.OPEN),
        ("Mo-Fr 12:00-14:00; Dec 24-26 12:00-15:00", "2026-12-25T14:30", OpenState.OPEN),
        ("Mo-Fr 12:00-14:00; Dec 25 12:00-15:00", "2027-01-01T13:00", OpenState.CLOSED),
        ("Dec 01-Mar 31 12:00-15:00", "2026-12-25T13:00", OpenState.CLOSED),  # a season is not
        ("Dec 01-31 12:00-15:00", "2026-12-25T13:00", OpenState.CLOSED),
        # what never ends knows no holiday, however it is written
        ("Mo-Su 00:00-24:00", "2026-12-25T13:00", OpenState.OPEN),
        ("24/7; Aug off", "2026-12-25T13:00", OpenState.OPEN),
        ("24/7; Aug off", "2026-08-10T13:00", OpenState.CLOSED),
    ],
)
def test_each_day_has_its_own_rule(expression: str, time: str, state: OpenState) -> None:
    assert state_at([Schedule(printed=expression, opening_hours=expression)], "milano", at(time)) is state


@pytest.mark.parametrize(
    ("expression", "ordinary", "festive"),
    [
        ("Mo-Fr 09:00-12:00; PH,Su off", "Mo-Fr 09:00-12:00; Su off", "off"),
        ("Apr-Oct Mo-Fr,PH 09:00-12:00", "Apr-Oct Mo-Fr 09:00-12:00", "Apr-Oct 09:00-12:00"),
        ('Mo 09:00-10:00 "no PH; ask"', 'Mo 09:00-10:00 "no PH; ask"', ""),
    ],
)
def test_holidays_have_hours_of_their_own(expression: str, ordinary: str, festive: str) -> None:
    assert split_holidays(expression) == (ordinary, festive)


def test_hours_that_cannot_be_taken_apart_are_read_as_they_stand() -> None:
    schedule = Schedule(printed="vigilia", opening_hours="Mo-Fr 09:00-18:00; PH -1 day 09:00-12:00")
    assert state_at([schedule], "milano", at("2026-12-24T10:00")) is OpenState.OPEN
    assert state_at([schedule], "milano", at("2026-12-24T15:00")) is OpenState.CLOSED


def test_the_spans_of_a_day_hold_its_night_whole() -> None:
    (span,) = list_spans([NIGHT], "milano", date(2026, 12, 24))
    assert (span.begin, span.end) == (at("2026-12-24T20:00+01:00"), at("2026-12-25T08:00+01:00"))
    assert list_spans([NIGHT], "milano", date(2026, 12, 25)) == ()


@pytest.mark.parametrize(
    ("schedules", "time", "opening"),
    [
        ([OFFICE], "2026-01-13T10:30", "2026-01-13T10:30+01:00"),  # it is open
        ([OFFICE], "2026-01-16T12:00", "2026-01-19T09:00+01:00"),  # over the week-end
        ([OFFICE], "2026-12-05T10:00", "2026-12-09T09:00+01:00"),  # over Sant'Ambrogio and the Immaculate
        ([OFFICE, FEAST], "2026-12-05T11:00", "2026-12-06T10:00+01:00"),
        ([APPOINTMENT], "2026-01-13T10:00", None),
        ([UNREADABLE], "2026-01-13T10:00", None),
        ([], "2026-01-13T10:00", None),
        ([ALWAYS], "9999-12-31T23:59-12:00", None),
        ([ALWAYS], "0001-01-01T00:00+14:00", None),
        ([ALWAYS], "2026-03-29T02:30", "2026-03-29T03:30+02:00"),  # an hour that the clock skips
        ([ALWAYS], "2025-03-28T02:30", "2025-03-28T02:30+01:00"),  # a year later it is skipped
    ],
)
def test_the_next_opening(schedules: list[Schedule], time: str, opening: str | None) -> None:
    assert find_next_opening(schedules, "milano", at(time)) == (at(opening) if opening else None)


NIGHTS = st.sampled_from(
    [Schedule(printed="night", opening_hours=text) for text in ("Mo-Su 02:15-02:45", "Sa 22:00-02:30")]
)


@given(st.integers(1970, 2100), st.integers(24, 31), st.integers(0, 4), st.integers(0, 59), NIGHTS | st.just(ALWAYS))
def test_every_hour_of_a_night_in_which_the_clock_changes_has_an_answer(
    year: int, day: int, hour: int, minute: int, schedule: Schedule
) -> None:
    for month in (3, 10):
        time = datetime(year, month, day, hour, minute)  # noqa: DTZ001 - on the clock of the city
        state = state_at([schedule], "milano", time)
        opening = find_next_opening([schedule], "milano", time)
        assert state is not OpenState.OPEN or opening is not None


TIMES = st.datetimes(min_value=datetime(2024, 1, 1), max_value=datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(TIMES, st.sampled_from([OFFICE, ALWAYS, FEAST]))
def test_it_is_open_at_the_next_opening_and_not_before(time: datetime, schedule: Schedule) -> None:
    opening = find_next_opening([schedule], "milano", time)
    assert opening is not None
    assert opening >= time.astimezone(CLOCK)
    assert state_at([schedule], "milano", opening) is OpenState.OPEN
    if opening > time:
        assert state_at([schedule], "milano", time) is OpenState.CLOSED
        assert state_at([schedule], "milano", opening - timedelta(seconds=1)) is OpenState.CLOSED
