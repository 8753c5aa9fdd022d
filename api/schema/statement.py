"""What documents say about organizations and services: statements that refer to no other node."""

import json

import strawberry

from api.schema.fields import each, field, read, text
from api.schema.source import Cited
from graph import model
from graph.formula import Formula, notation
from graph.vocabulary import Comparator, FigureKind


def write_formula(formula: Formula) -> str:
    """A formula in the notation of catalogue files, as JSON."""
    return json.dumps(notation(formula), ensure_ascii=False)


@strawberry.type
class AlternateName(Cited[model.AlternateName]):
    """Another name under which a document prints something."""

    name: str = read("name", "The name.")


@strawberry.type
class Figure(Cited[model.Figure]):
    """A number that a document states."""

    slug: str = read("id", "The name of the figure.")
    kind: FigureKind = read("kind", "What the number is.")
    label: str = text("label", "What is counted or measured.")
    value: float = read("value", "The number, counted in `unit`.")
    comparator: Comparator = read("comparator", "How the number is meant.")
    unit: str = text("unit", "The unit.")
    period: str | None = read(
        "period", "The time that it is about, such as 2019-2021; null where the document names none."
    )
    printed: str | None = read("printed", "As the document prints it; null where it is not a number there.")


@strawberry.type
class Contradiction(Cited[model.Contradiction]):
    """Two statements that do not agree, or one that cannot be right as printed."""

    slug: str = read("id", "The name of the contradiction.")
    text: str = text("text", "What does not agree, in our own words.")


@strawberry.type
class Paper(Cited[model.Paper]):
    """A document that the person must bring."""

    label: str = text("label", "What it is.")


@strawberry.type
class Papers(Cited[model.Papers]):
    """What to bring. No items: a document says that nothing is needed."""

    items: list[Paper] = each("items", Paper, "What to bring.", size=4)


@strawberry.type
class Cost(Cited[model.Cost]):
    """What the service costs the person."""

    free: bool = read("free", "It costs nothing.")
    note: str | None = text("note", "A remark; null if there is none.")


@strawberry.type
class Doubt(Cited[model.Doubt]):
    """Why a service may no longer exist as described."""

    text: str = text("text", "The reason.")


@strawberry.type
class Provision(Cited[model.Effect]):
    """What is true of the person after the service, beyond what the met need implies."""

    fact: str = read("fact", "The name of the fact.")
    value: str = read("value", "Its new value; for a set-valued fact, its new member.")


@strawberry.type
class Requirement(Cited[model.Requirement]):
    """A condition on the person's situation (cv:Requirement)."""

    slug: str = read("id", "The name of the requirement within its service.")
    label: str = text("label", "How it reads.")
    reading: str | None = read("reading", "The name of the contested reading; null where the sentence is clear.")

    @field
    def formula(self) -> str:
        """The condition in JSON notation; the strict reading where the sentence is contested."""
        return write_formula(self.model.when)

    @field
    def lenient_formula(self) -> str | None:
        """The lenient reading of a contested sentence, in JSON notation; a plan that uses it assumes it. It is null
        where the sentence is clear.
        """
        return None if self.model.lenient is None else write_formula(self.model.lenient)
