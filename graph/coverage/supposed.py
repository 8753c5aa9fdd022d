"""The network as it would be under supposed changes."""

from collections.abc import Iterable, Iterator, Sequence

from graph.coverage.changes import (
    AddReferral,
    Change,
    ChangeError,
    CloseOrganization,
    CloseService,
    EndReferral,
    Overlay,
    SetRequirement,
    check_count,
    list_problems,
)
from graph.coverage.closures import MANAGER, ClosedParts, close_organizations, close_referral, close_service
from graph.message import Text
from graph.model import Catalogue
from graph.network import Network
from graph.referral.access import list_senders_of_kind
from graph.services import Listing, Requirement, Route, SenderReference, Service
from graph.structs import replace
from graph.vocabulary import RouteKind, SenderKind


def change(network: Network, changes: Sequence[Change]) -> Network:
    """The network that supposed changes would make; `network` itself does not change.

    Parameters
    ----------
    network
        The network before the changes.
    changes
        The changes, applied one after the other.

    Returns
    -------
    Network
        The changed network; a `+` marks its version.

    Raises
    ------
    ChangeError
        With every problem of the first change that is not possible.
    """
    check_count(changes)
    version = network.version.rstrip("+")
    for number, each in enumerate(changes):
        problems = tuple(list_problems(network, number, each))
        if problems:
            raise ChangeError(problems)
        network = Network(_apply(network, each), f"{version}+")
    return network


def as_closure(network: Network, changes: Sequence[Change]) -> ClosedParts | None:
    """The parts that `changes` close together; None if they do anything but close."""
    organizations = [each.organization for each in changes if isinstance(each, CloseOrganization)]
    closure = close_organizations(network, *organizations)
    for each in changes:
        match each:
            case CloseService(service=service):
                closure |= close_service(service)
            case EndReferral(sender=sender, service=service):
                closure |= close_referral(sender, service)
            case CloseOrganization():
                pass
            case _:
                return None
    return closure


def _apply(network: Network, each: Change) -> Catalogue:
    match each:
        case CloseService(service=service):
            return close_parts(network, frozenset({service}), frozenset({service}))
        case CloseOrganization(organization=organization):
            closure = close_organizations(network, organization)
            return close_parts(network, closure.services, closure.contacts)
        case EndReferral(sender=sender, service=slug):
            found = _described(network, slug)
            return _with_service(network, replace(found, routes=_without(network, found, {sender})))
        case AddReferral(sender=sender, service=slug):
            found = _described(network, slug)
            kind = SenderKind.ORGANIZATION if sender in network.organizations else SenderKind.SERVICE
            route = Route(kind=RouteKind.REFERRAL, by=(str(SenderReference(kind, sender)),))
            routes = found.routes or (Route(kind=RouteKind.ASK_FIRST),)
            return _with_service(network, replace(found, routes=(*routes, route)))
        case SetRequirement():
            return _with_requirement(network, each)
        case Overlay():
            return _overlaid(network.catalogue, each)


def close_parts(network: Network, services: frozenset[str], members: frozenset[str]) -> Catalogue:
    """The catalogue in which `services` take nobody in, and `members` (organizations and services) send nobody."""
    catalogue = network.catalogue
    listings = {network.services[slug].listing for slug in services}
    return replace(
        catalogue,
        hub=None if catalogue.hub in members else catalogue.hub,
        services=tuple(_closed(network, service, services, members) for service in catalogue.services),
        listings=tuple(
            replace(listing, meets=(), helps=()) if listing.id in listings else listing
            for listing in catalogue.listings
        ),
    )


def _closed(network: Network, service: Service, services: frozenset[str], members: frozenset[str]) -> Service:
    offers = tuple(o for o in service.organizations if o.organization not in members or o.role != MANAGER)
    service = replace(service, routes=_without(network, service, members), organizations=offers)
    return replace(service, meets=(), helps=(), provides=()) if service.slug in services else service


def _without(network: Network, service: Service, members: Iterable[str]) -> tuple[Route, ...]:
    """The routes without `members` as senders. A route that loses all its senders stays, unusable."""
    gone = frozenset(members)
    left = ((route, _remaining(network, service, route, gone)) for route in service.routes)
    return tuple(replace(route, by=tuple(map(str, senders))) for route, senders in left)


def _remaining(network: Network, service: Service, route: Route, gone: frozenset[str]) -> Iterator[SenderReference]:
    for sender in route.senders:
        if sender.kind is SenderKind.KIND:
            named = tuple(list_senders_of_kind(network, sender.code, service.covers))
            untouched = gone.isdisjoint(each.code for each in named)
            yield from (sender,) if untouched else (each for each in named if each.code not in gone)
        elif sender.kind is SenderKind.CONTACT or sender.code not in gone:
            yield sender


def _described(network: Network, slug: str) -> Service:
    """The service with explicit routes: one that is only listed is reached through the hub, or by asking first."""
    service = network.get_service(slug)
    if service.listing is None or service.routes:
        return service
    hub = network.catalogue.hub
    if any(network.get_need(link.need).emergency for link in service.meets):
        hub = None  # nobody is sent to the hub first for help that must not wait, so its word would be taken for more
    routes = [Route(kind=RouteKind.ASK_FIRST)]
    if hub is not None:
        routes.append(Route(kind=RouteKind.REFERRAL, by=(str(SenderReference(SenderKind.SERVICE, hub)),)))
    return replace(service, routes=tuple(routes))


def _with_service(network: Network, service: Service) -> Catalogue:
    """The catalogue with `service` instead of the one with its slug. A listed service becomes a described one."""
    catalogue = network.catalogue
    known = {item.slug for item in catalogue.services}
    if service.slug in known:
        services = tuple(service if item.slug == service.slug else item for item in catalogue.services)
        return replace(catalogue, services=services)
    listings = tuple(
        replace(item, service=service.slug) if item.id == service.listing else item for item in catalogue.listings
    )
    return replace(catalogue, services=(*catalogue.services, service), listings=listings)


def _with_requirement(network: Network, each: SetRequirement) -> Catalogue:
    service = network.get_service(each.service)
    kept = tuple(item for item in service.requires if item.id != each.id)
    label = each.label or next((item.label for item in service.requires if item.id == each.id), Text(each.id, each.id))
    added = () if each.when is None else (Requirement(id=each.id, label=label, when=each.when),)
    return _with_service(network, replace(service, requires=(*kept, *added)))


def _overlaid(catalogue: Catalogue, each: Overlay) -> Catalogue:
    organizations = {item.slug: item for item in (*catalogue.organizations, *each.organizations)}
    services = {item.slug: item for item in (*catalogue.services, *each.services)}
    listings: dict[str, Listing] = {item.id: item for item in (*catalogue.listings, *each.listings)}
    return replace(
        catalogue,
        organizations=tuple(organizations.values()),
        services=tuple(services.values()),
        listings=tuple(listings.values()),
    )
