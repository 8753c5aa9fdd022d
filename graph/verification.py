"""When a statement was last verified, by which source, and what to check about a service before a person goes.

A statement is as recent as its newest source: the date of a document, or the day of a telephone call. Verifying a
service verifies all its data.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from graph.availability import FREE_PLACES_AGE, WAITING_AGE, Knowledge, Room, is_closed, room_of, waiting_of
from graph.message import Message, Phrase
from graph.network import Network
from graph.organizations import Address, Email, Phone, Schedule
from graph.provenance import Citation, Cited, Source
from graph.services import Capacity, Closure, Service, Waiting
from graph.structs import Struct
from graph.vocabulary import ServiceStatus

AGE = timedelta(days=730)
"""For how long a statement is believed, unless `AGES` says otherwise."""
AGES: Mapping[type, timedelta] = MappingProxyType({
    Phone: timedelta(days=365), Email: timedelta(days=365), Address: timedelta(days=730),
    Schedule: timedelta(days=365), Closure: timedelta(days=180), Capacity: FREE_PLACES_AGE, Waiting: WAITING_AGE,
})  # fmt: skip
"""For how long statements of a kind are believed."""


class Verified(Struct, frozen=True):
    """The day on which a statement was last verified, its source, and whether it is still reliable.

    If no source has a date, `day` and `source` are None, and `knowledge` is unknown.
    """

    day: date | None
    source: str | None
    knowledge: Knowledge


def verified(network: Network, statement: Cited, on: date | None, service: Service | None = None) -> Verified:
    """When a statement was last verified.

    Parameters
    ----------
    network
        The network with its sources.
    statement
        Anything with citations.
    on
        The day of the question; None if the age does not matter.
    service
        The service that it describes, if verifying the service also counts.

    Returns
    -------
    Verified
        The newest day, its source, and whether the statement is still reliable.
    """
    return _newest(network, statement.cite, service, on, AGES.get(type(statement), AGE))


def verified_step(network: Network, service: Service, citations: Iterable[Citation], on: date | None) -> Verified:
    """When the lines `citations`, on which a step at `service` rests, were last verified."""
    return _newest(network, citations, service, on, AGE)


def _newest(
    network: Network, citations: Iterable[Citation], service: Service | None, on: date | None, age: timedelta
) -> Verified:
    dated = [(network.sources[cite.source].updated, cite.source) for cite in citations]
    if service is not None:
        dated.append((service.last_verified, service.verified_by or ""))
    known = [(day, source) for day, source in dated if day is not None]
    if not known:
        return Verified(None, None, Knowledge.UNKNOWN)
    day, source = max(known)
    stale = on is not None and on - day > age
    return Verified(day, source or None, Knowledge.STALE if stale else Knowledge.KNOWN)


def list_checks(network: Network, service: Service, on: date | None = None) -> Iterator[Phrase]:
    """What to verify about `service` on the day `on`, the most important first."""
    if service.doubt is not None:
        yield service.doubt.text
    yield from _room(service, on)
    if service.listing is not None:
        yield Message.of("check.listed_only")
    else:
        yield from service.verify
        yield from _unknown(service)
    yield from _age(network, service, on)


def _age(network: Network, service: Service, on: date | None) -> Iterator[Phrase]:
    """The age of the data, stated once; empty if it was verified recently."""
    if on is not None and verified_step(network, service, service.cite, on).knowledge is Knowledge.KNOWN:
        return
    if service.last_verified is not None:
        yield last_verified(service.last_verified)
    else:
        yield from _age_of_sources(network, service)


def _room(service: Service, on: date | None) -> Iterator[Phrase]:
    """Notes on room: it is full, it was closed, or the last statement is out of date."""
    if service.status is ServiceStatus.TEMPORARILY_CLOSED and not is_closed(service, on):
        yield Message.of("check.was_closed")
    room, capacity = room_of(service, on), service.capacity
    if room is Room.FULL and capacity is not None and capacity.full_until is not None:
        yield Message.of("check.full_until", day=capacity.full_until)
    elif room is Room.FULL:
        yield Message.of("check.full")
    elif room is Room.STALE:
        yield Message.of("check.places_stale")
    if waiting_of(service, on) is Knowledge.STALE:
        yield Message.of("check.waiting_stale")


def _unknown(service: Service) -> Iterator[Phrase]:
    if not service.routes:
        yield Message.of("check.no_route")
    if not (service.phones or service.emails or service.addresses):
        yield Message.of("check.no_contact")
    if service.documents is None:
        yield Message.of("check.no_papers")
    if service.cost is None:
        yield Message.of("check.no_cost")


def _age_of_sources(network: Network, service: Service) -> Iterator[Phrase]:
    for slug in dict.fromkeys(citation.source for citation in service.cite):
        yield age_of_source(network.sources[slug])


def age_of_source(source: Source) -> Message:
    """The check that says how old a source is."""
    if source.updated is None:
        return Message.of("check.source_undated", title=source.title)
    return Message.of("check.source_updated", title=source.title, day=source.updated)


def last_verified(day: date) -> Message:
    """The check that says when a person last verified a service."""
    return Message.of("check.last_verified", day=day)
