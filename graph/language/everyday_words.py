"""The words of everyday English and Italian, as the package pyspellchecker has them: some 280,000.

A set of them takes 28 MB, and a third of a second to make. So they stand in texts, one for all words that begin with
the same letter and are equally long, which takes 8 MB and two thirds of the time.
"""

import gzip
import json
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from importlib.resources import files

_LANGUAGES = ("en", "it")
_BETWEEN = "\n"


class EverydayWords(Container[str]):
    """Some words, to look up whether a word is one of them."""

    def __init__(self, words: Iterable[str]) -> None:
        begun: defaultdict[int, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for word in words:
            begun[len(word)][word[:1]].append(word)
        # Lengths and single letters exist already: a key of its own would keep the memory of the words around it.
        self._texts = {
            length: {letter: _BETWEEN.join(("", *those, "")) for letter, those in of_length.items()}
            for length, of_length in begun.items()
        }

    def __contains__(self, word: object) -> bool:
        """Whether `word`, without case and accents, is one of them."""
        if not isinstance(word, str) or _BETWEEN in word:
            return False
        return f"{_BETWEEN}{word}{_BETWEEN}" in self._texts.get(len(word), {}).get(word[:1], "")


def read_words() -> Iterator[str]:
    """Every word, in lower case; some are in both languages."""
    folder = files("spellchecker") / "resources"
    for language in _LANGUAGES:
        yield from json.loads(gzip.decompress((folder / f"{language}.json.gz").read_bytes()))
