"""The names of a network as pages that a store keeps, so that a question in words reads few of them.

A phrase that names a partner or an entry situation stands on the page of its rarest word: whoever has the words of a
text finds with them every phrase that the text can hold. It stands once more on the page of its length, for proposals
of what an unknown word may have meant: only phrases of nearly the same length are alike. Partners stand on pages of
their own, by number. `CompleteNames` holds all of them, for what looks at every phrase; nothing of it can be walked
word by word.
"""

from bisect import insort
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any, NamedTuple

from graph.concepts import EntrySituation
from graph.language.interpretation import Meaning, MeaningKind
from graph.language.lexicon import Lexicon
from graph.language.meanings import situation_entries
from graph.language.partner_names import partner_entries
from graph.language.patterns import PatternParser, list_plain
from graph.language.tokens import phrase_words
from graph.message import Text
from graph.organizations import Organization
from graph.services import Service
from graph.vocabulary import FactKind

_PARTNERS_A_PAGE = 500
MOST_TOLD = 8
"""Meanings of which a word page has a phrase. Three are told at most, of which a service may hide its owner."""
SITUATIONS = "names:situations"
"""The page of what is known of all entry situations together."""
WORDS = "names:words"
"""The page of every word of a partner's name."""
OF_WORDS = "word:"
OF_LENGTHS = "length:"
"""How the names of the pages of words, and of lengths, begin."""
ODD = OF_WORDS
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
    """What is known by a word: whether partners have it in a name, and the phrases of which it is the rarest word.

    Of all phrases that have it, as they are compared, there are the `shortest`: so many that some may be told.
    """

    is_name: bool
    partners: tuple[Phrase, ...] = ()
    situations: tuple[Phrase, ...] = ()
    shortest: tuple[Phrase, ...] = ()


class LengthPage(NamedTuple):
    """The phrases of a length, as they are compared, in their order."""

    situations: tuple[Phrase, ...] = ()
    partners: tuple[Phrase, ...] = ()


class SituationsPage(NamedTuple):
    """The words of all phrases of entry situations, and the situations with patterns, which every reader takes."""

    words: tuple[str, ...]
    patterned: tuple[str, ...]


class _Shortest:
    """For each word, the phrases with the fewest words that have it, one for each of MOST_TOLD meanings.

    Of phrases with as many words, those come first that would be told first: by kind and code.
    """

    def __init__(self, first_service: int, codes: Sequence[str]) -> None:
        self.words: dict[str, list[tuple[tuple[int, str, str], Phrase]]] = {}
        self._first_service = first_service
        self._codes = codes

    def add(self, phrase: Phrase) -> None:
        words = phrase.text.split(" ")
        kind, code = MeaningKind.SITUATION, phrase.whose
        if not isinstance(code, str):
            kind = MeaningKind.ORGANIZATION if code < self._first_service else MeaningKind.SERVICE
            code = self._codes[code]
        rank = len(words), kind, code
        for word in words:
            kept = self.words.setdefault(word, [])
            if len(kept) < MOST_TOLD or rank < kept[-1][0]:
                self._keep(kept, rank, phrase)

    def of(self, word: str) -> tuple[Phrase, ...]:
        """Those of one word."""
        return tuple(phrase for _, phrase in self.words.get(word, ()))

    def _keep(
        self, kept: list[tuple[tuple[int, str, str], Phrase]], rank: tuple[int, str, str], phrase: Phrase
    ) -> None:
        same = next((each for each in kept if each[0][1:] == rank[1:]), None)
        if same is not None:
            if same[0] <= rank:
                return
            kept.remove(same)
        insort(kept, (rank, phrase), key=lambda each: each[0])
        del kept[MOST_TOLD:]


class CompleteNames:
    """The phrases of `lexicon`, with all those of partners in the place of the `few` that it has."""

    def __init__(self, pages: Mapping[str, Any], lexicon: Lexicon, few: int) -> None:
        self.partners: tuple[NamedPartner, ...] = tuple(_list_partners(pages))
        words = (page for page in pages.values() if isinstance(page, WordPage))
        phrases = sorted(phrase for page in words for phrase in page.partners)
        self._words = [(int(phrase.whose), _words_of(phrase.text)) for phrase in phrases]
        shown = [(whose, " ".join(words)) for (whose, words), phrase in zip(self._words, phrases, strict=True)
                 if "<" not in phrase.text]  # fmt: skip
        countries = {fact.name for fact in lexicon.facts.values() if fact.kind is FactKind.COUNTRY}
        last = len(lexicon.meanings)
        while last and any(given.name in countries for given in lexicon.meanings[last - 1].facts):
            last -= 1
        first = last - few
        self.phrases = (*lexicon.phrases[:first], *(text for _, text in shown), *lexicon.phrases[last:])
        self.meanings: Sequence[Meaning] = _Meanings(
            lexicon.meanings[:first], [whose for whose, _ in shown], self.partners, lexicon.meanings[last:]
        )

    @property
    def naming(self) -> Mapping[str, tuple[Meaning, ...]]:
        """The partners that have a word in one of their names."""
        return _Naming(self._words, self.partners)

    def naming_any(self, words: Iterable[str]) -> Mapping[int, NamedPartner]:
        """The partners that have one of `words` in a name, by number."""
        wanted = frozenset(words)
        named = (whose for whose, own in self._words if not wanted.isdisjoint(own)) if wanted else ()
        return {number: self.partners[number] for number in named}


class _Naming(Mapping[str, tuple[Meaning, ...]]):
    def __init__(self, words: Sequence[tuple[int, tuple[str, ...]]], partners: Sequence[NamedPartner]) -> None:
        self._words = words
        self._partners = partners

    def __getitem__(self, word: str) -> tuple[Meaning, ...]:
        named = dict.fromkeys(whose for whose, own in self._words if word in own)
        if not named:
            raise KeyError(word)
        return tuple(as_meaning(self._partners[number]) for number in named)

    def __iter__(self) -> Iterator[str]:
        return iter({word for _, own in self._words for word in own})

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _Meanings(Sequence[Meaning]):
    """Meanings of which those of partners are made when they are asked for."""

    def __init__(
        self, before: Sequence[Meaning], whose: Sequence[int], partners: Sequence[NamedPartner],
        after: Sequence[Meaning],
    ) -> None:  # fmt: skip
        self._before, self._whose, self._partners, self._after = before, whose, partners, after

    def __getitem__(self, index: Any) -> Any:
        place = index - len(self._before)
        if place < 0:
            return self._before[index]
        if place < len(self._whose):
            return as_meaning(self._partners[self._whose[place]])
        return self._after[place - len(self._whose)]

    def __len__(self) -> int:
        return len(self._before) + len(self._whose) + len(self._after)


def word_page(word: str) -> str:
    """The name of the page of a word.

    >>> word_page("casa")
    'word:casa'
    """
    return f"{OF_WORDS}{word}"


def length_page(length: int) -> str:
    """The name of the page of the phrases of a length.

    >>> length_page(7)
    'length:7'
    """
    return f"{OF_LENGTHS}{length}"


def partner_page(number: int) -> str:
    """The name of the page on which a partner stands."""
    return f"names:{number // _PARTNERS_A_PAGE}"


def page_type(name: str) -> Any:
    """What a page holds, by its name."""
    if name.startswith(OF_WORDS):
        return WordPage
    if name.startswith(OF_LENGTHS):
        return LengthPage
    return {SITUATIONS: SituationsPage, WORDS: list[str]}.get(name, list[NamedPartner])


def find_partners(numbers: Iterable[int], pages: Mapping[str, Any]) -> Mapping[int, NamedPartner]:
    """The partners of these numbers, from their pages."""
    return {number: pages[partner_page(number)][number % _PARTNERS_A_PAGE] for number in numbers}


def write_pages(
    organizations: Sequence[Organization], services: Sequence[Service], situations: Sequence[EntrySituation]
) -> Iterator[tuple[str, Any]]:
    """Every page, with its name."""
    partners = [NamedPartner(False, one.slug, one.name, ()) for one in organizations]
    for service in services:
        offering = tuple(offer.organization for offer in service.organizations)
        partners.append(NamedPartner(True, service.slug, service.name, offering))
    for first in range(0, len(partners), _PARTNERS_A_PAGE):
        yield partner_page(first), partners[first : first + _PARTNERS_A_PAGE]
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
    compared = [_as_compared(phrase) for phrase, _ in begun], [_as_compared(phrase) for phrase in named]
    codes = [*(one.slug for one in organizations), *(one.slug for one in services)]
    shortest = _Shortest(len(organizations), codes)
    for phrase in filter(None, (*compared[0], *compared[1])):
        shortest.add(phrase)
    yield from _word_pages(names, named, plain, shortest)
    yield from _length_pages(*compared)


def _list_phrases(organizations: Sequence[Organization], services: Sequence[Service]) -> Iterator[Phrase]:
    numbers = {(MeaningKind.ORGANIZATION, one.slug): number for number, one in enumerate(organizations)}
    numbers |= {(MeaningKind.SERVICE, one.slug): number for number, one in enumerate(services, len(organizations))}
    for place, (phrase, meaning) in enumerate(partner_entries(organizations, services)):
        yield Phrase(place, numbers[meaning.kind, meaning.code], phrase)


def _word_pages(
    names: Mapping[str, int],
    named: Iterable[Phrase],
    plain: Sequence[tuple[Phrase, tuple[str, ...]]],
    shortest: "_Shortest",
) -> Iterator[tuple[str, WordPage]]:
    found = Counter(names)
    found.update(word for _, words in plain for word in dict.fromkeys(words))
    partners: dict[str, list[Phrase]] = {word: [] for word in names}
    situations: dict[str, list[Phrase]] = {}
    for phrase in named:
        partners.setdefault(_rarest(phrase.text.split(" "), found), []).append(phrase)
    for phrase, words in plain:
        situations.setdefault(_rarest(words, found), []).append(phrase)
    for word in sorted({*partners, *situations, *shortest.words}):
        known = tuple(partners.get(word, ())), tuple(situations.get(word, ()))
        yield word_page(word), WordPage(word in names, *known, shortest.of(word))


def _as_compared(phrase: Phrase) -> Phrase | None:
    """A phrase with the words by which it is compared; None for one of classes, or without words."""
    text = "" if "<" in phrase.text else " ".join(_words_of(phrase.text))
    return None if not text else phrase if text == phrase.text else phrase._replace(text=text)


def _length_pages(
    situations: Iterable[Phrase | None], partners: Iterable[Phrase | None]
) -> Iterator[tuple[str, LengthPage]]:
    by_length: dict[int, tuple[list[Phrase], list[Phrase]]] = {}
    for kind, phrases in enumerate((situations, partners)):
        for phrase in filter(None, phrases):
            by_length.setdefault(len(phrase.text), ([], []))[kind].append(phrase)
    for length, (begun, named) in sorted(by_length.items()):
        yield length_page(length), LengthPage(tuple(begun), tuple(named))


def _words_of(phrase: str) -> tuple[str, ...]:
    """The words by which a phrase is compared with others, each once."""
    if _is_pattern(phrase):
        return list_plain(PatternParser().parse(phrase)[1])
    return tuple(dict.fromkeys(phrase_words(phrase)))


def _rarest(words: Sequence[str], found: Mapping[str, int]) -> str:
    """The word on whose page a phrase stands; empty where it is not made of plain words."""
    if not "".join(words).isalnum():
        return ""
    return min(words, key=lambda word: (found[word], word))


def _is_pattern(phrase: str) -> bool:
    """Whether a phrase says more than its words: alternatives, classes, gaps, beginnings of words, a language."""
    return any(sign in phrase for sign in "<>*/_:") or "..." in phrase


def as_meaning(partner: NamedPartner) -> Meaning:
    """What the name of a partner means."""
    kind = MeaningKind.SERVICE if partner.is_service else MeaningKind.ORGANIZATION
    return Meaning(kind=kind, code=partner.slug, label=Text(partner.name, partner.name))


def _list_partners(pages: Mapping[str, Any]) -> Iterator[NamedPartner]:
    for number in count(step=_PARTNERS_A_PAGE):
        page = pages.get(partner_page(number))
        if page is None:
            return
        yield from page
