"""Exports a catalogue as tables, without loss."""

import dataclasses
from collections.abc import Hashable, Iterable, Iterator
from functools import cache
from typing import Any, cast

from graph.concepts import Effect
from graph.model import Catalogue
from graph.provenance import Citation
from ingest.documents import SHEET_MARK
from ingest.identifiers import IDENTIFIERS
from ingest.spreadsheets.cells import write_cell
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
