"""The way into a service: the contacts that open its routes, and the one that a plan takes.

Any one of the contacts lets a person in.
"""

from collections.abc import Iterator

from graph.atoms import ASK_FIRST, IN_CHARGE_OF, Variable, contact_with
from graph.message import Text
from graph.network import Network
from graph.referral.plan import Sender, Via
from graph.referral_links import SENT_BY_HUB
from graph.services import Route, SenderReference, Service
from graph.structs import Struct
from graph.vocabulary import Evidence, NodeKind, RouteKind, SenderKind


class RouteContacts:
    """The contact variables that open each route of one network."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def of(self, service: Service, route: Route) -> frozenset[Variable]:
        """The variables any one of which opens `route` of `service`; none if people come by themselves.

        A kind of sender stands for the organizations of that kind that work where the service does.
        """
        return frozenset(self._list(service, route))

    def _list(self, service: Service, route: Route) -> Iterator[Variable]:
        if route.kind is RouteKind.ASK_FIRST:
            yield ASK_FIRST
        for sender in route.senders:
            yield from self._contacts(service, sender)

    def _contacts(self, service: Service, sender: SenderReference) -> Iterator[Variable]:
        if sender.kind is SenderKind.CONTACT:
            yield Variable(IN_CHARGE_OF, sender.code)
        elif sender.kind is SenderKind.KIND:
            for named in list_senders_of_kind(self._network, sender.code, service.covers):
                yield contact_with(named.code)
        else:
            yield contact_with(sender.code)


def list_senders_of_kind(network: Network, kind: str, covers: tuple[str, ...]) -> Iterator[SenderReference]:
    """The senders that a kind stands for in `covers`: its organizations, and their described services."""
    for organization in network.organizations_of(kind, covers):
        yield SenderReference(SenderKind.ORGANIZATION, organization.slug)
        for service in network.services_of.get(organization.slug, ()):
            if service.listing is None:
                yield SenderReference(SenderKind.SERVICE, service.slug)


class Contact(Struct, frozen=True):
    """The contact that opens a service, and the step that brings it about (None: the person has it from the start)."""

    variable: Variable
    step: int | None


class RouteFinder:
    """Describes the way into services of one network."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._contacts = RouteContacts(network)

    def via(self, service: Service, contact: Contact | None) -> Via:
        """The way into `service` through `contact`; without one, people come by themselves."""
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
        member = contact.variable.member or ""
        if contact.variable.name == IN_CHARGE_OF:
            values = self._network.get_fact(IN_CHARGE_OF).values
            label = next((value.label for value in values if value.code == member), Text(member, member))
            return Sender(kind=NodeKind.ORGANIZATION, slug=member, label=label, step=contact.step)
        service = self._network.services.get(member)
        if service is not None:
            return Sender(kind=NodeKind.SERVICE, slug=member, label=Text(service.name, service.name), step=contact.step)
        name = self._network.get_organization(member).name
        return Sender(kind=NodeKind.ORGANIZATION, slug=member, label=Text(name, name), step=contact.step)
