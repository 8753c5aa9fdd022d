"""Words that bind somebody: beside a release they say that a measure goes on, so that nobody is read as free."""

from collections.abc import Collection

from graph.language.context import SpokenText
from graph.language.spans import Span
from graph.language.tokens import word_list

_STEMS = (
    "prescrizion", "condition", "braccial", "bracelet", "cavigliera", "curfew", "coprifuoco", "sorveglianza",
    "surveillance", "obblig", "domiciliar", "affid", "vigilat", "supervis", "restrict", "probation", "parole",
    "semilib", "rientr", "licenc", "tagged", "firma",
)  # fmt: skip
_WORDS = frozenset(word_list("uepe tag monitor measure misura bail"))
_PHRASES = (
    ("non", "puo", "lasciare"), ("non", "posso", "lasciare"), ("not", "leave"), ("t", "leave"), ("back", "in"),
    ("back", "inside"), ("back", "by"), ("back", "to", "prison"), ("back", "to", "jail"), ("by", "order"),
    ("per", "ordine"), ("court", "order"), ("sign", "at"), ("sign", "in"), ("sign", "with"), ("report", "to"),
)  # fmt: skip
_DENIES = frozenset(word_list("no non senza not without nessun nessuna niente mai never finito finita finished"))
_NEAR = 3


def is_bound_by_words(text: SpokenText, used: Collection[Span]) -> bool:
    """Whether words outside the spans `used` speak of a measure, and nothing before them denies it."""
    words = [token.word for token in text.tokens]
    taken = {index for span in used for index in range(span.first, span.last)}
    return any(
        index not in taken and _binds(words, index) and _DENIES.isdisjoint(words[max(index - _NEAR, 0) : index])
        for index in range(len(words))
    )


def _binds(words: list[str], index: int) -> bool:
    word = words[index]
    if word in _WORDS or word.startswith(_STEMS):
        return True
    return any(tuple(words[index : index + len(phrase)]) == phrase for phrase in _PHRASES)
