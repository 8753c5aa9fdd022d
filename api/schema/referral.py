"""Who sends whom."""

from collections.abc import Iterable
from typing import Optional

import strawberry

from api.schema.context import Info
from api.schema.fields import field
from api.schema.lazy import LazyOrganization, LazyService
from api.schema.route import Route
from api.schema.source import Citation, cite
from graph.referral_links import Sending
from graph.vocabulary import Evidence, NodeKind


@strawberry.type(description="That an organization or a service may send people to a service.")
class Referral:
    """A referral: sender, service, route."""

    model: strawberry.Private[Sending]

    @field("The organization that sends; null where a service does.", name="from")
    def from_(self, info: Info) -> Optional[LazyOrganization]:  # noqa: UP045 # a lazy type does not take `|`
        """The organization that sends."""
        from api.schema.organization import Organization

        kind, slug = self.model.sender
        known = info.context.network.organizations
        return Organization(model=known[slug]) if kind is NodeKind.ORGANIZATION else None

    @field("The service that sends; null where an organization does.")
    def from_service(self, info: Info) -> Optional[LazyService]:  # noqa: UP045
        """The service that sends."""
        from api.schema.service import Service

        kind, slug = self.model.sender
        return Service(model=info.context.network.services[slug]) if kind is NodeKind.SERVICE else None

    @field("The service to which people are sent.")
    def to(self) -> LazyService:
        """The service to which people are sent."""
        from api.schema.service import Service

        return Service(model=self.model.service)

    @field("The way in.")
    def route(self) -> Route:
        """The way in."""
        return Route(model=self.model.route)

    @field("How well the referral is founded.")
    def evidence(self) -> Evidence:
        """The evidence of the route."""
        return self.model.route.evidence

    @field("The lines that say so.", size=3)
    def citations(self) -> list[Citation]:
        """The citations of the route."""
        route = self.model.route
        return cite(route.cite, route.evidence, route.why)


def list_referrals(sendings: Iterable[Sending]) -> list[Referral]:
    """`sendings` as GraphQL shows them."""
    return [Referral(model=sending) for sending in sendings]
