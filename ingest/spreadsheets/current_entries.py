"""The present entries of a catalogue, which a spreadsheet may change."""

import copy
from typing import Any

from ingest.catalogue import LoadedCatalogue
from ingest.documents import SHEET_MARK
from ingest.identifiers import identifier_of
from ingest.yaml_entries import notation_of

FOLDER = "extracted/spreadsheet/"
"""Where the rows of the spreadsheet stand in a catalogue: a file a part, a line an entry."""


class CurrentEntries:
    """The entries in notation, without citations of an earlier spreadsheet."""

    def __init__(self, loaded: LoadedCatalogue) -> None:
        catalogue = loaded.catalogue
        self.items: dict[str, dict[str, Any]] = {
            "organizations": {item.slug: item for item in catalogue.organizations},
            "services": {item.slug: item for item in catalogue.services},
            "listings": {item.id: item for item in catalogue.listings},
        }
        self._own = frozenset(source.slug for source in catalogue.sources if SHEET_MARK in source.file)
        self._rows = {
            (part, identifier_of(part, entry.value)[0]): entry.value
            for part in self.items
            for entry in loaded.entries.get(part, ())
            if entry.file.startswith(FOLDER)
        }
        self._written = {
            (part, identifier_of(part, entry.value)[0]) for part in self.items for entry in loaded.entries.get(part, ())
        }

    def is_written(self, part: str, identifier: str) -> bool:
        """Whether an entry of its own describes it, and not only a listing that mentions it."""
        return (part, identifier) in self._written

    def notation(self, part: str, identifier: str) -> dict[str, Any]:
        """The entry as the last spreadsheet gave it or, if it did not, as all files together give it."""
        row = self._rows.get((part, identifier))
        if row is not None:
            return dict(self._without_own(copy.deepcopy(row)))
        return dict(self.plain(self.items[part][identifier]))

    def plain(self, value: Any) -> Any:
        """The notation of a value, without citations of an earlier spreadsheet."""
        return self._without_own(notation_of(value))

    def _without_own(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._without_own(item) for item in value]
        if not isinstance(value, dict):
            return value
        found = {key: self._without_own(item) for key, item in value.items() if key != "cite"}
        cites = value.get("cite", [])
        listed = [
            cite for cite in ([cites] if isinstance(cites, str) else cites) if cite.partition(":")[0] not in self._own
        ]
        return found | ({"cite": listed} if listed else {})
