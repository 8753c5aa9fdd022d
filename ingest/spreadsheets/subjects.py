"""The partner or service that rows of sheets for people describe."""

from dataclasses import dataclass, field
from itertools import zip_longest

from ingest.spreadsheets.aspects import Aspect, Shown
from ingest.spreadsheets.flat_tables import FlatTable
from ingest.spreadsheets.flat_values import Cells
from ingest.spreadsheets.flat_values import Value as FlatValue
from ingest.spreadsheets.rows import Place


@dataclass(slots=True)
class Subject:
    """A partner or service, and the rows that describe it."""

    part: str
    slug: str
    table: FlatTable
    rows: list[tuple[Cells, Place]] = field(default_factory=list)

    def values(self, aspect: Aspect) -> list[FlatValue]:
        """The values of an aspect, each as its cells (None for an empty one). A repeated value occurs once."""
        found: list[FlatValue] = []
        seen: set[Shown] = set()
        for cells, _ in self.rows:
            for value in zip_longest(*(cells.get(item, []) for item in aspect.fields)):
                filled = tuple(cell if cell is not None and cell.text else None for cell in value)
                texts = tuple(cell.text if cell else "" for cell in filled)
                if any(filled) and texts not in seen:
                    found.append(filled)
                    seen.add(texts)
        return found
