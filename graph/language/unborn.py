"""Whether a child that is named is yet to be born: `incinta, il padre del bambino`."""

from graph.language.context import SpokenText
from graph.language.spans import Span
from graph.language.tokens import word_list

_EXPECTING = ("incint", "gravid", "pregnan", "expecting", "ecograf", "partor")
_BABY = frozenset(word_list("bambino bimbo baby newborn neonato child"))
_SOME = frozenset(word_list("un una uno a an altro other another"))
"""Before a baby, these tell of one who is born."""
_NEAR = 3


def is_unborn(text: SpokenText, span: Span) -> bool:
    """Whether a span names the one baby whom somebody expects, and no child beside it."""
    if not any(token.word.startswith(_EXPECTING) for token in text.tokens) and not _is_in_a_month(text):
        return False
    said = [token.word for token in text.tokens[span.first : span.last]]
    before = [token.word for token in text.tokens[max(span.first - 1, 0) : span.first]]
    after = [token.word for token in text.tokens[span.last : span.last + _NEAR]]
    one = bool(_BABY.intersection(said)) and _SOME.isdisjoint([*before, *said])
    return one and not any(word[0].isdigit() for word in (*said, *after))


def _is_in_a_month(text: SpokenText) -> bool:
    """Whether somebody is in a month of pregnancy: `al sesto mese`."""
    words = [token.word for token in text.tokens]
    return any(word in ("al", "nel") and words[index + 2 : index + 3] == ["mese"] for index, word in enumerate(words))
