"""The list of services: its filter, and its pages."""

import datetime
from collections.abc import Iterator
from typing import Annotated

import strawberry

from api.schema.context import RequestContext
from api.schema.fields import field
from api.schema.inputs import check_filter_codes, check_text
from api.schema.paging import Cursors, Page, PageInfo, Window, cut, page_info
from api.schema.service import Service
from graph import model
from graph.availability import door_state_at
from graph.index import NetworkIndex
from graph.name_index import fold
from graph.opening_hours import OpenState
from graph.vocabulary import Evidence, NodeKind, OrganizationKind


@strawberry.input(description="Which services; every condition that is given must hold.")
class ServiceFilter:
    """Conditions on services."""

    meets: str | None = strawberry.field(
        default=None, description="The code of a need that it meets, itself or through a need below that counts for it."
    )
    helps: str | None = strawberry.field(default=None, description="The code of a need that it only helps with.")
    need: str | None = strawberry.field(default=None, description="The code of a need that it meets or helps with.")
    area: str | None = strawberry.field(
        default=None, description="The code of a network area under which an organization that offers it is listed."
    )
    kind: OrganizationKind | None = strawberry.field(
        default=None, description="What an organization that offers it is."
    )
    evidence: Evidence | None = strawberry.field(default=None, description="How well the service is founded.")
    open_at: datetime.datetime | None = strawberry.field(
        default=None,
        description="It is open at this time, on the clock of the city where it names no zone; hours by appointment "
        "are not open.",
    )
    text: str | None = strawberry.field(
        default=None, description="Words that all occur in its names or summary; case and accents do not matter."
    )


ServiceFilterArgument = Annotated[
    ServiceFilter | None, strawberry.argument(description="Which services; all where it is left out.")
]


@strawberry.type(description="A service on a page.")
class ServiceEdge:
    """A service on a page."""

    node: Service = strawberry.field(description="The service.")
    cursor: str = strawberry.field(description="Where it stands in the list.")


@strawberry.type(description="A page of services, sorted by slug (Relay).")
class ServiceConnection:
    """A page of services."""

    items: strawberry.Private[tuple[model.Service, ...]]
    page: strawberry.Private[Page]
    cursors: strawberry.Private[Cursors]

    @field("The services with their cursors.")
    def edges(self) -> list[ServiceEdge]:
        """The services with their cursors."""
        return [ServiceEdge(node=Service(model=item), cursor=self.cursors.write(item.slug)) for item in self.items]

    @field("The services.")
    def nodes(self) -> list[Service]:
        """The services."""
        return [Service(model=item) for item in self.items]

    @field("Where the page stands.")
    def page_info(self) -> PageInfo:
        """Where the page stands."""
        return page_info(self.page, self.items, self.cursors)

    @field("How many services match, on all pages.")
    def total_count(self) -> int:
        """How many match."""
        return self.page.total


def list_services(context: RequestContext, where: ServiceFilter | None, window: Window) -> ServiceConnection:
    """The page of services that match. Raises ApiError as `cut` does, UnknownCodeError."""
    network = context.network
    found = find_services(context, where)
    cursors = Cursors(network.version, "services", frozenset(network.services))
    page = cut(found, window, cursors, context.limits)
    return ServiceConnection(items=found[page.begin : page.end], page=page, cursors=cursors)


def find_services(context: RequestContext, where: ServiceFilter | None) -> tuple[model.Service, ...]:
    """The services that match, by slug. Raises ApiError (INPUT_TOO_LONG), UnknownCodeError."""
    where = where or ServiceFilter()
    check_text(where.text, "filter.text", context.limits)
    check_filter_codes(context.network, needs=(where.meets, where.helps, where.need), areas=(where.area,))
    return tuple(_matching(context.directory, where))


def _matching(directory: NetworkIndex, where: ServiceFilter) -> Iterator[model.Service]:
    words = fold(where.text or "").split()
    kept = directory.addressing(where.meets, where.helps, where.need)
    for service in directory.services:
        if kept is not None and service.slug not in kept:
            continue
        if where.evidence is not None and service.evidence is not where.evidence:
            continue
        if where.area is not None and not _is_under(directory, service, where.area):
            continue
        if where.kind is not None and where.kind not in _kinds(directory, service):
            continue
        if where.open_at is not None and not _is_open(directory, service, where.open_at):
            continue
        spoken = directory.words[NodeKind.SERVICE, service.slug]
        if all(word in spoken for word in words):
            yield service


def _kinds(directory: NetworkIndex, service: model.Service) -> set[OrganizationKind]:
    known = directory.network.organizations
    return {known[offer.organization].kind for offer in service.organizations}


def _is_open(directory: NetworkIndex, service: model.Service, time: datetime.datetime) -> bool:
    return door_state_at(service, directory.network.catalogue.city, time) is OpenState.OPEN


def _is_under(directory: NetworkIndex, service: model.Service, area: str) -> bool:
    listings = directory.network.listings_of
    if service.listing is not None:
        return any(
            listing.id == service.listing and listing.area == area
            for offer in service.organizations
            for listing in listings.get(offer.organization, ())
        )
    return any(
        listing.area == area for offer in service.organizations for listing in listings.get(offer.organization, ())
    )
