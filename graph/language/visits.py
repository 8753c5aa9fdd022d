"""Visits, calls, parcels and money for somebody in prison: when a text asks for them, and when it only tells of them.

`I got leave to visit my dad in Bollate, who gives us a room?` asks for a room.
"""

from collections.abc import Sequence

from graph.language.context import Reading, SpokenText
from graph.language.interpretation import ReadingKind
from graph.language.spans import Span
from graph.language.tokens import word_list

CONTACT = "family.contact-inside"
_ASKS = frozenset(
    word_list(
        "come posso possiamo puo possono potrei quando quali quale cosa quanti quante quanto dove orari documenti "
        "how can could may when what where which allowed hours vorrei vorremmo want"
    )
)
"""Before it in its clause, or in its words, these ask for a visit that a text names beside a need."""


def without_told_visits(text: SpokenText, readings: Sequence[Reading], needs: tuple[str, ...]) -> tuple[str, ...]:
    """`needs` without contact with somebody in prison, where another need is asked for and no clause asks for it."""
    if CONTACT not in needs or len(needs) == 1:
        return needs
    named = (one.span for one in readings if one.kind is ReadingKind.NEED and _is_contact(one))
    if any(not _ASKS.isdisjoint(_list_clause(text, span)) for span in named):
        return needs
    return tuple(need for need in needs if need != CONTACT)


def _is_contact(reading: Reading) -> bool:
    return any(one.code == CONTACT for one in reading.meanings)


def _list_clause(text: SpokenText, span: Span) -> list[str]:
    """The words of a span, and those before it in its clause."""
    first = span.first
    while first > 0 and not text.tokens[first].apart:
        first -= 1
    return [token.word for token in text.tokens[first : span.last]]
