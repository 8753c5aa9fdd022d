"""Needs whose words mean one thing or another by the rest of the text.

A mediator speaks for somebody who has no Italian, or between relatives; a safe home hides whoever is hurt, and is any
home for others; who asks where to send somebody may mean a bed, or the care for what the text tells of them.
"""

from collections.abc import Iterable, Sequence

from graph.language.context import Reading, SpokenText
from graph.language.interpretation import ReadingKind
from graph.language.settled_needs import is_sending, list_needs_of_facts
from graph.language.tokens import word_list
from graph.language.visits import without_told_visits
from graph.question import GivenFact
from graph.structs import replace
from graph.vocabulary import VICTIM_OF

_MEDIATION, _INTERPRETING = "family.mediation", "social-support.immigrants"
_MEDIATORS = frozenset(word_list("mediatore mediatrice mediatori mediator mediators"))
_LANGUAGE = "education.italian"
_HIDDEN, _HOME = "housing.protected", "housing"
_CARERS = frozenset(word_list("badante carer colf parents genitori"))
"""Of whoever depends on them a text may speak that tells of their arrest."""
_RESIDENCE = "documents.registered-residence"
_NO_ADDRESS = frozenset(word_list("no senza without any address indirizzo fixed fisso"))
_COMMUNITY = "housing.therapeutic-community"
_PROTECTION = "protection."
_SAFE = frozenset(word_list("sicuro sicura sicuri safe secure posto alloggio luogo casa somewhere place home"))
_HURT = frozenset({VICTIM_OF, "rejected_by_family"})
_FEARS = (
    "minacc",
    "threat",
    "paura",
    "afraid",
    "scared",
    "fear",
    "scapp",
    "fug",
    "escap",
    "flee",
    "picchi",
    "beat",
    "thrown",
    "kick",
    "cacciat",
    "buttat",
)
_WHERE = (
    ("dove", "va"), ("dove", "vanno"), ("dove", "sta"), ("dove", "puo", "stare"), ("dove", "puo", "vivere"),
    ("dove", "possono", "stare"), ("where", "does", "he", "go"), ("where", "does", "she", "go"),
    ("where", "do", "i", "go"), ("where", "can", "he", "stay"), ("where", "can", "she", "stay"),
    ("where", "will", "he", "go"),
)  # fmt: skip
_PERMIT = "documents.permit"
_LAWYER = "legal.advice"
_ARRESTED = frozenset(word_list("arrestato arrestata arrestati arrestate arrested"))
_BED = "housing.emergency"


def in_context(
    text: SpokenText,
    readings: Sequence[Reading],
    needs: tuple[str, ...],
    said: Sequence[GivenFact],
) -> tuple[tuple[str, ...], list[Reading]]:
    """`needs` as the facts `said` and the other readings tell them apart, and `readings` in which their words count."""
    needs, told = _by_language(text, readings, needs, said)
    needs = _by_home(text, readings, needs, said)
    needs = _by_children(text, readings, needs, said)
    needs = _by_address(readings, needs)
    needs, sent = _by_facts(text, readings, needs, said)
    needs = without_told_visits(text, readings, _by_question(text, _without_valid_permit(readings, needs)))
    needs, arrests = _by_arrest(text, readings, needs)
    used = [one.span for one in (*told, *sent, *arrests)]
    return needs, [replace(one, kind=ReadingKind.CONNECTIVE) if one.span in used else one for one in readings]


def _list_own(readings: Iterable[Reading], need: str) -> list[Reading]:
    """The readings by which a need is asked for."""
    return [one for one in readings if one.kind is ReadingKind.NEED and any(m.code == need for m in one.meanings)]


def _by_language(
    text: SpokenText, readings: Sequence[Reading], needs: tuple[str, ...], said: Iterable[GivenFact]
) -> tuple[tuple[str, ...], list[Reading]]:
    """`needs`, in which a mediator speaks for a foreigner: `ragazzo arabo, serve un mediatore`."""
    own = _list_own(readings, _MEDIATION)
    bare = own and all(not _MEDIATORS.isdisjoint(one.span.words) and len(one.span.words) == 1 for one in own)
    foreign = any(given.name == "nationality" and given.values != ("IT",) for given in said)
    foreign = foreign or bool(_list_own(readings, _LANGUAGE))
    if _MEDIATION not in needs or not bare or not foreign or _INTERPRETING not in text.lexicon.needs:
        return needs, []
    return tuple(dict.fromkeys(_INTERPRETING if one == _MEDIATION else one for one in needs)), own


def _by_home(
    text: SpokenText, readings: Sequence[Reading], needs: tuple[str, ...], said: Sequence[GivenFact]
) -> tuple[str, ...]:
    """`needs`, in which nobody is hidden who neither is hurt nor flees: `persona trans, cerca un alloggio sicuro`."""
    own = _list_own(readings, _HIDDEN)
    bare = own and all(_SAFE.issuperset(one.span.words) for one in own)
    facts = {given.name for given in said}
    flees = not facts.isdisjoint(_HURT) or any(one.startswith(_PROTECTION) for one in needs)
    flees = flees or any(token.word.startswith(_FEARS) for token in text.tokens)
    if _HIDDEN not in needs or not bare or flees or "lgbtqia" not in facts or _HOME not in text.lexicon.needs:
        return needs
    return tuple(dict.fromkeys(_HOME if one == _HIDDEN else one for one in needs))


def _by_children(
    text: SpokenText, readings: Sequence[Reading], needs: tuple[str, ...], said: Sequence[GivenFact]
) -> tuple[str, ...]:
    """`needs`, in which a community for a parent with a child is a home: `ragazza con bimba, cerca una comunità`."""
    own = _list_own(readings, _COMMUNITY)
    bare = own and all(len(one.span.words) == 1 for one in own)
    facts = {given.name for given in said if not given.negated}
    if _COMMUNITY not in needs or not bare or "minor_children" not in facts or "addiction" in facts:
        return needs
    return tuple(dict.fromkeys(_HOME if one == _COMMUNITY and _HOME in text.lexicon.needs else one for one in needs))


def _by_address(readings: Sequence[Reading], needs: tuple[str, ...]) -> tuple[str, ...]:
    """`needs`, where who asks for a residence only says that they have none: `residency, I have no address`."""
    own = _list_own(readings, _HOME)
    told = own and all(_NO_ADDRESS.issuperset(one.span.words) for one in own)
    return tuple(one for one in needs if one != _HOME) if told and _RESIDENCE in needs else needs


def _by_facts(
    text: SpokenText, readings: Sequence[Reading], needs: tuple[str, ...], said: Sequence[GivenFact]
) -> tuple[tuple[str, ...], list[Reading]]:
    """`needs`, in which who is sent somewhere is sent for what they have: `ha l'HIV, dove lo mando?`."""
    own = _list_own(readings, _BED)
    if needs != (_BED,) or not own or not all(is_sending(one.span) for one in own):
        return needs, []
    found = list_needs_of_facts(said, text.lexicon)
    return (found, own) if found else (needs, [])


def _by_arrest(
    text: SpokenText, readings: Sequence[Reading], needs: tuple[str, ...]
) -> tuple[tuple[str, ...], list[Reading]]:
    """`needs`, where there are none: whoever tells of an arrest asks for a lawyer: `hanno arrestato mio figlio`."""
    own = [one for one in readings if not _ARRESTED.isdisjoint(one.span.words)]
    carers = any(token.word in _CARERS for token in text.tokens)
    if needs or not own or carers or _LAWYER not in text.lexicon.needs:
        return needs, []
    return (_LAWYER,), [one for one in own if one.kind is None]


def _by_question(text: SpokenText, needs: tuple[str, ...]) -> tuple[str, ...]:
    """`needs`, where there are none and the text ends by asking where somebody stays: `esce venerdì, dove va?`."""
    ends = tuple(token.word for token in text.tokens[-4:])
    asked = any(ends[-len(one) :] == one for one in _WHERE)
    return (_BED,) if asked and not needs and _BED in text.lexicon.needs else needs


def _without_valid_permit(readings: Sequence[Reading], needs: tuple[str, ...]) -> tuple[str, ...]:
    """`needs` without a permit that the person has: `ha la protezione sussidiaria, niente casa`."""
    told = [one for one in readings if any(m.code == _PERMIT for m in one.meanings)]
    valid = all(
        one.kind is ReadingKind.FACT and any(given.values == ("valid",) for m in one.meanings for given in m.facts)
        for one in told
    )
    return tuple(one for one in needs if one != _PERMIT) if told and valid and len(needs) > 1 else needs
