"""The network as supposed changes would make it: what closes with a part, the changed catalogue and tasks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from graph.atoms import Atom, contact_with
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
from graph.message import Text
from graph.model import Catalogue, Judgement
from graph.network import Network
from graph.planning.task import Action, Task
from graph.referral.access import list_senders_of_kind
from graph.referral.compiled_task import CompiledTask
from graph.services import MANAGER, Listing, Requirement, Route, SenderReference, Service
from graph.structs import Struct, replace
from graph.vocabulary import IdentityVerdict, OrganizationKind, RouteKind, SenderKind


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
                service.slug for service in network.services_of.get(slug, ()) if service.depends_on(frozenset({slug}))
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
    services = frozenset(service.slug for service in offered if service.depends_on(closed))
    return ClosedParts(services=services, contacts=closed | services)


def close_referral(sender: str, service: str) -> ClosedParts:
    """End a referral: `sender`, the slug of an organization or service, no longer sends to `service`."""
    return ClosedParts(referrals=frozenset({(sender, service)}))


def apply_changes(network: Network, changes: Sequence[Change]) -> Network:
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


@lru_cache(maxsize=4_096)
def contact_facts(senders: frozenset[str]) -> frozenset[str]:
    """The planner's facts that say that `senders` know the person, at any time or from the start."""
    contacts = [contact_with(sender) for sender in senders]
    return frozenset(str(Atom(each, "yes")) for contact in contacts for each in (contact, contact.at_once))


def close_in_task(compiled: CompiledTask, task: Task, closure: ClosedParts, lost: frozenset[str]) -> Task:
    """`task`, compiled as `compiled`, without what `closure` takes away; `lost` are the facts that no longer hold."""
    return _Cutter(compiled, closure, lost).task(task)


class _Cutter:
    """Removes from a task what a closure takes away, with its contacts and referrals."""

    def __init__(self, compiled: CompiledTask, closure: ClosedParts, lost: frozenset[str]) -> None:
        self._compiled = compiled
        self._closure = closure
        self._lost = lost
        self._referrals: dict[str, set[str]] = {}
        for sender, service in closure.referrals:
            self._referrals.setdefault(service, set()).update(contact_facts(frozenset({sender})))

    def task(self, task: Task) -> Task:
        """`task`, changed."""
        actions = tuple(changed for action in task.actions for changed in self._actions(action))
        assumptions = tuple(each for each in task.assumptions if each.fact not in self._lost)
        return replace(task, init=task.init - self._lost, actions=actions, assumptions=assumptions)

    def _actions(self, action: Action) -> Iterator[Action]:
        """`action` for the members that keep their referrals, and once for each that loses some."""
        members = [each for each in self._compiled.members[action.name] if each.service not in self._closure.services]
        action = replace(action, provides=tuple(fact for fact in action.provides if fact not in self._lost))
        if any(member.service not in self._referrals for member in members):
            yield action
        for member in members:
            gone = self._referrals.get(member.service)
            if gone is not None:
                access = set(self._compiled.group(member.access)) if member.access else set()
                groups = (
                    tuple(fact for fact in group if fact not in gone) if set(group) == access else group
                    for group in action.requires
                )
                yield replace(action, name=f"{action.name}@{member.name}", requires=tuple(groups))
