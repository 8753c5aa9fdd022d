"""How to reach a partner, on one line."""

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

    def short(self, slug: str) -> str:
        """The name of a service with its contacts, or how one gets in, or that no contact is known."""
        service = self._network.get_service(slug)
        reach = list_contacts(service)
        if reach:
            return f"{service.name}: {' · '.join(reach)}"
        how = self.way_in(service)
        return f"{service.name}: {how}" if how else f"{service.name} ({self._words.say('brief.no_contact')})"

    def full(self, slug: str) -> str:
        """The same with the first of its hours."""
        return " · ".join((self.short(slug), *list_hours(self._network.get_service(slug), self._words)[:1]))

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
