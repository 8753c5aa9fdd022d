"""Finds the contacts that open a route. Any one of them lets a person in."""

from collections.abc import Iterator

from graph.atoms import ASK_FIRST, IN_CHARGE_OF, Variable, contact_with
from graph.network import Network
from graph.services import Route, SenderReference, Service
from graph.vocabulary import RouteKind, SenderKind


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
            for organization in self._network.organizations_of(sender.code, service.covers):
                yield from self._known_to(organization.slug)
        else:
            yield contact_with(sender.code)

    def _known_to(self, organization: str) -> Iterator[Variable]:
        """An organization and the services that documents describe of it."""
        yield contact_with(organization)
        for service in self._network.services_of.get(organization, ()):
            if service.listing is None:
                yield contact_with(service.slug)
