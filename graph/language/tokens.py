"""The words of a text: where they stand, and the form in which they are compared."""

import re
import unicodedata
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Token:
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
    """The words by which `phrase` is found: without those that may stand or be missing.

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
    """Whether `gap` after `word` ends a phrase; the dot of an abbreviation does not."""
    if _BREAKS.search(gap):
        return True
    return len(word) > _LONGEST_ABBREVIATION and _FULL_STOP.search(gap) is not None


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
