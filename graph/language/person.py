"""Who the person is for whom help is asked: the one who asks, a relative, or whoever else a text speaks of."""

from collections.abc import Iterator
from itertools import pairwise

from graph.language.asker import (
    FOR_THEM,
    asks_before,
    asks_for_self,
    asks_for_them,
    gives_them,
    has_no_home,
    is_asked_for,
    is_for_bound_relative,
    is_threatened,
    needs_for_self,
    seeks_outside,
    speaks_of_own,
    speaks_of_relative,
    suffers,
    tells_of_own_body,
    tells_own_age,
)
from graph.language.clauses import find_asker
from graph.language.context import SpokenText, find_before
from graph.language.disambiguation import Standing, standing_of
from graph.language.grammar import Role
from graph.language.holders import PARENTS, TELLS, Holder
from graph.language.interpretation import Meaning, MeaningKind
from graph.language.introduction import is_introduced
from graph.language.relatives import POSSESSIVES, acts_on_somebody, is_subject
from graph.language.spans import Span
from graph.language.tokens import LIGHT, word_list
from graph.language.violence import fears_partner, leaves_partner
from graph.structs import replace
from graph.vocabulary import VICTIM_OF

_NO_KIN = frozenset(
    word_list(
        "ex vicino vicini neighbour neighbours coinquilino coinquilina coinquilini flatmate flatmates "
        "roommate roommates housemate landlord padrone stalker abuser sfruttatore cellie celly padmate "
        "share shares stanza cella"
    )
)
_PARENTS = frozenset(word_list("padre papa madre mamma father dad mother mum mom"))
_FATHERS = frozenset(word_list("padre papa father dad"))
_CHILDREN = ("figli", "bambin", "bimb", "child", "kid", "son", "daughter", "baby", "boy", "girl")
_MANY = frozenset(word_list("sono sonno sonni"))
_YOUNG = ("boy", "girl", "kid", "child", "baby", "bambin", "bimb", "ragazzin", "piccol")
_OWNED = frozenset(word_list("sua suo his her their"))
_WHO_ASKS = frozenset(word_list("bisogno chiede cerca vuole needs asks wants need"))
_HURT = frozenset(word_list("la lo le gli li her him them mi me ci us mio mia miei mie my sua suo"))
"""Pronouns for whoever is hurt, and whose they are."""
_DOES_TO_US = frozenset(
    word_list("fa fanno tiene tengono chiude paga picchia minaccia sfrutta caccia butta manda rovina")
)
_DEAD = frozenset(
    word_list("bury buried funeral funerale sepolto sepolta morto morta died dead deceased defunto defunta")
)
_PRONOUNS = frozenset(word_list("she he lei lui"))
_NOT = frozenset(word_list("no isn hasn doesn not non"))
_WAS = frozenset(word_list("was were did spent era erano fece"))
_BEEN = frozenset(word_list("been stato stata"))
"""These tell what is over only of what happens once: `has been released`, but not `has been in prison for a week`."""
_TAKEN = frozenset(
    word_list("taken sent moved transferred put brought remanded arrested portato portata trasferito trasferita")
)
"""After `was`, these say where somebody is now."""
_CLAUSE = 5
_THROWS = ("threw", "throw", "kick", "chuck", "reject", "disown")
_TO = frozenset(word_list("da per con a di tranne to with from for at tells told asks asked says"))


def find_person(text: SpokenText) -> SpokenText:
    """`text` with who the person is: a relative of whom the asker speaks, or whoever else it speaks of."""
    if text.relative is not None and _is_named_as_person(text):
        return replace(text, person=frozenset({Holder.PERSON, Holder.RELATIVE}))
    if text.relative is None or _hurts(text) or _is_asker(text) or _comes_late(text) or _sends_away(text):
        return text
    return replace(text, person=frozenset({Holder.PERSON, Holder.RELATIVE}))


def _is_named_as_person(text: SpokenText) -> bool:
    """Whether the text says that it is the relative who needs something: `è mia sorella che ha bisogno`."""
    words = [token.word for token in text.tokens]
    for span in text.spans:
        if text.relative not in span.markers or words[span.last : span.last + 1] not in (["che"], ["who"], ["that"]):
            continue
        first = span.first
        while first and not text.tokens[first].apart and words[first - 1] in LIGHT | POSSESSIVES | _OWNED:
            first -= 1
        asks = _WHO_ASKS.intersection(words[span.last + 1 : span.last + 4])
        if asks and words[max(first - 1, 0) : first] in (["e"], ["is"], ["it"]):
            return True
    return False


def _is_asker(text: SpokenText) -> bool:
    """Whether the asker is the person, although they speak of a relative."""
    if (
        suffers(text)
        or leaves_partner(text.tokens)
        or fears_partner(text.tokens)
        or _is_another(text)
        or _is_acted_on(text)
        or _is_for_somebody_else(text)
    ):
        return True
    if asks_for_self(text):
        return True
    if is_for_bound_relative(text):
        return False
    if tells_own_age(text) or any(token.word in _DEAD for token in text.tokens):
        return True
    if any(True for _ in _list_situations(text, Holder.SELF)):
        return not asks_for_them(text)
    if asks_before(text) or has_no_home(text):
        return True
    if _is_of_who_asks(text) or is_threatened(text):
        return True
    if _is_no_kin(text) and (Holder.SELF in text.holders or speaks_of_own(text)):
        return True
    standings = {standing_of(text.lexicon.situations[one.code]) for one in _list_situations(text, Holder.RELATIVE)}
    for_them = any(token.word in FOR_THEM for token in text.tokens) or is_asked_for(text)
    if standings and not for_them and needs_for_self(text) and (_is_all_past(text) or tells_of_own_body(text)):
        return True
    if standings:
        return standings <= {Standing.INSIDE} and seeks_outside(text) and not gives_them(text)
    if for_them:
        return False
    if speaks_of_relative(text):
        return True
    return needs_for_self(text)


def _is_for_somebody_else(text: SpokenText) -> bool:
    """Whether the text says for whom it is, and it is not the relative: `it's for the boy`, `è per la bambina`."""
    words = [token.word for token in text.tokens if token.word not in LIGHT]
    own = {word for span in text.spans if text.relative in span.markers for word in span.words}
    for index, word in enumerate(words):
        if word in ("for", "per", "x") and words[max(index - 1, 0) : index] in (["it"], ["is"], ["e"], ["sono"]):
            whom = words[index + 1 : index + 2]
            if whom and whom[0].startswith(_YOUNG) and whom[0] not in own:
                return True
        if words[index : index + 2] in (["m", "asking"], ["am", "asking"]) and words[index + 2 : index + 3] == ["for"]:
            before = words[max(index - 2, 0) : index - 1]
            if before and before[0] not in own and before[0].isalpha() and before[0] not in ("and", "but", "one"):
                return True
    return False


def _is_all_past(text: SpokenText) -> bool:
    """Whether the relative was in prison once: `my cousin was in San Vittore`."""
    told = [
        span
        for span in text.spans
        if any(one.kind is MeaningKind.SITUATION for one in span.meanings)
        and text.holders[span.first] is Holder.RELATIVE
    ]
    return all(_was(text, span) for span in told)


def _was(text: SpokenText, span: Span) -> bool:
    """Whether somebody was where a span says, and is no longer: not `was until today`, not `was taken to`."""
    words = {*span.words, *(token.word for token in text.tokens[max(span.first - 3, 0) : span.first])}
    after = [token.word for token in text.tokens[span.last : span.last + 2]]
    now = after[:1] == ["until"] or after in (["fino", "a"], ["fino", "ad"], ["fino", "oggi"], ["fino", "ieri"])
    inside = Standing.INSIDE in {
        standing_of(text.lexicon.situations[one.code]) for one in span.meanings if one.kind is MeaningKind.SITUATION
    }
    if not inside and not _BEEN.isdisjoint(words):
        return True
    return not _WAS.isdisjoint(words) and _TAKEN.isdisjoint(words) and not now


def _is_of_who_asks(text: SpokenText) -> bool:
    """Whether the relative is that of somebody who is named again: `il figlio della signora ..., la signora cerca`."""
    span = next((one for one in text.spans if text.relative in one.markers), None)
    if span is None:
        return False
    words = [token.word for token in text.tokens]
    owner = ""
    if words[span.last : span.last + 1] in (["di"], ["of"]):
        owner = next((word for word in words[span.last + 1 : span.last + 4] if word not in LIGHT), "")
    elif span.first > 1 and words[span.first - 1] == "s":
        owner = words[span.first - 2]
    again = (index for index in range(span.last + 2, len(words)) if words[index] == owner)
    return bool(owner) and any(text.tokens[max(index - 1, 0)].apart or text.tokens[index].apart for index in again)


def _is_no_kin(text: SpokenText) -> bool:
    """Whether the other one is a former partner, a flatmate, or the father of children: people rarely ask for them."""
    named = next((span.words for span in text.spans if text.relative in span.markers), ())
    parent = not _FATHERS.isdisjoint(named) and any(word.startswith(_CHILDREN) for word in named)
    return parent or not _NO_KIN.isdisjoint(named)


def _list_situations(text: SpokenText, holder: Holder) -> Iterator[Meaning]:
    """The situations that the text states about `holder`; a bare place states none."""
    for span in text.spans:
        senses = [one for one in span.meanings if one.kind is MeaningKind.SITUATION]
        if (
            (len(senses) == 1 or (senses and _is_at(text, span)))
            and text.holders[span.first] is holder
            and find_before(text, span, Role.NOT) is None
        ):
            yield senses[0]


def _is_at(text: SpokenText, span: Span) -> bool:
    """Whether a prison is where somebody says that they are: `sono a San Vittore da 4 mesi`."""
    before = [token.word for token in text.tokens[max(span.first - 2, 0) : span.first]]
    return before in (["sono", "a"], ["sto", "a"], ["am", "in"], ["am", "at"], ["m", "in"], ["m", "at"])


def _is_acted_on(text: SpokenText) -> bool:
    """Whether the relative does something to the asker other than telling: `mia madre non mi vuole`."""
    tokens = text.tokens
    for index, token in enumerate(tokens):
        if token.word not in ("mi", "me", "us", "ci") or (token.word in ("me", "us") and tokens[index - 1].word in _TO):
            continue
        follows = {one.word for one in tokens[index + 1 : index + 3]}
        if token.word == "ci" and follows.isdisjoint(_DOES_TO_US):
            continue
        before = [one for one in text.spans if one.last <= index and one.has(Role.OTHER)]
        if (
            before
            and index - before[-1].last < _CLAUSE
            and not follows & TELLS
            and not _is_parted(text, before[-1], index)
        ):
            return True
    return False


def _is_parted(text: SpokenText, span: Span, index: int) -> bool:
    return any(token.apart for token in text.tokens[span.last : index + 1])


def _hurts(text: SpokenText) -> bool:
    """Whether the relative is the one who hurts somebody: `il marito la picchia`."""
    last = next((span.last for span in text.spans if text.relative in span.markers), 0)
    named, last = last, _end_of_who(text, last)
    later = [span for span in text.spans if last <= span.first]
    hurt = next((one for one in later if any(g.name == VICTIM_OF for m in one.meanings for g in m.facts)), None)
    if hurt is None or any(token.apart for token in text.tokens[last + (named < last) : hurt.first + 1]):
        return False
    if any(span.has(Role.OTHER) for span in later if span.first < hurt.first):
        return False  # who may be the one who hurts the relative
    if hurt.first >= last + _CLAUSE:  # far from the relative, it must go on about them: `è ubriaco e la picchia`
        return [token.word for token in text.tokens[hurt.first - 2 : hurt.first]] in (
            ["e", "la"],
            ["e", "lo"],
            ["e", "le"],
        )
    own = text.tokens[last : hurt.last + 2]
    return any(token.word in _HURT or (token.word.startswith(_CHILDREN) and token.word not in _MANY) for token in own)


def _end_of_who(text: SpokenText, last: int) -> int:
    """Where a clause that `who` adds to a relative ends, if one begins at token `last`: `..., who's out, beats her`."""
    tokens = text.tokens
    if last >= len(tokens) or not tokens[last].apart or tokens[last].word not in ("who", "whose"):
        return last
    end = next((index for index in range(last + 1, len(tokens)) if tokens[index].apart), None)
    return last if end is None else end


def _sends_away(text: SpokenText) -> bool:
    """Whether the relative does something to the person: `il padre l'ha cacciata`, `dad threw her out`."""
    last = next((span.last for span in text.spans if text.relative in span.markers), 0)
    words = []
    for token in text.tokens[last : last + _CLAUSE]:
        if token.apart:
            break
        words.append(token.word)
    own = [token.word for token in text.tokens[max(last - 2, 0) : last]]
    if POSSESSIVES.isdisjoint(own) and acts_on_somebody(words):
        return True
    pairs = set(pairwise(words))
    if not pairs.isdisjoint((("l", "ha"), ("l", "aveva"))):
        return True
    return any(word.startswith(_THROWS) and after in ("him", "her") for word, after in pairs)


def _comes_late(text: SpokenText) -> bool:
    """Whether the text has spoken of somebody before it names the relative."""
    first = next((span.first for span in text.spans if text.relative in span.markers), 0)
    if any(token.word in POSSESSIVES for token in text.tokens[max(first - 2, 0) : first]) or is_introduced(text):
        return False
    named = next((span.words for span in text.spans if text.relative in span.markers), ())
    parent = not _PARENTS.isdisjoint(named)  # whose children were spoken of: `i figli sono in affido, la madre ...`
    stated = [
        span
        for span in text.spans
        if span.last <= first
        and span.quantity is None
        and any(m.facts for m in span.meanings)
        and not span.has(Role.OTHER)
        and not (parent and all(given.name == "minor_children" for m in span.meanings for given in m.facts))
    ]
    return any(any(token.apart for token in text.tokens[span.last : first + 1]) for span in stated)


def _is_another(text: SpokenText) -> bool:
    """Whether a pronoun of the other gender is the subject, so that the relative is not the person."""
    others = {"man": frozenset({"she", "lei"}), "woman": frozenset({"he", "lui"})}
    gender = text.relative.gender if text.relative is not None else None
    words = others.get(gender or "", frozenset())
    if gender is not None and find_asker(text.tokens) == gender:
        return False  # `la compagna è incinta e lui è in carcere, lei dorme in macchina`
    if _is_only_named(text, gender):
        words = frozenset()
    if any(
        token.word in words and (not _is_oblique(text, index) or text.tokens[index - 1].word in ("for", "per"))
        for index, token in enumerate(text.tokens)
    ) or _is_for_another(text, gender):
        return True
    if gender is None and any(_denies(text, index) for index in range(len(text.tokens) - 1)):
        return True
    return _are_parents(text) and any(_begins_clause(text, index) for index in range(len(text.tokens)))


def _is_only_named(text: SpokenText, gender: str | None) -> bool:
    """Whether a pronoun of the other gender means whoever is only named: `in casa di mia zia, lei lavora e lui ...`."""
    other = {"man": "woman", "woman": "man"}.get(gender or "")
    named = [span for span in text.spans if any(marker.gender == other for marker in span.markers)]
    own = {"man": ("lui", "he"), "woman": ("lei", "she")}.get(gender or "", ())
    said = any(token.word in own and not _is_oblique(text, index) for index, token in enumerate(text.tokens))
    return other is not None and said and bool(named) and not any(is_subject(text.tokens, span) for span in named)


def _are_parents(text: SpokenText) -> bool:
    """Whether the relatives are the parents of somebody, who is one alone: `i suoi genitori sono dentro, lui ha 13`."""
    return any(not PARENTS.isdisjoint(span.words) for span in text.spans if text.relative in span.markers)


def _begins_clause(text: SpokenText, index: int) -> bool:
    """Whether a pronoun is the subject of a clause: `..., lui ha 13 anni`."""
    joined = index > 0 and (text.tokens[index].apart or text.tokens[index - 1].word in ("e", "ed", "and", "ma", "but"))
    return joined and text.tokens[index].word in _PRONOUNS


def _is_for_another(text: SpokenText, gender: str | None) -> bool:
    """Whether help is asked `for her` at the end of a clause, where the relative is a man."""
    pronoun = {"man": "her", "woman": "him"}.get(gender or "", "")
    ends = (index for index in range(1, len(text.tokens)) if text.tokens[index].word == pronoun)
    return any(
        text.tokens[index - 1].word == "for" and (index + 1 == len(text.tokens) or text.tokens[index + 1].apart)
        for index in ends
    )


def _denies(text: SpokenText, index: int) -> bool:
    """Whether what is said of a relative is denied of somebody else: `her partner has HIV, she hasn't`."""
    begins = index > 0 and (text.tokens[index].apart or text.tokens[index - 1].word in ("ma", "but", "e", "and"))
    return begins and text.tokens[index].word in _PRONOUNS and text.tokens[index + 1].word in _NOT


def _is_oblique(text: SpokenText, index: int) -> bool:
    """Whether a preposition stands before a pronoun: `beaten by him` speaks of somebody else."""
    return index > 0 and text.tokens[index - 1].word in _TO | {"by", "su", "of"}
