"""Writes tables as a workbook in XLSX, with headings that stay in view, drop-down values and a guide to its sheets.

The same tables give the same bytes: the file holds no time of writing.
"""

import io
import os
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter

from graph.errors import DocumentError
from graph.message import Message
from ingest.spreadsheets.export import FlatSheet
from ingest.spreadsheets.headings import CHOICES as HELD_TO_THE_LIST
from ingest.spreadsheets.schema import (
    ABOUT,
    CHOICES,
    GUIDE,
    CellKind,
    Column,
    SheetSchema,
    list_sheets,
    sheets_by_name,
)
from ingest.spreadsheets.tables import Table

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
_SHEET_DATA = re.compile(rb"<sheetData\s*/>|<sheetData>\s*</sheetData>")
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"')
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
    letter = get_column_letter(position)
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
                data = _put_rows(data, filled[name].rows, filled[name].style_of)
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
    for letter, width in zip(map(get_column_letter, range(1, 100)), _column_widths(table), strict=False):
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
    letter = get_column_letter(position)
    validation.add(f"{letter}2:{letter}{_LAST_ROW}")
    sheet.add_data_validation(validation)


def _formula(column: Column, ranges: dict[tuple[str, ...], str]) -> str | None:
    if column.choices:
        return ranges.get(column.choices) or f'"{",".join(column.choices)}"'
    if column.refers is None:
        return None
    return f"'{column.refers}'!$A$2:$A${_LAST_ROW}"


def _put_rows(sheet: bytes, rows: Iterable[tuple[str, ...]], style_of: Callable[[int, str], int]) -> bytes:
    """`sheet`, a worksheet without cells, with `rows` as its cells; empty texts are no cells.

    The cells are written as XML: over thousands of them the library takes long.
    `style_of` gives the number of the style of a cell by its row, from 1, and its text.
    """
    listed = list(rows)
    width = max((len(row) for row in listed), default=0)
    letters = [get_column_letter(position) for position in range(1, width + 1)]
    data = "".join(_row(number, row, letters, style_of) for number, row in enumerate(listed, 1))
    extent = f'<dimension ref="A1:{letters[-1] if letters else "A"}{max(len(listed), 1)}"'
    sheet = _DIMENSION.sub(extent.encode(), sheet, count=1)
    return _SHEET_DATA.sub(lambda _: f"<sheetData>{data}</sheetData>".encode(), sheet, count=1)


def _row(number: int, row: tuple[str, ...], letters: list[str], style_of: Callable[[int, str], int]) -> str:
    cells = "".join(
        f'<c r="{letter}{number}" s="{style_of(number, text)}" t="inlineStr">'
        f"<is><t{_kept(text)}>{escape(text)}</t></is></c>"
        for letter, text in zip(letters, row, strict=False)
        if text
    )
    return f'<row r="{number}">{cells}</row>' if cells else ""


def _kept(text: str) -> str:
    """Blanks around a text, and its line ends, are part of it."""
    return ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
