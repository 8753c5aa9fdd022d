"""Exports a catalogue as four sheets for people: partners, services, contacts and hours, notes.

Headings and values are in one language, and each value stands in a cell of its own: what there is several of takes
numbered columns, and contacts take a row each. The last column of a sheet holds the identifier, so that a name may
change. A catalogue without partners gives an example in their place.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

from graph.formula import Formula
from graph.message import Text
from graph.model import Catalogue
from graph.organizations import Organization
from graph.services import Listing, Service
from graph.vocabulary import AccessMode, Locale, OrganizationKind, RouteKind
from ingest.spreadsheets.aspects import (
    CONTACTS,
    LISTING,
    NOTE,
    PARTNER,
    SERVICE,
    VERIFY,
    Aspect,
    Labels,
    Shown,
    shown,
)
from ingest.spreadsheets.headings import CHOICES, Field, choices, word
from ingest.spreadsheets.tables import Table

_EXAMPLE = "example"
SHEETS = ("partners", "services", "contacts", "notes")
_FEWEST = {Field.MEETS: 3, Field.HELPS: 2, Field.CONDITION: 2, Field.ACCESS: 2, Field.PAPERS: 2}
"""Columns that a field of several values has at least."""
_Row = tuple[tuple[Shown, ...], ...]
"""For each aspect of a sheet, its values."""


@dataclass(frozen=True, slots=True)
class FlatSheet:
    """A sheet for people: its table, with what each column says and may offer to choose from."""

    table: Table
    fields: tuple[Field, ...]
    offered: tuple[tuple[str, ...] | str | None, ...]
    """For each column its values, or the name of the sheet whose first column has them."""


def four_sheets(catalogue: Catalogue, locale: Locale) -> tuple[FlatSheet, ...]:
    """The four sheets of `catalogue` in the language `locale`."""
    is_empty = not (catalogue.organizations or catalogue.services or catalogue.listings)
    shown_catalogue = replace(catalogue, **_example(catalogue, locale)) if is_empty else catalogue
    labels = Labels(shown_catalogue, locale)
    makers = (_partners, _services, _contacts, _notes)
    return tuple(make(shown_catalogue, labels) for make in makers)


def sheet_name(sheet: str, locale: Locale) -> str:
    """The name of one of the four sheets."""
    return word("sheets", sheet, locale)


def _partners(catalogue: Catalogue, labels: Labels) -> FlatSheet:
    """A row a partner, and one more for each further area that it is listed under."""
    listed: dict[str, list[Listing]] = {}
    for listing in catalogue.listings:
        listed.setdefault(listing.organization, []).append(listing)
    rows: list[_Row] = []
    lead: list[str] = []
    for organization in catalogue.organizations:
        own = tuple(shown(aspect, organization, labels) for aspect in PARTNER)
        further = (own[0], *((),) * (len(PARTNER) - 1))
        under = [_listed(listing, labels) for listing in listed.get(organization.slug, ())]
        for index, area in enumerate(under or [((), ())]):
            rows.append((*(further if index else own), *area))
            lead.append(organization.slug)
    area_aspect = Aspect("area", (Field.AREA,), lambda *_: ())
    return _sheet("partners", (*PARTNER, area_aspect, *LISTING), rows, lead, labels, [])


def _listed(listing: Listing, labels: Labels) -> _Row:
    return ((labels.areas.get(listing.area, listing.area),),), shown(LISTING[0], listing, labels)


def _services(catalogue: Catalogue, labels: Labels) -> FlatSheet:
    aspects = (*SERVICE, Aspect("hub", (Field.HUB,), lambda *_: ()))
    rows = [
        (
            *(shown(aspect, service, labels) for aspect in SERVICE),
            ((labels.yes_no(True),),) if service.slug == catalogue.hub else (),
        )
        for service in catalogue.services
    ]
    return _sheet("services", aspects, rows, [service.slug for service in catalogue.services], labels, [])


def _contacts(catalogue: Catalogue, labels: Labels) -> FlatSheet:
    """A row for each telephone, address and so on of a partner or service; a blank one where there are none yet."""
    offering = {offer.organization for service in catalogue.services for offer in service.organizations}
    entries: list[Organization | Service] = [
        item
        for item in catalogue.organizations
        if item.slug not in offering or any(getattr(item, aspect.path) for aspect in CONTACTS)
    ]
    return _by_entry("contacts", CONTACTS, [*entries, *catalogue.services], labels, blank=True)


def _notes(catalogue: Catalogue, labels: Labels) -> FlatSheet:
    return _by_entry("notes", (NOTE, VERIFY), [*catalogue.organizations, *catalogue.services], labels, blank=False)


def _by_entry(
    sheet: str, aspects: Sequence[Aspect], items: Iterable[Organization | Service], labels: Labels, *, blank: bool
) -> FlatSheet:
    rows, lead, names = [], [], []
    for item in items:
        values = [shown(aspect, item, labels) if hasattr(item, aspect.path) else () for aspect in aspects]
        for index in range(max(int(blank), *map(len, values))):
            rows.append(tuple(value[index : index + 1] for value in values))
            lead.append(item.slug)
            names.append(_names(item, labels))
    return _sheet(sheet, aspects, rows, lead, labels, names)


def _names(item: Organization | Service, labels: Labels) -> tuple[str, str]:
    """The partner and the service that a row is about."""
    if isinstance(item, Organization):
        return item.name, ""
    offers = item.organizations[:1]
    return "".join(labels.organizations.get(offer.organization, "") for offer in offers), item.name


def _sheet(
    sheet: str,
    aspects: Sequence[Aspect],
    rows: Sequence[_Row],
    codes: Sequence[str],
    labels: Labels,
    names: Sequence[tuple[str, str]],
) -> FlatSheet:
    """Lay the values out in columns, as many as the entry with most of them needs."""
    named = (Field.PARTNER, Field.SERVICE) if sheet in SHEETS[2:] else ()
    fields: list[Field] = list(named)
    widths = []
    for index, aspect in enumerate(aspects):
        width = max([len(row[index]) for row in rows], default=1)
        fewest = 1 if sheet in SHEETS[2:] else max(_FEWEST.get(field, 1) for field in aspect.fields)
        widths.append(max(width, fewest, 1))
        fields += [field for _ in range(widths[-1]) for field in aspect.fields]
    fields.append(Field.CODE)
    body = [
        (
            *(names[number] if named else ()),
            *_cells(aspects, widths, row),
            codes[number] if codes[number] != _EXAMPLE else "",
        )
        for number, row in enumerate(rows)
    ]
    header = tuple(_headings(fields, labels.locale))
    table = Table("", sheet_name(sheet, labels.locale), (header, *body))
    return FlatSheet(table, tuple(fields), tuple(_offered(sheet, field, labels) for field in fields))


def _cells(aspects: Sequence[Aspect], widths: Sequence[int], row: _Row) -> Iterator[str]:
    for aspect, width, values in zip(aspects, widths, row, strict=True):
        blank: Shown = ("",) * len(aspect.fields)
        for cells, _ in zip_longest(values, range(width), fillvalue=blank):
            yield from cells


def _headings(fields: Iterable[Field], locale: Locale) -> Iterator[str]:
    seen: dict[Field, int] = {}
    for field in fields:
        seen[field] = seen.get(field, 0) + 1
        number = f" {seen[field]}" if seen[field] > 1 else ""
        yield word("fields", field, locale) + number


def _offered(sheet: str, field: Field, labels: Labels) -> tuple[str, ...] | str | None:
    if field in CHOICES:
        return choices(CHOICES[field], labels.locale)
    lists = {
        Field.MEETS: labels.needs, Field.HELPS: labels.needs, Field.AREA: labels.areas,
        Field.COVERS: labels.territories,
    }  # fmt: skip
    if field in lists:
        return tuple(lists[field].values())
    if field in (Field.PART_OF, Field.SENDER) or (field is Field.PARTNER and sheet != "partners"):
        return sheet_name("partners", labels.locale)
    return sheet_name("services", labels.locale) if field is Field.SERVICE and sheet in SHEETS[2:] else None


def _example(catalogue: Catalogue, locale: Locale) -> dict[str, Any]:
    """One partner with a service, which reading leaves out."""
    from graph import organizations, services

    def text(code: str) -> Text:
        return Text(*(word("example", code, one) for one in (Locale.IT, Locale.EN)))

    said = {code: word("example", code, locale) for code in ("partner", "service", "hours", "street")}
    meal = next((need.code for need in catalogue.needs if need.code == "basic-needs.meals"), catalogue.needs[0].code)
    partner = Organization(slug=_EXAMPLE, name=said["partner"], kind=OrganizationKind.CANTEEN)
    adult = services.Requirement(id="age", label=text("condition"), when=Formula())
    service = Service(
        slug=_EXAMPLE,
        name=said["service"],
        organizations=(services.Offer(organization=_EXAMPLE),),
        meets=(services.NeedLink(need=meal),),
        requires=(adult,),
        routes=(services.Route(kind=RouteKind.SELF, modes=(AccessMode.WALK_IN,)),),
        cost=services.Cost(free=True),
        phones=(organizations.Phone(printed="02 1234567"),),
        addresses=tuple(
            organizations.Address(slug=_EXAMPLE, street=said["street"], municipality=territory.label.it)
            for territory in catalogue.territories[:1]
        ),
        schedules=(organizations.Schedule(printed=said["hours"]),),
        note=text("note"),
    )
    areas = [area.code for area in catalogue.areas]
    area = "prima-necessita" if "prima-necessita" in areas else next(iter(areas), "")
    listing = Listing(id=_EXAMPLE, area=area, printed=said["partner"], organization=_EXAMPLE)
    return {"organizations": (partner,), "services": (service,), "listings": (listing,) if area else ()}
