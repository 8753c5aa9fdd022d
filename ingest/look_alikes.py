"""Finds names that may mean one organization. It only proposes: a person decides, and the judgement is recorded.

The catalogue itself shows which words distinguish names. A word in one or two names has the weight 1, a word in more
names weighs less (inverse document frequency, Spärck Jones 1972), and a word in many names weighs nothing. Therefore no
list of legal forms, kinds of partners or cities is needed.

Names are compared without case, accents and punctuation, by three rules: alike (`rapidfuzz.fuzz.ratio` of the sorted
distinguishing words), shared (half of the weight of one name is in the other too), and acronym (a word in capitals
whose letters are the initials of the other name). The closest pairs come first.
"""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from graph.model import Judgement
from graph.organizations import Organization
from graph.services import Listing
from graph.vocabulary import IdentityVerdict

ALIKE = 82.0
"""From this similarity on, of 100, two names are alike."""
MOST_SHOWN = 40
"""Pairs that are shown at once: a person judges these, and the next follow."""
_SHARED = 0.47
"""The part of the weight of a name that the other must have too."""
_PARTICLES = frozenset({
    "a", "al", "alla", "c", "d", "da", "dei", "del", "dell", "della", "delle", "di", "e", "i", "il", "in", "l", "la",
    "le", "lo", "o", "per", "s", "and", "for", "of", "the",
})  # fmt: skip
_SHORTEST_TELLING = 4
_START = 3


@dataclass(frozen=True, slots=True)
class LookAlike:
    """Two organizations, by slug in order, that may be one; `because` names the rule and the two names."""

    left: str
    right: str
    because: str
    score: float


def unjudged_pairs(
    organizations: Iterable[Organization], listings: Iterable[Listing], judgements: Iterable[Judgement]
) -> tuple[LookAlike, ...]:
    """Pairs of organizations with similar names and without a judgement, the closest first.

    A judgement may be about the organizations themselves or about their listings.
    """
    owner = {listing.id: listing.organization for listing in listings}
    judged = {
        frozenset((owner.get(judgement.left, judgement.left), owner.get(judgement.right, judgement.right)))
        for judgement in judgements
    }
    found = [pair for pair in _propose(organizations) if frozenset((pair.left, pair.right)) not in judged]
    return tuple(sorted(found, key=lambda pair: (-pair.score, pair.left, pair.right)))


def _propose(organizations: Iterable[Organization]) -> Iterator[LookAlike]:
    """Every pair with similar names.

    An index of words, initials and beginnings of words finds the candidates (blocking: Christen 2012, Data Matching,
    ch. 4), so that not every name is compared with every other.
    """
    ordered = sorted(organizations, key=lambda item: item.slug)
    index = _NameIndex(ordered)
    for position, left in enumerate(ordered):
        for other in index.candidates(position):
            pairs = [
                (one, two) for one in index.names[position] for two in index.names[other] if not _are_apart(one, two)
            ]
            scored = [(score, rule, one, two) for one, two in pairs for score, rule in index.weights.close(one, two)]
            if scored:
                score, rule, one, two = max(scored, key=lambda found: found[0])
                yield LookAlike(left.slug, ordered[other].slug, f"{rule}: '{one.text}' and '{two.text}'", score)


@dataclass(frozen=True, slots=True)
class _Name:
    """A name with its words, without particles, and the acronyms in it."""

    text: str
    words: frozenset[str]
    acronyms: frozenset[str]
    initials: str
    telling: str = ""
    """The words that tell it apart, sorted."""
    weight: float = 0.0
    """How much they tell together."""


def _name(text: str) -> _Name:
    every = [word for word in _words(text) if word not in _PARTICLES]
    acronyms = frozenset(word.replace(".", "") for word in re.findall(r"\b[A-Z](?:\.?[A-Z]){2,}\b", text))
    return _Name(text, frozenset(every), acronyms, "".join(word[0] for word in every).upper())


def _are_apart(one: _Name, two: _Name) -> bool:
    """Whether no rule can match the names. This quick test settles most pairs."""
    return (
        not one.acronyms
        and not two.acronyms
        and one.words.isdisjoint(two.words)
        and not fuzz.ratio(one.telling, two.telling, score_cutoff=ALIKE)
    )


class _Weights:
    """How much each word distinguishes names, learned from all names."""

    def __init__(self, names: Sequence[Sequence[_Name]]) -> None:
        self._total = len(names)
        self._most = max(2, round(math.sqrt(self._total) / 2))
        self.counts = Counter(word for own in names for word in frozenset().union(*(name.words for name in own)))

    def of(self, word: str) -> float:
        count = self.counts[word]
        if count > self._most:
            return 0.0
        return 1.0 if count <= 2 else math.log(self._total / count) / math.log(self._total / 2)

    def sum(self, words: Iterable[str]) -> float:
        return sum(map(self.of, sorted(words)))

    def weigh(self, name: _Name) -> _Name:
        """`name` with its distinguishing words and their weight."""
        telling = " ".join(sorted(word for word in name.words if self.of(word)))
        return replace(name, telling=telling, weight=self.sum(name.words))

    def close(self, one: _Name, two: _Name) -> Iterator[tuple[float, str]]:
        """The rules that match two names, each with their similarity from 0 to 1."""
        if one.words == two.words and one.words:
            yield 1.0, "alike"
        first, second = one.telling, two.telling
        similarity = fuzz.ratio(first, second, score_cutoff=ALIKE) if first and second else 0.0
        if similarity >= ALIKE:
            yield similarity / 100, "alike"
        if common := one.words & two.words:
            both = one.acronyms & two.acronyms
            shared = self.sum(word for word in common if len(word) >= _SHORTEST_TELLING or word.upper() in both)
            least = min(one.weight, two.weight)
            if shared >= _SHARED * least > 0:
                yield min(shared / least, 1.0), "shared"
        if (one.acronyms and self._spells(one, two)) or (two.acronyms and self._spells(two, one)):
            yield 0.5, "acronym"

    def _spells(self, one: _Name, two: _Name) -> bool:
        """Whether an acronym in one name, found in at most two names, is a word of the other or its initials."""
        meant = {two.initials, *map(str.upper, two.words)}
        return any(self.of(acronym.lower()) == 1 for acronym in one.acronyms & meant)


class _NameIndex:
    """Finds the organizations, by position, whose names may be similar to that of another."""

    def __init__(self, organizations: Sequence[Organization]) -> None:
        self.names = [
            [_name(text) for text in (item.name, *(other.name for other in item.alternate_names))]
            for item in organizations
        ]
        self.weights = _Weights(self.names)
        self.names = [list(map(self.weights.weigh, own)) for own in self.names]
        self._by_key: dict[str, set[int]] = defaultdict(set)
        for position, own in enumerate(self.names):
            for key in self._keys(own):
                self._by_key[key].add(position)

    def candidates(self, position: int) -> list[int]:
        """Positions after `position` with names that may be similar, in order."""
        found = frozenset().union(*(self._by_key[key] for key in self._keys(self.names[position])))
        return sorted(other for other in found if other > position)

    def _keys(self, names: Iterable[_Name]) -> Iterator[str]:
        """Keys that similar names share: their words, the beginning of a distinguishing word, or initials."""
        for name in names:
            yield "=" + " ".join(sorted(name.words))
            for word in name.words:
                if self.weights.of(word):
                    yield word[:_START]
            for acronym in (*name.acronyms, name.initials, *map(str.upper, name.words)):
                if self.weights.of(acronym.lower()):
                    yield f"{acronym}."


def unrecorded_merges(listings: Iterable[Listing], judgements: Iterable[Judgement]) -> tuple[str, ...]:
    """Organizations with several listings that are not all joined by judgements 'same'."""
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


def _words(name: str) -> tuple[str, ...]:
    apart = unicodedata.normalize("NFKD", name.lower())
    letters = "".join(mark for mark in apart if not unicodedata.combining(mark))
    return tuple(re.findall(r"\w+", letters))
