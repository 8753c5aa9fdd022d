"""What closing a service, an organization or a referral takes away."""

from dataclasses import dataclass

from graph.model import Service
from graph.network import Network

PROVIDER = "provider"
MANAGER = "manager"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedParts:
    """What is no longer there.

    `services` take nobody in; `contacts`, the slugs of organizations and services, send nobody; `referrals` are pairs
    of a sender and the service to which it no longer sends.
    """

    services: frozenset[str] = frozenset()
    contacts: frozenset[str] = frozenset()
    referrals: frozenset[tuple[str, str]] = frozenset()

    def __or__(self, other: "ClosedParts") -> "ClosedParts":
        return ClosedParts(
            services=self.services | other.services,
            contacts=self.contacts | other.contacts,
            referrals=self.referrals | other.referrals,
        )


def close_service(service: str) -> ClosedParts:
    """The service takes nobody in and sends nobody."""
    return ClosedParts(services=frozenset({service}), contacts=frozenset({service}))


def close_organizations(network: Network, *organizations: str) -> ClosedParts:
    """The organizations send nobody, and every service that cannot do without them closes.

    A service needs each of its providers, and one of its managers where it has any; a partner may leave. The parts of
    an organization close with it.
    """
    closed = network.with_parts(organizations)
    offered = {service for slug in closed for service in network.services_of.get(slug, ())}
    services = frozenset(service.slug for service in offered if _needs(service, closed))
    return ClosedParts(services=services, contacts=closed | services)


def close_referral(sender: str, service: str) -> ClosedParts:
    """`sender` (the slug of an organization or service) no longer sends to `service`."""
    return ClosedParts(referrals=frozenset({(sender, service)}))


def _needs(service: Service, organizations: frozenset[str]) -> bool:
    providers = {offer.organization for offer in service.organizations if offer.role == PROVIDER}
    managers = {offer.organization for offer in service.organizations if offer.role == MANAGER}
    return not organizations.isdisjoint(providers) or bool(managers and managers <= organizations)
