"""Documents, the lines of them that a statement rests on, and the statements that refer to no other node."""

import datetime
import json
from collections.abc import Iterable
from typing import Annotated, TypeVar

import strawberry

from api.schema.context import Info
from api.schema.fields import LocaleArgument, View, each, field, read, say, text
from api.schema.paging import Node
from graph import concepts, model, organizations, provenance, services, verification
from graph.availability import Knowledge
from graph.formula import Formula, notation
from graph.message import Text
from graph.opening_hours import today
from graph.vocabulary import Comparator, Evidence, FigureKind, Locale

Statement = TypeVar("Statement", bound=provenance.Cited)


@strawberry.type
class Source(Node[provenance.Source]):
    """A document that was read."""

    slug: str = read("slug", "The short name by which citations know the document.")
    file: str = read("file", "The document's own file name.")
    title: str = read("title", "The title.")
    publisher: str = read("publisher", "Who publishes it.")
    language: str = read("language", "The language in which it is written (ISO 639-1).")
    date: datetime.date | None = read(
        "updated", "The date that the document gives for itself; null where it gives none."
    )
    sha256: str = read("sha256", "SHA-256 of the text that was read, so that a changed document is noticed.")
    lines: int = read("lines", "The number of lines.")
    told: bool = read("told", "Not a document: what somebody said, and a person wrote down as a correction.")
    note: str | None = read("note", "A remark on the document; null if there is none.")


@strawberry.type
class Citation(View[provenance.Citation]):
    """The lines of a document that a statement rests on."""

    first_line: int | None = read("first", "The first line, from 1; null for a source without lines.")
    last_line: int | None = read("last", "The last line, included; null for a source without lines.")
    evidence: Evidence = strawberry.field(description="How well the statement is founded on these lines.")
    why: strawberry.Private[Text | None] = None

    @field
    def source(self, info: Info) -> Source:
        """The document."""
        return Source(model=info.context.network.sources[self.model.source])

    @field
    def note(self, locale: LocaleArgument = Locale.IT) -> str | None:
        """The reason of a judgement; null where a document says it."""
        return None if self.why is None else say(self.why, locale)

    @field
    def section(self, info: Info) -> str | None:
        """The headings over all the lines, outermost first, as printed; null where none stands over all of them."""
        return info.context.directory.outline.find(self.model)

    @field
    def excerpt(self, info: Info) -> str | None:
        """The lines themselves; null unless this server has the document, unchanged since it was read."""
        return info.context.excerpts.find(self.model, info.context.network.sources)


def cite(citations: Iterable[provenance.Citation], evidence: Evidence, why: Text | None = None) -> list[Citation]:
    """`citations` of one statement."""
    return [Citation(model=citation, evidence=evidence, why=why) for citation in citations]


DayArgument = Annotated[
    datetime.date | None,
    strawberry.argument(description="The day, on the clock of the city; today if left out."),
]


@strawberry.type
class Verified(View[verification.Verified]):
    """When something was last verified, and by which source."""

    day: datetime.date | None = read("day", "The day; null where no source has a date.")
    knowledge: Knowledge = read("knowledge", "Whether it can still be gone by.")

    @field
    def source(self, info: Info) -> Source | None:
        """The source; null where none has a date, or none is named."""
        slug = self.model.source
        return None if slug is None else Source.maybe(info.context.network.sources.get(slug))


@strawberry.type
class Cited(View[Statement]):
    """What is known, from where, and how well."""

    evidence: Evidence = read("evidence", "How well this is founded.")
    reason: str | None = text("why", "The reason of a judgement; null where a document says it.")

    @field(size=3)
    def citations(self) -> list[Citation]:
        """The lines of the documents that say this."""
        return cite(self.model.cite, self.model.evidence, self.model.why)

    @field
    def verified(self, info: Info, on: DayArgument = None) -> Verified:
        """When it was last verified, by which source, and whether it can still be gone by on a day."""
        return Verified(model=verification.verified(info.context.network, self.model, on or today()))


def write_formula(formula: Formula) -> str:
    """A formula in the notation of catalogue files, as JSON."""
    return json.dumps(notation(formula), ensure_ascii=False)


@strawberry.type
class AlternateName(Cited[organizations.AlternateName]):
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
class Paper(Cited[services.Paper]):
    """A document that the person must bring."""

    label: str = text("label", "What it is.")


@strawberry.type
class Papers(Cited[services.Papers]):
    """What to bring. No items: a document says that nothing is needed."""

    items: list[Paper] = each("items", Paper, "What to bring.", size=4)


@strawberry.type
class Cost(Cited[services.Cost]):
    """What the service costs the person."""

    free: bool = read("free", "It costs nothing.")
    note: str | None = text("note", "A remark; null if there is none.")


@strawberry.type
class Doubt(Cited[services.Doubt]):
    """Why a service may no longer exist as described."""

    text: str = text("text", "The reason.")


@strawberry.type
class Provision(Cited[concepts.Effect]):
    """What is true of the person after the service, beyond what the met need implies."""

    fact: str = read("fact", "The name of the fact.")
    value: str = read("value", "Its new value; for a set-valued fact, its new member.")


@strawberry.type
class Requirement(Cited[services.Requirement]):
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
