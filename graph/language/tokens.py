"""The words of a text, with their places and the form in which they are compared.

`expand` first writes out what people shorten when they type in a hurry.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from graph.structs import Struct, replace

CONTRACTIONS = {
    form: base
    for base, forms in {
        "a": "al allo alla all ai agli alle ad",
        "di": "del dello della dell dei degli delle",
        "da": "dal dallo dalla dall dai dagli dalle",
        "in": "nel nello nella nell nei negli nelle",
        "su": "sul sullo sulla sull sui sugli sulle",
        "con": "col coi",
    }.items()
    for form in forms.split()
}
"""Italian prepositions with an article, and the preposition alone."""

ARTICLES = frozenset({"il", "lo", "la", "l", "i", "gli", "le", "un", "uno", "una", "the", "a", "an"})
LIGHT = ARTICLES | {"di", "d", "of", "s"}
"""Words that may stand or be missing anywhere inside a phrase."""

_RUNS = re.compile(r"w+|d+(?:[.,]d+)?|s+")
_ACRONYM = re.compile(r"(?<![w.])w(?:\.w)+(?!w)")
_PLAIN = re.compile(r"[A-Za-z0-9 '()-]*")
_PLAIN_WORDS = re.compile(r"[a-z]+|[0-9]+")
_BREAKS = re.compile(r"[,;:!?|—\n]")
_FULL_STOP = re.compile(r"\.\s")
_LONGEST_ABBREVIATION = 3


def word_list(text: str) -> tuple[str, ...]:
    """The words of `text`, which white space separates.

    >>> word_list("un una")
    ('un', 'una')
    """
    return tuple(text.split())


def phrase_list(text: str) -> tuple[str, ...]:
    """The phrases of `text`, which commas separate.

    >>> phrase_list("in carcere, a casa")
    ('in carcere', 'a casa')
    """
    return tuple(phrase.strip() for phrase in text.split(","))


_LABELS = frozenset(
    word_list(
        "residenza residence residency domicilio domicile eta age nazionalita cittadinanza nationality citizenship "
        "permesso permit soggiorno figli children genere gender sesso sex dipendenza dipendenze addiction disabilita "
        "disability invalidita reddito income adi rei pena alloggio housing"
    )
)
"""The labels of a form, after which a colon stands: `Residenza: Milano`."""


class Token(Struct, frozen=True):
    """A word, number or symbol: `text[begin:end]`, compared as `word`.

    `gap` is what stands between it and the token before. `apart`: a phrase does not go on across that gap.
    """

    begin: int
    end: int
    word: str
    gap: str
    apart: bool


def tokenize(text: str) -> tuple[Token, ...]:
    """The tokens of `text`; what belongs to none is white space, punctuation and control characters.

    >>> [token.word for token in tokenize("Dall’U.E.P.E. è 25enne")]
    ['da', 'uepe', 'e', '25', 'enne']
    """
    shape = "".join(map(_shape, text))
    tokens: list[Token] = []
    position = end = 0
    while position < len(text):
        found = _ACRONYM.match(shape, position) or _RUNS.match(shape, position)
        if found is None:
            position += 1
            continue
        begin, position = found.span()
        gap = text[end:begin]
        if word := _word(text, begin, position):
            tokens.append(Token(begin, position, word, gap, bool(tokens) and _parts(tokens[-1].word, gap)))
            end = position
    return tuple(tokens)


def fold(word: str) -> str:
    """`word` without case and accents.

    >>> fold("Città")
    'citta'
    """
    if word.isascii():
        return word.lower()
    letters = unicodedata.normalize("NFD", unicodedata.normalize("NFD", word).casefold())
    return "".join(letter for letter in letters if not unicodedata.category(letter).startswith("M"))


def phrase_words(phrase: str) -> tuple[str, ...]:
    """The words by which `phrase` is found, without articles and other optional words.

    >>> phrase_words("carta d'identità")
    ('carta', 'identita')
    """
    if _PLAIN.fullmatch(phrase):  # most phrases, and many of them
        words = _PLAIN_WORDS.findall(phrase.lower())
    else:
        words = [token.word for token in tokenize(phrase)]
    return tuple([base for word in words if (base := CONTRACTIONS.get(word, word)) not in LIGHT])


def _shape(character: str) -> str:
    """The class of a character: w letter or mark, d digit, s symbol, and the dot and comma as they are."""
    if character.isdecimal():
        return "d"
    if character.isalpha():
        return "w"
    if character in ".,":
        return character
    category = unicodedata.category(character)
    return "w" if category[0] in "MN" else "s" if category[0] == "S" or category in ("Co", "Cn", "Cs") else " "


def _parts(word: str, gap: str) -> bool:
    """Whether `gap` after `word` ends a phrase; the dot of an abbreviation does not, nor the colon of a form."""
    if word in _LABELS and gap.strip() == ":":
        return False
    if _BREAKS.search(gap):
        return True
    if word.isdecimal():
        return _FULL_STOP.search(gap) is not None  # `he is 54. He needs a bed`
    is_short = (len(word) <= _LONGEST_ABBREVIATION and word not in _WHOLE) or word in list_short_forms()
    return not is_short and _FULL_STOP.search(gap) is not None


def _word(text: str, begin: int, end: int) -> str:
    """The compared form; empty for marks that stand on no letter."""
    word = text[begin:end]
    if word[0].isdecimal():
        return "".join(str(int(digit)) if digit.isdecimal() else "." for digit in word)
    before = text[begin - 1] if begin else " "
    if word == "+" and before.isdecimal():
        return "nplus"
    if word in ("→", "⇒", "➔", "=>", ">>") or (word == ">" and before == "-"):
        return "to"
    folded = fold(word).replace(".", "")
    return CONTRACTIONS.get(folded, folded)


@cache
def list_short_forms() -> dict[str, tuple[str, ...]]:
    """Each short form of `abbreviations.txt`, and the words that it is read as."""
    lines = Path(__file__).with_name("abbreviations.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split(" = ") for line in lines if line and not line.startswith("#"))
    return {short: tuple(CONTRACTIONS.get(word, word) for word in words.split()) for short, words in pairs}


_CAPITALS = frozenset(
    {"cc", "cr", "ci", "map", "ad", "ap", "bo", "op", "td", "la", "us", "pg", "ps", "ts", "ass", "ut"}
)
"""Short forms that are read as such only in capitals, or with dots as `pv` is."""
_WHOLE = frozenset(
    {
        "him", "her", "me", "us", "it", "out", "now", "job", "bed", "day", "kid", "man", "son", "dad", "mum", "mom",
        "old", "ago", "car", "off", "too", "hiv", "lui", "lei", "qui", "mai", "due", "tre", "noi", "voi", "fa",
        "is", "was", "you", "she", "he", "all", "one", "two", "six", "ten", "yes", "up", "on", "am", "so", "boy", "dog",
        "pay", "men", "ill", "gas", "gay", "rho", "ora", "zio", "zia", "io", "te", "sei", "uno", "una", "way",
    }
)  # fmt: skip
"""Words as short as an abbreviation, which end a sentence nevertheless."""
_PRISONS = frozenset({"cc", "cr"})
"""With dots they are part of a prison's name."""
_SENSITIVE = _CAPITALS | frozenset(
    {
        "aa",
        "dom",
        "w",
        "ill",
        "def",
        "lib",
        "x",
        "doc",
        "det",
        "dip",
        "dr",
        "sett",
        "pt",
        "sig",
        "scad",
        "app",
        "prec",
    }
    | {"temp", "ult", "inv", "fam", "min", "osp", "resp", "citt", "psic", "urg"}
)
"""Short forms that are words as well: read as short forms only as `_is_short` says."""
_BEFORE_HOME = frozenset({"ai", "agli", "sui", "dai", "det", "detenzione", "detenz", "arr", "arresti", "dom", "mis"})
_AFTER_HOME = frozenset({"dom", "da", "presso", "c", "a", "con", "per"})
"""Before and after `dom.` where it is short for house arrest."""


def expand(text: str, tokens: Sequence[Token]) -> tuple[Token, ...]:
    """`tokens` with short forms as the words that they stand for; these keep the place of the short form."""
    tokens = _without_item_numbers(tokens)
    return tuple(one for index, _ in enumerate(tokens) for one in _words(text, tokens, index))


def _without_item_numbers(tokens: Sequence[Token]) -> Sequence[Token]:
    """`tokens` without the numbers of a list, whose items commas then part: `needs 1) ID 2) a GP`."""
    numbers = [
        index
        for index, (token, after) in enumerate(pairwise(tokens))
        if token.word.isdecimal() and after.gap.startswith(")") and "(" not in token.gap
    ]
    if [tokens[index].word for index in numbers] != [str(number + 1) for number in range(len(numbers))] or not numbers:
        return tokens
    first, held = numbers[0], set(numbers)
    return tuple(
        replace(token, gap=tokens[index - 1].gap if index - 1 == first else ", ", apart=index > 1)
        if index - 1 in held
        else token
        for index, token in enumerate(tokens)
        if index not in held
    )


def _words(text: str, tokens: Sequence[Token], index: int) -> Iterator[Token]:
    token = tokens[index]
    if token.word == "sig" and index + 1 < len(tokens) and tokens[index + 1].word == "ra":
        yield replace(token, word="signora", end=tokens[index + 1].end)
        return
    if token.word == "ra" and index and tokens[index - 1].word == "sig":
        return
    written = text[token.begin : token.end].lower()
    words = list_short_forms().get(written if written in _CAPITALS else token.word)
    if words is None or not _is_short(text, tokens, index):
        yield token
        return
    for number, word in enumerate(words):
        yield replace(token, word=word) if number == 0 else replace(token, word=word, gap="", apart=False)


def _is_short(text: str, tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    written = text[token.begin : token.end]
    if token.word in _PRISONS:
        return written.isupper() and "." not in written
    if token.word not in _SENSITIVE and written.lower() not in _CAPITALS:
        return True
    dotted = text[token.end : token.end + 1] == "."
    if written.lower() in _CAPITALS:
        letters = [one for one in written if one.isalpha()]
        return all(one.isupper() for one in letters) and not text.isupper()
    if token.word == "w":
        return text[token.end : token.end + 1] in ("/", " ")
    if token.word == "dom":  # else a Sunday, or where somebody is registered
        before = tokens[index - 1] if index and not token.apart else None
        if before is not None and text[before.begin : before.end].lower() in _BEFORE_HOME:
            return True
        if index + 1 == len(tokens) or "," in tokens[index + 1].gap:
            return dotted and before is None
        return dotted and tokens[index + 1].word in _AFTER_HOME
    if token.word == "x":
        return len(written) == 1 and not written.isupper()
    if token.word == "ill":
        return False
    if token.word == "pt":
        return True
    if token.word == "sett":
        return True
    if token.word == "aa":
        return bool(index) and tokens[index - 1].word.isdecimal()
    return dotted or written.isupper()


def end_of_clause(tokens: Sequence[Token], index: int) -> int:
    """The number of the first token after the clause in which token `index` stands."""
    return next((later for later in range(index + 1, len(tokens)) if tokens[later].apart), len(tokens))


def clause_before(tokens: Sequence[Token], index: int, most: int) -> Sequence[Token]:
    """The tokens before token `index` in its clause, at most so many."""
    first = index
    while first > max(index - most, 0) and not tokens[first].apart:
        first -= 1
    return tokens[first:index]


def list_sentences(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """The numbers of the first token of each sentence, and of the one after its last."""
    first = 0
    for index in range(1, len(tokens)):
        if tokens[index].apart and any(stop in tokens[index].gap for stop in ".;!?\n"):
            yield first, index
            first = index
    if tokens:
        yield first, len(tokens)


def list_places(words: Sequence[str], phrases: Iterable[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """Where each of the phrases begins among the words, and where it ends.

    >>> list(list_places(["a", "casa", "sua"], [("casa", "sua")]))
    [(1, 3)]
    """
    for phrase in phrases:
        for first in range(len(words) - len(phrase) + 1):
            if tuple(words[first : first + len(phrase)]) == phrase:
                yield first, first + len(phrase)
