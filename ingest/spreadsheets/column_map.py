"""What the columns of somebody else's spreadsheet mean: proposed from headings and contents, confirmed once, and used
ever after.

A map is a file of the catalogue, `maps/<name>.yaml`. It is found again by its headings, so that next month's file may
have another name and its headings may stand on another row. Nothing is read with a map that nobody has confirmed.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources.abc import Traversable
from pathlib import PurePath
from typing import Any

from graph.errors import QuestionError
from graph.message import Message
from graph.model import Catalogue
from ingest.catalogue import LoadedCatalogue
from ingest.contacts import find_address, find_emails, list_phones
from ingest.hours import read_hours
from ingest.identifiers import slugify
from ingest.spreadsheets.flat_tables import FlatTable, Meanings, find_own
from ingest.spreadsheets.flat_values import FlatValues, pieces
from ingest.spreadsheets.headings import CHOICES, Field, find_field, plain, read_choice, synonyms
from ingest.spreadsheets.rows import Rows, is_catalogue_sheet
from ingest.spreadsheets.tables import Table
from ingest.yaml_entries import read_mapping, write_plain

FOLDER = "maps"
_DEEPEST = 40
"""Rows among which the headings are looked for: what stands above are titles."""
_SAMPLE = 200
_NAMES = frozenset(("nome", "name", "titolo", "title", "nominativo"))
_MANY = frozenset((
    Field.PHONE, Field.FAX, Field.TEXT_PHONE, Field.EMAIL, Field.CONTACTS, Field.MEETS, Field.HELPS, Field.CONDITION,
    Field.ACCESS, Field.PAPERS, Field.NOTE, Field.WEBSITE, Field.FREE_FIELD, Field.SKIP, Field.PERSON, Field.HOURS,
    Field.ALSO_KNOWN_AS, Field.CHECK, Field.SENDER,
))  # fmt: skip
"""What several columns of a sheet may say."""
_EXPLAINED = (Field.MEETS, Field.HELPS, Field.KIND, Field.ACCESS, Field.STATUS, Field.CONDITION)
"""Fields whose values are of the catalogue, so that somebody else's must be explained."""
_ENOUGH = 0.6
"""The part of the values of a column that must look alike to tell what it says."""
_HEADING = "Which column means what; written by `rete ingest --map`, and read once it is confirmed: yes."


@dataclass(frozen=True, slots=True)
class SheetMap:
    """A sheet and its columns, each heading with what it means. `row` is where the headings stood."""

    sheet: str
    row: int
    columns: tuple[tuple[str, Field], ...]
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """The sheets of one file, and what its values mean, each as it is written there."""

    name: str
    sheets: tuple[SheetMap, ...]
    values: Meanings
    confirmed: bool = False

    @property
    def file(self) -> str:
        """Where it stands in a catalogue."""
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


def settle_map(
    file: str,
    tables: Iterable[Table],
    loaded: LoadedCatalogue,
    columns: Iterable[str],
    values: Iterable[str],
    confirm: bool,
) -> ColumnMap | None:
    """The map of a file: the catalogue's, otherwise a new proposal, as a person corrects and confirms it.

    Raises QuestionError where a correction names nothing that there is.
    """
    foreign = [table for table in tables if not table.hidden and not find_own(table) and not is_catalogue_sheet(table)]
    maps = read_maps(loaded.folder) if loaded.folder is not None else ()
    name = slugify(PurePath(file).stem)
    known = next((found[1] for table in foreign if (found := apply_maps(table, maps)) is not None), None)
    known = known or next((one for one in maps if one.name == name), None)
    known = known or propose_map(file, foreign, loaded.catalogue, loaded.country)
    if known is None:
        return None
    corrected = correct_map(known, columns, values, loaded.catalogue)
    return replace(corrected, confirmed=corrected.confirmed or confirm)


def read_maps(folder: Traversable) -> tuple[ColumnMap, ...]:
    """The maps of a catalogue. Raises CatalogueError where one is no YAML."""
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


# ── Using a map ──────────────────────────────────────────────────────────────────────────────────────────────────


def apply_maps(table: Table, maps: Iterable[ColumnMap]) -> tuple[FlatTable, ColumnMap] | None:
    """`table` as the first map that has its headings explains it; None where none has."""
    for known in maps:
        for sheet in known.sheets:
            header = _find_row(table, [heading for heading, _ in sheet.columns])
            if header is not None:
                return explain(table, header, sheet, known.values), known
    return None


def _find_row(table: Table, headings: Sequence[str]) -> int | None:
    """The row, from 1, that holds most of the headings."""
    wanted = {plain(heading) for heading in headings}
    for number, cells in enumerate(table.rows[:_DEEPEST], 1):
        found = {plain(cell) for cell in cells if cell}
        if (wanted and len(found & wanted) >= max(2, 0.8 * len(wanted))) or (found == wanted and found):
            return number
    return None


def explain(table: Table, header: int, sheet: SheetMap, values: Meanings) -> FlatTable:
    """`table`, whose headings stand on the row `header`, with what its columns and values mean."""
    meant = {plain(heading): item for heading, item in sheet.columns}
    fields = tuple(meant.get(plain(heading)) if heading else None for heading in table.rows[header - 1])
    filled = _fill_merged(table, header)
    if Field.AREA not in fields:
        filled, has_sections = _take_sections(filled, table, header)
        fields = (*fields, *([Field.AREA] if has_sections else ()))
    meanings = {item: {plain(text): meaning for text, meaning in known.items()} for item, known in values.items()}
    return FlatTable(filled, header, fields, lenient=True, meanings=meanings)


def _fill_merged(table: Table, header: int) -> Table:
    """A cell that is merged downwards is true of each of its rows."""
    rows = [list(row) for row in table.rows]
    for top, left, bottom, _ in table.merged:
        if top >= header and top < len(rows) and left < len(rows[top]):
            for row in rows[top + 1 : bottom + 1]:
                row.extend("" for _ in range(left + 1 - len(row)))
                row[left] = row[left] or rows[top][left]
    return replace(table, rows=tuple(map(tuple, rows)))


def _take_sections(table: Table, origin: Table, header: int) -> tuple[Table, bool]:
    """Titles between the rows, merged across, are areas: they leave their row and stand in a last column."""
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


# ── Proposing a map ──────────────────────────────────────────────────────────────────────────────────────────────


def propose_map(file: str, tables: Iterable[Table], catalogue: Catalogue, country: str | None) -> ColumnMap | None:
    """What the columns of the tables of one file may mean; None where no table has headings and rows."""
    listed = list(tables)
    known = FlatValues(Rows(country=country), catalogue)
    sheets = [sheet for table in listed if (sheet := _propose_sheet(table, known, country)) is not None]
    if not sheets:
        return None
    by_name = {table.name: table for table in listed}
    values: dict[Field, dict[str, Any]] = {}
    for sheet in sheets:
        for item, found in _propose_values(by_name[sheet.sheet], sheet, known).items():
            values.setdefault(item, {}).update(found)
    return ColumnMap(slugify(PurePath(file).stem) or "map", tuple(sheets), values)


def _propose_sheet(table: Table, known: FlatValues, country: str | None) -> SheetMap | None:
    header = _find_header(table)
    if header is None:
        return None
    headings = table.rows[header - 1]
    columns = []
    for index, heading in enumerate(headings):
        values = _column(table, header, index)
        if heading:
            field, sure = _propose_field(heading, values, known, country)
            columns.append((heading, field, sure, values))
    fields = _settle(columns)
    samples = tuple(next(iter(values), "") for _, _, _, values in columns)
    return SheetMap(table.name, header, tuple(zip((one[0] for one in columns), fields, strict=True)), samples)


def _column(table: Table, header: int, index: int) -> list[str]:
    rows = table.rows[header : header + 10 * _SAMPLE]
    return [row[index] for row in rows if index < len(row) and row[index]][:_SAMPLE]


def _find_header(table: Table) -> int | None:
    """The row of headings: the first with most cells that are headings, or with most texts where none is."""
    best: tuple[float, int] | None = None
    for number, cells in enumerate(table.rows[:_DEEPEST], 1):
        inked = [cell for cell in cells if cell]
        below = any(sum(map(bool, row)) > 1 for row in table.rows[number : number + 3])
        if len(inked) < 2 or not below:
            continue
        short = [cell for cell in inked if len(cell) < 60 and not any(map(str.isdigit, cell))]
        known = sum(sure / 100 for cell in short if (found := find_field(cell)) for sure in (found[1],))
        score = known + 0.1 * len(short) / len(inked)
        if best is None or score > best[0]:
            best = (score, number)
    return best[1] if best else None


def _propose_field(heading: str, values: Sequence[str], known: FlatValues, country: str | None) -> tuple[Field, int]:
    """What a column may say, and how sure that is, of 100: its heading first, its contents where that says nothing."""
    found = (Field.PARTNER, 40) if plain(heading) in _NAMES else find_field(heading)
    looks = _looks_like(values, country)
    if found is None:
        return (looks, 50) if looks is not None else (Field.FREE_FIELD, 0)
    field, sure = found
    mixed = any("@" in value for value in values) and any(_has_phone(value) for value in values)
    if field in (Field.PHONE, Field.EMAIL, Field.CONTACTS) and mixed:
        return Field.CONTACTS, sure
    if field is Field.CONTACTS and looks in (Field.PHONE, Field.EMAIL):
        return looks, sure
    if field is Field.CONTACTS and not any(map(_has_phone, values)):
        return Field.PERSON, sure
    if (field in (Field.SUMMARY, Field.AREA, Field.SERVICE) and sure < 100) or field is Field.SUMMARY:
        parts = [part for value in values for part in pieces(Field.MEETS, value)]
        if parts and sum(known.find_need(part) is not None for part in parts) >= 0.5 * len(parts):
            return Field.MEETS, sure
    if field is Field.AREA and len(set(values)) > max(15, len(values) / 2):
        return Field.FREE_FIELD, sure
    return field, sure


def _looks_like(values: Sequence[str], country: str | None) -> Field | None:
    """What a column says by its contents alone."""
    tests = (
        (Field.EMAIL, lambda text: bool(find_emails(text))),
        (Field.WEBSITE, lambda text: re.match(r"(?i)(?:https?://|www\.)\S+", text) is not None),
        (Field.HOURS, lambda text: read_hours(text) is not None),
        (Field.PHONE, lambda text: _has_phone(text, country)),
        (Field.STREET, lambda text: find_address(text) is not None),
    )
    for field, test in tests:
        if values and sum(map(test, values)) >= _ENOUGH * len(values):
            return field
    return None


def _has_phone(text: str, country: str | None = None) -> bool:
    digits = sum(map(str.isdigit, text))
    if digits < 6 or digits < sum(map(str.isalpha, text)):
        return False
    try:
        return any(phone.number or country is None for phone in list_phones(text, country))
    except ValueError:
        return False


def _settle(columns: Sequence[tuple[str, Field, int, Sequence[str]]]) -> list[Field]:
    """One column for each thing that only one may say, the surest; and somebody that the rows are about."""
    fields = [field for _, field, _, _ in columns]
    for field in set(fields) - _MANY:
        same = sorted((-sure, index) for index, (_, one, sure, _) in enumerate(columns) if one is field)
        for _, index in same[1:]:
            is_name = field is Field.PARTNER and Field.SERVICE not in fields and plain(columns[index][0]) in _NAMES
            fields[index] = Field.SERVICE if is_name else Field.FREE_FIELD
    if not {Field.PARTNER, Field.SERVICE} & set(fields):
        texts = [
            (len(set(values)) / len(values), -index)
            for index, (_, _, _, values) in enumerate(columns)
            if values and fields[index] is Field.FREE_FIELD and not any(map(_has_phone, values))
        ]
        if texts:
            fields[-max(texts)[1]] = Field.PARTNER
    if Field.PARTNER not in fields and Field.SERVICE in fields:
        fields[fields.index(Field.SERVICE)] = Field.PARTNER
    return fields


def _propose_values(table: Table, sheet: SheetMap, known: FlatValues) -> dict[Field, dict[str, Any]]:
    """What the values of explained fields may mean; empty where a person must say it."""
    meant = {plain(heading): field for heading, field in sheet.columns}
    found: dict[Field, dict[str, Any]] = {}
    for index, heading in enumerate(table.rows[sheet.row - 1]):
        field = meant.get(plain(heading)) if heading else None
        if field not in _EXPLAINED:
            continue
        cells = [row[index] for row in table.rows[sheet.row :] if index < len(row) and row[index]]
        for text, _ in Counter(part for cell in cells for part in pieces(field, cell)).most_common(_SAMPLE):
            proposed = _propose_value(field, text, known)
            if proposed is not None:
                known_texts = found.setdefault(field, {})
                if plain(text) not in map(plain, known_texts):
                    known_texts[text] = proposed
    return found


def _propose_value(field: Field, text: str, known: FlatValues) -> Any:
    """The meaning of a value, empty where nothing is like it; None where it needs no explanation."""
    if field is Field.CONDITION:
        return known.condition(text)
    if field in CHOICES:
        if read_choice(CHOICES[field], text) is not None:
            return None
        words = plain(text).split()
        inside = [name for name in synonyms(CHOICES[field]) if _stands_in(name.split(), words)]
        return synonyms(CHOICES[field])[max(inside, key=len)] if inside else ""
    return None if plain(text) in known.needs else known.find_need(text) or ""


def _stands_in(name: Sequence[str], words: Sequence[str]) -> bool:
    starts = range(len(words) - len(name) + 1)
    return any(list(words[start : start + len(name)]) == list(name) for start in starts)


# ── Correcting a map ─────────────────────────────────────────────────────────────────────────────────────────────


def correct_map(known: ColumnMap, columns: Iterable[str], values: Iterable[str], catalogue: Catalogue) -> ColumnMap:
    """`known` with `heading=meaning` and `value=meaning` as a person says them.

    Raises QuestionError where a heading, a value or a meaning is unknown.
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
