"""From spans to what a question asks: facts and needs of the person, partners to avoid, and the start."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from graph.language.claims import combine
from graph.language.disambiguation import Standing, StartChoice, choose_start, standing_of
from graph.language.grammar import Marker, Role
from graph.language.holders import Holder, assign, find_relative
from graph.language.interpretation import Meaning, MeaningKind, ReadingKind
from graph.language.lexicon import PARTNERS, Lexicon
from graph.language.meanings import KNOWN_TO, fact_meaning, quantity_meaning
from graph.language.quantities import AGE, MONTHS_LEFT, YOUNGEST
from graph.language.spans import Span
from graph.language.times import find_months_ahead
from graph.language.tokens import LIGHT, Token
from graph.model import Text
from graph.question import GivenFact
from graph.vocabulary import FactKind, Locale

_NEAR = 4
_LACKING = frozenset("senza without no privo priva nessun nessuna lacking".split())
_HAVING = frozenset("ho ha hanno have has got avendo avuto".split())
_FOR_THEM = frozenset("lui him gli lo lei tenerla tenerlo aiutarlo aiutarla riprenderlo mandarlo lasciarlo he his".split())
_CHILD_WORDS = ("bambin", "bimb", "figli", "neonat", "baby", "kid", "son", "daughter", "child", "toddler")
ADULT = 18
SOON = 12
"""Months within which a release counts as under way."""
_INSIDE = frozenset("a in at inside dentro".split())
_LIVING = frozenset("vive vivo abita abito abitano residente residenza lives live living nato nata zona comune".split())
OLDEST_BARE = 100
VICTIM_OF = "victim_of"
_OWNERS = frozenset("mio mia miei mie suo sua tuo my his her their our del la il dal con da".split())
_AGE_WORDS = frozenset("age aged anni anno years year old under over sotto sopra eta minore piu meno below above nplus more less older younger between".split())
_AGE_LEADS = frozenset("am im aged eta elderly anziano anziana".split())
_AGE_TAILS = frozenset("a aa old yo enne yrs".split())
_UNITS = frozenset(
    "euro giorni days mesi months settimane weeks gg wks ore hours anni years notti nights numero km piedi figli kids bambini".split()
)
_NOT_AN_AGE = frozenset(
    "fa ago pena prison carcere galera jail inside dentro heroin eroina coke cocaina out fuori back detenuto sentence sopra".split()
)
_SINCE = frozenset("da since for avevo aveva was fa".split())


@dataclass(frozen=True, slots=True)
class Reading:
    """What a span was taken for; `kind` None where it was not used."""

    span: Span
    kind: ReadingKind | None
    meanings: tuple[Meaning, ...] = ()


@dataclass(frozen=True, slots=True)
class Slots:
    """What a question asks, and what became of each span."""

    start: StartChoice
    needs: tuple[str, ...]
    facts: tuple[GivenFact, ...]
    avoid: tuple[str, ...]
    readings: tuple[Reading, ...]
    disputes: tuple[tuple[Span, tuple[Meaning, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class _Text:
    """A text on its way: its tokens and spans, and of whom each token speaks."""

    tokens: Sequence[Token]
    spans: Sequence[Span]
    holders: Sequence[Holder]
    relative: Marker | None
    lexicon: Lexicon
    person: frozenset[Holder] = field(default=frozenset({Holder.PERSON, Holder.SELF}))

    def is_of_person(self, span: Span) -> bool:
        """Whether what the span says is said of the person."""
        return self.holders[span.first] in self.person


def fill(tokens: Sequence[Token], spans: Sequence[Span], lexicon: Lexicon, locale: Locale) -> Slots:
    """What a text asks."""
    text = _find_person(_Text(tokens, spans, assign(tokens, spans, locale), find_relative(tokens, spans), lexicon))
    start = choose_start(
        [(span, _placed(text, span)) for span in spans if _states_situation(text, span)],
        lexicon,
        counts_down=[span for span in spans if _counts_down(text, span)],
    )
    readings = [_read(text, index, start) for index in range(len(spans))]
    needs = _settle_needs(readings, lexicon)
    readings = _drop_overruled(readings, needs)
    facts, disputes = _settle_facts(text, readings, start, lexicon)
    said = [given for one in readings if one.kind is ReadingKind.FACT for m in one.meanings for given in m.facts]
    needs = _with_following(needs, said, lexicon)
    return Slots(
        start=start,
        needs=needs,
        facts=facts,
        avoid=_codes(readings, ReadingKind.AVOID),
        readings=tuple(readings),
        disputes=tuple(disputes),
    )


# ── The person ───────────────────────────────────────────────────────────────────────────────────────────────────


def _find_person(text: _Text) -> _Text:
    """`text` with who the person is: a relative of whom the asker speaks, or whoever else it speaks of."""
    if text.relative is None or _speaks_of_self(text):
        return text
    return replace(text, person=frozenset({Holder.PERSON, Holder.RELATIVE}))


def _speaks_of_self(text: _Text) -> bool:
    """Whether the asker names a need of their own and nothing that is done for the relative."""
    if any(token.word in _FOR_THEM for token in text.tokens):
        return False
    return any(
        text.holders[span.first] is Holder.SELF and any(one.kind is MeaningKind.NEED for one in span.meanings)
        for span in text.spans
    )


# ── One span ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _situations(span: Span) -> tuple[Meaning, ...]:
    return tuple(one for one in span.meanings if one.kind is MeaningKind.SITUATION)


def _placed(text: _Text, span: Span) -> tuple[Meaning, ...]:
    """The situations that a span may mean; `a San Vittore` is being inside."""
    senses = _situations(span)
    before = text.tokens[span.first - 1].word if span.first and not text.tokens[span.first].apart else ""
    if len(senses) < 2 or before not in _INSIDE:
        return senses
    inside = tuple(one for one in senses if standing_of(text.lexicon.situations[one.code]) is Standing.INSIDE)
    return inside or senses


def _is_a_town(text: _Text, span: Span) -> bool:
    """Whether somebody lives in a place of that name."""
    return bool({token.word for token in text.tokens[max(span.first - 2, 0) : span.first]} & _LIVING)


def _states_situation(text: _Text, span: Span) -> bool:
    if not _situations(span) or not text.is_of_person(span) or _is_a_town(text, span):
        return False
    return not _is_denied(text, span) and not _was_long_ago(text, span)


def _read(text: _Text, index: int, start: StartChoice) -> Reading:
    span = text.spans[index]
    if span.quantity is not None:
        return _read_quantity(text, span, start)
    number = _read_bare_number(text, span) if not span.meanings else None
    if number is not None:
        return number
    if not span.meanings:
        known = bool(span.markers) or span.connective
        return Reading(span, ReadingKind.CONNECTIVE if known else None)
    partners = tuple(one for one in span.meanings if one.kind in PARTNERS)
    if partners and len(partners) == len(span.meanings):
        return _read_partners(text, span, text.lexicon.without_services_of(partners))
    if span in start.spans:
        facts = tuple(one for one in span.meanings if one.kind is MeaningKind.FACT and not start.covers(one))
        return Reading(span, ReadingKind.START, (start.meaning, *facts) if start.meaning else facts)
    return _read_content(text, span, start)


def _read_content(text: _Text, span: Span, start: StartChoice) -> Reading:
    needs = tuple(one for one in span.meanings if one.kind is MeaningKind.NEED)
    facts = tuple(one for one in span.meanings if one.kind is MeaningKind.FACT)
    if span.has(Role.OTHER):
        return _read_relative(text, span, facts)
    if _situations(span) and _was_long_ago(text, span):
        return Reading(span, ReadingKind.FACT, _former(text))
    denial = _find_before(text, span, Role.NOT)
    if facts and _find_before(text, span, Role.UNSURE) is not None:
        return Reading(span, None)
    if denial is not None:
        return _read_denied(text, span, denial, needs, facts)
    suffered = tuple(one for one in facts if one.facts[0].name == VICTIM_OF)
    if suffered:
        return Reading(span, ReadingKind.FACT, (*suffered, *needs))
    if not text.is_of_person(span):
        return Reading(span, ReadingKind.NEED if needs and not facts else None, needs)
    if not needs and not facts:
        return Reading(span, None)
    return Reading(span, ReadingKind.FACT if facts else ReadingKind.NEED, (*facts, *needs))


def _read_relative(text: _Text, span: Span, facts: tuple[Meaning, ...]) -> Reading:
    """A word for a relative: what the person is where they are called so, what was done to them, or nothing."""
    suffered = tuple(one for one in facts if one.facts[0].name == VICTIM_OF)
    if suffered:
        return Reading(span, ReadingKind.FACT, suffered)
    position = text.tokens[max(span.first - 2, 0) : span.first]
    own = not {token.word for token in position} & _OWNERS and text.holders[span.first] is not Holder.RELATIVE
    return Reading(span, ReadingKind.FACT if own and facts else ReadingKind.CONNECTIVE, facts if own else ())


def _read_denied(
    text: _Text, span: Span, denial: Span, needs: tuple[Meaning, ...], facts: tuple[Meaning, ...]
) -> Reading:
    """What a denial makes of a span: a thing that is lacking is a need, a fact is its opposite where one says so."""
    between = text.tokens[denial.first : span.first]
    words = {token.word for token in between}
    if facts and len(between) <= len(denial.words) + 1 and text.is_of_person(span):
        opposites = tuple(_opposite(text.lexicon, fact) for fact in facts)
        if all(opposites):
            return Reading(span, ReadingKind.FACT, tuple(one for one in opposites if one))
    if needs and (words & _LACKING or words & _HAVING) and text.is_of_person(span):
        return Reading(span, ReadingKind.NEED, needs)
    return Reading(span, None)


def _read_partners(text: _Text, span: Span, partners: tuple[Meaning, ...]) -> Reading:
    if _find_before(text, span, Role.AVOID) is not None:
        return Reading(span, ReadingKind.AVOID, partners) if len(partners) == 1 else Reading(span, None, ())
    if _find_before(text, span, Role.KNOWN) is not None and KNOWN_TO in text.lexicon.facts:
        denied = _find_before(text, span, Role.NOT) is not None
        return Reading(span, ReadingKind.FACT if len(partners) == 1 else None, _known_to(text, partners, denied))
    before = _find_before(text, span, Role.START)
    da = span.first > 0 and text.tokens[span.first - 1].word == "da"
    if (before is not None or da or span.first == 0) and len(partners) == 1 and span.first <= 2:
        return Reading(span, ReadingKind.START, partners)
    return Reading(span, None)


def _known_to(text: _Text, partners: tuple[Meaning, ...], denied: bool) -> tuple[Meaning, ...]:
    label = text.lexicon.facts[KNOWN_TO].label
    return tuple(
        fact_meaning(
            GivenFact(name=KNOWN_TO, values=(one.code,), negated=denied),
            Text(f"{label.it} {one.label.it}", f"{label.en} {one.label.en}"),
        )
        for one in partners
    )


def _former(text: _Text) -> tuple[Meaning, ...]:
    former = text.lexicon.facts.get("former_prisoner")
    if former is None:
        return ()
    return (fact_meaning(GivenFact(name=former.name, values=("yes",)), former.label),)


def _opposite(lexicon: Lexicon, meaning: Meaning) -> Meaning | None:
    """That a fact does not hold; None where no single test says so."""
    (given,) = meaning.facts
    definition = lexicon.facts[given.name]
    if definition.kind is FactKind.INTEGER:
        if given.minimum is not None and given.maximum is not None:
            return None
        low = None if given.maximum is None else given.maximum + 1
        high = None if given.minimum is None else given.minimum - 1
        return quantity_meaning(GivenFact(name=given.name, minimum=low, maximum=high), definition)
    if definition.kind is FactKind.BOOLEAN:
        other = GivenFact(name=given.name, values=("no" if given.values == ("yes",) else "yes",))
    else:
        other = GivenFact(name=given.name, values=given.values, negated=not given.negated)
    return fact_meaning(other, Text(f"non {meaning.label.it}", f"not {meaning.label.en}"))


# ── Around a span ────────────────────────────────────────────────────────────────────────────────────────────────


def _find_before(text: _Text, span: Span, role: Role) -> Span | None:
    """The word of grammar of `role` before a span, with nothing but small words between."""
    position = text.spans.index(span) - 1
    distance = 0
    apart = text.tokens[span.first].apart
    while position >= 0 and not apart and distance < _NEAR:
        before = text.spans[position]
        if before.has(role):
            return before
        if not before.connective and not before.has(Role.NOT, Role.SELF, Role.AND, Role.UNSURE, Role.KNOWN, Role.AVOID):
            return None
        apart = text.tokens[before.first].apart
        distance += 1
        position -= 1
    return None


def _is_denied(text: _Text, span: Span) -> bool:
    return _find_before(text, span, Role.NOT) is not None or _find_before(text, span, Role.UNSURE) is not None


def _was_long_ago(text: _Text, span: Span) -> bool:
    near = range(span.first - _NEAR, span.last + _NEAR + 1)
    return any(
        one.has(Role.ONCE) and (one.first in near or one.last - 1 in near) and one is not span for one in text.spans
    )


def _counts_down(text: _Text, span: Span) -> bool:
    """Whether the span says how long it is until the sentence ends."""
    if span.quantity is None or not text.is_of_person(span):
        return False
    reading = _read_quantity(text, span, StartChoice())
    given = [given for one in reading.meanings for given in one.facts if given.name == MONTHS_LEFT]
    return bool(given) and (given[0].maximum or SOON + 1) <= SOON


# ── Numbers ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _read_quantity(text: _Text, span: Span, start: StartChoice) -> Reading:
    assert span.quantity is not None  # noqa: S101 - the caller looked
    found = [given for given in span.quantity.alternatives if given.name in text.lexicon.facts]
    young = [one for one in found if one.name == AGE] if _follows_child(text, span) else found
    given = young[0] if len(young) == 1 else None
    if given is None or _is_denied(text, span):
        return Reading(span, None)
    words = {token.word for token in text.tokens[span.first : span.last]}
    before = [token.word for token in text.tokens[max(span.first - 3, 0) : span.first]]
    if given.minimum != given.maximum and given.name == AGE and not words & _AGE_WORDS:
        return Reading(span, None)
    if given.name == MONTHS_LEFT:
        return _read_months(text, span, given, words | set(before))
    return _read_age(text, span, given, before)


def _follows_child(text: _Text, span: Span) -> bool:
    before = [token.word for token in text.tokens[max(span.first - 3, 0) : span.first]]
    return any(word.startswith(_CHILD_WORDS) for word in before)


def _read_age(text: _Text, span: Span, given: GivenFact, before: Sequence[str]) -> Reading:
    """The age of the person, or that they have a child of an age below eighteen."""
    most = given.maximum if given.maximum is not None else 99
    if _follows_child(text, span) and most < ADULT:
        return Reading(span, ReadingKind.FACT, _has_children(text.lexicon)) if not _is_owned_by_other(text, span) else Reading(span, None)
    last = text.tokens[span.last] if span.last < len(text.tokens) else None
    follows = last.word if last is not None and not last.apart else ""
    if follows in _NOT_AN_AGE | _UNITS or before[-1:] and before[-1] in _SINCE or (given.minimum or 0) < YOUNGEST and given.maximum == given.minimum:
        return Reading(span, None)
    if not text.is_of_person(span):
        return Reading(span, None)
    return Reading(span, ReadingKind.FACT, (quantity_meaning(given, text.lexicon.facts[given.name]),))


def _is_owned_by_other(text: _Text, span: Span) -> bool:
    return text.holders[span.first] is Holder.RELATIVE and Holder.RELATIVE not in text.person


def _has_children(lexicon: Lexicon) -> tuple[Meaning, ...]:
    definition = lexicon.facts.get("minor_children")
    if definition is None:
        return ()
    return (fact_meaning(GivenFact(name=definition.name, values=("yes",)), definition.label),)


def _read_bare_number(text: _Text, span: Span) -> Reading | None:
    """A number alone between breaks, after `I am`, or after what the person is, as an age: `a boy, 17, needs`."""
    word = text.tokens[span.first].word
    if not word.isdigit() or not YOUNGEST <= int(word) < OLDEST_BARE or AGE not in text.lexicon.facts:
        return None
    tokens = text.tokens
    follows = tokens[span.last].word if span.last < len(tokens) and not tokens[span.last].apart else ""
    before = tokens[span.first - 1].word if span.first else ""
    alone = tokens[span.first].apart and not follows
    announced = before in _AGE_LEADS or follows in _AGE_TAILS or (_follows_person(text, span) and follows not in _UNITS)
    if not (alone or announced) or not text.is_of_person(span) or _is_denied(text, span):
        return None
    given = GivenFact(name=AGE, minimum=int(word), maximum=int(word))
    return Reading(span, ReadingKind.FACT, (quantity_meaning(given, text.lexicon.facts[AGE]),))


def _follows_person(text: _Text, span: Span) -> bool:
    """Whether the words before say what the person is: `trans girl 20`, `boy of 19`."""
    earlier = [one for one in text.spans if one.last <= span.first and text.tokens[one.first].word not in LIGHT]
    names = [given.name for one in earlier[-1:] for m in one.meanings for given in m.facts]
    return bool({"gender", "lgbtqia", "nationality", "age"} & set(names))


def _read_months(text: _Text, span: Span, given: GivenFact, words: set[str]) -> Reading:
    """Months that are said to be left of a sentence."""
    left = words & frozenset("left pena manca mancano gli remaining serve sentence go restano resta residui".split())
    if not left or not text.is_of_person(span):
        return Reading(span, None)
    return Reading(span, ReadingKind.FACT, (quantity_meaning(given, text.lexicon.facts[MONTHS_LEFT]),))


# ── Needs ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _settle_needs(readings: Sequence[Reading], lexicon: Lexicon) -> tuple[str, ...]:
    """The needs that are said, without those that a narrower one says better.

    A phrase that says a fact as well says a need only where nothing else does.
    """
    plain = _codes([one for one in readings if one.kind is ReadingKind.NEED], ReadingKind.NEED)
    both = [one for one in readings if one.kind is ReadingKind.FACT]
    beside = tuple(dict.fromkeys(m.code for one in both for m in one.meanings if m.kind is MeaningKind.NEED))
    renews = any(one.span.has(Role.RENEW) for one in readings)
    narrower = [need for need in beside if renews and need.startswith("documents.")]
    narrower += [need for need in beside if any(lexicon.is_below(need, other) for other in plain)]
    plain = tuple(dict.fromkeys((*plain, *narrower))) or beside
    return tuple(need for need in plain if not any(lexicon.is_below(other, need) for other in plain))


def _drop_overruled(readings: Sequence[Reading], needs: tuple[str, ...]) -> list[Reading]:
    return [
        replace(
            one,
            meanings=tuple(m for m in one.meanings if m.kind is not MeaningKind.NEED or m.code in needs) or one.meanings,
        )
        if one.kind is ReadingKind.FACT
        else one
        for one in readings
    ]


def _with_following(needs: tuple[str, ...], facts: Iterable[GivenFact], lexicon: Lexicon) -> tuple[str, ...]:
    """`needs` and those that the facts ask for by themselves, unless one of their kind is said."""
    more = []
    for test, need in lexicon.follows:
        family = need.partition(".")[0]
        said = any(f.name == test.fact and not f.negated and test.values & set(f.values) for f in facts)
        same = [one for one in needs if one == need or one.partition(".")[0] == family]
        if said and (not same or (need not in same and family == "protection")):
            more.append(need)
    kept = [one for one in needs if not any(lexicon.is_below(other, one) for other in more)]
    return tuple(dict.fromkeys((*kept, *more)))


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


# ── Facts ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _settle_facts(
    text: _Text, readings: list[Reading], start: StartChoice, lexicon: Lexicon
) -> tuple[tuple[GivenFact, ...], list[tuple[Span, tuple[Meaning, ...]]]]:
    """The facts that the readings state. Contradictions are disputes, and nothing of them is stated."""
    claims: dict[str, list[tuple[GivenFact, Reading, Meaning]]] = {}
    for reading in readings:
        if reading.kind in (ReadingKind.FACT, ReadingKind.START):
            for one in reading.meanings:
                if one.kind is MeaningKind.FACT:
                    for given in one.facts:
                        claims.setdefault(given.name, []).append((given, reading, one))
    for given in _implied_by_text(text, start, claims):
        claims.setdefault(given.name, []).append((given, Reading(text.spans[0], None), fact_meaning(given, Text("", ""))))
    facts: list[GivenFact] = []
    disputes: list[tuple[Span, tuple[Meaning, ...]]] = []
    implied = {given.name: given for given in start.meaning.facts} if start.meaning else {}
    for name, said in claims.items():
        definition = lexicon.facts[name]
        said = _without_none(said, definition.kind, lexicon)
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


def _without_none(
    said: list[tuple[GivenFact, Reading, Meaning]], kind: FactKind, lexicon: Lexicon
) -> list[tuple[GivenFact, Reading, Meaning]]:
    """What is said, without that there is none where something else is said: `residenza in carcere`, `senza residenza`."""
    some = [item for item in said if item[0].values != ("none",)]
    return said if not some or combine(kind, [_widened(given, lexicon) for given, _, _ in said]) else some


def _widened(given: GivenFact, lexicon: Lexicon) -> GivenFact:
    definition = lexicon.facts[given.name]
    order = [value.code for value in definition.values]
    covered = definition.covered_by(given.values) if definition.kind is FactKind.CHOICE else frozenset(given.values)
    values = tuple(sorted(covered, key=lambda code: (order.index(code) if code in order else 0, code)))
    return replace(given, values=values)


def _narrowest(claims: Sequence[GivenFact], lexicon: Lexicon) -> list[GivenFact]:
    """`claims` without those that a narrower one makes needless."""
    definition = lexicon.facts[claims[0].name]
    if definition.kind is not FactKind.CHOICE:
        return list(claims)
    positive = [one for one in claims if not one.negated]
    least = min(positive, key=lambda one: len(definition.covered_by(one.values)), default=None)
    return [one for one in claims if one.negated or one is least]


def _implied_by_text(
    text: _Text, start: StartChoice, claims: dict[str, list[tuple[GivenFact, Reading, Meaning]]]
) -> Iterator[GivenFact]:
    """Facts that no single phrase states: months until a release, and the gender of a relative who is the person."""
    months = find_months_ahead(text.tokens) if start.is_leaving else None
    if months is not None and MONTHS_LEFT in text.lexicon.facts and MONTHS_LEFT not in claims:
        yield GivenFact(name=MONTHS_LEFT, minimum=months, maximum=months)
    if Holder.RELATIVE in text.person and text.relative is not None and text.relative.gender is not None:
        if "gender" in text.lexicon.facts and "gender" not in claims:
            yield GivenFact(name="gender", values=(text.relative.gender,))
