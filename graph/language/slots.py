"""From readings to what a question asks: the start, the needs and the facts, without contradictions."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from graph.language.context import Reading, SpokenText
from graph.language.disambiguation import (
    Standing,
    StartChoice,
    choose_start,
    combine,
    list_of_now,
    standing_of,
    without_threats,
)
from graph.language.gender import gender_of
from graph.language.holders import assign
from graph.language.home import home_of, is_sent_away
from graph.language.interpretation import Meaning, MeaningKind, ReadingKind
from graph.language.introduction import without_introduction, workplace_of
from graph.language.lexicon import Lexicon
from graph.language.meanings import fact_meaning
from graph.language.needs_in_context import in_context
from graph.language.numbers import counts_down
from graph.language.person import find_person
from graph.language.quantities import ADULT, AGE, MONTHS_LEFT, find_months_ahead
from graph.language.readings import give_way, join_alternatives, read
from graph.language.relatives import OF_RELATIVE, find_relative, with_own_addiction
from graph.language.settled_needs import (
    REJECTED,
    for_later,
    list_codes,
    list_needs_of_facts,
    refined,
    settle_needs,
    with_following,
    with_treatment,
    with_unasked,
    without_needs_of_the_other,
    without_outdone,
)
from graph.language.situation_times import is_of_now, placed, remains
from graph.language.situations import list_former_places, list_standing, states_situation
from graph.language.spans import Span
from graph.language.tokens import Token, word_list
from graph.language.violence import IMPLIED, SEEKS_PREVENTION, implies_protection, with_suffered, without_committed
from graph.language.wanted_needs import without_refused
from graph.message import Text
from graph.question import GivenFact
from graph.structs import Struct, replace
from graph.vocabulary import VICTIM_OF, FactKind, Locale

_IN_TURN = frozenset(word_list("prima poi first then before"))
"""Words by which a text tells one situation after the other."""
_LGBT = "lgbtqia"
_WHO_THEY_ARE = ("gay", "lesb", "trans", "bisess", "bisex", "omosess", "homosex", "queer")
_GIVES_WAY = {"addiction": (OF_RELATIVE,), VICTIM_OF: (SEEKS_PREVENTION,)}
"""Facts that are not stated where another one says whose they are."""
_CHILDREN = "minor_children"
_SHORT = ("gio", "day", "sett", "week")
_UNITS = ("ann", "mes", "year", "month", "yr", "yo")
_OLD = 65
"""Of that age, `i figli` are grown up."""
_ALIKE = 5
"""Years between the ages of grown-up people that may still be told as one range."""
_YOUNG = ("bambin", "bimb", "minor", "piccol", "kid", "baby", "babies", "neonat", "toddler", "little", "twins")
_CHANGING = ("housing", "residence", "permit", "inclusion_income")
"""Facts that may have been otherwise before."""
_IN_YEARS = frozenset(word_list("anni enne"))
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
    spans = without_committed(tokens, with_own_addiction(tokens, spans, lexicon))
    holders = assign(tokens, spans, locale)
    text = SpokenText(tokens, spans, holders, find_relative(tokens, spans), lexicon, ending=ending)
    text = without_introduction(text)
    text = find_person(replace(text, spans=with_suffered(text.tokens, text.spans, lexicon)))
    spans = text.spans
    start = choose_start(
        [
            *list_standing(text, [(span, placed(text, span)) for span in spans if states_situation(text, span)]),
            *workplace_of(text),
        ],
        lexicon,
        counts_down=[span for span in spans if counts_down(text, span)],
        of_now=[span for span in spans if is_of_now(text, span)],
        remaining=[span for span in spans if remains(text, span)],
        former=list_former_places(text),
        months=find_months_ahead(tokens),
        held=_is_in_there(tokens),
        succession=not _IN_TURN.isdisjoint(token.word for token in tokens),
    )
    readings: list[Reading] = []
    for index in range(len(spans)):
        readings.append(read(text, index, start, readings))
    start, readings = give_way(start, readings)
    readings = without_needs_of_the_other(text, without_threats(text, join_alternatives(readings)))
    needs = settle_needs(text, readings, lexicon)
    readings = _drop_overruled(readings, needs)
    facts, disputes = _settle_facts(text, readings, start, lexicon)
    readings = _mark_time_ahead(text, readings, facts)
    said = [given for one in readings if one.kind is ReadingKind.FACT for m in one.meanings for given in m.facts]
    needs = with_following(text, readings, needs, said) or list_needs_of_facts(said, lexicon)
    needs, readings = in_context(text, readings, needs, said)
    if IMPLIED in lexicon.needs and implies_protection(tokens):
        needs = tuple(dict.fromkeys((IMPLIED, *needs)))
    needs = without_outdone(text, readings, with_treatment(text, readings, needs, facts))
    needs = needs or list_needs_of_facts(said, lexicon)
    needs = without_refused(text, needs, lexicon)
    needs = tuple(dict.fromkeys(refined(need, facts, lexicon) for need in needs))
    if start.meaning is not None and standing_of(lexicon.situations[start.meaning.code]) is Standing.INSIDE:
        needs = tuple(dict.fromkeys(for_later(need, lexicon) for need in needs))
    return Slots(
        start=start,
        needs=needs,
        facts=facts,
        avoid=list_codes(readings, ReadingKind.AVOID),
        readings=tuple(with_unasked(text, readings, needs)),
        disputes=tuple(disputes),
    )


def _is_in_there(tokens: Sequence[Token]) -> bool:
    """Whether a text says of a place that it names that somebody is in it: `my partner's in there`, `è lì dentro`."""
    pairs = pairwise(token.word for token in tokens)
    return any(pair in (("in", "there"), ("li", "dentro"), ("la", "dentro")) for pair in pairs)


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
        said = _as_said_in_years(text, said) if name == AGE else said
        if name in _CHANGING and not combine(definition.kind, [_widened(given, lexicon) for given, _, _ in said]):
            now = list_of_now(text, [reading.span for _, reading, _ in said])
            said = [item for item in said if item[1].span in now]
        stated = [_widened(given, lexicon) for given, _, _ in said]
        known = [_widened(implied[name], lexicon)] if name in implied else []
        if combine(definition.kind, [*stated, *known]):
            facts.extend(combine(definition.kind, _narrowest([given for given, _, _ in said], lexicon)))
        elif name == AGE and (ages := _range_of_ages([given for given, _, _ in said])) is not None:
            facts.extend(ages)
        elif definition.fixed and name not in ("gender",) and combine(definition.kind, stated):
            continue
        else:
            if name not in ("gender", "housing", "permit", "penal_status"):
                disputes.append((said[0][1].span, tuple(dict.fromkeys(one for _, _, one in said))))
    return tuple(facts), disputes


def _range_of_ages(said: Iterable[GivenFact]) -> tuple[GivenFact, ...] | None:
    """From the least to the greatest of several ages in years; None where none is said so.

    `came as a minor` is of another time than `27`; of two people of 17 and 19, one may be a minor. Grown-up people of
    very different ages are different people, and say nothing of one.
    """
    exact = sorted(given.minimum for given in said if given.minimum is not None and given.minimum == given.maximum)
    if not exact:
        return None
    wide = exact[0] >= ADULT and exact[-1] - exact[0] > _ALIKE
    return () if wide else (GivenFact(name=AGE, minimum=exact[0], maximum=exact[-1]),)


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


def _as_said_in_years(
    text: SpokenText, said: list[tuple[GivenFact, Reading, Meaning]]
) -> list[tuple[GivenFact, Reading, Meaning]]:
    """Of ages that contradict each other, the exact one, best in years: `27 anni, arrivato da minore`."""
    if combine(FactKind.INTEGER, [given for given, _, _ in said]):
        return said
    exact = [item for item in said if item[0].minimum is not None and item[0].minimum == item[0].maximum]
    years = [
        item
        for item in exact
        if any(one.word in _IN_YEARS for one in text.tokens[item[1].span.first : item[1].span.last + 1])
    ]
    has = [item for item in years if text.tokens[max(item[1].span.first - 1, 0)].word in ("ho", "ha")]
    told = has or years or exact
    return told if len({item[0].minimum for item in told}) == 1 else said


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
