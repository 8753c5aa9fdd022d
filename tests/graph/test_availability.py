"""Closures, doors and room, with a day and without one."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from graph.availability import (
    Knowledge,
    Room,
    door_state_at,
    find_closed,
    find_next_door_opening,
    is_closed,
    is_full,
    opening_of,
    room_of,
    waiting_of,
)
from graph.network import Network
from graph.opening_hours import CLOCK, OpenState
from graph.organizations import Schedule
from graph.services import Capacity, Closure, Route, Service, Waiting
from graph.vocabulary import AccessMode, RouteKind, ServiceStatus

DAY = date(2026, 12, 10)  # a Thursday
AUGUST = Closure(closed_from=date(2026, 8, 1), closed_until=date(2026, 8, 31))
DESK = Service(
    slug="desk", name="Desk", schedules=(Schedule(printed="lun-ven 9-12", opening_hours="Mo-Fr 09:00-12:00"),)
)
CLOSED = ServiceStatus.TEMPORARILY_CLOSED


@pytest.mark.parametrize(
    ("status", "closures", "on", "closed"),
    [
        (None, (), DAY, False),
        (ServiceStatus.ACTIVE, (), None, False),
        (ServiceStatus.DEFUNCT, (), None, True),
        (ServiceStatus.INACTIVE, (), DAY, True),
        (CLOSED, (), DAY, True),
        (CLOSED, (), None, True),
        (CLOSED, (AUGUST,), date(2026, 9, 1), False),  # it said until when, and that is past
        (CLOSED, (AUGUST,), date(2026, 7, 1), True),
        (CLOSED, (Closure(),), DAY, True),
        (None, (AUGUST,), date(2026, 7, 31), False),
        (None, (AUGUST,), date(2026, 8, 1), True),
        (None, (AUGUST,), date(2026, 8, 31), True),
        (None, (AUGUST,), date(2026, 9, 1), False),
        (None, (AUGUST,), None, False),
        (None, (Closure(closed_until=DAY),), None, True),
        (None, (Closure(closed_until=DAY),), DAY, True),
        (None, (Closure(closed_from=DAY),), date(2030, 1, 1), True),
    ],
)
def test_what_is_closed(
    status: ServiceStatus | None, closures: tuple[Closure, ...], on: date | None, closed: bool
) -> None:
    assert is_closed(replace(DESK, status=status, closures=closures), on) is closed


def test_of_two_closures_the_later_end_counts() -> None:
    longer = Closure(closed_until=date(2026, 10, 1))
    found = find_closed(replace(DESK, closures=(AUGUST, longer)), date(2026, 8, 15))
    assert found is not None
    assert found.until == date(2026, 10, 1)


@pytest.mark.parametrize(
    ("capacity", "on", "room"),
    [
        (None, DAY, Room.UNKNOWN),
        (Capacity(places=20), DAY, Room.UNKNOWN),
        (Capacity(full_until=DAY), DAY, Room.FULL),
        (Capacity(full_until=DAY), None, Room.FULL),
        (Capacity(full_until=DAY), date(2026, 12, 11), Room.UNKNOWN),
        (Capacity(free=0, as_of=DAY), date(2026, 12, 17), Room.FULL),
        (Capacity(free=0, as_of=DAY), date(2026, 12, 18), Room.STALE),
        (Capacity(free=0), None, Room.FULL),
        (Capacity(free=0), DAY, Room.STALE),  # nobody knows when it was said
        (Capacity(free=2, as_of=DAY), DAY, Room.FREE),
    ],
)
def test_whether_there_is_room(capacity: Capacity | None, on: date | None, room: Room) -> None:
    service = replace(DESK, capacity=capacity)
    assert room_of(service, on) is room
    assert is_full(service, on) is (room is Room.FULL)


def test_a_waiting_time_is_known_stale_or_unknown() -> None:
    said = replace(DESK, waiting=Waiting(days=30, as_of=date(2026, 10, 1)))
    assert waiting_of(said, date(2026, 11, 30)) is Knowledge.KNOWN
    assert waiting_of(said, date(2026, 12, 1)) is Knowledge.STALE
    assert waiting_of(DESK, DAY) is Knowledge.UNKNOWN


def test_a_closure_keeps_the_door_shut_and_delays_the_next_opening() -> None:
    closed = replace(DESK, closures=(Closure(closed_until=date(2027, 1, 10)),))
    assert door_state_at(closed, "milano", datetime(2026, 12, 10, 10, tzinfo=CLOCK)) is OpenState.CLOSED
    opening = opening_of(closed, "milano", DAY)
    assert (opening.state, opening.spans) == (OpenState.CLOSED, ())
    assert opening.next_opening == datetime(2027, 1, 11, 9, tzinfo=CLOCK)
    ended = replace(DESK, status=ServiceStatus.DEFUNCT)
    assert find_next_door_opening(ended, "milano", datetime(2026, 12, 10, tzinfo=CLOCK)) is None


NIGHTS = Service(
    slug="beds",
    name="Beds",
    schedules=(Schedule(printed="ogni notte", opening_hours="Mo-Sa 20:00-08:00; Su off"),),
    closures=(Closure(closed_from=date(2026, 11, 24), closed_until=date(2026, 11, 25)),),
)


@pytest.mark.parametrize(
    ("time", "state"),
    [
        ("2026-11-24T03:00", OpenState.OPEN),  # the night before the closure
        ("2026-11-24T21:00", OpenState.CLOSED),
        ("2026-11-26T03:00", OpenState.CLOSED),  # the last night of the closure
        ("2026-11-26T21:00", OpenState.OPEN),
    ],
)
def test_a_night_is_closed_with_the_day_on_which_it_begins(time: str, state: OpenState) -> None:
    moment = datetime.fromisoformat(time)
    assert door_state_at(NIGHTS, "milano", moment) is state
    opening = find_next_door_opening(NIGHTS, "milano", moment)
    assert opening is not None
    assert (opening == moment.replace(tzinfo=CLOCK)) is (state is OpenState.OPEN)


def test_the_night_before_is_no_opening_of_a_day() -> None:
    sunday = opening_of(NIGHTS, "milano", date(2026, 11, 29))
    assert (sunday.state, sunday.next_opening) == (OpenState.CLOSED, datetime(2026, 11, 30, 20, tzinfo=CLOCK))
    after = opening_of(NIGHTS, "milano", date(2026, 11, 25))
    assert (after.state, after.next_opening) == (OpenState.CLOSED, datetime(2026, 11, 26, 20, tzinfo=CLOCK))


def test_a_telephone_opens_no_door() -> None:
    always = Schedule(printed="h24", opening_hours="24/7", channel=AccessMode.PHONE)
    sunday = datetime(2026, 12, 13, 3, tzinfo=CLOCK)
    assert door_state_at(replace(DESK, schedules=(*DESK.schedules, always)), "milano", sunday) is OpenState.CLOSED
    assert door_state_at(replace(DESK, schedules=(always,)), "milano", sunday) is OpenState.UNKNOWN
    helpline = Route(kind=RouteKind.SELF, modes=(AccessMode.PHONE,))
    only = replace(DESK, schedules=(always,), routes=(helpline,))
    assert door_state_at(only, "milano", sunday) is OpenState.OPEN


def test_no_office_of_milan_is_open_on_a_sunday_at_three(milan: Network) -> None:
    sunday = datetime(2026, 11, 29, 3, tzinfo=CLOCK)
    states = {service.slug: door_state_at(service, "milano", sunday) for service in milan}
    open_ones = {slug for slug, state in states.items() if state is OpenState.OPEN}
    assert open_ones == {"numero-1522", "numero-antitratta"}
