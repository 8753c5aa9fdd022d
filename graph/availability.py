"""Whether a service takes people in: whether it is closed for a time, open on a day, and has room.

Without a day, the last statement counts. Statements about room age: a count of free places is out of date after a week.
A statement that is out of date is neither believed nor denied.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from graph.opening_hours import (
    CLOCK,
    YEARS,
    OpenSpan,
    OpenState,
    list_open_spans,
    list_spans,
    on_clock,
    state_at,
)
from graph.organizations import Phone, Schedule
from graph.provenance import Citation
from graph.services import Capacity, Closure, Service, Waiting
from graph.structs import Struct
from graph.vocabulary import AccessMode, Described, RouteKind, ServiceStatus

FREE_PLACES_AGE = timedelta(days=7)
"""For how long a count of free places is believed."""
WAITING_AGE = timedelta(days=60)
"""For how long a waiting time is believed."""
REMOTE = frozenset({AccessMode.PHONE, AccessMode.MESSAGE, AccessMode.EMAIL, AccessMode.ONLINE})
"""The channels that are answered from afar: that somebody picks up the telephone opens no door."""
_OPEN_FIRST = {OpenState.OPEN: 0, OpenState.UNKNOWN: 1, OpenState.CLOSED: 2}
ALWAYS = "24/7"
"""The expression of hours that never end."""
_NEVER = datetime.max.replace(tzinfo=UTC)
_ENDED = (ServiceStatus.INACTIVE, ServiceStatus.DEFUNCT)


class Closed(Struct, frozen=True, kw_only=True):
    """A closure that holds: its kind, its first and last day (None if unknown), and its citations."""

    status: ServiceStatus
    since: date | None
    until: date | None
    citations: tuple[Citation, ...]


class Opening(Struct, frozen=True, kw_only=True):
    """Whether the door of a service opens on a day, when, and when it opens next.

    `state` is that of the whole day: open if it opens at some time, unknown if it receives by appointment or its hours
    are unknown. `next_opening` is the first opening from the beginning of the day on, None if no hours give one. A
    night that began the day before does not count.
    """

    day: date
    state: OpenState
    spans: tuple[OpenSpan, ...]
    by_appointment: bool
    next_opening: datetime | None


class Room(Described):
    """Whether a service has a free place."""

    FREE = "FREE", "A place is free."
    FULL = "FULL", "The service is full but not closed. It may keep a waiting list."
    STALE = "STALE", "The last statement is too old to rely on."
    UNKNOWN = "UNKNOWN", "Nothing is known."


class Knowledge(Described):
    """Whether a statement that ages is still reliable."""

    KNOWN = "KNOWN", "It is recent enough to rely on."
    STALE = "STALE", "It is too old to rely on."
    UNKNOWN = "UNKNOWN", "Nothing is known."


def find_closed(service: Service, on: date | None) -> Closed | None:
    """The closure that holds for a service on a day.

    An inactive or defunct service is closed for good. A temporarily closed one is closed unless all its closures have
    ended by then. Without a day, a closure counts unless it has a first day, which may lie ahead.

    Parameters
    ----------
    service
        The service.
    on
        The day; None if the question has none.

    Returns
    -------
    Closed or None
        Of several closures, the one that ends last; None if the service is not known to be closed.

    Examples
    --------
    >>> from datetime import date
    >>> summer = Closure(closed_from=date(2026, 8, 1), closed_until=date(2026, 8, 31))
    >>> canteen = Service(slug="mensa", name="Mensa", closures=(summer,))
    >>> find_closed(canteen, date(2026, 8, 31)).until
    datetime.date(2026, 8, 31)
    >>> find_closed(canteen, date(2026, 9, 1)) is None
    True
    """
    if service.status in _ENDED:
        return Closed(status=service.status, since=None, until=None, citations=service.cite)
    closure = next(_closures(service, on), None)
    if closure is not None:
        return Closed(
            status=ServiceStatus.TEMPORARILY_CLOSED,
            since=closure.closed_from,
            until=closure.closed_until,
            citations=closure.cite or service.cite,
        )
    if service.status is ServiceStatus.TEMPORARILY_CLOSED and not _has_reopened(service, on):
        return Closed(status=service.status, since=None, until=None, citations=service.cite)
    return None


def is_closed(service: Service, on: date | None) -> bool:
    """Whether `service` is closed on the day `on`, as `find_closed` says."""
    return bool(service.closures or service.status) and find_closed(service, on) is not None


def _closures(service: Service, on: date | None) -> Iterator[Closure]:
    """The closures that hold on the day, the one that ends last first."""
    holding = [closure for closure in service.closures if _holds(closure, on)]
    yield from sorted(holding, key=lambda closure: closure.closed_until or date.max, reverse=True)


def _holds(closure: Closure, on: date | None) -> bool:
    if on is None:
        return closure.closed_from is None
    return (closure.closed_from or date.min) <= on <= (closure.closed_until or date.max)


def _has_reopened(service: Service, on: date | None) -> bool:
    ends = [closure.closed_until for closure in service.closures]
    return on is not None and bool(ends) and all(end is not None and end < on for end in ends)


def room_of(service: Service, on: date | None) -> Room:
    """Whether `service` has room on the day `on`; without a day, the last statement counts.

    >>> from datetime import date
    >>> full = Service(slug="letti", name="Letti", capacity=Capacity(free=0, as_of=date(2026, 11, 20)))
    >>> str(room_of(full, date(2026, 11, 25))), str(room_of(full, date(2026, 12, 25)))
    ('FULL', 'STALE')
    """
    capacity = service.capacity
    if capacity is None:
        return Room.UNKNOWN
    if capacity.full_until is not None and (on is None or on <= capacity.full_until):
        return Room.FULL
    if capacity.free is None:
        return Room.UNKNOWN
    if not _is_fresh(capacity, FREE_PLACES_AGE, on):
        return Room.STALE
    return Room.FREE if capacity.free else Room.FULL


def is_full(service: Service, on: date | None) -> bool:
    """Whether `service` is known to be full on the day `on`."""
    return service.capacity is not None and room_of(service, on) is Room.FULL


def waiting_of(service: Service, on: date | None) -> Knowledge:
    """Whether the waiting time of `service` is known on the day `on`."""
    return Knowledge.UNKNOWN if service.waiting is None else knowledge_of(service.waiting, on)


def knowledge_of(waiting: Waiting, on: date | None) -> Knowledge:
    """Whether a waiting time is still reliable on the day `on`."""
    return Knowledge.KNOWN if _is_fresh(waiting, WAITING_AGE, on) else Knowledge.STALE


def _is_fresh(statement: Capacity | Waiting, age: timedelta, on: date | None) -> bool:
    """Whether a statement is recent enough on the day. Without a date of its own it is not, unless there is no day."""
    if on is None:
        return True
    return statement.as_of is not None and on - statement.as_of <= age


def list_door_schedules(service: Service) -> tuple[Schedule, ...]:
    """The hours in which people get in, not those in which only the telephone is answered.

    For a service that is only reached from afar, such as a helpline, all hours count.
    """
    at_door = tuple(schedule for schedule in service.schedules if schedule.channel not in REMOTE)
    if at_door or not _is_remote(service):
        return at_door
    return service.schedules


def list_helplines(service: Service) -> tuple[Phone, ...]:
    """The telephones that are answered at any hour, whatever the door of `service` does: those printed with such hours.

    Of a service that has no door there are none: its hours are those of its telephone.
    """
    if _is_remote(service):
        return ()
    always = {cite for each in service.schedules if is_helpline(each) for cite in each.cite}
    return tuple(phone for phone in service.phones if not always.isdisjoint(phone.cite))


def is_always_reached(service: Service) -> bool:
    """Whether `service` is nothing but a telephone that is answered at any hour."""
    return _is_remote(service) and any(map(is_helpline, service.schedules))


def is_helpline(schedule: Schedule) -> bool:
    """Whether these are the hours of a telephone that is answered day and night."""
    return schedule.channel is AccessMode.PHONE and schedule.opening_hours == ALWAYS


def _is_remote(service: Service) -> bool:
    modes = {mode for route in service.routes if route.kind is RouteKind.SELF for mode in route.modes}
    return bool(modes) and modes <= REMOTE


def door_state_at(service: Service, city: str, moment: datetime) -> OpenState:
    """Whether the door of `service` is open at a time on the clock of the city.

    It is closed while `find_closed` says so; a night is closed if the day on which it begins is.
    """
    schedules = list_door_schedules(service)
    if moment.year not in YEARS or not (service.closures or service.status):
        return state_at(schedules, city, moment)
    here = on_clock(moment)
    days = [day for day in (here.date() - timedelta(days=1), here.date()) if not is_closed(service, day)]
    spans = tuple(span for day in days for span in list_spans(schedules, city, day) if span.begin <= here < span.end)
    if not spans and is_closed(service, here.date()):
        return OpenState.CLOSED
    return _state_of(schedules, spans)


def find_next_door_opening(service: Service, city: str, moment: datetime, *, anew: bool = False) -> datetime | None:
    """When the door of `service` opens next, after any closure; None if its hours give no opening within a year.

    With `anew`, a night that has begun before `moment` does not count.
    """
    here = on_clock(moment) if moment.year in YEARS else moment
    for span in list_open_spans(list_door_schedules(service), city, moment):
        if anew and span.begin < here:
            continue
        closed = find_closed(service, span.day)
        if closed is None:
            return max(span.begin, here)
        if closed.until is None:
            return None
    return None


def opening_of(service: Service, city: str, day: date) -> Opening:
    """Whether the door of `service` opens on `day`, and when it opens next."""
    schedules = list_door_schedules(service)
    closed = is_closed(service, day)
    spans = () if closed else list_spans(schedules, city, day)
    return Opening(
        day=day,
        state=OpenState.CLOSED if closed else _state_of(schedules, spans),
        spans=spans,
        by_appointment=any(span.state is OpenState.UNKNOWN for span in spans),
        next_opening=find_next_door_opening(service, city, datetime.combine(day, time(), CLOCK), anew=True),
    )


def _state_of(schedules: tuple[Schedule, ...], spans: tuple[OpenSpan, ...]) -> OpenState:
    """The state of a day with these spans. Without readable hours it is unknown."""
    if any(span.state is OpenState.OPEN for span in spans):
        return OpenState.OPEN
    unread = not schedules or any(schedule.opening_hours is None for schedule in schedules)
    return OpenState.UNKNOWN if spans or unread else OpenState.CLOSED


def rank_opening(opening: Opening | None) -> tuple[int, datetime]:
    """A key that sorts services by their opening: open on the day, unknown (also without a day), closed.

    Closed services are sorted by their next opening.
    """
    if opening is None:
        return _OPEN_FIRST[OpenState.UNKNOWN], _NEVER
    soonest = opening.next_opening if opening.state is OpenState.CLOSED else None
    return _OPEN_FIRST[opening.state], soonest or _NEVER
