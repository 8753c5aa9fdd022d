"""How one gets in at a step: by oneself, sent by someone who knows the person, or by asking first."""

from dataclasses import dataclass

from graph.message import Text
from graph.model import Service
from graph.network import Network
from graph.referral.access_variables import ASK_FIRST, IN_CHARGE_OF, RouteContacts
from graph.referral.answer import Sender, Via
from graph.referral_links import SENT_BY_HUB
from graph.vocabulary import Evidence, NodeKind, RouteKind


@dataclass(frozen=True, slots=True)
class Contact:
    """The contact variable that opens a door, and the step that brings it about (None: from the start)."""

    variable: str
    step: int | None


class RouteFinder:
    """Tells the way into services of one network."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._contacts = RouteContacts(network)

    def via(self, service: Service, contact: Contact | None) -> Via:
        """The way into `service` through `contact` (None: by oneself)."""
        if contact is None:
            return self._by_oneself(service)
        if contact.variable == ASK_FIRST:
            return Via(
                route=RouteKind.ASK_FIRST, modes=(), senders=(), note=None,
                evidence=Evidence.INFERRED, citations=service.cite,
            )  # fmt: skip
        routes = [route for route in service.routes if contact.variable in self._contacts.of(service, route)]
        return Via(
            route=RouteKind.REFERRAL,
            modes=tuple(dict.fromkeys(mode for route in routes for mode in route.modes)),
            senders=(self._sender(contact),),
            note=next((route.note for route in routes if route.note), None) if routes else SENT_BY_HUB,
            evidence=routes[0].evidence if routes else Evidence.INFERRED,
            citations=tuple(dict.fromkeys(cited for route in routes for cited in route.cite)) or service.cite,
        )

    def _by_oneself(self, service: Service) -> Via:
        routes = [route for route in service.routes if route.kind is RouteKind.SELF]
        stated = [route for route in routes if route.evidence is Evidence.STATED]
        return Via(
            route=RouteKind.SELF,
            modes=tuple(dict.fromkeys(mode for route in routes for mode in route.modes)),
            senders=(),
            note=next((route.note for route in routes if route.note), None),
            evidence=Evidence.STATED if stated or not routes else Evidence.INFERRED,
            citations=tuple(dict.fromkeys(cited for route in routes for cited in route.cite)),
        )

    def _sender(self, contact: Contact) -> Sender:
        fact, _, member = contact.variable.partition(":")
        if fact == IN_CHARGE_OF:
            values = self._network.get_fact(IN_CHARGE_OF).values
            label = next((value.label for value in values if value.code == member), Text(member, member))
            return Sender(kind=NodeKind.ORGANIZATION, slug=member, label=label, step=contact.step)
        service = self._network.services.get(member)
        if service is not None:
            return Sender(kind=NodeKind.SERVICE, slug=member, label=Text(service.name, service.name), step=contact.step)
        name = self._network.get_organization(member).name
        return Sender(kind=NodeKind.ORGANIZATION, slug=member, label=Text(name, name), step=contact.step)
