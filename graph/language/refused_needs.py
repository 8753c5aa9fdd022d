"""Needs that the person refuses: a place where they will not go, a kind of help that they do not want."""

from collections.abc import Collection

from graph.language.context import SpokenText, find_before
from graph.language.grammar import Role
from graph.language.interpretation import MeaningKind
from graph.language.lexicon import Lexicon
from graph.language.spans import Span
from graph.language.tokens import word_list

_REFUSES = (
    "non vuole", "non voglio", "non vogliono", "rifiuta", "rifiuto", "mai piu", "doesn t want", "does not want",
    "don t want", "won t", "refuses", "will not",
)  # fmt: skip
_REFUSAL = 5
"""Words before a need within which it may be refused."""
_AVOIDS = frozenset(word_list("non does doesn do don will won refuses refuse rifiuta rifiuto si mi i would not"))


def is_avoided(text: SpokenText, span: Span) -> bool:
    """Whether the person does not want to go where a span says: `he won't go to SerD`."""
    before = find_before(text, span, Role.AVOID)
    return before is not None and not before.has(Role.NOT) and before.words[0] in _AVOIDS


def without_refused(text: SpokenText, needs: tuple[str, ...], lexicon: Lexicon) -> tuple[str, ...]:
    """`needs` with the next kind in place of one that the person does not want: `no dormitory, but sleeps in a car`."""
    said = [one for span in text.spans if _is_refused(text, span) for one in span.meanings]
    facts = {(given.name, value) for one in said for given in one.facts for value in given.values}
    refused = {one.code for one in said if one.kind is MeaningKind.NEED} | {
        need.code for need in lexicon.needs.values() if any((item.fact, item.value) in facts for item in need.implies)
    }
    return tuple(dict.fromkeys(_next_kind(need, refused, lexicon) if need in refused else need for need in needs))


def _is_refused(text: SpokenText, span: Span) -> bool:
    before = " ".join(token.word for token in text.tokens[max(span.first - _REFUSAL, 0) : span.first])
    return any(f"{words} " in f"{before} " for words in _REFUSES)


def _next_kind(need: str, refused: Collection[str], lexicon: Lexicon) -> str:
    parent = lexicon.needs[need].parent
    kinds = (one for one in lexicon.needs.values() if one.parent == parent and one.asked_as is not None)
    return next((one.code for one in kinds if parent is not None and one.code not in refused), need)
