"""Conditions on a person's situation."""

import strawberry

from api.schema.fields import field, read, text
from api.schema.need_area import write_formula
from api.schema.source import Cited
from graph import model


@strawberry.type(description="A condition on the person's situation (cv:Requirement).")
class Requirement(Cited):
    """A requirement of a service."""

    model: strawberry.Private[model.Requirement]

    slug: str = read("id", "The name of the requirement within its service.")
    label: str = text("label", "How it reads.")
    reading: str | None = read("reading", "The name of the contested reading; null where the sentence is clear.")

    @field("The condition in JSON notation; the strict reading where the sentence is contested.")
    def formula(self) -> str:
        """The condition."""
        return write_formula(self.model.when)

    @field(
        "The lenient reading of a contested sentence, in JSON notation; a plan that uses it "
        "assumes it. It is null where the sentence is clear."
    )
    def lenient_formula(self) -> str | None:
        """The lenient reading."""
        return None if self.model.lenient is None else write_formula(self.model.lenient)
