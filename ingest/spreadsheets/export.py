"""Exports a catalogue as tables, without loss, and writes tables as a workbook in XLSX.

A workbook has headings that stay in view, drop-down values and a guide to its sheets. The same tables give the same
bytes: the file holds no time of writing.
"""

import dataclasses
import io
import os
import re
import tempfile
import zipfile
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from graph.concepts import Effect
from graph.errors import DocumentError
from graph.message import Message
from graph.model import Catalogue
from graph.provenance import Citation
from ingest.documents import SHEET_MARK
from ingest.identifiers import IDENTIFIERS
from ingest.spreadsheets.cells import write_cell
from ingest.spreadsheets.four_sheets import FlatSheet
from ingest.spreadsheets.headings import CHOICES as HELD_TO_THE_LIST
from ingest.spreadsheets.schema import (
    ABOUT,
    CHOICES,
    GUIDE,
    OF,
    CellKind,
    Column,
    SheetSchema,
    list_sheets,
    sheets_by_name,
    sheets_of,
)
from ingest.spreadsheets.sheet_data import put_rows
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


if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_LAST_ROW = 100_000
"""Drop-down values reach so far down, and take in so many identifiers."""
_INLINE = 250
"""Characters that a drop-down can hold; longer lists are on a sheet."""
_WIDTHS = (12, 60)
_TIME = datetime(1980, 1, 1)  # noqa: DTZ001 - the earliest that a zip can tell, in no zone
_PROPERTIES = "docProps/core.xml"
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
GUIDE_HEADER = ("sheet", "column", "required", "holds", "values")


@dataclass(frozen=True, slots=True)
class SheetRows:
    """The rows of a sheet, and the number of the style of a cell by its row and its text."""

    rows: tuple[tuple[str, ...], ...]
    style_of: Callable[[int, str], int]


def write_workbook(tables: Iterable[Table], file: Path) -> None:
    """Write `tables` to `file`, whole or not at all. Raises DocumentError if a workbook cannot hold a text."""
    book = _new_book()
    listed = list(tables)
    guide = Table("", GUIDE, (GUIDE_HEADER, *guide_rows()))
    rows = [_write_sheet(book, table) for table in (*listed, guide)]
    long_choices = _write_choices(book)
    for table in listed:
        schema = sheets_by_name().get(table.name)
        if schema is not None:
            _add_drop_downs(book[table.name], schema, long_choices)
    _save(book, file, rows)


def write_flat_workbook(sheets: Iterable[FlatSheet], file: Path) -> None:
    """Write sheets for people, whole or not at all, with their values to choose from on a hidden sheet.

    Raises DocumentError if a workbook cannot hold a text.
    """
    book = _new_book()
    listed = list(sheets)
    rows = [_write_sheet(book, flat.table) for flat in listed]
    offered = book.create_sheet(CHOICES)
    offered.sheet_state = "hidden"
    ranges: dict[tuple[str, ...], str] = {}
    for flat in listed:
        for position, (field, values) in enumerate(zip(flat.fields, flat.offered, strict=True), 1):
            if isinstance(values, tuple) and values not in ranges:
                ranges[values] = _write_list(offered, len(ranges) + 1, values)
            source = ranges[values] if isinstance(values, tuple) else f"'{values}'!$A$2:$A${_LAST_ROW}"
            if values:
                # A partner may be new; a value of a list is one of them.
                strict = field in HELD_TO_THE_LIST
                _add_drop_down(book[flat.table.name], position, source, flat.table.rows[0][position - 1], strict)
    _save(book, file, rows)


def _write_list(sheet: "Worksheet", position: int, values: tuple[str, ...]) -> str:
    """Write values below each other, and name their range."""
    letter = _letter(position)
    for number, value in enumerate(values, 1):
        sheet[f"{letter}{number}"] = value
    return f"{CHOICES}!${letter}$1:${letter}${max(len(values), 1)}"


def _new_book() -> "Workbook":
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    return book


def _save(book: "Workbook", file: Path, rows: Sequence[SheetRows]) -> None:
    """Write the book; `rows` are those of its first sheets."""
    book.properties.created = _TIME
    handle, draft = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            _save_without_clock(book, stream, rows)
        Path(draft).chmod(0o644)
        Path(draft).replace(file)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def _save_without_clock(book: "Workbook", stream: IO[bytes], rows: Sequence[SheetRows]) -> None:
    """The library stamps the time into the properties, and on every part of the zip."""
    saved = io.BytesIO()
    book.save(saved)
    filled = {f"xl/worksheets/sheet{number}.xml": each for number, each in enumerate(rows, 1)}
    with zipfile.ZipFile(saved) as dated, zipfile.ZipFile(stream, "w") as archive:
        for name in dated.namelist():
            data = dated.read(name)
            if name == _PROPERTIES:
                data = _MODIFIED.sub(rb"\g<1>" + f"{_TIME.isoformat()}Z".encode("ascii"), data)
            if name in filled:
                data = put_rows(data, filled[name].rows, filled[name].style_of)
            part = zipfile.ZipInfo(name, _TIME.timetuple()[:6])
            part.create_system = 0
            archive.writestr(part, data, zipfile.ZIP_DEFLATED)


def guide_rows() -> list[tuple[str, ...]]:
    """A row for each column of each sheet: what it holds."""
    return [
        (sheet.name, column.name, "yes" if column.required else "", str(column.kind), _values(column))
        for sheet in list_sheets()
        for column in sheet.columns
    ]


def _values(column: Column) -> str:
    if column.choices:
        return "; ".join(column.choices)
    return f"identifiers or names of the sheet {column.refers}" if column.refers else ""


def _write_sheet(book: "Workbook", table: Table) -> "SheetRows":
    """Make a sheet without its rows, which are written when the book is saved."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    sheet = book.create_sheet(table.name)
    for number, row in enumerate(table.rows, 1):
        wrong = next((text for text in row if ILLEGAL_CHARACTERS_RE.search(text)), None)
        if wrong is not None:
            message = Message.of("reading.control_written", sheet=table.name, row=number, text=repr(wrong))
            raise DocumentError(message)
    if table.name != ABOUT:
        sheet.freeze_panes = "B2"
    for letter, width in zip(map(_letter, range(1, 100)), _column_widths(table), strict=False):
        sheet.column_dimensions[letter].width = width
        # What is typed into an empty cell keeps its leading zeros.
        sheet.column_dimensions[letter].number_format = "@"
    styles = _cell_styles(sheet)

    def style_of(number: int, text: str) -> int:
        if number == 1 and table.name != ABOUT:
            return styles["heading"]
        return styles["long" if len(text) > _WIDTHS[1] else "plain"]

    return SheetRows(table.rows, style_of)


def _cell_styles(sheet: "Worksheet") -> dict[str, int]:
    """The styles of headings, of long texts and of others, by number: each is text, whatever it looks like."""
    from openpyxl.cell.cell import Cell
    from openpyxl.styles import Alignment, Font

    cells = {name: Cell(sheet, row=1, column=1) for name in ("heading", "long", "plain")}
    for cell in cells.values():
        cell.number_format = "@"
    cells["heading"].font = Font(bold=True)
    cells["long"].alignment = Alignment(wrap_text=True, vertical="top")
    return {name: cell.style_id for name, cell in cells.items()}


def _column_widths(table: Table) -> list[int]:
    width = max((len(row) for row in table.rows), default=0)
    longest = [max((len(row[i]) for row in table.rows if i < len(row)), default=0) for i in range(width)]
    return [min(max(length + 2, _WIDTHS[0]), _WIDTHS[1]) for length in longest]


def _write_choices(book: "Workbook") -> dict[tuple[str, ...], str]:
    """The sheet of values that are too many for a drop-down, and the range of each list of them."""
    ranges: dict[tuple[str, ...], str] = {}
    sheet = book.create_sheet(CHOICES)
    sheet.sheet_state = "hidden"
    for schema in list_sheets():
        for column in schema.columns:
            if len(",".join(column.choices)) > _INLINE and column.choices not in ranges:
                ranges[column.choices] = _write_list(sheet, len(ranges) + 1, column.choices)
    return ranges


def _add_drop_downs(sheet: "Worksheet", schema: SheetSchema, ranges: dict[tuple[str, ...], str]) -> None:
    for position, column in enumerate(schema.columns, 1):
        formula = _formula(column, ranges)
        if formula is None:
            continue
        # Several values, or a new name, may stand where the list offers one.
        strict = column.kind in (CellKind.CHOICE, CellKind.YES_NO)
        _add_drop_down(sheet, position, formula, column.name, strict)


def _add_drop_down(sheet: "Worksheet", position: int, formula: str, name: str, strict: bool) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    validation = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=strict)
    validation.errorTitle = name
    letter = _letter(position)
    validation.add(f"{letter}2:{letter}{_LAST_ROW}")
    sheet.add_data_validation(validation)


def _formula(column: Column, ranges: dict[tuple[str, ...], str]) -> str | None:
    if column.choices:
        return ranges.get(column.choices) or f'"{",".join(column.choices)}"'
    if column.refers is None:
        return None
    return f"'{column.refers}'!$A$2:$A${_LAST_ROW}"


def _letter(position: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(position)
