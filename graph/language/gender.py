"""The gender of the person if no word names it: from agreement, pronouns, and the word for a relative."""

from graph.language.agreement import gender_by_agreement
from graph.language.context import SpokenText
from graph.language.grammar import Role, list_kin
from graph.language.holders import Holder, introduces_speaker
from graph.language.interpretation import Meaning, MeaningKind
from graph.language.person import suffers
from graph.language.tokens import word_list
from graph.vocabulary import VICTIM_OF

_PRONOUNS = {
    "man": frozenset(word_list("he him his himself lui")),
    "woman": frozenset(word_list("she her hers herself")),
}
_HURT = {"man": frozenset(word_list("him")), "woman": frozenset(word_list("la her"))}
_HURTING = frozenset(word_list("violenza minaccia paura faccia persona tratta"))
"""Nouns: before them `la` is an article."""
_COUPLE = frozenset(word_list("coppia couple nucleo"))


def gender_of(text: SpokenText) -> str | None:
    """The gender of the person: as the word for a relative says it, by agreement, or by a pronoun for nobody else."""
    if Holder.RELATIVE in text.person and text.relative and text.relative.gender:
        return text.relative.gender
    introduced = None
    if Holder.RELATIVE not in text.person and (suffers(text) or _speaks_of_self(text)):
        spans = (span for span in text.spans if span.has(Role.OTHER) and introduces_speaker(text.tokens, span))
        introduced = next((marker.gender for span in spans for marker in span.markers if marker.gender), None)
    said = introduced or gender_by_agreement(text)
    return said or (_gender_of_victim(text) if _has_victim(text) else _gender_of_pronouns(text))


def _has_victim(text: SpokenText) -> bool:
    """Whether somebody is hurt, so that a pronoun may mean whoever hurts them."""
    return any(given.name == VICTIM_OF for span in text.spans for one in span.meanings for given in one.facts)


def _gender_of_pronouns(text: SpokenText) -> str | None:
    """The gender of the pronouns; None if they may mean a named relative, or if the asker speaks of themselves."""
    words = {token.word for token in text.tokens}
    said = [gender for gender, pronouns in _PRONOUNS.items() if words & pronouns]
    if {"lui", "lei"} <= words:
        return None
    if len(said) != 1 or words & _COUPLE or _speaks_of_self(text):
        return None
    return None if _names_kin_first(text, said[0]) else said[0]


def _names_kin_first(text: SpokenText, gender: str) -> bool:
    """Whether a relative of that gender is named before any pronoun, which may then mean the relative."""
    kin = list_kin(gender)
    first = next((token.word for token in text.tokens if token.word in kin or token.word in _PRONOUNS[gender]), None)
    return first in kin


def _gender_of_victim(text: SpokenText) -> str | None:
    """The gender of whoever is hurt, by the pronoun at the verb: `la picchia`, `beats her`."""
    found = set()
    for span in text.spans:
        if any(given.name == VICTIM_OF for one in span.meanings for given in one.facts):
            inside = text.tokens[span.first : span.last]
            before = (
                text.tokens[span.first - 1 : span.first] if span.first and not text.tokens[span.first].apart else ()
            )
            after = [one for one in text.tokens[span.last : span.last + 1] if not one.apart]
            near = {token.word for token in (*inside, *before, *after)}
            verb = not any(token.word in _HURTING for token in inside)
            found |= {gender for gender, words in _HURT.items() if near & words and (verb or near & words != {"la"})}
    return found.pop() if len(found) == 1 else None


def _speaks_of_self(text: SpokenText) -> bool:
    """Whether the asker says something of themselves that a question could be about."""
    return any(
        text.holders[span.first] is Holder.SELF and any(_is_of_oneself(one) for one in span.meanings)
        for span in text.spans
    )


def _is_of_oneself(meaning: Meaning) -> bool:
    """Whether somebody who says this of themselves needs help, and is not the service that helps."""
    helping = meaning.facts and all(given.name == "in_charge_of" for given in meaning.facts)
    return meaning.kind is MeaningKind.NEED or (bool(meaning.facts) and not helping)
