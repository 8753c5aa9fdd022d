"""What became of the entries of a catalogue when their documents or spreadsheets were read again.

Entries are in plain notation. Where they stand in a document does not count as a difference.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ingest.differences import FieldDifference
from ingest.identifiers import slugify

_RENAMED = 75.0
"""From this similarity on, of 100, what came may be what went under a corrected name."""
_SPANS = "cite"


class UpdateKind(StrEnum):
    """What became of an entry."""

    SAME = "same"
    NEW = "new"
    CHANGED = "changed"
    VANISHED = "vanished"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryUpdate:
    """What became of the entry `identifier` of `part`.

    If `moved`, it is the same but on other lines. If `kept`, people have curated the entry, and their version stays.
    """

    kind: UpdateKind
    part: str
    identifier: str
    place: str | None = None
    fields: tuple[FieldDifference, ...] = ()
    moved: bool = False
    kept: bool = False


def compare(
    part: str,
    before: Mapping[str, Mapping[str, Any]],
    after: Mapping[str, Mapping[str, Any]],
    curated: frozenset[str] = frozenset(),
) -> tuple[EntryUpdate, ...]:
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
    tuple of EntryUpdate
        An update for each entry of `after`, in its order, then for each entry that vanished.

    Examples
    --------
    >>> [str(update.kind) for update in compare("needs", {"a": {"x": "1"}, "b": {}}, {"a": {"x": "2"}, "c": {}})]
    ['changed', 'new', 'vanished']
    """
    found = [_became(part, name, before.get(name), record, name in curated) for name, record in after.items()]
    gone = [
        EntryUpdate(
            kind=UpdateKind.VANISHED, part=part, identifier=name, place=place_of(record), kept=name in curated
        )
        for name, record in before.items()
        if name not in after
    ]  # fmt: skip
    return (*found, *gone)


def _became(
    part: str, name: str, before: Mapping[str, Any] | None, after: Mapping[str, Any], kept: bool
) -> EntryUpdate:
    if before is None:
        return EntryUpdate(kind=UpdateKind.NEW, part=part, identifier=name, place=place_of(after))
    fields = tuple(
        FieldDifference(field, before.get(field), after.get(field))
        for field in {**before, **after}
        if field.rpartition(".")[2] != _SPANS and without_spans(before.get(field)) != without_spans(after.get(field))
    )
    return EntryUpdate(
        kind=UpdateKind.CHANGED if fields else UpdateKind.SAME,
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


def find_renamed(updates: Iterable[EntryUpdate]) -> tuple[tuple[str, str, float], ...]:
    """Pair vanished and new entries of one part with similar identifiers: (vanished, new, similarity of 100).

    Each entry is paired at most once, the most similar first.
    """
    from rapidfuzz import fuzz

    listed = list(updates)
    gone = [update for update in listed if update.kind is UpdateKind.VANISHED]
    come = [update for update in listed if update.kind is UpdateKind.NEW]
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
