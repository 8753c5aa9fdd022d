"""What the columns of somebody else's spreadsheet mean: proposed from headings and contents, confirmed once, and used
ever after.

A map is a file of the catalogue, `maps/<name>.yaml`. It is found again by its headings, so that next month's file may
have another name and its headings may be on another row. Nothing is read with a map before a person confirms it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from importlib.resources.abc import Traversable
from pathlib import PurePath

from ingest.spreadsheets.flat_tables import FlatTable, Meanings
from ingest.spreadsheets.headings import Field, plain
from ingest.spreadsheets.tables import Table
from ingest.yaml_entries import read_mapping, write_plain

FOLDER = "maps"
DEEPEST = 40
"""Rows among which the headings are looked for: what stands above are titles."""
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
        filled, has_sections = _take_sections(filled, table, header)
        fields = (*fields, *([Field.AREA] if has_sections else ()))
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


def _take_sections(table: Table, origin: Table, header: int) -> tuple[Table, bool]:
    """Move titles that are merged across between the rows into a last column, as the area of the rows below."""
    titles = {top for top, left, bottom, right in origin.merged if top >= header and top == bottom and right - left > 1}
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
    return (replace(table, rows=tuple(rows)), True) if current else (table, False)
