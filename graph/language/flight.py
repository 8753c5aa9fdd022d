"""Flight: whoever was hurt and has to leave home needs a place, though the text asks for none."""

from collections.abc import Iterable, Sequence

from graph.language.tokens import Token, word_list
from graph.question import GivenFact
from graph.vocabulary import VICTIM_OF

HOUSING = "housing"
PLACE = "housing.emergency"
_HURT = frozenset({"violence", "trafficking"})
_HAS_TO = frozenset(
    word_list(
        "deve devo dobbiamo devono vuole voglio vorrebbe vorrei bisogno dovrebbe needs need has have must wants want "
        "got gotta can't cant trying cerca sta sto going"
    )
)
_LEAVE = frozenset(word_list("uscire andarsene andarmene scappare fuggire allontanarsi allontanarmi leave flee escape"))
_LEAVE_BY_TWO = frozenset(
    {
        ("andare", "via"), ("andar", "via"), ("lasciare", "casa"), ("get", "away"), ("run", "away"),
        ("go", "away"), ("move", "out"),
    }
)  # fmt: skip
_ELSEWHERE = frozenset(
    word_list("carcere prigione cella permesso lavoro lavorare spesa prison jail cell work job bed hospital")
)
"""What somebody leaves, or leaves for, that is not the home of whoever hurts them."""
_NEAR = 4


def find_flight(tokens: Sequence[Token], facts: Iterable[GivenFact]) -> int | None:
    """The token by which somebody who was hurt has to leave home; None where nobody has to.

    *Il marito la picchia, deve uscire di casa stasera.*
    """
    hurt = any(given.name == VICTIM_OF and not given.negated and not _HURT.isdisjoint(given.values) for given in facts)
    words = [token.word for token in tokens]
    return next((index for index in range(len(words)) if _is_leaving(words, index)), None) if hurt else None


def _is_leaving(words: Sequence[str], index: int) -> bool:
    leaves = words[index] in _LEAVE or tuple(words[index : index + 2]) in _LEAVE_BY_TWO
    before, after = words[max(index - _NEAR, 0) : index], words[index + 1 : index + _NEAR]
    return leaves and not _HAS_TO.isdisjoint(before) and _ELSEWHERE.isdisjoint(after)
