"""Recorded judgements on the charter: which names a line of collaborations holds.

The charter lists partners in running prose, by commas, semicolons or bullets, once without any mark between two names.
A judgement knows its line by its mark (`ingest.fingerprints`): it moves with the line, and ends where the line changes.
"""

from collections.abc import Iterable
from importlib.resources.abc import Traversable
from typing import Literal

import msgspec

from graph.errors import CatalogueError
from ingest.documents import Document
from ingest.fingerprints import fingerprint
from ingest.readers.judgement_relocation import demand_none, place_judgements
from ingest.yaml_entries import read_mapping


class PrintedName(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A name as it stands in the line.

    `name` is the full one where the line shortens it; a `generic` one means a class of partners, not a partner.
    """

    printed: str
    name: str | None = None
    role: str | None = None
    generic: Literal["yes", "no"] = "no"


class CollaborationLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The names, in printed order, in the line with the mark `says`; `line` is where it stood when it was judged."""

    line: int
    says: str
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


def place_lookup(lookup: SheetLookup, document: Document, asked: Iterable[int]) -> SheetLookup:
    """`lookup` with each judgement on the line of `document`, among those `asked` for, that says what was judged.

    Raises CatalogueError with every judgement whose line is not there, or not there as often as it is judged.
    """
    placed, findings = place_judgements(
        [(item, item.says) for item in lookup.collaborations],
        [(number, fingerprint(document.line(number))) for number in asked],
        lookup="charter.yaml, collaborations", among="line of collaborations", file=document.file,
    )  # fmt: skip
    demand_none(findings)
    return msgspec.structs.replace(lookup, collaborations=placed)
