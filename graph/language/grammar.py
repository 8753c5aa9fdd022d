"""The words that hold a question together, and those that say of whom something is said."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from graph.language.tokens import phrase_words
from graph.language.wordlists import phrase_list
from graph.vocabulary import Locale


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


@dataclass(frozen=True, slots=True)
class Marker:
    """A word of grammar. `gender` is a value of the fact `gender`, for relatives."""

    role: Role
    locale: Locale | None = None
    gender: str | None = None


@cache
def list_connectives() -> frozenset[str]:
    """Words that hold a question together and say nothing about the person."""
    return frozenset(word for line in _lines("connectives.txt") for word in line.split())


def list_markers() -> Iterator[tuple[str, Marker]]:
    """Every pattern of `markers.txt` and what it says."""
    for line in _lines("markers.txt"):
        role, locale, gender, patterns = (column.strip() for column in line.split("|", 3))
        marker = Marker(Role(role), Locale(locale) if locale else None, gender or None)
        for pattern in phrase_list(patterns):
            # A set phrase that is a single word without its articles would swallow that word everywhere.
            if marker.role is not Role.FILLER or len(phrase_words(pattern)) > 1 or " " not in pattern:
                yield pattern, marker


@cache
def list_relatives() -> frozenset[str]:
    """The single words for relatives and others, by which a phrase may end: `lives with his mother`."""
    return frozenset(
        words[0]
        for phrase, marker in list_markers()
        if marker.role is Role.OTHER and len(words := phrase_words(phrase)) == 1
    )


def list_phrase_classes() -> Iterator[tuple[str, str]]:
    """Every class of `phrase_classes.txt`, by its name, with one pattern after the other."""
    for line in _lines("phrase_classes.txt"):
        name, patterns = line.split("=", 1)
        yield from ((name.strip(), pattern) for pattern in phrase_list(patterns))


def _lines(name: str) -> Iterator[str]:
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))
