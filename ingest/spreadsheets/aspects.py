"""Aspects of a partner and of a service: the columns of a sheet that describe one thing, and the field that holds it.

In a sheet for people, each value has a cell of its own. A cell shows the name of a thing in one language, never its
code. `Labels` has these names.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graph.message import Text
from graph.model import Catalogue
from graph.organizations import Organization
from graph.services import Listing, Service
from graph.vocabulary import Locale, OrganizationKind, RouteKind, SenderKind
from ingest.spreadsheets.headings import Field, word

Shown = tuple[str, ...]
"""The cells of one value, such as a telephone with its note."""


class Labels:
    """The names of all entries of a catalogue in one language. Entries that share a name are shown by their codes."""

    def __init__(self, catalogue: Catalogue, locale: Locale) -> None:
        self.locale = locale
        self.hub = catalogue.hub
        self.needs = _unique((item.code, self.text(item.label)) for item in catalogue.needs)
        self.areas = _unique((item.code, self.text(item.label)) for item in catalogue.areas)
        self.territories = _unique((item.code, self.text(item.label)) for item in catalogue.territories)
        self.organizations = _unique((item.slug, item.name) for item in catalogue.organizations)
        self.services = _unique((item.slug, item.name) for item in catalogue.services)
        contacts = next((fact.values for fact in catalogue.facts if fact.name == "in_charge_of"), ())
        self.contacts = _unique((value.code, self.text(value.label)) for value in contacts)

    def text(self, text: Text | None) -> str:
        """A text in this language; empty if there is none."""
        return "" if text is None else text.it if self.locale is Locale.IT else text.en

    def word(self, section: str, code: object) -> str:
        """A value of a fixed list."""
        return "" if code is None else word(section, str(code), self.locale)

    def yes_no(self, value: bool | None) -> str:
        """Yes, no, or an empty text if it is not known."""
        return "" if value is None else word("confirmed", "yes" if value else "no", self.locale)

    def sender(self, written: str) -> str:
        """Who may send, by name."""
        kind, _, code = written.partition(":")
        names: Mapping[str, Mapping[str, str]] = {
            SenderKind.ORGANIZATION: self.organizations,
            SenderKind.SERVICE: self.services,
            SenderKind.CONTACT: self.contacts,
            SenderKind.KIND: {str(one): self.word("kind", one) for one in OrganizationKind},
        }
        return names.get(kind, {}).get(code, written)


def _unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    listed = dict(pairs)
    counts = Counter(name.casefold() for name in listed.values())
    return {code: name if counts[name.casefold()] == 1 else code for code, name in listed.items()}


@dataclass(frozen=True, slots=True)
class Aspect:
    """Columns that belong together, the field of the model that they fill (`path`), and how its values are shown.

    If the field is a list and `whole` is false, each value is read by itself: a changed one replaces only that one.
    """

    path: str
    fields: tuple[Field, ...]
    show: Callable[[Any, Labels], Iterable[Shown]]
    whole: bool = True


def _name(item: Organization | Service, _: Labels) -> Iterator[Shown]:
    yield (item.name,)


def _kind(item: Organization, labels: Labels) -> Iterator[Shown]:
    if item.kind is not OrganizationKind.UNKNOWN:
        yield (labels.word("kind", item.kind),)


def _legal_form(item: Organization, _: Labels) -> Iterator[Shown]:
    yield (item.legal_form or "",)


def _part_of(item: Organization, labels: Labels) -> Iterator[Shown]:
    yield from ((labels.organizations.get(part.organization, part.organization),) for part in item.part_of)


def _alternate_names(item: Organization | Service, _: Labels) -> Iterator[Shown]:
    yield from ((other.name,) for other in item.alternate_names)


def _phones(item: Organization | Service, labels: Labels) -> Iterator[Shown]:
    yield from ((phone.printed, labels.text(phone.note)) for phone in item.phones)


def _emails(item: Organization | Service, _: Labels) -> Iterator[Shown]:
    yield from ((email.address,) for email in item.emails)


def _addresses(item: Organization | Service, _: Labels) -> Iterator[Shown]:
    yield from ((one.street, one.postal_code or "", one.municipality or "") for one in item.addresses)


def _schedules(item: Organization | Service, _: Labels) -> Iterator[Shown]:
    yield from ((hours.printed,) for hours in item.schedules)


def _note(item: Organization | Service, labels: Labels) -> Iterator[Shown]:
    yield (labels.text(item.note),)


def _verify(item: Service, labels: Labels) -> Iterator[Shown]:
    yield from ((labels.text(check),) for check in item.verify if not unconfirmed(check))


def _organizations(item: Service, labels: Labels) -> Iterator[Shown]:
    yield from ((labels.organizations.get(offer.organization, offer.organization),) for offer in item.organizations)


def _summary(item: Service, labels: Labels) -> Iterator[Shown]:
    yield (labels.text(item.summary),)


def _meets(item: Service | Listing, labels: Labels) -> Iterator[Shown]:
    yield from ((labels.needs.get(link.need, link.need),) for link in item.meets)


def _helps(item: Service, labels: Labels) -> Iterator[Shown]:
    yield from ((labels.needs.get(link.need, link.need),) for link in item.helps)


def _requires(item: Service, labels: Labels) -> Iterator[Shown]:
    """The conditions of a service, then the words of conditions that still have to be confirmed."""
    yield from ((labels.text(one.label), labels.yes_no(True)) for one in item.requires)
    for check in item.verify:
        if words := unconfirmed(check):
            yield (words, labels.yes_no(False))


def _routes(item: Service, labels: Labels) -> Iterator[Shown]:
    own = [
        labels.word("access", mode)
        for route in item.routes
        if route.kind is not RouteKind.REFERRAL
        for mode in route.modes
    ]
    sent = [labels.sender(by) for route in item.routes if route.kind is RouteKind.REFERRAL for by in route.by]
    own, sent = list(dict.fromkeys(own)), list(dict.fromkeys(sent))
    for index in range(max(len(own), len(sent))):
        yield ("".join(own[index : index + 1]), "".join(sent[index : index + 1]))


def _documents(item: Service, labels: Labels) -> Iterator[Shown]:
    if item.documents is not None:
        yield from ((labels.text(paper.label),) for paper in item.documents.items)
        if not item.documents.items:
            yield (labels.yes_no(False),)


def _cost(item: Service, labels: Labels) -> Iterator[Shown]:
    if item.cost is not None:
        yield (labels.yes_no(item.cost.free), labels.text(item.cost.note))


def _covers(item: Service, labels: Labels) -> Iterator[Shown]:
    yield from ((labels.territories.get(code, code),) for code in item.covers)


def _status(item: Service, labels: Labels) -> Iterator[Shown]:
    yield (labels.word("status", item.status),)


def _closures(item: Service, _: Labels) -> Iterator[Shown]:
    yield from ((_day(one.closed_from), _day(one.closed_until)) for one in item.closures)


def _capacity(item: Service, _: Labels) -> Iterator[Shown]:
    if (known := item.capacity) is not None:
        yield (_number(known.places), _number(known.free), _day(known.as_of), _day(known.full_until))


def _verified(item: Service, _: Labels) -> Iterator[Shown]:
    yield (_day(item.last_verified),)


def unconfirmed(check: Text) -> str:
    """The words of a condition that still has to be confirmed; empty if `check` is about something else."""
    mark = f"{word('fields', Field.CONDITION, Locale.IT)}: "
    return check.it.removeprefix(mark) if check.it.startswith(mark) else ""


def ask_condition(words: str) -> dict[str, str]:
    """The check, in notation, that is written for a condition until somebody confirms it."""
    return {str(locale): f"{word('fields', Field.CONDITION, locale)}: {words}" for locale in Locale}


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _day(value: Any) -> str:
    return "" if value is None else value.isoformat()


CONTACTS = (
    Aspect("phones", (Field.PHONE, Field.PHONE_NOTE), _phones, whole=False),
    Aspect("emails", (Field.EMAIL,), _emails, whole=False),
    Aspect("addresses", (Field.STREET, Field.POSTAL_CODE, Field.TOWN), _addresses, whole=False),
    Aspect("schedules", (Field.HOURS,), _schedules, whole=False),
)
"""Of partners and of services."""
PARTNER = (
    Aspect("name", (Field.PARTNER,), _name),
    Aspect("kind", (Field.KIND,), _kind),
    Aspect("legal_form", (Field.LEGAL_FORM,), _legal_form),
    Aspect("part_of", (Field.PART_OF,), _part_of, whole=False),
    Aspect("alternate_names", (Field.ALSO_KNOWN_AS,), _alternate_names, whole=False),
)
LISTING = (Aspect("meets", (Field.MEETS,), _meets, whole=False),)
SERVICE = (
    Aspect("name", (Field.SERVICE,), _name),
    Aspect("organizations", (Field.PARTNER,), _organizations, whole=False),
    Aspect("summary", (Field.SUMMARY,), _summary),
    Aspect("meets", (Field.MEETS,), _meets, whole=False),
    Aspect("helps", (Field.HELPS,), _helps, whole=False),
    Aspect("requires", (Field.CONDITION, Field.CONFIRMED), _requires, whole=False),
    Aspect("routes", (Field.ACCESS, Field.SENDER), _routes),
    Aspect("documents", (Field.PAPERS,), _documents),
    Aspect("cost", (Field.FREE, Field.COST), _cost),
    Aspect("covers", (Field.COVERS,), _covers, whole=False),
    Aspect("status", (Field.STATUS,), _status),
    Aspect("closures", (Field.CLOSED_FROM, Field.CLOSED_UNTIL), _closures),
    Aspect("capacity", (Field.PLACES, Field.FREE_PLACES, Field.COUNTED, Field.FULL_UNTIL), _capacity),
    Aspect("last_verified", (Field.VERIFIED,), _verified),
)
NOTE = Aspect("note", (Field.NOTE,), _note)
VERIFY = Aspect("verify", (Field.CHECK,), _verify, whole=False)
ORGANIZATION_ASPECTS = (*PARTNER, *CONTACTS, NOTE)
SERVICE_ASPECTS = (*SERVICE, *CONTACTS, NOTE, VERIFY)


def shown(aspect: Aspect, item: Any, labels: Labels) -> tuple[Shown, ...]:
    """The cells that show `item` in the columns of `aspect`. A value without text has no cells."""
    return tuple(cells for cells in aspect.show(item, labels) if any(cells))
