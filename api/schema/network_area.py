"""The printed areas of the network."""

import strawberry

from api.schema.context import Info
from api.schema.fields import field, read, text
from api.schema.lazy import LazyOrganization
from api.schema.node import Node
from api.schema.source import Citation, cite
from graph import model


@strawberry.type(description="One of the areas that are printed on the slide of the active network (skos:Concept).")
class NetworkArea(Node):
    """A printed area."""

    model: strawberry.Private[model.NetworkArea]

    code: str = read("code", "The code.")
    label: str = text("label", "The name.")

    @field("The organizations printed under the area, by slug.", size=40)
    def organizations(self, info: Info) -> list[LazyOrganization]:
        """The organizations printed under the area."""
        from api.schema.organization import Organization

        return [Organization(model=item) for item in info.context.directory.under_area.get(self.model.code, ())]

    @field("Where the area is printed.", size=3)
    def citations(self) -> list[Citation]:
        """Where the area is printed."""
        return cite(self.model.cite, self.model.evidence, self.model.why)
