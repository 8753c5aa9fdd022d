"""Finding nodes by name: folded words, then edit distance. A score proposes; nothing is merged by it.

Slips of the pen are counted as optimal string alignment does: a letter too many, missing, wrong, or two exchanged.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from graph.concepts import EntrySituation, NeedArea, NetworkArea
from graph.network import Network
from graph.organizations import Organization
from graph.services import Service
from graph.structs import Struct
from graph.vocabulary import NodeKind

_PATTERN = re.compile(r"^(it|en):|[*/<_]|\.\.\.")
"""Words of an entry that are read in questions as a pattern, or in one language only, and are no name of it."""
CUTOFF = 75
"""The lowest score, of 100, that is still shown."""
LEAST_LIKE = 0.7
"""How alike two words are at least: one slip in four letters, two in seven."""
SHORT = 4
"""Words of fewer letters are taken as they stand: too many others are one slip away."""

Likeness = Mapping[str, float]
"""How like a word of the search is to words of names, from 0 to 1; those that are not like it are left out."""


class Hit(Struct, frozen=True):
    """A node of which a name resembles the text; `matched` is that name, and `score` is from 0 to 100."""

    kind: NodeKind
    identifier: str
    name: str
    score: int
    matched: str


class NamedNode(NamedTuple):
    """A node with its names, alternate names, labels and words; the first is the one that is shown."""

    kind: NodeKind
    identifier: str
    names: tuple[str, ...]


def fold(text: str) -> str:
    """`text` without case, accents and punctuation.

    >>> fold("Cascina Monluè – L'Arca")
    'cascina monlue l arca'
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(char if char.isalnum() else " " for char in plain if not unicodedata.combining(char))
    return " ".join(kept.split())


def find_by_name(network: Network, text: str, limit: int = 10) -> tuple[Hit, ...]:
    """Nodes whose name, alternate name, label or words resemble a text.

    Parameters
    ----------
    network
        The network.
    text
        What is looked for, with or without accents.
    limit
        How many to return at most.

    Returns
    -------
    tuple of Hit
        The best first.
    """
    return NameIndex(list_names(network)).find(text, limit)


class _Name(Struct, frozen=True):
    """A name of a node: as written, folded, and the words of the folded one."""

    text: str
    folded: str
    words: tuple[str, ...]


class NameIndex:
    """The names of nodes, folded once for many searches."""

    def __init__(self, nodes: Iterable[NamedNode]) -> None:
        self._entries = [
            (node.kind, node.identifier, node.names[0], tuple(_fold_name(name) for name in node.names))
            for node in nodes
        ]
        self._words = sorted({word for *_, names in self._entries for name in names for word in name.words})

    def find(self, text: str, limit: int = 10) -> tuple[Hit, ...]:
        """As `find_by_name`."""
        wanted = fold(text)
        if not wanted:
            return ()
        likeness = [self._likeness(word) for word in wanted.split()]
        found = []
        for kind, identifier, shown, names in self._entries:
            score, matched = max(((_score(wanted, name, likeness), name.text) for name in names), key=lambda p: p[0])
            if score >= CUTOFF:
                found.append(Hit(kind, identifier, shown, score, matched))
        return tuple(sorted(found, key=lambda hit: (-hit.score, hit.kind, hit.identifier))[:limit])

    def _likeness(self, wanted: str) -> Likeness:
        """The words of the network that are like `wanted`, and how much."""
        pairs = ((word, _likeness(wanted, word)) for word in self._words)
        return {word: likeness for word, likeness in pairs if likeness >= LEAST_LIKE}


def _fold_name(name: str) -> _Name:
    folded = fold(name)
    return _Name(name, folded, tuple(folded.split()))


def _score(wanted: str, name: _Name, likeness: Sequence[Likeness]) -> int:
    """Equal is best, then whole words contained, then the beginning of one, then likeness."""
    if wanted == name.folded:
        return 100
    if f" {wanted} " in f" {name.folded} ":
        return 95
    if f" {wanted}" in f" {name.folded}" or wanted.replace(" ", "") == name.folded.replace(" ", ""):
        return 90
    return max(_likeness_of_all(wanted, name.folded), _likeness_of_words(name.words, likeness))


def _likeness_of_all(wanted: str, name: str) -> int:
    from rapidfuzz import fuzz

    return int(fuzz.token_sort_ratio(wanted, name, score_cutoff=CUTOFF))


def _likeness_of_words(name: Sequence[str], likeness: Sequence[Likeness]) -> int:
    """How well each wanted word is found among those of the name, in any order; 0 where one is not found."""
    total = 0.0
    for similar in likeness:
        best = max((similar.get(word, 0.0) for word in name), default=0.0)
        if not best:
            return 0
        total += best
    return int(60 + 28 * total / len(likeness))


def _likeness(word: str, other: str) -> float:
    """1 for the same word, a little less for its beginning, and the alignment for words of four letters and more."""
    from rapidfuzz.distance import OSA

    if word == other:
        return 1.0
    if len(word) < SHORT:
        return 0.0
    if other.startswith(word):
        return 0.95
    return OSA.normalized_similarity(word, other, score_cutoff=LEAST_LIKE)


def list_names(network: Network) -> Iterator[NamedNode]:
    """What can be found by name. A partner that is only listed is found under its organization."""
    for organization in network.organizations.values():
        yield NamedNode(NodeKind.ORGANIZATION, organization.slug, names_of(organization))
    for service in network:
        if service.listing is None:
            yield NamedNode(NodeKind.SERVICE, service.slug, names_of(service))
    for need in network.needs.values():
        yield NamedNode(NodeKind.NEED_AREA, need.code, names_of(need))
    for area in network.areas.values():
        yield NamedNode(NodeKind.NETWORK_AREA, area.code, names_of(area))
    for situation in network.situations.values():
        yield NamedNode(NodeKind.ENTRY_SITUATION, situation.code, names_of(situation))


def names_of(entry: Organization | Service | NeedArea | NetworkArea | EntrySituation) -> tuple[str, ...]:
    """The names by which an entry is found, the one to show first; patterns for reading questions are no names."""
    if isinstance(entry, Organization | Service):
        return (entry.name, *(other.name for other in entry.alternate_names))
    words = () if isinstance(entry, NetworkArea) else entry.words
    return (entry.label.it, entry.label.en, *(word for word in words if _PATTERN.search(word) is None))
