"""Lists partners under areas: one listing for each partner and each area heading above it."""

from collections.abc import Iterable, Mapping

from graph.services import Listing
from ingest.identifiers import slugify
from ingest.spreadsheets.aspects import LISTING
from ingest.spreadsheets.current_entries import CurrentEntries
from ingest.spreadsheets.flat_entries import FlatEntries
from ingest.spreadsheets.flat_tables import Cell, FlatTable
from ingest.spreadsheets.flat_values import Cells, FlatValues
from ingest.spreadsheets.headings import Field, plain
from ingest.spreadsheets.rows import Draft, Place, Rows
from ingest.spreadsheets.subjects import Subject

Listed = tuple[Cells, Place, str, FlatTable]
"""A row under an area, with the identifier of its partner."""


class FlatListings:
    """Builds the listings of partners, and areas that the catalogue does not have yet."""

    def __init__(self, rows: Rows, current: CurrentEntries, values: FlatValues, entries: FlatEntries) -> None:
        self._rows = rows
        self._current = current
        self._values = values
        self._entries = entries

    def build(self, listed: Iterable[Listed], services: Mapping[str, str]) -> None:
        """Write the listings for the rows `listed`. `services` has the first described service of each partner."""
        areas = dict(self._values.areas)
        left: dict[tuple[str, str], list[Listing]] = {}
        for listing in self._current.items["listings"].values():
            left.setdefault((listing.organization, listing.area), []).append(listing)
        found: dict[str, tuple[Subject, str, str, Listing | None]] = {}
        for cells, place, owner, table in listed:
            for cell in cells[Field.AREA]:
                area = areas.get(plain(cell.text)) or self._new_area(cell, areas)
                known = [] if table.lenient else left.get((owner, area), [])
                current = known.pop(0) if known else None
                identifier = current.id if current else f"{area}/{owner}"
                subject, *_ = found.setdefault(
                    identifier, (Subject("listings", identifier, table), owner, area, current)
                )
                subject.rows.append((cells, place))
        for subject, owner, area, current in found.values():
            self._build_listing(subject, owner, area, current, services.get(owner))

    def _new_area(self, cell: Cell, areas: dict[str, str]) -> str:
        """Add an area to the catalogue for a heading that it does not know."""
        code = slugify(cell.text)
        areas[plain(cell.text)] = code
        self._rows.tell(cell.place, "new_area", text=cell.text)
        label = {"it": cell.text, "en": cell.text}
        self._rows.drafts.setdefault("areas", []).append(Draft(cell.place, {"code": code, "label": label}))
        return code

    def _build_listing(
        self, subject: Subject, owner: str, area: str, current: Listing | None, service: str | None
    ) -> None:
        cells, place = subject.rows[0]
        draft = Draft(place, self._current.notation("listings", subject.slug) if current else {})
        if current is None:
            name = cells[Field.PARTNER][0].text
            draft.value = {
                "id": subject.slug, "area": area, "printed": name, "organization": owner, "evidence": "listed",
            }  # fmt: skip
            if service and not any(Field.MEETS in own and Field.SERVICE not in own for own, _ in subject.rows):
                draft.value["service"] = service
        if "service" not in draft.value:
            self._entries.set(draft, LISTING[0], subject, current)
        self._rows.drafts.setdefault("listings", []).append(draft)
