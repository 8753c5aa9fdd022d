"""How to reach someone: telephone, e-mail, place, hours."""

import datetime
from typing import Annotated

import strawberry

from api.schema.context import Info
from api.schema.fields import View, each, field, read, text
from api.schema.source import Cited
from graph import model
from graph.opening_hours import OpenState, find_next_opening, now, state_at
from graph.vocabulary import AccessMode

TimeArgument = Annotated[
    datetime.datetime | None,
    strawberry.argument(description="The time, on the clock of the city where it names no zone; now if left out."),
]


@strawberry.type
class Phone(Cited[model.Phone]):
    """A telephone number."""

    printed: str = read("printed", "As the document prints it.")
    number: str | None = read("number", "In E.164; null for a short number such as 1522.")
    messages: bool = read("messages", "Takes text messages or WhatsApp, as the document says.")
    note: str | None = text("note", "A remark, such as who answers; null if there is none.")


@strawberry.type
class Email(Cited[model.Email]):
    """An e-mail address."""

    address: str = read("address", "The address, in the document's own spelling.")


@strawberry.type
class Address(Cited[model.Address]):
    """A place."""

    slug: str = read("slug", "The short name of the place.")
    street: str = read("street", "Street and number.")
    municipality: str | None = read("municipality", "The municipality; null if no document gives it.")
    postal_code: str | None = read("postal_code", "The postal code; null if no document gives it.")
    note: str | None = text("note", "A remark, such as how to get there; null if there is none.")


@strawberry.type
class Schedule(Cited[model.Schedule]):
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
class Contacts(View[model.Organization | model.Service]):
    """The contacts that the documents give; each list is empty where they give none."""

    phones: list[Phone] = each("phones", Phone, "Telephone numbers.", size=3)

    emails: list[Email] = each("emails", Email, "E-mail addresses.", size=2)

    addresses: list[Address] = each("addresses", Address, "Places.", size=2)
