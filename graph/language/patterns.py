"""Phrases with variable parts, all found in one walk over a text.

A pattern is words. `a/b` is either word, `word*` any word that begins so, `_` any one word, `...` up to three words
but no denial, `<name>` any phrase of that class of `phrase_classes.txt`. `it:` or `en:` before the first word limits
the pattern to texts of that language. Articles may always be missing.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from sys import intern
from types import MappingProxyType
from typing import Any, NewType, Protocol

import msgspec

from graph.language.grammar import Marker
from graph.language.interpretation import Meaning
from graph.language.tokens import CONTRACTIONS, LIGHT, Token, fold, phrase_words, word_list
from graph.structs import Struct, field
from graph.vocabulary import Locale

WIDEST_GAP = 3
_WEAK = frozenset(word_list("senza without con with ha has have in on at a da di to for per e and is sono un una no"))
_DENIALS = frozenset(word_list("non not never mai isn doesn don hasn wasn didn"))
"""Words that no gap may hold: *figlio ... si droga* is not said in *mio figlio non si droga*."""

ClassName = NewType("ClassName", str)
"""The name of a class of phrases, as in `<have_no> casa`."""

Sense = Meaning | Marker | ClassName

Forms = Callable[[str], Sequence[tuple[str, int]]]
"""The words that a word of the text may be, and how unlike: 0 the same, 1 another form, `TYPO` a typing error."""
TYPO = 8


class Match(Struct, frozen=True):
    """Tokens `begin` to `end` (exclusive) are the phrase `words`, with the meanings `senses`."""

    begin: int
    end: int
    words: tuple[str, ...]
    senses: tuple[Sense, ...]
    cost: int = 0

    @property
    def weight(self) -> int:
        """How much of the text the match explains: two for a word, one for a preposition, nothing for a gap."""
        return sum(1 if word in _WEAK else 0 if word in ("_", "...") else 2 for word in self.words)


_NOWHERE: Any = MappingProxyType({})
"""What leads nowhere, of all nodes together: a large network has some hundred thousand of them."""


Element = str | tuple[str, ...]
"""A part of a pattern: a word, or words any of which may stand there."""
Said = tuple[Locale | None, Sense]
"""What a pattern means, in texts of a language or in all."""
Tail = tuple[Sequence[Element], int, Said]
"""The elements of a pattern, the number of the next one, and what the pattern means."""


class PatternTrie(msgspec.Struct, eq=False, gc=False):
    """Patterns by their elements. No node leads back, so that no collector looks at any.

    A node is made with the `tails` of the patterns that lead there, and unfolded when a text first does: few ever are.
    Safe to share, since two threads unfold it to the same.
    """

    senses: tuple[Said, ...] = ()
    children: "Mapping[str, PatternTrie]" = _NOWHERE
    classes: "Mapping[str, PatternTrie]" = _NOWHERE
    prefixes: "Mapping[str, PatternTrie]" = _NOWHERE
    wild: "PatternTrie | None" = None
    gap: "PatternTrie | None" = None
    tails: Sequence[Tail] = ()

    def unfolded(self) -> "PatternTrie":
        """This node, with what it means and where it leads."""
        if self.tails:
            tails: dict[str, list[Tail]] = {}
            for elements, number, said in self.tails:
                for word, after in list_next(elements, number):
                    tails.setdefault(word, []).append((elements, after, said))
            self.senses = tuple(dict.fromkeys(said for _, _, said in tails.pop("", ())))
            nodes = {word: PatternTrie(tails=tuple(each)) for word, each in tails.items()}
            self.wild, self.gap = nodes.pop("_", None), nodes.pop("...", None)
            self.classes = {word[1:-1]: node for word, node in nodes.items() if word[0] == "<"} or _NOWHERE
            self.prefixes = {word[:-1]: node for word, node in nodes.items() if word[-1] == "*"} or _NOWHERE
            self.children = {
                word: node for word, node in nodes.items() if word[0] != "<" and word[-1] != "*"
            } or _NOWHERE
            self.tails = ()
        return self

    def find(self, words: Sequence[str]) -> tuple[Sense, ...]:
        """The senses of the pattern that consists of exactly these plain words."""
        node: PatternTrie | None = self
        for word in words:
            node = node.unfolded().children.get(word) if node else None
        return tuple(sense for _, sense in node.unfolded().senses) if node else ()

    def steps(self, word: str, forms: Forms) -> Iterator[tuple["PatternTrie", str, int]]:
        """The nodes to which `word` leads, each with the word of the pattern and how much `word` differs from it."""
        if self.wild is not None:
            yield self.wild, "_", 0
        if self.children:
            for form, cost in forms(word):
                child = self.children.get(form)
                if child is not None:
                    yield child, form, cost
        if self.prefixes:
            yield from ((child, word, 0) for child in self._list_begun(word))
            for form, cost in forms(word):
                if cost >= TYPO:
                    yield from ((child, form, cost) for child in self._list_begun(form))

    def _list_begun(self, word: str) -> "Iterator[PatternTrie]":
        """The nodes to which the beginnings of `word` lead."""
        if len(self.prefixes) < len(word):
            yield from (self.prefixes[prefix] for prefix in self.prefixes if word.startswith(prefix))
        else:
            found = (self.prefixes.get(word[:length]) for length in range(1, len(word) + 1))
            yield from (child for child in found if child is not None)


class Classes(Protocol):
    """The classes of phrases."""

    def trie(self, name: str) -> PatternTrie:
        """The phrases of a class."""
        ...

    def list_begun(self, word: str, forms: Forms) -> Collection[Sense]:
        """The classes whose phrases may begin with `word`."""
        ...


class Matcher(Struct, frozen=True):
    """Finds patterns among the tokens of one text."""

    tokens: Sequence[Token]
    forms: Forms
    locale: Locale
    classes: "Classes"
    _begun: dict[str, Collection[Sense]] = field(default_factory=dict)
    _found: dict[tuple[str, int], tuple[Match, ...]] = field(default_factory=dict)

    def list_matches(self, trie: PatternTrie, begin: int) -> tuple[Match, ...]:
        """Every phrase of `trie` that begins at token `begin`."""
        found = []
        for end, words, cost, senses in self._walk(trie, begin):
            meant = tuple(dict.fromkeys(sense for language, sense in senses if language in (None, self.locale)))
            if meant and words:
                found.append(Match(begin, end, words, meant, cost))
        return tuple(found)

    def _walk(
        self, trie: PatternTrie, begin: int
    ) -> Iterator[tuple[int, tuple[str, ...], int, tuple[tuple[Locale | None, Sense], ...]]]:
        tokens = self.tokens
        stack: list[tuple[PatternTrie, int, tuple[str, ...], int]] = [(trie, begin, (), 0)]
        while stack:
            node, position, words, cost = stack.pop()
            if node.tails:
                node.unfolded()
            if node.senses:
                yield position, words, cost, node.senses
            if node.gap is not None:
                last = position
                while (
                    last - position <= WIDEST_GAP and last < len(tokens) and not (last > begin and tokens[last].apart)
                ):
                    stack.append((node.gap, last, (*words, "..."), cost))
                    if tokens[last].word in _DENIALS:
                        break
                    last += 1
            while words and position < len(tokens) and tokens[position].word in LIGHT and not tokens[position].apart:
                position += 1
            if position >= len(tokens) or (words and tokens[position].apart):
                continue
            for child, word, more in node.steps(tokens[position].word, self.forms):
                stack.append((child, position + 1, (*words, word), cost + more))
            if node.classes:
                begun = self._list_begun(tokens[position].word)
                for name in node.classes:
                    for match in self._list_of_class(name, position) if name in begun else ():
                        stack.append((node.classes[name], match.end, (*words, *match.words), cost + match.cost))

    def _list_begun(self, word: str) -> Collection[Sense]:
        """The classes whose phrases may begin with `word`."""
        found = self._begun.get(word)
        if found is None:
            found = self._begun[word] = self.classes.list_begun(word, self.forms)
        return found

    def _list_of_class(self, name: str, begin: int) -> tuple[Match, ...]:
        """The phrases of a class that begin at token `begin`; of those with the same end, the most similar one."""
        found = self._found.get((name, begin))
        if found is None:
            best: dict[int, Match] = {}
            for match in self.list_matches(self.classes.trie(name), begin):
                if match.end not in best or match.cost < best[match.end].cost:
                    best[match.end] = match
            found = self._found[name, begin] = tuple(best.values())
        return found


class PatternParser:
    """Reads patterns; keeps what it read of each piece, of which many patterns have the same."""

    def __init__(self) -> None:
        self._pieces: dict[str, tuple[Element, ...]] = {}

    def parse(self, pattern: str) -> tuple[Locale | None, Sequence[Element]]:
        """The language that a pattern is limited to, and the words that each of its elements allows.

        >>> PatternParser().parse("en:sleep*/slept ... car")
        (<Locale.EN: 'en'>, (('sleep*', 'slept'), '...', 'car'))
        >>> PatternParser().parse("<have_no> una casa")
        (None, ('<have_no>', 'casa'))
        """
        locale = None
        if pattern[:3] in ("it:", "en:"):
            locale, pattern = Locale(pattern[:2]), pattern[3:]
        elements: list[Element] = []
        for piece in pattern.split():
            found = self._pieces.get(piece)
            if found is None:
                found = self._pieces[piece] = _parse_piece(piece)
            elements += found
        return locale, tuple(elements)


def _parse_piece(piece: str) -> tuple[Element, ...]:
    if piece in ("_", "...") or piece[0] == "<":
        return (intern(piece),)
    if "*" in piece or ("/" in piece and all(piece.split("/"))):
        choices = tuple(intern(CONTRACTIONS.get(choice, choice)) for choice in map(fold, piece.split("/")))
        return (choices if len(choices) > 1 else choices[0],)
    return tuple(map(intern, phrase_words(piece)))


def list_plain(elements: Iterable[Element]) -> tuple[str, ...]:
    """The words of a pattern, and the beginnings of words, each once."""
    words = dict.fromkeys(word for element in elements for word in _words_of(element))
    return tuple(word for word in words if word not in ("_", "...") and word[0] != "<")


def _words_of(element: Element) -> tuple[str, ...]:
    return element if isinstance(element, tuple) else (element,)


def list_next(elements: Sequence[Element], number: int) -> Iterator[tuple[str, int]]:
    """The words that may come next in a pattern, each with the number of the element after it; empty at its end.

    An article may be missing, so that the word after it may come next too.
    """
    while number < len(elements):
        words = _words_of(elements[number])
        number += 1
        for word in words:
            if word not in LIGHT:
                yield word, number
        if LIGHT.isdisjoint(words):
            return
    yield "", number
