"""The gender of the person if no word names it: from agreement, pronouns, and the word for a relative."""

from collections.abc import Iterator
from itertools import pairwise

from graph.language.agreement import PRONOUNS, gender_by_agreement, list_genders
from graph.language.asker import suffers
from graph.language.clauses import find_asker
from graph.language.context import SpokenText
from graph.language.grammar import Role, list_kin, list_relatives
from graph.language.holders import Holder
from graph.language.interpretation import Meaning, MeaningKind
from graph.language.numbers import is_sex_after
from graph.language.pursuers import is_about_victim
from graph.language.relatives import POSSESSIVES, acts_on_somebody, introduces_speaker
from graph.language.spans import Span
from graph.language.tokens import LIGHT, word_list
from graph.language.violence import SEEKS_PREVENTION
from graph.vocabulary import VICTIM_OF

_HURT = {"man": frozenset(word_list("him lo")), "woman": frozenset(word_list("la her"))}
_HURTING = frozenset(
    word_list(
        "maglia maglietta gonna camicia "
        "sfruttamento stupro stalking stalker sfruttatore schiaffo schiavo "
        "violenza minaccia paura faccia persona tratta botta rapina aggressione paga famiglia strada notte testa porta "
        "macchina"
    )
)
"""Nouns: before them `la` is an article."""
_COUPLE = frozenset(word_list("coppia couple nucleo"))
_NOUNS = {
    "man": frozenset(word_list("padre papa uomo signore father dad man")),
    "woman": frozenset(word_list("madre mamma donna signora mother mum mom woman lady")),
}
"""Nouns that a longer phrase may hold: `single mother of two`."""
_CHILDREN = ("figli", "bambin", "bimb", "child", "kid", "son", "daughter", "boy", "girl", "ragazzi")
_YOUNG = ("figli", "son", "nipot", "nephew", "grandson")
_OWN = POSSESSIVES | frozenset(word_list("suo sua suoi sue his her their"))
_OWNED = POSSESSIVES | frozenset(word_list("suo sua his her their di of del la il the da with con"))
_OTHERS = frozenset(
    word_list(
        "vicino vicina neighbour neighbor guy man bloke lad coinquilino coinquilina cellmate flatmate roommate padrone "
        "ex magnaccia protettore pimp sfruttatore landlord boss capo"
    )
)
_EPICENE = frozenset(word_list("giovane cliente adolescente minorenne maggiorenne diciottenne richiedente"))
_ANYBODY = frozenset(word_list("ospite utente paziente"))
"""Words for anybody: `un utente` may be a woman, `la paziente` is one."""
_ONE = frozenset(word_list("a an un uno una inmate detained detenuta detenuto single"))
_BELONGING = frozenset(word_list("di of from da con with by at like come as has have is e sia ha to marry"))
"""Before a parent with an article, these name them as somebody else's, or compare."""
_WITH_WHOM = frozenset(word_list("con with from by da to marry"))
_OF_ASKER = frozenset(word_list("me my i im mi io mia mie mio miei lascio"))
_RECORDED = frozenset(word_list("pz pt paziente patient utente client cliente det detenuto inmate sogg"))
"""Before a single letter, these begin a note on somebody: `pz M 44 aa`."""
_SENDS_AWAY = frozenset(word_list("won doesn does refuses kicked threw non"))
"""After a parent, these say what the parent does to the person."""
_SEES = frozenset(word_list("see visit call meet seeing visiting vedere trovare sentire chiamare"))
"""Before a parent, these say that the person visits the parent."""
_ARTICLES = {
    "man": frozenset(word_list("un il quel questo mio nostro lo")),
    "woman": frozenset(word_list("una la quella questa mia nostra")),
}
_ASKS = frozenset(word_list("chiedo chiede per x for asking scrivo sto chiedendo sono i am m la il un una the a an"))
_AFTER_FORMER = frozenset(word_list("lei lui he she e ed che who is has ha and ma but non lo la mi"))
"""After `ex`, these show that it is a former partner."""
_NUMBERED = frozenset(word_list("enne anni year years old yo"))


def gender_of(text: SpokenText) -> str | None:
    """The gender of the person: as the word for a relative says it, by agreement, or by a pronoun for nobody else."""
    if Holder.RELATIVE in text.person and text.relative and text.relative.gender:
        hurt = _gender_of_victim(text) if _has_victim(text) else None
        return hurt or text.relative.gender  # of `la nipote, lo zio la molesta` the one who is hurt
    introduced = None
    if Holder.RELATIVE not in text.person and (suffers(text) or _speaks_of_self(text)):
        spans = (span for span in text.spans if span.has(Role.OTHER) and _is_introduced(text, span))
        introduced = next((marker.gender for span in spans for marker in span.markers if marker.gender), None)
    said = introduced or _gender_of_letter(text) or gender_by_agreement(text)
    said = said or _gender_of_article(text) or _gender_of_nouns(text) or _gender_of_kin(text) or _gender_of_parent(text)
    said = said or _gender_of_object(text)
    if said:
        return said
    said = (_gender_of_victim(text) or _gender_of_sufferer(text)) if _has_victim(text) else _gender_of_pronouns(text)
    return None if said == "woman" and _hits(text) else said


def _gender_of_object(text: SpokenText) -> str | None:
    """The gender of whom a relative acts on: `la moglie lo ha denunciato`, `la mamma non la vuole`."""
    last = next((span.last for span in text.spans if text.relative in span.markers), 0)
    words = [token.word for token in text.tokens[last : last + 4] if token.word != "non"][:3]
    if not last or not acts_on_somebody(words):
        return None
    return {"lo": "man", "la": "woman"}.get(words[0])


def _hits(text: SpokenText) -> bool:
    """Whether the asker has hit somebody, whom a pronoun then means: `when I hit her I was drunk`."""
    stated = (given.name for one in text.spans for m in one.meanings for given in m.facts)
    return SEEKS_PREVENTION in stated and any(token.word in ("i", "io", "ho", "im") for token in text.tokens)


def _is_introduced(text: SpokenText, span: Span) -> bool:
    """Whether the asker says that they are the relative: not in `I am gay, my father ...`."""
    near = text.tokens[max(span.first - 1, 0) : span.first + 1]
    return introduces_speaker(text.tokens, span) and not any(token.apart for token in near)


def _gender_of_article(text: SpokenText) -> str | None:
    """The gender that an article gives to a word for anybody: `un giovane`, `il 47enne`, `vecchio di 70`."""
    tokens = text.tokens
    for index, token in enumerate(tokens[1:], 1):
        if text.holders[index] not in text.person or token.apart:
            continue
        before = tokens[index - 1].word
        if token.word in _EPICENE or (token.word == "enne" and index > 1):
            before = tokens[index - 2].word if token.word == "enne" else before
            gender = next((one for one, articles in _ARTICLES.items() if before in articles), None)
            if gender is not None:
                return gender
        if token.word in _ANYBODY and before in _ARTICLES["woman"]:
            return "woman"
        if token.word.isdecimal() and index > 1 and before == "di" and tokens[index - 2].word in ("vecchio", "vecchia"):
            return "man" if tokens[index - 2].word == "vecchio" else "woman"
    return None


def _gender_of_letter(text: SpokenText) -> str | None:
    """The gender that a single letter before an age says: `F, 29`."""
    tokens = text.tokens
    for index, token in enumerate(tokens[:-1]):
        begins = not index or token.apart or "(" in token.gap or tokens[index - 1].word in _RECORDED
        if begins and token.word in ("m", "f") and token.end - token.begin == 1 and "'" not in token.gap:
            after = tokens[index + 1]
            if after.word.isdecimal() and after.gap.strip(" ./(") in ("", ","):
                return "man" if token.word == "m" else "woman"
    for index, token in enumerate(tokens[:-1]):
        if token.word.isdecimal() and len(token.word) == 2 and is_sex_after(tokens, index):
            return "man" if tokens[index + 1].word == "m" else "woman"
    return None


def _gender_of_nouns(text: SpokenText) -> str | None:
    """The gender of a noun inside a longer phrase about the person: `mother of two`."""
    found = set()
    for span in text.spans:
        if span.meanings and not span.has(Role.OTHER) and text.is_of_person(span):
            for index in range(span.first, span.last):
                before = text.tokens[index - 1].word if index else ""
                gender = next((one for one, nouns in _NOUNS.items() if text.tokens[index].word in nouns), None)
                after = text.tokens[index + 1].word if index + 1 < len(text.tokens) else ""
                if after in _SENDS_AWAY or before in _SEES:
                    continue  # `mum won't have him`
                met = index > 1 and before in _ONE and text.tokens[index - 2].word in _WITH_WHOM
                if gender is not None and not met and before not in _OWNED and text.holders[index] in text.person:
                    found.add(gender)
    return found.pop() if len(found) == 1 else None


def _gender_of_parent(text: SpokenText) -> str | None:
    """The gender of a parent with an indefinite article, who is somebody of their own: `a mum with a toddler`."""
    found = set()
    for index, token in enumerate(text.tokens[1:], 1):
        gender = next((one for one, nouns in _NOUNS.items() if token.word in nouns), None)
        before = text.tokens[index - 1].word
        if gender is None or token.apart or before not in _ONE or text.holders[index] is Holder.FOREIGN:
            continue
        if index > 1 and not text.tokens[index - 1].apart and text.tokens[index - 2].word in _BELONGING:
            return None
        found.add(gender)
    return found.pop() if len(found) == 1 and (list_genders(text) <= found or _names_only_child(text)) else None


def _names_only_child(text: SpokenText) -> bool:
    """Whether no pronoun is a subject, so that the one that stands may mean the child of a parent."""
    children = any(given.name == "minor_children" for one in text.spans for m in one.meanings for given in m.facts)
    return children and not any(token.word in ("he", "she", "lui", "lei") for token in text.tokens)


def _gender_of_kin(text: SpokenText) -> str | None:
    """The gender of the relative whom the text begins with, if it says whose they are: `madre di un detenuto`."""
    for span in text.spans:
        if span.has(Role.OTHER) and span.first and text.tokens[span.first - 1].word in ("per", "x", "for"):
            return next((marker.gender for marker in span.markers if marker.gender), None)
    for span in text.spans:
        if span.has(Role.OTHER):
            return None if span.words[0] in _OTHERS else _kin_of_another(text, span)
        if span.quantity is not None:  # `16 year old daughter of an inmate`
            continue
        if any(token.word not in _ASKS for token in text.tokens[span.first : span.last]):
            return None
    return None


def _kin_of_another(text: SpokenText, span: Span) -> str | None:
    tokens = text.tokens
    position = span.last
    while position < len(tokens) and (tokens[position].word[0].isdigit() or tokens[position].word in _NUMBERED):
        position += 1
    follows = tokens[position].word if position < len(tokens) and not tokens[position].apart else ""
    number = position + 1 < len(tokens) and tokens[position + 1].word[0].isdigit()
    if follows not in ("di", "of", "con", "with") or (number and follows in ("di", "of")):
        return None
    of = [token.word for token in tokens[position + 1 : position + 4]]
    if not _OWN.isdisjoint(of) and any(word.startswith(_CHILDREN) for word in of):
        return None  # `the father of my children` is somebody else than the asker
    gender = next((marker.gender for marker in span.markers if marker.gender), None)
    if list_genders(text) - {gender}:
        return None  # `the sister of an inmate writes, he needs clothes`
    hurts = gender == "man" and _has_victim(text) and not any(word.startswith(_YOUNG) for word in span.words)
    return None if hurts else gender


def _has_victim(text: SpokenText) -> bool:
    """Whether somebody is hurt, so that a pronoun may mean whoever hurts them."""
    return any(given.name == VICTIM_OF for span in text.spans for one in span.meanings for given in one.facts)


def _gender_of_pronouns(text: SpokenText) -> str | None:
    """The gender of the pronouns; None if they may mean a named relative, or if the asker speaks of themselves."""
    asker = find_asker(text.tokens)
    if asker is not None:
        return asker
    if is_about_victim(text.tokens):
        return None  # `lui` is the other one
    words = {token.word for token in text.tokens}
    said = list_genders(text)
    if any(
        pair in (("me", "him"), ("me", "her"), ("him", "me"), ("io", "lui"), ("io", "lei"))
        for pair in _list_pairs(text)
    ):
        return None  # the asker is one of two
    if {"lui", "lei"} <= words or len(said) != 1 or words & _COUPLE or _speaks_of_self(text):
        return None
    (gender,) = said
    if text.relative is not None and text.relative.gender == gender and Holder.RELATIVE not in text.person:
        return None
    return None if _names_kin_first(text, gender) else gender


def _list_pairs(text: SpokenText) -> Iterator[tuple[str, str]]:
    return pairwise(token.word for token in text.tokens if token.word not in ("and", "e"))


def _gender_of_sufferer(text: SpokenText) -> str | None:
    """The gender of whoever is hurt, by the pronouns of the text; `he` beside `she` is whoever hurts her."""
    words = {token.word for token in text.tokens}
    said = list_genders(text)
    if "she" in words or ("woman" in said and "lei" in words):
        said = {"woman"}
    if len(said) != 1 or words & _COUPLE or _speaks_of_self(text):
        return None
    (gender,) = said
    others = (span for span in text.spans if span.has(Role.OTHER))
    if gender == "man" and (not words.isdisjoint(_OF_ASKER) or _is_of_another(text, gender)):
        return None
    if gender == "man" and any(marker.gender is None for span in others for marker in span.markers):
        return None  # `the boss`, who may be whoever hurts him
    if text.relative is not None and text.relative.gender == gender == "woman":
        return gender  # `my sister gets beaten by her husband`
    kin = any(token.word in list_kin(gender) for token in text.tokens)
    return None if kin or _names_kin_first(text, gender) else gender


def _is_of_another(text: SpokenText, gender: str) -> bool:
    """Whether each pronoun of that gender means somebody else: `sento urlare, lui è uscito`."""
    holders = {text.holders[index] for index, token in enumerate(text.tokens) if token.word in PRONOUNS[gender]}
    return holders == {Holder.FOREIGN}


def _names_kin_first(text: SpokenText, gender: str) -> bool:
    """Whether a relative of that gender is named before any pronoun, which may then mean the relative."""
    kin = list_kin(gender)
    for index, token in enumerate(text.tokens):
        if token.word in kin or (token.word == "ex" and _is_former_partner(text, index)):
            return True
        if token.word in PRONOUNS[gender] or (gender == "woman" and token.word == "lei"):
            return False
    return False


def _is_former_partner(text: SpokenText, index: int) -> bool:
    """Whether the `ex` at token `index` is somebody, and no adjective: `dalla ex`, not `ex detenuta`."""
    after = text.tokens[index + 1 : index + 2]
    return not after or after[0].apart or after[0].word in _AFTER_FORMER


def _gender_of_victim(text: SpokenText) -> str | None:
    """The gender of whoever is hurt, by the pronoun at the verb: `la picchia`, `beats her`."""
    found = set()
    for span in text.spans:
        if any(given.name == VICTIM_OF for one in span.meanings for given in one.facts):
            inside = text.tokens[span.first : span.last]
            before = (
                text.tokens[span.first - 1 : span.first] if span.first and not text.tokens[span.first].apart else ()
            )
            after = [one for one in text.tokens[span.last : span.last + 1] if not one.apart and one.word not in LIGHT]
            if any(token.word == "she" for token in inside):
                return "woman"  # `him` in it is whoever hurts her: `give him all she earns`
            if any(token.word == "le" for token in before):
                found.add("woman")
            if _agrees_with_woman(text, span):
                found.add("woman")
            near = {token.word for token in (*inside, *before, *after)} - (
                {"lo"} if _names_uncle(text, span) else set()
            )
            verb = not any(token.word in _HURTING for token in inside)
            found |= {
                gender
                for gender, words in _HURT.items()
                if near & words and (verb or near & words not in ({"la"}, {"lo"}))
            }
    return found.pop() if len(found) == 1 else None


def _names_uncle(text: SpokenText, span: Span) -> bool:
    """Whether each `lo` in or before a span is an article: `lo zio la molesta`."""
    pairs = pairwise(token.word for token in text.tokens[max(span.first - 1, 0) : span.last + 1])
    return not any(one == "lo" and other not in list_relatives() for one, other in pairs)


def _agrees_with_woman(text: SpokenText, span: Span) -> bool:
    """Whether what was done to the asker agrees with a woman: `mi ha sempre picchiata`, not `mi ha picchiato`."""
    words = [token.word for token in text.tokens[max(span.first - 4, 0) : span.last]]
    pairs = list(pairwise(words))
    done = ("mi", "ha") in pairs or ("mi", "aveva") in pairs or ("mi", "hanno") in pairs
    return done and words[-1].endswith(("ata", "uta", "ita")) and words[-1] not in _HURTING


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
