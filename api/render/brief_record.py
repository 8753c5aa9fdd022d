"""A partner on the first screen: how to reach it on one line, and its brief record."""

from collections.abc import Iterator
from dataclasses import replace

from api.messages import SIGNS, Words
from api.render.answer_text import closed_text, day_text, list_hours, opening_text
from api.render.blocks import Block, capitalize, make_block
from graph.availability import find_closed, opening_of
from graph.network import Network
from graph.opening_hours import today
from graph.organizations import Organization, Phone
from graph.provenance import Cited
from graph.referral.answer import RecordRequest
from graph.services import Service
from graph.vocabulary import RouteKind

_WHOLE_NUMBER = 6
"""Digits from which on what is printed is a whole number, and no other ending of the one before."""


class ContactLines:
    """Writes the contacts of services of one network in one language."""

    def __init__(self, network: Network, words: Words) -> None:
        self._network = network
        self._words = words

    def line(self, slug: str) -> str:
        """The name of a service with its contacts, or how one gets in, or that no contact is known."""
        service = self._network.get_service(slug)
        reach = list_contacts(service)
        if reach:
            return f"{service.name}: {' · '.join(reach)}"
        how = self.way_in(service)
        return f"{service.name}: {how}" if how else f"{service.name} ({self._words.say('brief.no_contact')})"

    def with_hours(self, slug: str) -> str:
        """The line of a service, with the first of its opening hours."""
        return " · ".join((self.line(slug), *list_hours(self._network.get_service(slug), self._words)[:1]))

    def way_in(self, service: Service) -> str | None:
        """How people get in by themselves, if a document describes it in words."""
        notes = (route.note for route in service.routes if route.kind is RouteKind.SELF and route.note is not None)
        return next(map(self._words, notes), None)


def list_contacts(partner: Service | Organization) -> list[str]:
    """Up to two telephone numbers, the first e-mail address and the first street, as far as they are known."""
    phones = [_dialled(phone) for phone in partner.phones if not _is_fax(phone)][:2]
    return [*phones, *(email.address for email in partner.emails[:1]), *(one.street for one in partner.addresses[:1])]


def _is_fax(phone: Phone) -> bool:
    """Whether nobody answers there by voice."""
    return phone.note is not None and phone.note.en == "fax"


def _dialled(phone: Phone) -> str:
    """The number as printed; as one dials it where only its last digits are printed."""
    digits = sum(map(str.isdigit, phone.printed))
    return phone.number if phone.number is not None and digits < _WHOLE_NUMBER else phone.printed


MOST_SERVICES = 6
"""Services of a partner that its brief record shows."""


class BriefRecord:
    """Draws brief records of partners of one network in one language."""

    def __init__(self, network: Network, words: Words) -> None:
        self._network = network
        self._words = words
        self._lines = ContactLines(network, words)

    def requested(self, record: RecordRequest) -> Iterator[Block]:
        """The partners that a question asks for, with the command that shows all of each."""
        for place, slug in enumerate(record.partners):
            service = self._network.services.get(slug)
            blocks = self._organization(slug) if service is None else self._service(service)
            yield from (replace(block, rank=block.rank + place) for block in blocks)
            yield make_block(
                self._words.say("brief.whole_record", command=f"rete show {slug}"), rank=place, style="dim"
            )

    def contact(self, slug: str, rank: int) -> Iterator[Block]:
        """How to reach a service, and its hours."""
        service = self._network.get_service(slug)
        reach, hours = list_contacts(service), list_hours(service, self._words)
        missing = "brief.no_contact" if service.schedules else "brief.no_contact_nor_hours"
        no_contact = capitalize(self._words.say(missing))
        contact = " · ".join(reach) if reach else self._lines.way_in(service) or no_contact
        yield make_block(contact, "   ", rank)
        if hours:
            yield make_block("; ".join(hours), "   ", rank=1)

    def _service(self, service: Service) -> Iterator[Block]:
        yield make_block(f"{service.name}{self._marks(service)}", style="bold")
        yield from self.contact(service.slug, rank=0)
        closed, day = find_closed(service, today()), today()
        if closed is not None:
            yield make_block(closed_text(closed, self._words), "   ", style="yellow")
        elif service.schedules:
            opening = opening_of(service, self._network.catalogue.city, day)
            yield make_block(f"{day_text(day, self._words)}: {opening_text(opening, self._words)}", "   ")
        for kind in dict.fromkeys(route.kind for route in service.routes):
            notes = (route.note for route in service.routes if route.kind is kind and route.note is not None)
            note = next((f": {self._words(note)}" for note in notes), "")
            yield make_block(f"{self._words.say(f'brief.way.{kind}')}{note}", "   ", rank=1)

    def _organization(self, slug: str) -> Iterator[Block]:
        partner = self._network.get_organization(slug)
        yield make_block(f"{partner.name}{self._marks(partner)}", style="bold")
        reach = list_contacts(partner)
        services = self._network.services_of.get(slug, ())
        if reach or not services:
            yield make_block(" · ".join(reach) or capitalize(self._words.say("brief.no_contact")), "   ")
        for service in services[:MOST_SERVICES]:
            yield make_block(f"· {self._lines.with_hours(service.slug)}", "   ", rank=1)

    def _marks(self, record: Cited) -> str:
        return f"  {SIGNS[record.evidence]} {' '.join(map(str, record.cite))}"
