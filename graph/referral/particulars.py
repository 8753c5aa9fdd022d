"""What a step tells of its services whoever asks: when they open, how one gets in, what is cited, what to check.

It depends on the network, the day and the needs, and on nothing that is known of a person. So it is told once, and the
last of it is kept.
"""

from collections.abc import Callable, Hashable, Iterable
from datetime import date
from typing import Any, TypeVar

from graph.availability import Opening, opening_of, room_of
from graph.message import Phrase
from graph.network import Network
from graph.provenance import Citation
from graph.referral.access import Contact, RouteFinder
from graph.referral.operators import Operator
from graph.referral.plan import Candidate, Via
from graph.services import Service
from graph.verification import list_checks, verified_step

T = TypeVar("T")

MOST_KEPT = 1_000
"""Particulars that are kept; beyond it all are told anew."""


class Particulars:
    """Tells the particulars of the services of one network. Threads may share it."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._routes = RouteFinder(network)
        self._kept: dict[Hashable, Any] = {}

    def _once(self, key: Hashable, tell: Callable[[], T]) -> T:
        told: T | None = self._kept.get(key)
        if told is None:
            told = tell()
            if len(self._kept) >= MOST_KEPT:
                self._kept = {}
            self._kept[key] = told
        return told

    def opening(self, service: Service, day: date) -> Opening:
        """When `service` opens on `day`."""
        city = self._network.catalogue.city
        return self._once(("opening", service.slug, day), lambda: opening_of(service, city, day))

    def via(self, service: Service, contact: Contact | None) -> Via:
        """The way into `service` through `contact`."""
        return self._once(("via", service.slug, contact), lambda: self._routes.via(service, contact))

    def checks(self, service: Service, day: date | None) -> tuple[Phrase, ...]:
        """What to verify about `service`."""
        return self._once(("checks", service.slug, day), lambda: tuple(list_checks(self._network, service, day)))

    def candidate(self, operator: Operator, meets: tuple[str, ...], day: date | None) -> Candidate:
        """The service of `operator`, which meets the needs `meets` of a question about `day`."""
        key = "candidate", operator.service, operator.evidence, meets, day
        return self._once(key, lambda: self._candidate(operator, meets, day))

    def _candidate(self, operator: Operator, meets: tuple[str, ...], day: date | None) -> Candidate:
        service = self._network.get_service(operator.service)
        links = [link for link in service.meets if set(self._network.met_by(link.need)) & set(meets)]
        citations = unique(c for link in links for c in link.cite) or service.cite
        return Candidate(
            service=service.slug,
            organizations=tuple(offer.organization for offer in service.organizations),
            evidence=operator.evidence,
            doubtful=service.doubt is not None,
            opening=None if day is None else self.opening(service, day),
            room=room_of(service, day),
            verified=verified_step(self._network, service, citations, day),
            citations=citations,
        )


def unique(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    """`citations` without repetitions, in their order."""
    return tuple(dict.fromkeys(citations))
