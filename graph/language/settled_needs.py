"""Which needs a question asks for: those that are said, and those that facts ask for by themselves.

A need may be asked for, or only named on the way: `I get panic at work` asks for no work.
"""

from collections.abc import Iterable, Iterator, Sequence

from graph.language.context import Reading, SpokenText, find_before
from graph.language.grammar import Role
from graph.language.interpretation import MeaningKind, ReadingKind
from graph.language.lexicon import Lexicon
from graph.language.outdone import is_circumstance_of
from graph.language.spans import Span
from graph.language.suffered import SEEKS_PREVENTION
from graph.language.wanted_needs import is_agent, is_background, is_circumstance, is_sought, is_wished
from graph.question import GivenFact
from graph.structs import replace
from graph.vocabulary import FactKind

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
    ill = tuple(one for one in list_codes(asked, ReadingKind.NEED) if lexicon.topmost(one) == _HEALTH)
    plain = tuple(one for one in plain if one != _PAPERS or one not in lacked) or (plain and ill) or plain
    both = [one for one in readings if one.kind is ReadingKind.FACT]
    beside = tuple(dict.fromkeys(m.code for one in both for m in one.meanings if m.kind is MeaningKind.NEED))
    plain = plain or list_codes([one for one in asked if not beside or not is_agent(text, one.span)], ReadingKind.NEED)
    renews = any(one.span.has(Role.RENEW) for one in readings)
    narrower = [need for need in beside if renews and need.startswith("documents.")]
    narrower += [need for need in beside if any(lexicon.is_below(need, other) for other in plain)]
    narrower += [need for need in beside if _has_sibling(need, _GENERAL & set(plain), lexicon)]
    narrower += [m.code for one in both if is_sought(text, one.span) for m in one.meanings if m.code in beside]
    plain = tuple(one for one in plain if one not in _GENERAL or not _has_sibling(one, narrower, lexicon))
    plain = tuple(dict.fromkeys((*plain, *narrower))) or beside
    return tuple(need for need in plain if not any(lexicon.is_below(other, need) for other in plain))


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
        if test.fact == "housing" and is_circumstance_of(text, readings, needs):
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
