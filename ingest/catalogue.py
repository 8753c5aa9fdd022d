"""Loads a catalogue: a folder with `catalogue.yaml`, `extracted/` (written by the readers) and `curated/` (by people).

Every file is a list of entries with the shape of `graph.model`. All that is wrong is collected before anything is
raised, so that one run shows the whole of it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

from graph.errors import CatalogueError
from graph.model import (
    Catalogue,
    Contradiction,
    EntrySituation,
    FactDefinition,
    Figure,
    Judgement,
    Listing,
    NeedArea,
    NetworkArea,
    Organization,
    Service,
    StatedGap,
    Territory,
    Text,
)
from graph.provenance import Source
from graph.vocabulary import Evidence
from ingest.layers import Merged, merge_listings, merge_sheets
from ingest.notation import Entry, read_entries, read_mapping
from ingest.records import build

T = TypeVar("T")

CURATED: dict[str, type] = {
    "sources": Source,
    "facts": FactDefinition,
    "needs": NeedArea,
    "areas": NetworkArea,
    "situations": EntrySituation,
    "territories": Territory,
    "organizations": Organization,
    "figures": Figure,
    "gaps": StatedGap,
    "contradictions": Contradiction,
    "judgements": Judgement,
}
"""The curated files that stand alone, and what each holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CityRecord:
    """The head of a catalogue: `catalogue.yaml`."""

    city: str
    name: Text
    hub: str | None = None


@dataclass(frozen=True, slots=True)
class LoadedCatalogue:
    """A catalogue and the entries that it was read from, in the order of its fields, for findings."""

    catalogue: Catalogue
    entries: dict[str, tuple[Entry, ...]] = field(default_factory=dict)


def bundled_folder(city: str = "milano") -> Traversable:
    """The catalogue that travels with the program."""
    return files("ingest").joinpath("catalogues", city)


def load_catalogue(folder: Traversable | None = None) -> Catalogue:
    """The catalogue in `folder`, or the bundled one of Milan. Raises CatalogueError with every finding."""
    return load_with_places(folder).catalogue


def load_with_places(folder: Traversable | None = None) -> LoadedCatalogue:
    """The catalogue in `folder` and the entries it was read from."""
    return _Loader(folder or bundled_folder()).load()


class _Loader:
    def __init__(self, folder: Traversable) -> None:
        self._folder = folder
        self._findings: list[str] = []
        self._entries: dict[str, tuple[Entry, ...]] = {}

    def load(self) -> LoadedCatalogue:
        if not self._folder.joinpath("catalogue.yaml").is_file():
            raise CatalogueError((f"{self._folder}: no catalogue here (catalogue.yaml is missing).",))
        head = build(read_mapping(self._folder.joinpath("catalogue.yaml"), "catalogue.yaml"), CityRecord)
        curated: dict[str, tuple[Any, ...]] = {name: self._build_all(name, kind) for name, kind in CURATED.items()}
        extracted = self._read("extracted/partners.yaml")
        listings = self._build_merged(
            "listings", Listing, lambda: merge_listings(extracted, self._read("curated/listings.yaml"))
        )
        sheets = self._read("extracted/sheets.yaml")
        services = self._build_merged(
            "services",
            Service,
            lambda: merge_sheets(self._read("curated/services.yaml"), sheets, curated["organizations"]),
        )
        curated["organizations"] += _unjudged_organizations(extracted, listings, curated["organizations"])
        if self._findings:
            raise CatalogueError(tuple(self._findings))
        catalogue = Catalogue(
            city=head.city, name=head.name, hub=head.hub, listings=listings, services=services, **curated
        )
        return LoadedCatalogue(catalogue, self._entries)

    def _build_all(self, name: str, kind: type[T]) -> tuple[T, ...]:
        """Everything in a curated file that stands alone."""
        return self._build_merged(name, kind, lambda: [(e, e.value) for e in self._read(f"curated/{name}.yaml")])

    def _build_merged(self, name: str, kind: type[T], merge: Callable[[], Merged]) -> tuple[T, ...]:
        try:
            merged = merge()
        except CatalogueError as error:
            self._findings.extend(error.findings)
            return ()
        self._entries[name] = tuple(entry for entry, _ in merged)
        built = []
        for entry, value in merged:
            try:
                built.append(build(entry, kind, value))
            except CatalogueError as error:
                self._findings.extend(error.findings)
        return tuple(built)

    def _read(self, name: str) -> tuple[Entry, ...]:
        """The entries of one file; a file that is not there has none."""
        file = self._folder.joinpath(*name.split("/"))
        if not file.is_file():
            return ()
        try:
            return read_entries(file, name)
        except CatalogueError as error:
            self._findings.extend(error.findings)
            return ()


def _unjudged_organizations(
    extracted: tuple[Entry, ...], listings: tuple[Listing, ...], known: tuple[Organization, ...]
) -> tuple[Organization, ...]:
    """The partners of the list of whom nobody has written anything yet: a name and its lines."""
    slugs = {organization.slug for organization in known}
    names = {entry.value.get("id"): str(entry.value.get("name")) for entry in extracted}
    found = {
        listing.organization: Organization(
            slug=listing.organization, name=names[listing.id], cite=listing.cite, evidence=Evidence.LISTED
        )
        for listing in listings
        if listing.organization not in slugs
    }
    return tuple(found.values())
