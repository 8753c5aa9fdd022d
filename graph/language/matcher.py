"""Finds what begins at a token: a phrase of the lexicon, a quantity, or a part of a partner's name."""

from collections.abc import Sequence

from graph.language.disambiguation import INSIDE, WITH, WITHOUT
from graph.language.interpretation import Meaning, MeaningKind
from graph.language.lexicon import Lexicon
from graph.language.partners import is_telling
from graph.language.passages import PARTNERS
from graph.language.quantities import Quantities, Quantity
from graph.language.spelling import Speller
from graph.language.tokens import LIGHT, Token
from graph.language.trie import Likeness, Match, longest

_AS_WRITTEN = (Likeness.SAME, Likeness.CORRECTED)
_OPENERS = frozenset({*WITH, *WITHOUT, *INSIDE})


class Finder:
    """Finds in the tokens of one text."""

    def __init__(self, tokens: Sequence[Token], lexicon: Lexicon) -> None:
        self._tokens = tokens
        self._lexicon = lexicon
        self._speller = Speller(lexicon)
        self._quantity_words = [self._quantity_word(token.word) for token in tokens]
        self._quantities = Quantities(
            self._quantity_words, [token.gap for token in tokens], [token.apart for token in tokens]
        )

    def find_quantity(self, position: int) -> Quantity | None:
        """The quantity that begins at `position`."""
        return self._quantities.find_at(position)

    def is_corrected(self, begin: int, end: int) -> bool:
        """Whether a word of a quantity was corrected."""
        return any(self._quantity_words[index] != self._tokens[index].word for index in range(begin, end))

    def find_phrase(self, position: int) -> Match | None:
        """The longest phrase; its first word alone where what begins inside it and ends later outweighs it.

        So `con permesso scaduto` is `con` and `permesso scaduto`, not `con permesso` and a word too many.
        """
        match = self._longest(position, len(self._tokens))
        if match is None:
            return self._joined(position)
        if match.words[0] in _OPENERS:
            for inner in range(position + 1, match.end):
                other = self._longest(inner, len(self._tokens))
                if other and other.end > match.end and _outweighs(other, match):
                    return self._longest(position, inner) or match
        return match

    def meanings(self, match: Match) -> tuple[Meaning, ...]:
        """What a phrase means; a word that is a name of several partners, also the others that have it in theirs."""
        meanings = tuple(sense for sense in match.senses if isinstance(sense, Meaning))
        several = sum(one.kind in PARTNERS for one in meanings) > 1 and len(match.words) == 1
        others = self._lexicon.naming.get(match.words[0], ()) if several else ()
        return tuple(dict.fromkeys((*meanings, *others)))

    def find_partners(self, position: int) -> tuple[int, tuple[Meaning, ...]]:
        """The partners whose names have all of the next words, as many as possible, one of them a telling one.

        And where these words end.
        """
        partners: tuple[Meaning, ...] = ()
        end, last, telling = position, position, False
        while last < len(self._tokens) and not (last > position and self._tokens[last].apart):
            if self._tokens[last].word not in LIGHT or not partners:
                words = [word for word, kind in self._speller.forms(self._tokens[last].word) if kind in _AS_WRITTEN]
                here = dict.fromkeys(one for word in words for one in self._lexicon.naming.get(word, ()))
                kept = tuple(one for one in here if not partners or one in partners)
                if not kept:
                    break
                partners, end = kept, last + 1
                telling = telling or any(map(is_telling, words))
            last += 1
        return end, self._lexicon.without_services_of(partners) if telling else ()

    def _longest(self, begin: int, end: int) -> Match | None:
        tokens = self._tokens if end == len(self._tokens) else self._tokens[:end]
        return longest(self._lexicon.root, tokens, begin, self._speller.forms)

    def _joined(self, position: int) -> Match | None:
        """A phrase that is written as one word."""
        words = self._lexicon.joined.get(self._tokens[position].word)
        return Match(position + 1, words, self._lexicon.root.find(words), True) if words else None

    def _quantity_word(self, word: str) -> str:
        if not word.isalpha() or self._speller.is_known(word):
            return word
        forms = self._speller.forms(word)
        return forms[0][0] if len(forms) == 1 else word


def _outweighs(inner: Match, match: Match) -> bool:
    """Whether a phrase that begins inside `match` is a fact of as many words, or a partner of more."""
    kinds = {sense.kind for sense in inner.senses if isinstance(sense, Meaning)}
    longer = len(inner.words) - len(match.words)
    return (MeaningKind.FACT in kinds and longer >= 0) or (not kinds.isdisjoint(PARTNERS) and longer > 0)
