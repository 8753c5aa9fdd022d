"""Opening hours on the clock of the city, with its holidays."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import Schedule
from graph.opening_hours import CLOCK, OpenState, find_next_opening, state_at, with_holidays

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
    assert with_holidays("Mo 10:00-11:00", "torino") == "Mo 10:00-11:00; PH off"


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
