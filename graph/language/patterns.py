"""Phrases with variable parts, all found in one walk over a text.

A pattern is words. `a/b` is either word, `word*` any word that begins so, `_` any one word, `...` up to three words
but no denial, `<name>` any phrase of that class of `phrase_classes.txt`. `it:` or `en:` before the first word limits
the pattern to texts of that language. Articles may always be missing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from sys import intern
from types import MappingProxyType
from typing import Any, NewType, Self

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


class PatternTrie(msgspec.Struct, eq=False, gc=False):
    """Patterns by their elements. Filled by `add`, then only read. No node leads back, so no collector looks at any."""

    senses: tuple[tuple[Locale | None, Sense], ...] = ()
    children: "dict[str, PatternTrie]" = _NOWHERE
    classes: "dict[ClassName, PatternTrie]" = _NOWHERE
    prefixes: "dict[str, PatternTrie]" = _NOWHERE
    wild: "PatternTrie | None" = None
    gap: "PatternTrie | None" = None

    def __reduce__(self) -> tuple[type["PatternTrie"], tuple[Any, ...]]:
        """What is kept of a node: as little as possible of the many that only have a meaning or lead on by words."""
        kept = [self.senses, *(nodes or {} for nodes in self._leads()), self.wild, self.gap]
        while kept and not kept[-1]:
            del kept[-1]
        return PatternTrie, tuple(kept)

    def add(self, pattern: str, sense: Sense) -> tuple[str, ...]:
        """Note that `pattern` means `sense`. Returns its plain words."""
        locale, elements = parse_pattern(pattern)
        for choice in product(*elements):
            words = [word for word in choice if word not in LIGHT]
            if words:
                self.add_words(words, (locale, sense))
        plain = (word for choices in elements for word in choices)
        return tuple(dict.fromkeys(word for word in plain if word not in ("_", "...") and word[0] != "<"))

    def add_words(self, words: Sequence[str], sense: tuple[Locale | None, Sense]) -> None:
        """Note what `words`, each an element of a pattern, mean in texts of a language, or in all."""
        node = self
        for word in words:
            node = node._child(word)
        if sense not in node.senses:
            node.senses = (*node.senses, sense)

    def _child(self, word: str) -> "PatternTrie":
        if word == "_":
            self.wild = self.wild or PatternTrie()
            return self.wild
        if word == "...":
            self.gap = self.gap or PatternTrie()
            return self.gap
        if word[0] == "<":
            self.classes = self.classes or {}
            return self.classes.setdefault(ClassName(word[1:-1]), PatternTrie())
        if word.endswith("*"):
            self.prefixes = self.prefixes or {}
            return self.prefixes.setdefault(word[:-1], PatternTrie())
        self.children = self.children or {}
        return self.children.setdefault(word, PatternTrie())

    def minimized(self, register: "dict[Any, PatternTrie] | None" = None) -> "PatternTrie":
        """The same patterns in as few nodes as can be: of equal nodes one is kept, for all tries of one `register`.

        A quarter of the nodes remain, so that what reads words is quicker to load too. Nothing may be added afterwards.
        This is the minimal acyclic automaton, made from the leaves up (Daciuk, Mihov, Watson and Watson 2000,
        "Incremental construction of minimal acyclic finite-state automata", Computational Linguistics 26).
        """
        register = {} if register is None else register
        for nodes in self._leads():
            for word, child in nodes.items():
                nodes[word] = child.minimized(register)
        self.wild = self.wild and self.wild.minimized(register)
        self.gap = self.gap and self.gap.minimized(register)
        led = (tuple((word, id(child)) for word, child in nodes.items()) for nodes in self._leads())
        return register.setdefault((*led, id(self.wild), id(self.gap), self.senses), self)

    def _leads(self) -> "tuple[dict[Any, PatternTrie], ...]":
        return self.children, self.classes, self.prefixes

    def find(self, words: Sequence[str]) -> tuple[Sense, ...]:
        """The senses of the pattern that consists of exactly these plain words."""
        node: PatternTrie | None = self
        for word in words:
            node = node.children.get(word) if node else None
        return tuple(sense for _, sense in node.senses) if node else ()

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
            yield from (child for prefix, child in self.prefixes.items() if word.startswith(prefix))
        else:
            found = (self.prefixes.get(word[:length]) for length in range(1, len(word) + 1))
            yield from (child for child in found if child is not None)


class PhraseClasses(Struct, frozen=True):
    """The phrases of each class, and by which words they begin.

    `heads`: first words, with the names of the classes that have them. `open`: classes that may begin with any word.
    """

    tries: Mapping[ClassName, PatternTrie]
    heads: PatternTrie
    open: frozenset[ClassName]

    @classmethod
    def of(cls, tries: Mapping[ClassName, PatternTrie]) -> Self:
        """The classes of `tries`."""
        heads = PatternTrie()
        for name, trie in tries.items():
            for first in (*trie.children, *(f"{prefix}*" for prefix in trie.prefixes)):
                heads.add_words((first,), (None, name))
        wide = (name for name, trie in tries.items() if trie.classes or trie.wild or trie.gap or trie.senses)
        return cls(tries, heads, frozenset(wide))

    def begin(self, word: str, forms: Forms) -> frozenset[Sense]:
        """The classes whose phrases may begin with `word`."""
        begun = (sense for node, _, _ in self.heads.steps(word, forms) for _, sense in node.senses)
        return self.open.union(begun)


class Matcher(Struct, frozen=True):
    """Finds patterns among the tokens of one text."""

    tokens: Sequence[Token]
    forms: Forms
    locale: Locale
    classes: PhraseClasses
    _begun: dict[str, frozenset[Sense]] = field(default_factory=dict)
    _found: dict[tuple[ClassName, int], tuple[Match, ...]] = field(default_factory=dict)

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
                for name, child in node.classes.items():
                    for match in self._list_of_class(name, position) if name in begun else ():
                        stack.append((child, match.end, (*words, *match.words), cost + match.cost))

    def _list_begun(self, word: str) -> frozenset[Sense]:
        """The classes whose phrases may begin with `word`."""
        found = self._begun.get(word)
        if found is None:
            found = self._begun[word] = self.classes.begin(word, self.forms)
        return found

    def _list_of_class(self, name: ClassName, begin: int) -> tuple[Match, ...]:
        """The phrases of a class that begin at token `begin`; of those with the same end, the most similar one."""
        found = self._found.get((name, begin))
        if found is None:
            best: dict[int, Match] = {}
            for match in self.list_matches(self.classes.tries[name], begin):
                if match.end not in best or match.cost < best[match.end].cost:
                    best[match.end] = match
            found = self._found[name, begin] = tuple(best.values())
        return found


def parse_pattern(pattern: str) -> tuple[Locale | None, list[tuple[str, ...]]]:
    """The language that a pattern is limited to, and the words that each of its elements allows.

    >>> parse_pattern("en:sleep*/slept ... car")
    (<Locale.EN: 'en'>, [('sleep*', 'slept'), ('...',), ('car',)])
    >>> parse_pattern("<have_no> una casa")
    (None, [('<have_no>',), ('casa',)])
    """
    locale = None
    if pattern[:3] in ("it:", "en:"):
        locale, pattern = Locale(pattern[:2]), pattern[3:]
    elements: list[tuple[str, ...]] = []
    for piece in pattern.split():
        if piece in ("_", "...") or piece[0] == "<":
            elements.append((piece,))
        elif "*" in piece or ("/" in piece and all(piece.split("/"))):
            choices = (fold(choice) for choice in piece.split("/"))
            elements.append(tuple(intern(CONTRACTIONS.get(choice, choice)) for choice in choices))
        else:
            elements.extend((intern(word),) for word in phrase_words(piece))
    return locale, elements
