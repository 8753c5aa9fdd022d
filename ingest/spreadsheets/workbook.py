"""Tables as a workbook in XLSX, with headings that stay, drop-down values and a guide to its sheets.

The same tables give the same bytes: no clock stands in the file.
"""

import io
import os
import re
import tempfile
import zipfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

from graph.errors import DocumentError
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
"""Characters that a drop-down may hold itself; longer ones stand on a sheet."""
_WIDTHS = (12, 60)
_TIME = datetime(1980, 1, 1)  # noqa: DTZ001 - the earliest that a zip can tell, in no zone
_PROPERTIES = "docProps/core.xml"
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
GUIDE_HEADER = ("sheet", "column", "required", "holds", "values")


def write_workbook(tables: Iterable[Table], file: Path) -> None:
    """Write `tables` to `file`, put in place whole. Raises DocumentError where a text cannot stand in a workbook."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    listed = list(tables)
    for table in listed:
        _write_sheet(book, table)
    _write_sheet(book, Table("", GUIDE, (GUIDE_HEADER, *guide_rows())))
    long_choices = _write_choices(book)
    for table in listed:
        schema = sheets_by_name().get(table.name)
        if schema is not None:
            _add_drop_downs(book[table.name], schema, long_choices)
    book.properties.created = _TIME
    handle, draft = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            _save_without_clock(book, stream)
        Path(draft).chmod(0o644)
        Path(draft).replace(file)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def _save_without_clock(book: "Workbook", stream: IO[bytes]) -> None:
    """The library stamps the time into the properties, and on every part of the zip."""
    saved = io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as dated, zipfile.ZipFile(stream, "w") as archive:
        for name in dated.namelist():
            data = dated.read(name)
            if name == _PROPERTIES:
                data = _MODIFIED.sub(rb"\g<1>" + f"{_TIME.isoformat()}Z".encode("ascii"), data)
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


def _write_sheet(book: "Workbook", table: Table) -> None:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet(table.name)
    for number, row in enumerate(table.rows, 1):
        for position, text in enumerate(row, 1):
            if not text:
                continue
            if ILLEGAL_CHARACTERS_RE.search(text):
                raise DocumentError(f"sheet '{table.name}', row {number}: {text!r} has a control character.")
            cell = sheet.cell(number, position)
            cell.value = text
            # What begins with = is a text here, never a formula.
            cell.data_type = "s"
            cell.number_format = "@"
            if number == 1 and table.name != ABOUT:
                cell.font = Font(bold=True)
            elif len(text) > _WIDTHS[1]:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    if table.name != ABOUT:
        sheet.freeze_panes = "B2"
    for letter, width in zip(map(_letter, range(1, 100)), _column_widths(table), strict=False):
        sheet.column_dimensions[letter].width = width
        # What is typed into an empty cell keeps its leading zeros.
        sheet.column_dimensions[letter].number_format = "@"


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
                letter = _letter(len(ranges) + 1)
                for number, choice in enumerate(column.choices, 1):
                    sheet[f"{letter}{number}"] = choice
                ranges[column.choices] = f"{CHOICES}!${letter}$1:${letter}${len(column.choices)}"
    return ranges


def _add_drop_downs(sheet: "Worksheet", schema: SheetSchema, ranges: dict[tuple[str, ...], str]) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    for position, column in enumerate(schema.columns, 1):
        formula = _formula(column, ranges)
        if formula is None:
            continue
        # Several values, or a new name, may stand where the list offers one.
        strict = column.kind in (CellKind.CHOICE, CellKind.YES_NO)
        validation = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=strict)
        validation.errorTitle = column.name
        validation.error = "This value is not on the list."
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
