"""Areas, needs, organizations, services, and who sends whom: the types that refer to each other."""

import datetime
from collections.abc import Iterable, Iterator
from typing import Annotated

import strawberry

from api.schema.contact import Capacity, Closure, Contacts, Schedule, TimeArgument, Waiting
from api.schema.context import Info
from api.schema.fields import LocaleArgument, View, each, field, one, read, say, text
from api.schema.paging import Node
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
from graph.availability import Room, door_state_at, find_next_door_opening, room_of
from graph.network import Network
from graph.opening_hours import OpenState, now, today
from graph.referral.justifications import list_checks
from graph.referral_links import Sending
from graph.vocabulary import AccessMode, Evidence, Locale, NodeKind, OrganizationKind, RouteKind, ServiceStatus


@strawberry.type
class NeedLink(Cited[services.NeedLink]):
    """A need that a service meets, or helps with."""

    code: str = read("need", "The code of the need.")
    note: str | None = text("note", "A remark; null if there is none.")

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
    """An offer: an organization offers a service."""

    role: str = read("role", "`provider`, `manager` or `partner`.")

    @field
    def organization(self, info: Info) -> "Organization":
        """The organization."""
        return Organization(model=info.context.network.organizations[self.model.organization])


@strawberry.type
class Collaboration(Cited[services.Collaboration]):
    """A collaboration of a service with an organization, or a class of them. Cooperation is not referral."""

    printed: str | None = read(
        "printed", "As the document prints the organization or the class; null where a person recorded it."
    )
    role: str | None = read("role", "What the organization does in it; null where no document says.")

    @field
    def organization(self, info: Info) -> "Organization | None":
        """The organization; null where a document names a class of partners only."""
        if self.model.organization is None:
            return None
        return Organization(model=info.context.network.organizations[self.model.organization])


@strawberry.type
class Listing(Cited[services.Listing]):
    """An entry of the partner list."""

    slug: str = read("id", "The name of the entry.")
    printed: str = read("printed", "As the list prints it.")

    @field
    def area(self, info: Info) -> "NetworkArea":
        """The area under which it is printed."""
        return NetworkArea(model=info.context.network.areas[self.model.area])


@strawberry.type
class Route(Cited[services.Route]):
    """A way in (cv:Channel)."""

    kind: RouteKind = read("kind", "The way in.")
    modes: list[AccessMode] = read("modes", "The channels that the documents name.", size=3)
    note: str | None = text("note", "A remark; null if there is none.")

    @field(size=5)
    def organizations(self, info: Info) -> list["Organization"]:
        """The organizations that may send people, where the route names them."""
        return Organization.pick(info.context.network.organizations, self._named("organization"))

    @field(size=5)
    def services(self, info: Info) -> list["Service"]:
        """The services that may send people, where the route names them."""
        return Service.pick(info.context.network.services, self._named("service"))

    @field(size=5)
    def kinds(self) -> list[OrganizationKind]:
        """The kinds of organization that may send people."""
        return [OrganizationKind(code) for code in self._named("kind")]

    @field(size=5)
    def contacts(self) -> list[str]:
        """The classes of contact that may send people: members of the fact `in_charge_of`."""
        return list(self._named("contact"))

    def _named(self, sort: str) -> Iterator[str]:
        return (sender.code for sender in self.model.senders if sender.kind == sort)


@strawberry.type
class Referral(View[Sending]):
    """A referral: an organization or a service may send people to a service."""

    @field
    def by(self, info: Info) -> "SendingPartner | None":
        """Who sends; null where the network does not hold them."""
        return sending_partner(info.context.network, *self.model.sender)

    @field(name="from", deprecated="`by` holds the organization or service.")
    def from_(self, info: Info) -> "Organization | None":
        """The organization that sends; null where a service does."""
        kind, slug = self.model.sender
        known = info.context.network.organizations
        return Organization(model=known[slug]) if kind is NodeKind.ORGANIZATION else None

    @field(deprecated="`by` holds the organization or service.")
    def from_service(self, info: Info) -> "Service | None":
        """The service that sends; null where an organization does."""
        kind, slug = self.model.sender
        return Service(model=info.context.network.services[slug]) if kind is NodeKind.SERVICE else None

    @field
    def to(self) -> "Service":
        """The service to which people are sent."""
        return Service(model=self.model.service)

    route: Route = one("route", Route, "The way in.")

    @field
    def evidence(self) -> Evidence:
        """How well the referral is founded."""
        return self.model.route.evidence

    @field(size=3)
    def citations(self) -> list[Citation]:
        """The lines of the documents that say so."""
        route = self.model.route
        return cite(route.cite, route.evidence, route.why)


def list_referrals(sendings: Iterable[Sending]) -> list[Referral]:
    """`sendings` as GraphQL shows them."""
    return Referral.each(sendings)


@strawberry.type
class NetworkArea(Cited[concepts.NetworkArea], Node[concepts.NetworkArea]):
    """One of the areas that are printed on the slide of the active network (skos:Concept)."""

    code: str = read("code", "The code.")
    label: str = text("label", "The name.")

    @field
    def organization_count(self, info: Info) -> int:
        """How many organizations are printed under the area."""
        return len(info.context.directory.under_area.get(self.model.code, ()))

    @field(size=40)
    def organizations(self, info: Info) -> list["Organization"]:
        """The organizations printed under the area, by slug."""
        return Organization.each(info.context.directory.under_area.get(self.model.code, ()))


@strawberry.type
class NeedArea(Cited[concepts.NeedArea], Node[concepts.NeedArea]):
    """What a person needs (skos:Concept), in a small hierarchy."""

    code: str = read("code", "The code, such as `documents.registered-residence`.")
    label: str = text("label", "The name.")
    counts_for_parent: bool = read("counts_for_parent", "Whether meeting this need meets the one above it.")
    emergency: bool = read("emergency", "Not to be put behind papers unless a source says so.")
    asked_as: str | None = text(
        "asked_as", "How a question back names it where the need above it was said in general; null where by its name."
    )
    means: bool = read("means", "Whether a plan may meet it for the sake of another need.")
    words: list[str] = read("words", "Further words for it, in either language.", size=5)
    mappings: list[str] = read("mappings", "Codes of the same need in other taxonomies, as references.", size=3)

    @field
    def met_when(self) -> str | None:
        """The situation in which the need is already met, in JSON notation; null where none is defined."""
        return None if self.model.met_when is None else write_formula(self.model.met_when)

    @field
    def meant_when(self) -> str | None:
        """The situation in which a person who asks for the need above means this one, in JSON notation; null where none
        is defined.
        """
        return None if self.model.meant_when is None else write_formula(self.model.meant_when)

    @field
    def follows_when(self) -> str | None:
        """The situation from which this need follows unasked, as a formula; null where it follows from none."""
        return None if self.model.follows_when is None else write_formula(self.model.follows_when)

    @field
    def parent(self, info: Info) -> "NeedArea | None":
        """The need above; null for a root."""
        return None if self.model.parent is None else NeedArea(model=info.context.network.needs[self.model.parent])

    @field(size=8)
    def children(self, info: Info) -> list["NeedArea"]:
        """The needs right below."""
        return NeedArea.each(info.context.network.children[self.model.code])

    @field
    def service_count(self, info: Info) -> int:
        """How many services meet this need, or one below it that counts for it."""
        return len(info.context.network.meeting.get(self.model.code, ()))

    @field
    def helped_by_count(self, info: Info) -> int:
        """How many services only help with it."""
        return len(info.context.network.helping.get(self.model.code, ()))

    @field(size=30)
    def services(self, info: Info) -> list["Service"]:
        """The services that meet this need, or one below it that counts for it; by slug."""
        return Service.each(info.context.network.meeting.get(self.model.code, ()))

    @field(size=15)
    def helped_by(self, info: Info) -> list["Service"]:
        """The services that only help with this need, or with one below it that counts for it; by slug."""
        return Service.each(info.context.network.helping.get(self.model.code, ()))

    implies: list[Effect] = each("implies", Effect, "What is true of a person once the need is met.", size=1)


@strawberry.type
class Membership(Cited[organizations.Membership]):
    """A membership: an organization is part of another one."""

    @field
    def organization(self, info: Info) -> "Organization":
        """The organization of which it is part."""
        return Organization(model=info.context.network.organizations[self.model.organization])


@strawberry.type
class Organization(Cited[organizations.Organization], Node[organizations.Organization]):
    """A partner (HSDS organization, cv:PublicOrganisation)."""

    slug: str = read("slug", "The short, stable name.")
    name: str = read("name", "The name.")
    kind: OrganizationKind = read("kind", "What it is.")
    legal_form: str | None = read("legal_form", "The legal form; null if no document gives it.")
    note: str | None = text("note", "A remark; null if there is none.")

    alternate_names: list[AlternateName] = each(
        "alternate_names", AlternateName, "Other names under which documents print it.", size=3
    )

    part_of: list[Membership] = each(
        "part_of", Membership, "The organizations of which it is part, nearest whole first.", size=2
    )

    @field
    def parent(self, info: Info) -> "Organization | None":
        """The first organization of which it is part; null if none is known."""
        if not self.model.part_of:
            return None
        return Organization(model=info.context.network.organizations[self.model.part_of[0].organization])

    @field(size=5)
    def members(self, info: Info) -> list["Organization"]:
        """The organizations that are part of it, by slug."""
        return Organization.each(info.context.directory.members.get(self.model.slug, ()))

    @field(size=2)
    def listed_under(self, info: Info) -> list["NetworkArea"]:
        """The printed areas under which it is listed. A printed area is not the same as a need."""
        network = info.context.network
        areas = dict.fromkeys(item.area for item in network.listings_of.get(self.model.slug, ()))
        return NetworkArea.pick(network.areas, areas)

    @field(size=2)
    def listings(self, info: Info) -> list[Listing]:
        """The entries of the partner list that name it."""
        return Listing.each(info.context.network.listings_of.get(self.model.slug, ()))

    @field(size=4)
    def services(self, info: Info) -> list["Service"]:
        """The services that it offers, with one for each area under which it is only listed."""
        return Service.each(info.context.network.services_of.get(self.model.slug, ()))

    @field(size=5)
    def collaborators(self, info: Info) -> list["Organization"]:
        """The organizations that it works together with through a service of either; by slug."""
        return Organization.each(info.context.directory.collaborators.get(self.model.slug, ()))

    @field(size=5)
    def refers_to(self, info: Info) -> list["Referral"]:
        """The referrals that it may make; only those that a document states or a reader judged."""
        sent = info.context.directory.sent_by.get((NodeKind.ORGANIZATION, self.model.slug), ())
        return list_referrals(sent)

    @field(size=10)
    def referred_by(self, info: Info) -> list["Referral"]:
        """The referrals to one of its services."""
        services = info.context.network.services_of.get(self.model.slug, ())
        directory = info.context.directory
        return list_referrals(sending for service in services for sending in directory.sent_to.get(service.slug, ()))

    @field
    def contacts(self) -> Contacts:
        """How to reach it."""
        return Contacts(model=self.model)

    schedule: list[Schedule] = each("schedules", Schedule, "When it answers.", size=3)

    @field(size=5)
    def figures(self, info: Info) -> list[Figure]:
        """Numbers that documents state about it, such as a team's size."""
        return Figure.each(info.context.directory.figures.get(self.model.slug, ()))

    @field(size=2)
    def contradictions(self, info: Info) -> list[Contradiction]:
        """Where documents contradict each other about it."""
        return Contradiction.each(info.context.directory.contradictions.get(self.model.slug, ()))


@strawberry.type
class Service(Cited[services.Service], Node[services.Service]):
    """What one or more organizations offer (HSDS service, cpsv:PublicService)."""

    slug: str = read("slug", "The short, stable name.")
    name: str = read("name", "The name.")
    summary: str | None = text("summary", "What it does, in a sentence; null where nobody wrote one.")
    covers: list[str] = read("covers", "The territories to which documents limit it; empty where none does.", size=2)
    status: ServiceStatus | None = read("status", "The status; null if no document gives it.")
    last_verified: datetime.date | None = read("last_verified", "When a person last verified it; null for never.")
    verified_by: str | None = read(
        "verified_by", "The slug of the source through which a person verified it last; null where none is named."
    )
    note: str | None = text("note", "A remark; null if there is none.")

    @field
    def listing(self, info: Info) -> Listing | None:
        """The entry of the partner list that alone names it; null where other documents describe it."""
        listings = info.context.network.catalogue.listings
        return Listing.maybe(next((item for item in listings if item.id == self.model.listing), None))

    @field
    def listed_only(self) -> bool:
        """Whether it is known only from the partner list: nothing is known of how, when and whom it takes in."""
        return self.model.listing is not None

    alternate_names: list[AlternateName] = each(
        "alternate_names", AlternateName, "Other names under which documents print it.", size=3
    )

    @field(size=2)
    def organizations(self, info: Info) -> list["Organization"]:
        """The organizations that offer it."""
        known = info.context.network.organizations
        return [Organization(model=known[offer.organization]) for offer in self.model.organizations]

    offers: list[Offer] = each(
        "organizations", Offer, "Who offers it, in which role, and where a document says so.", size=2
    )

    meets: list[NeedLink] = each(
        "meets",
        NeedLink,
        "The needs that it meets: it gives the thing itself, or takes the person in charge for it.",
        size=4,
    )

    helps: list[NeedLink] = each(
        "helps", NeedLink, "The needs that it only helps with: orientation, listening, forms, sending on.", size=4
    )

    requirements: list[Requirement] = each(
        "requires", Requirement, "The conditions on the person's situation, all of which must hold.", size=4
    )

    provides: list[Provision] = each(
        "provides", Provision, "What is true of the person afterwards, beyond what the met needs imply.", size=4
    )

    access: list[Route] = each("routes", Route, "The ways in; empty where no document tells.", size=3)

    documents: Papers | None = one("documents", Papers, "What to bring; null where no document tells.")

    cost: Cost | None = one("cost", Cost, "What it costs the person; null where no document tells.")

    @field
    def contacts(self) -> Contacts:
        """How to reach it."""
        return Contacts(model=self.model)

    schedule: list[Schedule] = each("schedules", Schedule, "When it answers.", size=3)

    @field
    def is_open(self, info: Info, at: TimeArgument = None) -> OpenState:
        """Whether its door is open at a time; that a telephone is answered opens no door, unless there is no other
        way in. Unknown where it receives by appointment or no hours are known. A public holiday, and the day of the
        city's patron, count as closed unless the hours speak of holidays or never end.
        """
        return door_state_at(self.model, info.context.network.catalogue.city, at or now())

    @field
    def next_opening(self, info: Info, at: TimeArgument = None) -> datetime.datetime | None:
        """When its door opens next, after any closure; the time asked about where it is open, null where no hours are
        known.
        """
        return find_next_door_opening(self.model, info.context.network.catalogue.city, at or now())

    closures: list[Closure] = each("closures", Closure, "The times in which it takes nobody in.", size=2)

    capacity: Capacity | None = one(
        "capacity", Capacity, "How many places it has, and how many are free; null where nobody says."
    )

    waiting: Waiting | None = one("waiting", Waiting, "How long one waits; null where nobody says.")

    @field
    def room(self, on: DayArgument = None) -> Room:
        """Whether it has room on a day; what was said too long ago counts as stale."""
        return room_of(self.model, on or today())

    collaborations: list[Collaboration] = each(
        "collaborations",
        Collaboration,
        "The organizations that it works together with; cooperation is not referral.",
        size=5,
    )

    @field(size=5)
    def refers_to(self, info: Info) -> list[Referral]:
        """The referrals that it may make; only those that a document states or a reader judged."""
        sent = info.context.directory.sent_by.get((NodeKind.SERVICE, self.model.slug), ())
        return list_referrals(sent)

    @field(size=10)
    def referred_by(self, info: Info) -> list[Referral]:
        """Who may send people to it, with every organization of a kind that may."""
        return list_referrals(info.context.directory.sent_to.get(self.model.slug, ()))

    doubt: Doubt | None = one("doubt", Doubt, "Why it may no longer exist as described; null where nobody doubts it.")

    @field(size=4)
    def verify(self, info: Info, locale: LocaleArgument = Locale.IT) -> list[str]:
        """What to verify before sending a person there."""
        return [say(check, locale) for check in list_checks(info.context.network, self.model)]

    @field(size=5)
    def figures(self, info: Info) -> list[Figure]:
        """Numbers that documents state about it, such as a team's size."""
        return Figure.each(info.context.directory.figures.get(self.model.slug, ()))

    @field(size=2)
    def contradictions(self, info: Info) -> list[Contradiction]:
        """Where documents contradict each other about it."""
        return Contradiction.each(info.context.directory.contradictions.get(self.model.slug, ()))


SendingPartner = Annotated[
    Organization | Service,
    strawberry.union("SendingPartner", description="Who may send people: an organization or a service."),
]


def sending_partner(network: Network, kind: NodeKind, slug: str) -> Organization | Service | None:
    """The organization or service of this kind and slug; None where the network has none such."""
    if kind is NodeKind.ORGANIZATION:
        return Organization.maybe(network.organizations.get(slug))
    return Service.maybe(network.services.get(slug)) if kind is NodeKind.SERVICE else None
