"""How to reach someone: telephone, e-mail, place, hours."""

import strawberry

from api.schema.fields import field, read, text
from api.schema.source import Cited
from graph import model
from graph.vocabulary import AccessMode


@strawberry.type(description="A telephone number.")
class Phone(Cited):
    """A telephone number."""

    model: strawberry.Private[model.Phone]

    printed: str = read("printed", "As the document prints it.")
    number: str | None = read("number", "In E.164; null for a short number such as 1522.")
    messages: bool = read("messages", "Takes text messages or WhatsApp, as the document says.")
    note: str | None = text("note", "A remark, such as who answers.")


@strawberry.type(description="An e-mail address.")
class Email(Cited):
    """An e-mail address."""

    model: strawberry.Private[model.Email]

    address: str = read("address", "The address, in the document's own spelling.")


@strawberry.type(description="A place.")
class Address(Cited):
    """A place."""

    model: strawberry.Private[model.Address]

    street: str = read("street", "Street and number.")
    municipality: str | None = read("municipality", "The municipality; null where no document gives it.")
    postal_code: str | None = read("postal_code", "The postal code; null where no document gives it.")
    note: str | None = text("note", "A remark, such as how to get there.")


@strawberry.type(description="When a service answers.")
class Schedule(Cited):
    """Opening hours."""

    model: strawberry.Private[model.Schedule]

    printed: str = read("printed", "As the document prints it.")
    opening_hours: str | None = read(
        "opening_hours",
        "An OpenStreetMap opening_hours expression; null where the print cannot be read as one. "
        "By appointment is neither open nor closed.",
    )
    channel: AccessMode | None = read("channel", "The channel that these hours are of; null for any.")
    note: str | None = text("note", "A remark.")


@strawberry.type(description="The contacts that the documents give; each list is empty where they give none.")
class Contacts:
    """The contacts of an organization or a service."""

    model: strawberry.Private[model.Organization | model.Service]

    @field("Telephone numbers.", size=3)
    def phones(self) -> list[Phone]:
        """Telephone numbers."""
        return [Phone(model=phone) for phone in self.model.phones]

    @field("E-mail addresses.", size=2)
    def emails(self) -> list[Email]:
        """E-mail addresses."""
        return [Email(model=email) for email in self.model.emails]

    @field("Places.", size=2)
    def addresses(self) -> list[Address]:
        """Places."""
        return [Address(model=address) for address in self.model.addresses]
