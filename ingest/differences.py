"""Compares two catalogues, and the entries of a catalogue with those that were just read, field by field.

A `Difference` is between two versions of a catalogue, as values. A `Change` is what reading again made of an entry in
plain notation, where citations are left aside.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from graph.model import Catalogue
from graph.network import listed_slug
from graph.services import Listing
from graph.vocabulary import Described
from ingest.identifiers import IDENTIFIERS, slugify

_NAMES = ("name", "title", "label", "printed")


class DifferenceKind(Described):
    """How a catalogue entry differs."""

    ADDED = "added", "The entry was added."
    REMOVED = "removed", "The entry was removed."
    CHANGED = "changed", "Some of its fields differ."


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One field of an entry, before and after."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One entry that differs. `part` is a field of Catalogue; `entry` is its present version, or its last one."""

    kind: DifferenceKind
    part: str
    key: str
    entry: Any
    fields: tuple[FieldDifference, ...] = ()

    @property
    def name(self) -> Any:
        """The name of the entry, or its label in both languages."""
        found = (getattr(self.entry, name, None) for name in _NAMES)
        return next((name for name in found if name is not None), self.key)


def list_differences(before: Catalogue, after: Catalogue) -> tuple[Difference, ...]:
    """List the differences between two catalogues.

    Parameters
    ----------
    before, after
        The older and the newer catalogue.

    Returns
    -------
    tuple of Difference
        A difference for each entry that was added, removed or changed, in the order of the parts, then by identifier.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from ingest.catalogue import load_catalogue
    >>> milan = load_catalogue()
    >>> list_differences(milan, milan)
    ()
    >>> (found,) = list_differences(milan, replace(milan, services=milan.services[1:]))
    >>> str(found.kind), found.key == milan.services[0].slug
    ('removed', True)
    """
    return tuple(found for part in IDENTIFIERS for found in _of_part(part, getattr(before, part), getattr(after, part)))


def _of_part(part: str, before: Iterable[Any], after: Iterable[Any]) -> Iterator[Difference]:
    old, new = _by_key(part, before), _by_key(part, after)
    for key in sorted(old.keys() | new.keys()):
        if key not in old:
            yield Difference(kind=DifferenceKind.ADDED, part=part, key=key, entry=new[key])
        elif key not in new:
            yield Difference(kind=DifferenceKind.REMOVED, part=part, key=key, entry=old[key])
        elif old[key] != new[key]:
            changed = tuple(_changed_fields(old[key], new[key]))
            yield Difference(kind=DifferenceKind.CHANGED, part=part, key=key, entry=new[key], fields=changed)


def _by_key(part: str, entries: Iterable[Any]) -> Mapping[str, Any]:
    return {_key(part, entry): entry for entry in entries}


def _key(part: str, entry: Any) -> str:
    if isinstance(entry, Listing):
        return listed_slug(entry)
    return " ".join(str(getattr(entry, name)) for name in IDENTIFIERS[part])


def _changed_fields(before: Any, after: Any) -> Iterator[FieldDifference]:
    for field in fields(after):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old != new:
            yield FieldDifference(field.name, old, new)


_RENAMED = 75.0
"""From this similarity on, of 100, what came may be what went under a corrected name."""
_SPANS = "cite"


class ChangeKind(StrEnum):
    """What became of an entry."""

    SAME = "same"
    NEW = "new"
    CHANGED = "changed"
    VANISHED = "vanished"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field with its value before and after; None where it was absent."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of the entry `identifier` of `part`.

    If `moved`, it is the same but on other lines. If `kept`, people have curated the entry, and their version stays.
    """

    kind: ChangeKind
    part: str
    identifier: str
    place: str | None = None
    fields: tuple[FieldChange, ...] = ()
    moved: bool = False
    kept: bool = False


def compare(
    part: str,
    before: Mapping[str, Mapping[str, Any]],
    after: Mapping[str, Mapping[str, Any]],
    curated: frozenset[str] = frozenset(),
) -> tuple[Change, ...]:
    """Compare two versions of the entries of `part`.

    Parameters
    ----------
    part
        What the entries are.
    before, after
        The entries in plain notation, by identifier.
    curated
        The identifiers of entries that people have curated.

    Returns
    -------
    tuple of Change
        A change for each entry of `after`, in its order, then for each entry that vanished.

    Examples
    --------
    >>> [str(change.kind) for change in compare("needs", {"a": {"x": "1"}, "b": {}}, {"a": {"x": "2"}, "c": {}})]
    ['changed', 'new', 'vanished']
    """
    found = [_became(part, name, before.get(name), record, name in curated) for name, record in after.items()]
    gone = [
        Change(
            kind=ChangeKind.VANISHED, part=part, identifier=name, place=place_of(record), kept=name in curated
        )
        for name, record in before.items()
        if name not in after
    ]  # fmt: skip
    return (*found, *gone)


def _became(part: str, name: str, before: Mapping[str, Any] | None, after: Mapping[str, Any], kept: bool) -> Change:
    if before is None:
        return Change(kind=ChangeKind.NEW, part=part, identifier=name, place=place_of(after))
    fields = tuple(
        FieldChange(field, before.get(field), after.get(field))
        for field in {**before, **after}
        if field.rpartition(".")[2] != _SPANS and without_spans(before.get(field)) != without_spans(after.get(field))
    )
    return Change(
        kind=ChangeKind.CHANGED if fields else ChangeKind.SAME,
        part=part,
        identifier=name,
        place=place_of(after),
        fields=fields,
        moved=not fields and before != after,
        kept=kept,
    )


def without_spans(value: Any) -> Any:
    """`value` without its citations.

    >>> without_spans([{"printed": "02 1", "cite": "x:3"}])
    [{'printed': '02 1'}]
    """
    if isinstance(value, Mapping):
        return {key: without_spans(item) for key, item in value.items() if key.rpartition(".")[2] != _SPANS}
    return [without_spans(item) for item in value] if isinstance(value, list) else value


def place_of(record: Mapping[str, Any]) -> str | None:
    """The first citation of a record; None if it has none."""
    cite = record.get(_SPANS)
    if isinstance(cite, str):
        return cite.partition(" ")[0] or None
    return str(cite[0]) if isinstance(cite, list) and cite else str(cite) if cite else None


def find_renamed(changes: Iterable[Change]) -> tuple[tuple[str, str, float], ...]:
    """Pair vanished and new entries of one part with similar identifiers: (vanished, new, similarity of 100).

    Each entry is paired at most once, the most similar first.
    """
    from rapidfuzz import fuzz

    listed = list(changes)
    gone = [change for change in listed if change.kind is ChangeKind.VANISHED]
    come = [change for change in listed if change.kind is ChangeKind.NEW]
    pairs = sorted(
        (-fuzz.token_sort_ratio(_words(old.identifier), _words(new.identifier)), old.identifier, new.identifier)
        for old in gone
        for new in come
        if old.part == new.part and old.identifier.rpartition("/")[0] == new.identifier.rpartition("/")[0]
    )
    used: set[str] = set()
    found = []
    for score, old_name, new_name in pairs:
        if -score >= _RENAMED and not used & {old_name, new_name}:
            used |= {old_name, new_name}
            found.append((old_name, new_name, -score))
    return tuple(found)


def _words(identifier: str) -> str:
    return slugify(identifier.rpartition("/")[2]).replace("-", " ")
