"""The vocabulary of a situation, and facts as they read."""

import strawberry

from api.schema.fields import field, read, text
from api.schema.node import Node
from graph import model
from graph.referral import answer
from graph.vocabulary import FactKind


@strawberry.type(description="One value of a fact.")
class FactValue:
    """One value of a fact."""

    model: strawberry.Private[model.FactValue]

    code: str = read("code", "The code that a question gives.")
    label: str = text("label", "How the value reads.")
    broader: str | None = read(
        "broader",
        "The value that this one is a kind of: whoever has this one has that one too; null where there is none.",
    )


@strawberry.type(description="A fact about a person's situation: its domain, and the question that asks for it.")
class FactDefinition(Node):
    """A fact of the vocabulary."""

    model: strawberry.Private[model.FactDefinition]

    name: str = read("name", "The name that a question gives.")
    label: str = text("label", "How the fact reads.")
    kind: FactKind = read("kind", "The domain of the fact.")
    question: str = text("question", "What to ask to learn it.")
    closed_world: bool = read(
        "closed_world", "What is not given does not hold (contact with a service); never assumed, never asked."
    )
    sensitive: bool = read(
        "sensitive", "A special category of personal data (GDPR art. 9 and 10): never stored, and asked with care."
    )
    note: str | None = read("note", "A remark for whoever uses the fact; null where there is none.")

    @field("The values of a choice or a set; empty for the other domains.", size=10)
    def values(self) -> list[FactValue]:
        """The values."""
        return [FactValue(model=value) for value in self.model.values]

    @property
    def key(self) -> str:
        """A fact is known by its name."""
        return self.model.name


@strawberry.type(description="That a fact lies in a set of cells, as a plan uses it.")
class Fact:
    """A planning fact."""

    model: strawberry.Private[answer.FactText]

    variable: str = read("name", "The fact; for a set-valued one with its member, as in `known_to:celav`.")
    cells: list[str] = read("cells", "The values or intervals that it may have here.", size=3)
    text: str = text("text", "How it reads.")


@strawberry.type(description="What is true after something: a fact and its value.")
class Effect:
    """An effect; one on a set-valued fact adds a member."""

    model: strawberry.Private[model.Effect]

    fact: str = read("fact", "The name of the fact.")
    value: str = read("value", "Its new value; for a set-valued fact, its new member.")
