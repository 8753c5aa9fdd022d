"""How to reach a partner, on one line."""

from collections.abc import Iterable

from api.messages import Words
from api.render.answer_text import list_hours
from graph.network import Network
from graph.organizations import Organization, Phone
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
        """The line of a service, with its opening hours."""
        hours = "; ".join(list_hours(self._network.get_service(slug), self._words))
        return f"{self.line(slug)} · {hours}" if hours else self.line(slug)

    def way_in(self, service: Service) -> str | None:
        """How people get in by themselves, if a document describes it in words."""
        notes = (route.note for route in service.routes if route.kind is RouteKind.SELF and route.note is not None)
        return next(map(self._words, notes), None)


def list_contacts(partner: Service | Organization) -> list[str]:
    """Up to two telephone numbers, the first e-mail address and the first street, as far as they are known."""
    spoken = [phone for phone in partner.phones if not _is_fax(phone)]
    phones = [whole_number(phone, spoken) for phone in spoken][:2]
    return [*phones, *(email.address for email in partner.emails[:1]), *(one.street for one in partner.addresses[:1])]


def _is_fax(phone: Phone) -> bool:
    """Whether nobody answers there by voice."""
    return phone.note is not None and phone.note.en == "fax"


def whole_number(phone: Phone, others: Iterable[Phone]) -> str:
    """The number as printed; where only its last digits are, with the beginning of the number that they end too."""
    ending = sum(map(str.isdigit, phone.printed))
    if phone.number is None or ending >= _WHOLE_NUMBER:
        return phone.printed
    begun = (
        whole.printed
        for whole in others
        if whole.number is not None
        and whole.printed != phone.printed
        and whole.number[:-ending] == phone.number[:-ending]
        and whole.printed[-ending:].isdigit()
    )
    return next((f"{printed[:-ending]}{phone.printed}" for printed in begun), phone.number)
