"""Finding nodes by name: folded words, then edit distance. A score proposes; nothing is merged by it."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from graph.network import Network
from graph.vocabulary import NodeKind

CUTOFF = 75
"""The lowest score, of 100, that is still shown."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A node whose name resembles the text; `score` is from 0 to 100."""

    kind: NodeKind
    identifier: str
    name: str
    score: int


def fold(text: str) -> str:
    """`text` without case, accents and punctuation.

    >>> fold("Cascina Monluè – L'Arca")
    'cascina monlue l arca'
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(char if char.isalnum() else " " for char in plain if not unicodedata.combining(char))
    return " ".join(kept.split())


def find_by_name(network: Network, text: str, limit: int = 10) -> tuple[Hit, ...]:
    """Up to `limit` nodes whose name, alternate name, label or words resemble `text`, best first."""
    from rapidfuzz import fuzz

    wanted = fold(text)
    if not wanted:
        return ()
    best: dict[tuple[NodeKind, str], Hit] = {}
    for kind, identifier, shown, names in _list_names(network):
        score = max(
            (_score(wanted, fold(name), fuzz.token_sort_ratio(wanted, fold(name))) for name in names), default=0
        )
        if score >= CUTOFF:
            best[kind, identifier] = Hit(kind, identifier, shown, score)
    return tuple(sorted(best.values(), key=lambda hit: (-hit.score, hit.kind, hit.identifier))[:limit])


def _score(wanted: str, name: str, similarity: float) -> int:
    """Equal is best, then whole words contained, then likeness."""
    if wanted == name:
        return 100
    if f" {wanted} " in f" {name} ":
        return 95
    if f" {wanted}" in f" {name}":
        return 90
    return int(similarity)


def _list_names(network: Network) -> Iterator[tuple[NodeKind, str, str, tuple[str, ...]]]:
    for organization in network.organizations.values():
        others = (item.name for item in organization.alternate_names)
        yield NodeKind.ORGANIZATION, organization.slug, organization.name, (organization.name, *others)
    for service in network:
        if service.listing is None:
            others = (item.name for item in service.alternate_names)
            yield NodeKind.SERVICE, service.slug, service.name, (service.name, *others)
    for need in network.needs.values():
        yield NodeKind.NEED_AREA, need.code, need.label.it, (need.label.it, need.label.en, *need.words)
    for situation in network.situations.values():
        names = (situation.label.it, situation.label.en, *situation.words)
        yield NodeKind.ENTRY_SITUATION, situation.code, situation.label.it, names
