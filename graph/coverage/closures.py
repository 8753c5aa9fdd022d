"""What closing a service, an organization or a referral takes away."""

from collections.abc import Iterable, Mapping

from graph.model import Judgement
from graph.network import Network
from graph.services import Service
from graph.structs import Struct
from graph.vocabulary import IdentityVerdict, OrganizationKind

PROVIDER = "provider"
MANAGER = "manager"


class ClosedParts(Struct, frozen=True, kw_only=True):
    """The closed parts of a network.

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


def find_units(network: Network) -> Mapping[str, str]:
    """Map each service to the group that closes as one: services that may be the same, or have the same owner.

    No document says that such services can close separately, so they count as one closure. The city itself does not
    close: its services close one by one.
    """
    alike = _connected((one.left, one.right) for one in network.catalogue.judgements if _may_be_one(network, one))
    by_listing = {service.listing: service.slug for service in network if service.listing is not None}
    units = {}
    for found in alike:
        for slug in found:
            own = {
                service.slug for service in network.services_of.get(slug, ()) if depends_on(service, frozenset({slug}))
            }
            named = {slug, by_listing.get(slug, slug)} & network.services.keys()
            units.update(dict.fromkeys(own | named, min(found)))
    return units


def _connected(pairs: Iterable[tuple[str, str]]) -> list[set[str]]:
    """The names that are linked by `pairs`, in groups.

    >>> _connected([("a", "b"), ("c", "d"), ("b", "c"), ("e", "f")]) == [{"a", "b", "c", "d"}, {"e", "f"}]
    True
    """
    groups: dict[str, set[str]] = {}
    for left, right in pairs:
        one, other = groups.setdefault(left, {left}), groups.setdefault(right, {right})
        one |= other
        groups.update(dict.fromkeys(other, one))
    return list({id(group): group for group in groups.values()}.values())


def _may_be_one(network: Network, judgement: Judgement) -> bool:
    if judgement.verdict is IdentityVerdict.PART_OF:
        whole = network.organizations.get(judgement.right)
        return whole is not None and whole.kind is not OrganizationKind.MUNICIPALITY
    return judgement.verdict is IdentityVerdict.UNDECIDED


def close_service(service: str) -> ClosedParts:
    """Close a service: it takes nobody in and sends nobody."""
    return ClosedParts(services=frozenset({service}), contacts=frozenset({service}))


def close_organizations(network: Network, *organizations: str) -> ClosedParts:
    """Close organizations: they send nobody, and every service that depends on them closes.

    A service depends on each of its providers, and on one of its managers if it has any, but not on its partners. The
    parts of an organization close with it.
    """
    closed = network.with_parts(organizations)
    offered = {service for slug in closed for service in network.services_of.get(slug, ())}
    services = frozenset(service.slug for service in offered if depends_on(service, closed))
    return ClosedParts(services=services, contacts=closed | services)


def close_referral(sender: str, service: str) -> ClosedParts:
    """End a referral: `sender`, the slug of an organization or service, no longer sends to `service`."""
    return ClosedParts(referrals=frozenset({(sender, service)}))


def depends_on(service: Service, organizations: frozenset[str]) -> bool:
    """Whether `service` closes with `organizations`: one of them is a provider, or all its managers are among them."""
    providers = {offer.organization for offer in service.organizations if offer.role == PROVIDER}
    managers = {offer.organization for offer in service.organizations if offer.role == MANAGER}
    return not organizations.isdisjoint(providers) or bool(managers and managers <= organizations)
