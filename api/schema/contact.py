"""How to reach a service, when it is open, and whether it has room."""

import datetime
from typing import Annotated

import strawberry

from api.schema.context import Info
from api.schema.fields import View, each, field, read, text
from api.schema.source import Cited, DayArgument
from graph import availability, organizations, services
from graph.availability import Knowledge
from graph.opening_hours import OpenState, Span, find_next_opening, now, state_at, today
from graph.vocabulary import AccessMode

TimeArgument = Annotated[
    datetime.datetime | None,
    strawberry.argument(description="The time, on the clock of the city where it names no zone; now if left out."),
]


@strawberry.type
class Phone(Cited[organizations.Phone]):
    """A telephone number."""

    printed: str = read("printed", "As the document prints it.")
    number: str | None = read("number", "In E.164; null for a short number such as 1522.")
    messages: bool = read("messages", "Takes text messages or WhatsApp, as the document says.")
    note: str | None = text("note", "A remark, such as who answers; null if there is none.")


@strawberry.type
class Email(Cited[organizations.Email]):
    """An e-mail address."""

    address: str = read("address", "The address, in the document's own spelling.")


@strawberry.type
class Address(Cited[organizations.Address]):
    """A place."""

    slug: str = read("slug", "The short name of the place.")
    street: str = read("street", "Street and number.")
    municipality: str | None = read("municipality", "The municipality; null if no document gives it.")
    postal_code: str | None = read("postal_code", "The postal code; null if no document gives it.")
    note: str | None = text("note", "A remark, such as how to get there; null if there is none.")


@strawberry.type
class Schedule(Cited[organizations.Schedule]):
    """When a service answers."""

    printed: str = read("printed", "As the document prints it.")
    opening_hours: str | None = read(
        "opening_hours",
        "An OpenStreetMap opening_hours expression; null where the print cannot be read as one. "
        "By appointment is neither open nor closed.",
    )
    channel: AccessMode | None = read("channel", "The channel that these hours are of; null for any.")
    note: str | None = text("note", "A remark; null if there is none.")

    @field
    def is_open(self, info: Info, at: TimeArgument = None) -> OpenState:
        """Whether these hours say open at a time. A public holiday, and the day of the city's patron, count as closed
        unless the hours speak of holidays or never end.
        """
        return state_at((self.model,), info.context.network.catalogue.city, at or now())

    @field
    def next_opening(self, info: Info, at: TimeArgument = None) -> datetime.datetime | None:
        """When these hours open next; the time asked about where they are open, null where they do not in a year."""
        return find_next_opening((self.model,), info.context.network.catalogue.city, at or now())


@strawberry.type
class Contacts(View[organizations.Organization | services.Service]):
    """The contacts that the documents give; each list is empty where they give none."""

    phones: list[Phone] = each("phones", Phone, "Telephone numbers.", size=3)

    emails: list[Email] = each("emails", Email, "E-mail addresses.", size=2)

    addresses: list[Address] = each("addresses", Address, "Places.", size=2)


@strawberry.type
class Closure(Cited[services.Closure]):
    """A time in which a service takes nobody in; both days are included."""

    closed_from: datetime.date | None = read("closed_from", "The first day; null where it has begun, or nobody says.")
    closed_until: datetime.date | None = read("closed_until", "The last day; null where nobody says.")
    note: str | None = text("note", "A remark, such as the reason; null if there is none.")


@strawberry.type
class Capacity(Cited[services.Capacity]):
    """How many places a service has, and how many are free. Full is not closed."""

    places: int | None = read("places", "How many places it has; null where nobody says.")
    free: int | None = read("free", "How many of them were free on the day it was said; null where nobody says.")
    full_until: datetime.date | None = read("full_until", "The last day on which it is full; null where nobody says.")
    as_of: datetime.date | None = read("as_of", "The day on which it was said; null where nobody says.")
    note: str | None = text("note", "A remark; null if there is none.")


@strawberry.type
class Waiting(Cited[services.Waiting]):
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
