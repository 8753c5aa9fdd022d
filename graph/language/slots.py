"""From readings to what a question asks: the start, the needs and the facts, without contradictions.

A need may be asked for, or only named on the way: `I get panic at work` asks for no work.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence

from graph.language.claims import is_sent_away, list_of_now, without_threats
from graph.language.context import Reading, SpokenText, find_before
from graph.language.disambiguation import Standing, StartChoice, choose_start, combine, standing_of
from graph.language.gender import gender_of
from graph.language.grammar import Role
from graph.language.holders import OF_RELATIVE, assign, find_relative
from graph.language.home import home_of
from graph.language.interpretation import Meaning, MeaningKind, ReadingKind
from graph.language.lexicon import Lexicon
from graph.language.meanings import fact_meaning
from graph.language.numbers import counts_down
from graph.language.outdone import is_circumstance_of, with_treatment, without_outdone
from graph.language.person import find_person
from graph.language.quantities import ADULT, AGE, MONTHS_LEFT, find_months_ahead
from graph.language.readings import give_way, join_alternatives, read
from graph.language.resolution import list_former_places, list_standing
from graph.language.situations import is_of_now, placed, states_situation
from graph.language.spans import Span
from graph.language.suffered import SEEKS_PREVENTION, with_suffered
from graph.language.tokens import Token, word_list
from graph.language.wanted_needs import is_agent, is_background, is_circumstance, is_sought, is_wished
from graph.language.writer import without_introduction, workplace_of
from graph.message import Text
from graph.question import GivenFact
from graph.structs import Struct, replace
from graph.vocabulary import VICTIM_OF, FactKind, Locale

_NO_NEED = ("gender", "being_released", "penal_status", SEEKS_PREVENTION)
"""Facts that ask for nothing by themselves; whoever hurts others is not sent where those go whom they hurt."""
_REFUSES = (
    "non vuole", "non voglio", "non vogliono", "rifiuta", "rifiuto", "mai piu", "doesn t want", "does not want",
    "don t want", "won t", "refuses", "will not",
)  # fmt: skip
_IN_TURN = frozenset(word_list("prima poi first then before"))
"""Words by which a text tells one situation after the other."""
_REFUSAL = 5
"""Words before a need within which it may be refused."""
_PROTECTION = "protection"
_PAPERS = "documents"
"""Not asked for where somebody who asks for something else is said to have none."""
_AT_LAST = {
    ("rejected_by_family", ("yes",)): "housing.emergency",
    ("residence", ("none",)): "documents.registered-residence",
    ("residence", ("prison",)): "documents.registered-residence",
    (SEEKS_PREVENTION, ("yes",)): "psychological-support",
}
"""Values of facts that ask for something where nothing else in a text does."""
_SILENT = (("no",), ("valid",), ("not-needed",))
"""Values that ask for nothing."""
REJECTED = "rejected_by_family"
_LGBT = "lgbtqia"
_WHO_THEY_ARE = ("gay", "lesb", "trans", "bisess", "bisex", "omosess", "homosex", "queer")
_GENERAL = frozenset({"health.general"})
"""Needs that a fact says better: medicines, and that the person has HIV."""
_GIVES_WAY = {"addiction": (OF_RELATIVE,), VICTIM_OF: (SEEKS_PREVENTION,)}
"""Facts that are not stated where another one says whose they are."""
_CHILDREN = "minor_children"
_SHORT = ("gio", "day", "sett", "week")
_UNITS = ("ann", "mes", "year", "month", "yr", "yo")
_OLD = 65
"""Of that age, `i figli` are grown up."""
_YOUNG = ("bambin", "bimb", "minor", "piccol", "kid", "baby", "babies", "neonat", "toddler", "little", "twins")
_CHANGING = ("housing", "residence", "permit", "inclusion_income")
"""Facts that may have been otherwise before."""
_ONLY_BESIDE = {REJECTED: _LGBT}
"""Facts that are stated only where another one is: parents who throw somebody out say nothing of orientation."""


class Slots(Struct, frozen=True):
    """The content of a question (start, needs, facts, partners to avoid), and the reading of each span."""

    start: StartChoice
    needs: tuple[str, ...]
    facts: tuple[GivenFact, ...]
    avoid: tuple[str, ...]
    readings: tuple[Reading, ...]
    disputes: tuple[tuple[Span, tuple[Meaning, ...]], ...] = ()


def fill(tokens: Sequence[Token], spans: Sequence[Span], lexicon: Lexicon, locale: Locale, ending: str = "") -> Slots:
    """Read all spans of a text and settle what it asks; `ending` is what stands after its last word."""
    holders = assign(tokens, spans, locale)
    text = SpokenText(tokens, spans, holders, find_relative(tokens, spans), lexicon, ending=ending)
    text = find_person(with_suffered(without_introduction(text)))
    spans = text.spans
    start = choose_start(
        [
            *list_standing(text, [(span, placed(text, span)) for span in spans if states_situation(text, span)]),
            *workplace_of(text),
        ],
        lexicon,
        counts_down=[span for span in spans if counts_down(text, span)],
        of_now=[span for span in spans if is_of_now(text, span)],
        former=list_former_places(text),
        months=find_months_ahead(tokens),
        succession=not _IN_TURN.isdisjoint(token.word for token in tokens),
    )
    readings: list[Reading] = []
    for index in range(len(spans)):
        readings.append(read(text, index, start, readings))
    start, readings = give_way(start, readings)
    readings = without_threats(text, join_alternatives(readings))
    needs = _settle_needs(text, readings, lexicon)
    readings = _drop_overruled(readings, needs)
    facts, disputes = _settle_facts(text, readings, start, lexicon)
    readings = _mark_time_ahead(text, readings, facts)
    said = [given for one in readings if one.kind is ReadingKind.FACT for m in one.meanings for given in m.facts]
    needs = _with_following(text, readings, needs, said) or _list_needs_of_facts(said, lexicon)
    needs = without_outdone(text, readings, with_treatment(text, readings, needs, facts))
    needs = _without_refused(text, needs, lexicon)
    needs = tuple(dict.fromkeys(_refined(need, facts, lexicon) for need in needs))
    if start.meaning is not None and standing_of(lexicon.situations[start.meaning.code]) is Standing.INSIDE:
        needs = tuple(dict.fromkeys(_for_later(need, lexicon) for need in needs))
    return Slots(
        start=start,
        needs=needs,
        facts=facts,
        avoid=_codes(readings, ReadingKind.AVOID),
        readings=tuple(readings),
        disputes=tuple(disputes),
    )


def _settle_needs(text: SpokenText, readings: Sequence[Reading], lexicon: Lexicon) -> tuple[str, ...]:
    """The needs that are said, without those that a narrower one says better.

    A phrase that says a fact as well says a need only where nothing else does.
    """
    asked = [one for one in readings if one.kind is ReadingKind.NEED]
    told = [one for one in asked if not is_background(text, one.span)]
    wished = [one for one in told if is_wished(text, one.span) and not is_circumstance(text, one.span)]
    families = {lexicon.topmost(code) for code in _codes(wished, ReadingKind.NEED)}
    if families:
        told = [one for one in told if one in wished or not _is_aside(text, one, families, lexicon)]
    plain = _codes(told, ReadingKind.NEED)
    lacked = {m.code for one in asked for m in one.meanings if _is_lacked(text, one.span)}
    plain = tuple(one for one in plain if one != _PAPERS or one not in lacked) or plain
    both = [one for one in readings if one.kind is ReadingKind.FACT]
    beside = tuple(dict.fromkeys(m.code for one in both for m in one.meanings if m.kind is MeaningKind.NEED))
    plain = plain or _codes([one for one in asked if not beside or not is_agent(text, one.span)], ReadingKind.NEED)
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
    return families.isdisjoint(lexicon.topmost(code) for code in _codes([one], ReadingKind.NEED))


def _is_lacked(text: SpokenText, span: Span) -> bool:
    return text.tokens[span.first].word in ("senza", "without", "no") or find_before(text, span, Role.NOT) is not None


def _has_sibling(need: str, others: Iterable[str], lexicon: Lexicon) -> bool:
    parent = lexicon.needs[need].parent
    return parent is not None and any(one != need and lexicon.needs[one].parent == parent for one in others)


def _drop_overruled(readings: Sequence[Reading], needs: tuple[str, ...]) -> list[Reading]:
    return [
        replace(
            one,
            meanings=tuple(m for m in one.meanings if m.kind is not MeaningKind.NEED or m.code in needs)
            or one.meanings,
        )
        if one.kind is ReadingKind.FACT
        else one
        for one in readings
    ]


def _with_following(
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


def _refined(need: str, facts: Iterable[GivenFact], lexicon: Lexicon) -> str:
    """The kind of `need` that a fact asks for: treatment, for somebody who uses cocaine."""
    for given in facts:
        kinds = lexicon.facts[given.name].assumed_for or ()
        if kinds and given.values not in _SILENT and not given.negated and lexicon.is_below(kinds[0], need):
            return kinds[0]
    return need


def _for_later(need: str, lexicon: Lexicon) -> str:
    """What is needed after prison: who is inside has a bed for tonight."""
    area = lexicon.needs[need]
    return area.parent if area.emergency and area.asked_as is not None and area.parent is not None else need


def _without_refused(text: SpokenText, needs: tuple[str, ...], lexicon: Lexicon) -> tuple[str, ...]:
    """`needs` with the next kind in place of one that the person does not want: `no dormitory, but sleeps in a car`."""
    said = [one for span in text.spans if _is_refused(text, span) for one in span.meanings]
    facts = {(given.name, value) for one in said for given in one.facts for value in given.values}
    refused = {one.code for one in said if one.kind is MeaningKind.NEED} | {
        need.code for need in lexicon.needs.values() if any((item.fact, item.value) in facts for item in need.implies)
    }
    return tuple(dict.fromkeys(_next_kind(need, refused, lexicon) if need in refused else need for need in needs))


def _is_refused(text: SpokenText, span: Span) -> bool:
    before = " ".join(token.word for token in text.tokens[max(span.first - _REFUSAL, 0) : span.first])
    return any(f"{words} " in f"{before} " for words in _REFUSES)


def _next_kind(need: str, refused: Collection[str], lexicon: Lexicon) -> str:
    parent = lexicon.needs[need].parent
    kinds = (one for one in lexicon.needs.values() if one.parent == parent and one.asked_as is not None)
    return next((one.code for one in kinds if parent is not None and one.code not in refused), need)


def _list_needs_of_facts(facts: Sequence[GivenFact], lexicon: Lexicon) -> tuple[str, ...]:
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


def _settle_facts(
    text: SpokenText, readings: list[Reading], start: StartChoice, lexicon: Lexicon
) -> tuple[tuple[GivenFact, ...], list[tuple[Span, tuple[Meaning, ...]]]]:
    """The facts that the readings state, and the disputes: spans that contradict each other and state nothing."""
    claims: dict[str, list[tuple[GivenFact, Reading, Meaning]]] = {}
    for reading in readings:
        if reading.kind in (ReadingKind.FACT, ReadingKind.START):
            for one in reading.meanings:
                if one.kind is MeaningKind.FACT:
                    for given in one.facts:
                        claims.setdefault(given.name, []).append((given, reading, one))
    for given in _implied_by_text(text, start, claims):
        claims.setdefault(given.name, []).append(
            (given, Reading(text.spans[0], None), fact_meaning(given, Text("", "")))
        )
    _drop_grown_up_children(text, claims)
    ruled_out = _list_ruled_out(start, lexicon)
    facts: list[GivenFact] = []
    disputes: list[tuple[Span, tuple[Meaning, ...]]] = []
    implied = {given.name: given for given in start.meaning.facts} if start.meaning else {}
    for name, said in claims.items():
        definition = lexicon.facts[name]
        said = [item for item in said if (name, item[0].values) not in ruled_out]
        if not said or any(other in claims for other in _GIVES_WAY.get(name, ())) or not _is_beside(name, text, claims):
            continue
        said = _without_none(said, definition.kind, lexicon)
        if name in _CHANGING and not combine(definition.kind, [_widened(given, lexicon) for given, _, _ in said]):
            now = list_of_now(text, [reading.span for _, reading, _ in said])
            said = [item for item in said if item[1].span in now]
        stated = [_widened(given, lexicon) for given, _, _ in said]
        known = [_widened(implied[name], lexicon)] if name in implied else []
        if combine(definition.kind, [*stated, *known]):
            facts.extend(combine(definition.kind, _narrowest([given for given, _, _ in said], lexicon)))
        elif definition.fixed and name not in ("gender",) and combine(definition.kind, stated):
            continue
        else:
            if name not in ("gender", "housing", "permit", "penal_status"):
                disputes.append((said[0][1].span, tuple(dict.fromkeys(one for _, _, one in said))))
    return tuple(facts), disputes


def _may_be_young(text: SpokenText) -> bool:
    """Whether a text may tell that a child is young, by an age below 18 or a school, not by `3 years ago`."""
    words = [token.word for token in text.tokens]
    for index, word in enumerate(words):
        if word.startswith(("scuol", "school", "asilo", "nido")):
            return True
        if word.isdecimal() and int(word) < ADULT:
            before, after = words[max(index - 1, 0) : index], [*words[index + 1 : index + 3], "", ""]
            if after[0].startswith(_UNITS) and after[1] not in ("fa", "ago", "back"):
                return True
            if before in (["aged"], ["age"], ["di"], ["of"]) and not after[0].startswith(
                ("gio", "day", "sett", "week")
            ):
                return True
    return False


def _drop_grown_up_children(text: SpokenText, claims: dict[str, list[tuple[GivenFact, Reading, Meaning]]]) -> None:
    """Take out of `claims` that somebody old has minor children, where no word calls the children young."""
    old = any(not given.negated and (given.minimum or 0) >= _OLD for given, _, _ in claims.get(AGE, ()))
    if not old or _CHILDREN not in claims or _may_be_young(text):
        return
    young = [
        item
        for item in claims[_CHILDREN]
        if item[0].values != ("yes",)
        or any(one.word.startswith(_YOUNG) for one in text.tokens[item[1].span.first : item[1].span.last])
    ]
    if young:
        claims[_CHILDREN] = young
    else:
        del claims[_CHILDREN]


def _mark_time_ahead(text: SpokenText, readings: list[Reading], facts: Iterable[GivenFact]) -> list[Reading]:
    """`readings` in which the time until a release does not count as unread, if it became the fact `months_left`."""
    if not any(given.name == MONTHS_LEFT for given in facts) or find_months_ahead(text.tokens) is None:
        return readings
    return [
        replace(one, kind=ReadingKind.CONNECTIVE) if one.kind is None and one.span.quantity is not None else one
        for one in readings
    ]


def _is_beside(name: str, text: SpokenText, claimed: Collection[str]) -> bool:
    """Whether the text states the other fact without which the fact `name` makes no sense; true if it needs none."""
    other = _ONLY_BESIDE.get(name)
    return (
        other is None
        or other in claimed
        or any(given.name == other for one in text.spans for m in one.meanings for given in m.facts)
    )


def _list_ruled_out(start: StartChoice, lexicon: Lexicon) -> frozenset[tuple[str, tuple[str, ...]]]:
    """The values of facts that the start excludes: a released person is no longer detained."""
    situation = lexicon.situations[start.meaning.code] if start.meaning else None
    return frozenset((one.fact, (one.value,)) for one in situation.rules_out) if situation else frozenset()


def _without_none(
    said: list[tuple[GivenFact, Reading, Meaning]], kind: FactKind, lexicon: Lexicon
) -> list[tuple[GivenFact, Reading, Meaning]]:
    """`said` without the value `none` if it contradicts another value: `senza residenza, residenza in carcere`."""
    some = [item for item in said if item[0].values != ("none",)]
    return said if not some or combine(kind, [_widened(given, lexicon) for given, _, _ in said]) else some


def _widened(given: GivenFact, lexicon: Lexicon) -> GivenFact:
    definition = lexicon.facts[given.name]
    order = [value.code for value in definition.values]
    covered = definition.covered_by(given.values) if definition.kind is FactKind.CHOICE else frozenset(given.values)
    values = tuple(sorted(covered, key=lambda code: (order.index(code) if code in order else 0, code)))
    return replace(given, values=values)


def _narrowest(claims: Sequence[GivenFact], lexicon: Lexicon) -> list[GivenFact]:
    """The denials among `claims`, and the one other claim that leaves the fewest values."""
    definition = lexicon.facts[claims[0].name]
    if definition.kind is not FactKind.CHOICE:
        return list(claims)
    positive = [one for one in claims if not one.negated]
    least = min(positive, key=lambda one: len(definition.covered_by(one.values)), default=None)
    return [one for one in claims if one.negated or one is least]


def _implied_by_text(
    text: SpokenText, start: StartChoice, claims: dict[str, list[tuple[GivenFact, Reading, Meaning]]]
) -> Iterator[GivenFact]:
    """Facts that no single phrase states: months until a release, a home under arrest, and the gender."""
    months = find_months_ahead(text.tokens) if start.is_leaving else None
    if months is not None and MONTHS_LEFT in text.lexicon.facts and MONTHS_LEFT not in claims:
        yield GivenFact(name=MONTHS_LEFT, minimum=months, maximum=months)
    if _LGBT in text.lexicon.facts.keys() - claims.keys() and _says_why(text, claims):
        yield GivenFact(name=_LGBT, values=("yes",))
        claims[_LGBT] = []
    if _LGBT in claims and REJECTED in text.lexicon.facts.keys() - claims.keys() and is_sent_away(text):
        yield GivenFact(name=REJECTED, values=("yes",))
    home = home_of(text, start) if "housing" in text.lexicon.facts.keys() - claims.keys() else None
    if home is not None:
        yield GivenFact(name="housing", values=(home,))
    gender = gender_of(text) if "gender" in text.lexicon.facts.keys() - claims.keys() else None
    if gender is not None:
        yield GivenFact(name="gender", values=(gender,))


def _says_why(text: SpokenText, claims: dict[str, list[tuple[GivenFact, Reading, Meaning]]]) -> bool:
    """Whether a phrase says that the person was sent away or discriminated for whom they love or who they are."""
    spans = (reading.span for name in (REJECTED, VICTIM_OF) for _, reading, _ in claims.get(name, ()))
    return any(
        text.tokens[index].word.startswith(_WHO_THEY_ARE) for span in spans for index in range(span.first, span.last)
    )


def _codes(readings: Iterable[Reading], kind: ReadingKind) -> tuple[str, ...]:
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
