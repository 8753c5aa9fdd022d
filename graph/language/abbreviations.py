"""How people shorten words when they type in a hurry: each short form, and the words that it is read as."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

from graph.language.tokens import CONTRACTIONS, Token


@cache
def list_short_forms() -> dict[str, tuple[str, ...]]:
    """Each short form of `abbreviations.txt`, and the words that it is read as."""
    lines = files(__package__).joinpath("abbreviations.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split(" = ") for line in lines if line and not line.startswith("#"))
    return {short: tuple(CONTRACTIONS.get(word, word) for word in words.split()) for short, words in pairs}


_CAPITALS = frozenset({"ci", "map", "ad", "ap", "bo", "op", "td", "la", "us", "pg", "ps", "ts", "ass", "ut"})
"""Short forms that are read as such only in capitals, or with dots as `pv` is."""
_SENSITIVE = _CAPITALS | frozenset(
    {"dom", "w", "ill", "def", "lib", "x", "doc", "det", "dip", "dr", "sett", "pt", "sig", "scad", "lav", "app", "prec"}
    | {"temp", "ult", "inv", "fam", "min", "osp", "resp", "citt", "psic", "urg"}
)
"""Short forms that are words as well: read as short forms only as `_is_short` says."""


def expand(text: str, tokens: Sequence[Token]) -> tuple[Token, ...]:
    """`tokens` with short forms as the words that they stand for; these keep the place of the short form."""
    return tuple(one for index, _ in enumerate(tokens) for one in _words(text, tokens, index))


def _words(text: str, tokens: Sequence[Token], index: int) -> Iterator[Token]:
    token = tokens[index]
    if token.word == "sig" and index + 1 < len(tokens) and tokens[index + 1].word == "ra":
        yield replace(token, word="signora", end=tokens[index + 1].end)
        return
    if token.word == "ra" and index and tokens[index - 1].word == "sig":
        return
    words = list_short_forms().get(token.word)
    if words is None or not _is_short(text, tokens, index):
        yield token
        return
    for number, word in enumerate(words):
        yield replace(token, word=word) if number == 0 else replace(token, word=word, gap="", apart=False)


def _is_short(text: str, tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    if token.word not in _SENSITIVE:
        return True
    written = text[token.begin : token.end]
    dotted = text[token.end : token.end + 1] == "."
    if token.word in _CAPITALS:
        letters = [one for one in written if one.isalpha()]
        return all(one.isupper() for one in letters) and not text.isupper()
    if token.word == "w":
        return text[token.end : token.end + 1] in ("/", " ")
    if token.word == "x":
        return len(written) == 1 and not written.isupper()
    if token.word == "ill":
        return False
    if token.word == "pt":
        return True
    if token.word == "sett":
        return True
    return dotted or written.isupper()
