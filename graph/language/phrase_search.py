"""Finds, among many phrases, those that look like some words, and those that have a word."""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from graph.language.interpretation import Meaning


class FoundPhrase(NamedTuple):
    """A phrase, what it means, and by how many percent it is like what was written."""

    text: str
    meaning: Meaning
    score: float = 0.0


class PhraseSearch:
    """Finds phrases by their numbers. Only phrases whose length allows it are compared."""

    def __init__(self, phrases: Sequence[str]) -> None:
        self._lines = " " + " \n ".join(phrases) + " "
        self._by_length: dict[int, tuple[list[str], list[int]]] = {}
        for number, phrase in enumerate(phrases):
            texts, numbers = self._by_length.setdefault(len(phrase), ([], []))
            texts.append(phrase)
            numbers.append(number)

    def list_alike(self, query: str, cutoff: float, limit: int) -> list[tuple[str, float, int]]:
        """As `extract_alike`, of all phrases."""
        found: list[tuple[float, int, str]] = []
        for length in lengths_alike(len(query), cutoff):
            if length in self._by_length:
                texts, numbers = self._by_length[length]
                for text, score, place in extract_alike(query, texts, cutoff, limit):
                    found.append((-score, numbers[place], text))
        return [(text, -score, number) for score, number, text in sorted(found)[:limit]]

    def list_with(self, word: str) -> Iterator[int]:
        """The numbers of the phrases that have `word`, in their order; none for several words."""
        wanted, number, counted, last = f" {word} ", 0, 0, -1
        place = self._lines.find(wanted) if " " not in word else -1
        while place >= 0:
            number += self._lines.count("\n", counted, place)
            if number != last:
                yield number
            last, counted = number, place
            place = self._lines.find(wanted, place + 1)


def extract_alike(query: str, phrases: Sequence[str], cutoff: float, limit: int) -> list[tuple[str, float, int]]:
    """Up to `limit` of `phrases` that are like `query` by `cutoff` percent, with how much and their numbers.

    The best come first, then in their order. It is the share of letters that both have in the same order (the
    normalized indel similarity), so that phrases of very different lengths are never alike; see `lengths_alike`.

    >>> [phrase for phrase, _, _ in extract_alike("dormitry", ["dormitory", "work"], 80, 2)]
    ['dormitory']
    """
    from rapidfuzz import fuzz, process

    return process.extract(query, phrases, scorer=fuzz.ratio, score_cutoff=cutoff, limit=limit)


def lengths_alike(length: int, cutoff: float) -> range:
    """The lengths of all phrases that can be like one of `length` letters by `cutoff` percent.

    >>> lengths_alike(8, 66.0)
    range(3, 18)
    """
    most = (200 - cutoff) / cutoff
    return range(math.floor(length / most), math.ceil(length * most) + 1)
