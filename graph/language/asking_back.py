"""The one question that goes back: what is missing, what contradicts itself, or what was said too generally."""

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
            kinds = tuple(_need(lexicon, code) for code, one in lexicon.needs.items() if one.parent == need)
            return AskBack(kind=AskBackKind.WHICH_NEED, about=need, choices=kinds)
    return None


def _need(lexicon: Lexicon, code: str) -> Meaning:
    return Meaning(kind=MeaningKind.NEED, code=code, label=lexicon.needs[code].label)
