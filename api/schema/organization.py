"""Partners."""

import strawberry

from api.schema.contact import Contacts, Schedule
from api.schema.context import Info
from api.schema.fields import field, read, text
from api.schema.lazy import LazyNetworkArea, LazyReferral, LazyService
from api.schema.node import Node
from api.schema.referral import list_referrals
from api.schema.source import Cited
from api.schema.statement import AlternateName, Contradiction, Figure, Listing
from graph import model
from graph.vocabulary import NodeKind, OrganizationKind


@strawberry.type(description="That an organization is part of another one.")
class Membership(Cited):
    """A membership."""

    model: strawberry.Private[model.Membership]

    @field("The organization of which it is part.")
    def organization(self, info: Info) -> "Organization":
        """The whole."""
        return Organization(model=info.context.network.organizations[self.model.organization])


@strawberry.type(description="A partner (HSDS organization, cv:PublicOrganisation).")
class Organization(Cited, Node):
    """An organization."""

    model: strawberry.Private[model.Organization]

    slug: str = read("slug", "The short, stable name.")
    name: str = read("name", "The name.")
    kind: OrganizationKind = read("kind", "What it is.")
    legal_form: str | None = read("legal_form", "The legal form; null where no document gives it.")
    note: str | None = text("note", "A remark; null where there is none.")

    @field("Other names under which documents print it.", size=3)
    def alternate_names(self) -> list[AlternateName]:
        """Other names."""
        return [AlternateName(model=name) for name in self.model.alternate_names]

    @field("The organizations of which it is part, nearest whole first.", size=2)
    def part_of(self) -> list[Membership]:
        """What it is part of."""
        return [Membership(model=membership) for membership in self.model.part_of]

    @field("The first organization of which it is part; null where none is known.")
    def parent(self, info: Info) -> "Organization | None":
        """The first whole."""
        if not self.model.part_of:
            return None
        return Organization(model=info.context.network.organizations[self.model.part_of[0].organization])

    @field("The organizations that are part of it, by slug.", size=5)
    def members(self, info: Info) -> list["Organization"]:
        """Its parts."""
        return [Organization(model=item) for item in info.context.directory.members.get(self.model.slug, ())]

    @field("The printed areas under which it is listed. A printed area is not the same as a need.", size=2)
    def listed_under(self, info: Info) -> list[LazyNetworkArea]:
        """The areas under which it is listed."""
        from api.schema.network_area import NetworkArea

        network = info.context.network
        areas = dict.fromkeys(item.area for item in network.listings_of.get(self.model.slug, ()))
        return [NetworkArea(model=network.areas[area]) for area in areas]

    @field("The entries of the partner list that name it.", size=2)
    def listings(self, info: Info) -> list[Listing]:
        """The entries that name it."""
        return [Listing(model=item) for item in info.context.network.listings_of.get(self.model.slug, ())]

    @field("The services that it offers, with one for each area under which it is only listed.", size=4)
    def services(self, info: Info) -> list[LazyService]:
        """Its services."""
        from api.schema.service import Service

        return [Service(model=item) for item in info.context.network.services_of.get(self.model.slug, ())]

    @field("The organizations that it works together with through a service of either; by slug.", size=5)
    def collaborators(self, info: Info) -> list["Organization"]:
        """Whom it works with."""
        return [Organization(model=item) for item in info.context.directory.collaborators.get(self.model.slug, ())]

    @field("Where it may send people; only where a document says so or a reader judged so.", size=5)
    def refers_to(self, info: Info) -> list[LazyReferral]:
        """Where it may send people."""
        sent = info.context.directory.sent_by.get((NodeKind.ORGANIZATION, self.model.slug), ())
        return list_referrals(sent)

    @field("Who may send people to one of its services.", size=10)
    def referred_by(self, info: Info) -> list[LazyReferral]:
        """Who may send people to it."""
        services = info.context.network.services_of.get(self.model.slug, ())
        directory = info.context.directory
        return list_referrals(sending for service in services for sending in directory.sent_to.get(service.slug, ()))

    @field("How to reach it.")
    def contacts(self) -> Contacts:
        """How to reach it."""
        return Contacts(model=self.model)

    @field("When it answers.", size=3)
    def schedule(self) -> list[Schedule]:
        """When it answers."""
        return [Schedule(model=schedule) for schedule in self.model.schedules]

    @field("Numbers that documents state about it.", size=5)
    def figures(self, info: Info) -> list[Figure]:
        """Figures about it."""
        return [Figure(model=figure) for figure in info.context.directory.figures.get(self.model.slug, ())]

    @field("Where documents contradict each other about it.", size=2)
    def contradictions(self, info: Info) -> list[Contradiction]:
        """Contradictions about it."""
        return [Contradiction(model=item) for item in info.context.directory.contradictions.get(self.model.slug, ())]
