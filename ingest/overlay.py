"""An overlay: a few entries in catalogue format that are supposed to come on top of a network."""

from pathlib import Path
from typing import TypeVar

from graph.coverage.changes import Overlay
from graph.errors import CatalogueError
from graph.model import Listing, Organization, Service
from ingest.decode import decode_all
from ingest.yaml_entries import read_entries

T = TypeVar("T")


def load_overlay(place: Path) -> Overlay:
    """The overlay at `place`: a file of services, or a folder with `organizations`, `services` or `listings.yaml`.

    Listings are written whole, with `id`, `area`, `printed` and `organization`. Raises CatalogueError with every
    finding.
    """
    if not place.exists():
        raise CatalogueError((f"{place}: no such file or folder.",))
    if place.is_file():
        return Overlay(services=_read(place, Service))
    return Overlay(
        organizations=_read(place / "organizations.yaml", Organization),
        services=_read(place / "services.yaml", Service),
        listings=_read(place / "listings.yaml", Listing),
    )


def _read(file: Path, kind: type[T]) -> tuple[T, ...]:
    if not file.is_file():
        return ()
    return decode_all(read_entries(file, file.name), kind)
