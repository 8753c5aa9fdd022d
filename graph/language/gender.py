"""The gender of the person if no word names it: from agreement, pronouns, and the word for a relative."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

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
_ENDINGS = {"o": "man", "a": "woman"}
_ANYBODY = frozenset(
    word_list(
        "persona persone vittima utenza gente famiglia coppia utente utenti pz paziente nucleo soggetto caso minore "
        "ospite qualcuno chi senza"
    )
)
"""Words for anybody: what agrees with them says nothing of the person."""
_HAVE = frozenset(word_list("ho ha hai hanno han abbiamo avere aver avevano ne mai"))
"""A participle after these agrees with nobody, or is denied."""
_LANGUAGE = frozenset(word_list("italiano parla parlo parlano poco in lingua scuola corso"))
_BEFORE_RELEASED = frozenset(word_list("e appena stata sono gia essere"))
"""Elsewhere `uscita` is the way out."""


@cache
def list_agreeing() -> frozenset[str]:
    """The stems of words that end in `o` for a man and in `a` for a woman."""
    lines = files(__package__).joinpath("agreement.txt").read_text(encoding="utf-8").splitlines()
    stems = {stem for line in lines if not line.startswith("#") for stem in line.split()}
    countries = files(__package__).joinpath("countries.txt").read_text(encoding="utf-8").splitlines()
    adjectives = {
        name.strip() for line in countries if not line.startswith("#") for name in line.split("|")[3].split(",")
    }
    return frozenset(stems | {name[:-1] for name in adjectives if name.endswith("o") and " " not in name})


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


def gender_by_agreement(text: SpokenText) -> str | None:
    """The gender of the adjectives and participles that describe the person; None if they differ or there are none."""
    found = set(_list_agreements(text))
    return found.pop() if len(found) == 1 else None


def _list_agreements(text: SpokenText) -> Iterator[str]:
    agreeing = list_agreeing()
    spoken = False
    for index, token in enumerate(text.tokens):
        if text.holders[index] not in text.person:
            continue
        spoken = spoken or token.word in _ANYBODY
        written = token.end - token.begin == len(token.word)
        if written and not spoken and token.word[:-1] in agreeing and _agrees(text, index):
            yield from (_ENDINGS[one] for one in token.word[-1:] if one in _ENDINGS)


def _agrees(text: SpokenText, index: int) -> bool:
    """Whether a word that may agree with the person does: not after `ha`, no name of a language, not `l'uscita`."""
    token = text.tokens[index]
    before = "" if token.apart or not index else text.tokens[index - 1].word
    if token.word == "uscita":
        return before in _BEFORE_RELEASED
    return before not in _HAVE and token.word not in _LANGUAGE and before not in _LANGUAGE


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
