"""Who asks, and for whom: what whoever writes says of themselves beside a relative, and what they ask for them.

Of themselves they tell an age, a hurt, no home, a need of their own; for a relative they ask `chi la aiuta?`, `how do I
get him clothes?`.
"""

from itertools import pairwise

from graph.language.context import SpokenText, find_before, words_before
from graph.language.grammar import Role
from graph.language.holders import Holder
from graph.language.interpretation import MeaningKind
from graph.language.relatives import OF_RELATIVE, POSSESSIVES
from graph.language.spans import Span
from graph.language.tokens import LIGHT, phrase_list, word_list
from graph.language.violence import SEEKS_PREVENTION
from graph.vocabulary import VICTIM_OF

_FOR_SELF = phrase_list(
    "per me, x me, for me, for myself, per noi, x noi, for us, me and my, io e i, io e mio, io e mia, a me serve, "
    "im alone, i am alone, sono sola con, rimasta sola, help me find, io no, noi due, us both, me and the, me "
    "with the, io con i, me and our, io vorrei, io voglio, io cerco, io a casa, me at home, i m the one, im the one, "
    "problema sono io, me no jail, bisogno io, io sola, io solo, io da sola, me who need, me who needs, me i need, "
    "its me who, sono io che, sono io ad, io invece, io in mezzo, come glielo spiego, come glielo dico, "
    "come lo spiego, how do i tell them, how do i explain, against me, get myself tested, get tested, "
    "i get a test, farmi il test, fare il test anche io, what do i tell"
)
_US = frozenset(word_list("mi me ci us myself my"))
_TO_US = ("armi", "ermi", "irmi", "arci", "erci", "irci")
"""How infinitives with such a pronoun end: *picchiarmi*."""
_HOW_OFTEN = frozenset(
    word_list(
        "ha hanno aveva sempre spesso gia anche ancora piu volte tante molte quasi continuamente di nuovo tutti giorni "
        "has have had always often again also already still once repeatedly"
    )
)
_THREATS = ("minacc", "perseguit", "pedin", "picchi", "threat", "stalk", "harass", "beat", "hit", "tormenta")
_CONDITIONS = frozenset(word_list("se if"))
"""Before a relative, these begin what only explains the need of the asker."""
_BODILY = ("pregnant", "disability", "hiv", "addiction")
_NEAR = 2
_SOON = 4
_NEEDS = frozenset(word_list("needs need bisogno cerca looking seeks smettere"))
"""Soon after a relative, these say that it is they who need something."""
FOR_THEM = frozenset(
    word_list(
        "lui him gli lo lei tenerla tenerlo aiutarlo aiutarla riprenderlo mandarlo lasciarlo he his portarlo portarla "
        "sistemarlo sistemarla curarlo curarla"
    )
)
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
_BROUGHT = frozenset(word_list("portare mandare dare spedire comprare"))
"""`cosa gli posso portare?`"""
_WHO_IS = frozenset(word_list("who that is s che e"))
_SEEKS_TOO = frozenset(
    word_list(
        "looking looks hopes piacerebbe desidera interessato cerca cercano chiede vuole vorrebbe bisogno needs wants "
        "asks wishes"
    )
)
_THEM = frozenset(word_list("gli le la lo lei lui him her them"))
_FOR_HER = frozenset(
    (word, them) for word in ("per", "for", "help", "aiutare") for them in ("lei", "lui", "her", "him")
)
_LOST = frozenset(word_list("lost perso persi rubato rubati stolen stole finito finiti"))
_OUTSIDE = ("housing", "work", "basic-needs", "income", "social-support", "family.counselling", "psychological-support")
"""Needs that somebody in prison does not ask for: the one who asks has them."""
_CHILDREN = "family.children"
_MY = frozenset(word_list("my miei mie mio mia"))
_KIDS = frozenset(word_list("kids children son daughter baby figli figlie figlio figlia bambini bambino bambina"))
_TRAINING = "work.training"
"""Which there is in prison too."""


def asks_for_self(text: SpokenText) -> bool:
    """Whether the asker says that it is for them: `per noi`, `help me find`."""
    line = f" {' '.join(token.word for token in text.tokens)} "
    return any(f" {phrase} " in line for phrase in _FOR_SELF)


def tells_of_own_body(text: SpokenText) -> bool:
    """Whether the asker says something of their own body: `my husband just got out, and I'm pregnant`."""
    own = (span for span in text.spans if text.holders[span.first] is Holder.SELF)
    return any(given.name in _BODILY for span in own for one in span.meanings for given in one.facts)


def needs_for_self(text: SpokenText) -> bool:
    """Whether the asker names a need as theirs."""
    return any(_is_need(span) for span in text.spans if text.holders[span.first] is Holder.SELF)


def is_threatened(text: SpokenText) -> bool:
    """Whether the asker says that somebody threatens or follows them: `è tornato a minacciarmi`, `to threaten me`."""
    words = [token.word for token in text.tokens]
    for index, word in enumerate(words):
        beside = {*words[max(index - 1, 0) : index], *words[index + 1 : index + 2]}
        if word.startswith(_THREATS) and (word.endswith(_TO_US) or beside & _US):
            return True
    return False


def speaks_of_own(text: SpokenText) -> bool:
    """Whether the asker calls something other than the relative theirs: `an ex is parked outside my work`."""
    last = next((span.last for span in text.spans if text.relative in span.markers), 0)
    return any(token.word in POSSESSIVES | _US for token in text.tokens[last:])


def speaks_of_relative(text: SpokenText) -> bool:
    """Whether the asker lives with an addict, or wants to stop hitting somebody: then they ask for themselves."""
    for span in text.spans:
        names = {given.name for one in span.meanings for given in one.facts}
        if OF_RELATIVE in names or (SEEKS_PREVENTION in names and text.holders[span.first] is Holder.SELF):
            return True
    return False


def tells_own_age(text: SpokenText) -> bool:
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


def has_no_home(text: SpokenText) -> bool:
    """Whether the asker says that they have no home."""
    own = (span for span in text.spans if text.holders[span.first] is Holder.SELF)
    return any(given.values == ("street",) for span in own for one in span.meanings for given in one.facts)


def asks_before(text: SpokenText) -> bool:
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


def suffers(text: SpokenText) -> bool:
    """Whether the asker says that they suffer violence; anybody else in the text is then the other party."""
    for span in text.spans:
        if any(given.name == VICTIM_OF for one in span.meanings for given in one.facts):
            near = text.tokens[max(_skip_auxiliaries(text, span.first) - _NEAR, 0) : span.last + _NEAR]
            if any(token.word in _US or token.word.endswith(_TO_US) for token in near):
                return True
            said = [token.word for token in text.tokens[span.first : span.last]]
            if "ho" in said and "paura" in said:
                return True
            if not POSSESSIVES.isdisjoint(said):
                return True  # `paura del mio ex`
    return False


def _skip_auxiliaries(text: SpokenText, index: int) -> int:
    """The first of the words before a verb that tell how often and when: `mi [ha sempre] picchiata`."""
    while index and not text.tokens[index].apart and text.tokens[index - 1].word in _HOW_OFTEN:
        index -= 1
    return index


def _counts(after: list[str]) -> bool:
    return bool(after) and after[0] in ("days", "weeks", "months", "euros", "euro", "hours", "minutes", "km", "per")


def _is_need(span: Span) -> bool:
    return any(one.kind is MeaningKind.NEED for one in span.meanings)


def asks_for_them(text: SpokenText) -> bool:
    """Whether a question is for the relative alone: `chi la aiuta quando rientro?`, `I'm inside, who helps her?`."""
    words = [token.word for token in text.tokens]
    if needs_for_self(text):
        return False
    if _says_what_they_need(text):
        return True
    for index, word in enumerate(words):
        near = words[index + 1 : index + 4]
        if (
            word in ("chi", "who", "dove", "where", "come", "how")
            and not _THEM.isdisjoint(near)
            and _US.isdisjoint(near)
        ):
            return True
    return any(pair in _FOR_HER for pair in pairwise(words))


def _says_what_they_need(text: SpokenText) -> bool:
    """Whether the relative is the subject of a need: `my wife needs a doctor, I'm in Bollate`, `where can my wife`."""
    span = next((one for one in text.spans if text.relative in one.markers), None)
    if span is None or POSSESSIVES.isdisjoint(token.word for token in text.tokens[max(span.first - 2, 0) : span.last]):
        return False
    if [token.word for token in text.tokens[max(span.first - 2, 0) : span.first]][:1] in (["for"], ["per"]):
        return True  # `a doctor for my wife, I'm inside`
    if _is_asked_about(text, span):
        return True
    words = []
    for token in text.tokens[span.last : span.last + _SOON]:
        if token.apart:
            break
        words.append(token.word)
    needs = not _NEEDS.isdisjoint(words) or any(pair == ("t", "stop") for pair in pairwise(words))
    return needs and _US.isdisjoint(words)


def _is_asked_about(text: SpokenText, span: Span) -> bool:
    """Whether a question is what the relative can do: `where can my wife learn Italian`."""
    asked = [token.word for token in text.tokens[max(span.first - 3, 0) : span.first]]
    return asked[:1] in (["where"], ["how"], ["who"]) and asked[1:2] in (["can"], ["could"], ["does"])


def is_asked_for(text: SpokenText) -> bool:
    """Whether the relative is named again as whom something is for: `my brother was ..., a bed for my brother`."""
    names = [span for span in text.spans if text.relative in span.markers]
    words = {word for span in names for word in span.words} - POSSESSIVES
    for index, token in enumerate(text.tokens):
        if token.word in words and names and index >= names[0].last:
            before = [one.word for one in text.tokens[max(index - 3, 0) : index]]
            if not {"per", "x", "for"}.isdisjoint(before):
                return True
    return False


def is_for_bound_relative(text: SpokenText) -> bool:
    """Whether something is asked for a relative who is in prison: `mi serve una tuta per mio fratello detenuto`."""
    first = _first_mention(text)
    if not first or text.tokens[first].apart or text.tokens[first - 1].word not in ("per", "x", "for"):
        return False
    last = next((span.last for span in text.spans if text.relative in span.markers), 0)
    while last < len(text.tokens) and text.tokens[last].word in _WHO_IS and not text.tokens[last].apart:
        last += 1
    beside = (span for span in text.spans if span.first == last and not text.tokens[last].apart)
    return any(one.kind is MeaningKind.SITUATION for span in beside for one in span.meanings)


def seeks_outside(text: SpokenText) -> bool:
    """Whether the needs of the text make sense only outside prison, and nothing says that the relative seeks them."""
    if any(
        token.word in _SEEKS_TOO and text.holders[index] is not Holder.SELF for index, token in enumerate(text.tokens)
    ):
        return False
    if any(_is_need(span) and (_lacks(text, span) or _ails(text, span)) for span in text.spans):
        return False
    if any(text.relative in span.markers and _is_asked_about(text, span) for span in text.spans):
        return False
    named = (span for span in text.spans if not span.has(Role.OTHER))
    needs = [one.code for span in named for one in span.meanings if one.kind is MeaningKind.NEED]
    outside = (*_OUTSIDE, *((_CHILDREN,) if _has_children(text) else ()))
    return bool(needs) and all(code.startswith(outside) and code != _TRAINING for code in needs)


def _has_children(text: SpokenText) -> bool:
    """Whether the asker speaks of their own children: `they want to take my kids`."""
    return any(one in _MY and later in _KIDS for one, later in pairwise(token.word for token in text.tokens))


def _lacks(text: SpokenText, span: Span) -> bool:
    """Whether the relative lacks what a span names: `grandson locked up, no change of clothes`."""
    lost = not _LOST.isdisjoint(words_before(text, span, 3))
    return text.holders[span.first] is Holder.RELATIVE and (lost or find_before(text, span, Role.NOT) is not None)


def _ails(text: SpokenText, span: Span) -> bool:
    """Whether a span says how a relative is: `mia figlia non mangia più, ..., detenuta a San Vittore`."""
    beside = span.first > 0 and not text.tokens[span.first].apart
    sign = span.words[0] in ("non", "piange", "cries", "isn", "not", "doesn", "won")
    return beside and sign and text.holders[span.first] is Holder.RELATIVE


def gives_them(text: SpokenText) -> bool:
    """Whether the asker wants to bring or send the relative something: `how do I get him clothes?`."""
    words = [token.word for token in text.tokens]
    if any(word in _GIVING for word in words):
        return True
    if any(pair in _GIVING_PAIRS for pair in pairwise(words)):
        return True
    brought = (index for index, word in enumerate(words) if word in _BROUGHT)
    return any(not {"gli", "le"}.isdisjoint(words[max(index - 3, 0) : index]) for index in brought)
