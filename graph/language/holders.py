"""Whom each token is about: the person for whom help is asked, or somebody else.

A text may speak of a relative, and a relative may ask for the person. The subject of a clause holds what the clause
says; a relative who only stands after a preposition (`da mia madre`) holds nothing.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import pairwise

from graph.language.clauses import list_foreign
from graph.language.grammar import Marker, Role, list_relatives
from graph.language.quantities import NUMBERS
from graph.language.spans import Span
from graph.language.tokens import LIGHT, Token, end_of_clause, word_list
from graph.language.violence import list_of_pursuers
from graph.vocabulary import VICTIM_OF, Locale

OF_RELATIVE = "addiction_of_relative"
_PREPOSITIONS = frozenset(word_list("da di con su in tra presso by with of from at to"))
_AROUND = _PREPOSITIONS - {"di", "of"} | {"on", "a", "per"}
"""After a relative who only says where or with whom, these speak of the person again."""
_FOR = frozenset(word_list("per x for"))
_CONJUNCTIONS = frozenset(word_list("quando mentre perche since while because when"))
POSSESSIVES = frozenset(word_list("mio mia miei mie nostro nostra my our"))
_OWNERS = POSSESSIVES | frozenset(word_list("suo sua suoi sue his her their"))
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
_THEY = frozenset(word_list("genitori nonni zii suoceri fratelli sorelle figli loro suoi vicini amici"))
"""After these, `sono` is said of them."""
_WHERE_I_AM = frozenset(word_list("still alone in inside on at left here"))
_HAVE = frozenset(word_list("ho abbiamo have ve"))
_ONE = frozenset(word_list("un una a"))
PARENTS = frozenset(word_list("genitori parents"))
_OTHERS = {
    "man": frozenset({"she", "lei"}),
    "woman": frozenset({"he", "lui"}),
    "parents": frozenset(word_list("she lei he lui")),
}
"""The pronouns that do not mean the relative."""
_CALLS = frozenset(
    word_list(
        "asking asks calling calls called writes writing phoned rang speaking chiede chiama telefona scrive chiamato "
        "chiamata telefonato here"
    )
)
_SEVERAL = frozenset(word_list("neighbours neighbors vicini parents genitori friends amici colleagues colleghi"))
"""At the beginning of a text, before whose they are, these are who writes: `neighbours of a guy ...`."""
_ABOUT = frozenset(word_list("tratta conto behalf"))
_NEAR_TO = frozenset(word_list("avvicinamento avvicinarsi avvicinarmi near"))
"""A ban on going near somebody names them and says no more of them."""
_TOLD = frozenset(word_list("detto told raccontato confidato scritto"))
"""After these, a relative of the person is the one to whom something is said: `ha detto alla sorella che`."""
_CALLED = frozenset(word_list("sono am im m chiama telefona scrive call called"))
_NO_ONE = frozenset(word_list("ne no senza without nor nessun nessuna"))
_CHILD_NOUNS = frozenset(
    word_list(
        "figlio figlia bambino bambina bimbo bimba kid child baby son daughter boy girl toddler one neonato neonata"
    )
)
_YEARS = frozenset(word_list("anni anno enne years year yo yrs"))
_INTRODUCTION = 9
"""The most words of an introduction before a colon."""
_OF_TRADE = ("tore", "trice", "ista", "iere", "iera", "aio", "aia")
"""How Italian words for trades end."""
_TRADES = frozenset(
    word_list(
        "badante cuoco cuoca operaia commerciante insegnante driver soldier boxer teacher nurse cook footballer "
        "builder carer farmer worker miner sailor plumber waiter waitress cleaner"
    )
)
_PARENT_NOUNS = frozenset(word_list("padre papa madre mamma father dad mother mum mom"))
_CHILDREN = ("figli", "bambin", "bimb", "ragazzin", "gemell", "minor", "piccol", "kid", "child", "daught", "son",
             "girl", "boy", "twin")  # fmt: skip
_CHILD_VERBS = frozenset(
    word_list("e is s has ha sta va goes vive lives soffre suffers non beve stays sleeps dorme was")
)
_VERBS = frozenset(
    word_list(
        "e ha vuole cerca deve is has was needs wants la le sta esce finisce sconta vive dorme prende chiede vorrebbe "
        "puo va beve soffre abita uscira termina non lives sleeps gets comes finishes leaves asks drinks"
    )
)
_DESCRIBED = frozenset(
    word_list("old anni enne uomo donna signore signora ragazzo ragazza man woman guy lady lad fella")
)
"""Before `ex`, these begin to say who somebody is."""
_DESCRIBING = ("pregnant", "nationality", "age", "gender")
_PLACED = frozenset(word_list("a in at da"))
"""After a relative, these begin where they are."""
_ASIDE = 4
"""Words of a clause that only says where a relative is."""


_TAKES_IN = frozenset(
    (pronoun, verb)
    for pronoun in ("lo", "la")
    for verb in ("vuole", "vogliono", "prende", "prendono", "accoglie", "accetta", "riprende", "tiene", "mantiene")
)
"""`la mamma non lo vuole`: what follows speaks of whom she does not want."""
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


def find_relative(tokens: Sequence[Token], spans: Sequence[Span]) -> Marker | None:
    """The relative who is the subject of the text, of those that it names as `my brother`."""
    subjects = {span.words for span in spans if span.has(Role.OTHER) and is_subject(tokens, span)}
    foreign = list_of_pursuers(tokens)
    for span in spans:
        if is_what_somebody_was(tokens, span) or span.first in foreign:
            continue
        if span.has(Role.OTHER) and span.first <= 1 and _is_fronted_object(tokens, span):
            continue
        if span.has(Role.OTHER) and introduces_speaker(tokens, span):
            if _is_of_another(tokens, span):
                return Marker(Role.OTHER)
            continue
        if (
            span.has(Role.OTHER)
            and is_subject(tokens, span)
            and (
                _is_owned(tokens, span, len(subjects))
                or _begins_as_heading(tokens, span)
                or _follows_colon(tokens, span, len(subjects))
            )
        ):
            return next(marker for marker in span.markers if marker.role is Role.OTHER)
    return Marker(Role.OTHER, gender="man") if not subjects and _is_he_beside_me(tokens) else None


def _is_he_beside_me(tokens: Sequence[Token]) -> bool:
    """Whether the text speaks of a man and, apart from him, of the asker: `he is inside and I'm alone`."""
    return any(_begins_with_he(tokens, index) for index in range(len(tokens))) and any(
        token.word in ("io", "im") or _says_where_i_am(tokens, index) for index, token in enumerate(tokens)
    )


def _says_where_i_am(tokens: Sequence[Token], index: int) -> bool:
    """Whether the asker begins to say how they are beside somebody: `he is out and I'm still inside`."""
    words = [token.word for token in tokens[index : index + 3]]
    return words[:2] in (["i", "m"], ["i", "am"]) and not _WHERE_I_AM.isdisjoint(words[2:])


def _begins_with_he(tokens: Sequence[Token], index: int) -> bool:
    begins = index == 0 or tokens[index].apart or tokens[index - 1].word in ("e", "and", "ma", "but")
    return begins and tokens[index].word in ("lui", "he")


def _begins_clause_with_he(tokens: Sequence[Token], index: int) -> bool:
    """Whether a clause about him begins in what the asker says of themselves: `I feel alone since he is inside`."""
    return index > 0 and tokens[index].word in ("lui", "he") and tokens[index - 1].word in _CONJUNCTIONS


def _is_number(tokens: Sequence[Token], index: int) -> bool:
    return index < len(tokens) and tokens[index].word[0].isdigit()


def introduces_speaker(tokens: Sequence[Token], span: Span) -> bool:
    """Whether the one who asks says who they are: `sono la mamma di`, `I'm his sister`, `sister asking`."""
    before = {token.word for token in tokens[max(span.first - 3, 0) : span.first]}
    after = tokens[span.last : span.last + 1]
    if span.first <= 1 and not _SEVERAL.isdisjoint(span.words) and _is_of_another(tokens, span):
        return True
    return bool(before & _CALLED) or bool(after and after[0].word in _CALLS and not after[0].apart)


def _is_owned(tokens: Sequence[Token], span: Span, subjects: int) -> bool:
    """Whether the relative is one of the asker's, or the only one who is named, at the beginning."""
    words = {token.word for token in tokens[max(span.first - 3, 0) : span.last + 1]}
    return (
        bool(words & POSSESSIVES)
        or [token.word for token in tokens[span.last : span.last + 2]] == ["of", "mine"]
        or bool(words & _HAVE and words & _ONE)
        or (span.first <= 1 and subjects == 1 and not words & _OWNERS)
    )


def _begins_as_heading(tokens: Sequence[Token], span: Span) -> bool:
    """Whether a text begins with a relative and their age, and says nothing of the one who asks: `Son, 15, ...`."""
    if span.first > 1 or (span.first and tokens[0].word not in LIGHT) or span.last >= len(tokens):
        return False
    aged = _is_number(tokens, span.last) and not any(token.word == "ex" for token in tokens[span.first : span.last])
    follows = tokens[span.last + 1] if span.last + 1 < len(tokens) else None
    aged = aged and (follows is None or follows.apart or follows.word in _YEARS)
    return aged and not _is_of_another(tokens, span)


def _follows_colon(tokens: Sequence[Token], span: Span, subjects: int) -> bool:
    """Whether the one relative who is named is of whom a helper writes: `Lawyer of a prisoner: his wife needs ...`."""
    first = span.first
    while first and not tokens[first].apart and tokens[first - 1].word in LIGHT | _OWNERS:
        first -= 1
    return subjects == 1 and first > 0 and ":" in tokens[first].gap and first <= _INTRODUCTION


def _is_of_another(tokens: Sequence[Token], span: Span) -> bool:
    """Whether the text then says whose relative it is: `la compagna di un detenuto`."""
    position = _after_age(tokens, span.last)
    if [token.word for token in tokens[position : position + 2]] in (["of", "mine"], ["of", "ours"]):
        return False
    of = position < len(tokens) and tokens[position].word in ("di", "of", "d") and not tokens[position].apart
    next_word = tokens[position + 1].word if position + 1 < len(tokens) else ""
    return of and not _is_number(tokens, position + 1) and next_word not in ("anni", "eta")


def _after_age(tokens: Sequence[Token], position: int) -> int:
    """The number of the token after an age that begins at `position`: `di 15 anni`, `17`."""
    of_age = position < len(tokens) and tokens[position].word in ("di", "of") and _is_number(tokens, position + 1)
    if of_age and [token.word for token in tokens[position + 2 : position + 4]][1:] in (["di"], ["of"], ["d"]):
        position += 1
    while _is_number(tokens, position) or (position < len(tokens) and tokens[position].word in ("enne", "anni")):
        position += 1
    return position


def is_subject(tokens: Sequence[Token], span: Span) -> bool:
    """Whether the relative is no object of a preposition, as in `per mio fratello`."""
    position = span.first - 1
    apart = tokens[span.first].apart
    while position >= 0 and not apart and (tokens[position].word in LIGHT or tokens[position].word in _OWNERS):
        if tokens[position].word in ("d", "of", "di"):
            return position > 0 and tokens[position - 1].word in _ABOUT  # `si tratta di mio zio`
        apart = tokens[position].apart
        position -= 1
    if position < 0 or apart:
        return True
    if tokens[position].word in _NEAR_TO:
        return False
    if tokens[position].word in _TOLD:
        return any(token.word in POSSESSIVES for token in tokens[position + 1 : span.first])
    owned = any(token.word in POSSESSIVES for token in tokens[position + 1 : span.last])
    return tokens[position].word not in _PREPOSITIONS and (owned or tokens[position].word not in ("per", "x", "for"))


def _walk(tokens: Sequence[Token], spans: Sequence[Span], locale: Locale) -> Iterator[Holder]:
    holder, after, oblique = Holder.PERSON, Holder.PERSON, False
    gender: str | None = None
    named = any(span.has(Role.OTHER) and is_subject(tokens, span) for span in spans)
    alone = not named and _is_he_beside_me(tokens)
    selfish = _SELF_IT if locale is Locale.IT else _SELF_EN
    for number, span in enumerate(spans):
        for index in range(span.first, span.last):
            if holder is Holder.THIRD and index == span.first and _ends_third(tokens[index], oblique):
                holder = after
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
            if alone and _begins_with_he(tokens, index):
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
        if span.quantity is not None and holder is Holder.THIRD and number and spans[number - 1].has(Role.OTHER):
            yield from [Holder.RELATIVE] * (span.last - span.first)  # `the mother, 61, of a prisoner`
            continue
        yield from [holder] * (span.last - span.first)
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
            if _goes_on_with_who(tokens, span):
                holder = after = Holder.FOREIGN
            if "ospita" in span.words:
                holder = after = Holder.RELATIVE  # who does what follows


def _is_of_who_hurts(tokens: Sequence[Token], span: Span) -> bool:
    """Whether a span names somebody who is violent, so that what follows is said of them: `marito violento uscito`."""
    if not any(given.name == VICTIM_OF for one in span.meanings for given in one.facts):
        return False
    words = [token.word for token in tokens[span.first : span.last]]
    return words[-1] in _VIOLENT and not list_relatives().isdisjoint(words)


def is_what_somebody_was(tokens: Sequence[Token], span: Span) -> bool:
    """Whether `ex` says what the person was, and means no former partner: `ex badante`, `50 year old ex driver`."""
    if span.words != ("ex",):
        return _is_parent_of_several(tokens, span)
    follows = span.last < len(tokens) and not tokens[span.last].apart and tokens[span.last].word not in _PREPOSITIONS
    if follows and (tokens[span.last].word.endswith(_OF_TRADE) or tokens[span.last].word in _TRADES):
        return True  # `un signore, ex muratore`
    return not span.first or (follows and not tokens[span.first].apart and tokens[span.first - 1].word in _DESCRIBED)


def _is_parent_of_several(tokens: Sequence[Token], span: Span) -> bool:
    """Whether a text begins with what the person is: `padre di due bambine`, `mother of three kids`."""
    if span.first > 1 or _PARENT_NOUNS.isdisjoint(span.words):
        return False
    words = [token.word for token in tokens[span.last : span.last + 4]]
    if words[:1] not in (["di"], ["of"]):
        return False
    counted = (
        words[1:2] and (words[1][0].isdigit() or words[1] in NUMBERS) and words[1] not in ("un", "una", "a", "one")
    )
    return bool(counted) and any(word.startswith(_CHILDREN) for word in words[2:])


def _is_fronted_object(tokens: Sequence[Token], span: Span) -> bool:
    """Whether relatives are only what somebody has: `moglie e figli li ha in Marocco`."""
    words = []
    for token in tokens[span.last : span.last + 5]:
        if token.apart:
            break
        words.append(token.word)
    return any(one in ("li", "le") and other in ("ha", "ho") for one, other in pairwise(words))


def _described(tokens: Sequence[Token], spans: Sequence[Span], number: int) -> Holder | None:
    """The holder of an English adjective before a relative: `his disabled mother`, `a 25 year old daughter`."""
    span = spans[number]
    if not (span.meanings or span.quantity is not None) or span.has(Role.OTHER) or number + 1 >= len(spans):
        return None
    relative = spans[number + 1]
    if not relative.has(Role.OTHER) or tokens[relative.first].apart or is_what_somebody_was(tokens, relative):
        return None
    begins = not span.first or tokens[span.first].apart
    if not begins and tokens[span.first - 1].word not in _OWNERS | _ONE | {"the"}:
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
    return not span.first or tokens[span.first].apart or tokens[span.first - 1].word in _OWNERS | LIGHT | {"e", "and"}


def _is_child_of_another(tokens: Sequence[Token], span: Span) -> bool:
    """Whether a text begins with somebody's child and says whose it is: `figlia quindicenne di un detenuto`."""
    if not _CHILD_NOUNS.intersection(token.word for token in tokens[span.first : span.last]):
        return False
    return span.first <= 1 and not span.has(Role.OTHER) and _is_of_another(tokens, span)


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
    if any(pair in _TAKES_IN for pair in pairwise(words)) and POSSESSIVES.isdisjoint(words):
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
    if span.first <= 1 and _is_fronted_object(tokens, span):
        return True
    if any(word.startswith(_ACCUSED) for word in words) and not _TO_ME.isdisjoint(words):
        return True
    pairs = list(pairwise(words))
    return POSSESSIVES.isdisjoint([token.word for token in tokens[max(span.first - 2, 0) : span.first]]) and any(
        pair in _TAKES_IN for pair in pairs
    )


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
        return before not in _PREPOSITIONS and before not in ("tranne", "per", "a", "come")
    if word == "mi":
        return after not in TELLS
    if word == "sono" and before in _THEY:
        return False
    return word not in ("lavoro", "studio", "pago", "prendo") or before == "io"


def _hold(tokens: Sequence[Token], spans: Sequence[Span], number: int, holder: Holder) -> tuple[Holder, Holder]:
    """The holder of the words after a relative, and the holder of those after the next verb or break.

    A relative after a preposition, or one who is only named for another one (`my sister's boyfriend`), holds no more
    than the words beside them.
    """
    span = spans[number]
    if span.first and tokens[span.first - 1].word in _NO_ONE:
        return holder, holder
    if span.first <= 1 and _is_fronted_object(tokens, span):
        return Holder.THIRD, holder
    if introduces_speaker(tokens, span):
        of = Holder.RELATIVE if _is_of_another(tokens, span) else Holder.PERSON
        return of, of
    earlier = [one for one in spans[:number] if tokens[one.first].word not in LIGHT]
    if earlier and earlier[-1].has(Role.OTHER):
        return Holder.FOREIGN, Holder.FOREIGN
    if not is_subject(tokens, span):
        if _goes_on_with_who(tokens, span):
            return Holder.FOREIGN, Holder.FOREIGN
        helped = span.first > 0 and tokens[span.first - 1].word in _FOR and not _is_of_another(tokens, span)
        return (holder if helped else Holder.THIRD), holder
    if any(_is_another(tokens, span, one) for one in spans[:number] if not introduces_speaker(tokens, one)):
        return Holder.FOREIGN, Holder.FOREIGN
    if _is_aside(tokens, spans[:number], span):
        return Holder.THIRD, Holder.PERSON
    return (Holder.THIRD if _is_of_another(tokens, span) else Holder.RELATIVE), Holder.RELATIVE


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
    who = span.last < len(tokens) and tokens[span.last].word in ("che", "who", "whose", "that")
    return who and span.first > 0 and not tokens[span.last].apart and tokens[span.first - 1].word not in _FOR


def _is_another(tokens: Sequence[Token], span: Span, earlier: Span) -> bool:
    """Whether `earlier` and `span` name two different relatives."""
    return earlier.has(Role.OTHER) and is_subject(tokens, earlier) and earlier.words != span.words


def _are_two(tokens: Sequence[Token], spans: Sequence[Span]) -> bool:
    """Whether a pronoun may mean somebody other than the person: the text has both pronouns or names another."""
    words = {token.word for token in tokens}
    return {"lui", "lei"} <= words or any(span.has(Role.OTHER) for span in spans)


def _ends_what_is_said(tokens: Sequence[Token], index: int, holder: Holder) -> bool:
    """Whether the words about `holder` end at token `index`: after a sentence, or for the asker after any break."""
    token = tokens[index]
    if holder in (Holder.SELF, Holder.FOREIGN):
        return token.apart
    return token.apart and any(stop in token.gap for stop in ".;!?\n")
