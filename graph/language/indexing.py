"""Collects phrases and derives from them what finds them again: a trie, word forms, joined words, partners' words."""

from collections.abc import Iterable

from graph.language.days import DAYS
from graph.language.grammar import list_markers
from graph.language.inflection import list_forms
from graph.language.interpretation import Meaning
from graph.language.passages import PARTNERS
from graph.language.quantities import WORDS as QUANTITY_WORDS
from graph.language.tokens import LIGHT, phrase_words
from graph.language.trie import Node

_SHORTEST_TARGET = 4
_SHORTEST_JOINED = 6
_LONGEST_JOINED = 4


class PhraseIndex:
    """Phrases and their words; filled once, then read."""

    def __init__(self) -> None:
        self.root = Node()
        self.phrases: list[str] = []
        self.meanings: list[Meaning] = []
        self._grammar: set[str] = set(QUANTITY_WORDS)
        self._words: set[str] = set()
        self._inflecting: set[str] = set()
        self._targets: set[str] = set()
        self._joined: dict[str, tuple[str, ...]] = {}
        self._naming: dict[str, list[Meaning]] = {}
        for phrase, marker in list_markers():
            words = phrase_words(phrase) or (phrase,)
            self.root.add(words, marker)
            self._grammar.update(words)

    def add(
        self, entries: Iterable[tuple[str, Meaning]], inflecting: bool = True, shortest_target: int = _SHORTEST_TARGET
    ) -> None:
        """Take `entries`. `inflecting`: other forms of their words are meant too; shorter words are no targets."""
        added: set[str] = set()
        for phrase, meaning in entries:
            words = phrase_words(phrase)
            if not words or not self.root.add(words, meaning):
                continue
            self.phrases.append(" ".join(words))
            self.meanings.append(meaning)
            added.update(words)
            if 1 < len(words) <= _LONGEST_JOINED:
                self._joined["".join(words)] = words
            if meaning.kind in PARTNERS:
                for word in words:
                    self._naming.setdefault(word, []).append(meaning)
        self._words |= added
        self._targets |= {word for word in added if len(word) >= shortest_target}
        if inflecting:
            self._inflecting |= added

    def vocabulary(self) -> frozenset[str]:
        """Every word of the phrases and of the grammar."""
        return frozenset(self._words | self._grammar | LIGHT | DAYS)

    def targets(self) -> tuple[str, ...]:
        """The words that typing errors are corrected to."""
        return tuple(sorted(self._targets | {word for word in self._grammar if len(word) >= _SHORTEST_TARGET}))

    def inflected(self) -> dict[str, tuple[str, ...]]:
        """For each form of the words of phrases, those words."""
        forms: dict[str, list[str]] = {}
        for word in sorted(self._inflecting):
            for form in list_forms(word):
                if form not in self._grammar:
                    forms.setdefault(form, []).append(word)
        return {form: tuple(words) for form, words in forms.items()}

    def joined(self) -> dict[str, tuple[str, ...]]:
        """Phrases written as one word, that is no word itself."""
        return {
            word: words
            for word, words in self._joined.items()
            if len(word) >= _SHORTEST_JOINED and word not in self._words
        }

    def naming(self) -> dict[str, tuple[Meaning, ...]]:
        """For each word of partners' names, the partners."""
        return {word: tuple(dict.fromkeys(partners)) for word, partners in self._naming.items()}
