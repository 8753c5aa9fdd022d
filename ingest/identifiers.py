"""Identifiers: how they are made from names, which fields hold them, and how they survive a corrected name.

An identifier is made from what is printed. Where a new edition of a document prints it otherwise, a person records in
`curated/identifiers.yaml` that it is still the same thing, and every judgement about it stays with it.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

from graph.concepts import EntrySituation, FactDefinition, NeedArea, NetworkArea, Profile, Territory
from graph.errors import CatalogueError
from graph.message import Message
from graph.model import Contradiction, Figure, Judgement, SafetyRule, StatedGap
from graph.organizations import Organization
from graph.provenance import Section, Source
from ingest.decode import decode_all
from ingest.yaml_entries import read_entries

FILE = "curated/identifiers.yaml"
CURATED: Mapping[str, type] = MappingProxyType(
    {
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
)
"""The curated files whose entries are complete by themselves, and what each holds."""
IDENTIFIERS: Mapping[str, tuple[str, ...]] = {
    "sources": ("slug",), "facts": ("name",), "needs": ("code",), "areas": ("code",), "situations": ("code",),
    "territories": ("code",), "organizations": ("slug",), "services": ("slug",), "listings": ("id",),
    "figures": ("id",), "gaps": ("id",), "contradictions": ("id",), "judgements": ("left", "right"),
    "profiles": ("code",), "outline": ("id",), "safety": ("code",),
}  # fmt: skip
"""The fields that identify an entry of each part of a catalogue."""


def slugify(text: str) -> str:
    """`text` in lower-case ASCII letters and digits, with one hyphen in place of everything else.

    Letters of another script than the Latin one are kept as Punycode (RFC 3492), so that every name has an identifier.

    >>> slugify("Casa della Carità – Milano"), slugify("希望之家")
    ('casa-della-carita-milano', 'xn-9iqy04ahxbb1o')
    """
    apart = unicodedata.normalize("NFKD", text)
    letters = "".join(mark for mark in apart if not unicodedata.combining(mark)).lower()
    plain = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
    foreign = "".join(mark for mark in letters if mark.isalpha() and "LATIN" not in unicodedata.name(mark, "LATIN"))
    return "-".join(filter(None, (plain, f"xn-{foreign.encode('punycode').decode('ascii')}" if foreign else "")))


def identifier_of(part: str, value: Mapping[str, Any]) -> tuple[str, ...]:
    """What identifies an entry of `part` among those of its part."""
    return tuple(str(value.get(key)) for key in IDENTIFIERS[part])


@dataclass(frozen=True, slots=True)
class Kept:
    """What a document now prints as `printed` keeps the identifier `keeps`."""

    printed: str
    keeps: str
    why: str


def read_kept(curated: Traversable) -> dict[str, str]:
    """The kept identifiers by the new ones; empty if there is no such file.

    Raises CatalogueError where an entry is of another shape, or two say the same.
    """
    file = curated.joinpath("identifiers.yaml")
    if not file.is_file():
        return {}
    entries = read_entries(file, FILE)
    kept: dict[str, str] = {}
    for entry, judged in zip(entries, decode_all(entries, Kept), strict=True):
        if judged.printed in kept or judged.keeps in kept.values():
            message = Message.of("finding.kept_twice", printed=judged.printed, keeps=judged.keeps)
            raise CatalogueError.at(entry.at(), message)
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
                message = Message.of("finding.still_printed", keeps=identifier, printed=entry[key])
                raise CatalogueError.at(FILE, message)
            entry[key] = identifier
