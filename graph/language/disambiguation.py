"""The joint meaning of several statements of one text.

A text may name several situations; one of them is where the person is. A bare prison name may mean being inside, about
to leave, or released: the other words of the text decide, and where none does, nothing is stated. Several statements
about one fact are joined, or the one of now holds, or they contradict each other.
"""

from collections.abc import Collection, Sequence
from enum import IntEnum

from graph.atoms import IN_CHARGE_OF
from graph.concepts import EntrySituation
from graph.language.context import Reading, SpokenText
from graph.language.interpretation import Meaning, MeaningKind, ReadingKind
from graph.language.lexicon import Lexicon
from graph.language.spans import Span
from graph.language.tokens import word_list
from graph.question import GivenFact
from graph.structs import Struct, replace
from graph.vocabulary import VICTIM_OF, FactKind

_AT_PRESENT = frozenset(("ora", "adesso", "now", "currently", "attualmente", "still", "ancora", "tuttora"))
"""Only beside these being inside outweighs a measure: `... domiciliari, per ora è a San Vittore`."""
SOON = 8
"""Months within which a release counts as under way."""
_NOW = frozenset(
    word_list("ora adesso oggi stanotte stasera attualmente ormai now currently tonight today presently attualm")
)
_THEN = frozenset(
    word_list(
        "prima fino ieri era erano ero dormiva viveva stava abitava dormivo vivevo stavo abitavo dormito vissuto stato "
        "stata used until yesterday was were slept lived stayed before previously formerly aveva avevo poi"
    )
)
_TURNS = frozenset(word_list("ma but poi then"))
_HARSH = (
    "viol",
    "stupr",
    "rape",
    "raping",
    "sexual",
    "sessual",
    "marit",
    "husband",
    "compagn",
    "partner",
    "boyfriend",
    "fidanzat",
    "padre",
    "father",
)
"""The beginnings of words for violence that trafficking does not explain."""


class Standing(IntEnum):
    """How far a situation binds the person, from the freest."""

    FREE = 0
    RELEASED = 1
    MEASURE = 2
    LEAVING = 3
    INSIDE = 4
    OTHER = 5


class StartChoice(Struct, frozen=True):
    """The situation of the person, and the spans that state it; `open_between` if the text names only a place."""

    meaning: Meaning | None = None
    spans: tuple[Span, ...] = ()
    open_between: tuple[Meaning, ...] = ()
    is_leaving: bool = False

    def is_bound(self, lexicon: Lexicon) -> bool:
        """Whether the person is in prison or under a measure."""
        bound = (Standing.MEASURE, Standing.LEAVING, Standing.INSIDE)
        return self.meaning is not None and standing_of(lexicon.situations[self.meaning.code]) in bound

    def covers(self, fact: Meaning) -> bool:
        """Whether the situation implies a value of one of the facts that `fact` states."""
        names = {given.name for given in self.meaning.facts} if self.meaning else set()
        return any(given.name in names for given in fact.facts)


def situations_of(span: Span) -> tuple[Meaning, ...]:
    """The situations that a span may mean."""
    return tuple(one for one in span.meanings if one.kind is MeaningKind.SITUATION)


def standing_of(situation: EntrySituation) -> Standing:
    """The standing that follows from the facts that `situation` implies."""
    facts = {effect.fact: effect.value for effect in situation.facts}
    if facts.get("recent_release") == "yes":
        return Standing.RELEASED
    if facts.get("being_released") == "yes":
        return Standing.LEAVING
    status = facts.get("penal_status")
    if status == "detained":
        return Standing.INSIDE
    if status == "none":
        return Standing.FREE
    return Standing.MEASURE if status is not None else Standing.OTHER


def choose_start(
    named: Sequence[tuple[Span, tuple[Meaning, ...]]],
    lexicon: Lexicon,
    counts_down: Sequence[Span],
    of_now: Collection[Span] = (),
    remaining: Collection[Span] = (),
    succession: bool = False,
    former: Sequence[Meaning] = (),
    months: int | None = None,
    held: bool = False,
) -> StartChoice:
    """The situation that the spans name together.

    `counts_down` are those that say how long it is until a release, `of_now` those that say where the person is now,
    `remaining` where they remain, whatever measure was granted or refused.
    `succession`: the text tells one situation after the other. `former`: the prisons where the person was.
    `months`: how long it is until something; a release that is far ahead is not under way. `held`: the text says
    that somebody is in the place that it names.
    """
    firm = [senses[0] for _, senses in named if len(senses) == 1]
    places = [senses for _, senses in named if len(senses) > 1]
    spans = tuple(span for span, _ in named)
    best = _most_telling(firm[::-1] if succession else firm, lexicon)
    best = _inside_now(named, of_now, best, lexicon) or _left_inside(named, remaining, best, lexicon) or best
    standing = standing_of(lexicon.situations[best.code]) if best is not None else None
    if counts_down and (standing in (Standing.INSIDE, Standing.RELEASED) or (best is None and places)):
        best = _about_to_leave(lexicon)
    if best is None:
        senses = _narrow(places)
        if (held or (months is not None and months > SOON)) and any(map(_is_specific, senses)):
            inside = next((one for one in senses if standing_of(lexicon.situations[one.code]) is Standing.INSIDE), None)
            if inside is not None:
                return StartChoice(inside, spans)
        return StartChoice(open_between=senses, spans=spans if senses else ())
    best = _at_place(best, [one for senses in (firm, *places) for one in senses], lexicon)
    if standing_of(lexicon.situations[best.code]) is Standing.RELEASED and not lexicon.situations[best.code].known_to:
        best = _at_place(best, former, lexicon)
    is_leaving = standing_of(lexicon.situations[best.code]) is Standing.LEAVING
    if is_leaving and months is not None and months > SOON:
        best = counterpart(best, Standing.INSIDE, lexicon)
    return StartChoice(_in_another_prison(best, firm, lexicon), spans, is_leaving=is_leaving)


def _most_telling(meanings: Sequence[Meaning], lexicon: Lexicon) -> Meaning | None:
    """The meaning that binds the person most; a release outweighs being in prison. Of equal ones the first."""
    standings = {one.code: standing_of(lexicon.situations[one.code]) for one in meanings}
    order = [Standing.MEASURE, Standing.LEAVING, Standing.RELEASED, Standing.INSIDE, Standing.FREE, Standing.OTHER]
    return min(meanings, key=lambda one: order.index(standings[one.code]), default=None)


def _inside_now(
    named: Sequence[tuple[Span, tuple[Meaning, ...]]], of_now: Collection[Span], best: Meaning | None, lexicon: Lexicon
) -> Meaning | None:
    """Being inside, where a text that speaks of a release or a measure says that the person is inside now."""
    if best is None or standing_of(lexicon.situations[best.code]) not in (Standing.RELEASED, Standing.MEASURE):
        return None
    bound = standing_of(lexicon.situations[best.code]) is Standing.MEASURE
    spans = [span for span in of_now if not bound or not _AT_PRESENT.isdisjoint(span.words)]
    senses = (one for span, meanings in named if span in spans and len(meanings) == 1 for one in meanings)
    return next((one for one in senses if standing_of(lexicon.situations[one.code]) is Standing.INSIDE), None)


def _left_inside(
    named: Sequence[tuple[Span, tuple[Meaning, ...]]],
    remaining: Collection[Span],
    best: Meaning | None,
    lexicon: Lexicon,
) -> Meaning | None:
    """Being inside, where a text that names a measure says that the person stays in prison."""
    if best is None or standing_of(lexicon.situations[best.code]) is not Standing.MEASURE:
        return None
    senses = (one for span, meanings in named if span in remaining for one in meanings)
    return next((one for one in senses if standing_of(lexicon.situations[one.code]) is Standing.INSIDE), None)


def counterpart(meaning: Meaning, standing: Standing, lexicon: Lexicon) -> Meaning:
    """The situation of `standing` at the same place as that of `meaning`; `meaning` where there is none."""
    places = lexicon.situations[meaning.code].known_to
    for code, situation in lexicon.situations.items():
        if standing_of(situation) is standing and situation.known_to == places:
            return lexicon.situation_meanings.get(code, meaning)
    return meaning


def _at_place(best: Meaning, meanings: Sequence[Meaning], lexicon: Lexicon) -> Meaning:
    """The situation with the standing of `best` at a place that `meanings` name (`leaving Opera`); else `best`."""
    standing = standing_of(lexicon.situations[best.code])
    places = {place for one in meanings for place in lexicon.situations[one.code].known_to}
    if standing in (Standing.MEASURE, Standing.FREE):
        return best
    for code, situation in lexicon.situations.items():
        if standing_of(situation) is standing and places & set(situation.known_to):
            return lexicon.situation_meanings.get(code, best)
    return best


def _in_another_prison(best: Meaning, named: Sequence[Meaning], lexicon: Lexicon) -> Meaning:
    """The situation with the standing of `best` in a prison of no city of the catalogue, if `named` tells one."""
    others = [code for code, one in lexicon.situations.items() if _is_in_another_prison(one)]
    if best.code in others or lexicon.situations[best.code].known_to or not any(one.code in others for one in named):
        return best
    standing = standing_of(lexicon.situations[best.code])
    same = (code for code in others if standing_of(lexicon.situations[code]) is standing)
    code = next(same, best.code)
    return lexicon.situation_meanings.get(code, best)


def _is_in_another_prison(situation: EntrySituation) -> bool:
    """Whether a situation in prison brings no contact with a prison that the catalogue knows."""
    inside = standing_of(situation) in (Standing.INSIDE, Standing.LEAVING)
    return inside and not situation.known_to and all(effect.fact != IN_CHARGE_OF for effect in situation.facts)


def _about_to_leave(lexicon: Lexicon) -> Meaning | None:
    leaving = (one for one in lexicon.situations.values() if standing_of(one) is Standing.LEAVING and not one.known_to)
    return next((lexicon.situation_meanings.get(one.code) for one in leaving), None)


def _narrow(places: Sequence[tuple[Meaning, ...]]) -> tuple[Meaning, ...]:
    """The situations between which bare places leave the choice; only those of one prison if the text names one."""
    specific = [senses for senses in places if all(_is_specific(one) for one in senses)]
    return (*specific, *places, ())[0]


def _is_specific(meaning: Meaning) -> bool:
    return any(given.name == "known_to" for given in meaning.facts)


def combine(kind: FactKind, claims: Sequence[GivenFact]) -> tuple[GivenFact, ...]:
    """The facts that hold where all of `claims`, about one fact of this kind, do; empty where they cannot.

    >>> combine(FactKind.INTEGER, [GivenFact(name="age", minimum=18), GivenFact(name="age", maximum=25)])
    (GivenFact(name='age', values=(), negated=False, minimum=18, maximum=25),)
    """
    if kind is FactKind.INTEGER:
        return _combine_ranges(claims)
    return _combine_members(claims) if kind is FactKind.SET else _combine_choices(claims)


def either_of(first: GivenFact, second: GivenFact) -> GivenFact | None:
    """The fact that one of two holds; after a negated one, that neither does. None where no single fact says it."""
    if first.name != second.name or not first.values or not second.values or (second.negated and not first.negated):
        return None
    return GivenFact(name=first.name, values=_union([first, second]), negated=first.negated)


def _combine_ranges(claims: Sequence[GivenFact]) -> tuple[GivenFact, ...]:
    low = max((claim.minimum for claim in claims if claim.minimum is not None), default=None)
    high = min((claim.maximum for claim in claims if claim.maximum is not None), default=None)
    if low is not None and high is not None and low > high:
        return ()
    return (GivenFact(name=claims[0].name, minimum=low, maximum=high),)


def _combine_members(claims: Sequence[GivenFact]) -> tuple[GivenFact, ...]:
    name = claims[0].name
    members = _union([claim for claim in claims if not claim.negated])
    others = _union([claim for claim in claims if claim.negated])
    if set(members) & set(others):
        return ()
    return tuple(
        GivenFact(name=name, values=values, negated=negated)
        for values, negated in ((members, False), (others, True))
        if values
    )


def _combine_choices(claims: Sequence[GivenFact]) -> tuple[GivenFact, ...]:
    name = claims[0].name
    excluded = _union([claim for claim in claims if claim.negated])
    positive = [claim for claim in claims if not claim.negated]
    if not positive:
        return (GivenFact(name=name, values=excluded, negated=True),)
    allowed = tuple(
        value
        for value in positive[0].values
        if value not in excluded and all(value in claim.values for claim in positive)
    )
    return (GivenFact(name=name, values=allowed),) if allowed else ()


def _union(claims: Sequence[GivenFact]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for claim in claims for value in claim.values))


def list_of_now(text: SpokenText, spans: Sequence[Span]) -> list[Span]:
    """Of spans that contradict each other, those of now: `until yesterday in a shelter, from tonight on the street`."""
    still = [one for one in spans if _THEN.isdisjoint(_list_clause(text, one))]
    now = [one for one in still if not _NOW.isdisjoint(_list_clause(text, one))]
    return now or still or [one for one in spans if not _NOW.isdisjoint(_list_clause(text, one))] or list(spans)


def _list_clause(text: SpokenText, span: Span) -> list[str]:
    """The words of the clause in which a span stands."""
    tokens = text.tokens
    first, last = span.first, span.last
    while first > 0 and not tokens[first].apart and tokens[first - 1].word not in _TURNS:
        first -= 1
    while last < len(tokens) and not tokens[last].apart and tokens[last].word not in _TURNS:
        last += 1
    return [token.word for token in tokens[first:last]]


def without_threats(text: SpokenText, readings: Sequence[Reading]) -> list[Reading]:
    """`readings` in which violence beside trafficking is a part of it, unless it is sexual or done at home."""
    if not any(_is_victim(one, "trafficking") for reading in readings for one in reading.meanings):
        return list(readings)
    return [
        replace(one, meanings=tuple(m for m in one.meanings if not _is_victim(m, "violence")))
        if one.kind is ReadingKind.FACT and not _is_harsh(text, one.span)
        else one
        for one in readings
    ]


def _is_victim(meaning: Meaning, of: str) -> bool:
    return any(given.name == VICTIM_OF and given.values == (of,) for given in meaning.facts)


def _is_harsh(text: SpokenText, span: Span) -> bool:
    return any(word.startswith(_HARSH) for word in _list_clause(text, span))
