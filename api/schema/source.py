"""Documents, the lines of them that a statement rests on, and the statements that refer to no other node."""

import datetime
import json
from collections.abc import Iterable
from typing import Annotated, TypeVar

import strawberry

from api.schema.context import Info
from api.schema.fields import LocaleArgument, View, each, field, read, say, text
from api.schema.relay import Node
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

    slug: str = read("slug", "The short name used in citations.")
    file: str = read("file", "The file name of the document.")
    title: str = read("title", "The title.")
    publisher: str = read("publisher", "The publisher.")
    language: str = read("language", "The language of the document (ISO 639-1).")
    date: datetime.date | None = read("updated", "The date printed in the document; null if there is none.")
    sha256: str = read("sha256", "The SHA-256 of the text that was read. It reveals changes to the document.")
    lines: int = read("lines", "The number of lines.")
    told: bool = read("told", "True if this is not a document but a statement that a person recorded as a correction.")
    note: str | None = text("note", "A note on the document; null if there is none.")


@strawberry.type
class Citation(View[provenance.Citation]):
    """The document lines that a statement rests on."""

    first_line: int | None = read("first", "The first line, starting at 1; null if the source has no lines.")
    last_line: int | None = read("last", "The last line, inclusive; null if the source has no lines.")
    evidence: Evidence = strawberry.field(description="The level of evidence that these lines give.")
    why: strawberry.Private[Text | None] = None

    @field
    def source(self, info: Info) -> Source:
        """The document."""
        return Source(model=info.context.network.sources[self.model.source])

    @field
    def note(self, locale: LocaleArgument = Locale.IT) -> str | None:
        """The reason for a reader's judgement; null if a document states this."""
        return None if self.why is None else say(self.why, locale)

    @field
    def section(self, info: Info) -> str | None:
        """The headings above the lines, outermost first, as printed; null if no heading covers all of them."""
        return info.context.directory.outline.find(self.model)

    @field
    def excerpt(self, info: Info) -> str | None:
        """The text of the lines; null unless this server has the document and it has not changed since it was read."""
        return info.context.excerpts.find(self.model, info.context.network.sources)


def cite(citations: Iterable[provenance.Citation], evidence: Evidence, why: Text | None = None) -> list[Citation]:
    """`citations` of one statement."""
    return [Citation(model=citation, evidence=evidence, why=why) for citation in citations]


DayArgument = Annotated[
    datetime.date | None,
    strawberry.argument(description="The date in the city's time zone. Defaults to today."),
]


@strawberry.type
class Verified(View[verification.Verified]):
    """When something was last verified, and by which source."""

    day: datetime.date | None = read("day", "The date; null if no source has a date.")
    knowledge: Knowledge = read("knowledge", "Whether it is still reliable.")

    @field
    def source(self, info: Info) -> Source | None:
        """The source; null if no source has a date or none is named."""
        slug = self.model.source
        return None if slug is None else Source.maybe(info.context.network.sources.get(slug))


@strawberry.type
class Cited(View[Statement]):
    """What is known, from where, and how well."""

    evidence: Evidence = read("evidence", "The level of evidence for this statement.")
    reason: str | None = text("why", "The reason for a reader's judgement; null if a document states this.")

    @field(size=3)
    def citations(self) -> list[Citation]:
        """The document lines that state this."""
        return cite(self.model.cite, self.model.evidence, self.model.why)

    @field
    def verified(self, info: Info, on: DayArgument = None) -> Verified:
        """When this was last verified, by which source, and whether it is still reliable on a given day."""
        return Verified(model=verification.verified(info.context.network, self.model, on or today()))


def write_formula(formula: Formula) -> str:
    """A formula in the notation of catalogue files, as JSON."""
    return json.dumps(notation(formula), ensure_ascii=False)


@strawberry.type
class AlternateName(Cited[organizations.AlternateName]):
    """Another name that documents use."""

    name: str = read("name", "The name.")


@strawberry.type
class Figure(Cited[model.Figure]):
    """A number that a document states."""

    slug: str = read("id", "The short name of the figure.")
    kind: FigureKind = read("kind", "What the number describes.")
    label: str = text("label", "What is counted or measured.")
    value: float = read("value", "The number, in `unit`.")
    comparator: Comparator = read("comparator", "How to read the number.")
    unit: str = text("unit", "The unit.")
    period: str | None = read("period", "The period it covers, such as 2019-2021; null if the document names none.")
    printed: str | None = read("printed", "The text as printed; null if the document does not print a number.")


@strawberry.type
class Contradiction(Cited[model.Contradiction]):
    """Two statements that disagree, or one that cannot be right as printed."""

    slug: str = read("id", "The short name of the contradiction.")
    text: str = text("text", "What does not agree, in the project's words.")


@strawberry.type
class Paper(Cited[services.Paper]):
    """A document that the person must bring."""

    label: str = text("label", "The kind.")


@strawberry.type
class Papers(Cited[services.Papers]):
    """What to bring. If the list is empty, a document says that nothing is needed."""

    items: list[Paper] = each("items", Paper, "What to bring.", size=4)


@strawberry.type
class Cost(Cited[services.Cost]):
    """What the service costs the person."""

    free: bool = read("free", "True if the service is free of charge.")
    note: str | None = text("note", "A note; null if there is none.")


@strawberry.type
class Doubt(Cited[services.Doubt]):
    """Why a service may no longer exist as described."""

    text: str = text("text", "The reason.")


@strawberry.type
class Provision(Cited[concepts.Effect]):
    """A fact that is true after the service, beyond what the met needs imply."""

    fact: str = read("fact", "The name of the fact.")
    value: str = read("value", "Its new value; for a set-valued fact, its new member.")


@strawberry.type
class Requirement(Cited[services.Requirement]):
    """A condition on the person's situation (cv:Requirement)."""

    slug: str = read("id", "The name of the requirement within its service.")
    label: str = text("label", "The text.")
    reading: str | None = read("reading", "The name of the contested reading; null if the sentence is clear.")

    @field
    def formula(self) -> str:
        """The condition in JSON notation. For a contested sentence, this is the strict reading."""
        return write_formula(self.model.when)

    @field
    def lenient_formula(self) -> str | None:
        """The lenient reading of a contested sentence, in JSON notation. A plan that uses it shows an assumption.
        Null if the sentence is clear.
        """
        return None if self.model.lenient is None else write_formula(self.model.lenient)
