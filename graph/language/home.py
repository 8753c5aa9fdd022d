"""Where the person lives, or will live.

Who may not leave the house lives there: `ai domiciliari da mia sorella`, `at home, on house arrest`. Who pays rent has
a home. Of somebody who is about to leave prison, what a text says of a home is said of the time after. A family may
have sent the person away.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence

from graph.language.context import Reading, SpokenText
from graph.language.disambiguation import StartChoice
from graph.language.grammar import list_relatives
from graph.language.interpretation import MeaningKind, ReadingKind
from graph.language.relatives import POSSESSIVES
from graph.language.tokens import Token, word_list
from graph.question import GivenFact

_MEASURES = ("house-arrest", "home-detention")
_AT = frozenset(word_list("da dai dal coi presso c at nella a dentro in hosted"))
_BETWEEN = (
    frozenset(word_list("o casa abitazione home house flat place di of the il la lo un una suo sua his her their a s"))
    | POSSESSIVES
)
_OURS = frozenset(word_list("me noi"))
_OWN = frozenset(word_list("propria proprio own"))
_CITIES = frozenset(word_list("milano milan rho"))
_KIN = frozenset(
    word_list(
        "parent parents amica amico cugina cugino nipoti suoceri laws conoscenti parenti figli genitori miei suoi moms "
        "mums dads friends relatives"
    )
)
_NOT_HOME = frozenset(
    word_list("boss capo landlord padrone datore foreman protettore pimp magnaccia sfruttatore aguzzino cellmate")
)
_RENT = frozenset(word_list("affitto affitti rent"))
_PAYS = (
    "arretrat",
    "pag",
    "pay",
    "paid",
    "bollett",
    "bill",
    "arrear",
    "behind",
    "owe",
    "month",
    "mesi",
    "mensil",
    "indietro",
)
_DEPOSIT = frozenset(
    word_list("caparra cauzione anticipo deposit find trovare cerca cerco small piccolo to can could può")
)
_NEAR = 4
_FARTHEST = 7
_OWN_HOME = "dwelling"
_GUEST = "hosted"
_HOME = "housing"
_ASKED = "documents.registered-residence"
_INSIDE = ("prison",)
_STREET = ("street",)
_ROUGH = frozenset(word_list("strada street streets rough"))
"""Only these say where somebody sleeps: who has *nowhere to sleep* asks for a bed, and may get one."""
_FAMILY = frozenset(
    word_list(
        "genitori padre madre papa mamma famiglia miei suoi nostri fratelli fratello zio zia nonni parents parent "
        "father mother dad mum mom family folks"
    )
)
_THROWN = ("cacciat", "buttat", "sbattut", "ripudiat", "rinnegat", "rifiutat", "allontanat", "kick", "threw", "throw")
_THROWN_EN = ("chuck", "disown", "reject", "rivogli", "accett", "accept", "pestat", "cut")
_OUT = frozenset(word_list("fuori casa out off porta"))
_REFUSED = frozenset(
    word_list("vuole vogliono vuol parla parlano accetta accettano speak speaks talk talks want wants")
)
_AFTER_REFUSED = frozenset(word_list("piu in a to con with any anymore back"))
_SENT = (
    ["mandat", "via"],
    ["mess", "porta"],
    ["told", "leave"],
    ["cut", "off"],
    ["rott", "rapporti"],
    ["never", "back"],
)
"""Beginnings of two words, with at most three between them, that say so too."""


def home_of(text: SpokenText, start: StartChoice) -> str | None:
    """Where the person lives: with relatives or friends during a measure, or in a home for which they pay."""
    return _home_of_measure(text, start) or (_OWN_HOME if _pays_rent(text) else None)


def _pays_rent(text: SpokenText) -> bool:
    """Whether the person pays rent, or is behind with it."""
    for index, token in enumerate(text.tokens):
        if token.word not in _RENT or _is_of_another(text, index):
            continue
        near = text.tokens[max(index - _NEAR, 0) : index + _NEAR]
        if any(one.word.startswith(_PAYS) for one in near) and not any(one.word in _DEPOSIT for one in near):
            return True
    return False


def _home_of_measure(text: SpokenText, start: StartChoice) -> str | None:
    if start.meaning is None or not start.meaning.code.startswith(_MEASURES):
        return None
    for span in text.spans:
        codes = [one.code for one in span.meanings if one.kind is MeaningKind.SITUATION]
        if any(code.startswith(_MEASURES) for code in codes) and not _is_of_another(text, span.first):
            found = _follow(text, span.last) or _follow(text, max(span.last - 2, span.first))
            if found is not None:
                return found
    return None


def _is_of_another(text: SpokenText, index: int) -> bool:
    return text.holders[index] not in text.person


def _follow(text: SpokenText, position: int) -> str | None:
    """The home that the words from `position` name."""
    tokens = text.tokens[position : position + _FARTHEST]
    at = False
    for index, token in enumerate(tokens):
        if (index and token.apart and at) or (token.apart and {*token.gap} & {*",;:?!"}):
            return None
        if token.word in _OWN and at:
            return _OWN_HOME
        if (token.word in list_relatives() or token.word in _KIN) and token.word not in _NOT_HOME and at:
            return _GUEST
        if token.word in _OURS and at:
            return _GUEST
        if token.word in _AT:
            at = True
        elif token.word not in _BETWEEN | _CITIES:
            return None
    return None


def find_home_after(
    start: StartChoice, needs: Collection[str], facts: Iterable[GivenFact], readings: Iterable[Reading]
) -> GivenFact | None:
    """The home that a text states of somebody about to leave prison, and that being inside would contradict.

    It is only stated where a registered residence is asked for, which depends on it.
    """
    if not start.is_leaving or _ASKED not in needs or any(given.name == _HOME for given in facts):
        return None
    said = list(dict.fromkeys(_list_homes(readings)))
    return said[0] if len(said) == 1 else None


def _list_homes(readings: Iterable[Reading]) -> Iterator[GivenFact]:
    for reading in readings:
        if reading.kind is ReadingKind.FACT:
            rough = not _ROUGH.isdisjoint(reading.span.words)
            for meaning in reading.meanings:
                if meaning.kind is MeaningKind.FACT:
                    yield from (
                        given
                        for given in meaning.facts
                        if given.name == _HOME
                        and not given.negated
                        and given.values != _INSIDE
                        and (rough or given.values != _STREET)
                    )


def has_to_leave(tokens: Sequence[Token], start: StartChoice) -> bool:
    """Whether somebody who may not leave home is put out of it: `on house arrest, my mum threw me out`."""
    if start.meaning is None or not start.meaning.code.startswith(_MEASURES):
        return False
    words = [token.word for token in tokens]
    if any(True for _ in _list_thrown(words)):
        return True
    return any(
        word in ("wants", "want") and words[index + 1 : index + 3] in (["him", "out"], ["her", "out"], ["me", "out"])
        for index, word in enumerate(words)
    )


def is_sent_away(text: SpokenText) -> bool:
    """Whether the family of the person sent them away."""
    words = [token.word for token in text.tokens]
    return not _FAMILY.isdisjoint(words) and any(True for _ in _list_thrown(words))


def _list_thrown(words: Sequence[str]) -> Iterator[str]:
    for index, word in enumerate(words):
        near = words[index + 1 : index + 5]
        if word.startswith(("kick", "threw", "throw", "chuck")) and _OUT.isdisjoint(near):
            continue
        if word.startswith(("rivogli", "accett", "accept")):
            denied = {"non", "not", "t", "won", "never"} & set(words[max(index - 4, 0) : index])
            if denied:
                yield word
        elif word.startswith((*_THROWN, *_THROWN_EN[:3])):
            yield word
        elif word in _REFUSED and (not near or near[0] in _AFTER_REFUSED):
            if {"non", "not", "won", "doesn", "don"} & set(words[max(index - 3, 0) : index]):
                yield word
        elif any(word.startswith(one) and any(after.startswith(other) for after in near) for one, other in _SENT):
            yield word
