"""How one gets into a service."""

from collections.abc import Iterator

import strawberry

from api.schema.context import Info
from api.schema.fields import field, read, text
from api.schema.lazy import LazyOrganization, LazyService
from api.schema.source import Cited
from graph import model
from graph.vocabulary import AccessMode, OrganizationKind, RouteKind


@strawberry.type(description="A way in (cv:Channel).")
class Route(Cited):
    """A way in."""

    model: strawberry.Private[model.Route]

    kind: RouteKind = read("kind", "How one gets in.")
    modes: list[AccessMode] = read("modes", "The channels that the documents name.", size=3)
    note: str | None = text("note", "A remark; null where there is none.")

    @field("The organizations that may send people, where the route names them.", size=5)
    def organizations(self, info: Info) -> list[LazyOrganization]:
        """The organizations that are named."""
        from api.schema.organization import Organization

        return [Organization(model=info.context.network.organizations[slug]) for slug in self._named("organization")]

    @field("The services that may send people, where the route names them.", size=5)
    def services(self, info: Info) -> list[LazyService]:
        """The services that are named."""
        from api.schema.service import Service

        return [Service(model=info.context.network.services[slug]) for slug in self._named("service")]

    @field("The kinds of organization that may send people.", size=5)
    def kinds(self) -> list[OrganizationKind]:
        """The kinds that are named."""
        return [OrganizationKind(code) for code in self._named("kind")]

    @field("The classes of contact that may send people: members of the fact `in_charge_of`.", size=5)
    def contacts(self) -> list[str]:
        """The classes of contact that are named."""
        return list(self._named("contact"))

    def _named(self, sort: str) -> Iterator[str]:
        return (sender.code for sender in self.model.senders if sender.kind == sort)
