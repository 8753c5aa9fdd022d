"""Who may send people to which service: one edge a sender, a service and a route."""

from collections.abc import Iterator
from dataclasses import dataclass

from graph.model import Route, SenderReference, Service, Text
from graph.network import Network
from graph.typed_graph import list_senders
from graph.vocabulary import Evidence, NodeKind, RouteKind, SenderKind

Sender = tuple[NodeKind, str]
"""An organization or a service, by its slug."""

SENT_BY_HUB = Text(
    "partner della rete: che vi si possa essere inviati è dedotto, nessun documento lo dice",
    "a partner of the network: that people can be sent there is inferred, no document says so",
)
"""What the link from the hub to a partner that is only listed says of itself."""


@dataclass(frozen=True, slots=True)
class Sending:
    """`sender`, an organization or a service, may send people to `service` by `route`."""

    sender: Sender
    service: Service
    route: Route


def list_sendings(network: Network) -> tuple[Sending, ...]:
    """Every sending of `network`, by service and then in the order of its routes.

    A class of contact (`contact:<class>`) names nobody in particular and gives none. The hub may send people to the
    partners of its network that no document describes: that is a judgement, and its evidence says so.
    """
    services = sorted(network, key=lambda service: service.slug)
    return tuple(sending for service in services for sending in _into(network, service))


def _into(network: Network, service: Service) -> Iterator[Sending]:
    for route in service.routes:
        if route.kind is RouteKind.REFERRAL:
            for sender in dict.fromkeys(list_senders(network, route, service.covers)):
                yield Sending(sender, service, route)
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
        why=SENT_BY_HUB.en,
    )
