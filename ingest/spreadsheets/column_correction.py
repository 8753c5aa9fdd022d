"""Corrects and confirms the map of a spreadsheet."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from graph.errors import QuestionError
from graph.message import Message
from graph.model import Catalogue
from ingest.catalogue import LoadedCatalogue
from ingest.identifiers import slugify
from ingest.spreadsheets.column_map import ColumnMap, SheetMap, apply_maps, read_maps
from ingest.spreadsheets.column_proposal import propose_map
from ingest.spreadsheets.flat_tables import Meanings, find_own
from ingest.spreadsheets.flat_values import FlatValues
from ingest.spreadsheets.headings import CHOICES, Field, find_field, plain, read_choice
from ingest.spreadsheets.rows import Rows, is_catalogue_sheet
from ingest.spreadsheets.tables import Table


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
