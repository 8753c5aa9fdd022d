"""The sheets and columns of a spreadsheet, derived from `graph.model`, so that none can be forgotten.

Each part of a catalogue is a sheet with one entry a row. What an entry has several of (telephones, requirements) is a
sheet of its own, `services.phones`, whose column `of` names the entry; the sheet of the part has a column for its
short form besides. What it has one of (cost) are columns with its name in front, `cost.free`.
"""

import dataclasses
import types
import typing
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from functools import cache
from typing import Any

from graph import concepts, model, organizations, services
from graph.formula import Formula
from graph.message import Text
from graph.provenance import Citation
from ingest.identifiers import CURATED, IDENTIFIERS

OF = "of"
"""The column of a sheet of details that names the entry they belong to."""
ABOUT = "about"
ABOUT_COLUMNS = ("city", "name.it", "name.en", "hub", "version")
GUIDE = "guide"
CHOICES = "choices"
PARTS: dict[str, type] = {**CURATED, "services": services.Service, "listings": services.Listing}
_REASON = "why"
_LAST = ("cite", "evidence", _REASON)
_SHORT_FIELDS: dict[type, str] = {
    organizations.AlternateName: "name", organizations.Membership: "organization", services.Offer: "organization",
    services.NeedLink: "need", organizations.Phone: "printed", organizations.Email: "address",
    organizations.Address: "street",
    organizations.Schedule: "printed", services.Collaboration: "organization", services.Route: "modes",
    concepts.Effect: "fact", services.Requirement: "when",
}  # fmt: skip
"""The field that a short form gives; of an effect it is `fact=value`."""
_REFERENCES: dict[tuple[type, str], str] = {
    (services.Listing, "area"): "areas", (services.Listing, "organization"): "organizations",
    (services.Listing, "service"): "services", (services.NeedLink, "need"): "needs",
    (services.Offer, "organization"): "organizations", (organizations.Membership, "organization"): "organizations",
    (services.Collaboration, "organization"): "organizations", (concepts.NeedArea, "parent"): "needs",
    (concepts.EntrySituation, "territory"): "territories", (concepts.Effect, "fact"): "facts",
    (services.Service, "covers"): "territories", (model.StatedGap, "needs"): "needs",
}  # fmt: skip


class CellKind(StrEnum):
    """What a cell of a column holds; the value is how the guide says it."""

    TEXT = "text"
    INTEGER = "whole number"
    NUMBER = "number"
    YES_NO = "yes or no"
    DATE = "date, 2026-01-31"
    CHOICE = "one of the values"
    LIST = "several, separated by ;"
    FORMULA = "condition, {residence: [milan, prison]}"
    SPANS = "lines of sources, charter:98-100"
    SHORT = "short form: several, separated by ;"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its name, where its value goes in an entry, and what it may hold.

    `refers` is the part whose identifiers it names. `item` is the type that a short form abbreviates.
    """

    name: str
    path: tuple[str, ...]
    kind: CellKind
    choices: tuple[str, ...] = ()
    refers: str | None = None
    required: bool = False
    item: type | None = None


@dataclass(frozen=True, slots=True)
class SheetSchema:
    """A sheet. `path` is empty for the entries of a part, else the field of theirs whose items are the rows."""

    part: str
    path: tuple[str, ...]
    kind: type
    columns: tuple[Column, ...]

    @property
    def name(self) -> str:
        """The name on its tab."""
        return ".".join((self.part, *self.path))

    @property
    def header(self) -> tuple[str, ...]:
        """The names in its first row."""
        return tuple(column.name for column in self.columns)

    def find_columns(self) -> dict[str, Column]:
        """Every column by its name in plain form; a column of reasons need not name a language."""
        found = {plain_name(column.name): column for column in self.columns}
        reasons = (column for column in self.columns if column.path[-2:] == (_REASON, "it"))
        return found | {plain_name(column.name.removesuffix(".it")): column for column in reasons}


@cache
def list_sheets() -> tuple[SheetSchema, ...]:
    """Every sheet of a catalogue, each part before its details; the partner list and its organizations first."""
    first = ("listings", "organizations", "services")
    parts = (*first, *(part for part in PARTS if part not in first))
    return tuple(sheet for part in parts for sheet in _sheets(part))


@cache
def sheets_of(part: str) -> tuple[SheetSchema, ...]:
    """The sheet of a part, then those of its details."""
    return tuple(sheet for sheet in list_sheets() if sheet.part == part)


@cache
def sheets_by_name() -> dict[str, SheetSchema]:
    """Every sheet by its name."""
    return {sheet.name: sheet for sheet in list_sheets()}


def is_header(cells: Sequence[str]) -> bool:
    """Whether `cells` are names of columns of one sheet, at least two."""
    names = {plain_name(cell) for cell in cells if cell.strip()}
    return len(names) > 1 and any(names <= sheet.find_columns().keys() for sheet in list_sheets())


def plain_name(name: str) -> str:
    """The name of a sheet or column in lower case, with one underscore for the blanks between its words.

    >>> plain_name("Postal Code ")
    'postal_code'
    """
    return "_".join(name.lower().split())


def _sheets(part: str) -> Iterator[SheetSchema]:
    kind = PARTS[part]
    columns = sorted(_columns(kind, ()), key=lambda column: _order(part, column))
    yield SheetSchema(part, (), kind, tuple(columns))
    for path, item in _details(kind, ()):
        of = Column(name=OF, path=(), kind=CellKind.TEXT, refers=part, required=True)
        yield SheetSchema(part, path, item, (of, *sorted(_columns(item, ()), key=lambda column: _order("", column))))


def _order(part: str, column: Column) -> tuple[bool, bool]:
    """Identifiers first, where it is from last."""
    return not set(_LAST).isdisjoint(column.path), column.name not in IDENTIFIERS.get(part, ())


def _columns(kind: type, prefix: tuple[str, ...]) -> Iterator[Column]:
    hints = typing.get_type_hints(kind)
    for field in dataclasses.fields(kind):
        path = (*prefix, field.name)
        hint = _without_none(hints[field.name])
        required = field.default is dataclasses.MISSING and not prefix
        refers = _REFERENCES.get((kind, field.name))
        if hint is Text:
            yield _column((*path, "it"), CellKind.TEXT, required=required)
            yield _column((*path, "en"), CellKind.TEXT)
        elif typing.get_origin(hint) is tuple:
            yield from _several(path, typing.get_args(hint)[0], refers)
        elif hint is not Formula and dataclasses.is_dataclass(hint):
            yield from _columns(typing.cast(type, hint), path)
        else:
            yield _column(path, _scalar(hint), choices=_choices(hint), refers=refers, required=required)


def _several(path: tuple[str, ...], item: Any, refers: str | None) -> Iterator[Column]:
    if item is Citation:
        yield _column(path, CellKind.SPANS)
    elif not dataclasses.is_dataclass(item):
        yield _column(path, CellKind.LIST, choices=_choices(item), refers=refers)
    elif len(path) == 1 and item in _SHORT_FIELDS:
        name = _SHORT_FIELDS[item]
        hint = typing.get_type_hints(item)[name]
        choices = _choices(typing.get_args(hint)[0]) if typing.get_origin(hint) is tuple else ()
        refers = _REFERENCES.get((item, name)) if item is not concepts.Effect else None
        yield _column(path, CellKind.SHORT, choices=choices, refers=refers, item=item)


def _column(path: tuple[str, ...], kind: CellKind, **more: Any) -> Column:
    return Column(name=".".join(path), path=path, kind=kind, **more)


def _details(kind: type, prefix: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], type]]:
    """The fields that hold several values of a type with fields of its own."""
    hints = typing.get_type_hints(kind)
    for field in dataclasses.fields(kind):
        hint = _without_none(hints[field.name])
        if typing.get_origin(hint) is tuple:
            item = typing.get_args(hint)[0]
            if dataclasses.is_dataclass(item) and item is not Citation:
                yield (*prefix, field.name), typing.cast(type, item)
        elif hint not in (Formula, Text) and dataclasses.is_dataclass(hint):
            yield from _details(typing.cast(type, hint), (*prefix, field.name))


def short_field(item: type) -> str:
    """The field of `item` that its short form gives."""
    return _SHORT_FIELDS[item]


def _scalar(hint: Any) -> CellKind:
    if isinstance(hint, type) and issubclass(hint, Enum):
        return CellKind.CHOICE
    kinds = {bool: CellKind.YES_NO, int: CellKind.INTEGER, float: CellKind.NUMBER, date: CellKind.DATE}
    return CellKind.FORMULA if hint is Formula else kinds.get(hint, CellKind.TEXT)


def _choices(hint: Any) -> tuple[str, ...]:
    if hint is bool:
        return ("yes", "no")
    return tuple(str(item.value) for item in hint) if isinstance(hint, type) and issubclass(hint, Enum) else ()


def _without_none(hint: Any) -> Any:
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        return next(option for option in typing.get_args(hint) if option is not type(None))
    return hint
