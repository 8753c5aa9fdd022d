"""When a statement was last verified, by which source, and whether it is still reliable.

A statement is as recent as its newest source: the date of a document, or the day of a telephone call. Verifying a
service verifies all its data.
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
