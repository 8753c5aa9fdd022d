"""Whether services take people in: closures, openings on a day, room."""

import datetime
from typing import Annotated

import strawberry

from api.schema.fields import field, read, text
from api.schema.source import Cited
from graph import availability, model
from graph.availability import Knowledge
from graph.opening_hours import CLOCK, OpenState, Span, today

DayArgument = Annotated[
    datetime.date | None,
    strawberry.argument(description="The day, on the clock of the city; today if left out."),
]


@strawberry.type(description="A time in which a service takes nobody in; both days are included.")
class Closure(Cited):
    """A closure."""

    model: strawberry.Private[model.Closure]

    closed_from: datetime.date | None = read("closed_from", "The first day; null where it has begun, or nobody says.")
    closed_until: datetime.date | None = read("closed_until", "The last day; null where nobody says.")
    note: str | None = text("note", "A remark, such as the reason; null where there is none.")


@strawberry.type(description="How many places a service has, and how many are free. Full is not closed.")
class Capacity(Cited):
    """The places of a service."""

    model: strawberry.Private[model.Capacity]

    places: int | None = read("places", "How many places it has; null where nobody says.")
    free: int | None = read("free", "How many of them were free on the day it was said; null where nobody says.")
    full_until: datetime.date | None = read("full_until", "The last day on which it is full; null where nobody says.")
    as_of: datetime.date | None = read("as_of", "The day on which it was said; null where nobody says.")
    note: str | None = text("note", "A remark; null where there is none.")


@strawberry.type(description="How long one waits to be taken in.")
class Waiting(Cited):
    """A waiting time."""

    model: strawberry.Private[model.Waiting]

    days: int | None = read("days", "How many days; null where only the note tells.")
    as_of: datetime.date | None = read("as_of", "The day on which it was said; null where nobody says.")
    note: str | None = text("note", "A remark; null where there is none.")

    @field("Whether it can still be gone by on a day.")
    def knowledge(self, on: DayArgument = None) -> Knowledge:
        """Whether it can be gone by."""
        return availability.knowledge_of(self.model, on or today())


@strawberry.type(description="A time in which a door is open, or may be by appointment.")
class OpenSpan:
    """A time in which a door is open."""

    span: strawberry.Private[Span]

    @field("When it begins, on the clock of the city.")
    def begin(self) -> datetime.datetime:
        """When it begins."""
        return self.span.begin.astimezone(CLOCK)

    @field("When it ends; after midnight where it is a night.")
    def end(self) -> datetime.datetime:
        """When it ends."""
        return self.span.end.astimezone(CLOCK)

    @field("Open, or unknown where it is by appointment.")
    def state(self) -> OpenState:
        """Open, or unknown."""
        return self.span.state


@strawberry.type(description="Whether the door of a service opens on a day, and when it opens next.")
class Opening:
    """The opening of a service on a day."""

    model: strawberry.Private[availability.Opening]

    day: datetime.date = read("day", "The day.")
    state: OpenState = read("state", "Open where it opens at some time of the day, unknown where nobody can tell.")
    by_appointment: bool = read("by_appointment", "Whether it receives by appointment on that day.")
    next_opening: datetime.datetime | None = read(
        "next_opening", "When it opens next from the beginning of the day on; null where no hours tell."
    )

    @field("Its times on that day; a night belongs to the day on which it begins.", size=2)
    def spans(self) -> list[OpenSpan]:
        """Its times on that day."""
        return [OpenSpan(span=span) for span in self.model.spans]
