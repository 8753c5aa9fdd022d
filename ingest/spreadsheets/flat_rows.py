"""From sheets for people to entries of a catalogue: rows about one partner or service are put together, wherever they
stand.

In the four sheets of an export, a cell that says what it said keeps everything that is known of its value, and a
changed cell replaces it. In the sheets of somebody else, what is not understood goes to the note and is told: no row
stops the file.
"""

import copy
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from graph.concepts import FactDefinition
from graph.errors import ReadingError
from graph.message import Finding, Message, Value
from graph.services import Listing
from ingest.catalogue import LoadedCatalogue
from ingest.documents import SHEET_MARK
from ingest.identifiers import identifier_of, slugify
from ingest.spreadsheets.aspects import (
    LISTING,
    ORGANIZATION_ASPECTS,
    SERVICE_ASPECTS,
    Aspect,
    Labels,
    Shown,
    shown,
    unconfirmed,
)
from ingest.spreadsheets.cells import demand_readable, tells_nothing
from ingest.spreadsheets.flat_tables import Cell, FlatTable
from ingest.spreadsheets.flat_values import Cells, FlatValues
from ingest.spreadsheets.flat_values import Value as FlatValue
from ingest.spreadsheets.headings import Field, own_words, plain, read_choice, word
from ingest.spreadsheets.rows import Draft, Place, Rows
from ingest.yaml_entries import notation_of

_OF_A_SERVICE = frozenset((
    Field.CONDITION, Field.ACCESS, Field.SENDER, Field.PAPERS, Field.FREE, Field.COST, Field.STATUS, Field.HELPS,
    Field.CLOSED_FROM, Field.CLOSED_UNTIL, Field.PLACES, Field.FREE_PLACES, Field.FULL_UNTIL, Field.VERIFIED, Field.HUB,
))  # fmt: skip
"""What only a service has: where a row names none, it has the name of its partner."""
_CONTACTS = frozenset((Field.PHONE, Field.EMAIL, Field.STREET, Field.HOURS, Field.CONTACTS, Field.FAX))
_LEFT_OUT = frozenset((Field.SKIP, Field.PERSON))
FOLDER = "extracted/spreadsheet/"
"""Where the rows of the spreadsheet stand in a catalogue: a file a part, a line an entry."""


@dataclass(slots=True)
class _Subject:
    """A partner or service, and the rows that are about it."""

    part: str
    slug: str
    table: FlatTable
    rows: list[tuple[Cells, Place]] = field(default_factory=list)

    def values(self, aspect: Aspect) -> list[FlatValue]:
        """The values of an aspect: the cells of each, None where one is empty; in somebody else's rows each once."""
        found: list[FlatValue] = []
        seen: set[Shown] = set()
        for cells, _ in self.rows:
            for value in zip_longest(*(cells.get(item, []) for item in aspect.fields)):
                filled = tuple(cell if cell is not None and cell.text else None for cell in value)
                texts = tuple(cell.text if cell else "" for cell in filled)
                if any(filled) and not (self.table.lenient and texts in seen):
                    found.append(filled)
                    seen.add(texts)
        return found


def read_flat(rows: Rows, tables: Iterable[FlatTable], loaded: LoadedCatalogue) -> None:
    """Add what `tables` say to the drafts of `rows`; `loaded` is the catalogue as it stands."""
    listed = sorted(tables, key=lambda table: (table.is_details, Field.SERVICE in table.held))
    if listed:
        _FlatReader(rows, listed, loaded).read()


class _FlatReader:
    def __init__(self, rows: Rows, tables: list[FlatTable], loaded: LoadedCatalogue) -> None:
        self._rows = rows
        self._tables = tables
        self._current = _Current(loaded)
        self._catalogue = loaded.catalogue
        self._labels = Labels(loaded.catalogue, tables[0].locale)
        self._values = FlatValues(rows, loaded.catalogue)
        self._subjects: dict[tuple[str, str], _Subject] = {}
        self._slugs: dict[tuple[str, str], str] = {}
        self._listed: list[tuple[Cells, Place, str, FlatTable]] = []
        self._said: dict[str, set[Field]] = {"organizations": set(), "services": set()}

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
            self._build(subject)
        self._build_listings()

    # ── Which row is about whom ──────────────────────────────────────────────────────────────────────────────────

    def _read_table(self, table: FlatTable) -> None:
        rows, name = table.table.rows, table.table.name
        if not table.lenient:
            for part in ("organizations", "services"):
                if table.is_details or (Field.SERVICE in table.held) == (part == "services"):
                    self._said[part] |= table.held
        several = len({one.table.file for one in self._tables}) > 1
        inked = sum(1 for cells in rows[table.header - 1 :] if any(cells))
        self._rows.counts[f"{table.table.file}, {name}" if several else name] = inked
        for heading, item in zip(table.headings, table.fields, strict=False):
            if heading and item is None:
                self._tell("free_column", Place(table.table.file, name, table.header, heading))
        for number, cells in enumerate(rows[table.header :], table.header + 1):
            if any(cells):
                self._read_row(table, number, cells)

    def _tell(self, code: str, place: Place, /, **values: Value) -> None:
        self._rows.told.setdefault(Message.of(f"reading.{code}", **values), []).append(place)

    def _read_row(self, table: FlatTable, number: int, texts: tuple[str, ...]) -> None:
        place = Place(table.table.file, table.table.name, number)
        cells: Cells = {}
        for heading, item, text in zip_longest(table.headings, table.fields, texts):
            if not text or item in _LEFT_OUT:
                continue
            cell = Cell(text, Place(place.file, place.sheet, number, heading or None), heading or "")
            if self._is_readable(cell, item, table.lenient):
                cells.setdefault(item or Field.FREE_FIELD, []).append(cell)
        named = [cell.text for item in (Field.PARTNER, Field.SERVICE) for cell in cells.get(item, ())]
        if any(text.startswith(own_words("example", "mark")) for text in named):
            self._tell("example", place)
        elif cells:
            self._place_row(table, self._values.spread(cells, table.meanings, table.lenient), place)

    def _is_readable(self, cell: Cell, item: Field | None, lenient: bool) -> bool:
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
            self._tell("placeholder", cell.place, text=cell.text)
        return not unknown

    def _place_row(self, table: FlatTable, cells: Cells, place: Place) -> None:
        """Give the row to the partner or service that it is about."""
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
            self._rows.find(place, "no_name")

    def _give(self, part: str, slug: str, table: FlatTable, cells: Cells, place: Place, name: Cell) -> None:
        subject = self._subjects.get((part, slug))
        if subject is None and table.is_details and slug not in self._current.items[part]:
            sheet = word("sheets", "partners" if part == "organizations" else "services", self._labels.locale)
            self._rows.find(name.place, "not_on_sheet", text=name.text, sheet=sheet)
            return
        if subject is None:
            subject = self._subjects[part, slug] = _Subject(part, slug, table)
        if table.is_details:
            # The names are there to find the row by; what they are is said on the other sheets.
            cells = {item: found for item, found in cells.items() if item not in (Field.PARTNER, Field.SERVICE)}
        if part == "organizations":
            cells = {item: found for item, found in cells.items() if item not in (Field.MEETS, Field.AREA)}
        subject.rows.append((cells, place))

    def _partner_slug(self, code: str | None, name: Cell) -> str:
        known = self._current.items["organizations"]
        if code in known and code is not None:
            self._slugs[("organizations", plain(name.text))] = code
            return code
        return self._slugs.setdefault(("organizations", plain(name.text)), slugify(name.text) or "partner")

    def _service_slug(self, code: str | None, name: Cell, partner: Cell | None, tells_apart: bool) -> str:
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
        """A partner for each name that only the rows of services give."""
        for subject in [one for one in self._subjects.values() if one.part == "services"]:
            for cells, place in subject.rows:
                for cell in cells.get(Field.PARTNER, ()):
                    slug = self._partner_slug(None, cell)
                    if slug not in self._current.items["organizations"] or subject.table.lenient:
                        found = self._subjects.setdefault(
                            ("organizations", slug), _Subject("organizations", slug, subject.table)
                        )
                        if not found.rows:
                            found.rows.append(({Field.PARTNER: [cell]}, place))
        for (part, slug), subject in self._subjects.items():
            if part == "organizations":
                for cell in subject.rows[0][0].get(Field.PARTNER, ()):
                    self._values.learn_sender(cell.text, slug)

    # ── What it says ─────────────────────────────────────────────────────────────────────────────────────────────

    def _build(self, subject: _Subject) -> None:
        """The entry of a partner or service: what is known already, with what its cells say otherwise."""
        part, place = subject.part, subject.rows[0][1]
        keeps = not subject.table.lenient
        item = self._current.items[part].get(subject.slug) if keeps else None
        draft = Draft(place, self._current.notation(part, subject.slug) if item is not None else {})
        draft.value["slug"] = subject.slug
        if (
            item is not None
            and not self._changes(subject, item, draft)
            and not self._current.is_written(part, subject.slug)
        ):
            return
        if item is None:
            for aspect in ORGANIZATION_ASPECTS if part == "organizations" else SERVICE_ASPECTS:
                self._set(draft, aspect, subject, None)
        self._about(subject)
        self._rows.drafts.setdefault(part, []).append(draft)

    def _changes(self, subject: _Subject, item: Any, draft: Draft) -> bool:
        """Replace what changed cells say; whether there are any."""
        aspects = ORGANIZATION_ASPECTS if subject.part == "organizations" else SERVICE_ASPECTS
        said = [aspect for aspect in aspects if set(aspect.fields) & self._said[subject.part]]
        changed = [self._set(draft, aspect, subject, item) for aspect in said]
        return any(changed)

    def _set(self, draft: Draft, aspect: Aspect, subject: _Subject, item: Any) -> bool:
        """Write an aspect into the entry; False where its cells show what `item` says already."""
        values = subject.values(aspect)
        before = shown(aspect, item, self._labels) if item is not None else ()
        texts = tuple(tuple(cell.text if cell else "" for cell in value) for value in values)
        if texts == before:
            return False
        if aspect.path in ("requires", "verify"):
            self._set_conditions(draft, aspect, values, before, item)
            return True
        old = draft.value.pop(aspect.path, None)
        if item is not None and not aspect.whole and len(old or ()) != len(before):
            old = self._current.plain(getattr(item, aspect.path))
        if not values:
            return True
        if aspect.whole:
            found = self._attempt(draft, subject, values[0], lambda: self._values.read_whole(aspect.path, values))
            if found is not None:
                draft.put((aspect.path,), found, _place(values[0]))
            return True
        kept = dict(zip(reversed(before), reversed(old or ()), strict=True))
        for value, cells in zip(values, texts, strict=True):
            items = [kept[cells]] if cells in kept else self._read(draft, subject, aspect.path, value)
            for one in items:
                if aspect.path == "covers":
                    draft.value.setdefault("covers", []).append(one)
                else:
                    draft.append((aspect.path,), Draft(_place(value), one))
        return True

    def _read(self, draft: Draft, subject: _Subject, path: str, value: FlatValue) -> list[Any]:
        if path == "covers":
            found = self._attempt(
                draft, subject, value, lambda: [self._values.covers(value[0].text if value[0] else "")]
            )
        elif path in ("organizations", "part_of") and value[0] is not None:
            return [{"organization": self._partner_slug(None, value[0])}]
        else:
            if path == "addresses" and subject.table.lenient:
                value = self._without_bad_code(value)
            found = self._attempt(draft, subject, value, lambda: self._values.read(path, value))
        return found or []

    def _without_bad_code(self, value: FlatValue) -> FlatValue:
        """An address without its postal code where that has lost digits: the street is right all the same."""
        street, code, town = value
        try:
            self._values.read("addresses", value)
        except ReadingError as error:
            if street is not None and code is not None:
                self._rows.told.setdefault(error.message, []).append(code.place)
                return (street, None, town)
        return value

    def _attempt(self, draft: Draft, subject: _Subject, value: FlatValue, read: Any) -> Any:
        """What `read` gives; what it refuses is a finding, or in somebody else's sheet a note that is told."""
        try:
            return read()
        except ReadingError as error:
            place = _place(value)
            if not subject.table.lenient:
                draft.broken = True
                self._rows.findings.append(Finding(place.told, error.message))
                return None
            self._tell("kept_as_note", place, reason=error.message)
            words = "; ".join(f"{cell.heading}: {cell.text}" for cell in value if cell is not None)
            note = draft.value.get("note", {}).get("it")
            draft.value["note"] = dict.fromkeys(("it", "en"), f"{note}\n{words}" if note else words)
            return None

    def _set_conditions(
        self, draft: Draft, aspect: Aspect, values: list[FlatValue], before: tuple[Shown, ...], item: Any
    ) -> None:
        """Conditions that are confirmed become requirements; the words of the others are a check."""
        checks = draft.value.pop("verify", [])
        asked = [check for check in checks if unconfirmed(_as_text(check))]
        plain_checks = [check for check in checks if not unconfirmed(_as_text(check))]
        if aspect.path == "verify":
            new = [{"it": cell.text, "en": cell.text} for value in values for cell in value if cell is not None]
            kept = dict(zip(before, plain_checks, strict=False)) if item is not None else {}
            plain_checks = [kept.get((check["it"],)) or kept.get((check["en"],)) or check for check in new]
        else:
            kept = dict(zip(before, draft.value.pop("requires", []), strict=False))
            asked = []
            for words, confirmed in values:
                if words is None:
                    continue
                shown_cells = (words.text, confirmed.text if confirmed else "")
                if shown_cells in kept:
                    draft.append(("requires",), Draft(words.place, kept[shown_cells]))
                else:
                    asked.extend(self._condition(draft, words, confirmed))
        if checks := [*plain_checks, *asked]:
            draft.value["verify"] = checks

    def _condition(self, draft: Draft, words: Cell, confirmed: Cell | None) -> Iterator[dict[str, str]]:
        when = self._values.condition(words.text)
        if when is not None and confirmed is not None and read_choice("confirmed", confirmed.text) == "yes":
            self._tell(
                "condition_read", words.place, words=words.text, means=written_condition(when, self._catalogue.facts)
            )
            if when:
                draft.append(("requires",), Draft(words.place, self._values.requirement(words.text, when)))
            return
        if when is None:
            self._tell("condition_unclear", words.place, words=words.text)
        else:
            self._tell(
                "condition_proposed",
                words.place,
                words=words.text,
                means=written_condition(when, self._catalogue.facts),
            )
        yield self._values.check(words.text)

    def _about(self, subject: _Subject) -> None:
        for cells, _ in subject.rows:
            for cell in cells.get(Field.HUB, ()):
                if read_choice("hub", cell.text) == "yes":
                    self._rows.about["hub"] = subject.slug
                    self._rows.about_places["hub"] = cell.place

    # ── Under which area it is listed ────────────────────────────────────────────────────────────────────────────

    def _build_listings(self) -> None:
        areas = dict(self._values.areas)
        left: dict[tuple[str, str], list[Listing]] = {}
        for listing in self._catalogue.listings:
            left.setdefault((listing.organization, listing.area), []).append(listing)
        found: dict[str, tuple[_Subject, str, str, Listing | None]] = {}
        for cells, place, owner, table in self._listed:
            for cell in cells[Field.AREA]:
                area = areas.get(plain(cell.text)) or self._new_area(cell, areas)
                known = [] if table.lenient else left.get((owner, area), [])
                current = known.pop(0) if known else None
                identifier = current.id if current else f"{area}/{owner}"
                subject, *_ = found.setdefault(
                    identifier, (_Subject("listings", identifier, table), owner, area, current)
                )
                subject.rows.append((cells, place))
        services = self._first_services()
        for subject, owner, area, current in found.values():
            self._build_listing(subject, owner, area, current, services.get(owner))

    def _first_services(self) -> dict[str, str]:
        """For each partner the first service that these rows describe of it."""
        return {
            self._partner_slug(None, cell): subject.slug
            for subject in reversed(self._subjects.values())
            if subject.part == "services"
            for cells, _ in subject.rows
            for cell in cells.get(Field.PARTNER, ())
        }

    def _new_area(self, cell: Cell, areas: dict[str, str]) -> str:
        """A heading of the coordinator's own is an area of the catalogue."""
        code = slugify(cell.text)
        areas[plain(cell.text)] = code
        self._tell("new_area", cell.place, text=cell.text)
        label = {"it": cell.text, "en": cell.text}
        self._rows.drafts.setdefault("areas", []).append(Draft(cell.place, {"code": code, "label": label}))
        return code

    def _build_listing(
        self, subject: _Subject, owner: str, area: str, current: Listing | None, service: str | None
    ) -> None:
        cells, place = subject.rows[0]
        draft = Draft(place, self._current.notation("listings", subject.slug) if current else {})
        if current is None:
            name = cells[Field.PARTNER][0].text
            draft.value = {
                "id": subject.slug, "area": area, "printed": name, "organization": owner, "evidence": "listed",
            }  # fmt: skip
            if service and not any(Field.MEETS in own and Field.SERVICE not in own for own, _ in subject.rows):
                draft.value["service"] = service
        if "service" not in draft.value:
            self._set(draft, LISTING[0], subject, current)
        self._rows.drafts.setdefault("listings", []).append(draft)


class _Current:
    """The entries of a catalogue as they stand, in notation, without citations of an earlier spreadsheet."""

    def __init__(self, loaded: LoadedCatalogue) -> None:
        catalogue = loaded.catalogue
        self.items: dict[str, dict[str, Any]] = {
            "organizations": {item.slug: item for item in catalogue.organizations},
            "services": {item.slug: item for item in catalogue.services},
            "listings": {item.id: item for item in catalogue.listings},
        }
        self._own = frozenset(source.slug for source in catalogue.sources if SHEET_MARK in source.file)
        self._rows = {
            (part, identifier_of(part, entry.value)[0]): entry.value
            for part in self.items
            for entry in loaded.entries.get(part, ())
            if entry.file.startswith(FOLDER)
        }
        self._written = {
            (part, identifier_of(part, entry.value)[0]) for part in self.items for entry in loaded.entries.get(part, ())
        }

    def is_written(self, part: str, identifier: str) -> bool:
        """Whether an entry says it, and not only a listing that names it."""
        return (part, identifier) in self._written

    def notation(self, part: str, identifier: str) -> dict[str, Any]:
        """The entry: as the spreadsheet gave it, otherwise as all files together have it."""
        row = self._rows.get((part, identifier))
        if row is not None:
            return dict(self._without_own(copy.deepcopy(row)))
        return dict(self.plain(self.items[part][identifier]))

    def plain(self, value: Any) -> Any:
        """The notation of a value, without citations of an earlier spreadsheet."""
        return self._without_own(notation_of(value))

    def _without_own(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._without_own(item) for item in value]
        if not isinstance(value, dict):
            return value
        found = {key: self._without_own(item) for key, item in value.items() if key != "cite"}
        cites = value.get("cite", [])
        listed = [
            cite for cite in ([cites] if isinstance(cites, str) else cites) if cite.partition(":")[0] not in self._own
        ]
        return found | ({"cite": listed} if listed else {})


def _as_text(check: dict[str, str]) -> Any:
    from graph.message import Text

    return Text(check["it"], check.get("en", check["it"]))


def _place(value: FlatValue) -> Place:
    return next(cell.place for cell in value if cell is not None)


def written_condition(when: Mapping[str, Any], facts: Iterable[FactDefinition]) -> Message:
    """A condition as a person reads it."""
    values = {
        (fact.name, value.code): Message.of("condition.fact", fact=fact.label, value=value.label)
        for fact in facts
        for value in fact.values
    }
    if not when:
        return Message.of("condition.anybody")
    parts: list[Message | str] = []
    for fact, test in when.items():
        if fact == "age" and isinstance(test, dict):
            low, high = test.get("min"), test.get("max")
            code = "age_between" if low and high else "age_from" if low else "age_to"
            parts.append(Message.of(f"condition.{code}", low=low or "", high=high or ""))
        elif fact == "gender":
            parts.append(Message.of(f"condition.{test}"))
        else:
            parts.append(values.get((fact, str(test)), f"{fact}: {test}"))
    return Message.of("condition.parts", parts=tuple(parts))
