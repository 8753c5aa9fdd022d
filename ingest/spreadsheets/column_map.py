"""What the columns of somebody else's spreadsheet mean: proposed from headings and contents, confirmed once, and used
ever after.

A map is a file of the catalogue, `maps/<name>.yaml`. It is found again by its headings, so that next month's file may
have another name and its headings may be on another row. Nothing is read with a map before a person confirms it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources.abc import Traversable
from pathlib import PurePath
from typing import Any

from graph.errors import QuestionError
from graph.message import Message
from graph.model import Catalogue
from ingest.spreadsheets.flat_tables import FlatTable, Meanings
from ingest.spreadsheets.flat_values import FlatValues
from ingest.spreadsheets.headings import CHOICES, Field, find_field, plain, read_choice
from ingest.spreadsheets.rows import Rows
from ingest.spreadsheets.tables import Table
from ingest.yaml_entries import read_mapping, write_plain

FOLDER = "maps"
DEEPEST = 40
"""Rows among which the headings are looked for: what stands above are titles."""
_FEW_TITLES = 0.5
"""The part of the names in capitals below which these are titles: where most names are in capitals, none is one."""
_LONGEST_ACRONYM = 6
_HEADING = "Which column means what; written by `rete ingest --map`, and read once it is confirmed: yes."


@dataclass(frozen=True, slots=True)
class SheetMap:
    """A sheet and the meaning of each of its headings. `row` is the number of the heading row."""

    sheet: str
    row: int
    columns: tuple[tuple[str, Field], ...]
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """The sheets of one file, and the meaning of its values as they are written there."""

    name: str
    sheets: tuple[SheetMap, ...]
    values: Meanings
    confirmed: bool = False

    @property
    def file(self) -> str:
        """The path of its file in the catalogue."""
        return f"{FOLDER}/{self.name}.yaml"

    def text(self) -> str:
        """The text of its file."""
        sheets = [
            {
                "sheet": sheet.sheet,
                "row": str(sheet.row),
                "columns": [{"heading": heading, "means": str(item)} for heading, item in sheet.columns],
            }
            for sheet in self.sheets
        ]
        values = {str(item): dict(known) for item, known in self.values.items() if known}
        whole = {"confirmed": "yes" if self.confirmed else "no", "sheets": sheets, "values": values}
        return write_plain(whole, _HEADING)


def read_maps(folder: Traversable) -> tuple[ColumnMap, ...]:
    """The maps of a catalogue. Raises CatalogueError if one is not YAML."""
    place = folder.joinpath(FOLDER)
    files = sorted((file for file in place.iterdir()), key=lambda file: file.name) if place.is_dir() else []
    return tuple(read_map(file) for file in files if file.name.endswith(".yaml"))


def read_map(file: Traversable) -> ColumnMap:
    """The map that a file holds."""
    value = read_mapping(file, f"{FOLDER}/{file.name}").value
    sheets = tuple(
        SheetMap(
            sheet["sheet"],
            int(sheet.get("row") or 1),
            tuple((column["heading"], Field(column["means"])) for column in sheet.get("columns") or ()),
        )
        for sheet in value.get("sheets") or ()
    )
    values = {
        Field(item): {str(text): meaning if meaning is not None else "" for text, meaning in known.items()}
        for item, known in (value.get("values") or {}).items()
    }
    return ColumnMap(PurePath(file.name).stem, sheets, values, value.get("confirmed") == "yes")


def apply_maps(table: Table, maps: Iterable[ColumnMap]) -> tuple[FlatTable, ColumnMap] | None:
    """Explain `table` by the map that knows most of its headings; None if no map knows at least half of them."""
    fitting = [
        (both, sheet.sheet == table.name, header, sheet, known)
        for known in maps
        for sheet in known.sheets
        if (found := _find_row(table, [heading for heading, _ in sheet.columns])) is not None
        for header, both in [found]
    ]
    if not fitting:
        return None
    *_, header, sheet, known = max(fitting, key=lambda one: one[:2])
    return explain(table, header, sheet, known.values), known


def _find_row(table: Table, headings: Sequence[str]) -> tuple[int, int] | None:
    """The first row, from 1, with most of the headings and few others, and how many it has; None if no row fits."""
    wanted = {plain(heading) for heading in headings}
    for number, cells in enumerate(table.rows[:DEEPEST], 1):
        found = {plain(cell) for cell in cells if cell}
        both = len(found & wanted)
        if (wanted and both >= max(2, 0.8 * len(wanted), len(found) / 2)) or (found == wanted and found):
            return number, both
    return None


def explain(table: Table, header: int, sheet: SheetMap, values: Meanings) -> FlatTable:
    """`table` with the meaning of its columns and values. `header` is the number of the heading row."""
    meant = {plain(heading): item for heading, item in sheet.columns}
    fields = tuple(meant.get(plain(heading)) if heading else None for heading in table.rows[header - 1])
    filled = _fill_merged(table, header)
    if Field.AREA not in fields:
        filled, width = _take_sections(filled, _find_titles(table, header, fields), header)
        fields = (*fields, *(None,) * (width - len(fields)), Field.AREA) if width else fields
    meanings = {item: {plain(text): meaning for text, meaning in known.items()} for item, known in values.items()}
    return FlatTable(filled, header, fields, lenient=True, meanings=meanings)


def _fill_merged(table: Table, header: int) -> Table:
    """Repeat each cell that is merged downwards in all of its rows."""
    rows = [list(row) for row in table.rows]
    for top, left, bottom, _ in table.merged:
        if top >= header and top < len(rows) and left < len(rows[top]):
            for row in rows[top + 1 : bottom + 1]:
                row.extend("" for _ in range(left + 1 - len(row)))
                row[left] = row[left] or rows[top][left]
    return replace(table, rows=tuple(map(tuple, rows)))


def _find_titles(table: Table, header: int, fields: Sequence[Field | None]) -> set[int]:
    """The rows, from 0, that are titles between the others.

    They are merged across, or have nothing but a text in capitals in the column of partners, whose names are not.
    """
    titles = {top for top, left, bottom, right in table.merged if top >= header and top == bottom and right - left > 1}
    column = fields.index(Field.PARTNER) if Field.PARTNER in fields else None
    loud = {
        number: _is_loud(row[column])
        for number, row in _body(table, header)
        if column is not None and row[column:] and row[column]
    }
    alone = {number for number, row in _body(table, header) if sum(map(bool, row)) == 1}
    beside = [is_loud for number, is_loud in loud.items() if number not in alone]
    if sum(beside) < _FEW_TITLES * len(beside):
        titles |= {number for number, is_loud in loud.items() if is_loud and number in alone}
    return titles


def _is_loud(text: str) -> bool:
    """Whether a text is in capitals and no acronym."""
    return text.isupper() and (" " in text or len(text) > _LONGEST_ACRONYM)


def _body(table: Table, header: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    yield from ((number, row) for number, row in enumerate(table.rows) if number >= header and any(row))


def _take_sections(table: Table, titles: Collection[int], header: int) -> tuple[Table, int]:
    """Move titles between the rows into a last column, as the area of the rows below.

    Returns the table and the position of that column; the table itself and 0 without titles.
    """
    width = max((len(row) for row in table.rows), default=0)
    rows: list[tuple[str, ...]] = []
    current = ""
    for number, row in enumerate(table.rows):
        inked = [cell for cell in row if cell]
        if number in titles and len(inked) == 1:
            current = inked[0]
            rows.append(())
        elif number == header - 1:
            rows.append((*row, *("",) * (width - len(row)), ""))
        else:
            rows.append((*row, *("",) * (width - len(row)), current if inked and number >= header else ""))
    return (replace(table, rows=tuple(rows)), width) if current else (table, 0)


def correct_map(known: ColumnMap, columns: Iterable[str], values: Iterable[str], catalogue: Catalogue) -> ColumnMap:
    """Apply corrections to a map: `heading=meaning` in `columns`, `text=meaning` in `values`.

    Raises QuestionError if a heading, a value or a meaning is unknown.
    """
    for written in columns:
        heading, meaning = _split(written, "column")
        field = find_field(meaning)
        if field is None:
            raise QuestionError(Message.of("map.no_meaning", text=meaning), "column")
        if not any(plain(heading) == plain(one) for sheet in known.sheets for one, _ in sheet.columns):
            raise QuestionError(Message.of("map.no_column", text=heading), "column")
        known = replace(known, sheets=tuple(_with(sheet, heading, field[0]) for sheet in known.sheets))
    for written in values:
        text, meaning = _split(written, "value")
        known = replace(known, values=dict(_explain(known.values, text, meaning, catalogue)))
    return known


def _split(written: str, option: str) -> tuple[str, str]:
    left, sign, right = written.rpartition("=")
    if not sign or not left.strip():
        raise QuestionError(Message.of("map.no_sign", option=option, text=written), option)
    return left.strip(), right.strip()


def _with(sheet: SheetMap, heading: str, field: Field) -> SheetMap:
    columns = tuple((one, field if plain(one) == plain(heading) else item) for one, item in sheet.columns)
    return replace(sheet, columns=columns)


def _explain(
    values: Meanings, text: str, meaning: str, catalogue: Catalogue
) -> Iterator[tuple[Field, Mapping[str, Any]]]:
    fields = [field for field, known in values.items() if plain(text) in map(plain, known)] or [Field.MEETS]
    known = FlatValues(Rows(), catalogue)
    for field in {*values, *fields}:
        own = values.get(field, {})
        if field in fields:
            read = _read_meaning(field, meaning, known)
            if read is None:
                raise QuestionError(Message.of("map.no_value", text=meaning), "value")
            own = {one: meant for one, meant in own.items() if plain(one) != plain(text)} | {text: read}
        yield field, own


def _read_meaning(field: Field, meaning: str, known: FlatValues) -> Any:
    if not meaning:
        return ""
    if field is Field.CONDITION:
        return known.condition(meaning)
    return read_choice(CHOICES[field], meaning) if field in CHOICES else known.needs.get(plain(meaning))
