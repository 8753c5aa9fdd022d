"""Recorded judgements on the charter: which names a line of collaborations holds.

The charter lists partners in running prose, by commas, semicolons or bullets, once without any mark between two names.
"""

from importlib.resources.abc import Traversable
from typing import Literal

import msgspec

from graph.errors import CatalogueError
from ingest.notation import read_mapping


class PrintedName(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A name as it stands in the line.

    `name` is the full one where the line shortens it; a `generic` one means a class of partners, not a partner.
    """

    printed: str
    name: str | None = None
    role: str | None = None
    generic: Literal["yes", "no"] = "no"


class CollaborationLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The names in `line`, in printed order."""

    line: int
    names: tuple[PrintedName, ...]
    why: str


class SheetLookup(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Every judgement on one charter; `source` is that charter, without it any."""

    source: str | None = None
    collaborations: tuple[CollaborationLine, ...] = ()

    def names_on(self, line: int) -> tuple[PrintedName, ...] | None:
        """The names on `line`, None where nobody has judged it."""
        return next((entry.names for entry in self.collaborations if entry.line == line), None)


def read_sheet_lookup(file: Traversable, name: str = "charter.yaml") -> SheetLookup:
    """The judgements in `file`. Raises CatalogueError where it is not of this shape."""
    entry = read_mapping(file, name)
    try:
        return msgspec.convert(entry.value, SheetLookup, strict=False)
    except msgspec.ValidationError as error:
        raise CatalogueError((f"{name}: {error}.",)) from None
