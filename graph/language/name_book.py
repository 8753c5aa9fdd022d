"""The names of a network as pages that a store keeps, so that a question in words reads few of them.

A phrase that names a partner or an entry situation stands on the page of its rarest word: whoever has the words of a
text finds with them every phrase that the text can hold. Partners stand on pages of their own, by number.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from graph.concepts import EntrySituation
from graph.language.interpretation import MeaningKind
from graph.language.lexicon import partner_entries
from graph.language.meanings import situation_entries
from graph.language.tokens import phrase_words
from graph.organizations import Organization
from graph.services import Service

PARTNERS_A_PAGE = 500
SITUATIONS = "names:situations"
"""The page of what is known of all entry situations together."""
WORDS = "names:words"
"""The page of every word of a partner's name."""
ODD = "word:"
"""The page of the phrases that are not made of plain words alone."""
_NAMES_ONE = frozenset({"gender", "nationality"})
"""Facts whose words have no other forms; see `graph.language.lexicon`."""


class NamedPartner(NamedTuple):
    """A partner by name; of a service also the organizations that offer it."""

    is_service: bool
    slug: str
    name: str
    organizations: tuple[str, ...]


class Phrase(NamedTuple):
    """A phrase: its place among all of its kind, whose it is (by number or code), and its words."""

    place: int
    whose: int | str
    text: str


class WordPage(NamedTuple):
    """What is known by a word: whether partners have it in a name, and the phrases of which it is the rarest word."""

    is_name: bool
    partners: tuple[Phrase, ...] = ()
    situations: tuple[Phrase, ...] = ()


class SituationsPage(NamedTuple):
    """The words of all phrases of entry situations, and the situations with patterns, which every reader takes."""

    words: tuple[str, ...]
    patterned: tuple[str, ...]


def word_page(word: str) -> str:
    """The name of the page of a word."""
    return f"word:{word}"


def partner_page(number: int) -> str:
    """The name of the page on which a partner stands."""
    return f"names:{number // PARTNERS_A_PAGE}"


def page_type(name: str) -> Any:
    """What a page holds, by its name."""
    if name.startswith("word:"):
        return WordPage
    return {SITUATIONS: SituationsPage, WORDS: list[str]}.get(name, list[NamedPartner])


def find_partners(numbers: Iterable[int], pages: Mapping[str, Any]) -> Mapping[int, NamedPartner]:
    """The partners of these numbers, from their pages."""
    return {number: pages[partner_page(number)][number % PARTNERS_A_PAGE] for number in numbers}


def write_pages(
    organizations: Sequence[Organization], services: Sequence[Service], situations: Sequence[EntrySituation]
) -> Iterator[tuple[str, Any]]:
    """Every page, with its name."""
    partners = [NamedPartner(False, one.slug, one.name, ()) for one in organizations]
    for service in services:
        offering = tuple(offer.organization for offer in service.organizations)
        partners.append(NamedPartner(True, service.slug, service.name, offering))
    for first in range(0, len(partners), PARTNERS_A_PAGE):
        yield partner_page(first), partners[first : first + PARTNERS_A_PAGE]
    named = list(_list_phrases(organizations, services))
    names = Counter(word for phrase in named for word in dict.fromkeys(phrase.text.split(" ")))
    yield WORDS, sorted(names)
    begun = [
        (Phrase(place, meaning.code, phrase), not _NAMES_ONE.isdisjoint(given.name for given in meaning.facts))
        for place, (phrase, meaning) in enumerate(situation_entries(situations, frozenset()))
    ]
    patterned = {str(phrase.whose) for phrase, is_odd in begun if is_odd or _is_pattern(phrase.text)}
    plain = [(phrase, phrase_words(phrase.text)) for phrase, _ in begun if phrase.whose not in patterned]
    yield SITUATIONS, SituationsPage(tuple(sorted({word for _, words in plain for word in words})), tuple(patterned))
    yield from _word_pages(names, named, plain)


def _list_phrases(organizations: Sequence[Organization], services: Sequence[Service]) -> Iterator[Phrase]:
    numbers = {(MeaningKind.ORGANIZATION, one.slug): number for number, one in enumerate(organizations)}
    numbers |= {(MeaningKind.SERVICE, one.slug): number for number, one in enumerate(services, len(organizations))}
    for place, (phrase, meaning) in enumerate(partner_entries(organizations, services)):
        yield Phrase(place, numbers[meaning.kind, meaning.code], phrase)


def _word_pages(
    names: Mapping[str, int], named: Iterable[Phrase], plain: Sequence[tuple[Phrase, tuple[str, ...]]]
) -> Iterator[tuple[str, WordPage]]:
    found = Counter(names)
    found.update(word for _, words in plain for word in dict.fromkeys(words))
    partners: dict[str, list[Phrase]] = {word: [] for word in names}
    situations: dict[str, list[Phrase]] = {}
    for phrase in named:
        partners.setdefault(_rarest(phrase.text.split(" "), found), []).append(phrase)
    for phrase, words in plain:
        situations.setdefault(_rarest(words, found), []).append(phrase)
    for word in sorted({*partners, *situations}):
        page = WordPage(word in names, tuple(partners.get(word, ())), tuple(situations.get(word, ())))
        yield word_page(word), page


def _rarest(words: Sequence[str], found: Mapping[str, int]) -> str:
    """The word on whose page a phrase stands; empty where it is not made of plain words."""
    if not "".join(words).isalnum():
        return ""
    return min(words, key=lambda word: (found[word], word))


def _is_pattern(phrase: str) -> bool:
    """Whether a phrase says more than its words: alternatives, classes, gaps, beginnings of words, a language."""
    return any(sign in phrase for sign in "<>*/_:") or "..." in phrase
