"""Contact: who knows the person, and which routes that opens."""

from collections.abc import Iterator
from functools import cached_property

from graph.model import Route
from graph.network import Network
from graph.referral.cells import member_variable
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

    def of(self, route: Route) -> frozenset[str]:
        """The variables of which any one opens `route`; none where the person comes by themselves."""
        return frozenset(self._list(route))

    def _list(self, route: Route) -> Iterator[str]:
        if route.kind is RouteKind.ASK_FIRST:
            yield ASK_FIRST
        for sender in route.by:
            sort, _, code = sender.partition(":")
            if sort == "contact":
                yield member_variable(IN_CHARGE_OF, code)
            elif sort == "kind":
                yield from self._by_kind.get(code, ())
            else:
                yield member_variable(KNOWN_TO, code)

    @cached_property
    def _by_kind(self) -> dict[str, list[str]]:
        """For each kind, its organizations and the services that documents describe of them."""
        variables: dict[str, list[str]] = {}
        for organization in self._network.organizations.values():
            of_kind = variables.setdefault(organization.kind, [])
            of_kind.append(member_variable(KNOWN_TO, organization.slug))
            services = self._network.services_of.get(organization.slug, ())
            of_kind.extend(member_variable(KNOWN_TO, item.slug) for item in services if item.listing is None)
        return variables
