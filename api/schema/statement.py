"""What documents say about organizations and services beyond their own fields."""

from typing import Optional

import strawberry

from api.schema.context import Info
from api.schema.fields import LocaleArgument, field, read, say, text
from api.schema.lazy import LazyNeedArea, LazyNetworkArea, LazyOrganization
from api.schema.source import Cited
from graph import model
from graph.vocabulary import Comparator, FigureKind, Locale


@strawberry.type(description="Another name under which a document prints something.")
class AlternateName(Cited):
    """Another name."""

    model: strawberry.Private[model.AlternateName]

    name: str = read("name", "The name.")


@strawberry.type(description="A number that a document states.")
class Figure(Cited):
    """A figure."""

    model: strawberry.Private[model.Figure]

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


@strawberry.type(description="Two statements that do not agree, or one that cannot be right as printed.")
class Contradiction(Cited):
    """A contradiction in the documents."""

    model: strawberry.Private[model.Contradiction]

    slug: str = read("id", "The name of the contradiction.")
    text: str = text("text", "What does not agree, in our own words.")


@strawberry.type(description="A need that a service meets, or helps with.")
class NeedLink(Cited):
    """The link from a service to a need."""

    model: strawberry.Private[model.NeedLink]

    code: str = read("need", "The code of the need.")
    note: str | None = text("note", "A remark; null where there is none.")

    @field("The name of the need.")
    def label(self, info: Info, locale: LocaleArgument = Locale.IT) -> str:
        """The name of the need."""
        return say(info.context.network.needs[self.model.need].label, locale)

    @field("The need.")
    def need(self, info: Info) -> LazyNeedArea:
        """The need."""
        from api.schema.need_area import NeedArea

        return NeedArea(model=info.context.network.needs[self.model.need])


@strawberry.type(description="That an organization offers a service.")
class Offer(Cited):
    """An offer."""

    model: strawberry.Private[model.Offer]

    role: str = read("role", "`provider`, `manager` or `partner`.")

    @field("The organization.")
    def organization(self, info: Info) -> LazyOrganization:
        """The organization."""
        from api.schema.organization import Organization

        return Organization(model=info.context.network.organizations[self.model.organization])


@strawberry.type(
    description="That a service works together with an organization, or a class of them; cooperation is not referral."
)
class Collaboration(Cited):
    """A collaboration."""

    model: strawberry.Private[model.Collaboration]

    printed: str | None = read(
        "printed", "As the document prints the organization or the class; null where a person recorded it."
    )
    role: str | None = read("role", "What the organization does in it; null where no document says.")

    @field("The organization; null where a document names a class of partners only.")
    def organization(self, info: Info) -> Optional[LazyOrganization]:  # noqa: UP045 # a lazy type does not take `|`
        """The organization."""
        if self.model.organization is None:
            return None
        from api.schema.organization import Organization

        return Organization(model=info.context.network.organizations[self.model.organization])


@strawberry.type(description="An entry of the partner list.")
class Listing(Cited):
    """An entry of the partner list."""

    model: strawberry.Private[model.Listing]

    printed: str = read("printed", "As the list prints it.")

    @field("The area under which it is printed.")
    def area(self, info: Info) -> LazyNetworkArea:
        """The area."""
        from api.schema.network_area import NetworkArea

        return NetworkArea(model=info.context.network.areas[self.model.area])


@strawberry.type(description="A document that the person must bring.")
class Paper(Cited):
    """A paper to bring."""

    model: strawberry.Private[model.Paper]

    label: str = text("label", "What it is.")


@strawberry.type(description="What to bring. No items: a document says that nothing is needed.")
class Papers(Cited):
    """The papers to bring."""

    model: strawberry.Private[model.Papers]

    @field("What to bring.", size=4)
    def items(self) -> list[Paper]:
        """What to bring."""
        return [Paper(model=item) for item in self.model.items]


@strawberry.type(description="What the service costs the person.")
class Cost(Cited):
    """The cost to the person."""

    model: strawberry.Private[model.Cost]

    free: bool = read("free", "It costs nothing.")
    note: str | None = text("note", "A remark; null where there is none.")


@strawberry.type(description="Why a service may no longer exist as described.")
class Doubt(Cited):
    """A doubt."""

    model: strawberry.Private[model.Doubt]

    text: str = text("text", "The reason.")


@strawberry.type(description="What is true of the person after the service, beyond what the met need implies.")
class Provision(Cited):
    """An effect of a service."""

    model: strawberry.Private[model.Effect]

    fact: str = read("fact", "The name of the fact.")
    value: str = read("value", "Its new value; for a set-valued fact, its new member.")
