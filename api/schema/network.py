"""Areas, needs, organizations, services, and who sends whom: the types that refer to each other."""

import datetime
from collections.abc import Iterator
from typing import Annotated

import strawberry

from api.schema.contact import Capacity, Closure, Contacts, Opening, Schedule, TimeArgument, Waiting
from api.schema.context import Info
from api.schema.fields import LocaleArgument, View, each, field, one, read, say, text
from api.schema.relay import Node
from api.schema.situation import Effect
from api.schema.source import (
    AlternateName,
    Citation,
    Cited,
    Contradiction,
    Cost,
    DayArgument,
    Doubt,
    Figure,
    Papers,
    Provision,
    Requirement,
    cite,
    write_formula,
)
from graph import concepts, organizations, services
from graph.availability import Room, door_state_at, find_next_door_opening, opening_of, room_of
from graph.network import Network
from graph.opening_hours import OpenState, now, today
from graph.referral_links import Sending
from graph.verification import list_checks
from graph.vocabulary import AccessMode, Evidence, Locale, NodeKind, OrganizationKind, RouteKind, ServiceStatus


@strawberry.type
class NeedLink(Cited[services.NeedLink]):
    """A need that a service meets or helps with."""

    code: str = read("need", "The code of the need.")
    note: str | None = text("note", "A note; null if there is none.")

    @field
    def label(self, info: Info, locale: LocaleArgument = Locale.IT) -> str:
        """The name of the need."""
        return say(info.context.network.needs[self.model.need].label, locale)

    @field
    def need(self, info: Info) -> "NeedArea":
        """The need."""
        return NeedArea(model=info.context.network.needs[self.model.need])


@strawberry.type
class Offer(Cited[services.Offer]):
    """An organization offers a service."""

    role: str = read("role", "`provider`, `manager` or `partner`.")

    @field
    def organization(self, info: Info) -> "Organization":
        """The organization."""
        return Organization(model=info.context.network.organizations[self.model.organization])


@strawberry.type
class Collaboration(Cited[services.Collaboration]):
    """A service works together with an organization or a class of organizations. Collaboration is not referral."""

    printed: str | None = read("printed", "The organization or class as printed; null if a person recorded it.")
    role: str | None = read("role", "The organization's part in the collaboration; null if no document says.")

    @field
    def organization(self, info: Info) -> "Organization | None":
        """The organization; null if the document names only a class of partners."""
        if self.model.organization is None:
            return None
        return Organization(model=info.context.network.organizations[self.model.organization])


@strawberry.type
class Listing(Cited[services.Listing]):
    """An entry of the partner list."""

    slug: str = read("id", "The short name of the entry.")
    printed: str = read("printed", "The text as printed.")

    @field
    def area(self, info: Info) -> "NetworkArea":
        """The area that lists the entry."""
        return NetworkArea(model=info.context.network.areas[self.model.area])


@strawberry.type
class Route(Cited[services.Route]):
    """A way in (cv:Channel)."""

    kind: RouteKind = read("kind", "The way in.")
    modes: list[AccessMode] = read("modes", "The channels named in the documents.", size=3)
    note: str | None = text("note", "A note; null if there is none.")

    @field(size=5)
    def organizations(self, info: Info) -> list["Organization"]:
        """The organizations that may refer people, if the route names them."""
        return Organization.pick(info.context.network.organizations, self._named("organization"))

    @field(size=5)
    def services(self, info: Info) -> list["Service"]:
        """The services that may refer people, if the route names them."""
        return Service.pick(info.context.network.services, self._named("service"))

    @field(size=5)
    def kinds(self) -> list[OrganizationKind]:
        """The kinds of organization that may refer people."""
        return [OrganizationKind(code) for code in self._named("kind")]

    @field(size=5)
    def contacts(self) -> list[str]:
        """The classes of contact that may refer people: members of the fact `in_charge_of`."""
        return list(self._named("contact"))

    def _named(self, sort: str) -> Iterator[str]:
        return (sender.code for sender in self.model.senders if sender.kind == sort)


@strawberry.type
class Referral(View[Sending]):
    """An organization or a service may send people to a service."""

    @field
    def by(self, info: Info) -> "SendingPartner | None":
        """The sender; null if the network does not contain it."""
        return sending_partner(info.context.network, *self.model.sender)

    @field(name="from", deprecated="`by` holds the organization or service.")
    def from_(self, info: Info) -> "Organization | None":
        """The organization that sends people; null if a service does."""
        kind, slug = self.model.sender
        known = info.context.network.organizations
        return Organization(model=known[slug]) if kind is NodeKind.ORGANIZATION else None

    @field(deprecated="`by` holds the organization or service.")
    def from_service(self, info: Info) -> "Service | None":
        """The service that sends people; null if an organization does."""
        kind, slug = self.model.sender
        return Service(model=info.context.network.services[slug]) if kind is NodeKind.SERVICE else None

    @field
    def to(self) -> "Service":
        """The service that receives people."""
        return Service(model=self.model.service)

    route: Route = one("route", Route, "The way in.")

    @field
    def evidence(self) -> Evidence:
        """The level of evidence for the referral."""
        return self.model.route.evidence

    @field(size=3)
    def citations(self) -> list[Citation]:
        """The document lines that state this."""
        route = self.model.route
        return cite(route.cite, route.evidence, route.why)


@strawberry.type
class NetworkArea(Cited[concepts.NetworkArea], Node[concepts.NetworkArea]):
    """An area printed on the slide of the active network (skos:Concept)."""

    code: str = read("code", "The code.")
    label: str = text("label", "The name.")

    @field
    def organization_count(self, info: Info) -> int:
        """The number of organizations listed under the area."""
        return len(info.context.directory.under_area.get(self.model.code, ()))

    @field(size=40)
    def organizations(self, info: Info) -> list["Organization"]:
        """The organizations listed under the area, sorted by slug."""
        return Organization.each(info.context.directory.under_area.get(self.model.code, ()))


@strawberry.type
class NeedArea(Cited[concepts.NeedArea], Node[concepts.NeedArea]):
    """A need of a person (skos:Concept), in a small hierarchy."""

    code: str = read("code", "The code, such as `documents.registered-residence`.")
    label: str = text("label", "The name.")
    counts_for_parent: bool = read("counts_for_parent", "True if meeting this need also meets the need above it.")
    emergency: bool = read("emergency", "True if no step for documents may come first, unless a source requires it.")
    asked_as: str | None = text(
        "asked_as",
        "How a question to the user names this need when the need above it was meant in general; null to use the name.",
    )
    means: bool = read("means", "True if a plan may meet it as a step towards another need.")
    surveyed: bool = read("surveyed", "True if coverage counts it without being asked for it.")
    words: list[str] = read("words", "Other words for it, in either language.", size=5)
    mappings: list[str] = read("mappings", "References to the same need in other taxonomies, as codes.", size=3)

    @field
    def met_when(self) -> str | None:
        """The condition under which the need is already met, in JSON notation; null if none is defined."""
        return None if self.model.met_when is None else write_formula(self.model.met_when)

    @field
    def meant_when(self) -> str | None:
        """The condition under which the need above means this need, in JSON notation; null if none is defined."""
        return None if self.model.meant_when is None else write_formula(self.model.meant_when)

    @field
    def follows_when(self) -> str | None:
        """The condition under which this need is added unasked, as a formula; null if there is none."""
        return None if self.model.follows_when is None else write_formula(self.model.follows_when)

    @field
    def parent(self, info: Info) -> "NeedArea | None":
        """The need above; null for a top-level need."""
        return None if self.model.parent is None else NeedArea(model=info.context.network.needs[self.model.parent])

    @field(size=8)
    def children(self, info: Info) -> list["NeedArea"]:
        """The needs immediately below."""
        return NeedArea.each(info.context.network.children[self.model.code])

    @field
    def service_count(self, info: Info) -> int:
        """The number of services that meet this need or a need below that counts for it."""
        return len(info.context.network.meeting.get(self.model.code, ()))

    @field
    def helped_by_count(self, info: Info) -> int:
        """The number of services that only help with it."""
        return len(info.context.network.helping.get(self.model.code, ()))

    @field(size=30)
    def services(self, info: Info) -> list["Service"]:
        """The services that meet this need or a need below that counts for it, sorted by slug."""
        return Service.each(info.context.network.meeting.get(self.model.code, ()))

    @field(size=15)
    def helped_by(self, info: Info) -> list["Service"]:
        """The services that only help with this need or with a need below that counts for it, sorted by slug."""
        return Service.each(info.context.network.helping.get(self.model.code, ()))

    implies: list[Effect] = each("implies", Effect, "Facts that become true once the need is met.", size=1)


@strawberry.type
class Membership(Cited[organizations.Membership]):
    """One organization is part of another."""

    @field
    def organization(self, info: Info) -> "Organization":
        """The larger organization."""
        return Organization(model=info.context.network.organizations[self.model.organization])


@strawberry.type
class Organization(Cited[organizations.Organization], Node[organizations.Organization]):
    """A partner (HSDS organization, cv:PublicOrganisation)."""

    slug: str = read("slug", "The short, stable name.")
    name: str = read("name", "The name.")
    kind: OrganizationKind = read("kind", "The kind.")
    legal_form: str | None = read("legal_form", "The legal form; null if no document gives it.")
    note: str | None = text("note", "A note; null if there is none.")

    alternate_names: list[AlternateName] = each(
        "alternate_names", AlternateName, "Other names that documents use.", size=3
    )

    part_of: list[Membership] = each(
        "part_of", Membership, "The organizations that contain it, the nearest first.", size=2
    )

    @field
    def parent(self, info: Info) -> "Organization | None":
        """The first organization that contains it; null if none is known."""
        if not self.model.part_of:
            return None
        return Organization(model=info.context.network.organizations[self.model.part_of[0].organization])

    @field(size=5)
    def members(self, info: Info) -> list["Organization"]:
        """The organizations that are part of it, sorted by slug."""
        return Organization.each(info.context.directory.members.get(self.model.slug, ()))

    @field(size=2)
    def listed_under(self, info: Info) -> list["NetworkArea"]:
        """The printed areas that list it. A printed area is not a need."""
        network = info.context.network
        areas = dict.fromkeys(item.area for item in network.listings_of.get(self.model.slug, ()))
        return NetworkArea.pick(network.areas, areas)

    @field(size=2)
    def listings(self, info: Info) -> list[Listing]:
        """Its entries in the partner list."""
        return Listing.each(info.context.network.listings_of.get(self.model.slug, ()))

    @field(size=4)
    def services(self, info: Info) -> list["Service"]:
        """The services that it offers, including one for each area in which it is only listed."""
        return Service.each(info.context.network.services_of.get(self.model.slug, ()))

    @field(size=5)
    def collaborators(self, info: Info) -> list["Organization"]:
        """The organizations that it works with through a service of either one, sorted by slug."""
        return Organization.each(info.context.directory.collaborators.get(self.model.slug, ()))

    @field(size=5)
    def refers_to(self, info: Info) -> list["Referral"]:
        """The referrals that it may make. Only referrals that a document states or a reader judged are included."""
        sent = info.context.directory.sent_by.get((NodeKind.ORGANIZATION, self.model.slug), ())
        return Referral.each(sent)

    @field(size=10)
    def referred_by(self, info: Info) -> list["Referral"]:
        """The referrals to any of its services."""
        services = info.context.network.services_of.get(self.model.slug, ())
        directory = info.context.directory
        return Referral.each(sending for service in services for sending in directory.sent_to.get(service.slug, ()))

    @field
    def contacts(self) -> Contacts:
        """The contacts."""
        return Contacts(model=self.model)

    schedule: list[Schedule] = each("schedules", Schedule, "The opening hours.", size=3)

    @field(size=5)
    def figures(self, info: Info) -> list[Figure]:
        """Numbers in the documents, such as the size of a team."""
        return Figure.each(info.context.directory.figures.get(self.model.slug, ()))

    @field(size=2)
    def contradictions(self, info: Info) -> list[Contradiction]:
        """Contradictions in the documents."""
        return Contradiction.each(info.context.directory.contradictions.get(self.model.slug, ()))


@strawberry.type
class Service(Cited[services.Service], Node[services.Service]):
    """A service that one or more organizations offer (HSDS service, cpsv:PublicService)."""

    slug: str = read("slug", "The short, stable name.")
    name: str = read("name", "The name.")
    summary: str | None = text("summary", "What the service does, in one sentence; null if there is no summary.")
    covers: list[str] = read(
        "covers", "The territories to which documents limit the service. Empty if there is no limit.", size=2
    )
    status: ServiceStatus | None = read("status", "The status; null if no document gives it.")
    last_verified: datetime.date | None = read(
        "last_verified", "The date of the last verification by a person; null if there was none."
    )
    verified_by: str | None = read(
        "verified_by", "The slug of the source of the last verification; null if none is named."
    )
    note: str | None = text("note", "A note; null if there is none.")

    @field
    def listing(self, info: Info) -> Listing | None:
        """The partner-list entry that is its only source; null if other documents describe it."""
        listings = info.context.network.catalogue.listings
        return Listing.maybe(next((item for item in listings if item.id == self.model.listing), None))

    @field
    def listed_only(self) -> bool:
        """True if the partner list is the only source. Access, hours and requirements are unknown."""
        return self.model.listing is not None

    alternate_names: list[AlternateName] = each(
        "alternate_names", AlternateName, "Other names that documents use.", size=3
    )

    @field(size=2)
    def organizations(self, info: Info) -> list["Organization"]:
        """The organizations that offer it."""
        known = info.context.network.organizations
        return [Organization(model=known[offer.organization]) for offer in self.model.organizations]

    offers: list[Offer] = each(
        "organizations",
        Offer,
        "The organizations that offer it, with their role and the documents that say so.",
        size=2,
    )

    meets: list[NeedLink] = each(
        "meets",
        NeedLink,
        "The needs that it meets: it provides what is needed or takes charge of the person.",
        size=4,
    )

    helps: list[NeedLink] = each(
        "helps",
        NeedLink,
        "The needs that it only helps with: orientation, listening, forms, referral to others.",
        size=4,
    )

    requirements: list[Requirement] = each(
        "requires", Requirement, "The conditions on the person's situation. All of them must hold.", size=4
    )

    provides: list[Provision] = each(
        "provides", Provision, "Facts that are true afterwards, beyond what the met needs imply.", size=4
    )

    access: list[Route] = each("routes", Route, "The ways in. Empty if no document names one.", size=3)

    documents: Papers | None = one("documents", Papers, "What to bring; null if no document says.")

    cost: Cost | None = one("cost", Cost, "The cost to the person; null if no document says.")

    @field
    def contacts(self) -> Contacts:
        """The contacts."""
        return Contacts(model=self.model)

    schedule: list[Schedule] = each("schedules", Schedule, "The opening hours.", size=3)

    @field
    def is_open(self, info: Info, at: TimeArgument = None) -> OpenState:
        """Whether the service receives people at a given time. Telephone hours count only if there is no other way
        in. Unknown if it receives by appointment or its hours are unknown. Public holidays and the city's patron
        saint's day count as closed, unless the hours mention holidays or are continuous.
        """
        return door_state_at(self.model, info.context.network.catalogue.city, at or now())

    @field
    def next_opening(self, info: Info, at: TimeArgument = None) -> datetime.datetime | None:
        """When the service opens next, after any closure. If it is open at the given time, that time; null if its
        hours are unknown.
        """
        return find_next_door_opening(self.model, info.context.network.catalogue.city, at or now())

    @field
    def opening(self, info: Info, on: DayArgument = None) -> Opening:
        """Whether and when the service opens on a given day, closures included. Defaults to today."""
        return Opening(model=opening_of(self.model, info.context.network.catalogue.city, on or today()))

    closures: list[Closure] = each("closures", Closure, "The periods in which it admits nobody.", size=2)

    capacity: Capacity | None = one("capacity", Capacity, "The number of places and free places; null if unknown.")

    waiting: Waiting | None = one("waiting", Waiting, "The waiting time; null if unknown.")

    @field
    def room(self, on: DayArgument = None) -> Room:
        """Whether it has a free place on a given day. A statement that is too old counts as stale."""
        return room_of(self.model, on or today())

    collaborations: list[Collaboration] = each(
        "collaborations",
        Collaboration,
        "The organizations that it works with. Collaboration is not referral.",
        size=5,
    )

    @field(size=5)
    def refers_to(self, info: Info) -> list[Referral]:
        """The referrals that it may make. Only referrals that a document states or a reader judged are included."""
        sent = info.context.directory.sent_by.get((NodeKind.SERVICE, self.model.slug), ())
        return Referral.each(sent)

    @field(size=10)
    def referred_by(self, info: Info) -> list[Referral]:
        """The referrals to the service, including one for every organization of a kind that may refer people."""
        return Referral.each(info.context.directory.sent_to.get(self.model.slug, ()))

    doubt: Doubt | None = one("doubt", Doubt, "Why it may no longer exist as described; null if there is no doubt.")

    @field(size=4)
    def verify(self, info: Info, locale: LocaleArgument = Locale.IT) -> list[str]:
        """What to verify before sending a person there."""
        return [say(check, locale) for check in list_checks(info.context.network, self.model)]

    @field(size=5)
    def figures(self, info: Info) -> list[Figure]:
        """Numbers in the documents, such as the size of a team."""
        return Figure.each(info.context.directory.figures.get(self.model.slug, ()))

    @field(size=2)
    def contradictions(self, info: Info) -> list[Contradiction]:
        """Contradictions in the documents."""
        return Contradiction.each(info.context.directory.contradictions.get(self.model.slug, ()))


SendingPartner = Annotated[
    Organization | Service,
    strawberry.union("SendingPartner", description="A sender: an organization or a service."),
]


def sending_partner(network: Network, kind: NodeKind, slug: str) -> Organization | Service | None:
    """The organization or service of this kind and slug; None if the network does not contain it."""
    if kind is NodeKind.ORGANIZATION:
        return Organization.maybe(network.organizations.get(slug))
    return Service.maybe(network.services.get(slug)) if kind is NodeKind.SERVICE else None
