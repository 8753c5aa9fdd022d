"""What a person needs."""

import json
from typing import Optional

import strawberry

from api.schema.context import Info
from api.schema.fields import field, read, text
from api.schema.lazy import LazyNeedArea, LazyService
from api.schema.node import Node
from api.schema.source import Citation, cite
from graph import model
from graph.formula import Formula, notation


@strawberry.type(description="What a person needs (skos:Concept), in a small hierarchy.")
class NeedArea(Node):
    """A need area."""

    model: strawberry.Private[model.NeedArea]

    code: str = read("code", "The code, such as `documents.registered-residence`.")
    label: str = text("label", "The name.")
    counts_for_parent: bool = read("counts_for_parent", "Whether meeting this need meets the one above it.")
    emergency: bool = read("emergency", "Not to be put behind papers unless a source says so.")
    mappings: list[str] = read("mappings", "Codes of the same need in other taxonomies, as references.", size=3)

    @field("The situation in which the need is already met, in JSON notation; null where none is defined.")
    def met_when(self) -> str | None:
        """The formula of the situation in which the need is met."""
        return None if self.model.met_when is None else write_formula(self.model.met_when)

    @field("The need above; null for a root.")
    def parent(self, info: Info) -> Optional[LazyNeedArea]:  # noqa: UP045 # a lazy type does not take `|`
        """The need above."""
        return None if self.model.parent is None else NeedArea(model=info.context.network.needs[self.model.parent])

    @field("The needs right below.", size=8)
    def children(self, info: Info) -> list[LazyNeedArea]:
        """The needs right below."""
        return [NeedArea(model=child) for child in info.context.network.children[self.model.code]]

    @field("The services that meet this need, or one below it that counts for it; by slug.", size=30)
    def services(self, info: Info) -> list[LazyService]:
        """The services that meet the need."""
        from api.schema.service import Service

        return [Service(model=item) for item in info.context.network.meeting.get(self.model.code, ())]

    @field("The services that only help with this need, or with one below it that counts for it; by slug.", size=15)
    def helped_by(self, info: Info) -> list[LazyService]:
        """The services that help with the need."""
        from api.schema.service import Service

        return [Service(model=item) for item in info.context.network.helping.get(self.model.code, ())]

    @field("Where the documents name the need.", size=3)
    def citations(self) -> list[Citation]:
        """Where the documents name the need."""
        return cite(self.model.cite, self.model.evidence, self.model.why)


def write_formula(formula: Formula) -> str:
    """A formula in the notation of catalogue files, as JSON."""
    return json.dumps(notation(formula), ensure_ascii=False)
