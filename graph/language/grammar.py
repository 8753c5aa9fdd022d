"""The words that hold a question together, those that say of whom something is said, and the forms of a word.

Forms are listed generously: one that nobody writes does no harm.
"""

from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path

from graph.language.tokens import phrase_list, phrase_words, word_list
from graph.structs import Struct
from graph.vocabulary import Locale

_PARTICIPLES = ("at", "ut", "it", "tt", "ss", "st", "rs", "es", "iv", "os", "an", "in", "ic", "ar", "or", "ol", "ut")
_SHORTEST_ITALIAN = 4
_OTHER_WORDS = frozenset(
    word_list(
        "posto posti poste post posts opere tratto tratti tette tetta spesi speso soldo saluti saluta cameras "
        "maps right cause voice vola vole corsa corse fama bastone peste rapa lette verdi vine aperti dispense "
        "multi tirata testate testato testati coperti spade botti indie morose aid picchi panne dote curi vivere "
        "campo botta ricevuto ricevuti aids earns rents contribute paste works abito letta signori"
    )
)
"""What looks like a form of a word that people ask with, and is another word."""


class Role(StrEnum):
    """What a word of grammar says about the words around it."""

    START = "start"
    """What follows is where the path starts."""
    KNOWN = "known"
    """The partner that follows knows the person."""
    AVOID = "avoid"
    """The partner that follows is to be avoided."""
    NOT = "not"
    """What follows does not hold."""
    UNSURE = "unsure"
    """What follows is not certain, not exact or not yet."""
    ONCE = "once"
    """What follows was true a long time ago."""
    OR = "or"
    AND = "and"
    SELF = "self"
    """The one who asks speaks of themselves."""
    OTHER = "other"
    """A relative or somebody else, with `gender` where the word has one."""
    CHILD = "child"
    """A child of somebody."""
    PERSON = "person"
    """The person who is asked for: the client, the man."""
    RENEW = "renew"
    """Papers are to be made again."""
    RECORD = "record"
    """The record of a partner is asked for."""
    PAST = "past"
    FUTURE = "future"
    FILLER = "filler"
    """Says nothing about the person."""


class Marker(Struct, frozen=True):
    """A word of grammar. `gender` is a value of the fact `gender`, for relatives."""

    role: Role
    locale: Locale | None = None
    gender: str | None = None


@cache
def list_connectives() -> frozenset[str]:
    """Words that hold a question together and say nothing about the person."""
    return frozenset(word for line in read_lines("connectives.txt") for word in line.split())


def list_markers() -> Iterator[tuple[str, Marker]]:
    """Every pattern of `markers.txt` and what it says."""
    for marker, patterns in _read_markers():
        for pattern in patterns:
            # A set phrase that is a single word without its articles would swallow that word everywhere.
            if marker.role is not Role.FILLER or " " not in pattern or len(phrase_words(pattern)) > 1:
                yield pattern, marker


def _read_markers() -> Iterator[tuple[Marker, tuple[str, ...]]]:
    for line in read_lines("markers.txt"):
        role, locale, gender, patterns = (column.strip() for column in line.split("|", 3))
        yield Marker(Role(role), Locale(locale) if locale else None, gender or None), phrase_list(patterns)


@cache
def list_relatives() -> frozenset[str]:
    """The single words for relatives and others, by which a phrase may end: `lives with his mother`."""
    return frozenset(word for _, word in _list_others())


@cache
def list_kin(gender: str) -> frozenset[str]:
    """The single words for relatives and others of one gender, a value of the fact `gender`."""
    return frozenset(word for named, word in _list_others() if named == gender)


@cache
def _list_others() -> tuple[tuple[str | None, str], ...]:
    """The single words for relatives and others, each with its gender if it has one."""
    return tuple(
        (marker.gender, words[0])
        for marker, patterns in _read_markers()
        if marker.role is Role.OTHER
        for pattern in patterns
        if len(words := phrase_words(pattern.removeprefix("en:"))) == 1
    )


def list_phrase_classes() -> Iterator[tuple[str, str]]:
    """Every class of `phrase_classes.txt`, by its name, with one pattern after the other."""
    for line in read_lines("phrase_classes.txt"):
        name, patterns = line.split("=", 1)
        yield from ((name.strip(), pattern) for pattern in phrase_list(patterns))


def read_lines(name: str) -> Iterator[str]:
    """The lines of a file beside this module, without comments."""
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))


def list_forms(word: str) -> Iterator[str]:
    """Plural, singular and gender forms of `word`, which is written without accents.

    >>> sorted(list_forms("detenuto"))
    ['detenuta', 'detenute', 'detenuti', 'detenutos']
    """
    if not word.isalpha() or not word.isascii() or len(word) < 3:
        return
    forms = [*_english(word), *(_italian(word) if len(word) >= _SHORTEST_ITALIAN else ())]
    yield from (form for form in forms if form not in _OTHER_WORDS)


def _english(word: str) -> Iterator[str]:
    if word.endswith("ss"):
        yield word + "es"
    elif word.endswith("ies"):
        yield word[:-3] + "y"
    elif word.endswith("s"):
        yield word[:-1]
    elif word.endswith("y"):
        yield word[:-1] + "ies"
    else:
        yield word + ("es" if word.endswith(("x", "ch", "sh")) else "s")


def _italian(word: str) -> Iterator[str]:
    stem, ending = word[:-1], word[-1]
    hard = stem[-1] in "cg"
    if ending == "o":
        yield stem if stem.endswith("i") else stem + "i"
        if hard:
            yield stem + "hi"
        if stem.endswith(_PARTICIPLES):
            yield from (stem + "a", stem + ("he" if hard else "e"))
    elif ending == "a":
        yield stem + ("he" if hard else "e")
        if stem.endswith(_PARTICIPLES):
            yield from (stem + "o", stem + ("hi" if hard else "i"))
    elif ending == "e":
        yield from (stem + "i", stem + "a")
    elif ending == "i":
        yield from (stem + "o", stem + "e", word + "o")


def list_italian_adjective_forms(adjective: str) -> Iterator[str]:
    """The forms of an adjective of nationality, given in the masculine singular (`belga` is both genders)."""
    yield adjective
    stem, ending = adjective[:-1], adjective[-1]
    if ending == "o":
        hard = stem[-1] in "cg"
        yield from (stem + "a", stem + "i", stem + ("he" if hard else "e"))
        if hard:
            yield stem + "hi"
    elif ending == "e":
        yield stem + "i"
    elif ending == "a":
        yield from (stem + "i", stem + ("he" if stem[-1] in "cg" else "e"))
