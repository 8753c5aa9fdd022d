"""Which names may mean one organization. It only proposes: a person decides, and the decision is a recorded judgement.

Names are compared without case, accents and punctuation, by three rules: alike (normalized indel similarity of the
sorted words, `rapidfuzz.fuzz.token_sort_ratio`), shared (half of the telling words of one stand in the other, short
ones only where all are the same; legal forms and kinds do not tell), and acronym (a word in capitals that the other has
too, or that its initials spell).
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from rapidfuzz import fuzz, process

from graph.model import Judgement, Listing, Organization
from graph.vocabulary import IdentityVerdict

ALIKE = 75.0
"""From this similarity on, of 100, two names are alike."""
_KINDS = frozenset({
    "onlus", "ass", "associazione", "cooperativa", "coop", "sociale", "societa", "fondazione", "progetto", "progetti",
    "servizio", "servizi", "centro", "centri", "casa", "consolato", "parrocchia", "ufficio", "san", "santi", "via",
})  # fmt: skip
"""Words that say what an organization is, or its legal form, not which one it is."""
_PARTICLES = frozenset({
    "a", "al", "alla", "c", "d", "da", "dei", "del", "dell", "della", "delle", "di", "e", "i", "il", "in", "l", "la",
    "le", "lo", "o", "per", "s",
})  # fmt: skip
_PLACES = frozenset(("milano", "milanese"))
_SHARED_INITIALS = frozenset(("ASST", "CAF"))
"""Initials of a kind of office, not of one."""
_SHORTEST_TELLING = 4
_MOST_COMPARED = 5000
"""Names of which every one is compared with every other."""
_START = 3
_MOST_TELLING = 50
"""A word in more names than these says what they are, not which."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two organizations, by slug in order, that may be one; `because` names the rule and the two names."""

    left: str
    right: str
    because: str


def propose_pairs(organizations: Iterable[Organization]) -> tuple[Proposal, ...]:
    """Every pair of organizations of which some name of one is close to some name of the other, ordered by slug."""
    return tuple(_propose(organizations))


def _propose(organizations: Iterable[Organization]) -> Iterator[Proposal]:
    """The proposals, one by one.

    An index of words and initials finds candidates for two of the rules, a scan of the names of a fitting length those
    for the third: quadratic in the number of names with a small constant, up to some thousands, and lazy.
    """
    ordered = sorted(organizations, key=lambda item: item.slug)
    index = _NameIndex(ordered)
    for position, left in enumerate(ordered):
        for other in index.candidates(position):
            right = ordered[other]
            because = next(_closeness(left, right, index.common), None)
            if because is not None:
                yield Proposal(left.slug, right.slug, because)


def unjudged_pairs(
    organizations: Iterable[Organization],
    listings: Iterable[Listing],
    judgements: Iterable[Judgement],
    most: int | None = None,
) -> tuple[Proposal, ...]:
    """The proposals on which no judgement was recorded, neither on the organizations nor on listings of theirs.

    At most the first `most` of them.
    """
    owner = {listing.id: listing.organization for listing in listings}
    judged = {
        frozenset((owner.get(judgement.left, judgement.left), owner.get(judgement.right, judgement.right)))
        for judgement in judgements
    }
    proposals = _propose(organizations)
    unjudged = (proposal for proposal in proposals if frozenset((proposal.left, proposal.right)) not in judged)
    return tuple(islice(unjudged, most))


class _NameIndex:
    """Which organizations, by position, may have a name close to that of another."""

    def __init__(self, organizations: Sequence[Organization]) -> None:
        self._names = [[(name, _words(name)) for name in _names(item)] for item in organizations]
        every = [words for names in self._names for _, words in names]
        counts = Counter(word for words in every for word in _telling(words))
        self.common = frozenset(word for word, count in counts.items() if count > _MOST_TELLING)
        self._by_word: dict[str, set[int]] = defaultdict(set)
        self._by_telling: dict[frozenset[str], set[int]] = defaultdict(set)
        self._by_acronym: dict[str, set[int]] = defaultdict(set)
        self._by_initials: dict[str, set[int]] = defaultdict(set)
        lengths: list[tuple[int, str, int]] = []
        for position, names in enumerate(self._names):
            for name, words in names:
                telling = _telling(words) - self.common
                self._by_telling[telling].add(position)
                for word in telling:
                    self._by_word[word].add(position)
                for acronym in _acronyms(name):
                    self._by_acronym[acronym].add(position)
                for initials in _initials(name):
                    self._by_initials[initials].add(position)
                sorted_words = " ".join(sorted(words))
                lengths.append((len(sorted_words), sorted_words, position))
        lengths.sort()
        self._lengths = [length for length, _, _ in lengths]
        self._by_start: dict[str, list[int]] = defaultdict(list)
        if len(lengths) > _MOST_COMPARED:
            for index, (_, words_of_name, _) in enumerate(lengths):
                for start in _starts(words_of_name):
                    self._by_start[start].append(index)
        self._sorted = [words for _, words, _ in lengths]
        self._owners = [position for _, _, position in lengths]

    def candidates(self, position: int) -> list[int]:
        """Positions after `position` whose names may be close to its own, in order."""
        found: set[int] = set()
        for name, words in self._names[position]:
            telling = _telling(words) - self.common
            if telling:
                found |= self._by_telling[telling]
            for word in telling:
                if len(word) >= _SHORTEST_TELLING:
                    found |= self._by_word[word]
            for acronym in _acronyms(name):
                found |= self._by_initials.get(acronym, set())
            for initials in _initials(name):
                found |= self._by_acronym.get(initials, set())
            found |= self._alike(" ".join(sorted(words)))
        return sorted(other for other in found if other > position)

    def _alike(self, words: str) -> set[int]:
        """Owners of names that are alike; a ratio of r bounds the ratio of the lengths by r / (200 - r).

        Among very many names, only those with a word that begins alike are compared (blocking: Christen 2012,
        Data Matching, ch. 4).
        """
        if self._by_start:
            near = sorted({index for start in _starts(words) for index in self._by_start.get(start, ())})
            names = [self._sorted[index] for index in near]
            hits = process.extract(words, names, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None)
            return {self._owners[near[index]] for _, _, index in hits}
        shortest = len(words) * ALIKE / (200 - ALIKE)
        first = bisect_left(self._lengths, int(shortest))
        last = bisect_right(self._lengths, int(len(words) * len(words) / shortest) + 1 if words else 0)
        hits = process.extract(words, self._sorted[first:last], scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None)
        return {self._owners[first + index] for _, _, index in hits}


def unrecorded_merges(listings: Iterable[Listing], judgements: Iterable[Judgement]) -> tuple[str, ...]:
    """Organizations of which several listings were made one without 'same' judgements that join them all."""
    merged: dict[str, set[str]] = {}
    for judgement in judgements:
        if judgement.verdict is IdentityVerdict.SAME:
            both = {judgement.left, judgement.right}
            both |= merged.get(judgement.left, set()) | merged.get(judgement.right, set())
            merged |= dict.fromkeys(both, both)
    groups: dict[str, set[str]] = {}
    for listing in listings:
        groups.setdefault(listing.organization, set()).add(listing.id)
    return tuple(slug for slug, ids in sorted(groups.items()) if not ids <= merged.get(min(ids), {min(ids)}))


def _closeness(left: Organization, right: Organization, common: frozenset[str]) -> Iterator[str]:
    for one in _names(left):
        for other in _names(right):
            rule = _close(one, other, common)
            if rule is not None:
                yield f"{rule}: '{one}' and '{other}'"


def _names(organization: Organization) -> tuple[str, ...]:
    return (organization.name, *(alternate.name for alternate in organization.alternate_names))


def _close(one: str, other: str, common: frozenset[str]) -> str | None:
    first, second = _words(one), _words(other)
    if fuzz.token_sort_ratio(" ".join(first), " ".join(second)) >= ALIKE:
        return "alike"
    if _shares(_telling(first) - common, _telling(second) - common):
        return "shared"
    if _acronyms(one) & _initials(other) or _acronyms(other) & _initials(one):
        return "acronym"
    return None


def _words(name: str) -> tuple[str, ...]:
    apart = unicodedata.normalize("NFKD", name.lower())
    letters = "".join(mark for mark in apart if not unicodedata.combining(mark))
    return tuple(re.findall(r"[a-z0-9]+", letters))


def _telling(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(words) - _KINDS - _PARTICLES - _PLACES


def _starts(words: str) -> frozenset[str]:
    """How the telling words of a name begin."""
    return frozenset(word[:_START] for word in _telling(tuple(words.split())))


def _shares(one: frozenset[str], other: frozenset[str]) -> bool:
    if one == other:
        return bool(one)
    common = {word for word in one & other if len(word) >= _SHORTEST_TELLING}
    return 2 * len(common) >= min(len(one), len(other)) > 0


def _acronyms(name: str) -> frozenset[str]:
    """Words of three or more capitals, with or without full stops between them."""
    return (
        frozenset(word.replace(".", "") for word in re.findall(r"\b[A-Z](?:\.?[A-Z]){2,}\b", name)) - _SHARED_INITIALS
    )


def _initials(name: str) -> frozenset[str]:
    """What an acronym may stand for in `name`: its own acronyms, its words, its first letters."""
    words = _words(name)
    first_letters = "".join(word[0] for word in words if word not in _PARTICLES)
    return _acronyms(name) | {first_letters.upper()} | {word.upper() for word in words}
