"""Finds who may send people to which service, and chains of such sendings."""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from graph.concepts import EntrySituation
from graph.message import Text
from graph.network import Network
from graph.services import Route, SenderReference, Service
from graph.structs import Struct
from graph.vocabulary import Evidence, NodeKind, RouteKind, SenderKind

SenderNode = tuple[NodeKind, str]
"""An organization or a service, by its slug."""

SENT_BY_HUB = Text(
    "partner della rete: che vi si possa essere inviati è dedotto, nessun documento lo dice",
    "a partner of the network: that people can be sent there is inferred, no document says so",
)
"""What the link from the hub to a partner that is only listed says of itself."""


class Sending(Struct, frozen=True):
    """`sender`, an organization or a service, may send people to `service` by `route`."""

    sender: SenderNode
    service: Service
    route: Route


def list_sendings(network: Network) -> tuple[Sending, ...]:
    """Every sending of `network`, by service and then in the order of its routes.

    A class of contact (`contact:<class>`) names no particular partner and gives no sending. The hub may send people to
    the partners of its network that no document describes; this is a judgement, as its evidence says.
    """
    services = sorted(network, key=lambda service: service.slug)
    return tuple(sending for service in services for sending in _into(network, service))


def list_by_hub(network: Network) -> Iterator[Sending]:
    """The sendings by the hub to the partners of its network that no document describes."""
    for service in network:
        yield from _from_hub(network, service)


def _into(network: Network, service: Service) -> Iterator[Sending]:
    for route in service.routes:
        if route.kind is RouteKind.REFERRAL:
            for sender in dict.fromkeys(network.list_senders(route, service.covers)):
                yield Sending(sender, service, route)
    yield from _from_hub(network, service)


def _from_hub(network: Network, service: Service) -> Iterator[Sending]:
    hub = network.catalogue.hub
    if service.listing is not None and not service.routes and hub is not None:
        yield Sending((NodeKind.SERVICE, hub), service, _by_hub(service, hub))


def _by_hub(service: Service, hub: str) -> Route:
    return Route(
        kind=RouteKind.REFERRAL,
        by=(str(SenderReference(SenderKind.SERVICE, hub)),),
        note=SENT_BY_HUB,
        cite=service.cite,
        evidence=Evidence.INFERRED,
        why=SENT_BY_HUB,
    )


Path = tuple[Sending, ...]

MOST_STEPS = 50_000
"""Edges that one search walks at most, so that no question about a large network takes long."""


class ReferralLinks:
    """The sendings of one version of the network, laid out once so that each search follows them at once.

    Whoever is taken in by a service is known to it and to the organizations that offer it, which may send them on.
    """

    def __init__(self, network: Network, sendings: Iterable[Sending]) -> None:
        by_sender: dict[SenderNode, list[Sending]] = defaultdict(list)
        for sending in sorted(sendings, key=lambda sending: sending.service.slug):
            by_sender[sending.sender].append(sending)
        self._by_sender = by_sender
        self._onward = {
            service.slug: tuple(self.leave(_holders(service))) for service in network
        }  # fmt: skip
        self._before: dict[str, list[str]] = defaultdict(list)
        for slug, onward in self._onward.items():
            for sending in onward:
                self._before[sending.service.slug].append(slug)

    def leave(self, senders: Iterable[SenderNode]) -> Iterator[Sending]:
        """The sendings by `senders`, sender by sender and then by slug."""
        for sender in senders:
            yield from self._by_sender.get(sender, ())

    def follow(self, service: str) -> tuple[Sending, ...]:
        """The sendings by those who know a person whom `service` has taken in."""
        return self._onward[service]

    def measure_distances(self, targets: Iterable[str], at_most: int) -> Mapping[str, int]:
        """How many sendings each service is away from the nearest of `targets`, breadth first; none above `at_most`."""
        distance = dict.fromkeys(sorted(targets), 0)
        queue = deque(distance)
        while queue:
            slug = queue.popleft()
            if distance[slug] == at_most:
                break
            for earlier in self._before.get(slug, ()):
                if earlier not in distance:
                    distance[earlier] = distance[slug] + 1
                    queue.append(earlier)
        return distance


def list_paths(
    links: ReferralLinks,
    starts: Collection[SenderNode],
    targets: Collection[str],
    *,
    max_hops: int,
    limit: int,
) -> tuple[Path, ...]:
    """Find chains of sendings from a partner who knows a person to a service.

    Parameters
    ----------
    links
        The sendings of the network.
    starts
        The organizations and services that know the person.
    targets
        The slugs of the services to reach.
    max_hops
        The most sendings in a chain.
    limit
        The most chains.

    Returns
    -------
    tuple of Path
        Shortest first, then by slug. No service stands twice in a chain, none leads back to a start, none passes
        through a target.

    Notes
    -----
    The search is iterative deepening bounded by the distance to the nearest target (Korf 1985); it ends early after
    `MOST_STEPS`.
    """
    walk = _Walk(links, frozenset(targets), links.measure_distances(targets, max_hops - 1))
    return tuple(islice(walk.paths(sorted(set(starts)), max_hops), limit))


def senders_at(network: Network, situation: EntrySituation) -> tuple[SenderNode, ...]:
    """The partners that know a person from the start of `situation`."""
    return tuple(
        (NodeKind.SERVICE if slug in network.services else NodeKind.ORGANIZATION, slug) for slug in situation.known_to
    )


def _holders(service: Service) -> tuple[SenderNode, ...]:
    """The partners that know a person whom `service` has taken in."""
    offers = ((NodeKind.ORGANIZATION, offer.organization) for offer in service.organizations)
    return ((NodeKind.SERVICE, service.slug), *offers)


class _Walk:
    def __init__(self, links: ReferralLinks, targets: frozenset[str], distance: Mapping[str, int]) -> None:
        self._links = links
        self._targets = targets
        self._distance = distance
        self._origins: frozenset[str] = frozenset()
        self._left = MOST_STEPS

    def paths(self, starts: Sequence[SenderNode], max_hops: int) -> Iterator[Path]:
        self._origins = frozenset(slug for kind, slug in starts if kind is NodeKind.SERVICE)
        first = tuple(self._links.leave(starts))
        for hops in range(1, max_hops + 1):
            yield from self._extend((), first, hops)

    def _extend(self, path: Path, onward: Iterable[Sending], hops: int) -> Iterator[Path]:
        """The chains that extend `path` by exactly `hops` sendings, `onward` first."""
        passed = self._origins.union(sending.service.slug for sending in path)
        for sending in onward:
            slug = sending.service.slug
            distance = self._distance.get(slug)
            if distance is None or distance > hops - 1 or slug in passed:
                continue
            self._left -= 1
            if self._left < 0:
                return
            if slug in self._targets:
                if hops == 1:
                    yield (*path, sending)
            elif hops > 1:
                yield from self._extend((*path, sending), self._links.follow(slug), hops - 1)
