"""Whether services take people in: closures, openings on a day, room."""

import datetime

import strawberry

from api.schema.fields import View, each, field, read, text
from api.schema.source import Cited, DayArgument
from graph import availability, model
from graph.availability import Knowledge
from graph.opening_hours import OpenState, Span, today


@strawberry.type
class Closure(Cited[model.Closure]):
    """A time in which a service takes nobody in; both days are included."""

    closed_from: datetime.date | None = read("closed_from", "The first day; null where it has begun, or nobody says.")
    closed_until: datetime.date | None = read("closed_until", "The last day; null where nobody says.")
    note: str | None = text("note", "A remark, such as the reason; null if there is none.")


@strawberry.type
class Capacity(Cited[model.Capacity]):
    """How many places a service has, and how many are free. Full is not closed."""

    places: int | None = read("places", "How many places it has; null where nobody says.")
    free: int | None = read("free", "How many of them were free on the day it was said; null where nobody says.")
    full_until: datetime.date | None = read("full_until", "The last day on which it is full; null where nobody says.")
    as_of: datetime.date | None = read("as_of", "The day on which it was said; null where nobody says.")
    note: str | None = text("note", "A remark; null if there is none.")


@strawberry.type
class Waiting(Cited[model.Waiting]):
    """How long one waits to be taken in."""

    days: int | None = read("days", "How many days; null where only the note tells.")
    as_of: datetime.date | None = read("as_of", "The day on which it was said; null where nobody says.")
    note: str | None = text("note", "A remark; null if there is none.")

    @field
    def knowledge(self, on: DayArgument = None) -> Knowledge:
        """Whether it can still be gone by on a day."""
        return availability.knowledge_of(self.model, on or today())


@strawberry.type
class OpenSpan(View[Span]):
    """A time in which a door is open, or may be by appointment."""

    begin: datetime.datetime = read("begin", "When it begins.")
    end: datetime.datetime = read("end", "When it ends; on the next day where it is a night.")
    state: OpenState = read("state", "Open, or unknown where it is by appointment.")


@strawberry.type
class Opening(View[availability.Opening]):
    """Whether the door of a service opens on a day, and when it opens next."""

    day: datetime.date = read("day", "The day.")
    state: OpenState = read("state", "Open where it opens at some time of the day, unknown where nobody can tell.")
    by_appointment: bool = read("by_appointment", "Whether it receives by appointment on that day.")
    next_opening: datetime.datetime | None = read(
        "next_opening", "When it opens next from the beginning of the day on; null where no hours tell."
    )
    spans: list[OpenSpan] = each(
        "spans", OpenSpan, "Its times on that day; a night belongs to the day on which it begins.", size=2
    )
