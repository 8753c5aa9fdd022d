"""Relatives in a text: which of them it is about, who introduces themselves as one, and who is only named."""

from collections.abc import Sequence
from itertools import pairwise

from graph.language.grammar import Marker, Role, list_kin
from graph.language.interpretation import Meaning, MeaningKind
from graph.language.lexicon import Lexicon
from graph.language.meanings import value_meaning
from graph.language.pursuers import list_of_pursuers
from graph.language.quantities import NEARLY, NUMBERS
from graph.language.spans import Span
from graph.language.tokens import LIGHT, Token, word_list
from graph.structs import replace

OF_RELATIVE = "addiction_of_relative"
ADDICTION = "addiction"

PREPOSITIONS = frozenset(word_list("da di con su in tra presso by with of from at to"))

_OF_ASKER = frozenset(word_list("io mi me ci noi i us we im ho abbiamo siamo sono am m casa home not"))
POSSESSIVES = frozenset(word_list("mio mia miei mie nostro nostra my our"))

OWNERS = POSSESSIVES | frozenset(word_list("suo sua suoi sue his her their"))

_WHERE_I_AM = frozenset(word_list("still alone in inside on at left here"))

_HAVE = frozenset(word_list("ho abbiamo have ve"))

INDEFINITE = frozenset(word_list("un una a"))

_CALLS = frozenset(
    word_list(
        "asking asks calling calls called writes writing phoned rang speaking chiede chiama telefona scrive chiamato "
        "chiamata telefonato here"
    )
)

_SEVERAL = frozenset(word_list("neighbours neighbors vicini parents genitori friends amici colleagues colleghi"))
"""At the beginning of a text, before whose they are, these are who writes: `neighbours of a guy ...`."""

_ABOUT = frozenset(word_list("tratta conto behalf"))

_SORTS = frozenset(word_list("male female violent abusive drunk old own"))
"""Between a preposition and a relative, these say of what sort they are: `beaten by his male partner`."""
_NEAR_TO = frozenset(word_list("avvicinamento avvicinarsi avvicinarmi near"))
"""A ban on going near somebody names them and says no more of them."""

_DIED = frozenset(word_list("morto morta deceduto deceduta mancato mancata"))
"""`è morto il padre` speaks of nobody who needs something."""

_KNOW = frozenset(word_list("sappia sappiano scopra scoprano venga vengano know knowing"))
"""Before a relative, or after one and `to`, these say who must not hear of it: `senza che lo sappia mia moglie`."""

_TOLD = frozenset(word_list("detto told raccontato confidato scritto"))
"""After these, a relative of the person is the one to whom something is said: `ha detto alla sorella che`."""

_CALLED = frozenset(word_list("sono am im m chiama telefona scrive call called"))

_YEARS = frozenset(word_list("anni anno enne years year yo yrs"))

_VIOLENT = frozenset(word_list("violento manesco violent abusive"))
DESCRIBES = frozenset(
    word_list("incinta malata malato disabile anziana anziano pregnant sick ill disabled invalida invalido")
)
"""Between a relative and whose they are: `la moglie incinta del detenuto`."""

_INTRODUCTION = 9
"""The most words of an introduction before a colon."""

_OF_TRADE = ("tore", "trice", "ista", "iere", "iera", "aio", "aia")
"""How Italian words for trades end."""

_TRADES = frozenset(
    word_list(
        "badante cuoco cuoca operaia commerciante insegnante driver soldier boxer teacher nurse cook footballer "
        "builder carer farmer worker miner sailor plumber waiter waitress cleaner rems opg"
    )
)

_I = frozenset(word_list("i im we me us my our io noi mi ci ho abbiamo mio mia nostro nostra vivo"))
_SEEKS = frozenset(word_list("needs need wants looking looks asks cerca chiede vuole vorrebbe bisogno"))
_PARENT_NOUNS = frozenset(word_list("padre papa madre mamma father dad mother mum mom"))

_ASKS = frozenset(word_list("vuole cerca chiede vorrebbe deve ha wants needs asks"))
_BOUND = ("detenut", "ristrett", "carcerat", "incarcerat", "reclus")
_CHILDREN = ("figli", "bambin", "bimb", "ragazzin", "gemell", "minor", "piccol", "kid", "child", "daught", "son",
             "girl", "boy", "twin")  # fmt: skip

_DESCRIBED = frozenset(
    word_list("old anni enne uomo donna signore signora ragazzo ragazza man woman guy lady lad fella")
)
"""Before `ex`, these begin to say who somebody is."""

_WHOM = frozenset(word_list("lo la l"))
_HAS_DONE = frozenset(word_list("ha hanno aveva avevano"))
_DONE_TO = (
    "lasciat", "denunciat", "querelat", "cacciat", "buttat", "mess", "mandat", "sbattut", "abbandonat", "mollat",
    "tradit", "allontanat", "accusat", "rifiutat", "sfrattat", "ripudiat",
)  # fmt: skip
_DOES_TO = frozenset(
    word_list(
        "caccia cacciano butta buttano denuncia abbandona rifiuta rifiutano accusa sfratta vuole vogliono prende "
        "prendono accoglie accetta accettano riprende tiene tengono mantiene"
    )
)
"""What a relative does to the person."""


def find_relative(tokens: Sequence[Token], spans: Sequence[Span]) -> Marker | None:
    """The relative who is the subject of the text, of those that it names as `my brother`."""
    subjects = {
        span.words
        for span in spans
        if span.has(Role.OTHER) and is_subject(tokens, span) and not _is_of_the_first(tokens, span)
    }
    foreign = list_of_pursuers(tokens)
    for span in spans:
        if is_what_somebody_was(tokens, span) or span.first in foreign or _is_violent(tokens, span):
            continue
        if span.has(Role.OTHER) and span.first <= 1 and is_fronted_object(tokens, span):
            continue
        if span.has(Role.OTHER) and introduces_speaker(tokens, span):
            if is_of_another(tokens, span):
                return Marker(Role.OTHER)
            continue
        if (
            span.has(Role.OTHER)
            and is_subject(tokens, span)
            and (
                _is_owned(tokens, span, len(subjects))
                or _begins_as_heading(tokens, span)
                or _follows_colon(tokens, span, len(subjects))
                or _is_told_by_pronoun(tokens, span, len(subjects))
            )
        ):
            return next(marker for marker in span.markers if marker.role is Role.OTHER)
    return Marker(Role.OTHER, gender="man") if not subjects and is_he_beside_me(tokens) else None


def _is_violent(tokens: Sequence[Token], span: Span) -> bool:
    """Whether a relative is called violent: `il padre violento è ai domiciliari`."""
    beside = [*tokens[max(span.first - 1, 0) : span.first], *tokens[span.last : span.last + 1]]
    return span.has(Role.OTHER) and any(token.word in _VIOLENT and not token.apart for token in beside)


def is_he_beside_me(tokens: Sequence[Token]) -> bool:
    """Whether the text speaks of a man and, apart from him, of the asker: `he is inside and I'm alone`."""
    return any(begins_with_he(tokens, index) for index in range(len(tokens))) and any(
        token.word in ("io", "im") or _says_where_i_am(tokens, index) for index, token in enumerate(tokens)
    )


def _says_where_i_am(tokens: Sequence[Token], index: int) -> bool:
    """Whether the asker begins to say how they are beside somebody: `he is out and I'm still inside`."""
    words = [token.word for token in tokens[index : index + 3]]
    return words[:2] in (["i", "m"], ["i", "am"]) and not _WHERE_I_AM.isdisjoint(words[2:])


def begins_with_he(tokens: Sequence[Token], index: int) -> bool:
    """Whether `he` is the subject of a clause that begins at token `index`."""
    begins = index == 0 or tokens[index].apart or tokens[index - 1].word in ("e", "and", "ma", "but")
    return begins and tokens[index].word in ("lui", "he")


def _is_number(tokens: Sequence[Token], index: int) -> bool:
    return index < len(tokens) and tokens[index].word[0].isdigit()


def introduces_speaker(tokens: Sequence[Token], span: Span) -> bool:
    """Whether the one who asks says who they are: `sono la mamma di`, `I'm his sister`, `sister asking`."""
    before = {token.word for token in tokens[max(span.first - 3, 0) : span.first]}
    after = tokens[span.last : span.last + 1]
    if span.first <= 1 and not _SEVERAL.isdisjoint(span.words) and is_of_another(tokens, span):
        return True
    if before & _CALLED:
        return True
    own = span.first > 0 and tokens[span.first - 1].word in POSSESSIVES and not tokens[span.first].apart
    return not own and bool(after and after[0].word in _CALLS and not after[0].apart)  # `my sister writes` to the asker


def _is_of_the_first(tokens: Sequence[Token], span: Span) -> bool:
    """Whether a relative is only that of whom a text begins with: `Dad on house arrest takes his daughter to school`.

    `His daughter` is no second subject where she stands in the clause that the first begins.
    """
    before = tokens[span.first - 1].word if span.first > 1 else ""
    owned = before in ("his", "her", "suo", "sua") or (
        before in ("la", "il", "i", "le") and any(word.startswith(_CHILDREN) for word in span.words)
    )
    return owned and not any(token.apart for token in tokens[1 : span.first + 1])


def _is_owned(tokens: Sequence[Token], span: Span, subjects: int) -> bool:
    """Whether the relative is one of the asker's, or the only one who is named, at the beginning."""
    words = {token.word for token in tokens[max(span.first - 3, 0) : span.last + 1]}
    return (
        bool(words & POSSESSIVES)
        or [token.word for token in tokens[span.last : span.last + 2]] == ["of", "mine"]
        or bool(words & _HAVE and words & INDEFINITE)
        or (span.first <= 1 and subjects == 1 and not words & OWNERS)
    )


def _begins_as_heading(tokens: Sequence[Token], span: Span) -> bool:
    """Whether a text begins with a relative and their age, and says nothing of the one who asks: `Son, 15, ...`."""
    if span.first > 1 or (span.first and tokens[0].word not in LIGHT) or span.last >= len(tokens):
        return False
    aged = _is_number(tokens, span.last) and not any(token.word == "ex" for token in tokens[span.first : span.last])
    follows = tokens[span.last + 1] if span.last + 1 < len(tokens) else None
    aged = aged and (follows is None or follows.apart or follows.word in _YEARS)
    return aged and not is_of_another(tokens, span)


def _is_told_by_pronoun(tokens: Sequence[Token], span: Span, subjects: int) -> bool:
    """Whether a text begins with somebody's relative and goes on about them: `her son is in Opera, he needs a bed`."""
    gender = next((marker.gender for marker in span.markers if marker.role is Role.OTHER), None)
    owner, own, other = {"man": ("her", "he", "she"), "woman": ("his", "she", "he")}.get(gender or "", ("", "", ""))
    words = [token.word for token in tokens]
    begins = span.first == 1 and words[0] == owner and subjects == 1
    later = words[span.last :]
    return begins and own in later and not {other, "i", "my", "me", "we"} & {*later}


def _follows_colon(tokens: Sequence[Token], span: Span, subjects: int) -> bool:
    """Whether the one relative who is named is of whom a helper writes: `Lawyer of a prisoner: his wife needs ...`."""
    first = span.first
    while first and not tokens[first].apart and tokens[first - 1].word in LIGHT | OWNERS:
        first -= 1
    return subjects == 1 and first > 0 and ":" in tokens[first].gap and first <= _INTRODUCTION


def is_of_another(tokens: Sequence[Token], span: Span) -> bool:
    """Whether the text then says whose relative it is: `la compagna di un detenuto`."""
    position = _after_age(tokens, span.last)
    described = position + 1 < len(tokens) and (
        tokens[position].word in DESCRIBES or tokens[position].word.endswith("enne")
    )
    if described and not tokens[position].apart:
        position += 1
    if [token.word for token in tokens[position : position + 2]] in (["of", "mine"], ["of", "ours"]):
        return False
    of = position < len(tokens) and tokens[position].word in ("di", "of", "d") and not tokens[position].apart
    next_word = tokens[position + 1].word if position + 1 < len(tokens) else ""
    position += next_word in NEARLY  # `a boy of about 14`
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
    while position >= 0 and not apart and tokens[position].word in LIGHT | OWNERS | _SORTS:
        if tokens[position].word in ("d", "of", "di"):
            return position > 0 and tokens[position - 1].word in _ABOUT  # `si tratta di mio zio`
        apart = tokens[position].apart
        position -= 1
    if position < 0 or apart:
        return True
    if tokens[position].word in _NEAR_TO | _KNOW | _DIED or _is_to_know(tokens, span):
        return False
    if tokens[position].word in _TOLD:
        return any(token.word in POSSESSIVES for token in tokens[position + 1 : span.first])
    owned = any(token.word in POSSESSIVES for token in tokens[position + 1 : span.last])
    return tokens[position].word not in PREPOSITIONS and (owned or tokens[position].word not in ("per", "x", "for"))


def is_dead(tokens: Sequence[Token], span: Span) -> bool:
    """Whether a relative is only named as dead: `è morto il padre`."""
    before = [token.word for token in tokens[max(span.first - 2, 0) : span.first] if token.word not in LIGHT]
    return not _DIED.isdisjoint(before[-1:])


def _is_to_know(tokens: Sequence[Token], span: Span) -> bool:
    words = [token.word for token in tokens[span.last : span.last + 2]]
    return words[:1] == ["to"] and not _KNOW.isdisjoint(words)


def is_what_somebody_was(tokens: Sequence[Token], span: Span) -> bool:
    """Whether `ex` says what the person was, and means no former partner: `ex badante`, `50 year old ex driver`."""
    if span.words != ("ex",):
        return _is_parent_of_several(tokens, span)
    follows = span.last < len(tokens) and not tokens[span.last].apart and tokens[span.last].word not in PREPOSITIONS
    if follows and (tokens[span.last].word.endswith(_OF_TRADE) or tokens[span.last].word in _TRADES):
        return True  # `un signore, ex muratore`
    return not span.first or (follows and not tokens[span.first].apart and tokens[span.first - 1].word in _DESCRIBED)


def _is_parent_of_several(tokens: Sequence[Token], span: Span) -> bool:
    """Whether a text begins with what the person is: `padre di due bambine`, `mother of three kids`."""
    if span.first > 1 or _PARENT_NOUNS.isdisjoint(span.words):
        return False
    words = [token.word for token in tokens[span.last : span.last + 4]]
    asks = words[1:2] and words[1] in _ASKS and span.first == 1 and tokens[0].word in INDEFINITE
    if asks and words[0].startswith(_BOUND):
        return True  # `un papà detenuto vuole riconoscere il figlio`
    if words[:1] not in (["di"], ["of"]):
        return False
    counted = (
        words[1:2] and (words[1][0].isdigit() or words[1] in NUMBERS) and words[1] not in ("un", "una", "a", "one")
    )
    return bool(counted) and any(word.startswith(_CHILDREN) for word in words[2:])


def with_own_addiction(tokens: Sequence[Token], spans: Sequence[Span], lexicon: Lexicon) -> tuple[Span, ...]:
    """`spans` in which the addiction of a parent with whom a text begins is the person's own.

    `Alcoholic mother of three on probation`, `padre tossicodipendente agli arresti domiciliari`, and not `alcoholic
    mother, he wants to leave`.
    """
    bound = _find_bound_addict(tokens, spans)
    if bound is not None and ADDICTION in lexicon.facts:
        return tuple(_with_addiction(one, lexicon) if one is bound else one for one in spans)
    first = next((span for span in spans if span.meanings), None)
    if first is None or first.first > 1 or ADDICTION not in lexicon.facts:
        return tuple(spans)
    if _is_told_of_relative(tokens, spans, first):
        return tuple(
            replace(one, meanings=_own(tokens, first, lexicon), markers=()) if one is first else one for one in spans
        )
    if not _is_addicted_parent(tokens, first):
        return tuple(spans)
    after = spans[spans.index(first) + 1 :]
    told = bool(after) and any(one.kind is MeaningKind.SITUATION for one in after[0].meanings)
    if tokens[first.last : first.last + 1] and tokens[first.last].apart:
        return tuple(spans)
    words = [token.word for token in tokens[first.last : first.last + 2]]
    counted = words[:1] and words[0] in ("di", "of", "with", "con") and (words[1:] and words[1] in NUMBERS)
    if not told and not counted:
        return tuple(spans)
    return tuple(_with_addiction(one, lexicon) if one is first else one for one in spans)


def _with_addiction(span: Span, lexicon: Lexicon) -> Span:
    """`span`, which says that the person has an addiction."""
    definition = lexicon.facts[ADDICTION]
    own = value_meaning(definition, definition.values[0].code, definition.values[0].label)
    kept = tuple(one for one in span.meanings if all(given.name != OF_RELATIVE for given in one.facts))
    return replace(span, meanings=(own, *kept), markers=())


def _find_bound_addict(tokens: Sequence[Token], spans: Sequence[Span]) -> Span | None:
    """The words for the addiction of a relative who is bound, where the asker tells nothing of themselves.

    `Mio fratello tossico è a Opera`, and not `mio marito beve ed è uscito, mi ruba i soldi`.
    """
    found = next((one for one in spans if any(g.name == OF_RELATIVE for m in one.meanings for g in m.facts)), None)
    if found is None or any(token.word in _OF_ASKER for token in tokens):
        return None
    if POSSESSIVES.isdisjoint(token.word for token in tokens[: found.last]):
        return None
    later = (one for one in spans if one.first >= found.last)
    told = any(one.kind is MeaningKind.SITUATION for span in later for one in span.meanings)
    return found if told else None


def _is_told_of_relative(tokens: Sequence[Token], spans: Sequence[Span], first: Span) -> bool:
    """Whether the asker goes on about the relative alone: `my brother is an alcoholic, out of Opera, needs a bed`."""
    named = any(given.name == OF_RELATIVE for one in first.meanings for given in one.facts)
    later = [token.word for token in tokens[first.last :]]
    if not named or POSSESSIVES.isdisjoint(token.word for token in tokens[: first.last]) or not _I.isdisjoint(later):
        return False
    return not _SEEKS.isdisjoint(later) and not any(one.has(Role.OTHER) for one in spans if one.first >= first.last)


def _own(tokens: Sequence[Token], span: Span, lexicon: Lexicon) -> tuple[Meaning, ...]:
    """That the person has an addiction, and the gender of the relative whom `span` names."""
    addiction = lexicon.facts[ADDICTION]
    own = value_meaning(addiction, addiction.values[0].code, addiction.values[0].label)
    words = {token.word for token in tokens[: span.last]}
    gender = lexicon.facts.get("gender")
    values = gender.values if gender is not None else ()
    said = next((one for one in values if not words.isdisjoint(list_kin(one.code))), None)
    return (own,) if gender is None or said is None else (own, value_meaning(gender, said.code, said.label))


def _is_addicted_parent(tokens: Sequence[Token], span: Span) -> bool:
    words = {token.word for token in tokens[: span.last]}
    named = any(given.name == OF_RELATIVE for one in span.meanings for given in one.facts)
    return named and not words & OWNERS and not words.isdisjoint(_PARENT_NOUNS)


def is_fronted_object(tokens: Sequence[Token], span: Span) -> bool:
    """Whether relatives are only what somebody has: `moglie e figli li ha in Marocco`."""
    words = []
    for token in tokens[span.last : span.last + 5]:
        if token.apart:
            break
        words.append(token.word)
    return any(one in ("li", "le") and other in ("ha", "ho") for one, other in pairwise(words))


def acts_on_somebody(words: Sequence[str]) -> bool:
    """Whether the words after a relative say what they did to the person: `(la moglie) lo ha denunciato`."""
    done = zip(words, words[1:], words[2:], strict=False)
    if any(who in _WHOM and has in _HAS_DONE and act.startswith(_DONE_TO) for who, has, act in done):
        return True
    return any(who in _WHOM and act in _DOES_TO for who, act in pairwise(words))
