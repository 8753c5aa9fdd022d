"""Which needs a question asks for: those that are said, and those that facts ask for by themselves.

A need may be asked for, or only named on the way: `I get panic at work` asks for no work. Some only tell the story of
another: money and work in exploitation, a court that sends letters. They count if a verb of wish stands before them, or
where nothing else does.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from graph.language.clauses import list_contrasted
from graph.language.context import Reading, SpokenText, find_before
from graph.language.grammar import Role
from graph.language.interpretation import MeaningKind, ReadingKind
from graph.language.lexicon import Lexicon
from graph.language.spans import Span
from graph.language.tokens import word_list
from graph.language.violence import SEEKS_PREVENTION
from graph.language.wanted_needs import (
    is_agent,
    is_background,
    is_bare,
    is_circumstance,
    is_sought,
    is_wished,
    stands_in_question,
)
from graph.question import GivenFact
from graph.structs import replace
from graph.vocabulary import VICTIM_OF, FactKind

_NO_NEED = ("gender", "being_released", "penal_status", SEEKS_PREVENTION)
"""Facts that ask for nothing by themselves; whoever hurts others is not sent where those go whom they hurt."""
_PROTECTION = "protection"
_PAPERS = "documents"
"""Not asked for where somebody who asks for something else is said to have none."""
_HEALTH = "health"
_AT_LAST = {
    ("rejected_by_family", ("yes",)): "housing.emergency",
    ("residence", ("none",)): "documents.registered-residence",
    ("residence", ("prison",)): "documents.registered-residence",
    (SEEKS_PREVENTION, ("yes",)): "psychological-support",
    ("pregnant", ("yes",)): "health.general",
}
"""Values of facts that ask for something where nothing else in a text does."""
_SILENT = (("no",), ("valid",), ("not-needed",))
"""Values that ask for nothing."""
REJECTED = "rejected_by_family"
_GENERAL = frozenset({"health.general"})
"""Needs that a fact says better: medicines, and that the person has HIV."""
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
    "work": ("disability", "social-support.listening"),
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
_SENT = ("mand", "indirizz", "invi", "send")
_SENT_WORDS = 4
_MEDIATES = ("mediat", "interpr", "tradu", "translat")
"""The beginnings of words for who speaks for somebody: no lessons are asked for beside them."""
_LEARNING = frozenset(
    word_list("corso corsi lezioni lezione scuola imparare impara learn class classes course lessons")
)
_PURPOSE = frozenset(word_list("per for x della di"))
_FOR = frozenset(word_list("per for x"))
_TRAFFICKING = "protection.trafficking"
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
_VAGUE = frozenset({"social-support"})
_TREATMENT_OF_ADDICTION = "health.addiction"
_HIV, _CARE = "health.hiv", "health.general"
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


def without_needs_of_the_other(text: SpokenText, readings: Sequence[Reading]) -> list[Reading]:
    """`readings` in which only one of two people who are told apart asks for something, where both do."""
    other = frozenset(list_contrasted(text.tokens))
    asked = [one for one in readings if one.kind is ReadingKind.NEED]
    unused = [one for one in asked if one.span.first in other]
    return [replace(one, kind=None) if one in unused and len(unused) < len(asked) else one for one in readings]


def settle_needs(text: SpokenText, readings: Sequence[Reading], lexicon: Lexicon) -> tuple[str, ...]:
    """The needs that are said, without those that a narrower one says better.

    A phrase that says a fact as well says a need only where nothing else does.
    """
    asked = [one for one in readings if one.kind is ReadingKind.NEED]
    told = [one for one in asked if not is_background(text, one.span)]
    wished = [one for one in told if is_wished(text, one.span) and not is_circumstance(text, one.span)]
    lacked = {m.code for one in asked for m in one.meanings if _is_lacked(text, one.span)}
    wanted = [code for code in list_codes(wished, ReadingKind.NEED) if code != _PAPERS or code not in lacked]
    families = {lexicon.topmost(code) for code in wanted}
    if families:
        told = [one for one in told if one in wished or not _is_aside(text, one, families, lexicon)]
    plain = list_codes(told, ReadingKind.NEED)
    both = [one for one in readings if one.kind is ReadingKind.FACT]
    beside = tuple(dict.fromkeys(m.code for one in both for m in one.meanings if m.kind is MeaningKind.NEED))
    ill = [one for one in (*list_codes(asked, ReadingKind.NEED), *beside) if lexicon.topmost(one) == _HEALTH]
    plain = tuple(one for one in plain if one != _PAPERS or one not in lacked) or (plain and tuple(ill)) or plain
    plain = plain or list_codes([one for one in asked if not beside or not is_agent(text, one.span)], ReadingKind.NEED)
    renews = any(one.span.has(Role.RENEW) for one in readings)
    narrower = [need for need in beside if renews and need.startswith("documents.")]
    narrower += [need for need in beside if any(lexicon.is_below(need, other) for other in plain)]
    narrower += [need for need in beside if _has_sibling(need, _GENERAL & set(plain), lexicon)]
    narrower += [m.code for one in both if is_sought(text, one.span) for m in one.meanings if m.code in beside]
    narrower += [m.code for one in both if _is_evicted(text, one.span) for m in one.meanings if m.code in beside]
    if asked and all(is_bare(text, one.span) for one in asked):  # notes: `gambling problem, debts, semi-liberty`
        bare = (m.code for one in both if is_bare(text, one.span) for m in one.meanings if m.code in beside)
        narrower += [need for need in bare if lexicon.topmost(need) == _HEALTH]
    plain = tuple(one for one in plain if one not in _GENERAL or not _has_sibling(one, narrower, lexicon))
    plain = tuple(dict.fromkeys((*plain, *narrower))) or beside
    return tuple(need for need in plain if not any(lexicon.is_below(other, need) for other in plain))


def _is_evicted(text: SpokenText, span: Span) -> bool:
    """Whether a span says that somebody loses a home, whatever else they ask for: `cura, e rischia lo sfratto`."""
    return any(token.word.startswith(("sfratt", "evict")) for token in text.tokens[span.first : span.last])


def _is_aside(text: SpokenText, one: Reading, families: set[str], lexicon: Lexicon) -> bool:
    """Whether a need is a circumstance of those who ask for needs of other `families`."""
    if not is_circumstance(text, one.span):
        return False
    return families.isdisjoint(lexicon.topmost(code) for code in list_codes([one], ReadingKind.NEED))


def _is_lacked(text: SpokenText, span: Span) -> bool:
    before = text.tokens[max(span.first - 1, 0)].word
    if before in ("ne", "nor") and not text.tokens[span.first].apart:
        return True
    return text.tokens[span.first].word in ("senza", "without", "no") or find_before(text, span, Role.NOT) is not None


def _has_sibling(need: str, others: Iterable[str], lexicon: Lexicon) -> bool:
    parent = lexicon.needs[need].parent
    return parent is not None and any(one != need and lexicon.needs[one].parent == parent for one in others)


def with_following(
    text: SpokenText, readings: Sequence[Reading], needs: tuple[str, ...], facts: Iterable[GivenFact]
) -> tuple[str, ...]:
    """`needs` and those that the facts ask for by themselves, unless one of their kind is said."""
    lexicon, more = text.lexicon, []
    for test, need in lexicon.follows:
        if test.fact == "housing" and _is_circumstance_of(text, readings, needs):
            continue
        family = lexicon.topmost(need)
        said = any(f.name == test.fact and not f.negated and test.values & set(f.values) for f in facts)
        same = [one for one in needs if one == need or lexicon.topmost(one) == family]
        if said and (not same or (need not in same and family == _PROTECTION)):
            more.append(need)
    kept = [one for one in needs if not any(lexicon.is_below(other, one) for other in more)]
    return tuple(dict.fromkeys((*kept, *more)))


def with_unasked(text: SpokenText, readings: Iterable[Reading], needs: Sequence[str]) -> Iterator[Reading]:
    """`readings`, in which a need that is wished or lacked but not asked for counts as unused: `no papers, a bed`."""
    families = {text.lexicon.topmost(need) for need in needs}
    for one in readings:
        codes = list_codes([one], ReadingKind.NEED)
        left = needs and codes and families.isdisjoint(map(text.lexicon.topmost, codes))
        unused = left and (is_circumstance(text, one.span) or not is_background(text, one.span))
        yield replace(one, kind=None) if unused else one


def refined(need: str, facts: Iterable[GivenFact], lexicon: Lexicon) -> str:
    """The kind of `need` that a fact asks for: treatment, for somebody who uses cocaine."""
    for given in facts:
        kinds = lexicon.facts[given.name].assumed_for or ()
        if kinds and given.values not in _SILENT and not given.negated and lexicon.is_below(kinds[0], need):
            return kinds[0]
    return need


def for_later(need: str, lexicon: Lexicon) -> str:
    """What is needed after prison: who is inside has a bed for tonight."""
    area = lexicon.needs[need]
    return area.parent if area.emergency and area.asked_as is not None and area.parent is not None else need


def list_needs_of_facts(facts: Sequence[GivenFact], lexicon: Lexicon) -> tuple[str, ...]:
    """The need behind the facts of a text that names no need: `he has HIV, out tomorrow` asks for HIV care."""
    said = {(given.name, given.values) for given in facts if not given.negated}
    if (REJECTED, ("yes",)) in said:
        return tuple(need for need in (_AT_LAST[REJECTED, ("yes",)],) if need in lexicon.needs)
    for given in sorted(facts, key=lambda one: list(lexicon.facts).index(one.name)):
        definition = lexicon.facts[given.name]
        speaking = definition.kind is not FactKind.COUNTRY and not given.negated and given.values not in _SILENT
        if speaking and definition.assumed_for and given.name not in _NO_NEED:
            return definition.assumed_for[:1]
    return tuple(need for fact, need in _AT_LAST.items() if fact in said and need in lexicon.needs)


def list_codes(readings: Iterable[Reading], kind: ReadingKind) -> tuple[str, ...]:
    """The codes that readings of one kind mean, each once; of needs only those, not the facts beside them."""
    wanted = MeaningKind.NEED if kind is ReadingKind.NEED else None
    return tuple(
        dict.fromkeys(
            one.code
            for reading in readings
            if reading.kind is kind
            for one in reading.meanings
            if wanted is None or one.kind is wanted
        )
    )


def without_outdone(text: SpokenText, readings: Sequence[Reading], needs: Sequence[str]) -> tuple[str, ...]:
    """`needs` without those that only tell the story of another one."""
    return tuple(need for need in needs if not _is_outdone(text, readings, need, [one for one in needs if one != need]))


def with_treatment(
    text: SpokenText, readings: Sequence[Reading], needs: tuple[str, ...], facts: Iterable[GivenFact]
) -> tuple[str, ...]:
    """`needs` in which medicines are those against HIV, where the person is said to have it.

    Who does not know where to turn for somebody with an addiction asks for its treatment, as does who tells that they
    sell sex for the drug.
    """
    addicted = any(given.name == "addiction" and given.values == ("yes",) for given in facts)
    if addicted and needs and set(needs) <= _VAGUE and _TREATMENT_OF_ADDICTION in text.lexicon.needs:
        return (_TREATMENT_OF_ADDICTION, *needs)
    if addicted and needs == (_TRAFFICKING,) and _TREATMENT_OF_ADDICTION in text.lexicon.needs:
        return (*needs, _TREATMENT_OF_ADDICTION)
    has = any(given.name == "hiv" and given.values == ("yes",) for given in facts)
    if not has or _HIV in needs or _CARE not in needs or _HIV not in text.lexicon.needs:
        return needs
    own = [one.span for one in readings if any(m.code == _CARE for m in one.meanings)]
    for_it = [
        any(f"{token.word} ".startswith(_TREATMENT) for token in text.tokens[one.first : one.last]) for one in own
    ]
    if not any(for_it):
        return needs
    return tuple(one for one in (*needs, _HIV) if one != _CARE or not all(for_it))


def _is_circumstance_of(text: SpokenText, readings: Sequence[Reading], others: Iterable[str]) -> bool:
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
    if own and need.startswith("health.addiction") and _is_to_stop_hitting(text, readings, own):
        return True
    if not own or not others:
        return False
    words = [token.word for one in own for token in text.tokens[one.span.first : one.span.last]]
    family = text.lexicon.topmost(need)
    parts = {weak for strong in others for weak in _PART.get(strong, ())}
    if need in parts:
        return not any(word.startswith(_ANOTHER) for word in words)
    sought = any(_is_asked(text, one) for one in own)
    if need == "legal.penal-measures" and any(text.lexicon.topmost(one) == "housing" for one in others):
        return not any(stands_in_question(text, one.span) for one in own)
    if need == "housing.emergency" and all(is_sending(one.span) for one in own):
        return True
    if need == "education.italian" and "social-support.immigrants" in others:
        return not sought and _LEARNING.isdisjoint(words) and _names_mediator(text)
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
        told = told and all(_names_scene(text, one) for one in own)  # `a hearing and no lawyer` asks for one
    lone = need == "family" and any(text.lexicon.topmost(one) != family for one in others)
    return not sought and (told or lone)


def is_sending(span: Span) -> bool:
    """Whether a span asks where to send somebody, which need not be for the night: `chiede l'ISEE, dove lo mando?`."""
    return len(span.words) <= _SENT_WORDS and span.words[-1].startswith(_SENT)


def _names_mediator(text: SpokenText) -> bool:
    return any(token.word.startswith(_MEDIATES) for token in text.tokens)


def _names_scene(text: SpokenText, reading: Reading) -> bool:
    return any(token.word.startswith(_SCENES) for token in text.tokens[reading.span.first : reading.span.last])


def _is_to_stop_hitting(text: SpokenText, readings: Iterable[Reading], own: Iterable[Reading]) -> bool:
    """Whether `own` only say that somebody wants to stop hitting or selling sex: no substance is named."""
    told = any(fact in _HITTING for one in readings for fact in _list_facts(one))
    told = told or any(m.code == _TRAFFICKING for one in readings for m in one.meanings)
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
