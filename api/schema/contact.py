"""How to reach a service, when it is open, and whether it has room."""

import datetime
from typing import Annotated

import strawberry

from api.schema.context import Info
from api.schema.fields import View, each, field, read, text
from api.schema.source import Cited, DayArgument
from graph import availability, opening_hours, organizations, services
from graph.availability import Knowledge
from graph.opening_hours import OpenState, find_next_opening, now, state_at, today
from graph.vocabulary import AccessMode

TimeArgument = Annotated[
    datetime.datetime | None,
    strawberry.argument(description="The time. Without a zone, it is in the city's time zone. Defaults to now."),
]


@strawberry.type
class Phone(Cited[organizations.Phone]):
    """A telephone number."""

    printed: str = read("printed", "The text as printed.")
    number: str | None = read("number", "The number in E.164 format; null for a short number such as 1522.")
    messages: bool = read("messages", "True if a document says that the number receives text messages or WhatsApp.")
    note: str | None = text("note", "A note, such as who answers; null if there is none.")


@strawberry.type
class Email(Cited[organizations.Email]):
    """An e-mail address."""

    address: str = read("address", "The address as the document spells it.")


@strawberry.type
class Address(Cited[organizations.Address]):
    """A place."""

    slug: str = read("slug", "The short name of the place.")
    street: str = read("street", "Street and number.")
    municipality: str | None = read("municipality", "The municipality; null if no document gives it.")
    postal_code: str | None = read("postal_code", "The postal code; null if no document gives it.")
    note: str | None = text("note", "A note, such as how to get there; null if there is none.")


@strawberry.type
class Schedule(Cited[organizations.Schedule]):
    """The hours of a service or organization."""

    printed: str = read("printed", "The text as printed.")
    opening_hours: str | None = read(
        "opening_hours",
        "An OpenStreetMap opening_hours expression; null if the printed hours cannot be expressed as one. By "
        "appointment is neither open nor closed.",
    )
    channel: AccessMode | None = read("channel", "The channel to which these hours apply; null if they apply to all.")
    note: str | None = text("note", "A note; null if there is none.")

    @field
    def is_open(self, info: Info, at: TimeArgument = None) -> OpenState:
        """Whether these hours include a given time. Public holidays and the city's patron saint's day count as
        closed, unless the hours mention holidays or are continuous.
        """
        return state_at((self.model,), info.context.network.catalogue.city, at or now())

    @field
    def next_opening(self, info: Info, at: TimeArgument = None) -> datetime.datetime | None:
        """When these hours begin next. If they include the given time, that time; null if there is none within a
        year.
        """
        return find_next_opening((self.model,), info.context.network.catalogue.city, at or now())


@strawberry.type
class Contacts(View[organizations.Organization | services.Service]):
    """The contacts in the documents. A list is empty if the documents give none."""

    phones: list[Phone] = each("phones", Phone, "Telephone numbers.", size=3)

    emails: list[Email] = each("emails", Email, "E-mail addresses.", size=2)

    addresses: list[Address] = each("addresses", Address, "Addresses.", size=2)


@strawberry.type
class Closure(Cited[services.Closure]):
    """A period in which a service admits nobody. Both dates are inclusive."""

    closed_from: datetime.date | None = read(
        "closed_from", "The first day; null if the closure has already begun or the date is unknown."
    )
    closed_until: datetime.date | None = read("closed_until", "The last day; null if unknown.")
    note: str | None = text("note", "A note, such as the reason; null if there is none.")


@strawberry.type
class Capacity(Cited[services.Capacity]):
    """How many places a service has and how many are free. A full service is not closed."""

    places: int | None = read("places", "The total number of places; null if unknown.")
    free: int | None = read("free", "The number of free places on the date in `asOf`; null if unknown.")
    full_until: datetime.date | None = read("full_until", "The last day on which the service is full; null if unknown.")
    as_of: datetime.date | None = read("as_of", "The date of the statement; null if unknown.")
    note: str | None = text("note", "A note; null if there is none.")


@strawberry.type
class Waiting(Cited[services.Waiting]):
    """The waiting time before admission."""

    days: int | None = read("days", "The number of days; null if only the note says.")
    as_of: datetime.date | None = read("as_of", "The date of the statement; null if unknown.")
    note: str | None = text("note", "A note; null if there is none.")

    @field
    def knowledge(self, on: DayArgument = None) -> Knowledge:
        """Whether it is still reliable on a given day."""
        return availability.knowledge_of(self.model, on or today())


@strawberry.type
class OpenSpan(View[opening_hours.OpenSpan]):
    """A period in which a service is open, or may be open by appointment."""

    begin: datetime.datetime = read("begin", "The start time.")
    end: datetime.datetime = read("end", "The end time. It falls on the next day if the span runs past midnight.")
    state: OpenState = read("state", "Open, or unknown if by appointment.")


@strawberry.type
class Opening(View[availability.Opening]):
    """Whether a service opens on a given day, and when it opens next."""

    day: datetime.date = read("day", "The date.")
    state: OpenState = read("state", "Open if it opens at any time on that day; unknown if the hours do not tell.")
    by_appointment: bool = read("by_appointment", "True if it receives people by appointment on that day.")
    next_opening: datetime.datetime | None = read(
        "next_opening", "The next opening time, counted from the start of the day; null if the hours do not tell."
    )
    spans: list[OpenSpan] = each(
        "spans",
        OpenSpan,
        "The opening times on that day. A span past midnight belongs to the day on which it begins.",
        size=2,
    )
