"""Whom each token is about: the person for whom help is asked, or somebody else.

A text may speak of a relative, and a relative may ask for the person. The subject of a clause holds what the clause
says; a relative who only stands after a preposition (`da mia madre`) holds nothing.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from graph.language.clauses import list_foreign
from graph.language.grammar import Role, list_relatives
from graph.language.pursuers import list_of_pursuers
from graph.language.relatives import (
    DESCRIBES,
    INDEFINITE,
    OF_RELATIVE,
    OWNERS,
    POSSESSIVES,
    PREPOSITIONS,
    acts_on_somebody,
    begins_with_he,
    introduces_speaker,
    is_dead,
    is_fronted_object,
    is_he_beside_me,
    is_of_another,
    is_subject,
    is_what_somebody_was,
)
from graph.language.spans import Span
from graph.language.tokens import LIGHT, Token, end_of_clause, word_list
from graph.vocabulary import VICTIM_OF, Locale

_AROUND = PREPOSITIONS - {"di", "of"} | {"on", "a", "per"}
"""After a relative who only says where or with whom, these speak of the person again."""
_FOR = frozenset(word_list("per x for"))
_CONJUNCTIONS = frozenset(word_list("quando mentre perche since while because when"))
_SELF_IT = frozenset(
    word_list(
        "io mi ho sono me voglio devo posso cerco sto dormo abito vivo esco vorrei cerchiamo abbiamo dobbiamo vorremmo "
        "siamo pago lavoro studio vado faccio riesco prendo avevo ero stavo vivevo dormivo facevo lavoravo"
    )
)
_SELF_EN = frozenset(word_list("i im am we"))
TELLS = frozenset(
    word_list(
        "dice dicono detto chiede chiedono chiesto racconta raccontato ha hanno risulta sembra pare scrive scritto "
        "telefona telefonato chiama chiamato sapete sai puo può potete potreste aiuta aiutate"
    )
)
"""After `mi`, these are said by somebody else."""
_HAPPENS = (
    "revocat",
    "tolt",
    "licenziat",
    "sfrattat",
    "arrestat",
    "scarcerat",
    "condannat",
    "rubat",
    "negat",
    "sospes",
)
"""The beginnings of what happens to the speaker, after `mi hanno`."""
_THEY = frozenset(word_list("genitori nonni zii suoceri fratelli sorelle figli loro suoi vicini amici"))
"""After these, `sono` is said of them."""
PARENTS = frozenset(word_list("genitori parents"))
_OTHERS = {
    "man": frozenset({"she", "lei"}),
    "woman": frozenset({"he", "lui"}),
    "parents": frozenset(word_list("she lei he lui")),
}
"""The pronouns that do not mean the relative."""
_NO_ONE = frozenset(word_list("ne no senza without nor nessun nessuna niente zero"))
_CHILD_NOUNS = frozenset(
    word_list(
        "figlio figlia bambino bambina bimbo bimba kid child baby son daughter boy girl toddler one neonato neonata"
    )
)
_CHILD_VERBS = frozenset(
    word_list("e is s has ha sta va goes vive lives soffre suffers non beve stays sleeps dorme was")
)
_VERBS = frozenset(
    word_list(
        "e ha vuole cerca deve is has was needs wants la le sta esce finisce sconta vive dorme prende chiede vorrebbe "
        "puo va beve soffre abita uscira termina non lives sleeps gets comes finishes leaves asks drinks"
    )
)
_DESCRIBING = ("pregnant", "nationality", "age", "gender")
_PLACED = frozenset(word_list("a in at da"))
"""After a relative, these begin where they are."""
_RELATIVE_PRONOUNS = frozenset(word_list("che who whose that"))
_ASIDE = 4
"""Words of a clause that only says where a relative is."""


_ACCUSED = ("denunci", "querel", "accus", "reported", "charged")
_TO_ME = frozenset(word_list("mi me ci us"))
_VIOLENT = frozenset(word_list("violento aggressivo manesco"))


class Holder(StrEnum):
    """The one whom a token is about."""

    PERSON = "person"
    SELF = "self"
    RELATIVE = "relative"
    THIRD = "third"
    """Somebody who is only named to say whose relative the person is: `la compagna di un detenuto`."""
    FOREIGN = "foreign"
    """A relative of a relative, who is never the person: `my sister's boyfriend`."""


def assign(tokens: Sequence[Token], spans: Sequence[Span], locale: Locale) -> tuple[Holder, ...]:
    """The holder of each token."""
    foreign = list_foreign(tokens) | list_of_pursuers(tokens)
    found = _walk(tokens, spans, locale)
    return tuple(Holder.FOREIGN if index in foreign else one for index, one in enumerate(found))


def _begins_clause_with_he(tokens: Sequence[Token], index: int) -> bool:
    """Whether a clause about him begins in what the asker says of themselves: `I feel alone since he is inside`."""
    return index > 0 and tokens[index].word in ("lui", "he") and tokens[index - 1].word in _CONJUNCTIONS


def _walk(tokens: Sequence[Token], spans: Sequence[Span], locale: Locale) -> Iterator[Holder]:
    holder, after, oblique = Holder.PERSON, Holder.PERSON, False
    gender: str | None = None
    named = any(span.has(Role.OTHER) and is_subject(tokens, span) for span in spans)
    alone = not named and is_he_beside_me(tokens)
    selfish = _SELF_IT if locale is Locale.IT else _SELF_EN
    for number, span in enumerate(spans):
        for index in range(span.first, span.last):
            if holder is Holder.THIRD and index == span.first and _ends_third(tokens[index], oblique):
                holder = after
            parents = holder is Holder.THIRD and gender == "parents"
            if parents and tokens[index].word in _OTHERS["parents"]:
                holder = after  # `kicked out by her parents after she came out of prison`
            if holder is Holder.SELF and _begins_clause_with_he(tokens, index):
                holder = Holder.RELATIVE
            if _ends_what_is_said(tokens, index, holder):
                holder = Holder.PERSON
            if tokens[index].word in selfish and not span.has(Role.OTHER) and _is_speaker(tokens, index):
                holder = Holder.SELF
            returns = holder is Holder.RELATIVE and tokens[index].word in _OTHERS.get(gender or "", ())
            if returns:
                holder = Holder.PERSON
            begins = index == 0 or tokens[index].apart or "(" in tokens[index].gap
            if index and tokens[index].word in ("lui", "lei") and begins and not returns and _are_two(tokens, spans):
                holder = Holder.RELATIVE
            if holder is Holder.RELATIVE and begins and _is_owner(tokens, index):
                holder = Holder.PERSON
            if holder is Holder.RELATIVE and tokens[index].apart and _acts_on_person(tokens, spans, index):
                holder = Holder.PERSON
            if alone and begins_with_he(tokens, index):
                holder = Holder.RELATIVE
        if span.has(Role.OTHER) and not is_what_somebody_was(tokens, span):
            holder, after = _hold(tokens, spans, number, holder)
            oblique = not is_subject(tokens, span)
            gender = next((marker.gender for marker in span.markers if marker.role is Role.OTHER), None)
            gender = gender if PARENTS.isdisjoint(span.words) else "parents"
            yield from [Holder.RELATIVE] * (span.last - span.first)
            continue
        if span.has(Role.PERSON) and holder is not Holder.THIRD:
            holder = Holder.PERSON
        described = _described(tokens, spans, number) if locale is Locale.EN else None
        if described is not None:
            yield from [described] * (span.last - span.first)
            continue
        told = span.quantity is not None or tokens[span.first].word in DESCRIBES
        if told and holder is Holder.THIRD and number and spans[number - 1].has(Role.OTHER):
            yield from [Holder.RELATIVE] * (span.last - span.first)  # `the mother, 61, of a prisoner`
            continue
        yield from [holder] * (span.last - span.first)
        if holder in (Holder.PERSON, Holder.RELATIVE) and _is_pregnant_by(tokens, span):
            holder, after, oblique = Holder.THIRD, holder, False
        if any(given.name == OF_RELATIVE for one in span.meanings for given in one.facts):
            holder = after = Holder.RELATIVE  # whose addiction the phrase states
        elif _is_child_that_does_something(tokens, span):
            holder, after, oblique = Holder.FOREIGN, holder, False
        elif _is_child_of_another(tokens, span):
            holder, after, oblique = Holder.THIRD, holder, False
        if _is_of_who_hurts(tokens, span):
            holder, after, oblique = Holder.FOREIGN, holder, False
        elif span.meanings and tokens[span.last - 1].word in list_relatives():
            holder, after, oblique = Holder.THIRD, holder, True
            gender = "parents" if tokens[span.last - 1].word in PARENTS else gender
            if _goes_on_with_who(tokens, span):
                holder = after = Holder.FOREIGN
            if "ospita" in span.words:
                holder = after = Holder.RELATIVE  # who does what follows


def _is_pregnant_by(tokens: Sequence[Token], span: Span) -> bool:
    """Whether a span says that somebody is pregnant, and the words after it by whom: `incinta di un detenuto`."""
    if not any(given.name == "pregnant" for one in span.meanings for given in one.facts):
        return False
    follows = [token.word for token in tokens[span.last : span.last + 2] if not token.apart]
    return follows[:1] in (["di"], ["by"]) and follows[1:2] in (["un"], ["uno"], ["a"], ["an"], ["il"], ["lui"])


def _is_of_who_hurts(tokens: Sequence[Token], span: Span) -> bool:
    """Whether a span names somebody who is violent, so that what follows is said of them: `marito violento uscito`."""
    if not any(given.name == VICTIM_OF for one in span.meanings for given in one.facts):
        return False
    words = [token.word for token in tokens[span.first : span.last]]
    before = [token.word for token in tokens[max(span.first - 1, 0) : span.first]]
    if span.first <= 1 and words[0] in ("violent", "abusive") and words[-1] in list_relatives():
        return True
    return words[-1] in _VIOLENT and not list_relatives().isdisjoint([*before, *words])


def _described(tokens: Sequence[Token], spans: Sequence[Span], number: int) -> Holder | None:
    """The holder of an English adjective before a relative: `his disabled mother`, `a 25 year old daughter`."""
    span = spans[number]
    if not (span.meanings or span.quantity is not None) or span.has(Role.OTHER) or number + 1 >= len(spans):
        return None
    relative = spans[number + 1]
    if not relative.has(Role.OTHER) or tokens[relative.first].apart or is_what_somebody_was(tokens, relative):
        return None
    begins = not span.first or tokens[span.first].apart
    if not begins and tokens[span.first - 1].word not in OWNERS | INDEFINITE | {"the"}:
        return None
    return Holder.RELATIVE if is_subject(tokens, relative) else Holder.THIRD


def _is_child_that_does_something(tokens: Sequence[Token], span: Span) -> bool:
    """Whether what follows is said of a child who is only named to say that somebody has one: `my kid is in a ...`."""
    names = {given.name for one in span.meanings for given in one.facts}
    if "minor_children" not in names or span.last >= len(tokens) or tokens[span.last].apart:
        return False
    if span.words == ("kid",) and span.first <= 1 and (not span.first or tokens[0].word in LIGHT):
        return False  # who is the person
    if tokens[span.last].word not in _CHILD_VERBS or not _CHILD_NOUNS.intersection(span.words):
        return False
    return not span.first or tokens[span.first].apart or tokens[span.first - 1].word in OWNERS | LIGHT | {"e", "and"}


def _is_child_of_another(tokens: Sequence[Token], span: Span) -> bool:
    """Whether a text begins with somebody's child and says whose it is: `figlia quindicenne di un detenuto`."""
    if not _CHILD_NOUNS.intersection(token.word for token in tokens[span.first : span.last]):
        return False
    return span.first <= 1 and not span.has(Role.OTHER) and is_of_another(tokens, span)


def _is_owner(tokens: Sequence[Token], index: int) -> bool:
    """Whether a pronoun is the one whose relative was named: `her partner is ill, she is alone`."""
    owner = {"she": "her", "he": "his"}.get(tokens[index].word)
    earlier = [token.word for token in tokens[:index]]
    return owner in earlier and tokens[index].word not in earlier and "my" not in earlier


def _acts_on_person(tokens: Sequence[Token], spans: Sequence[Span], index: int) -> bool:
    """Whether a relative did something to the person just before: `il compagno l'ha lasciata`, `her ex left her`.

    A relative of the asker may do it to somebody else: `mio fratello la picchia, ha 30 anni`.
    """
    first = index - 1
    while first > 0 and not tokens[first].apart:
        first -= 1
    words = [token.word for token in tokens[first:index]]
    if POSSESSIVES.isdisjoint(words) and any(
        _hurts_with_pronoun(tokens, one, first) for one in spans if first <= one.first < index
    ):
        return True
    if acts_on_somebody(words) and POSSESSIVES.isdisjoint(words):
        return True
    if any(word.startswith(_ACCUSED) for word in words) and not _TO_ME.isdisjoint(words):
        return True
    return words[-1:] in (["her"], ["him"]) or any(
        word == "l" and words[place + 1] in ("ha", "hanno", "aveva") for place, word in enumerate(words[:-1])
    )


def only_acts(tokens: Sequence[Token], span: Span, end: int) -> bool:
    """Whether a relative only does something to the person, or is theirs, before a break that ends at token `end`.

    `la mamma non lo vuole, è a San Vittore`, `moglie e figli li ha in Marocco; è in affidamento`.
    """
    words = []
    for token in tokens[span.last : end]:
        if token.apart:
            break
        words.append(token.word)
    if len(words) == end - span.last and not tokens[end].apart:
        return False
    if span.first <= 1 and is_fronted_object(tokens, span):
        return True
    if any(word.startswith(_ACCUSED) for word in words) and not _TO_ME.isdisjoint(words):
        return True
    own = [token.word for token in tokens[max(span.first - 2, 0) : span.first]]
    return POSSESSIVES.isdisjoint(own) and acts_on_somebody(words)


def _hurts_with_pronoun(tokens: Sequence[Token], span: Span, first: int) -> bool:
    """Whether a span says that a pronoun before it is hurt: `la picchia`."""
    hurts = any(given.name == VICTIM_OF for one in span.meanings for given in one.facts)
    return hurts and span.first > first and tokens[span.first - 1].word in ("la", "lo", "le", "gli")


def _ends_third(token: Token, oblique: bool) -> bool:
    """Whether `token` is about the person again: after a break, a verb, or at `in` of `with her mother in Milan`."""
    apart = token.apart and "(" not in token.gap
    return apart or token.word in _VERBS or (oblique and token.word in _AROUND)


def _is_speaker(tokens: Sequence[Token], index: int) -> bool:
    """Whether the one who asks is the subject: not in `vive da me`, nor in `mi dicono`."""
    word = tokens[index].word
    before = tokens[index - 1].word if index and not tokens[index].apart else ""
    after = tokens[index + 1].word if index + 1 < len(tokens) and not tokens[index + 1].apart else ""
    if word == "me":
        return before not in PREPOSITIONS and before not in ("tranne", "per", "a", "come")
    if word == "mi":
        return after not in TELLS or _is_done_to_speaker(tokens, index)
    if word == "sono" and (before in _THEY or before in list_relatives()):
        return False
    return word not in ("lavoro", "studio", "pago", "prendo") or before == "io"


def _is_done_to_speaker(tokens: Sequence[Token], index: int) -> bool:
    """Whether something happened to the speaker: `mi hanno revocato`, not `mi hanno detto` nor `mi ha mandato`."""
    has, done = ([token.word for token in tokens[index + 1 : index + 3]] + ["", ""])[:2]
    return has in ("ha", "hanno") and done.startswith(_HAPPENS)


def _hold(tokens: Sequence[Token], spans: Sequence[Span], number: int, holder: Holder) -> tuple[Holder, Holder]:
    """The holder of the words after a relative, and the holder of those after the next verb or break.

    A relative after a preposition, or one who is only named for another one (`my sister's boyfriend`), holds no more
    than the words beside them.
    """
    span = spans[number]
    if span.first and tokens[span.first - 1].word in _NO_ONE:
        return holder, holder
    if span.first <= 1 and is_fronted_object(tokens, span):
        return Holder.THIRD, holder
    if introduces_speaker(tokens, span):
        of = Holder.RELATIVE if is_of_another(tokens, span) else Holder.PERSON
        return of, of
    earlier = [one for one in spans[:number] if tokens[one.first].word not in LIGHT]
    if earlier and earlier[-1].has(Role.OTHER):
        return Holder.FOREIGN, Holder.FOREIGN
    if not is_subject(tokens, span):
        if _goes_on_with_who(tokens, span):
            return Holder.FOREIGN, Holder.FOREIGN
        helped = span.first > 0 and tokens[span.first - 1].word in _FOR and not is_of_another(tokens, span)
        return (holder if helped else Holder.THIRD), holder
    if any(_is_another(tokens, span, one) for one in spans[:number] if not introduces_speaker(tokens, one)):
        return Holder.FOREIGN, Holder.FOREIGN
    if _is_aside(tokens, spans[:number], span):
        return Holder.THIRD, Holder.PERSON
    return (Holder.THIRD if is_of_another(tokens, span) else Holder.RELATIVE), Holder.RELATIVE


def _is_aside(tokens: Sequence[Token], earlier: Sequence[Span], span: Span) -> bool:
    """Whether a verbless clause says where a relative of the person is: `donna incinta, compagno a Opera, ...`."""
    described = any(
        given.name in _DESCRIBING
        for one in earlier
        if not one.has(Role.OTHER)
        for m in one.meanings
        for given in m.facts
    )
    after = [token.word for token in tokens[span.last : end_of_clause(tokens, span.last - 1)]]
    return described and tokens[span.first].apart and 1 < len(after) <= _ASIDE and after[0] in _PLACED


def _goes_on_with_who(tokens: Sequence[Token], span: Span) -> bool:
    """Whether a clause about somebody who is only named follows: `I stay with a friend who is in jail`."""
    if span.last >= len(tokens) or tokens[span.last].word not in _RELATIVE_PRONOUNS or not span.first:
        return False
    joined = not tokens[span.last].apart or _adds_who(tokens, span.last)
    return joined and tokens[span.first - 1].word not in _FOR and not _is_helped(tokens, span)


def _adds_who(tokens: Sequence[Token], index: int) -> bool:
    """Whether token `index` begins what is added of whoever was just named: `her boyfriend, who's on house arrest`."""
    return tokens[index].word in ("who", "whose") and tokens[index].gap.strip() == ","


def _is_helped(tokens: Sequence[Token], span: Span) -> bool:
    """Whether something is asked for a relative, with a word for whose between: `for my brother, who is inside`."""
    before = [token.word for token in tokens[max(span.first - 3, 0) : span.first]]
    return len(before) > 1 and before[-1] in OWNERS | INDEFINITE and before[-2] in _FOR


def _is_another(tokens: Sequence[Token], span: Span, earlier: Span) -> bool:
    """Whether `earlier` and `span` name two different relatives."""
    return earlier.has(Role.OTHER) and is_subject(tokens, earlier) and earlier.words != span.words


def _are_two(tokens: Sequence[Token], spans: Sequence[Span]) -> bool:
    """Whether a pronoun may mean somebody other than the person: the text has both pronouns or names another."""
    words = {token.word for token in tokens}
    return {"lui", "lei"} <= words or any(span.has(Role.OTHER) and not is_dead(tokens, span) for span in spans)


def _ends_what_is_said(tokens: Sequence[Token], index: int, holder: Holder) -> bool:
    """Whether the words about `holder` end at token `index`: after a sentence, or for the asker after any break."""
    token = tokens[index]
    if holder in (Holder.SELF, Holder.FOREIGN):
        return token.apart and not (holder is Holder.FOREIGN and _adds_who(tokens, index))
    return token.apart and any(stop in token.gap for stop in ".;!?\n")
