"""Which names may mean one organization. It only proposes: a person decides, and the decision is a recorded judgement.

Names are compared without case, accents and punctuation, by three rules: alike (normalized indel similarity of the
sorted words, `rapidfuzz.fuzz.token_sort_ratio`), shared (half of the telling words of one stand in the other; legal
forms and kinds do not tell), and acronym (a word in capitals that the other has too, or that its initials spell).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

from graph.model import Judgement, Listing, Organization
from graph.vocabulary import Verdict

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


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two organizations, by slug in order, that may be one; `because` names the rule and the two names."""

    left: str
    right: str
    because: str


def propose_pairs(organizations: Iterable[Organization]) -> tuple[Proposal, ...]:
    """Every pair of organizations of which some name of one is close to some name of the other.

    Quadratic in the number of names, which is some hundreds.
    """
    found: dict[tuple[str, str], Proposal] = {}
    for left, right in combinations(sorted(organizations, key=lambda item: item.slug), 2):
        because = next(_closeness(left, right), None)
        if because is not None:
            found[left.slug, right.slug] = Proposal(left.slug, right.slug, because)
    return tuple(found.values())


def unjudged_pairs(
    organizations: Iterable[Organization], listings: Iterable[Listing], judgements: Iterable[Judgement]
) -> tuple[Proposal, ...]:
    """The proposals on which no judgement was recorded, neither on the organizations nor on listings of theirs."""
    owner = {listing.id: listing.organization for listing in listings}
    judged = {
        frozenset((owner.get(judgement.left, judgement.left), owner.get(judgement.right, judgement.right)))
        for judgement in judgements
    }
    proposals = propose_pairs(organizations)
    return tuple(proposal for proposal in proposals if frozenset((proposal.left, proposal.right)) not in judged)


def unrecorded_merges(listings: Iterable[Listing], judgements: Iterable[Judgement]) -> tuple[str, ...]:
    """Organizations of which several listings were made one without 'same' judgements that join them all."""
    merged: dict[str, set[str]] = {}
    for judgement in judgements:
        if judgement.verdict is Verdict.SAME:
            both = {judgement.left, judgement.right}
            both |= merged.get(judgement.left, set()) | merged.get(judgement.right, set())
            merged |= dict.fromkeys(both, both)
    groups: dict[str, set[str]] = {}
    for listing in listings:
        groups.setdefault(listing.organization, set()).add(listing.id)
    return tuple(slug for slug, ids in sorted(groups.items()) if not ids <= merged.get(min(ids), {min(ids)}))


def _closeness(left: Organization, right: Organization) -> Iterator[str]:
    for one in _names(left):
        for other in _names(right):
            rule = _close(one, other)
            if rule is not None:
                yield f"{rule}: '{one}' and '{other}'"


def _names(organization: Organization) -> tuple[str, ...]:
    return (organization.name, *(alternate.name for alternate in organization.alternate_names))


def _close(one: str, other: str) -> str | None:
    first, second = _words(one), _words(other)
    if fuzz.token_sort_ratio(" ".join(first), " ".join(second)) >= ALIKE:
        return "alike"
    if _shares(_telling(first), _telling(second)):
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


def _shares(one: frozenset[str], other: frozenset[str]) -> bool:
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
