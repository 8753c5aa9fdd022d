"""What a case worker should verify before sending a person to a service."""

from collections.abc import Iterator
from datetime import date

from graph.availability import Knowledge, Room, is_closed, room_of, waiting_of
from graph.message import Message, Phrase
from graph.model import Service
from graph.network import Network
from graph.provenance import Source
from graph.verification import verified_step
from graph.vocabulary import ServiceStatus


def list_checks(network: Network, service: Service, on: date | None = None) -> Iterator[Phrase]:
    """What to verify about `service` on the day `on`, most telling first."""
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
    """How old what is known is, once: nothing where it was verified lately."""
    if on is not None and verified_step(network, service, service.cite, on).knowledge is Knowledge.KNOWN:
        return
    if service.last_verified is not None:
        yield last_verified(service.last_verified)
    else:
        yield from _age_of_sources(network, service)


def _room(service: Service, on: date | None) -> Iterator[Phrase]:
    """That it was closed, is full, or that nobody knows any more whether there is room."""
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
    """How old a source says it is."""
    if source.updated is None:
        return Message.of("check.source_undated", title=source.title)
    return Message.of("check.source_updated", title=source.title, day=source.updated)


def last_verified(day: date) -> Message:
    """When a person last verified a service."""
    return Message.of("check.last_verified", day=day)
