"""Entries of a catalogue: the present ones, which a spreadsheet may change, and those that its rows become.

Details are added to their entry, and names are replaced by identifiers. A row without an identifier gets one from its
name. A row without a citation cites itself, as a line of the source `<file>-<sheet>`. Words in one language are used
for both.
"""

import copy
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import PurePath
from typing import Any

from graph.concepts import Effect
from graph.message import Finding, Message
from graph.model import Catalogue
from graph.provenance import Cited
from graph.vocabulary import Evidence
from ingest.catalogue import LoadedCatalogue
from ingest.documents import SHEET_MARK
from ingest.identifiers import IDENTIFIERS, identifier_of, slugify
from ingest.spreadsheets.rows import Draft, Place, RowEntry, Rows, list_drafts
from ingest.spreadsheets.schema import SheetSchema, sheets_of
from ingest.validation.citations import PARTS as CITED_PARTS
from ingest.yaml_entries import Record, notation_of

FOLDER = "extracted/spreadsheet/"
"""Where the rows of the spreadsheet stand in a catalogue: a file a part, a line an entry."""
_IMPLIED = ("needs", "situations")
"""Parts whose effects stand on the entry's own lines."""


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


@dataclass(frozen=True, slots=True)
class Assembled:
    """The entries by part, and the sources that rows cite as themselves."""

    entries: Mapping[str, tuple[RowEntry, ...]]
    sources: tuple[Record, ...]


def assemble(rows: Rows, catalogue: Catalogue, kept: Mapping[str, str], sums: Mapping[str, str]) -> Assembled:
    """Make entries of the drafts in `rows`.

    Parameters
    ----------
    rows
        The drafts. What cannot be put together is added to its `findings`.
    catalogue
        The catalogue whose names the rows may use.
    kept
        Identifiers that stay in use although the name has changed.
    sums
        The SHA-256 of each file.
    """
    _name(rows, kept)
    names = _Names(rows, catalogue)
    for draft in rows.drafts.get("listings", ()):
        _fill_listing(draft.value, names, kept)
    _attach(rows, names)
    cited: dict[str, int] = {}
    for part, draft in list_drafts(rows):
        for sheet in sheets_of(part):
            _resolve(draft.value, sheet, names)
            _fill(part, draft, sheet, cited)
        draft.value = _ordered(part, draft.value)
    entries = {
        part: tuple(draft.entry() for draft in drafts if not draft.broken) for part, drafts in rows.drafts.items()
    }
    return Assembled(entries, tuple(_sources(rows, cited, catalogue, sums)))


def _name(rows: Rows, kept: Mapping[str, str]) -> None:
    """Give each row without an identifier one that is made from its name.

    If several services have the same name, that of their first partner is added: two partners may each have a "Mensa".
    """
    names = Counter(slugify(draft.value.get("name", "")) for draft in rows.drafts.get("services", ()))
    for part, draft in list_drafts(rows):
        if part not in ("organizations", "services") or "name" not in draft.value or "slug" in draft.value:
            continue
        slug = slugify(draft.value["name"])
        offers = draft.value.get("organizations") if part == "services" else None
        if offers and names[slug] > 1:
            slug = f"{slug}-{slugify(offers[0]['organization'])}"
        draft.value["slug"] = _kept(kept, slug)


def _fill_listing(value: dict[str, Any], names: "_Names", kept: Mapping[str, str]) -> None:
    if "printed" in value:
        value.setdefault("organization", _kept(kept, slugify(value["printed"])))
    if "printed" in value and "area" in value:
        value["area"] = names.find("areas", value["area"])
        value.setdefault("id", _kept(kept, f"{value['area']}/{slugify(value['printed'])}"))
        names.learn("listings", value["id"], value["printed"])
    if "organization" in value:
        names.learn("organizations", names.find("organizations", value["organization"]), value.get("printed", ""))
    value.setdefault("evidence", str(Evidence.LISTED))


def _ordered(part: str, value: dict[str, Any]) -> dict[str, Any]:
    """Identifiers first, where it is from last."""
    last = [key for key in ("cite", "evidence", "why") if key in value]
    first = [key for key in IDENTIFIERS[part] if key in value]
    return {key: value[key] for key in (*first, *(key for key in value if key not in {*first, *last}), *last)}


def _kept(kept: Mapping[str, str], identifier: str) -> str:
    return kept.get(identifier, identifier)


class _Names:
    """Finds the identifiers of names that people write instead."""

    def __init__(self, rows: Rows, catalogue: Catalogue) -> None:
        self._codes: dict[str, dict[str, str]] = {}
        self._shared: dict[tuple[str, str], set[str]] = {}
        for part in ("organizations", "services"):
            for item in getattr(catalogue, part):
                for name in (item.name, *(other.name for other in item.alternate_names)):
                    self.learn(part, item.slug, name)
        for part in ("needs", "areas", "territories"):
            for item in getattr(catalogue, part):
                self.learn(part, item.code, item.label.it, item.label.en)
        for need in catalogue.needs:
            self.learn("needs", need.code, *need.words)
        for part, draft in list_drafts(rows):
            value = draft.value
            if part in ("organizations", "services"):
                self.learn(part, value.get("slug", ""), value.get("name", ""))
            elif part in ("needs", "areas", "territories"):
                self.learn(part, value.get("code", ""), *(value.get("label") or {}).values())

    def learn(self, part: str, code: str, *names: str) -> None:
        """Remember that `names` mean the entry `code` of `part`."""
        codes = self._codes.setdefault(part, {})
        for name in names:
            if codes.setdefault(name.casefold(), code) != code:
                self._shared.setdefault((part, name.casefold()), {codes[name.casefold()]}).add(code)
        codes[code] = code

    def shared(self, part: str, text: str) -> tuple[str, ...]:
        """The identifiers that share the name `text`; empty if there is only one, or `text` is an identifier itself."""
        codes = self._shared.get((part, text.casefold()), set())
        return tuple(sorted(codes)) if text not in codes else ()

    def find(self, part: str, text: str) -> str:
        """The identifier that `text` is or names; `text` itself if it is neither."""
        codes = self._codes.get(part, {})
        return codes.get(text) or codes.get(text.casefold()) or text


def _resolve(value: dict[str, Any], sheet: SheetSchema, names: _Names) -> None:
    """Replace names by identifiers in an entry, or in those of its details that `sheet` holds."""
    referring = [column for column in sheet.columns if column.refers and column.path and not column.item]
    if not referring:
        return
    for item in _values_at(value, sheet.path):
        for column in referring:
            _replace(item, column.path, partial(names.find, str(column.refers)))


def _values_at(value: Mapping[str, Any], path: tuple[str, ...]) -> Iterable[dict[str, Any]]:
    found: Any = value
    for key in path:
        found = found.get(key, {}) if isinstance(found, dict) else {}
    return found if isinstance(found, list) else [found] if isinstance(found, dict) and not path else []


def _replace(value: dict[str, Any], path: tuple[str, ...], find: Any) -> None:
    for key in path[:-1]:
        value = value.get(key) or {}
    text = value.get(path[-1])
    if isinstance(text, list):
        value[path[-1]] = [find(item) for item in text]
    elif isinstance(text, str):
        value[path[-1]] = find(text)


def _attach(rows: Rows, names: _Names) -> None:
    owners = {
        (part, "~".join(str(draft.value.get(key)) for key in IDENTIFIERS[part])): draft
        for part, draft in list_drafts(rows)
    }
    for sheet, of, detail in rows.details:
        owner = owners.get((sheet.part, of)) or owners.get((sheet.part, names.find(sheet.part, of)))
        place = Place(detail.place.file, detail.place.sheet, detail.place.row, "of")
        if several := names.shared(sheet.part, of):
            rows.find(place, "several", text=of, several=several)
            continue
        if owner is None:
            rows.find(place, "not_on_sheet", text=of, sheet=sheet.part)
            continue
        if sheet.path == ("requires",) and "label" in detail.value:
            detail.value.setdefault("id", slugify(next(iter(detail.value["label"].values()))))
        if sheet.path == ("addresses",) and "street" in detail.value:
            detail.value.setdefault("slug", slugify(detail.value["street"]))
        owner.append(sheet.path, detail)


def _fill(part: str, draft: Draft, sheet: SheetSchema, cited: dict[str, int]) -> None:
    """Add what the row and its details leave out: the other language, and their citation."""
    for index, item in enumerate(_values_at(draft.value, sheet.path)):
        place = draft.places.get((*sheet.path, index), draft.place) if sheet.path else draft.place
        _fill_languages(item, sheet)
        for statement in _statements(part, item, sheet):
            if "cite" not in statement and statement.get("evidence") != Evidence.INFERRED:
                source = _source_slug(place.file, place.sheet)
                statement["cite"] = [f"{source}:{place.row}"]
                cited[source] = max(cited.get(source, 0), place.row)


def _fill_languages(item: dict[str, Any], sheet: SheetSchema) -> None:
    """Where a text of `item` is in one language alone, give it in the other too."""
    for column in sheet.columns:
        if column.path and column.path[-1] == "it":
            text = _find_text(item, column.path[:-1])
            if text.get("it") or text.get("en"):
                text.setdefault("it", text.get("en"))
                text.setdefault("en", text.get("it"))


def _find_text(item: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    """The text at `path` by language; empty if there is none."""
    found: Any = item
    for key in path:
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def _statements(part: str, item: dict[str, Any], sheet: SheetSchema) -> Iterator[dict[str, Any]]:
    """The parts of a row that need a citation."""
    if part not in CITED_PARTS or not issubclass(sheet.kind, Cited):
        return
    if not (sheet.kind is Effect and part in _IMPLIED):
        yield item
    if not sheet.path and part == "services":
        for name in ("documents", "cost", "doubt", "capacity", "waiting"):
            if isinstance(item.get(name), dict):
                yield item[name]


def _sheet(place: Place) -> Message:
    return Message.of("place.sheet", file=place.file, sheet=place.sheet)


@cache
def _source_slug(file: str, sheet: str) -> str:
    stem = PurePath(file).stem
    return slugify(sheet if sheet == stem else f"{stem} {sheet}")


def _sources(rows: Rows, cited: Mapping[str, int], catalogue: Catalogue, sums: Mapping[str, str]) -> Iterator[Record]:
    """A source for each sheet that rows cite as themselves."""
    drafts = (*(draft for _, draft in list_drafts(rows)), *(draft for _, _, draft in rows.details))
    sheets: dict[str, dict[tuple[str, str], Place]] = defaultdict(dict)
    for place in (place for draft in drafts for place in (draft.place, *draft.places.values())):
        sheets[_source_slug(place.file, place.sheet)][place.file, place.sheet] = place
    for slug, last in sorted(cited.items()):
        place, *others = sheets[slug].values()
        for other in others:
            rows.findings.append(Finding(_sheet(other), Message.of("reading.same_source", slug=slug, file=place.file)))
        yield {
            "slug": slug,
            "file": f"{place.file}{SHEET_MARK}{place.sheet}",
            "title": f"{place.file}, {place.sheet}",
            "publisher": rows.about.get("name.it") or catalogue.name.it,
            "language": "und",
            "sha256": sums[place.file],
            "lines": str(last),
        }
