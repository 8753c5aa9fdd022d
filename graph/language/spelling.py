"""Typing errors: what word may be meant by one that is not known.

The distance is that of optimal string alignment (Damerau 1964, with adjacent transpositions): one edit for words of
four to seven letters, two for longer ones, none for shorter ones. A word of the lexicon or of everyday language is
never corrected.
"""

from rapidfuzz import process
from rapidfuzz.distance import OSA

from graph.language.dictionary import list_words
from graph.language.lexicon import Lexicon
from graph.language.patterns import TYPO

_SHORTEST = 4
_LONG = 8
_LONGEST = 40


class Speller:
    """The words of the lexicon that words of one text may be."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._forms: dict[str, tuple[tuple[str, int], ...]] = {}

    def is_known(self, word: str) -> bool:
        """Whether `word` is a word of the lexicon or a form of one."""
        return word in self._lexicon.vocabulary or word in self._lexicon.inflected

    def forms(self, word: str) -> tuple[tuple[str, int], ...]:
        """The words that `word` may be, each with how unlike it is."""
        found = self._forms.get(word)
        if found is None:
            found = self._forms[word] = self._find_forms(word)
        return found

    def _find_forms(self, word: str) -> tuple[tuple[str, int], ...]:
        if self.is_known(word) or word.startswith(self._lexicon.prefixes):
            inflected = self._lexicon.inflected.get(word, ())
            return ((word, 0), *((other, 1) for other in inflected))
        return tuple((other, TYPO) for other in self._nearest(word)) or ((word, 0),)

    def _nearest(self, word: str) -> list[str]:
        if not _SHORTEST <= len(word) <= _LONGEST or not word.isalpha():
            return []
        limit = 1 if len(word) < _LONG else 2
        found = process.extract(word, self._lexicon.targets, scorer=OSA.distance, score_cutoff=limit, limit=None)
        if not found or word in list_words():
            return []
        least = min((distance for _, distance, _ in found), default=0)
        return sorted(other for other, distance, _ in found if distance == least)
