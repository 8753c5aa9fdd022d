"""Needs that only tell the story of another: money and work in exploitation, a court that sends letters.

A text names them beside what it asks for. They count if a verb of wish stands before them, or where nothing else does.
"""

from collections.abc import Iterable, Mapping, Sequence

from graph.language.context import Reading, SpokenText
from graph.language.interpretation import MeaningKind, ReadingKind
from graph.language.suffered import SEEKS_PREVENTION
from graph.language.tokens import word_list
from graph.language.wanted_needs import is_circumstance, is_sought, is_wished, stands_in_question
from graph.question import GivenFact
from graph.vocabulary import VICTIM_OF

_HARM = ("income", "work", "documents", "family", "family.mediation", "health.addiction.alcohol", "legal.advice")
_TOLD: Mapping[str, tuple[str, ...]] = {
    "protection.trafficking": _HARM,
    "protection.violence": (*_HARM, "legal.penal-measures"),
    "protection.discrimination": ("income",),
    "health.hospital": ("health.general",),
    "social-support.mail": ("legal.advice", "legal.penal-measures", "income", "documents.permit", "education"),
    "documents.registered-residence": ("legal.advice", "legal.penal-measures"),
    "documents.driving-licence": ("legal.penal-measures",),
    "housing": ("legal.advice",),
    "work": ("disability",),
    "health.general": ("documents.tax-code",),
    "social-support.activation": ("legal.penal-measures",),
}
"""For a need, those beside it that only tell how it came to that, unless they are sought."""
_PART: Mapping[str, tuple[str, ...]] = {
    "health.occupational": ("health.general",),
    "health.mental-health": ("health.general",),
    "health.hiv": ("health.general",),
    "legal.rights-of-detained": ("health.general",),
    "documents.driving-licence": ("education",),
    "legal.advice": ("family.mediation",),
    "housing.public-application": ("housing",),
}
"""For a need, those of which it is a part, even where they are sought: a visit by the doctor for illness from work."""
_SEEKS = ("cerc", "chied", "need", "look", "seek", "want", "vuol", "help", "aiut")
_SCENES = (
    "court", "tribunal", "trial", "process", "hearing", "udienz", "denunc", "condann", "appeal", "bailiff", "casell",
    "difens", "judge", "giudic", "convict", "deport",
)  # fmt: skip
"""The beginnings of words for the law that a text may name on its way, other than somebody who gives advice."""
_PURPOSE = frozenset(word_list("per for x della di"))
_FOR = frozenset(word_list("per for x"))
_STOPS = ("smett", "stop", "quit")
_HITTING = frozenset({(VICTIM_OF, ("violence",)), (SEEKS_PREVENTION, ("yes",))})
_BEFORE = 5
_ANOTHER = ("base", "famiglia", "family", "gp", "dent", "occhial", "glasses", "mediaz", "mediat")
"""The beginnings of words that name another doctor."""
_LEARN = ("work.training", "education", "work.internship")
_AT_HOME = frozenset(word_list("casa home house affitto rent room camera stanza"))
_RENT = frozenset(word_list("affitto rent"))
_JOINS = frozenset(word_list("e ed and o or plus anche also poi più"))
_MEALS = "basic-needs.meals"
"""Which hunger asks for as well as a question for a canteen."""
_HIV, _GENERAL = "health.hiv", "health.general"
_TREATMENT = (
    "farmac",
    "medicin",
    "pastig",
    "meds",
    "pills",
    "curar",
    "cura ",
    "cure ",
    "terap",
    "treat",
    "therap",
    "medicat",
    "dose",
)
_EVERYDAY = (
    "basic-needs",
    "documents.registered-residence",
    "documents.identity-card",
    "social-support.mail",
    "social-support.day-centre",
)
_LACKS = frozenset(
    word_list(
        "senza no non nn niente nessun nessuna without nowhere any not got outside rough fuori notte night tonight "
        "stanotte addiaccio perso lost"
    )
)
_HOMELESS = frozenset(word_list("dimora fissa"))


def without_outdone(text: SpokenText, readings: Sequence[Reading], needs: Sequence[str]) -> tuple[str, ...]:
    """`needs` without those that only tell the story of another one."""
    return tuple(need for need in needs if not _is_outdone(text, readings, need, [one for one in needs if one != need]))


def with_treatment(
    text: SpokenText, readings: Sequence[Reading], needs: tuple[str, ...], facts: Iterable[GivenFact]
) -> tuple[str, ...]:
    """`needs` in which medicines are those against HIV, where the person is said to have it."""
    has = any(given.name == "hiv" and given.values == ("yes",) for given in facts)
    if not has or _HIV in needs or _GENERAL not in needs or _HIV not in text.lexicon.needs:
        return needs
    own = [one.span for one in readings if any(m.code == _GENERAL for m in one.meanings)]
    for_it = [
        any(f"{token.word} ".startswith(_TREATMENT) for token in text.tokens[one.first : one.last]) for one in own
    ]
    if not any(for_it):
        return needs
    return tuple(one for one in (*needs, _HIV) if one != _GENERAL or not all(for_it))


def is_circumstance_of(text: SpokenText, readings: Sequence[Reading], others: Iterable[str]) -> bool:
    """Whether sleeping outdoors only tells who asks for `others`: `a shower for a man who sleeps in a van`.

    Who has no bed or no home asks for one.
    """
    others = tuple(others)
    if not others or not all(one.startswith(_EVERYDAY) for one in others):
        return False
    said = [one for one in readings if any(fact == ("housing", ("street",)) for fact in _list_facts(one))]
    wished = set(others) != {_MEALS} or any(
        is_wished(text, one.span)
        for one in readings
        if one.kind is ReadingKind.NEED and any(m.code == _MEALS for m in one.meanings)
    )
    return wished and bool(said) and all(_is_lasting(text, one) for one in said)


def _is_lasting(text: SpokenText, reading: Reading) -> bool:
    words = {token.word for token in text.tokens[max(reading.span.first - 2, 0) : reading.span.last + 1]}
    return bool(words & _HOMELESS) or not words & _LACKS


def _list_facts(reading: Reading) -> list[tuple[str, tuple[str, ...]]]:
    return [(given.name, given.values) for one in reading.meanings for given in one.facts]


def _is_outdone(text: SpokenText, readings: Sequence[Reading], need: str, others: Sequence[str]) -> bool:
    own = [one for one in readings if any(m.kind is MeaningKind.NEED and m.code == need for m in one.meanings)]
    own = [one for one in own if one.kind in (ReadingKind.NEED, ReadingKind.FACT)]
    if not own or not others:
        return False
    words = [token.word for one in own for token in text.tokens[one.span.first : one.span.last]]
    family = text.lexicon.topmost(need)
    if need.startswith("health.addiction") and _is_to_stop_hitting(text, readings, own):
        return True
    parts = {weak for strong in others for weak in _PART.get(strong, ())}
    if need in parts:
        return not any(word.startswith(_ANOTHER) for word in words)
    sought = any(_is_asked(text, one) for one in own)
    if need == "legal.penal-measures" and any(text.lexicon.topmost(one) == "housing" for one in others):
        return not any(stands_in_question(text, one.span) for one in own)
    if need == "housing" and any(one.startswith("protection.") for one in others):
        return not sought and set(words) <= _AT_HOME and all(_is_gone_to(text, one) for one in own)
    if need == "housing" and any(one.startswith("income.") for one in others):
        return not _RENT.isdisjoint(words)
    if need == "income" and all(_is_price(text, one) for one in own):
        return True
    if need == "work" and any(one.startswith(_LEARN) for one in others):
        return not sought and all(is_circumstance(text, one.span) for one in own)
    if need == "work" and "documents.driving-licence" in others:
        return all(_is_purpose(text, one) for one in own)
    strong = {*others, *map(text.lexicon.topmost, others)}
    told = need in {weak for one in strong for weak in _TOLD.get(one, ())}
    if need == "legal.penal-measures":
        told = told and not any(stands_in_question(text, one.span) for one in own)
    if need == "legal.advice":
        told = told and any(word.startswith(_SCENES) for word in words)
    lone = need == "family" and any(text.lexicon.topmost(one) != family for one in others)
    return not sought and (told or lone)


def _is_to_stop_hitting(text: SpokenText, readings: Iterable[Reading], own: Iterable[Reading]) -> bool:
    """Whether `own` only say that somebody wants to stop, and the text tells of hitting: no substance is named."""
    told = any(fact in _HITTING for one in readings for fact in _list_facts(one))
    return told and all(text.tokens[one.span.last - 1].word.startswith(_STOPS) for one in own)


def _is_asked(text: SpokenText, reading: Reading) -> bool:
    """Whether a verb of wish stands before a reading or in it."""
    near = text.tokens[max(reading.span.first - 2, 0) : reading.span.last]
    return is_sought(text, reading.span) or any(token.word.startswith(_SEEKS) for token in near)


def _is_gone_to(text: SpokenText, reading: Reading) -> bool:
    """Whether a home is only where somebody is or goes, and stands in no list: `scared to go home`."""
    first = reading.span.first
    return first > 0 and not text.tokens[first].apart and text.tokens[first - 1].word not in _JOINS


def _is_price(text: SpokenText, reading: Reading) -> bool:
    """Whether a reading says that there is no money for something else: `no money for a lawyer`."""
    after = text.tokens[reading.span.last : reading.span.last + 1]
    return any(token.word in _FOR and not token.apart for token in after)


def _is_purpose(text: SpokenText, reading: Reading) -> bool:
    """Whether a reading names what something else is for: `needs it back for the job`."""
    before = text.tokens[max(reading.span.first - _BEFORE, 0) : reading.span.last]
    return any(token.word in _PURPOSE for token in before)
