"""The one question that goes back to whoever asks, about what is missing, open or contradictory."""

from graph.language.interpretation import AskBack, AskBackKind, Meaning, MeaningKind
from graph.language.lexicon import Lexicon
from graph.language.slots import Slots

_GENERAL = ("documents", "housing")
"""Needs whose kinds lead to different places."""


def find_question_back(slots: Slots, lexicon: Lexicon) -> AskBack | None:
    """The question that matters most, or None where nothing needs to be asked."""
    if slots.disputes:
        _, alternatives = slots.disputes[0]
        return AskBack(kind=AskBackKind.CONTRADICTION, choices=alternatives)
    if not slots.needs:
        tops = tuple(_need(lexicon, code) for code, need in lexicon.needs.items() if need.parent is None)
        return AskBack(kind=AskBackKind.NO_NEED, choices=tops)
    if slots.start.open_between:
        return AskBack(kind=AskBackKind.INSIDE_OR_OUT, choices=slots.start.open_between)
    for need in slots.needs:
        if need in _GENERAL and len(slots.needs) == 1:
            return AskBack(kind=AskBackKind.WHICH_NEED, about=need, choices=_list_kinds(lexicon, need))
    return None


def _list_kinds(lexicon: Lexicon, need: str) -> tuple[Meaning, ...]:
    """The child needs of a need; only those for which the catalogue has words of a question (`asked_as`), if any."""
    kinds = [one for one in lexicon.needs.values() if one.parent == need]
    plain = [one for one in kinds if one.asked_as is not None] or kinds
    return tuple(Meaning(kind=MeaningKind.NEED, code=one.code, label=one.asked_as or one.label) for one in plain)


def _need(lexicon: Lexicon, code: str) -> Meaning:
    return Meaning(kind=MeaningKind.NEED, code=code, label=lexicon.needs[code].label)
