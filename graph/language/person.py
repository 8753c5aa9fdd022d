"""Who the person is for whom help is asked: the one who asks, a relative, or whoever else a text speaks of."""

from collections.abc import Iterator
from itertools import pairwise

from graph.language.context import SpokenText, find_before
from graph.language.disambiguation import Standing, standing_of
from graph.language.grammar import Role
from graph.language.holders import OF_RELATIVE, PARENTS, POSSESSIVES, TELLS, Holder
from graph.language.interpretation import Meaning, MeaningKind
from graph.language.spans import Span
from graph.language.suffered import SEEKS_PREVENTION
from graph.language.tokens import LIGHT, phrase_list, word_list
from graph.structs import replace
from graph.vocabulary import VICTIM_OF

FOR_THEM = frozenset(
    word_list(
        "lui him gli lo lei tenerla tenerlo aiutarlo aiutarla riprenderlo mandarlo lasciarlo he his portarlo portarla "
        "sistemarlo sistemarla curarlo curarla"
    )
)
_FOR_SELF = phrase_list(
    "per me, x me, for me, for myself, per noi, x noi, for us, me and my, io e i, io e mio, io e mia, a me serve, "
    "im alone, i am alone, sono sola con, rimasta sola, help me find, io no, noi due, us both, me and the, me "
    "with the, io con i, me and our, io vorrei, io voglio, io cerco, io a casa, me at home, i m the one, im the one, "
    "problema sono io, me no jail, bisogno io, io sola, io solo, io da sola, me who need, me who needs, me i need, "
    "its me who, sono io che, sono io ad"
)
_NO_KIN = frozenset(
    word_list(
        "ex vicino vicini neighbour neighbours coinquilino coinquilina coinquilini flatmate flatmates "
        "roommate roommates housemate landlord padrone stalker abuser sfruttatore cellie celly padmate "
        "share shares stanza cella"
    )
)
_FATHERS = frozenset(word_list("padre papa father dad"))
_CHILDREN = ("figli", "bambin", "bimb", "child", "kid", "son", "daughter", "baby", "boy", "girl")
_GIVING = frozenset(word_list("fargli portargli mandargli dargli spedirgli farle portarle mandarle darle spedirle"))
_GIVING_PAIRS = frozenset(
    (verb, pronoun)
    for verbs, pronouns in (
        (("get", "bring", "send", "give", "buy"), ("him", "her")),
        (("gli", "le"), ("faccio", "porto", "mando", "spedisco", "facciamo", "portiamo", "mandiamo")),
    )
    for verb in verbs
    for pronoun in pronouns
)
_SEEKS_TOO = frozenset(
    word_list(
        "hopes piacerebbe desidera interessato cerca cercano chiede vuole vorrebbe bisogno needs wants asks wishes"
    )
)
_US = frozenset(word_list("mi me ci us myself my"))
_TO_US = ("armi", "ermi", "irmi", "arci", "erci", "irci")
"""How infinitives with such a pronoun end: *picchiarmi*."""
_THREATS = ("minacc", "perseguit", "pedin", "picchi", "threat", "stalk", "harass", "beat", "hit", "tormenta")
_THEM = frozenset(word_list("gli le la lo lei lui him her them"))
_FOR_HER = frozenset(
    (word, them) for word in ("per", "for", "help", "aiutare") for them in ("lei", "lui", "her", "him")
)
_HURT = frozenset(word_list("la lo le gli li her him them mi me ci us mio mia miei mie my sua suo"))
"""Pronouns for whoever is hurt, and whose they are."""
_OUTSIDE = ("housing", "work", "basic-needs", "income", "social-support", "family.counselling", "psychological-support")
"""Needs that somebody in prison does not ask for: the one who asks has them."""
_TRAINING = "work.training"
"""Which there is in prison too."""
_DOES_TO_US = frozenset(
    word_list("fa fanno tiene tengono chiude paga picchia minaccia sfrutta caccia butta manda rovina")
)
_DEAD = frozenset(
    word_list("bury buried funeral funerale sepolto sepolta morto morta died dead deceased defunto defunta")
)
_PRONOUNS = frozenset(word_list("she he lei lui"))
_NOT = frozenset(word_list("no isn hasn doesn not non"))
_CONDITIONS = frozenset(word_list("se if"))
"""Before a relative, these begin what only explains the need of the asker."""
_WAS = frozenset(word_list("was were did spent era erano fece"))
_BEEN = frozenset(word_list("been stato stata"))
"""These tell what is over only of what happens once: `has been released`, but not `has been in prison for a week`."""
_TAKEN = frozenset(
    word_list("taken sent moved transferred put brought remanded arrested portato portata trasferito trasferita")
)
"""After `was`, these say where somebody is now."""
_BODILY = ("pregnant", "disability", "hiv", "addiction")
_NEAR = 2
_CLAUSE = 5
_THROWS = ("threw", "throw", "kick", "chuck", "reject", "disown")
_TO = frozenset(word_list("da per con a di tranne to with from for at tells told asks asked says"))


def find_person(text: SpokenText) -> SpokenText:
    """`text` with who the person is: a relative of whom the asker speaks, or whoever else it speaks of."""
    if text.relative is None or _hurts(text) or _is_asker(text) or _comes_late(text) or _sends_away(text):
        return text
    return replace(text, person=frozenset({Holder.PERSON, Holder.RELATIVE}))


def _is_asker(text: SpokenText) -> bool:
    """Whether the asker is the person, although they speak of a relative."""
    if suffers(text) or _is_another(text) or _is_acted_on(text):
        return True
    line = f" {' '.join(token.word for token in text.tokens)} "
    if any(f" {phrase} " in line for phrase in _FOR_SELF):
        return True
    if _is_for_bound_relative(text):
        return False
    if _tells_own_age(text) or any(token.word in _DEAD for token in text.tokens):
        return True
    if any(True for _ in _list_situations(text, Holder.SELF)):
        return not _asks_for_them(text)
    if _asks_before(text) or _has_no_home(text):
        return True
    if _is_of_who_asks(text) or _is_threatened(text):
        return True
    if _is_no_kin(text) and (Holder.SELF in text.holders or _speaks_of_own(text)):
        return True
    standings = {standing_of(text.lexicon.situations[one.code]) for one in _list_situations(text, Holder.RELATIVE)}
    for_them = any(token.word in FOR_THEM for token in text.tokens) or _is_asked_for(text)
    if standings and not for_them and _needs_for_self(text) and (_is_all_past(text) or _tells_of_own_body(text)):
        return True
    if standings:
        return standings <= {Standing.INSIDE} and _seeks_outside(text) and not _gives_them(text)
    if for_them:
        return False
    if _speaks_of_relative(text):
        return True
    return _needs_for_self(text)


def _tells_of_own_body(text: SpokenText) -> bool:
    """Whether the asker says something of their own body: `my husband just got out, and I'm pregnant`."""
    own = (span for span in text.spans if text.holders[span.first] is Holder.SELF)
    return any(given.name in _BODILY for span in own for one in span.meanings for given in one.facts)


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


def _asks_for_them(text: SpokenText) -> bool:
    """Whether a question is for the relative alone: `chi la aiuta quando rientro?`, `I'm inside, who helps her?`."""
    words = [token.word for token in text.tokens]
    if _needs_for_self(text):
        return False
    for index, word in enumerate(words):
        near = words[index + 1 : index + 4]
        if (
            word in ("chi", "who", "dove", "where", "come", "how")
            and not _THEM.isdisjoint(near)
            and _US.isdisjoint(near)
        ):
            return True
    return any(pair in _FOR_HER for pair in pairwise(words))


def _is_asked_for(text: SpokenText) -> bool:
    """Whether the relative is named again as whom something is for: `my brother was ..., a bed for my brother`."""
    names = [span for span in text.spans if text.relative in span.markers]
    words = {word for span in names for word in span.words} - POSSESSIVES
    for index, token in enumerate(text.tokens):
        if token.word in words and names and index >= names[0].last:
            before = [one.word for one in text.tokens[max(index - 3, 0) : index]]
            if not {"per", "x", "for"}.isdisjoint(before):
                return True
    return False


def _needs_for_self(text: SpokenText) -> bool:
    """Whether the asker names a need as theirs."""
    return any(_is_need(span) for span in text.spans if text.holders[span.first] is Holder.SELF)


def _is_for_bound_relative(text: SpokenText) -> bool:
    """Whether something is asked for a relative who is in prison: `mi serve una tuta per mio fratello detenuto`."""
    first = _first_mention(text)
    if not first or text.tokens[first].apart or text.tokens[first - 1].word not in ("per", "x", "for"):
        return False
    last = next((span.last for span in text.spans if text.relative in span.markers), 0)
    beside = (span for span in text.spans if span.first == last and not text.tokens[last].apart)
    return any(one.kind is MeaningKind.SITUATION for span in beside for one in span.meanings)


def _is_threatened(text: SpokenText) -> bool:
    """Whether the asker says that somebody threatens or follows them: `è tornato a minacciarmi`, `to threaten me`."""
    words = [token.word for token in text.tokens]
    for index, word in enumerate(words):
        beside = {*words[max(index - 1, 0) : index], *words[index + 1 : index + 2]}
        if word.startswith(_THREATS) and (word.endswith(_TO_US) or beside & _US):
            return True
    return False


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


def _speaks_of_own(text: SpokenText) -> bool:
    """Whether the asker calls something other than the relative theirs: `an ex is parked outside my work`."""
    last = next((span.last for span in text.spans if text.relative in span.markers), 0)
    return any(token.word in POSSESSIVES | _US for token in text.tokens[last:])


def _speaks_of_relative(text: SpokenText) -> bool:
    """Whether the asker lives with an addict, or wants to stop hitting somebody: then they ask for themselves."""
    for span in text.spans:
        names = {given.name for one in span.meanings for given in one.facts}
        if OF_RELATIVE in names or (SEEKS_PREVENTION in names and text.holders[span.first] is Holder.SELF):
            return True
    return False


def _tells_own_age(text: SpokenText) -> bool:
    """Whether the asker says how old they are: `my mum is inside and I'm 15`."""
    words = [token.word for token in text.tokens]
    for index, word in enumerate(words):
        if word.isdecimal() and len(word) == 2:
            before, after = words[max(index - 2, 0) : index], words[index + 1 : index + 2]
            if before[-1:] == ["ho"] and after == ["anni"]:
                return True
            if before in (["i", "m"], ["i", "am"]) and not _counts(after):
                return True
            if before[-1:] == ["im"] and not _counts(after):
                return True
    return False


def _counts(after: list[str]) -> bool:
    return bool(after) and after[0] in ("days", "weeks", "months", "euros", "euro", "hours", "minutes", "km", "per")


def _has_no_home(text: SpokenText) -> bool:
    """Whether the asker says that they have no home."""
    own = (span for span in text.spans if text.holders[span.first] is Holder.SELF)
    return any(given.values == ("street",) for span in own for one in span.meanings for given in one.facts)


def _asks_before(text: SpokenText) -> bool:
    """Whether the asker names a need of their own first, then the relative: `can I get a parcel if my brother ...`."""
    first = _first_mention(text)
    own = (span for span in text.spans if span.last <= first and text.holders[span.first] is Holder.SELF)
    parted = first > 0 and (text.tokens[first].apart or text.tokens[first - 1].word in _CONDITIONS)
    return parted and any(_is_need(span) for span in own)


def _first_mention(text: SpokenText) -> int:
    """The number of the first token of the relative, including its possessive."""
    first = next((span.first for span in text.spans if text.relative in span.markers), 0)
    while first and not text.tokens[first].apart and text.tokens[first - 1].word in POSSESSIVES | LIGHT:
        first -= 1
    return first


def _list_situations(text: SpokenText, holder: Holder) -> Iterator[Meaning]:
    """The situations that the text states about `holder`; a bare place states none."""
    for span in text.spans:
        senses = [one for one in span.meanings if one.kind is MeaningKind.SITUATION]
        if len(senses) == 1 and text.holders[span.first] is holder and find_before(text, span, Role.NOT) is None:
            yield senses[0]


def _is_need(span: Span) -> bool:
    return any(one.kind is MeaningKind.NEED for one in span.meanings)


def _seeks_outside(text: SpokenText) -> bool:
    """Whether the needs of the text make sense only outside prison, and nothing says that the relative seeks them."""
    if any(
        token.word in _SEEKS_TOO and text.holders[index] is not Holder.SELF for index, token in enumerate(text.tokens)
    ):
        return False
    named = (span for span in text.spans if not span.has(Role.OTHER))
    needs = [one.code for span in named for one in span.meanings if one.kind is MeaningKind.NEED]
    return bool(needs) and all(code.startswith(_OUTSIDE) and code != _TRAINING for code in needs)


def _gives_them(text: SpokenText) -> bool:
    """Whether the asker wants to bring or send the relative something: `how do I get him clothes?`."""
    words = [token.word for token in text.tokens]
    if any(word in _GIVING for word in words):
        return True
    return any(pair in _GIVING_PAIRS for pair in pairwise(words))


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
    later = [span for span in text.spans if last <= span.first]
    hurt = next((one for one in later if any(g.name == VICTIM_OF for m in one.meanings for g in m.facts)), None)
    if hurt is None or any(token.apart for token in text.tokens[last : hurt.first + 1]):
        return False
    if any(span.has(Role.OTHER) for span in later if span.first < hurt.first):
        return False  # who may be the one who hurts the relative
    if hurt.first >= last + _CLAUSE:  # far from the relative, it must go on about them: `è ubriaco e la picchia`
        return [token.word for token in text.tokens[hurt.first - 2 : hurt.first]] in (
            ["e", "la"],
            ["e", "lo"],
            ["e", "le"],
        )
    return any(token.word in _HURT for token in text.tokens[last : hurt.last + 2])


def _sends_away(text: SpokenText) -> bool:
    """Whether the relative does something to the person: `il padre l'ha cacciata`, `dad threw her out`."""
    last = next((span.last for span in text.spans if text.relative in span.markers), 0)
    words = []
    for token in text.tokens[last : last + _CLAUSE]:
        if token.apart:
            break
        words.append(token.word)
    pairs = set(pairwise(words))
    if not pairs.isdisjoint((("l", "ha"), ("l", "aveva"))):
        return True
    return any(word.startswith(_THROWS) and after in ("him", "her") for word, after in pairs)


def suffers(text: SpokenText) -> bool:
    """Whether the asker says that they suffer violence; anybody else in the text is then the other party."""
    for span in text.spans:
        if any(given.name == VICTIM_OF for one in span.meanings for given in one.facts):
            near = text.tokens[max(span.first - _NEAR, 0) : span.last + _NEAR]
            if any(token.word in _US or token.word.endswith(_TO_US) for token in near):
                return True
            if not POSSESSIVES.isdisjoint(token.word for token in text.tokens[span.first : span.last]):
                return True  # `paura del mio ex`
    return False


def _comes_late(text: SpokenText) -> bool:
    """Whether the text has spoken of somebody before it names the relative."""
    first = next((span.first for span in text.spans if text.relative in span.markers), 0)
    if any(token.word in POSSESSIVES for token in text.tokens[max(first - 2, 0) : first]):
        return False
    stated = [
        span
        for span in text.spans
        if span.last <= first
        and span.quantity is None
        and any(m.facts for m in span.meanings)
        and not span.has(Role.OTHER)
    ]
    return any(any(token.apart for token in text.tokens[span.last : first + 1]) for span in stated)


def _is_another(text: SpokenText) -> bool:
    """Whether a pronoun of the other gender is the subject, so that the relative is not the person."""
    others = {"man": frozenset({"she", "lei"}), "woman": frozenset({"he", "lui"})}
    gender = text.relative.gender if text.relative is not None else None
    words = others.get(gender or "", frozenset())
    if any(
        token.word in words and (not _is_oblique(text, index) or text.tokens[index - 1].word in ("for", "per"))
        for index, token in enumerate(text.tokens)
    ) or _is_for_another(text, gender):
        return True
    if gender is None and any(_denies(text, index) for index in range(len(text.tokens) - 1)):
        return True
    return _are_parents(text) and any(_begins_clause(text, index) for index in range(len(text.tokens)))


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
