"""Several statements about one fact: which of them holds now, and what two of them say together."""

from collections.abc import Iterator, Sequence

from graph.language.context import Reading, SpokenText
from graph.language.interpretation import Meaning, ReadingKind
from graph.language.spans import Span
from graph.language.tokens import word_list
from graph.structs import replace
from graph.vocabulary import VICTIM_OF

_NOW = frozenset(
    word_list("ora adesso oggi stanotte stasera attualmente ormai now currently tonight today presently attualm")
)
_THEN = frozenset(
    word_list(
        "prima fino ieri era erano ero dormiva viveva stava abitava dormivo vivevo stavo abitavo dormito vissuto stato "
        "stata used until yesterday was were slept lived stayed before previously formerly aveva avevo poi"
    )
)
_TURNS = frozenset(word_list("ma but poi then"))
_HARSH = (
    "viol",
    "stupr",
    "rape",
    "raping",
    "sexual",
    "sessual",
    "marit",
    "husband",
    "compagn",
    "partner",
    "boyfriend",
    "fidanzat",
    "padre",
    "father",
)
"""The beginnings of words for violence that trafficking does not explain."""
_FAMILY = frozenset(
    word_list(
        "genitori padre madre papa mamma famiglia miei suoi nostri fratelli fratello zio zia nonni parents parent "
        "father mother dad mum mom family folks"
    )
)
_THROWN = ("cacciat", "buttat", "sbattut", "ripudiat", "rinnegat", "rifiutat", "allontanat", "kick", "threw", "throw")
_THROWN_EN = ("chuck", "disown", "reject", "rivogli", "accett", "accept", "pestat", "cut")
_OUT = frozenset(word_list("fuori casa out off porta"))
_REFUSED = frozenset(
    word_list("vuole vogliono vuol parla parlano accetta accettano speak speaks talk talks want wants")
)
_AFTER_REFUSED = frozenset(word_list("piu in a to con with any anymore back"))
_SENT = (
    ["mandat", "via"],
    ["mess", "porta"],
    ["told", "leave"],
    ["cut", "off"],
    ["rott", "rapporti"],
    ["never", "back"],
)
"""Beginnings of two words, with at most three between them, that say so too."""


def list_of_now(text: SpokenText, spans: Sequence[Span]) -> list[Span]:
    """Of spans that contradict each other, those of now: `until yesterday in a shelter, from tonight on the street`."""
    still = [one for one in spans if _THEN.isdisjoint(_list_clause(text, one))]
    now = [one for one in still if not _NOW.isdisjoint(_list_clause(text, one))]
    return now or still or [one for one in spans if not _NOW.isdisjoint(_list_clause(text, one))] or list(spans)


def _list_clause(text: SpokenText, span: Span) -> list[str]:
    """The words of the clause in which a span stands."""
    tokens = text.tokens
    first, last = span.first, span.last
    while first > 0 and not tokens[first].apart and tokens[first - 1].word not in _TURNS:
        first -= 1
    while last < len(tokens) and not tokens[last].apart and tokens[last].word not in _TURNS:
        last += 1
    return [token.word for token in tokens[first:last]]


def without_threats(text: SpokenText, readings: Sequence[Reading]) -> list[Reading]:
    """`readings` in which violence beside trafficking is a part of it, unless it is sexual or done at home."""
    if not any(_is_victim(one, "trafficking") for reading in readings for one in reading.meanings):
        return list(readings)
    return [
        replace(one, meanings=tuple(m for m in one.meanings if not _is_victim(m, "violence")))
        if one.kind is ReadingKind.FACT and not _is_harsh(text, one.span)
        else one
        for one in readings
    ]


def _is_victim(meaning: Meaning, of: str) -> bool:
    return any(given.name == VICTIM_OF and given.values == (of,) for given in meaning.facts)


def _is_harsh(text: SpokenText, span: Span) -> bool:
    return any(word.startswith(_HARSH) for word in _list_clause(text, span))


def is_sent_away(text: SpokenText) -> bool:
    """Whether the family of the person sent them away."""
    words = [token.word for token in text.tokens]
    return not _FAMILY.isdisjoint(words) and any(True for _ in _list_thrown(words))


def _list_thrown(words: Sequence[str]) -> Iterator[str]:
    for index, word in enumerate(words):
        near = words[index + 1 : index + 5]
        if word.startswith(("kick", "threw", "throw", "chuck")) and _OUT.isdisjoint(near):
            continue
        if word.startswith(("rivogli", "accett", "accept")):
            denied = {"non", "not", "t", "won", "never"} & set(words[max(index - 4, 0) : index])
            if denied:
                yield word
        elif word.startswith((*_THROWN, *_THROWN_EN[:3])):
            yield word
        elif word in _REFUSED and (not near or near[0] in _AFTER_REFUSED):
            if {"non", "not", "won", "doesn", "don"} & set(words[max(index - 3, 0) : index]):
                yield word
        elif any(word.startswith(one) and any(after.startswith(other) for after in near) for one, other in _SENT):
            yield word
