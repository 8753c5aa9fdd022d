"""The list of organizations: its filter, and its pages."""

from collections.abc import Iterator
from typing import Annotated

import strawberry

from api.schema.context import RequestContext
from api.schema.fields import field
from api.schema.inputs import check_filter_codes, check_text
from api.schema.organization import Organization
from api.schema.paging import Cursors, Page, PageInfo, Window, cut, page_info
from graph import model
from graph.index import NetworkIndex
from graph.name_index import fold
from graph.vocabulary import Evidence, NodeKind, OrganizationKind


@strawberry.input(description="Which organizations; every condition that is given must hold.")
class OrganizationFilter:
    """Conditions on organizations."""

    area: str | None = strawberry.field(default=None, description="The code of a network area that lists it.")
    kind: OrganizationKind | None = strawberry.field(default=None, description="What it is.")
    meets: str | None = strawberry.field(
        default=None, description="The code of a need that a service of it meets, itself or through one that counts."
    )
    helps: str | None = strawberry.field(
        default=None, description="The code of a need that a service of it only helps with."
    )
    need: str | None = strawberry.field(
        default=None, description="The code of a need that a service of it meets or helps with."
    )
    evidence: Evidence | None = strawberry.field(default=None, description="How well it is founded.")
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
    """The page of organizations that match. Raises ApiError as `cut` does, UnknownCodeError."""
    network = context.network
    where = where or OrganizationFilter()
    check_text(where.text, "filter.text", context.limits)
    check_filter_codes(network, needs=(where.meets, where.helps, where.need), areas=(where.area,))
    found = tuple(_matching(context.directory, where))
    cursors = Cursors(network.version, "organizations", frozenset(network.organizations))
    page = cut(found, window, cursors, context.limits)
    return OrganizationConnection(items=found[page.begin : page.end], page=page, cursors=cursors)


def _matching(directory: NetworkIndex, where: OrganizationFilter) -> Iterator[model.Organization]:
    listings = directory.network.listings_of
    words = fold(where.text or "").split()
    kept = directory.offering(where.meets, where.helps, where.need)
    for organization in directory.organizations:
        listed = listings.get(organization.slug, ())
        if kept is not None and organization.slug not in kept:
            continue
        if where.evidence is not None and organization.evidence is not where.evidence:
            continue
        if where.kind is not None and organization.kind is not where.kind:
            continue
        if where.listed is not None and bool(listed) is not where.listed:
            continue
        if where.area is not None and all(listing.area != where.area for listing in listed):
            continue
        spoken = directory.words[NodeKind.ORGANIZATION, organization.slug]
        if all(word in spoken for word in words):
            yield organization
