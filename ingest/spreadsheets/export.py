"""Exports a catalogue as tables: every sheet of it, without loss, or four sheets for people.

The four are partners, services, contacts and hours, notes. Headings and values are in one language, and each value
stands in a cell of its own: what there is several of takes numbered columns, and contacts take a row each. The last
column of a sheet holds the identifier, so that a name may change. A catalogue without partners gives an example in
their place.
"""

import dataclasses
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import zip_longest
from typing import Any, cast

from graph.concepts import Effect
from graph.formula import Formula
from graph.message import Text
from graph.model import Catalogue
from graph.organizations import Organization
from graph.provenance import Citation
from graph.services import Listing, Service
from graph.vocabulary import AccessMode, Locale, OrganizationKind, RouteKind
from ingest.documents import SHEET_MARK
from ingest.identifiers import IDENTIFIERS
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
from ingest.spreadsheets.cells import write_cell
from ingest.spreadsheets.headings import CHOICES, Field, choices, word
from ingest.spreadsheets.schema import (
    ABOUT,
    OF,
    CellKind,
    Column,
    SheetSchema,
    list_sheets,
    sheets_of,
)
from ingest.spreadsheets.tables import Table


def export_tables(catalogue: Catalogue, version: str) -> tuple[Table, ...]:
    """Every sheet of `catalogue`; `version` names what was exported.

    Citations of an earlier spreadsheet are left out: in the new one, a row cites itself.
    """
    about = (
        ("city", catalogue.city),
        ("name.it", catalogue.name.it),
        ("name.en", catalogue.name.en),
        ("hub", catalogue.hub or ""),
        ("version", version),
    )
    own = frozenset(source.slug for source in catalogue.sources if SHEET_MARK in source.file)
    tables = [Table("", ABOUT, about)]
    for sheet in list_sheets():
        items = [item for item in getattr(catalogue, sheet.part) if sheet.part != "sources" or item.slug not in own]
        tables.append(Table("", sheet.name, (sheet.header, *_rows(sheet, items, own))))
    return tuple(tables)


def _rows(sheet: SheetSchema, items: Iterable[Any], own: frozenset[str]) -> Iterator[tuple[str, ...]]:
    for item in items:
        if sheet.path:
            of = identifier_text(sheet.part, item)
            for detail in _at(item, sheet.path) or ():
                yield tuple(of if column.name == OF else _detail_cell(column, detail, own) for column in sheet.columns)
        else:
            yield tuple(_cell(column, item, own) for column in sheet.columns)


def identifier_text(part: str, item: Any) -> str:
    """What identifies `item` among those of its part, as one text."""
    return "~".join(str(getattr(item, key)) for key in IDENTIFIERS[part])


def record_of(part: str, item: Any) -> dict[str, Any]:
    """`item` as the cells that it takes, for comparison: its row, and under each field the rows of its details."""
    record: dict[str, Any] = {}
    for sheet in sheets_of(part):
        if not sheet.path:
            record |= {column.name: text for column in sheet.columns if (text := _cell(column, item))}
            continue
        details = [
            {c.name: text for c in sheet.columns if c.name != OF and (text := _detail_cell(c, detail))}
            for detail in _at(item, sheet.path) or ()
        ]
        if details:
            record[".".join(sheet.path)] = details
    return record


def _detail_cell(column: Column, item: Any, own: frozenset[str] = frozenset()) -> str:
    """The text of one cell on a sheet of details; what a detail has several of has no sheet, so its short form."""
    if column.kind is CellKind.SHORT and column.item is Effect:
        return "; ".join(f"{effect.fact}={effect.value}" for effect in _at(item, column.path) or ())
    return _cell(column, item, own)


def _cell(column: Column, item: Any, own: frozenset[str] = frozenset()) -> str:
    """The text of one cell; the short form of what has a sheet of details stays empty."""
    if column.kind is CellKind.SHORT:
        return ""
    value = _at(item, column.path)
    if column.kind is CellKind.SPANS and value:
        value = tuple(span for span in value if isinstance(span, Citation) and span.source not in own)
        return " ".join(map(str, value))
    if value is None or (value == () and not _may_be_unknown(cast(Hashable, type(item)), column.path)):
        return ""
    return write_cell(column, value)


@cache
def _may_be_unknown(kind: Hashable, path: tuple[str, ...]) -> bool:
    """Whether an empty list differs from no list."""
    if len(path) > 1:
        return False
    return next(field for field in dataclasses.fields(cast(type, kind)) if field.name == path[0]).default is None


def _at(item: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        if item is None:
            return None
        item = getattr(item, key)
    return item


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
