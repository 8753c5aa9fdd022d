"""Compares a spreadsheet with a catalogue: what it adds, changes and no longer has.

Entries that only the spreadsheet has are written to `extracted/spreadsheet/`. If people have curated an entry, it
stays, and the row becomes a proposal.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph.errors import CatalogueError
from graph.message import Finding, Message
from ingest.catalogue import LoadedCatalogue, load_with_places
from ingest.decode import Decoded, find_decoded
from ingest.documents import SHEET_MARK
from ingest.identifiers import identifier_of, read_kept
from ingest.spreadsheets.column_map import apply_maps, read_maps
from ingest.spreadsheets.entries import FOLDER, assemble
from ingest.spreadsheets.export import identifier_text, record_of
from ingest.spreadsheets.flat_rows import read_flat
from ingest.spreadsheets.flat_tables import find_own
from ingest.spreadsheets.hsds import take_hsds
from ingest.spreadsheets.rows import Place, RowEntry, Rows, is_catalogue_sheet, list_told, read_rows
from ingest.spreadsheets.schema import PARTS
from ingest.spreadsheets.tables import Table
from ingest.transaction import locate
from ingest.updates import EntryUpdate, UpdateKind, compare
from ingest.yaml_entries import Entry, Record, write_lines

_FLAT_PARTS = ("organizations", "services", "listings")
"""The parts that the four sheets hold whole; of the others they say nothing."""


@dataclass(slots=True)
class Merge:
    """The result of reading a spreadsheet.

    `rows` are the entries that only the spreadsheet has, by part. `proposals` are rows that differ from curated
    entries. If there are `findings`, nothing is written.
    """

    updates: list[EntryUpdate] = field(default_factory=list)
    rows: dict[str, tuple[Entry, ...]] = field(default_factory=dict)
    proposals: dict[str, list[Record]] = field(default_factory=dict)
    sources: tuple[Record, ...] = ()
    findings: list[Finding] = field(default_factory=list)
    unread: list[Message] = field(default_factory=list)
    counts: Mapping[str, int] = field(default_factory=dict)

    def files(self, folder: Path) -> dict[str, str]:
        """The text of each file of `extracted/spreadsheet/`; empty for those that are no longer needed."""
        texts = {}
        for part in ("about", *PARTS):
            path = f"{FOLDER}{part}.jsonl"
            entries = [entry.value for entry in self.rows.get(part, ())]
            if entries:
                texts[path] = write_lines(entries)
            elif locate(folder, path).is_file():
                texts[path] = ""
        return texts


def merge_spreadsheet(tables: Iterable[Table], sums: Mapping[str, str], folder: Path, base: LoadedCatalogue) -> Merge:
    """Compare a spreadsheet with the catalogue in `folder`, which is `base` without the rows of a spreadsheet.

    `sums` is the sha256 of each file.
    """
    current = _current(folder, base)
    listed = list(tables)
    maps = read_maps(folder)
    flat, listed = take_hsds(listed, next((known for known in maps if known.name == "hsds"), None))
    others: list[Table] = []
    waiting: list[Message] = []
    for table in listed:
        own = find_own(table)
        mapped = None if own or table.hidden or is_catalogue_sheet(table) else apply_maps(table, maps)
        if own is not None:
            flat.append(own)
        elif mapped is None:
            others.append(table)
        elif mapped[1].confirmed:
            flat.append(mapped[0])
        else:
            waiting.append(Message.of("map.waiting", file=table.file, sheet=table.name, map=mapped[1].file))
    read = read_rows(others, base.country, flat=bool(flat or waiting))
    read.unread.extend(waiting)
    read_flat(read, flat, current)
    assembled = assemble(read, base.catalogue, read_kept(folder / "curated"), sums)
    merge = Merge(sources=assembled.sources, findings=read.findings, counts=read.counts)
    merge.unread.extend((*read.unread, *list_told(read)))
    for part in PARTS:
        if flat and part not in _FLAT_PARTS:
            _carry_over(merge, part, current, assembled.entries.get(part, ()))
            continue
        _merge_part(merge, part, assembled.entries.get(part, ()), base, current, exported="version" in read.about)
    merge.unread.extend(_corrected(merge.updates, current))
    if any(update.kind is UpdateKind.VANISHED for update in merge.updates):
        merge.unread.extend(_left_out(current, sums))
    _merge_about(merge, read, assembled.entries.get("services", ()), base)
    return merge


def _corrected(updates: Iterable[EntryUpdate], current: LoadedCatalogue) -> Iterator[Message]:
    """A message for each changed cell that a person's correction still overrides."""
    for update in updates:
        fields = {item.name.partition(".")[0] for item in update.fields}
        for placed in current.corrections:
            same = placed.correction.about == update.identifier
            if same and update.kind is UpdateKind.CHANGED and fields & placed.correction.set.given().keys():
                told, day = placed.correction.told, placed.correction.verified
                yield Message.of("reading.corrected", name=update.identifier, told=told, day=day)


def _merge_about(merge: Merge, read: Rows, services: Iterable[Entry], base: LoadedCatalogue) -> None:
    """Read the hub, by identifier or name. Values of `catalogue.yaml` take precedence."""
    catalogue = base.catalogue
    known = {"city": catalogue.city, "name.it": catalogue.name.it, "name.en": catalogue.name.en, "hub": catalogue.hub}
    for name, value in known.items():
        said = read.about.get(name)
        if said and value and said != value:
            told = Message.of("reading.about_differs", value=value, name=name)
            merge.unread.append(Message.of("reading.told", place=read.about_places[name].told, count=0, message=told))
    hub = read.about.get("hub")
    if not hub or catalogue.hub is not None:
        return
    slugs = {name.casefold(): item.slug for item in catalogue.services for name in (item.name, item.slug)}
    slugs |= {
        str(entry.value.get(key)).casefold(): entry.value["slug"] for entry in services for key in ("name", "slug")
    }
    if hub.casefold() in slugs:
        merge.rows["about"] = (_about(slugs[hub.casefold()]),)
    elif not merge.findings:
        read.find(read.about_places["hub"], "no_hub", name=hub)


def _carry_over(merge: Merge, part: str, current: LoadedCatalogue, added: tuple[RowEntry, ...]) -> None:
    """Keep the rows of an earlier spreadsheet with the sources that they cite, and add the new ones."""
    new = {identifier_of(part, entry.value) for entry in added}
    rows = (entry for entry in current.entries.get(part, ()) if entry.file.startswith(FOLDER))
    kept = tuple(entry for entry in rows if identifier_of(part, entry.value) not in new)
    merge.rows[part] = (*kept, *added)
    merge.updates.extend(
        EntryUpdate(kind=UpdateKind.NEW, part=part, identifier="~".join(identifier_of(part, entry.value)))
        for entry in added
    )
    cited = {cite.partition(":")[0] for entry in kept for cite in _cites(entry.value)}
    known = {record["slug"] for record in merge.sources}
    merge.sources += tuple(
        entry.value
        for entry in current.entries["sources"]
        if entry.value.get("slug") in cited - known and SHEET_MARK in entry.value.get("file", "")
    )


def _cites(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from ([item] if isinstance(item, str) else item) if key == "cite" else _cites(item)
    elif isinstance(value, list):
        for item in value:
            yield from _cites(item)


def _current(folder: Path, base: LoadedCatalogue) -> LoadedCatalogue:
    """The catalogue with the last spreadsheet; `base` if it no longer loads with it."""
    try:
        return load_with_places(folder)
    except CatalogueError:
        return base


def _left_out(current: LoadedCatalogue, given: Iterable[str]) -> list[Message]:
    """A message about files of the last spreadsheet that are not given now."""
    before = {source.file.partition(SHEET_MARK)[0] for source in current.catalogue.sources if SHEET_MARK in source.file}
    missing = sorted(before - set(given))
    if not missing:
        return []
    return [Message.of("reading.left_out", files=tuple(missing))]


def _merge_part(
    merge: Merge,
    part: str,
    entries: tuple[RowEntry, ...],
    base: LoadedCatalogue,
    current: LoadedCatalogue,
    exported: bool,
) -> None:
    curated = {"~".join(identifier_of(part, entry.value)) for entry in base.entries.get(part, ())}
    if part == "listings":
        curated = {item.id for item in base.catalogue.listings}
    # The sources that an earlier spreadsheet cited as itself go with it, unless it is the same one.
    given = {
        name: item
        for name, item in _items(part, getattr(base.catalogue, part)).items()
        if part != "sources" or SHEET_MARK not in item.file
    }
    # As the rows said it: what corrections and kinds make of it is no change of the spreadsheet.
    rows = (entry for entry in current.entries.get(part, ()) if entry.file.startswith(FOLDER))
    earlier = [row for entry in rows if (row := find_decoded(entry, PARTS[part]).value) is not None]
    before = given | _items(part, earlier)
    after: dict[str, Any] = {}
    places: dict[str, Place] = {}
    kept: list[Entry] = []
    for entry in entries:
        decoded: Decoded[Any] = find_decoded(entry, PARTS[part])
        if decoded.findings:
            merge.findings.extend(decoded.findings)
            continue
        item: Any = decoded.value
        identifier = identifier_text(part, item)
        if identifier in after:
            twice = Message.of("reading.twice", name=identifier, first=places[identifier].told)
            merge.findings.append(entry.finding((), twice))
        after[identifier] = item
        places.setdefault(identifier, entry.place())
        if _says_more(part, given.get(identifier), item):
            if identifier in curated:
                merge.proposals.setdefault(part, []).append(entry.value)
            else:
                kept.append(entry)
    merge.rows[part] = tuple(kept)
    expected = {name: item for name, item in before.items() if exported or name in after or name not in given}
    merge.updates.extend(compare(part, *_records(part, expected, after), frozenset(curated)))


def _items(part: str, items: Iterable[Any]) -> dict[str, Any]:
    return {identifier_text(part, item): item for item in items}


def _records(
    part: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    """Both sides as records: entries that differ as their cells, all others by their citations only."""
    differ = {name for name, item in after.items() if name in before and before[name] != item}

    def record(name: str, item: Any) -> dict[str, Any]:
        return record_of(part, item) if name in differ else {"cite": " ".join(map(str, getattr(item, "cite", ())))}

    return (
        {name: record(name, item) for name, item in before.items()},
        {name: record(name, item) for name, item in after.items()},
    )


def _says_more(part: str, given: Any, row: Any) -> bool:
    """Whether the row differs from what the catalogue says without it."""
    if given is None or given == row:
        return given is None
    return compare(part, {"": record_of(part, given)}, {"": record_of(part, row)})[0].kind is not UpdateKind.SAME


def _about(hub: str) -> Entry:
    import yaml

    return Entry("about", yaml.ScalarNode("", ""), {"hub": hub})
