"""Every phrase of a network from its `name_book`, for what looks at all of them; nothing of it can be walked word by
word."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from graph.language.interpretation import Meaning, MeaningKind
from graph.language.lexicon import Lexicon
from graph.language.name_book import PARTNERS_A_PAGE, NamedPartner, WordPage, partner_page, words_of
from graph.message import Text
from graph.vocabulary import FactKind


def as_meaning(partner: NamedPartner) -> Meaning:
    """What the name of a partner means."""
    kind = MeaningKind.SERVICE if partner.is_service else MeaningKind.ORGANIZATION
    return Meaning(kind=kind, code=partner.slug, label=Text(partner.name, partner.name))


class CompleteNames:
    """The phrases of `lexicon`, with all those of partners in the place of the `few` that it has."""

    def __init__(self, pages: Mapping[str, Any], lexicon: Lexicon, few: int) -> None:
        self.partners: tuple[NamedPartner, ...] = tuple(_list_partners(pages))
        words = (page for page in pages.values() if isinstance(page, WordPage))
        phrases = sorted(phrase for page in words for phrase in page.partners)
        self._words = [(int(phrase.whose), words_of(phrase.text)) for phrase in phrases]
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


def _list_partners(pages: Mapping[str, Any]) -> Iterator[NamedPartner]:
    for number in count(step=PARTNERS_A_PAGE):
        page = pages.get(partner_page(number))
        if page is None:
            return
        yield from page
