"""Documents, and the lines of them that a statement rests on."""

import datetime
from collections.abc import Iterable
from typing import Annotated, TypeVar

import strawberry

from api.schema.context import Info
from api.schema.fields import View, field, read
from api.schema.relay import Node
from graph import provenance, verification
from graph.availability import Knowledge
from graph.opening_hours import today
from graph.vocabulary import Evidence

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
    note: str | None = strawberry.field(description="The reason of a judgement; null where a document says it.")

    @field
    def source(self, info: Info) -> Source:
        """The document."""
        return Source(model=info.context.network.sources[self.model.source])

    @field
    def section(self, info: Info) -> str | None:
        """The headings over all the lines, outermost first, as printed; null where none stands over all of them."""
        return info.context.directory.outline.find(self.model)

    @field
    def excerpt(self, info: Info) -> str | None:
        """The lines themselves; null unless this server has the document, unchanged since it was read."""
        return info.context.excerpts.find(self.model, info.context.network.sources)


def cite(citations: Iterable[provenance.Citation], evidence: Evidence, why: str | None = None) -> list[Citation]:
    """`citations` of one statement."""
    return [Citation(model=citation, evidence=evidence, note=why) for citation in citations]


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
    reason: str | None = read("why", "The reason of a judgement; null where a document says it.")

    @field(size=3)
    def citations(self) -> list[Citation]:
        """The lines of the documents that say this."""
        return cite(self.model.cite, self.model.evidence, self.model.why)

    @field
    def verified(self, info: Info, on: DayArgument = None) -> Verified:
        """When it was last verified, by which source, and whether it can still be gone by on a day."""
        return Verified(model=verification.verified(info.context.network, self.model, on or today()))
