"""Phrases by their words, so that the longest one that begins at a token is found in one walk."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from graph.language.days import DAYS, FUTURE, PAST, is_release
from graph.language.grammar import Marker
from graph.language.interpretation import Meaning
from graph.language.tokens import LIGHT, Token

Sense = Meaning | Marker

_SKIPPED = LIGHT | PAST | FUTURE


class Node:
    """What may follow the words read so far, and what they mean. Filled by `add`, then only read."""

    __slots__ = ("children", "senses")

    def __init__(self) -> None:
        self.children: dict[str, Node] = {}
        self.senses: tuple[Sense, ...] = ()

    def add(self, words: Sequence[str], sense: Sense) -> bool:
        """Note that `words` mean `sense`; False where that is known."""
        node = self
        for word in words:
            child = node.children.get(word)
            if child is None:
                child = node.children[word] = Node()
            node = child
        if sense in node.senses:
            return False
        node.senses = (*node.senses, sense)
        return True

    def find(self, words: Sequence[str]) -> tuple[Sense, ...]:
        """What exactly `words` mean."""
        node: Node | None = self
        for word in words:
            node = node.children.get(word) if node else None
        return node.senses if node else ()


class Likeness(IntEnum):
    """How a word of the text stands to the word of a phrase; less is better."""

    SAME = 0
    INFLECTED = 1
    CORRECTED = 8


@dataclass(frozen=True, slots=True)
class Match:
    """Tokens up to, not including, `end` are the phrase `words`, and mean `senses`."""

    end: int
    words: tuple[str, ...]
    senses: tuple[Sense, ...]
    corrected: bool = False


Forms = Callable[[str], Sequence[tuple[str, Likeness]]]
_Walk = tuple[int, int, tuple[str, ...], tuple[Sense, ...]]


def longest(root: Node, tokens: Sequence[Token], begin: int, forms: Forms) -> Match | None:
    """The longest phrase from token `begin` on; of equally long ones the likest, or all that are equally like.

    `forms` gives the words that a word of the text may be. Light words are skipped inside a phrase, in that of a
    release also days; and a phrase does not go on across a break of the text.
    """
    best: list[_Walk] = []
    for walk in _walk(root, tokens, begin, forms):
        rank = (-walk[0], walk[1])
        best_rank = (-best[0][0], best[0][1]) if best else (1, 0)
        if rank < best_rank:
            best = [walk]
        elif rank == best_rank:
            best.append(walk)
    if not best:
        return None
    senses = tuple(dict.fromkeys(sense for walk in best for sense in walk[3]))
    end, cost, words, _ = best[0]
    return Match(end, words, senses, cost >= Likeness.CORRECTED)


def _walk(root: Node, tokens: Sequence[Token], begin: int, forms: Forms) -> Iterator[_Walk]:
    stack: list[tuple[int, int, tuple[str, ...], Node, bool]] = [(begin, 0, (), root, False)]
    while stack:
        position, cost, words, node, dated = stack.pop()
        senses = tuple(filter(is_release, node.senses)) if dated else node.senses
        if senses and words:
            yield position, cost, words, senses
        while words and position < len(tokens) and tokens[position].word in _SKIPPED and not tokens[position].apart:
            dated = dated or tokens[position].word in DAYS
            position += 1
        if position >= len(tokens) or (words and tokens[position].apart) or not node.children:
            continue
        for word, likeness in forms(tokens[position].word):
            child = node.children.get(word)
            if child is not None:
                stack.append((position + 1, cost + likeness, (*words, word), child, dated))
