"""The lexicon for one text, made of the few pages of a `name_book` that its words lead to.

It reads the text as the lexicon of the whole network does. To propose what an unknown word may have meant, it reads the
pages of the lengths that can be alike. Where every name is needed, such as all that have a word in common, it raises
UnreadError, and the complete lexicon is asked.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any, NoReturn, Protocol

from graph.concepts import EntrySituation, FactDefinition, NeedArea
from graph.language.interpretation import Meaning, MeaningKind
from graph.language.lexicon import SHORTEST_TARGET, FurtherWords, Lexicon
from graph.language.meanings import situation_entries
from graph.language.name_book import (
    ODD,
    SITUATIONS,
    WORDS,
    CompleteNames,
    LengthPage,
    NamedPartner,
    Phrase,
    WordPage,
    as_meaning,
    find_partners,
    length_page,
    partner_page,
    word_page,
)
from graph.language.partner_names import is_telling
from graph.language.phrase_search import FoundPhrase, extract_alike, lengths_alike
from graph.language.spans import Speller
from graph.language.tokens import expand, phrase_words, tokenize
from graph.structs import Struct, replace
from graph.vocabulary import FactKind

Read = Callable[[Iterable[str]], Mapping[str, Any]]
"""Reads those of some pages that there are, by name."""


_NEEDS, _SITUATIONS, _FACTS, _PARTNERS, _COUNTRIES = range(5)
"""The order of phrases in a lexicon; see `Lexicon.of`."""


class UnreadError(Exception):
    """What was asked for stands on pages that were not read."""


class Pages(Protocol):
    """A store of the pages of a `name_book`."""

    def read(self, names: Iterable[str], /) -> Mapping[str, Any]:
        """Those of some pages that there are, by name."""
        ...

    def read_all(self) -> Mapping[str, Any]:
        """Every page, by name."""
        ...


class Understanding(Struct, frozen=True):
    """A lexicon, and the partners that it may name."""

    lexicon: Lexicon
    partners: tuple[NamedPartner, ...]


class StoredLexicon:
    """Makes lexicons for texts, from the vocabulary of a network and the pages of its names."""

    def __init__(
        self,
        facts: Sequence[FactDefinition],
        needs: Sequence[NeedArea],
        situations: Sequence[EntrySituation],
        pages: Pages,
    ) -> None:
        self._facts = facts
        self._needs = needs
        self._situations = situations
        self._pages = pages
        self._sets = frozenset(fact.name for fact in facts if fact.kind is FactKind.SET)

    def few(self, text: str) -> Understanding:
        """The lexicon of what `text` can name; what needs more raises UnreadError."""
        found = self._find(text, self._pages.read)
        lexicon = found.lexicon
        unread = replace(
            lexicon,
            naming=_Unread(found.names),
            phrases=_UnreadSequence(()),
            meanings=_UnreadSequence(self._list_meanings(lexicon)),
            further=_FurtherPhrases(lexicon, self._situations, self._sets, found.pages, self._pages.read),
        )
        return Understanding(unread, tuple(found.partners.values()))

    def all(self, text: str) -> Understanding:
        """The lexicon of every name."""
        pages = self._pages.read_all()
        found = self._find(text, lambda names: {name: pages[name] for name in names if name in pages}, whole=True)
        names = CompleteNames(pages, found.lexicon, sum("<" not in each.text for each in found.entries))
        told = names.naming_any(word for word in found.names if is_telling(word))
        partners = {**found.partners, **told}
        lexicon = replace(
            found.lexicon,
            naming=names.naming,
            phrases=names.phrases,
            meanings=names.meanings,
            offers=_offers(partners.values()),
        )
        return Understanding(lexicon, tuple(partners.values()))

    def _find(self, text: str, read: Read, whole: bool = False) -> "_Found":
        tokens = {token.word for token in expand(text, tokenize(text))}
        pages = dict(read((SITUATIONS, ODD, *map(word_page, tokens))))
        of_all, odd = pages[SITUATIONS], pages.get(ODD, WordPage(is_name=False))
        always = {*of_all.patterned, *(str(each.whose) for each in odd.situations)}
        names = frozenset(word for word in tokens if word_page(word) in pages and pages[word_page(word)].is_name)
        further = FurtherWords(
            known=names.union(of_all.words), inflecting=frozenset(of_all.words), targets=names.union(of_all.words)
        )
        taken = self._situations if whole else self._among(always)
        phrases = sorted(set(odd.partners))
        lexicon = probe = self._build(taken, phrases, _partners_of(phrases, read), further)
        is_slip = any(_may_be_slip(word) and not _is_known(word, probe) for word in tokens)
        if is_slip:
            further = replace(further, targets=further.targets.union(read((WORDS,))[WORDS]))
            targets = (word for word in further.targets if len(word) >= SHORTEST_TARGET)
            probe = replace(probe, targets=tuple(sorted({*probe.targets, *targets})))
        speller = Speller(probe)
        forms = {form for word in tokens for form, _ in speller.forms(word)}
        pages |= read(map(word_page, forms - tokens))
        words = [page for page in pages.values() if isinstance(page, WordPage)]
        named = [phrase for page in words for phrase in page.partners if forms.issuperset(phrase.text.split(" "))]
        begun = [each for page in words for each in page.situations if forms.issuperset(phrase_words(each.text))]
        more_situations = set() if whole else {str(each.whose) for each in begun} - always
        more_phrases = set(named).difference(phrases)
        if more_situations:
            taken = self._among(always | more_situations)
        phrases = sorted({*phrases, *more_phrases})
        partners = _partners_of(phrases, read)
        if is_slip or more_situations or more_phrases:
            lexicon = self._build(taken, phrases, partners, further)
        more = frozenset(word for word in forms if word_page(word) in pages and pages[word_page(word)].is_name)
        return _Found(lexicon, names | more, phrases, partners, pages)

    def _among(self, codes: Iterable[str]) -> Sequence[EntrySituation]:
        wanted = frozenset(codes)
        return [situation for situation in self._situations if situation.code in wanted]

    def _build(
        self,
        situations: Sequence[EntrySituation],
        phrases: Sequence[Phrase],
        partners: Mapping[int, NamedPartner],
        further: FurtherWords,
    ) -> Lexicon:
        built = Lexicon.of(
            facts=self._facts,
            needs=self._needs,
            situations=situations,
            partners=[(phrase.text, as_meaning(partners[int(phrase.whose)])) for phrase in phrases],
            offers=_offers(partners.values()),
            further=further,
        )
        return replace(built, situations={situation.code: situation for situation in self._situations})

    def _list_meanings(self, lexicon: Lexicon) -> Iterator[Meaning]:
        """The first meanings of all: needs, then entry situations, of which not all have phrases here."""
        yield from takewhile(lambda one: one.kind is MeaningKind.NEED, lexicon.meanings)
        yield from (meaning for _, meaning in situation_entries(self._situations, self._sets))


class _FurtherPhrases:
    """Finds phrases among those of a `lexicon`, and among those on the pages of words and lengths."""

    def __init__(
        self,
        lexicon: Lexicon,
        situations: Iterable[EntrySituation],
        sets: frozenset[str],
        pages: Mapping[str, Any],
        read: Read,
    ) -> None:
        self._lexicon = lexicon
        self._situations = {situation.code: situation for situation in situations}
        self._sets = sets
        self._pages = dict(pages)
        self._read = read
        countries = {fact.name for fact in lexicon.facts.values() if fact.kind is FactKind.COUNTRY}
        self._own: dict[int, list[tuple[str, Meaning]]] = {_NEEDS: [], _FACTS: [], _COUNTRIES: []}
        for phrase, meaning in zip(lexicon.phrases, lexicon.meanings, strict=True):
            if meaning.kind in (MeaningKind.NEED, MeaningKind.FACT):
                is_country = any(given.name in countries for given in meaning.facts)
                order = _NEEDS if meaning.kind is MeaningKind.NEED else _COUNTRIES if is_country else _FACTS
                self._own[order].append((phrase, meaning))

    def list_alike(self, query: str, cutoff: float, limit: int) -> list[FoundPhrase]:
        """As `Lexicon.list_alike`."""
        found: list[tuple[float, int, int, str, Meaning | int | str]] = []
        for order, known in self._own.items():
            for text, score, index in extract_alike(query, [phrase for phrase, _ in known], cutoff, limit):
                found.append((-score, order, index, text, known[index][1]))
        for page in self._read_lengths(lengths_alike(len(query), cutoff)):
            for order, phrases in ((_SITUATIONS, page.situations), (_PARTNERS, page.partners)):
                for text, score, index in extract_alike(query, [each.text for each in phrases], cutoff, limit):
                    found.append((-score, order, phrases[index].place, text, phrases[index].whose))
        best = sorted(found, key=lambda one: one[:3])[:limit]
        meanings = self._list_meanings([one[4] for one in best])
        return [FoundPhrase(one[3], meaning, -one[0]) for one, meaning in zip(best, meanings, strict=True)]

    def list_with(self, word: str) -> list[FoundPhrase]:
        """As `Lexicon.list_with`."""
        known = self._lexicon.list_with(word)
        page = self._read_pages([word_page(word)]).get(word_page(word))
        shortest: Sequence[Phrase] = page.shortest if isinstance(page, WordPage) else ()
        meanings = self._list_meanings([each.whose for each in shortest])
        return [*known, *(FoundPhrase(each.text, one) for each, one in zip(shortest, meanings, strict=True))]

    def _list_meanings(self, whose: Sequence[Meaning | int | str]) -> list[Meaning]:
        """The meanings of phrases: given, or of the partner with a number, or of the situation with a code."""
        numbers = {each for each in whose if isinstance(each, int)}
        wanted = sorted({partner_page(number) for number in numbers})
        pages = self._read_pages(wanted)
        if len(pages) < len(wanted):
            raise UnreadError  # the version was removed meanwhile
        partners = find_partners(numbers, pages)
        return [
            as_meaning(partners[each]) if isinstance(each, int)
            else self._meaning_of(each) if isinstance(each, str)
            else each
            for each in whose
        ]  # fmt: skip

    def _meaning_of(self, situation: str) -> Meaning:
        return next(meaning for _, meaning in situation_entries([self._situations[situation]], self._sets))

    def _read_lengths(self, lengths: range) -> list[LengthPage]:
        names = [length_page(length) for length in lengths]
        pages = self._read_pages(names)
        return [pages[name] for name in names if name in pages]

    def _read_pages(self, names: Sequence[str]) -> Mapping[str, Any]:
        missing = [name for name in names if name not in self._pages]
        if missing:
            self._pages |= dict.fromkeys(missing) | dict(self._read(missing))
        return {name: page for name in names if (page := self._pages[name]) is not None}


class _Found(Struct, frozen=True):
    """`names`: those words of the text that are in a partner's name."""

    lexicon: Lexicon
    names: frozenset[str]
    entries: Sequence[Phrase]
    partners: Mapping[int, NamedPartner]
    pages: Mapping[str, Any]


class _Unread(Mapping[str, Any]):
    """Knows which keys there are, and not what they stand for."""

    def __init__(self, keys: frozenset[str]) -> None:
        self._keys = keys

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __getitem__(self, key: str) -> NoReturn:
        if key in self._keys:
            raise UnreadError
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


class _UnreadSequence(Sequence[Any]):
    """Knows its first elements alone."""

    def __init__(self, first: Iterable[Any]) -> None:
        self._first = first

    def __iter__(self) -> Iterator[Any]:
        yield from self._first
        raise UnreadError

    def __getitem__(self, index: object) -> NoReturn:
        raise UnreadError

    def __len__(self) -> int:
        return 0


def _offers(partners: Iterable[NamedPartner]) -> dict[str, frozenset[str]]:
    return {one.slug: frozenset(one.organizations) for one in partners if one.is_service}


def _partners_of(phrases: Sequence[Phrase], read: Read) -> Mapping[int, NamedPartner]:
    """The partners that `phrases` name."""
    numbers = dict.fromkeys(int(phrase.whose) for phrase in phrases)
    return find_partners(numbers, read(sorted({partner_page(number) for number in numbers})))


def _may_be_slip(word: str) -> bool:
    return word.isalpha() and len(word) >= 4  # as `Speller` takes it, or more often


def _is_known(word: str, lexicon: Lexicon) -> bool:
    return Speller(lexicon).is_known(word) or word.startswith(lexicon.prefixes)
