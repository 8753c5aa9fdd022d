"""The list of organizations: its filter, and its pages."""

from collections.abc import Iterator
from typing import Annotated

import strawberry

from api.directory import Directory, fold
from api.schema.context import RequestContext
from api.schema.fields import field
from api.schema.inputs import check_text
from api.schema.organization import Organization
from api.schema.paging import Cursors, Page, PageInfo, Window, cut, page_info
from graph import model
from graph.vocabulary import NodeKind, OrganizationKind


@strawberry.input(description="Which organizations; every condition that is given must hold.")
class OrganizationFilter:
    """Conditions on organizations."""

    area: str | None = strawberry.field(default=None, description="The code of a network area that lists it.")
    kind: OrganizationKind | None = strawberry.field(default=None, description="What it is.")
    listed: bool | None = strawberry.field(default=None, description="Whether the partner list names it.")
    text: str | None = strawberry.field(
        default=None, description="Words that all occur in its names; case and accents do not matter."
    )


OrganizationFilterArgument = Annotated[
    OrganizationFilter | None, strawberry.argument(description="Which organizations; all where it is left out.")
]


@strawberry.type(description="An organization on a page.")
class OrganizationEdge:
    """An organization on a page."""

    node: Organization = strawberry.field(description="The organization.")
    cursor: str = strawberry.field(description="Where it stands in the list.")


@strawberry.type(description="A page of organizations, sorted by slug (Relay).")
class OrganizationConnection:
    """A page of organizations."""

    items: strawberry.Private[tuple[model.Organization, ...]]
    page: strawberry.Private[Page]
    cursors: strawberry.Private[Cursors]

    @field("The organizations with their cursors.")
    def edges(self) -> list[OrganizationEdge]:
        """The organizations with their cursors."""
        return [OrganizationEdge(node=Organization(model=i), cursor=self.cursors.write(i.slug)) for i in self.items]

    @field("The organizations.")
    def nodes(self) -> list[Organization]:
        """The organizations."""
        return [Organization(model=item) for item in self.items]

    @field("Where the page stands.")
    def page_info(self) -> PageInfo:
        """Where the page stands."""
        return page_info(self.page, self.items, self.cursors)

    @field("How many organizations match, on all pages.")
    def total_count(self) -> int:
        """How many match."""
        return self.page.total


def list_organizations(
    context: RequestContext, where: OrganizationFilter | None, window: Window
) -> OrganizationConnection:
    """The page of organizations that match. Raises ApiError as `cut` does."""
    network = context.network
    check_text(where.text if where else None, "filter.text", context.limits)
    found = tuple(_matching(context.directory, where or OrganizationFilter()))
    cursors = Cursors(network.version, "organizations", frozenset(network.organizations))
    page = cut(found, window, cursors, context.limits)
    return OrganizationConnection(items=found[page.begin : page.end], page=page, cursors=cursors)


def _matching(directory: Directory, where: OrganizationFilter) -> Iterator[model.Organization]:
    listings = directory.network.listings_of
    words = fold(where.text or "").split()
    for organization in directory.organizations:
        listed = listings.get(organization.slug, ())
        if where.kind is not None and organization.kind is not where.kind:
            continue
        if where.listed is not None and bool(listed) is not where.listed:
            continue
        if where.area is not None and all(listing.area != where.area for listing in listed):
            continue
        spoken = directory.words[NodeKind.ORGANIZATION, organization.slug]
        if all(word in spoken for word in words):
            yield organization
