"""When a statement was last verified, by which source, and whether it has grown too old to go by.

A statement is as fresh as the newest of its sources: the date that a document gives for itself, or the day of a
telephone call. A person who verifies a service verifies all that is said of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from graph.availability import FREE_PLACES_AGE, WAITING_AGE, Knowledge
from graph.network import Network
from graph.organizations import Address, Email, Phone, Schedule
from graph.provenance import Citation, Cited
from graph.services import Capacity, Closure, Service, Waiting

AGE = timedelta(days=730)
"""For how long a statement is believed, unless `AGES` says otherwise."""
AGES: Mapping[type, timedelta] = MappingProxyType({
    Phone: timedelta(days=365), Email: timedelta(days=365), Address: timedelta(days=730),
    Schedule: timedelta(days=365), Closure: timedelta(days=180), Capacity: FREE_PLACES_AGE, Waiting: WAITING_AGE,
})  # fmt: skip
"""For how long statements of a kind are believed."""


@dataclass(frozen=True, slots=True)
class Verified:
    """The day on which something was last verified, by which source, and whether it can still be gone by.

    `day` and `source` are None where no source has a date; then `knowledge` is unknown.
    """

    day: date | None
    source: str | None
    knowledge: Knowledge


def verified(network: Network, statement: Cited, on: date | None, service: Service | None = None) -> Verified:
    """When `statement` was last verified, seen from the day `on` (None: it is not asked how old it is).

    Parameters
    ----------
    network
        The network that has its sources.
    statement
        Anything cited.
    on
        The day of the question.
    service
        The service that it is about, if a person's verification of that counts.
    """
    return _newest(network, statement.cite, service, on, AGES.get(type(statement), AGE))


def verified_step(network: Network, service: Service, citations: Iterable[Citation], on: date | None) -> Verified:
    """When that was last verified which a step at `service` rests on, the lines `citations`."""
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
