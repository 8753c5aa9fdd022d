"""Identifiers that survive a corrected name: `curated/identifiers.yaml` says which of them goes on under which name.

An identifier is made from what is printed. When a new edition of a document prints it otherwise, a person records that
it is still the same thing, and all that was judged about it stays where it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Any

from graph.errors import CatalogueError
from ingest.decode import decode_all
from ingest.yaml_entries import read_entries

FILE = "curated/identifiers.yaml"


@dataclass(frozen=True, slots=True)
class Kept:
    """What a document now prints as `printed` keeps the identifier `keeps`."""

    printed: str
    keeps: str
    why: str


def read_kept(curated: Traversable) -> dict[str, str]:
    """The kept identifiers by the new ones; none where there is no such file.

    Raises CatalogueError where an entry is of another shape, or two say the same.
    """
    file = curated.joinpath("identifiers.yaml")
    if not file.is_file():
        return {}
    entries = read_entries(file, FILE)
    kept: dict[str, str] = {}
    for entry, judged in zip(entries, decode_all(entries, Kept), strict=True):
        if judged.printed in kept or judged.keeps in kept.values():
            raise CatalogueError((f"{entry.at()}: '{judged.printed}' or '{judged.keeps}' stands here twice.",))
        kept[judged.printed] = judged.keeps
    return kept


def keep_identifiers(records: Mapping[str, tuple[str, list[dict[str, Any]]]], curated: Traversable) -> None:
    """Give the entries of each file, by its key, the identifiers that they keep.

    Raises CatalogueError where the identifier to keep is still printed too.
    """
    kept = read_kept(curated)
    if not kept:
        return
    for key, entries in records.values():
        printed = {entry[key] for entry in entries}
        for entry in entries:
            identifier = kept.get(entry[key])
            if identifier is None:
                continue
            if identifier in printed:
                raise CatalogueError(
                    (f"{FILE}: '{identifier}' is still printed beside '{entry[key]}'; they are two things.",)
                )
            entry[key] = identifier
