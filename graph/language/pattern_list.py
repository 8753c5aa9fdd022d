"""Patterns in a list, of which a trie is unfolded as far as texts lead, and classes of phrases.

A lexicon has tens of thousands of patterns, and a text leads to some hundreds: a whole trie would take longer to make,
or to load, than the text to be read.
"""

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import Any, Self

from graph.language.patterns import (
    ClassName,
    Forms,
    PatternParser,
    PatternTrie,
    Sense,
    Tail,
    list_next,
    list_plain,
)
from graph.structs import Struct

Places = Mapping[str, tuple[int, ...]]
"""The numbers of patterns, by what they may begin with."""


class PatternList(Struct, frozen=True, dict=True):
    """Patterns and their senses, with the numbers of those that begin with a word, a class or the beginning of a word.

    `loose`: the numbers of those that begin with any word or a gap.
    """

    patterns: tuple[str, ...]
    senses: tuple[Sense, ...]
    words: Places
    classes: Places
    prefixes: Places
    loose: Places

    @cached_property
    def trie(self) -> PatternTrie:
        """The trie of all patterns."""
        words, classes, prefixes, loose = (
            _Branches(self, places, form)
            for places, form in ((self.words, "{}"), (self.classes, "<{}>"), (self.prefixes, "{}*"), (self.loose, "{}"))
        )
        return PatternTrie((), words, classes, prefixes, loose.get("_"), loose.get("..."))


class _Branches(Mapping[str, PatternTrie]):
    """The nodes to which the first elements of patterns lead, each made when it is first asked for."""

    def __init__(self, patterns: PatternList, places: Places, form: str) -> None:
        self._patterns, self._places, self._form = patterns, places, form
        self._made: dict[str, PatternTrie] = {}

    def __getitem__(self, key: str) -> PatternTrie:
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = self._make(self._form.format(key), self._places[key])
        return found

    def _make(self, first: str, numbers: tuple[int, ...]) -> PatternTrie:
        parser = PatternParser()
        tails: list[Tail] = []
        for number in numbers:
            locale, elements = parser.parse(self._patterns.patterns[number])
            said = locale, self._patterns.senses[number]
            tails += [(elements, after, said) for word, after in list_next(elements, 0) if word == first]
        return PatternTrie(tails=tuple(tails))

    def get(self, key: str, default: Any = None) -> Any:
        """The node of `key`, or `default`."""
        return self[key] if key in self._places else default

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


class PatternCollection:
    """Collects a `PatternList`."""

    def __init__(self, parser: PatternParser) -> None:
        self._parser = parser
        self._patterns: list[str] = []
        self._senses: list[Sense] = []
        self._begun: dict[str, list[int]] = {}

    def add(self, pattern: str, sense: Sense) -> tuple[str, ...]:
        """Note that `pattern` means `sense`. Returns its plain words, and its beginnings of words."""
        _, elements = self._parser.parse(pattern)
        number = len(self._patterns)
        self._patterns.append(pattern)
        self._senses.append(sense)
        for first, _ in list_next(elements, 0):
            if first:
                self._begun.setdefault(first, []).append(number)
        return list_plain(elements)

    def collected(self) -> PatternList:
        """The patterns so far."""
        begun = {first: tuple(numbers) for first, numbers in self._begun.items()}
        loose = {first: begun.pop(first) for first in list(begun) if first in ("_", "...")}
        return PatternList(
            patterns=tuple(self._patterns),
            senses=tuple(self._senses),
            words={first: each for first, each in begun.items() if first[0] != "<" and first[-1] != "*"},
            classes={first[1:-1]: each for first, each in begun.items() if first[0] == "<"},
            prefixes={first[:-1]: each for first, each in begun.items() if first[-1] == "*"},
            loose=loose,
        )


class PhraseClasses(Struct, frozen=True):
    """The phrases of each class, and by which words they begin.

    `heads`: first words, with the names of the classes that have them. `open`: classes that may begin with any word.
    """

    lists: Mapping[str, PatternList]
    heads: PatternList
    open: frozenset[Sense]

    @classmethod
    def of(cls, lists: Mapping[str, PatternList]) -> Self:
        """The classes of these phrases."""
        heads = PatternCollection(PatternParser())
        for name, phrases in lists.items():
            for first in (*phrases.words, *(f"{prefix}*" for prefix in phrases.prefixes)):
                heads.add(first, ClassName(name))
        wide = (ClassName(name) for name, phrases in lists.items() if phrases.classes or phrases.loose)
        return cls(lists, heads.collected(), frozenset(wide))

    def trie(self, name: str) -> PatternTrie:
        """The phrases of a class."""
        return self.lists[name].trie

    def list_begun(self, word: str, forms: Forms) -> Collection[Sense]:
        """The classes whose phrases may begin with `word`."""
        nodes = (node for node, _, _ in self.heads.trie.steps(word, forms))
        return self.open.union(sense for node in nodes for _, sense in node.unfolded().senses)
