"""Where a path starts."""

import strawberry

from api.schema.fact import Effect
from api.schema.fields import field, read, text
from api.schema.node import Node
from api.schema.source import Citation, cite
from graph import model


@strawberry.type(description="A situation from which a path starts, such as release from a prison (cv:LifeEvent).")
class EntrySituation(Node):
    """An entry situation."""

    model: strawberry.Private[model.EntrySituation]

    code: str = read("code", "The code that a question gives.")
    label: str = text("label", "The name.")
    known_to: list[str] = read(
        "known_to", "Slugs of organizations and services that know the person from the start.", size=2
    )
    territory: str | None = read(
        "territory", "The territory in which the path starts; null where services of every territory count."
    )

    @field("What the situation implies about the person.", size=4)
    def facts(self) -> list[Effect]:
        """The implied facts."""
        return [Effect(model=effect) for effect in self.model.facts]

    @field("Where the documents name the situation.", size=3)
    def citations(self) -> list[Citation]:
        """Where the documents name the situation."""
        return cite(self.model.cite, self.model.evidence, self.model.why)
