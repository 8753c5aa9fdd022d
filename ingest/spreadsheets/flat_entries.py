"""Builds the entries and listings of partners and services, from their cells and from what the catalogue has already.

An unchanged cell keeps everything that the catalogue has for its value; a changed cell replaces it. In somebody else's
sheets, a value that cannot be read is kept in the note and reported.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from graph.concepts import FactDefinition
from graph.errors import ReadingError
from graph.message import Finding, Message, Text
from graph.services import Listing
from ingest.conditions import written_condition
from ingest.identifiers import slugify
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
from ingest.spreadsheets.entries import CurrentEntries
from ingest.spreadsheets.flat_tables import FlatCell, FlatTable
from ingest.spreadsheets.flat_values import Cells, FlatValues
from ingest.spreadsheets.flat_values import Value as FlatValue
from ingest.spreadsheets.headings import Field, plain, read_choice
from ingest.spreadsheets.rows import Draft, Place, Rows


class FlatConditions:
    """Writes the conditions of entries: read if a person has confirmed them, otherwise kept as something to ask.

    It reports how their words were read.
    """

    def __init__(self, rows: Rows, values: FlatValues, facts: Iterable[FactDefinition]) -> None:
        self._rows = rows
        self._values = values
        self._facts = tuple(facts)

    def set(self, draft: Draft, aspect: Aspect, values: list[FlatValue], before: tuple[Shown, ...], item: Any) -> None:
        """Write confirmed conditions as requirements, and the words of the others as a check."""
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
        checks = [*plain_checks, *asked]
        if checks := [check for at, check in enumerate(checks) if check not in checks[:at]]:
            draft.value["verify"] = checks

    def _condition(self, draft: Draft, words: FlatCell, confirmed: FlatCell | None) -> Iterator[dict[str, str]]:
        when = self._values.condition(words.text)
        if when is not None and confirmed is not None and read_choice("confirmed", confirmed.text) == "yes":
            self._rows.tell(words.place, "condition_read", words=words.text, means=written_condition(when, self._facts))
            requirement = self._values.requirement(words.text, when)
            if when and requirement not in draft.value.get("requires", ()):
                draft.append(("requires",), Draft(words.place, requirement))
            return
        if when is None:
            self._rows.tell(words.place, "condition_unclear", words=words.text)
        else:
            self._rows.tell(
                words.place,
                "condition_proposed",
                words=words.text,
                means=written_condition(when, self._facts),
            )
        yield self._values.check(words.text)


def _as_text(check: dict[str, str]) -> Text:
    return Text(check["it"], check.get("en", check["it"]))


@dataclass(slots=True)
class Subject:
    """A partner or service, and the rows that describe it."""

    part: str
    slug: str
    table: FlatTable
    rows: list[tuple[Cells, Place]] = field(default_factory=list)

    def values(self, aspect: Aspect) -> list[FlatValue]:
        """The values of an aspect, each as its cells (None for an empty one). A repeated value occurs once."""
        found: list[FlatValue] = []
        seen: set[Shown] = set()
        for cells, _ in self.rows:
            for value in zip_longest(*(cells.get(item, []) for item in aspect.fields)):
                filled = tuple(cell if cell is not None and cell.text else None for cell in value)
                texts = tuple(cell.text if cell else "" for cell in filled)
                if any(filled) and texts not in seen:
                    found.append(filled)
                    seen.add(texts)
        return found


_SEVERAL = frozenset(("routes", "documents", "closures", "note"))
"""Aspects that are read as one, although several rows may say something of them."""


class FlatEntries:
    """Builds entries. `name_partner` gives the identifier of a partner by the cell that names it."""

    def __init__(
        self,
        rows: Rows,
        current: CurrentEntries,
        values: FlatValues,
        labels: Labels,
        conditions: FlatConditions,
        name_partner: Callable[[FlatCell], str],
    ) -> None:
        self._rows = rows
        self._current = current
        self._values = values
        self._labels = labels
        self._conditions = conditions
        self._name_partner = name_partner
        self.said: dict[str, set[Field]] = {"organizations": set(), "services": set()}
        """What the columns of the sheets say of each part."""

    def build(self, subject: Subject) -> None:
        """Build the entry of a partner or service, and add it to the drafts unless nothing has changed."""
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
                self.set(draft, aspect, subject, None)
        self._rows.drafts.setdefault(part, []).append(draft)

    def _changes(self, subject: Subject, item: Any, draft: Draft) -> bool:
        """Replace the values of changed cells. Returns whether there are any."""
        aspects = ORGANIZATION_ASPECTS if subject.part == "organizations" else SERVICE_ASPECTS
        said = [aspect for aspect in aspects if set(aspect.fields) & self.said[subject.part]]
        changed = [self.set(draft, aspect, subject, item) for aspect in said]
        return any(changed)

    def set(self, draft: Draft, aspect: Aspect, subject: Subject, item: Any) -> bool:
        """Write an aspect into the entry. Returns False if its cells show the present values of `item`."""
        values = subject.values(aspect)
        before = shown(aspect, item, self._labels) if item is not None else ()
        texts = tuple(tuple(cell.text if cell else "" for cell in value) for value in values)
        if texts == tuple(dict.fromkeys(before)):
            return False
        if aspect.path in ("requires", "verify"):
            self._conditions.set(draft, aspect, values, before, item)
            return True
        old = draft.value.pop(aspect.path, None)
        if item is not None and not aspect.whole and len(old or ()) != len(before):
            old = self._current.plain(getattr(item, aspect.path))
        if not values:
            return True
        if aspect.whole:
            values = self._only_one(draft, subject, aspect, values)
            found = self._attempt(draft, subject, values[0], lambda: self._values.read_whole(aspect.path, values))
            if found is not None and aspect.path == "note" and subject.table.lenient and old:
                # What could not be read of other cells is there already.
                found = {key: _join_lines(text, old[key]) for key, text in found.items()}
            if found is not None:
                draft.put((aspect.path,), found, _place(values[0]))
            return True
        kept = dict(zip(reversed(before), reversed(old or ()), strict=True))
        for value, cells in zip(values, texts, strict=True):
            items = [kept[cells]] if cells in kept else self._read(draft, subject, aspect.path, value)
            for one in items:
                if one in draft.value.get(aspect.path, ()):
                    continue  # said in two words, such as "mensa" and "pasti"
                if aspect.path == "covers":
                    draft.value.setdefault("covers", []).append(one)
                else:
                    draft.append((aspect.path,), Draft(_place(value), one))
        return True

    def _only_one(self, draft: Draft, subject: Subject, aspect: Aspect, values: list[FlatValue]) -> list[FlatValue]:
        """The values of an aspect that can have only one: of several, the first is taken, the others are reported."""
        if aspect.path in _SEVERAL:
            return values
        first, *others = values
        for other in others:
            if self._means(aspect, other) == self._means(aspect, first):
                continue  # written in another way, such as a date or "yes"
            message = Message.of("reading.second", text=_words(other), first=_words(first), at=_place(first).told)
            if subject.table.lenient:
                self._rows.tell(_place(other), "kept_as_note", reason=message)
                self._keep_as_note(draft, other)
            else:
                draft.broken = True
                self._rows.findings.append(Finding(_place(other).told, message))
        return [first]

    def _means(self, aspect: Aspect, value: FlatValue) -> Any:
        """The notation of a value; its words if it cannot be read."""
        try:
            return self._values.read_whole(aspect.path, [value])
        except ReadingError:
            return _words(value)

    def _read(self, draft: Draft, subject: Subject, path: str, value: FlatValue) -> list[Any]:
        if path == "covers":
            found = self._attempt(
                draft, subject, value, lambda: [self._values.covers(value[0].text if value[0] else "")]
            )
        elif path in ("organizations", "part_of") and value[0] is not None:
            return [{"organization": self._name_partner(value[0])}]
        else:
            if path == "addresses" and subject.table.lenient:
                value = self._without_bad_code(value)
            found = self._attempt(draft, subject, value, lambda: self._values.read(path, value))
        return found or []

    def _without_bad_code(self, value: FlatValue) -> FlatValue:
        """The address without a postal code that has lost digits: its street is still right."""
        street, code, town = value
        try:
            self._values.read("addresses", value)
        except ReadingError as error:
            if street is not None and code is not None:
                self._rows.told.setdefault(error.message, []).append(code.place)
                return (street, None, town)
        return value

    def _attempt(self, draft: Draft, subject: Subject, value: FlatValue, read: Any) -> Any:
        """Call `read`. If it refuses the value, that is a finding or, in somebody else's sheet, a reported note."""
        try:
            return read()
        except ReadingError as error:
            place = _place_of(error, value)
            if not subject.table.lenient:
                draft.broken = True
                self._rows.findings.append(Finding(place.told, error.message))
                return None
            self._rows.tell(place, "kept_as_note", reason=error.message)
            self._keep_as_note(draft, value)
            return None

    def _keep_as_note(self, draft: Draft, value: FlatValue) -> None:
        words = "; ".join(f"{cell.heading}: {cell.words}" for cell in value if cell is not None)
        note = draft.value.get("note", {}).get("it", "")
        draft.value["note"] = dict.fromkeys(("it", "en"), _join_lines(note, words))


def _join_lines(*texts: str) -> str:
    """The lines of several texts, each once."""
    return "\n".join(dict.fromkeys(line for text in texts for line in text.splitlines() if line))


def _words(value: FlatValue) -> str:
    return ", ".join(cell.words for cell in value if cell is not None)


def _place_of(error: ReadingError, value: FlatValue) -> Place:
    """The cell whose text the error names; the first cell of the value if it names none."""
    named = {text for _, text in error.message.values}
    return next((cell.place for cell in value if cell is not None and cell.text in named), _place(value))


def _place(value: FlatValue) -> Place:
    return next(cell.place for cell in value if cell is not None)


Listed = tuple[Cells, Place, str, FlatTable]
"""A row under an area, with the identifier of its partner."""


class FlatListings:
    """Builds the listings of partners, and areas that the catalogue does not have yet."""

    def __init__(self, rows: Rows, current: CurrentEntries, values: FlatValues, entries: FlatEntries) -> None:
        self._rows = rows
        self._current = current
        self._values = values
        self._entries = entries

    def build(self, listed: Iterable[Listed], services: Mapping[str, str]) -> None:
        """Write the listings for the rows `listed`. `services` has the first described service of each partner."""
        areas = dict(self._values.areas)
        left: dict[tuple[str, str], list[Listing]] = {}
        for listing in self._current.items["listings"].values():
            left.setdefault((listing.organization, listing.area), []).append(listing)
        found: dict[str, tuple[Subject, str, str, Listing | None]] = {}
        for cells, place, owner, table in listed:
            for cell in cells[Field.AREA]:
                area = areas.get(plain(cell.text)) or self._new_area(cell, areas)
                known = [] if table.lenient else left.get((owner, area), [])
                current = known.pop(0) if known else None
                identifier = current.id if current else f"{area}/{owner}"
                subject, *_ = found.setdefault(
                    identifier, (Subject("listings", identifier, table), owner, area, current)
                )
                subject.rows.append((cells, place))
        for subject, owner, area, current in found.values():
            self._build_listing(subject, owner, area, current, services.get(owner))

    def _new_area(self, cell: FlatCell, areas: dict[str, str]) -> str:
        """Add an area to the catalogue for a heading that it does not know."""
        code = slugify(cell.text)
        areas[plain(cell.text)] = code
        self._rows.tell(cell.place, "new_area", text=cell.text)
        label = {"it": cell.text, "en": cell.text}
        self._rows.drafts.setdefault("areas", []).append(Draft(cell.place, {"code": code, "label": label}))
        return code

    def _build_listing(
        self, subject: Subject, owner: str, area: str, current: Listing | None, service: str | None
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
            self._entries.set(draft, LISTING[0], subject, current)
        self._rows.drafts.setdefault("listings", []).append(draft)
