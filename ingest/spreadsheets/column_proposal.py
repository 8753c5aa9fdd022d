"""What the columns of a spreadsheet of others may mean: proposed from headings and contents, settled by a person."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from graph.model import Catalogue
from ingest.catalogue import LoadedCatalogue
from ingest.contacts import find_address, find_emails, list_phones
from ingest.hours import read_hours
from ingest.identifiers import slugify
from ingest.spreadsheets.column_map import DEEPEST, ColumnMap, SheetMap, apply_maps, correct_map, read_maps
from ingest.spreadsheets.flat_tables import find_own
from ingest.spreadsheets.flat_values import FlatValues, pieces
from ingest.spreadsheets.headings import CHOICES, Field, find_field, plain, read_choice, synonyms
from ingest.spreadsheets.rows import Rows, is_catalogue_sheet
from ingest.spreadsheets.tables import Table

_SAMPLE = 200
_NAMES = frozenset(("nome", "name", "titolo", "title", "nominativo"))
_SURNAMES = frozenset(("cognome", "surname", "last name", "family name"))
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


def settle_map(
    file: str,
    tables: Iterable[Table],
    loaded: LoadedCatalogue,
    columns: Iterable[str],
    values: Iterable[str],
    confirm: bool,
) -> ColumnMap | None:
    """The map of a file, with the corrections of a person.

    Parameters
    ----------
    file
        The name of the file.
    tables
        Its sheets.
    loaded
        The catalogue. If none of its maps fits, a new one is proposed.
    columns
        Corrections of columns, each `heading=meaning`.
    values
        Corrections of values, each `text=meaning`.
    confirm
        Whether the map is confirmed with these corrections.

    Returns
    -------
    ColumnMap or None
        None if the file has no headings to explain.

    Raises
    ------
    QuestionError
        If a correction names an unknown heading, value or meaning.
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


def propose_map(file: str, tables: Iterable[Table], catalogue: Catalogue, country: str | None) -> ColumnMap | None:
    """Propose a meaning for the columns of one file.

    Parameters
    ----------
    file
        The name of the file.
    tables
        Its sheets.
    catalogue
        The catalogue whose needs and conditions the values may name.
    country
        The ISO 3166-1 code of the catalogue's country; None if it is not known.

    Returns
    -------
    ColumnMap or None
        The proposal; None if no sheet has headings with rows below.
    """
    listed = list(tables)
    known = FlatValues(Rows(country=country), catalogue)
    proposed = [(table, sheet) for table in listed if (sheet := _propose_sheet(table, known, country)) is not None]
    # Beside sheets about partners, one of which no heading is known is a legend or a sum.
    telling = [sheet for table, sheet in proposed if _has_known_headings(table, sheet.row)]
    sheets = telling or [sheet for _, sheet in proposed]
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


def _has_known_headings(table: Table, row: int) -> bool:
    return any(heading and find_field(heading) is not None for heading in table.rows[row - 1])


def _column(table: Table, header: int, index: int) -> list[str]:
    rows = table.rows[header : header + 10 * _SAMPLE]
    return [row[index] for row in rows if index < len(row) and row[index]][:_SAMPLE]


def _find_header(table: Table) -> int | None:
    """The number of the heading row: the row with most known headings or, if none is known, with most short texts."""
    best: tuple[float, int] | None = None
    for number, cells in enumerate(table.rows[:DEEPEST], 1):
        inked = [cell for cell in cells if cell]
        filled = max((sum(map(bool, row)) for row in table.rows[number : number + 3]), default=0)
        if filled < min(len(inked), 2) or (len(inked) < 2 and not _names_partners(inked)):
            continue
        short = [cell for cell in inked if len(cell) < 60 and not any(map(str.isdigit, cell))]
        known = sum(sure / 100 for cell in short if (found := find_field(cell)) for sure in (found[1],))
        score = known + 0.1 * len(short) / len(inked)
        if best is None or score > best[0]:
            best = (score, number)
    return best[1] if best else None


def _names_partners(headings: Sequence[str]) -> bool:
    """Whether a single heading says that the rows below are names of partners."""
    found = [find_field(heading) for heading in headings]
    return any(one is not None and one[0] is Field.PARTNER and one[1] == 100 for one in found)


def _propose_field(heading: str, values: Sequence[str], known: FlatValues, country: str | None) -> tuple[Field, int]:
    """The likely meaning of a column, from its heading or else from its contents, and how sure it is, from 0 to 100."""
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
    if field is Field.AREA and sum(read_choice("kind", value) is not None for value in values) > _ENOUGH * len(values):
        return Field.KIND, sure
    if field is Field.AREA and len(set(values)) > max(15, len(values) / 2):
        return Field.FREE_FIELD, sure
    return field, sure


def _looks_like(values: Sequence[str], country: str | None) -> Field | None:
    """The meaning of a column that its contents alone suggest."""
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
    """Settle conflicts: if only one column can have a meaning, the surest keeps it; some column names the partner."""
    fields = [field for _, field, _, _ in columns]
    if any(plain(heading) in _SURNAMES for heading, _, _, _ in columns):
        # Beside a surname, "Nome" is the name of a person.
        fields = [
            Field.PERSON if plain(heading) in _NAMES else field
            for (heading, _, _, _), field in zip(columns, fields, strict=True)
        ]
        columns = [
            (heading, field, sure, values) for (heading, _, sure, values), field in zip(columns, fields, strict=True)
        ]
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
    """The likely meaning of values that need an explanation; empty if a person must give it."""
    meant = {plain(heading): field for heading, field in sheet.columns}
    found: dict[Field, dict[str, Any]] = {}
    for index, heading in enumerate(table.rows[sheet.row - 1]):
        field = meant.get(plain(heading)) if heading else None
        cells = [row[index] for row in table.rows[sheet.row :] if index < len(row) and row[index]]
        if field is Field.SERVICE and Field.MEETS not in meant.values():
            # Where no column says what is needed, the name of a service may: "Mensa", "Dormitorio".
            needs = {text: known.find_need(text) for text in cells}
            found[field] = {text: code for text, code in needs.items() if code is not None}
        if field not in _EXPLAINED:
            continue
        for text, _ in Counter(part for cell in cells for part in pieces(field, cell)).most_common(_SAMPLE):
            proposed = _propose_value(field, text, known)
            if proposed is not None:
                known_texts = found.setdefault(field, {})
                if plain(text) not in map(plain, known_texts):
                    known_texts[text] = proposed
    return found


def _propose_value(field: Field, text: str, known: FlatValues) -> Any:
    """The likely meaning of a value; empty if nothing is similar, None if it needs no explanation."""
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
