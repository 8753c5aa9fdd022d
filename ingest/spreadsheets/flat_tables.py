"""Sheets for people whose columns are understood: the four of an export, or those that a map explains."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.vocabulary import Locale
from ingest.spreadsheets.headings import Field, find_own_field, own_words, plain, word
from ingest.spreadsheets.rows import Place
from ingest.spreadsheets.tables import Table

Meanings = Mapping[Field, Mapping[str, Any]]
"""What somebody's own values mean, by field and by the value as `plain` has it: a code, or a condition in notation."""


@dataclass(frozen=True, slots=True)
class FlatCell:
    """The text of a cell and its place.

    If a map explains the cell, `text` is its meaning, and `said` its own words.
    """

    text: str
    place: Place
    heading: str = ""
    said: str = ""

    @property
    def words(self) -> str:
        """What a person reads in the cell."""
        return self.said or self.text


@dataclass(frozen=True, slots=True)
class FlatTable:
    """A sheet for people: the number of its heading row, and the meaning of each column (None if unknown).

    If `lenient`, it is somebody else's sheet, and no value of it stops the file. If `tells_apart`, its codes
    distinguish services with the same name and partner.
    """

    table: Table
    header: int
    fields: tuple[Field | None, ...]
    lenient: bool = False
    meanings: Meanings = field(default_factory=dict)
    tells_apart: bool = False

    @property
    def headings(self) -> tuple[str, ...]:
        """The texts of the heading row."""
        return self.table.rows[self.header - 1]

    @property
    def held(self) -> frozenset[Field]:
        """The meanings of its columns."""
        return frozenset(item for item in self.fields if item is not None)

    @property
    def is_details(self) -> bool:
        """Whether its rows only add to partners and services of another sheet of an export."""
        return not self.lenient and {Field.PARTNER, Field.SERVICE} <= self.held and Field.MEETS not in self.held

    @property
    def locale(self) -> Locale:
        """The language of most of its headings."""

        def own(locale: Locale) -> int:
            pairs = zip(self.fields, self.headings, strict=False)
            return sum(
                item is not None and plain(text).startswith(plain(word("fields", item, locale))) for item, text in pairs
            )

        return max(Locale, key=own)


def find_own(table: Table) -> FlatTable | None:
    """`table` as one of the four sheets of an export, recognized by its name and headings; None if it is not one."""
    sheets = ("partners", "services", "contacts", "notes")
    names = {plain(name) for sheet in sheets for name in own_words("sheets", sheet)}
    header = next((number for number, cells in enumerate(table.rows, 1) if any(cells)), None)
    if header is None:
        return None
    fields = tuple(find_own_field(heading) if heading else None for heading in table.rows[header - 1])
    known = set(fields) - {None}
    is_named = plain(table.name) in names and len(known) > 1
    if not known & {Field.PARTNER, Field.SERVICE} or not (is_named or Field.CODE in known):
        return None
    return FlatTable(table, header, fields)
