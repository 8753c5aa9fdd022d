"""Reads sheets for people: collects the rows about each partner and service, and has their entries built.

In the four sheets of an export, an unchanged cell keeps everything that the catalogue has for its value, and a changed
cell replaces it. In somebody else's sheets, values that cannot be read are kept in the note and reported, so that no
row stops the file.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from graph.errors import ReadingError
from graph.message import Finding
from ingest.catalogue import LoadedCatalogue
from ingest.identifiers import slugify
from ingest.spreadsheets.aspects import Labels
from ingest.spreadsheets.cells import demand_readable, tells_nothing
from ingest.spreadsheets.entries import CurrentEntries
from ingest.spreadsheets.flat_entries import FlatConditions, FlatEntries, FlatListings, Listed, Subject
from ingest.spreadsheets.flat_tables import FlatCell, FlatTable
from ingest.spreadsheets.flat_values import Cells, FlatValues
from ingest.spreadsheets.headings import Field, own_words, plain, read_choice, word
from ingest.spreadsheets.rows import Place, Rows

Row = tuple[Cells, Place]
_APART = (
    Field.CONDITION, Field.ACCESS, Field.SENDER, Field.PAPERS, Field.FREE, Field.COST, Field.COVERS, Field.STATUS,
    Field.CLOSED_FROM, Field.CLOSED_UNTIL, Field.PLACES, Field.FREE_PLACES, Field.FULL_UNTIL, Field.HOURS,
)  # fmt: skip
"""What may differ from one offer of a partner to another."""


@dataclass(slots=True)
class _Offer:
    """The rows of one partner that meet the same needs, with the words for them."""

    needs: dict[str, str]
    rows: list[int] = field(default_factory=list)


def name_offers(table: Sequence[Row], rows: Rows) -> list[Row]:
    """The rows of a table, with service names where the offers of a partner differ in more than the need.

    Such a service is named after its partner and its needs. Each name is reported in `rows`. A sheet with a row for
    each need of a partner may give each its own conditions and hours. Read as one service, the conditions of one row
    would hold for all of them: a dormitory for men would close the canteen to women.
    """
    offers: dict[str, list[_Offer]] = {}
    for index, (cells, _) in enumerate(table):
        if Field.PARTNER in cells and Field.SERVICE not in cells:
            own = offers.setdefault(plain(cells[Field.PARTNER][0].text), [])
            needs = {plain(cell.text): cell.words for cell in reversed(cells.get(Field.MEETS, ()))}
            known = (
                next((one for one in own if one.needs.keys() == needs.keys()), None)
                if needs
                else (own[-1] if own else None)
            )
            if known is None:
                own.append(known := _Offer(needs))
            known.rows.append(index)
    named = list(table)
    for own in offers.values():
        if len(own) > 1 and len({_say_apart(table, offer) for offer in own}) > 1:
            for offer in own:
                _name(named, offer, rows)
    return named


def _say_apart(table: Sequence[Row], offer: _Offer) -> frozenset[tuple[Field, str]]:
    cells = (table[index][0] for index in offer.rows)
    return frozenset((item, plain(cell.text)) for own in cells for item in _APART for cell in own.get(item, ()))


def _name(named: list[Row], offer: _Offer, rows: Rows) -> None:
    if not offer.needs:
        return
    for index in offer.rows:
        cells, place = named[index]
        partner = cells[Field.PARTNER][0]
        name = f"{partner.text} – {', '.join(reversed(offer.needs.values()))}"
        named[index] = ({**cells, Field.SERVICE: [replace(partner, text=name)]}, place)
    rows.tell(named[offer.rows[0]][1], "own_service", name=name)


_OF_A_SERVICE = frozenset((
    Field.CONDITION, Field.ACCESS, Field.SENDER, Field.PAPERS, Field.FREE, Field.COST, Field.STATUS, Field.HELPS,
    Field.CLOSED_FROM, Field.CLOSED_UNTIL, Field.PLACES, Field.FREE_PLACES, Field.FULL_UNTIL, Field.VERIFIED, Field.HUB,
))  # fmt: skip
"""What only a service has: where a row names none, it has the name of its partner."""
_CONTACTS = frozenset((Field.PHONE, Field.EMAIL, Field.STREET, Field.HOURS, Field.CONTACTS, Field.FAX))
_LEFT_OUT = frozenset((Field.SKIP, Field.PERSON))
_SUMS = frozenset(("totale", "totali", "totale generale", "somma", "total", "totals", "grand total", "sum"))
"""What stands in place of a name in a row of sums."""


def read_flat(rows: Rows, tables: Iterable[FlatTable], loaded: LoadedCatalogue) -> None:
    """Read `tables` and add the entries to the drafts of `rows`. `loaded` is the present catalogue."""
    listed = sorted(tables, key=lambda table: (table.is_details, Field.SERVICE in table.held))
    if listed:
        _FlatReader(rows, listed, loaded).read()


class _FlatReader:
    """Assigns each row to a partner or service, then has the entries built."""

    def __init__(self, rows: Rows, tables: list[FlatTable], loaded: LoadedCatalogue) -> None:
        self._rows = rows
        self._tables = tables
        self._current = CurrentEntries(loaded)
        self._catalogue = loaded.catalogue
        self._labels = Labels(loaded.catalogue, tables[0].locale)
        self._values = FlatValues(rows, loaded.catalogue)
        self._subjects: dict[tuple[str, str], Subject] = {}
        self._slugs: dict[tuple[str, str], str] = {}
        self._listed: list[Listed] = []
        conditions = FlatConditions(rows, self._values, loaded.catalogue.facts)
        self._entries = FlatEntries(
            rows, self._current, self._values, self._labels, conditions, lambda cell: self._partner_slug(None, cell)
        )

    def read(self) -> None:
        for organization in self._catalogue.organizations:
            for name in (organization.name, *(other.name for other in organization.alternate_names)):
                self._slugs.setdefault(("organizations", plain(name)), organization.slug)
        for service in self._catalogue.services:
            for owner in ("", *(offer.organization for offer in service.organizations)):
                self._slugs.setdefault(("services", f"{plain(service.name)}|{owner}"), service.slug)
        for table in self._tables:
            self._read_table(table)
        self._add_offerers()
        for subject in self._subjects.values():
            self._entries.build(subject)
            self._about(subject)
        FlatListings(self._rows, self._current, self._values, self._entries).build(self._listed, self._first_services())

    # ── Which row is about whom ──────────────────────────────────────────────────────────────────────────────────

    def _read_table(self, table: FlatTable) -> None:
        rows, name = table.table.rows, table.table.name
        if not table.lenient:
            for part in ("organizations", "services"):
                if table.is_details or (Field.SERVICE in table.held) == (part == "services"):
                    self._entries.said[part] |= table.held
        several = len({one.table.file for one in self._tables}) > 1
        inked = sum(1 for cells in rows[table.header - 1 :] if any(cells))
        self._rows.counts[f"{table.table.file}, {name}" if several else name] = inked
        for heading, item in zip(table.headings, table.fields, strict=False):
            if heading and item is None:
                self._rows.tell(Place(table.table.file, name, table.header, heading), "free_column")
        read = [
            row
            for number, texts in enumerate(rows[table.header :], table.header + 1)
            if any(texts) and (row := self._read_row(table, number, texts)) is not None
        ]
        for cells, place in name_offers(read, self._rows) if table.lenient else read:
            self._place_row(table, cells, place)

    def _read_row(self, table: FlatTable, number: int, texts: tuple[str, ...]) -> Row | None:
        """The cells of a row by their meaning; None if it is an example, or all of it is left out."""
        place = Place(table.table.file, table.table.name, number)
        cells: Cells = {}
        for heading, item, text in zip_longest(table.headings, table.fields, texts):
            if not text or item in _LEFT_OUT:
                continue
            cell = FlatCell(text, Place(place.file, place.sheet, number, heading or None), heading or "")
            if self._is_readable(cell, item, table.lenient):
                cells.setdefault(item or Field.FREE_FIELD, []).append(cell)
        named = [cell.text for item in (Field.PARTNER, Field.SERVICE) for cell in cells.get(item, ())]
        if any(text.startswith(own_words("example", "mark")) for text in named):
            self._rows.tell(place, "example")
            return None
        if table.lenient and any(plain(text) in _SUMS for text in named):
            self._rows.tell(place, "sum")
            return None
        return (self._values.spread(cells, table.meanings, table.lenient), place) if cells else None

    def _is_readable(self, cell: FlatCell, item: Field | None, lenient: bool) -> bool:
        try:
            demand_readable(cell.text)
        except ReadingError as error:
            if lenient:
                self._rows.told.setdefault(error.message, []).append(cell.place)
            else:
                self._rows.findings.append(Finding(cell.place.told, error.message))
            return False
        unknown = tells_nothing(cell.text, contact=item in _CONTACTS)
        if unknown:
            self._rows.tell(cell.place, "placeholder", text=cell.text)
        return not unknown

    def _place_row(self, table: FlatTable, cells: Cells, place: Place) -> None:
        """Assign the row to its partner or service."""
        partner, service = (next(iter(cells.get(item, ())), None) for item in (Field.PARTNER, Field.SERVICE))
        of_service = bool(cells.keys() & _OF_A_SERVICE) or (Field.MEETS in cells and Field.AREA not in cells)
        if partner and not service and of_service and not table.is_details:
            service = partner
            cells = {**cells, Field.SERVICE: [partner]}
        code = next((cell.text for cell in cells.get(Field.CODE, ())), None)
        if service:
            slug = self._service_slug(code, service, partner, table.tells_apart)
            self._give("services", slug, table, cells, place, service)
        if partner and (not service or Field.AREA in cells):
            owner = self._partner_slug(None if service else code, partner)
            if not service:
                self._give("organizations", owner, table, cells, place, partner)
            if Field.AREA in cells:
                self._listed.append((cells, place, owner, table))
        if not partner and not service:
            self._rows.tell(place, "no_name_left_out") if table.lenient else self._rows.find(place, "no_name")

    def _give(self, part: str, slug: str, table: FlatTable, cells: Cells, place: Place, name: FlatCell) -> None:
        subject = self._subjects.get((part, slug))
        if subject is None and table.is_details and slug not in self._current.items[part]:
            sheet = word("sheets", "partners" if part == "organizations" else "services", self._labels.locale)
            self._rows.find(name.place, "not_on_sheet", text=name.text, sheet=sheet)
            return
        if subject is None:
            subject = self._subjects[part, slug] = Subject(part, slug, table)
        if table.is_details:
            # The names are there to find the row by; what they are is said on the other sheets.
            cells = {item: found for item, found in cells.items() if item not in (Field.PARTNER, Field.SERVICE)}
        if part == "organizations":
            cells = {item: found for item, found in cells.items() if item not in (Field.MEETS, Field.AREA)}
        subject.rows.append((cells, place))

    def _partner_slug(self, code: str | None, name: FlatCell) -> str:
        known = self._current.items["organizations"]
        if code in known and code is not None:
            self._slugs[("organizations", plain(name.text))] = code
            return code
        return self._slugs.setdefault(("organizations", plain(name.text)), slugify(name.text) or "partner")

    def _service_slug(self, code: str | None, name: FlatCell, partner: FlatCell | None, tells_apart: bool) -> str:
        owner = self._partner_slug(None, partner) if partner else ""
        if code is not None and code in self._current.items["services"]:
            self._slugs[("services", f"{plain(name.text)}|{owner}")] = code
            return code
        if code is not None and tells_apart:
            return f"{slugify(name.text) or 'service'}-{slugify(code)}"
        key = ("services", f"{plain(name.text)}|{owner}")
        if key not in self._slugs:
            slug = slugify(name.text) or "service"
            taken = {one for part, one in self._subjects if part == "services"} | self._current.items["services"].keys()
            self._slugs[key] = f"{slug}-{owner}" if slug in taken and owner else slug
            self._slugs.setdefault(("services", f"{plain(name.text)}|"), self._slugs[key])
        return self._slugs[key]

    def _add_offerers(self) -> None:
        """Add a partner for each name that only rows about services mention."""
        for subject in [one for one in self._subjects.values() if one.part == "services"]:
            for cells, place in subject.rows:
                for cell in cells.get(Field.PARTNER, ()):
                    slug = self._partner_slug(None, cell)
                    if slug not in self._current.items["organizations"] or subject.table.lenient:
                        found = self._subjects.setdefault(
                            ("organizations", slug), Subject("organizations", slug, subject.table)
                        )
                        if not found.rows:
                            found.rows.append(({Field.PARTNER: [cell]}, place))
        for (part, slug), subject in self._subjects.items():
            if part == "organizations":
                for cell in subject.rows[0][0].get(Field.PARTNER, ()):
                    self._values.learn_sender(cell.text, slug)

    def _about(self, subject: Subject) -> None:
        for cells, _ in subject.rows:
            for cell in cells.get(Field.HUB, ()):
                if read_choice("hub", cell.text) == "yes":
                    self._rows.about["hub"] = subject.slug
                    self._rows.about_places["hub"] = cell.place

    def _first_services(self) -> dict[str, str]:
        """The first described service of each partner."""
        return {
            self._partner_slug(None, cell): subject.slug
            for subject in reversed(self._subjects.values())
            if subject.part == "services"
            for cells, _ in subject.rows
            for cell in cells.get(Field.PARTNER, ())
        }
