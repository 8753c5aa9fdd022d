"""Loads a catalogue: a folder with `catalogue.yaml`, `extracted/` (written by the readers) and `curated/` (by people).

Every file is a list of entries with the shape of `graph.model`. Entries of a spreadsheet stand in
`extracted/spreadsheet/`; curated ones of the same identifier win over them. All that is wrong is collected before
anything is raised, so that one run shows the whole of it.
"""

from collections.abc import Callable, Mapping
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
    Profile,
    SafetyRule,
    Service,
    StatedGap,
    Territory,
    Text,
)
from graph.provenance import Section, Source
from graph.vocabulary import Evidence
from ingest.decode import build
from ingest.kinds import expand_kinds
from ingest.merge_layers import Merged, add_rows, merge_listings, merge_sheets
from ingest.transaction import locate
from ingest.yaml_entries import Entry, read_entries, read_lines, read_mapping, read_text_entries

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
    "profiles": Profile,
    "outline": Section,
    "safety": SafetyRule,
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


def load_with_places(
    folder: Traversable | None = None,
    *,
    drafts: Mapping[str, str] | None = None,
    rows: Mapping[str, tuple[Entry, ...]] | None = None,
) -> LoadedCatalogue:
    """The catalogue in `folder` and the entries it was read from.

    `drafts` are texts that stand in for files, by path; `rows` are entries that stand in for those of the spreadsheet,
    by part: so what is about to be written is checked before it is.
    """
    return _Loader(folder or bundled_folder(), drafts or {}, rows).load()


class _Loader:
    def __init__(
        self, folder: Traversable, drafts: Mapping[str, str], rows: Mapping[str, tuple[Entry, ...]] | None
    ) -> None:
        self._folder = folder
        self._drafts = drafts
        self._rows = rows
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
        names = {entry.value.get("id"): str(entry.value.get("name")) for entry in extracted}
        curated["organizations"] += _unjudged_organizations(names, listings, curated["organizations"])
        if self._findings:
            raise CatalogueError(tuple(self._findings))
        hub = head.hub or next((entry.value.get("hub") for entry in self._read_rows("about")), None)
        catalogue = Catalogue(city=head.city, name=head.name, hub=hub, listings=listings, services=services, **curated)
        return LoadedCatalogue(expand_kinds(catalogue), self._entries)

    def _build_all(self, name: str, kind: type[T]) -> tuple[T, ...]:
        """Everything in a curated file that stands alone."""
        return self._build_merged(name, kind, lambda: [(e, e.value) for e in self._read(f"curated/{name}.yaml")])

    def _build_merged(self, name: str, kind: type[T], merge: Callable[[], Merged]) -> tuple[T, ...]:
        try:
            merged = add_rows(merge(), name, self._read_rows(name))
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

    def _read_rows(self, part: str) -> tuple[Entry, ...]:
        """What a spreadsheet, or for sources and headings the readers, say about `part`."""
        written = self._read(f"extracted/{part}.yaml") if part in ("sources", "outline") else ()
        if self._rows is not None:
            return (*written, *self._rows.get(part, ()))
        return (*written, *self._read(f"extracted/spreadsheet/{part}.jsonl"))

    def _read(self, name: str) -> tuple[Entry, ...]:
        """The entries of one file; a file that is not there has none."""
        try:
            if name in self._drafts:
                return read_text_entries(self._drafts[name], name)
            file = locate(self._folder, name)
            if not file.is_file():
                return ()
            return read_lines(file, name) if name.endswith(".jsonl") else read_entries(file, name)
        except CatalogueError as error:
            self._findings.extend(error.findings)
            return ()


def _unjudged_organizations(
    names: Mapping[Any, str], listings: tuple[Listing, ...], known: tuple[Organization, ...]
) -> tuple[Organization, ...]:
    """The partners of the list of whom nobody has written anything yet: a name and its lines."""
    slugs = {organization.slug for organization in known}
    found = {
        listing.organization: Organization(
            slug=listing.organization,
            name=names.get(listing.id, listing.printed),
            cite=listing.cite,
            evidence=Evidence.LISTED,
        )
        for listing in listings
        if listing.organization not in slugs
    }
    return tuple(found.values())
