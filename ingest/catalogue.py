"""Loads a catalogue: a folder with `catalogue.yaml`, `extracted/` (written by the readers) and `curated/` (by people).

Every file is a list of entries with the shape of `graph.model`. The rows of a spreadsheet are in
`extracted/spreadsheet/`; a curated entry with the same identifier wins. One run shows every finding on every file.

`create_catalogue` makes one for another city: empty, valid, documented, with a vocabulary to start from.
"""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from graph.errors import CatalogueError, StoreError, reason_of
from graph.message import Finding, Message, Text
from graph.model import Catalogue
from graph.organizations import Organization
from graph.services import Listing, Service
from graph.vocabulary import Evidence
from ingest import bundled_folder
from ingest.corrections import FILE as CORRECTIONS
from ingest.corrections import PlacedCorrection, apply_corrections, decode_corrections
from ingest.decode import decode, decode_all, find_decoded
from ingest.identifiers import CURATED, slugify
from ingest.merge_layers import Merged, add_rows, expand_kinds, merge_listings, merge_sheets
from ingest.readers.reader import Partner, Sheet
from ingest.transaction import locate
from ingest.yaml_entries import Entry, read_entries, read_lines, read_mapping, read_text_entries

if TYPE_CHECKING:
    from graph.coverage.changes import Overlay

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class CityRecord:
    """The head of a catalogue: `catalogue.yaml`.

    `country` is an ISO 3166-1 code: telephone numbers without `+` are of that country.
    """

    city: str
    name: Text
    hub: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class LoadedCatalogue:
    """A catalogue with the entries that it was read from, in the order of each part, and the findings on them."""

    catalogue: Catalogue
    entries: dict[str, tuple[Entry, ...]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    folder: Traversable | None = None
    corrections: tuple[PlacedCorrection, ...] = ()
    country: str | None = None


def load_catalogue(folder: Traversable | None = None) -> Catalogue:
    """Load a catalogue.

    Parameters
    ----------
    folder
        Its folder; by default that of the bundled catalogue of Milan.

    Returns
    -------
    Catalogue
        The merged entries of all its files, with corrections applied.

    Raises
    ------
    CatalogueError
        With every finding on every file.

    Examples
    --------
    >>> milan = load_catalogue()
    >>> milan.city, milan.hub
    ('milano', 'puntoacapo')
    """
    loaded = _Loader(folder or bundled_folder(), {}, None, places=False).load()
    if loaded.findings:
        raise CatalogueError(loaded.findings)
    return loaded.catalogue


def read_country(folder: Traversable) -> str | None:
    """The country of the catalogue in `folder`. Raises CatalogueError if `catalogue.yaml` is malformed."""
    return decode(read_mapping(folder.joinpath("catalogue.yaml"), "catalogue.yaml"), CityRecord).country


def load_with_places(
    folder: Traversable | None = None,
    *,
    drafts: Mapping[str, str] | None = None,
    rows: Mapping[str, tuple[Entry, ...]] | None = None,
) -> LoadedCatalogue:
    """Load a catalogue together with the entries that it was read from.

    Parameters
    ----------
    folder
        Its folder; by default that of the bundled catalogue of Milan.
    drafts
        Texts to read instead of files, by path: a change is checked before it is written.
    rows
        Entries to read instead of those of the spreadsheet, by part.

    Returns
    -------
    LoadedCatalogue
        The catalogue and its entries.

    Raises
    ------
    CatalogueError
        With every finding on every file.
    """
    loaded = inspect_catalogue(folder, drafts=drafts, rows=rows)
    if loaded.findings:
        raise CatalogueError(loaded.findings)
    return loaded


def inspect_catalogue(
    folder: Traversable | None = None,
    *,
    drafts: Mapping[str, str] | None = None,
    rows: Mapping[str, tuple[Entry, ...]] | None = None,
) -> LoadedCatalogue:
    """Load what can be read of a catalogue, with the findings on the rest.

    Parameters are those of `load_with_places`. An entry without a part that it needs is left out.

    Raises
    ------
    CatalogueError
        If `catalogue.yaml` is missing or malformed.
    """
    return _Loader(folder or bundled_folder(), drafts or {}, rows).load()


class _Loader:
    """Loads one catalogue. Entries take more memory than what they describe: without `places`, none is kept."""

    def __init__(
        self,
        folder: Traversable,
        drafts: Mapping[str, str],
        rows: Mapping[str, tuple[Entry, ...]] | None,
        *,
        places: bool = True,
    ) -> None:
        self._places = places
        self._folder = folder
        self._drafts = drafts
        self._rows = rows
        self._findings: list[Finding] = []
        self._entries: dict[str, tuple[Entry, ...]] = {}

    def load(self) -> LoadedCatalogue:
        if not self._folder.joinpath("catalogue.yaml").is_file():
            raise CatalogueError.at(str(self._folder), Message.of("file.no_catalogue"))
        head = decode(read_mapping(self._folder.joinpath("catalogue.yaml"), "catalogue.yaml"), CityRecord)
        parts: dict[str, tuple[Any, ...]] = {
            name: self._decode(name, kind, [(entry, entry.value) for entry in self._read(f"curated/{name}.yaml")])
            for name, kind in CURATED.items()
        }
        partners = self._read_extracted("partners", Partner)
        curated = self._read("curated/listings.yaml")
        parts["listings"] = self._decode("listings", Listing, merge_listings(partners, curated, self._findings))
        sheets, services = self._read_extracted("sheets", Sheet), self._read("curated/services.yaml")
        described = merge_sheets(services, sheets, parts["organizations"], self._findings)
        parts["services"] = self._decode("services", Service, described)
        names = {entry.value.get("id"): str(entry.value.get("name")) for entry in partners}
        parts["organizations"] += _unjudged_organizations(names, parts["listings"], parts["organizations"])
        hub = head.hub or next((entry.value.get("hub") for entry in self._read_rows("about")), None)
        catalogue = Catalogue(city=head.city, name=head.name, hub=hub, **parts)
        corrections = decode_corrections(self._read(CORRECTIONS), self._findings)
        # Without the rows of a spreadsheet, corrections may be about what only these rows name.
        told = self._findings if self._rows is None or self._rows else []
        catalogue = expand_kinds(apply_corrections(catalogue, corrections, told))
        return LoadedCatalogue(catalogue, self._entries, tuple(self._findings), self._folder, corrections, head.country)

    def _decode(self, name: str, kind: type[T], merged: Merged) -> tuple[T, ...]:
        """The part `name` of the catalogue: its merged entries, then the rows of the spreadsheet."""
        entries, values = [], []
        rows = self._read_rows(name)  # whose findings come first
        for entry, value in add_rows(merged, name, rows):
            decoded = find_decoded(entry, kind, value)
            self._findings.extend(decoded.findings)
            if decoded.value is not None:
                values.append(decoded.value)
                if self._places:
                    entries.append(entry)
        self._entries[name] = tuple(entries)
        return tuple(values)

    def _read_extracted(self, name: str, kind: type) -> tuple[Entry, ...]:
        """The entries of a file that the readers write and that is merged with a curated one."""
        entries = self._read(f"extracted/{name}.yaml")
        self._findings.extend(finding for entry in entries for finding in find_decoded(entry, kind).findings)
        return entries

    def _read_rows(self, part: str) -> Iterator[Entry]:
        """The entries of `part` in the spreadsheet or, for sources and headings, those of the readers."""
        written = self._read(f"extracted/{part}.yaml") if part in ("sources", "outline") else ()
        if self._rows is not None:
            return chain(written, self._rows.get(part, ()))
        return chain(written, self._read_lines(f"extracted/spreadsheet/{part}.jsonl"))

    def _read(self, name: str) -> tuple[Entry, ...]:
        """The entries of one file; a missing file has none."""
        try:
            if name in self._drafts:
                return read_text_entries(self._drafts[name], name)
            file = locate(self._folder, name)
            return read_entries(file, name) if file.is_file() else ()
        except CatalogueError as error:
            self._findings.extend(error.findings)
            return ()

    def _read_lines(self, name: str) -> Iterator[Entry]:
        """The entries of one file of JSON lines; a missing file has none."""
        try:
            file = locate(self._folder, name)
            return read_lines(file, name) if file.is_file() else iter(())
        except CatalogueError as error:
            self._findings.extend(error.findings)
            return iter(())


def _unjudged_organizations(
    names: Mapping[Any, str], listings: tuple[Listing, ...], known: tuple[Organization, ...]
) -> tuple[Organization, ...]:
    """The listed partners that no file describes yet: their name and its lines."""
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


def load_overlay(place: Path) -> "Overlay":
    """Read an overlay: entries in the format of a catalogue that are supposed on top of a network.

    Parameters
    ----------
    place
        A file of services, or a folder with `organizations.yaml`, `services.yaml` or `listings.yaml`. Listings are
        written whole, with `id`, `area`, `printed` and `organization`.

    Returns
    -------
    Overlay
        The organizations, services and listings that the files describe.

    Raises
    ------
    CatalogueError
        If there is no such file or folder, or with every finding on the files.
    """
    from graph.coverage.changes import Overlay

    if not place.exists():
        raise CatalogueError.at(str(place), Message.of("file.none"))
    if place.is_file():
        return Overlay(services=_read_overlaid(place, Service))
    return Overlay(
        organizations=_read_overlaid(place / "organizations.yaml", Organization),
        services=_read_overlaid(place / "services.yaml", Service),
        listings=_read_overlaid(place / "listings.yaml", Listing),
    )


def _read_overlaid(file: Path, kind: type[T]) -> tuple[T, ...]:
    return decode_all(read_entries(file, file.name), kind) if file.is_file() else ()


_CITY, _CODE, _COUNTRY = "@city@", "@code@", 'country: "@country@"'
"""Placeholders in the template files: the name of the city, its code and the line of its country."""


def create_catalogue(city: str, folder: Path | None = None, country: str | None = None) -> Path:
    """Make an empty catalogue.

    Parameters
    ----------
    city
        Its name.
    folder
        The folder; by default one named after the city.
    country
        The ISO 3166-1 code of the city's country, such as IT; None if it is not known.

    Returns
    -------
    Path
        Where the catalogue is.

    Raises
    ------
    StoreError
        Where the city has no letters, the country has no telephones, the folder has files already, or it cannot be
        written.
    """
    from ingest.contacts import is_country

    if country is not None and not is_country(country):
        raise StoreError(Message.of("making.country", code=country))
    code = slugify(city)
    if not code:
        raise StoreError(Message.of("making.no_letter", city=city))
    place = folder or Path(code)
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise StoreError.at(str(place), Message.of("making.taken"))
    line = f"country: {country}" if country else "# country: IT"
    words = {_CITY: _quote(city), _CODE: code, _COUNTRY: line}
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{place.name}.", dir=place.parent))
        try:
            _copy(files("ingest").joinpath("catalogues", "new"), draft, words)
            draft.chmod(0o755)
            draft.replace(place)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
    except OSError as error:
        raise StoreError.at(str(place), Message.of("making.failed", reason=reason_of(error))) from None
    return place


def _copy(origin: Traversable, place: Path, words: dict[str, str]) -> None:
    for item in origin.iterdir():
        if item.is_dir():
            (place / item.name).mkdir()
            _copy(item, place / item.name, words)
        elif item.name.endswith(".yaml"):
            text = item.read_text(encoding="utf-8")
            for mark, word in words.items():
                text = text.replace(mark, word)
            (place / item.name).write_text(text, encoding="utf-8", newline="\n")


def _quote(city: str) -> str:
    """The name without what double quotes cannot hold."""
    return " ".join(city.replace("\\", "").replace('"', "'").split())
