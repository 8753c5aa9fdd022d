"""What somebody offers: whoever is offered a room or a job is nobody of whom the text asks something."""

from collections.abc import Sequence

from graph.language.context import SpokenText, words_after, words_before
from graph.language.spans import Span
from graph.language.tokens import word_list

_WOULD_GIVE = frozenset(
    word_list(
        "darei daremmo ospiterei ospiteremmo affitterei affitteremmo assumerei assumeremmo prenderei prenderemmo "
        "offrirei offriremmo accoglierei accoglieremmo"
    )
)
_WOULD = frozenset(
    word_list(
        "vorrei vorremmo voglio vogliamo posso possiamo potrei potremmo piacerebbe would want willing happy glad "
        "gladly could can ready ll disposti disposto disposta pronti pronto pronta"
    )
)
_GIVE = frozenset(
    word_list(
        "dare ospitare affittare assumere prendere offrire accogliere inserire give host rent hire employ offer take "
        "let lend train"
    )
)
_KINDS = frozenset(
    word_list(
        "scheme schemes programme program programmes project projects service services support hostel hostels centre "
        "group charity charities association associations sportello progetto progetti associazione associazioni "
        "servizio servizi cooperativa cooperative volontariato"
    )
)
"""Before or after `ex offender`, these are for many."""
_PLACES = frozenset(
    word_list("places hostels shelters services dormitories strutture dormitori servizi posti comunita")
)
"""Who is asked about when somebody seeks a place, and offers none."""
_REACH = 7


def is_offered(text: SpokenText, span: Span) -> bool:
    """Whether somebody would give a room or a job to whom a span describes: `la darei a un ex detenuto`."""
    before = words_before(text, span, _REACH)
    if not _PLACES.isdisjoint(before):
        return False  # `which places would let in someone on probation?`
    gives = not _WOULD_GIVE.isdisjoint(before)
    return gives or (not _WOULD.isdisjoint(before) and not _GIVE.isdisjoint(before[_first(before, _WOULD) :]))


def is_for_many(text: SpokenText, span: Span) -> bool:
    """Whether a span names for whom a service is: `an ex-offender scheme`, `sportello ex detenuti`."""
    near = [*words_before(text, span, 1), *words_after(text, span, 1)]
    return not _KINDS.isdisjoint(near)


def _first(words: Sequence[str], wanted: frozenset[str]) -> int:
    return next(index for index, word in enumerate(words) if word in wanted)
