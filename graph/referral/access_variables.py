"""Contact: who knows the person, and which routes that opens."""

from collections.abc import Iterator

from graph.model import Route, Service
from graph.network import Network
from graph.referral.domains import member_variable
from graph.vocabulary import RouteKind

ASK_FIRST = "ask-first"
"""The variable of the assumption that a partner takes who asks directly."""
AT_ONCE = "at-once:"
"""What the variable of a contact that must be there from the start begins with."""
KNOWN_TO = "known_to"
IN_CHARGE_OF = "in_charge_of"


class RouteContacts:
    """The contact variables that open each route of one network."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def of(self, service: Service, route: Route) -> frozenset[str]:
        """The variables of which any one opens `route` of `service`; none where the person comes by themselves.

        A class of senders means those that work where the service does.
        """
        return frozenset(self._list(service, route))

    def _list(self, service: Service, route: Route) -> Iterator[str]:
        if route.kind is RouteKind.ASK_FIRST:
            yield ASK_FIRST
        for sender in route.by:
            sort, _, code = sender.partition(":")
            if sort == "contact":
                yield member_variable(IN_CHARGE_OF, code)
            elif sort == "kind":
                for organization in self._network.organizations_of(code, service.covers):
                    yield from self._known_to(organization.slug)
            else:
                yield member_variable(KNOWN_TO, code)

    def _known_to(self, organization: str) -> Iterator[str]:
        """An organization and the services that documents describe of it."""
        yield member_variable(KNOWN_TO, organization)
        for service in self._network.services_of.get(organization, ()):
            if service.listing is None:
                yield member_variable(KNOWN_TO, service.slug)
