"""Reads tables as entries of a catalogue, and keeps the sheet, row and column of each value."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import zip_longest
from pathlib import PurePath
from typing import Any

import yaml

from graph.errors import ReadingError
from graph.message import Finding, Message, Value
from ingest.decode import hint
from ingest.spreadsheets.cells import (
    EMPTY_LIST,
    demand_readable,
    expand,
    find_doubt,
    is_placeholder,
    read_cell,
)
from ingest.spreadsheets.schema import (
    ABOUT,
    ABOUT_COLUMNS,
    CHOICES,
    GUIDE,
    OF,
    CellKind,
    Column,
    SheetSchema,
    plain_name,
    sheets_by_name,
)
from ingest.spreadsheets.tables import Table
from ingest.yaml_entries import Entry

Keys = tuple[str | int, ...]
_PRINTED = frozenset((GUIDE, CHOICES))
"""Sheets for people, of which nothing is read."""
_MADE = frozenset(("slug", "id", "organization"))
"""Required columns that are made from a name where they are left out."""


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a spreadsheet."""

    file: str
    sheet: str
    row: int
    column: str | None = None

    @property
    def told(self) -> Message:
        """The place in words."""
        where = Message.of("place.row", file=self.file, sheet=self.sheet, row=self.row)
        return Message.of("place.cell", row=where, column=self.column) if self.column else where


@dataclass(frozen=True, slots=True)
class RowEntry(Entry):
    """An entry that was read from a row; findings about it name the cell."""

    places: Mapping[Keys, Place]

    def finding(self, path: Keys, message: Message) -> Finding:
        """A finding about the cell of the value at `path`, or of the nearest value around it."""
        return Finding(self.place(path).told, message)

    def place(self, path: Keys = ()) -> Place:
        """The cell of the value at `path`, or of the nearest value around it."""
        nearest = (path[:length] for length in range(len(path), 0, -1) if path[:length] in self.places)
        return self.places[next(nearest, ())]


@dataclass(slots=True)
class Draft:
    """An entry in the making, from its row and the rows of its details."""

    place: Place
    value: dict[str, Any] = field(default_factory=dict)
    places: dict[Keys, Place] = field(default_factory=dict)
    broken: bool = False
    """Something in it was told to be wrong already."""
    refused: set[str] = field(default_factory=set)
    """The columns of what was wrong."""

    def put(self, path: Keys, value: Any, place: Place) -> None:
        """Set the value at `path`."""
        target: Any = self.value
        for key in path[:-1]:
            target = target[key] if isinstance(key, int) else target.setdefault(key, {})
        target[path[-1]] = value
        self.places[path] = place

    def append(self, path: tuple[str, ...], item: "Draft") -> None:
        """Add `item`, which a row of details gave, to the list at `path` of this entry."""
        target: Any = self.value
        for key in path[:-1]:
            target = target.setdefault(key, {})
        items = target.setdefault(path[-1], [])
        at: Keys = (*path, len(items))
        items.append(item.value)
        self.places[at] = item.place
        self.places |= {(*at, *inner): place for inner, place in item.places.items()}
        self.broken |= item.broken

    def entry(self) -> RowEntry:
        """The finished entry."""
        return RowEntry(self.place.file, _NO_NODE, self.value, {(): self.place, **self.places})


@dataclass(slots=True)
class Rows:
    """The contents of a spreadsheet: the entries of each part in order, findings, and what was not read."""

    drafts: dict[str, list[Draft]] = field(default_factory=dict)
    details: list[tuple[SheetSchema, str, Draft]] = field(default_factory=list)
    about: dict[str, str] = field(default_factory=dict)
    about_places: dict[str, Place] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    unread: list[Message] = field(default_factory=list)
    told: dict[Message, list[Place]] = field(default_factory=dict)
    """What was understood only in part, and the cells that it is true of."""
    country: str | None = None
    incomplete: set[tuple[str, str]] = field(default_factory=set)
    """Files and sheets that lack a column which every row needs."""
    counts: dict[str, int] = field(default_factory=dict)
    """How many rows that are not blank each sheet of each file has, its header among them."""

    def find(self, place: Place, code: str, /, **values: Value) -> None:
        """Add the finding `reading.<code>` about a cell."""
        self.findings.append(Finding(place.told, Message.of(f"reading.{code}", **values)))

    def tell(self, place: Place, code: str, /, **values: Value) -> None:
        """Report `reading.<code>` about a cell that was only partly understood."""
        self.told.setdefault(Message.of(f"reading.{code}", **values), []).append(place)


def read_rows(tables: Iterable[Table], country: str | None = None, *, flat: bool = False) -> Rows:
    """Read every sheet, and find everything that is wrong in one run.

    Parameters
    ----------
    tables
        The sheets.
    country
        The ISO 3166-1 code of the country of telephone numbers, dates and postal codes; None if it is not known.
    flat
        Whether sheets for people are read too, so that none of these sheets is needed.

    Returns
    -------
    Rows
        The entries, findings and messages.
    """
    rows = Rows(country=country)
    listed = tuple(tables)
    # A file of CSV has the name of its sheet.
    files = len({table.file for table in listed if table.name != PurePath(table.file).stem})
    for table in listed:
        rows.unread.extend(table.notes)
        inked = [(number, cells) for number, cells in enumerate(table.rows, 1) if any(cells)]
        if table.name in _PRINTED or not inked:
            continue
        if table.hidden and not is_catalogue_sheet(table):
            rows.unread.append(Message.of("reading.hidden", file=table.file, sheet=table.name, count=len(inked)))
            continue
        rows.counts[table.name if files < 2 else f"{table.file}, {table.name}"] = len(inked)
        fitting = _schemas_by_header(inked[0][1])
        schema = _schema_by_name(table.name) or (fitting[0] if len(fitting) == 1 else None)
        if table.name == ABOUT:
            _read_about(rows, table, inked)
        elif schema is None:
            rows.unread.append(_unknown(table, len(inked), fitting))
        else:
            _read_sheet(rows, table, schema, inked)
    if not (flat or rows.drafts or rows.details or rows.about or rows.findings):
        nothing = Message.of("reading.no_rows", files=tuple(dict.fromkeys(table.file for table in listed)))
        rows.findings.extend(Finding("", told) for told in rows.unread or [nothing])
    return rows


def is_catalogue_sheet(table: Table) -> bool:
    """Whether `table` is a sheet of `rete export --full`, by its name and most columns, or by its columns alone."""
    inked = next((cells for cells in table.rows if any(cells)), ())
    schema = _schema_by_name(table.name)
    names = [plain_name(name) for name in inked if name]
    known = schema.find_columns() if schema else {}
    fits = schema is not None and 2 * sum(name in known for name in names) > len(names)
    return fits or table.name in (*_PRINTED, ABOUT) or len(_schemas_by_header(inked)) == 1


def _schema_by_name(name: str) -> SheetSchema | None:
    return next((sheet for known, sheet in sheets_by_name().items() if plain_name(known) == plain_name(name)), None)


def _schemas_by_header(header: tuple[str, ...]) -> list[SheetSchema]:
    """The sheets that a table with another name may be: they know all its columns, and it has all required ones."""
    names = {plain_name(name) for name in header if name}
    return [
        sheet
        for sheet in sheets_by_name().values()
        if len(names) > 1
        and names <= sheet.find_columns().keys()
        and {column.name for column in sheet.columns if column.required and column.name not in _MADE} <= names
    ]


def _unknown(table: Table, count: int, fitting: list[SheetSchema]) -> Message:
    close = get_close_matches(table.name, sheets_by_name(), 1)
    advice = (
        Message.of("reading.sheet_any", sheets=tuple(sheet.name for sheet in fitting))
        if fitting
        else Message.of("reading.sheet_near", near=close[0])
        if close
        else Message.of("reading.sheet_map", file=table.file)
    )
    return Message.of("reading.sheet_unknown", file=table.file, sheet=table.name, count=count, hint=advice)


def _read_about(rows: Rows, table: Table, inked: list[tuple[int, tuple[str, ...]]]) -> None:
    for number, cells in inked:
        name, value = (*cells, "", "")[:2]
        if name in ABOUT_COLUMNS:
            rows.about[name] = value
            rows.about_places[name] = Place(table.file, table.name, number)
        else:
            place = Place(table.file, table.name, number)
            rows.find(place, "no_word", name=name, hint=hint(name, ABOUT_COLUMNS))


def _read_sheet(rows: Rows, table: Table, schema: SheetSchema, inked: list[tuple[int, tuple[str, ...]]]) -> None:
    (at, header), *body = inked
    columns = _columns(rows, table, schema, at, header)
    needed = _needed(rows, table, schema, header, at) if body else ()
    for number, cells in body:
        draft = Draft(Place(table.file, table.name, number))
        of = ""
        for column, text in zip(columns, cells, strict=False):
            if column is not None and column.name == OF:
                of = text
            elif column is not None and text:
                _read_value(rows, draft, column, text)
        unnamed = [text for name, text in zip_longest(header, cells, fillvalue="") if text and not name]
        if unnamed:
            rows.find(draft.place, "no_heading", text=unnamed[0])
        _demand(rows, draft, needed)
        if not schema.path:
            rows.drafts.setdefault(schema.part, []).append(draft)
        elif of:
            rows.details.append((schema, of, draft))
        else:
            rows.find(draft.place, "no_owner", column=OF, part=schema.part)


def _columns(rows: Rows, table: Table, schema: SheetSchema, at: int, header: tuple[str, ...]) -> list[Column | None]:
    by_name = schema.find_columns()
    found: list[Column | None] = []
    for name in header:
        column = by_name.get(plain_name(name))
        place = Place(table.file, table.name, at, name)
        if name and column is None:
            rows.find(place, "no_column", hint=hint(plain_name(name), schema.header))
        elif column is not None and column in found:
            rows.find(place, "column_twice")
        found.append(column)
    return found


def _needed(
    rows: Rows, table: Table, schema: SheetSchema, header: tuple[str, ...], at: int
) -> tuple[tuple[str, ...], ...]:
    """The columns that every row must fill, as alternatives of names. A missing column is reported once."""
    required = [column.name for column in schema.columns if column.required and column.name not in (*_MADE, OF)]
    groups = [(name, f"{name.removesuffix('.it')}.en") if name.endswith(".it") else (name,) for name in required]
    for names in groups:
        if not set(names) & set(map(plain_name, header)):
            rows.find(Place(table.file, table.name, at, names[0]), "column_missing")
            rows.incomplete.add((table.file, table.name))
    return tuple(names for names in groups if set(names) & set(map(plain_name, header)))


def _demand(rows: Rows, draft: Draft, needed: tuple[tuple[str, ...], ...]) -> None:
    draft.broken |= (draft.place.file, draft.place.sheet) in rows.incomplete
    told = {place.column for place in draft.places.values()} | draft.refused
    for names in needed:
        if not told & set(names):
            place = Place(draft.place.file, draft.place.sheet, draft.place.row, names[0])
            rows.find(place, "empty")
            draft.broken = True


def _read_value(rows: Rows, draft: Draft, column: Column, text: str) -> None:
    place = Place(draft.place.file, draft.place.sheet, draft.place.row, column.name)
    try:
        demand_readable(text)
        if is_placeholder(column, text):
            rows.told.setdefault(Message.of("reading.placeholder", text=text), []).append(place)
        elif column.kind is CellKind.SHORT:
            _read_details(rows, draft, column, text, place)
        else:
            value = [] if text == EMPTY_LIST else read_cell(column, text, rows.country)
            draft.put(column.path, value, place)
    except ReadingError as error:
        draft.broken = True
        draft.refused.add(column.name)
        rows.findings.append(Finding(place.told, error.message))


def _read_details(rows: Rows, draft: Draft, column: Column, text: str, place: Place) -> None:
    details = expand(column, text, rows.country)
    for item in details:
        draft.append(column.path, Draft(place, item))
    doubt = find_doubt(column, details, rows.country)
    if doubt is not None:
        rows.told.setdefault(doubt, []).append(place)


def list_told(rows: Rows) -> Iterator[Message]:
    """A message for each thing that was only partly understood: the first cell, and the number of further ones."""
    for message, (first, *others) in rows.told.items():
        yield Message.of("reading.told", place=first.told, count=len(others), message=message)


def list_drafts(rows: Rows) -> Iterator[tuple[str, Draft]]:
    """Every entry with its part."""
    for part, drafts in rows.drafts.items():
        for draft in drafts:
            yield part, draft


_NO_NODE = yaml.ScalarNode("", "")
