"""Finding objects: by global identifier, by kind and slug, by name, and by the filters of lists, page by page."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any

import strawberry

from api.schema.context import Info, RequestContext
from api.schema.fields import LocaleArgument, View, field, read, say
from api.schema.inputs import check_text
from api.schema.network import NeedArea, NetworkArea, Organization, Service
from api.schema.relay import Connection, Cursors, Node, Window, bad_id, connect, global_id, read_global_id
from api.schema.situation import EntrySituation, FactDefinition
from api.schema.source import Source
from graph import concepts, name_index, organizations, services
from graph.availability import door_state_at
from graph.index import NetworkIndex
from graph.message import Text
from graph.name_index import fold
from graph.network import Network
from graph.opening_hours import OpenState
from graph.vocabulary import Evidence, Locale, NodeKind, OrganizationKind

Collection = tuple[type[Node[Any]], Mapping[str, Any]]
Labelled = concepts.NeedArea | concepts.NetworkArea | concepts.EntrySituation


def collections_of(network: Network) -> Mapping[NodeKind | None, Collection]:
    """How each kind of node is shown, and the values of that kind by slug or code; a fact is of no `NodeKind`."""
    return {
        NodeKind.ORGANIZATION: (Organization, network.organizations),
        NodeKind.SERVICE: (Service, network.services),
        NodeKind.NEED_AREA: (NeedArea, network.needs),
        NodeKind.ENTRY_SITUATION: (EntrySituation, network.situations),
        None: (FactDefinition, network.facts),
        NodeKind.NETWORK_AREA: (NetworkArea, network.areas),
        NodeKind.SOURCE: (Source, network.sources),
    }


def find_node(network: Network, token: str, argument: str) -> Node[Any] | None:
    """The object whose identifier is `token`, given as `argument`; None if the network has no such object.

    Raises ApiError (BAD_ID) if `token` is not an identifier.
    """
    kind, slug = read_global_id(token, argument)
    for view, models in collections_of(network).values():
        if view.__name__ == kind:
            return view.maybe(models.get(slug))
    raise bad_id(argument)


def view_of(network: Network, kind: NodeKind, identifier: str) -> Node[Any] | None:
    """A node of the typed graph as GraphQL shows it; None for a kind that is no `Node`, and for an unknown code."""
    view, models = collections_of(network).get(kind, (Source, {}))
    return view.maybe(models.get(identifier))


def list_ids(network: Network, identifier: str) -> tuple[str, ...]:
    """The global identifiers of everything whose slug or code is `identifier`."""
    found = (view for view, models in collections_of(network).values() if identifier in models)
    return tuple(global_id(view.__name__, identifier) for view in found)


@strawberry.type
class SearchHit(View[name_index.Hit]):
    """An object with a name similar to the search text."""

    kind: NodeKind = read("kind", "The kind.")
    slug: str = read("identifier", "The slug or code.")
    matched: str = read("matched", "The name that matched. It may be an alternative name or word, in any language.")
    score: int = read("score", "How similar the name is, from 0 to 100; 100 means the same words.")

    @field
    def label(self, info: Info, locale: LocaleArgument = Locale.IT) -> str:
        """The name."""
        return say(label_of(info.context.network, self.model), locale)

    @field
    def node(self, info: Info) -> Node[Any] | None:
        """The object; null if it is not a `Node`."""
        return view_of(info.context.network, self.model.kind, self.model.identifier)


def label_of(network: Network, hit: name_index.Hit) -> Text:
    """The name of what was found, in both languages."""
    concepts: Mapping[NodeKind, Mapping[str, Labelled]] = {
        NodeKind.NEED_AREA: network.needs,
        NodeKind.NETWORK_AREA: network.areas,
        NodeKind.ENTRY_SITUATION: network.situations,
    }
    found = concepts.get(hit.kind, {}).get(hit.identifier)
    return Text(hit.name, hit.name) if found is None else found.label


@strawberry.input
class OrganizationFilter:
    """Selects organizations. All given conditions must hold."""

    area: str | None = strawberry.field(
        default=None, description="The code of a network area that lists the organization."
    )
    kind: OrganizationKind | None = strawberry.field(default=None, description="The kind.")
    meets: str | None = strawberry.field(
        default=None,
        description="The code of a need that one of its services meets, "
        "directly or through a need below that counts for it.",
    )
    helps: str | None = strawberry.field(
        default=None, description="The code of a need that one of its services only helps with."
    )
    need: str | None = strawberry.field(
        default=None, description="The code of a need that one of its services meets or helps with."
    )
    evidence: Evidence | None = strawberry.field(default=None, description="The level of evidence.")
    listed: bool | None = strawberry.field(default=None, description="Whether the partner list names the organization.")
    text: str | None = strawberry.field(
        default=None, description="Words that must all occur in its names. Case and accents are ignored."
    )


OrganizationFilterArgument = Annotated[
    OrganizationFilter | None, strawberry.argument(description="Which organizations to return. Defaults to all.")
]


def list_organizations(
    context: RequestContext, where: OrganizationFilter | None, window: Window
) -> Connection[Organization]:
    """The page of organizations that match. Raises ApiError as `cut` does, UnknownCodeError."""
    network = context.network
    cursors = Cursors(network.version, "organizations", network.organizations)
    if where is None:
        return connect(Organization, context.directory.organizations, window, cursors, context.limits)
    check_text(where.text, "filter.text", context.limits)
    check_filter_codes(network, needs=(where.meets, where.helps, where.need), areas=(where.area,))
    found = tuple(_organizations(context.directory, where))
    return connect(Organization, found, window, cursors, context.limits)


def _organizations(directory: NetworkIndex, where: OrganizationFilter) -> Iterator[organizations.Organization]:
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


@strawberry.input
class ServiceFilter:
    """Selects services. All given conditions must hold."""

    meets: str | None = strawberry.field(
        default=None,
        description="The code of a need that it meets, directly or through a need below that counts for it.",
    )
    helps: str | None = strawberry.field(default=None, description="The code of a need that it only helps with.")
    need: str | None = strawberry.field(default=None, description="The code of a need that it meets or helps with.")
    area: str | None = strawberry.field(
        default=None, description="The code of a network area that lists an organization that offers it."
    )
    kind: OrganizationKind | None = strawberry.field(
        default=None, description="The kind of an organization that offers it."
    )
    evidence: Evidence | None = strawberry.field(default=None, description="The level of evidence for the service.")
    source: str | None = strawberry.field(
        default=None, description="The slug of a document whose lines describe or name it."
    )
    open_at: datetime.datetime | None = strawberry.field(
        default=None,
        description="It is open at this time. Without a zone, the time is in the city's time zone. "
        "Hours by appointment do not count as open.",
    )
    text: str | None = strawberry.field(
        default=None, description="Words that must all occur in its names or summary. Case and accents are ignored."
    )


ServiceFilterArgument = Annotated[
    ServiceFilter | None, strawberry.argument(description="Which services to return. Defaults to all.")
]


def list_services(context: RequestContext, where: ServiceFilter | None, window: Window) -> Connection[Service]:
    """The page of services that match. Raises ApiError as `cut` does, UnknownCodeError."""
    network = context.network
    found = find_services(context, where)
    cursors = Cursors(network.version, "services", network.services)
    return connect(Service, found, window, cursors, context.limits)


def find_services(context: RequestContext, where: ServiceFilter | None) -> tuple[services.Service, ...]:
    """The services that match the filters, by slug. Raises ApiError (INPUT_TOO_LONG), UnknownCodeError."""
    if where is None:
        return context.directory.services
    check_text(where.text, "filter.text", context.limits)
    check_filter_codes(context.network, needs=(where.meets, where.helps, where.need), areas=(where.area,))
    if where.source is not None:
        context.network.get_source(where.source)
    return tuple(_services(context.directory, where))


def _services(directory: NetworkIndex, where: ServiceFilter) -> Iterator[services.Service]:
    words = fold(where.text or "").split()
    kept = directory.addressing(where.meets, where.helps, where.need)
    told = None if where.source is None else directory.told_by.get(where.source, frozenset())
    for service in directory.services:
        if kept is not None and service.slug not in kept:
            continue
        if told is not None and service.slug not in told:
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


def _kinds(directory: NetworkIndex, service: services.Service) -> set[OrganizationKind]:
    known = directory.network.organizations
    return {known[offer.organization].kind for offer in service.organizations}


def _is_open(directory: NetworkIndex, service: services.Service, time: datetime.datetime) -> bool:
    return door_state_at(service, directory.network.catalogue.city, time) is OpenState.OPEN


def _is_under(directory: NetworkIndex, service: services.Service, area: str) -> bool:
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


def check_filter_codes(network: Network, needs: Iterable[str | None], areas: Iterable[str | None]) -> None:
    """Raises UnknownCodeError, with suggestions, where the network has not a need or area that a filter names."""
    for need in needs:
        if need is not None:
            network.get_need(need)
    for area in areas:
        if area is not None:
            network.get_area(area)
