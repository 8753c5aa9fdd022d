"""The lexicon for one text, made of the few pages of a `name_book` that its words lead to.

It reads the text as the lexicon of the whole network does. Where that needs every name, such as to propose what an
unknown word may have meant, it raises UnreadError, and the complete lexicon is asked.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any, NoReturn, Protocol

from graph.concepts import EntrySituation, FactDefinition, NeedArea
from graph.language.complete_names import CompleteNames, as_meaning
from graph.language.interpretation import Meaning, MeaningKind
from graph.language.lexicon import SHORTEST_TARGET, FurtherWords, Lexicon, is_telling
from graph.language.meanings import situation_entries
from graph.language.name_book import (
    ODD,
    SITUATIONS,
    WORDS,
    NamedPartner,
    Phrase,
    WordPage,
    find_partners,
    partner_page,
    word_page,
)
from graph.language.spans import Speller
from graph.language.tokens import expand, phrase_words, tokenize
from graph.structs import Struct, replace
from graph.vocabulary import FactKind

Read = Callable[[Iterable[str]], Mapping[str, Any]]
"""Reads those of some pages that there are, by name."""


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
            containing=_Unread(frozenset(), lexicon.vocabulary),
            phrases=_UnreadSequence(()),
            meanings=_UnreadSequence(self._list_meanings(lexicon)),
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
            containing=names.containing,
            phrases=names.phrases,
            meanings=names.meanings,
            offers=_offers(partners.values()),
        )
        return Understanding(lexicon, tuple(partners.values()))

    def _find(self, text: str, read: Read, whole: bool = False) -> "_Found":
        tokens = {token.word for token in expand(text, tokenize(text))}
        pages = dict(read((SITUATIONS, ODD, *map(word_page, tokens))))
        of_all = pages[SITUATIONS]
        names = frozenset(word for word in tokens if word_page(word) in pages and pages[word_page(word)].is_name)
        further = FurtherWords(
            known=names.union(of_all.words), inflecting=frozenset(of_all.words), targets=names.union(of_all.words)
        )
        taken = self._situations if whole else self._among(of_all.patterned)
        probe = self._build(taken, (), {}, further)
        if any(_may_be_slip(word) and not _is_known(word, probe) for word in tokens):
            further = replace(further, targets=further.targets.union(read((WORDS,))[WORDS]))
            targets = (word for word in further.targets if len(word) >= SHORTEST_TARGET)
            probe = replace(probe, targets=tuple(sorted({*probe.targets, *targets})))
        speller = Speller(probe)
        forms = {form for word in tokens for form, _ in speller.forms(word)}
        pages |= read(map(word_page, forms - tokens))
        words = [page for page in pages.values() if isinstance(page, WordPage)]
        odd = pages.get(ODD, WordPage(is_name=False))
        phrases = [phrase for page in words for phrase in page.partners if forms.issuperset(phrase.text.split(" "))]
        phrases = sorted({*phrases, *odd.partners})
        begun = [each for page in words for each in page.situations if forms.issuperset(phrase_words(each.text))]
        if not whole:
            taken = self._among((*of_all.patterned, *(str(each.whose) for each in (*begun, *odd.situations))))
        numbers = dict.fromkeys(int(phrase.whose) for phrase in phrases)
        partners = find_partners(numbers, read(sorted({partner_page(number) for number in numbers})))
        lexicon = self._build(taken, phrases, partners, further)
        more = frozenset(word for word in forms if word_page(word) in pages and pages[word_page(word)].is_name)
        return _Found(lexicon, names | more, phrases, partners)

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


class _Found(Struct, frozen=True):
    """`names`: those words of the text that are in a partner's name."""

    lexicon: Lexicon
    names: frozenset[str]
    entries: Sequence[Phrase]
    partners: Mapping[int, NamedPartner]


class _Unread(Mapping[str, Any]):
    """Knows which keys there are, and not what they stand for."""

    def __init__(self, keys: frozenset[str], doubtful: frozenset[str] = frozenset()) -> None:
        self._keys = keys
        self._doubtful = doubtful

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __getitem__(self, key: str) -> NoReturn:
        if key in self._keys or key in self._doubtful:
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


def _may_be_slip(word: str) -> bool:
    return word.isalpha() and len(word) >= 4  # as `Speller` takes it, or more often


def _is_known(word: str, lexicon: Lexicon) -> bool:
    return Speller(lexicon).is_known(word) or word.startswith(lexicon.prefixes)
