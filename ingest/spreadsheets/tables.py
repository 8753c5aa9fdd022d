"""Reads workbooks and CSV files as plain rows of text, and tells spreadsheets from documents."""

import codecs
import csv
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import IO, Any

from graph.errors import DocumentError
from graph.message import Message
from ingest.spreadsheets.schema import is_header

_MOST_ROWS = 200_000
_FURTHEST_LETTERS = 2
"""Columns up to ZZ; a sheet wider or longer than this is no list of partners, and would only cost memory."""
_MOST_BYTES = 1_000_000_000
_SHEET_FILE = re.compile(r"xl/worksheets/[^/]+\.xml")
_CELL = re.compile(rb'<(?:\w+:)?c [^>]*?\br="([A-Z]{1,9})(\d{1,9})"')
_FAULT = re.compile(
    rb"""<(?:\w+:)?c\s[^>]*\bt="e"
    | <(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>\s*)?</(?:\w+:)?c>""",
    re.VERBOSE,
)
"""An error, or a formula without a value, in the XML of a sheet."""
UNCOMPUTED = "#formula!"
"""Replaces a formula without a value in the file."""
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
"""The first line by which Excel tells its delimiter."""
_DELIMITERS_TOLD = MappingProxyType({
    ";": Message.of("reading.semicolons"), "\t": Message.of("reading.tabs"),
})  # fmt: skip
_DELIMITERS_KNOWN = ";\t|,"
_SAMPLE = 20
"""Rows from which the delimiter is told: titles above the headings hardly have it."""
_SAMPLE_CHARACTERS = 100_000
_WINDOWS = "Windows-1252"
_UNSEEN = str.maketrans(dict.fromkeys("\u200b\u2060\ufeff\u00ad") | dict.fromkeys("\u00a0\u2007\u202f", " "))
"""Characters that nobody sees but every comparison does: they come from web pages and word processors."""
_ESCAPED = ("=", "+", "-", "@", "\t", "\r", "'")
"""What a spreadsheet program may take for a formula at the start of a cell of a CSV file."""
_WORKBOOK_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How XLSX and ODS (zip), and the older XLS, begin."""
_DELIMITERS = re.compile(rb"[;,\t]")


@dataclass(frozen=True, slots=True)
class Given:
    """A file to ingest: its name and its bytes."""

    name: str
    data: bytes

    @property
    def is_workbook(self) -> bool:
        """Whether this is a spreadsheet with sheets."""
        return self.data.startswith(_WORKBOOK_STARTS)

    @property
    def is_json(self) -> bool:
        """Whether this is JSON, in which only HSDS comes."""
        return self.name.lower().endswith(".json") and self.data.lstrip()[:1] in (b"{", b"[")

    @property
    def is_table(self) -> bool:
        """Whether this is a CSV file: its name says so, or its first row has column names that sheets have."""
        if self.name.lower().endswith((".csv", ".tsv")) or self.is_json:
            return True
        first = self.data.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0]
        cells = [cell.strip(b'" \r').decode("ascii", "replace") for cell in _DELIMITERS.split(first)]
        return is_header(cells)


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet of `file`: its rows of text, from its first row on, and what to tell about how it was read."""

    file: str
    name: str
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[Message, ...] = ()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    """Merged cells, as top, left, bottom and right, from 0."""
    hidden: bool = False


def read_tables(given: Iterable[Given]) -> tuple[Table, ...]:
    """Every sheet of every file. Raises DocumentError where one cannot be read, or two files have one name."""
    files = tuple(given)
    names = Counter(item.name for item in files)
    if twice := sorted(name for name, count in names.items() if count > 1):
        raise _unreadable("file_twice", twice[0], count=names[twice[0]])
    return tuple(table for item in files for table in (read_workbook(item) if item.is_workbook else (read_csv(item),)))


def _unreadable(code: str, file: str, /, **values: str | int) -> DocumentError:
    return DocumentError(Message.of(f"reading.{code}", file=file, **values))


def sheet_lines(file: str, data: bytes, sheet: str) -> tuple[str, ...]:
    """The rows of one sheet as lines of text, tabs between cells. Raises DocumentError if the sheet is missing."""
    for table in read_tables((Given(file, data),)):
        if table.name == sheet:
            return tuple(re.sub(r"\s*\n\s*", " ", "\t".join(row).rstrip("\t")) for row in table.rows)
    raise _unreadable("no_sheet", file, sheet=sheet)


def read_workbook(given: Given) -> tuple[Table, ...]:
    """Every sheet of a workbook in XLSX. Raises DocumentError where it is broken, cut off, locked or oversized."""
    import python_calamine

    _demand_modest(given)
    faults = _find_faults(given) if _has_faults(given) else {}
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(given.data))
        hidden = {item.name for item in workbook.sheets_metadata if str(item.visible) != "SheetVisibleEnum.Visible"}
        tables = (_read_sheet(given.name, workbook, name, faults.get(name, {})) for name in workbook.sheet_names)
        return tuple(replace(table, hidden=table.name in hidden) for table in tables)
    except DocumentError:
        raise
    except BaseException as error:  # the library's own panics are no Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        raise _unreadable("workbook_broken", given.name) from None


def _demand_modest(given: Given) -> None:
    """A cell far away makes a sheet of billions of empty ones, which no memory holds."""
    try:
        with zipfile.ZipFile(io.BytesIO(given.data)) as archive:
            names = [item.filename for item in archive.infolist() if _SHEET_FILE.fullmatch(item.filename)]
            if sum(item.file_size for item in archive.infolist()) > _MOST_BYTES:
                raise _unreadable("workbook_large", given.name, most=_MOST_BYTES)
            for name in names:
                with archive.open(name) as sheet:
                    _demand_near(given.name, sheet)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError, zlib.error):
        raise _unreadable("workbook_broken", given.name) from None
    if not names:
        raise _unreadable("no_workbook", given.name)


def _demand_near(file: str, sheet: IO[bytes]) -> None:
    tail = b""
    while chunk := sheet.read(1 << 20):
        text = tail + chunk
        for letters, row in _CELL.findall(text):
            if len(letters) > _FURTHEST_LETTERS or int(row) > _MOST_ROWS:
                place = (letters + row).decode("ascii")
                raise _unreadable("cell_far", file, cell=place, most=_MOST_ROWS)
        tail = text[-32:]


def _has_faults(given: Given) -> bool:
    """Whether some cell of the workbook is an error, or a formula whose value was never computed."""
    with zipfile.ZipFile(io.BytesIO(given.data)) as archive:
        sheets = (archive.read(item) for item in archive.namelist() if _SHEET_FILE.fullmatch(item))
        return any(_FAULT.search(sheet) is not None for sheet in sheets)


def _find_faults(given: Given) -> dict[str, dict[tuple[int, int], str]]:
    """The cells that show an error, and those of formulas without a value, by sheet, row and column from 0."""
    from openpyxl import load_workbook

    shown, written = (load_workbook(io.BytesIO(given.data), data_only=only) for only in (True, False))
    found: dict[str, dict[tuple[int, int], str]] = {}
    for sheet in shown.worksheets:
        for row in written[sheet.title].iter_rows():
            for cell in row:
                value = sheet.cell(cell.row or 1, cell.column or 1)
                text = str(value.value) if value.data_type == "e" else UNCOMPUTED
                if value.data_type == "e" or (cell.data_type == "f" and value.value is None):
                    found.setdefault(sheet.title, {})[(cell.row or 1) - 1, (cell.column or 1) - 1] = text
    return found


def _read_sheet(file: str, workbook: Any, name: str, faults: Mapping[tuple[int, int], str]) -> Table:
    """One sheet, with the text of `faults` in the cells that the library leaves empty or out."""
    sheet = workbook.get_sheet_by_name(name)
    rows = [list(map(_text, row)) for row in sheet.iter_rows()]
    merged = tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ())
    for (row, column), text in faults.items():
        rows.extend([] for _ in range(row + 1 - len(rows)))
        rows[row].extend("" for _ in range(column + 1 - len(rows[row])))
        rows[row][column] = text
    return Table(file, name, tuple(map(tuple, rows)), merged=merged)


def _text(value: Any) -> str:
    """What a cell shows: whole numbers without a point, dates as ISO 8601."""
    match value:
        case str():
            return value.translate(_UNSEEN).strip()
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
        case date() | time() | timedelta():
            return str(value)
    return str(value)


def read_csv(given: Given) -> Table:
    """The table of a CSV file, whatever its encoding and its delimiter (comma, semicolon, tab or |).

    The notes of the table say what differs from UTF-8 with commas. Raises DocumentError if it is no table.
    """
    text, encoding = _decode(given)
    if "\0" in text:
        raise _unreadable("binary", given.name)
    first = text.lstrip("\r\n").partition("\n")[0]
    named = _SEPARATOR_LINE.fullmatch(first.strip("\r\n "))
    delimiter = named[1] if named else _find_delimiter(text)
    sort = "windows" if encoding == _WINDOWS else "encoding"
    told = [Message.of(f"reading.in_{sort}", encoding=encoding)] if encoding else []
    told += (
        [Message.of("reading.with_delimiter", delimiter=_DELIMITERS_TOLD.get(delimiter, repr(delimiter)))]
        if delimiter != ","
        else []
    )
    notes = (Message.of("reading.read_so", file=given.name, how=tuple(told)),) if told else ()
    rows = _rows(given, text, delimiter)
    if named:
        # A spreadsheet program neither shows nor counts this line.
        del rows[next(index for index, row in enumerate(rows) if row)]
    return Table(given.name, PurePath(given.name).stem, tuple(rows), notes)


def _find_delimiter(text: str) -> str:
    """The delimiter that most of the first rows have equally often; a comma last, because texts have commas too."""
    plain = re.sub(r'"[^"]*"', '""', text[:_SAMPLE_CHARACTERS])
    # Not `splitlines`, which parts at marks that end no row of a CSV file.
    rows = [line for line in re.split(r"[\r\n]+", plain) if line.strip()][:_SAMPLE]

    def likelihood(mark: str) -> tuple[int, int]:
        counts = Counter(row.count(mark) for row in rows if mark in row)
        return max(counts.values(), default=0), counts.total()

    likeliest = max(_DELIMITERS_KNOWN, key=likelihood)
    return likeliest if any(likeliest in row for row in rows) else ","


def _decode(given: Given) -> tuple[str, str]:
    """The text of a file, and its encoding where that is not UTF-8."""
    if given.data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return given.data.decode("utf-16"), "UTF-16"
        except UnicodeDecodeError:
            raise _unreadable("utf16_cut", given.name) from None
    try:
        return given.data.decode("utf-8-sig"), ""
    except UnicodeDecodeError as error:
        line = given.data.count(b"\n", 0, error.start) + 1
    try:
        return given.data.decode("cp1252"), _WINDOWS
    except UnicodeDecodeError as error:
        raise _unreadable("encoding", given.name, line=line, byte=error.start) from None


def _rows(given: Given, text: str, delimiter: str) -> list[tuple[str, ...]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return [tuple(_unescape(cell.translate(_UNSEEN).strip()) for cell in row) for row in reader]
    except csv.Error:
        raise _unreadable("csv_row", given.name, line=reader.line_num) from None


def write_csv(rows: Iterable[Sequence[str]]) -> str:
    """A CSV text with commas, as RFC 4180 has it; a cell that might run as a formula is marked with an apostrophe.

    >>> write_csv([("name", "=1+1")])
    "name,'=1+1\\r\\n"
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerows([_escape(cell) for cell in row] for row in rows)
    return file.getvalue()


def write_csv_files(tables: Iterable[Table], folder: Path) -> None:
    """One file a table, named after it, with the mark by which spreadsheet programs know UTF-8."""
    folder.mkdir(parents=True, exist_ok=True)
    for table in tables:
        (folder / f"{table.name}.csv").write_bytes(b"\xef\xbb\xbf" + write_csv(table.rows).encode("utf-8"))


def _escape(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_ESCAPED) else cell


def _unescape(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_ESCAPED) else cell
