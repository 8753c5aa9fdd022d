"""The differences between two versions of a catalogue, entry by entry and field by field."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from graph.model import Catalogue
from graph.network import listed_slug
from graph.services import Listing
from graph.vocabulary import Described
from ingest.identifiers import IDENTIFIERS

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
