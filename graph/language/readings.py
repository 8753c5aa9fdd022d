"""What each span is taken for where it stands: a start, a need, facts, a partner to avoid, or nothing."""

from collections.abc import Sequence

from graph.language.asker import FOR_THEM
from graph.language.context import (
    DENIAL_REACH,
    Reading,
    SpokenText,
    find_before,
    opposite,
    was_long_ago,
    words_after,
    words_before,
)
from graph.language.disambiguation import Standing, StartChoice, either_of, situations_of, standing_of
from graph.language.grammar import Role
from graph.language.holders import Holder
from graph.language.home import is_sent_away
from graph.language.interpretation import Meaning, MeaningKind, ReadingKind
from graph.language.lexicon import PARTNERS
from graph.language.meanings import fact_meaning
from graph.language.mentions import is_mentioned, is_of_whoever
from graph.language.numbers import read_bare_number, read_quantity
from graph.language.partner_readings import avoided_by_part, is_avoided, is_start_by_name, read_partners
from graph.language.quantities import AGE
from graph.language.relatives import OF_RELATIVE
from graph.language.situations import is_former, may_be_anothers, states_situation
from graph.language.spans import Span
from graph.language.tokens import LIGHT, word_list
from graph.language.unreal import FEARED, will_be
from graph.language.violence import SEEKS_PREVENTION
from graph.message import Text
from graph.question import GivenFact
from graph.structs import replace
from graph.vocabulary import VICTIM_OF, FactKind

_LACKING = frozenset(
    word_list(
        "senza without no ne nor privo priva nessun nessuna lacking niente zero trovo trova trovano find finds "
        "nemmeno neanche neppure manco"
    )
)
_HAVING = frozenset(word_list("ho ha hanno have has had got avendo avuto"))
_WHOM_AGAIN = frozenset(word_list("me us her him them mi la lo ci again nuovo ancora"))
_SHALL = frozenset(word_list("will ll may might could gets get venga sia possa finisca"))
_TROUBLES = frozenset(
    word_list("addiction addictions problem problems dipendenza dipendenze problema problemi debts debt")
)
"""Nobody lacks these."""
_NEEDING = frozenset(word_list("bisogno need needs"))
_ASKED = _NEEDING | frozenset(word_list("chiede chiedo cerca cerco vuole voglio serve servono want wants ask asks"))
"""After a denial, these say what is not needed, rather than what is lacking."""
_NO_LONGER = frozenset(word_list("piu longer anymore"))
_CAUSE = frozenset(word_list("perche because being for"))
"""Before a fact, these say why something was done to the person."""
_PLACED_IN = frozenset(word_list("in to verso towards inside leave reach"))
_DOUBTS = frozenset(word_list("forse maybe perhaps probabilmente magari"))
_BODILY = ("hiv",)
_WISHED = frozenset(word_list("want need vorrei voglio cerco devo wonder posso can"))
_PRISONERS = frozenset(word_list("prisoner prisoners inmate inmates convict"))
_ASKING = frozenset(word_list("does do did is are has have ha hanno e soffre"))
_IS_HE = frozenset(word_list("is are"))
_IS = frozenset(word_list("have has got be"))
_ANYBODY = frozenset(word_list("persona persone"))
_OF_HIM = frozenset(word_list("lui lei him her"))
_HE = frozenset(word_list("he she they it this"))
_YOUTH = frozenset(word_list("beccaria minorile juvenile ipm"))
_ONCE = frozenset(word_list("era ero was were stato finito giovane young did been passato"))
_UNWANTED = (
    ["not", "wanted"], ["not", "needed"], ["not", "required"], ["non", "serve"], ["non", "servono"],
    ["non", "occorre"], ["no", "grazie"], ["no", "thanks"],
)  # fmt: skip
_LASTING = ("permit", "hiv", "disability", "addiction", "lgbtqia", "inclusion_income")
"""Facts that may have begun years ago and still hold."""
_SEX_WORK = ("sex", "prostitu", "escort")
_USED_TO = frozenset(word_list("was were been had used faceva facevo era ero stata stato ex former"))
_PERMITS = frozenset(word_list("permit permits card"))
_OWNERS = frozenset(word_list("mio mia miei mie suo sua tuo my his her their our del la il dal con da"))


def read(text: SpokenText, index: int, start: StartChoice, earlier: Sequence[Reading]) -> Reading:
    """Read the span number `index`: a start, a need, a fact, a partner to avoid, or nothing.

    `earlier` are the readings of the spans before it: `not Celav or Caritas` avoids both."""
    span = text.spans[index]
    if span.quantity is not None:
        return read_quantity(text, span)
    number = read_bare_number(text, span) if not span.meanings else None
    if number is not None:
        return number
    if not span.meanings:
        known = bool(span.markers) or span.connective
        named = () if known else avoided_by_part(text, span)
        kind = ReadingKind.CONNECTIVE if known else ReadingKind.AVOID if named else None
        return Reading(span, kind, named)
    partners = tuple(one for one in span.meanings if one.kind in PARTNERS)
    avoided = (
        bool(partners)
        and not text.lexicon.find_facts(span.words)
        and (is_avoided(text, span) or is_start_by_name(text, span))
    )
    if partners and (avoided or len(partners) == len(span.meanings)):
        goes_on = _goes_on_avoiding(text, earlier)
        return read_partners(text, span, text.lexicon.without_services_of(partners), goes_on)
    if span in start.spans:
        facts = tuple(
            one
            for one in span.meanings
            if one.kind is MeaningKind.FACT
            and not start.covers(one)
            and not (one.facts[0].name == "gender" and _is_anybody(text, span))
        )
        return Reading(span, ReadingKind.START, (start.meaning, *facts) if start.meaning else facts)
    return _read_content(text, span, start)


def _read_content(text: SpokenText, span: Span, start: StartChoice) -> Reading:
    needs = tuple(one for one in span.meanings if one.kind is MeaningKind.NEED)
    facts = tuple(one for one in span.meanings if one.kind is MeaningKind.FACT)
    if span.has(Role.OTHER):
        return _read_relative(text, span, facts)
    if is_former(text, span) and text.is_of_person(span) and not start.is_bound(text.lexicon):
        return Reading(span, ReadingKind.FACT, _former(text))
    if facts and _is_fear_of_person(text, span):
        return Reading(span, None)
    if any(one.facts[0].name == VICTIM_OF for one in facts) and (
        is_of_whoever(text, span) or _is_asked(text, span) or _is_dreaded(text, span)
    ):
        return _read_doubtful(text, span, facts)
    if any(one.facts[0].values == ("street",) for one in facts) and text.is_of_person(span) and will_be(text, span):
        return _read_doubtful(text, span, facts, "housing")
    facts = tuple(one for one in facts if _may_be_stated(text, span, one) and not _is_over(text, span, one, start))
    denial = find_before(text, span, Role.NOT)
    lasting = any(one.facts[0].name == VICTIM_OF for one in facts)
    unsure = find_before(text, span, Role.UNSURE, *(() if lasting else (Role.ONCE,))) is not None
    unsure = unsure or (lasting and not _DOUBTS.isdisjoint(words_before(text, span, DENIAL_REACH)))
    if facts and unsure and not (lasting and FEARED.intersection(words_before(text, span))):
        return _read_doubtful(text, span, facts)
    if needs and not facts and (_is_unwanted(text, span) or _is_former_trade(text, span)):
        return Reading(span, None)
    if needs and not facts and _names_permit(text, span):
        return Reading(span, ReadingKind.CONNECTIVE)
    if denial is not None:
        return _read_denied(text, span, denial, needs, facts)
    suffered = tuple(one for one in facts if one.facts[0].name == VICTIM_OF)
    sent_away = any(one.facts[0].name == "lgbtqia" for one in facts) and is_sent_away(text)
    of_person = text.is_of_person(span) or sent_away
    if suffered and (_is_lasting_danger(suffered) or not was_long_ago(text, span)):
        return Reading(span, ReadingKind.FACT, (*(facts if of_person else suffered), *needs))
    if suffered or not of_person:
        return Reading(span, ReadingKind.NEED if needs and not facts else None, needs if not facts else ())
    if not needs and not facts:
        return Reading(span, None)
    return Reading(span, ReadingKind.FACT if facts else ReadingKind.NEED, (*facts, *needs))


def _is_fear_of_person(text: SpokenText, span: Span) -> bool:
    """Whether somebody else is afraid of the person: `mio figlio esce, la compagna di mio marito ha paura di lui`."""
    of_relative = Holder.RELATIVE in text.person and text.holders[span.first] is Holder.FOREIGN
    return of_relative and not FEARED.isdisjoint(span.words) and not _OF_HIM.isdisjoint(span.words)


def _is_dreaded(text: SpokenText, span: Span) -> bool:
    """Whether somebody only fears that it will happen: `worried he will be exploited`, and not `he'll hit me again`."""
    said = [token.word for token in text.tokens[span.first : span.last]]
    before = [*words_before(text, span, 5), *said[:2]]
    feared = next((index for index, word in enumerate(before) if word in FEARED), None)
    whom = {*said, *words_after(text, span, 2)}
    return feared is not None and not _SHALL.isdisjoint(before[feared:]) and _WHOM_AGAIN.isdisjoint(whom)


def _is_unwanted(text: SpokenText, span: Span) -> bool:
    """Whether words after a need say that it is none: `ID card wanted, lodging not wanted`."""
    return words_after(text, span)[:2] in _UNWANTED


def _is_former_trade(text: SpokenText, span: Span) -> bool:
    """Whether somebody sold sex once, which makes nobody a victim now: `used to be a sex worker`."""
    words = [token.word for token in text.tokens[span.first : span.last]]
    sold = any(word.startswith(_SEX_WORK) for word in words)
    past = was_long_ago(text, span) or not _USED_TO.isdisjoint(words_before(text, span, 4))
    return sold and (past or words[-1].endswith(("iva", "ivo")))


def _names_permit(text: SpokenText, span: Span) -> bool:
    """Whether the span is the first word of `residence permit`."""
    after = text.tokens[span.last : span.last + 1]
    return span.words[-1] == "residence" and bool(after) and not after[0].apart and after[0].word in _PERMITS


def _is_over(text: SpokenText, span: Span, fact: Meaning, start: StartChoice) -> bool:
    """Whether a measure is over, as the person is free by now: `ai domiciliari, ora libero da una settimana`."""
    if fact.facts[0].name != "penal_status" or start.meaning is None or not situations_of(span):
        return False
    return standing_of(text.lexicon.situations[start.meaning.code]) is Standing.RELEASED


def _read_doubtful(text: SpokenText, span: Span, facts: Sequence[Meaning], name: str = VICTIM_OF) -> Reading:
    """Read what may be: violence that may happen states nothing of the person, but asks for protection."""
    values = {value for one in facts if one.facts[0].name == name for value in one.facts[0].values}
    needs = [need for test, need in text.lexicon.follows if test.fact == name and values & set(test.values)]
    named = {one.code: one for one in text.lexicon.meanings if one.kind is MeaningKind.NEED}
    meanings = tuple(named[need] for need in needs if need in named)
    return Reading(span, ReadingKind.NEED if meanings else None, meanings)


def _is_lasting_danger(suffered: Sequence[Meaning]) -> bool:
    """Whether the danger lasts, even from long ago: traffickers may still look for the person."""
    return any("trafficking" in one.facts[0].values for one in suffered)


def _may_be_stated(text: SpokenText, span: Span, fact: Meaning) -> bool:
    """Whether the text states `fact` of the person now; a sensitive fact needs words without any other reading."""
    name = fact.facts[0].name
    if _is_a_country(text, span, fact) or is_mentioned(text, span, fact) or _was_young(text, span, fact):
        return False
    if fact.facts[0].values in (("man",), ("woman",)) and _is_anybody(text, span):
        return False
    delicate = text.lexicon.facts[name].sensitive or name == "being_released"
    if not delicate or name in (VICTIM_OF, OF_RELATIVE):
        return True
    denied = find_before(text, span, Role.NOT) is not None  # then the opposite is what is stated
    if situations_of(span) and not denied and not states_situation(text, span):
        return False
    if text.tokens[span.first].word in _CAUSE or (name == "lgbtqia" and is_sent_away(text)):
        return True
    if name == "former_prisoner" and _is_of_other_gender(text, span):
        return False
    if _is_asked(text, span) or (name in _BODILY and _is_of_other_than_asker(text, span)):
        return False
    lasts = name in ("former_prisoner", SEEKS_PREVENTION)  # whom somebody once hurt is to be kept safe from them
    lasts = lasts or fact.facts[0].values == ("expired",)  # whenever it ran out
    past = was_long_ago(text, span, name in _LASTING) and not lasts
    return not past and not may_be_anothers(text, span, delicate=True)


def _is_anybody(text: SpokenText, span: Span) -> bool:
    """Whether a word only agrees with `persona` before it: `persona trans detenuta`."""
    return len(span.words) == 1 and not _ANYBODY.isdisjoint(words_before(text, span, 3))


def _is_of_other_gender(text: SpokenText, span: Span) -> bool:
    """Whether a noun with an article is of the other gender than the person: `la signora ..., un ex carcerato`."""
    before = text.tokens[span.first - 1].word if span.first else ""
    other = {"un": "woman", "il": "woman", "una": "man", "la": "man"}.get(before)
    said = {
        value
        for one in text.spans
        if one.last < span.first and text.is_of_person(one)
        for m in one.meanings
        for given in m.facts
        if given.name == "gender" and not given.negated
        for value in given.values
    }
    return other is not None and said == {other}


def _is_of_other_than_asker(text: SpokenText, span: Span) -> bool:
    """Whether a relative has what the asker wants something about: `my partner has HIV and I want to get tested`."""
    if text.holders[span.first] is not Holder.RELATIVE:
        return False
    own = [token.word for index, token in enumerate(text.tokens) if text.holders[index] is Holder.SELF]
    for_them = any(token.word in FOR_THEM for token in text.tokens)
    return not _WISHED.isdisjoint(own) and not for_them


def _is_asked(text: SpokenText, span: Span) -> bool:
    """Whether a question asks whether the fact holds: `does the girl have HIV?`, `is he an addict?`, `ha l'AIDS?`."""
    tokens = text.tokens
    first = span.first
    while first and not tokens[first].apart:
        first -= 1
    ends = "?" in (tokens[span.last].gap if span.last < len(tokens) else text.ending)
    if not ends or tokens[first].word not in _ASKING:
        return False
    if tokens[span.first].word in _IS or first == span.first:
        return True
    before = [token.word for token in tokens[first : span.first] if token.word not in LIGHT]
    return before[-1:] == before[:1] or before[-1] in _IS or (before[0] in _IS_HE and before[-1] in _HE)


def _was_young(text: SpokenText, span: Span, fact: Meaning) -> bool:
    """Whether a prison for the young was long ago, so that nothing follows for the age: `da ragazzo al Beccaria`."""
    if fact.facts[0].name != AGE or span.quantity is not None or not _YOUTH.intersection(span.words):
        return False
    return not _ONCE.isdisjoint(token.word for token in text.tokens[max(span.first - DENIAL_REACH, 0) : span.first])


def _is_a_country(text: SpokenText, span: Span, fact: Meaning) -> bool:
    """Whether a country is only a place here, and no nationality: `no family in Italy`."""
    if fact.facts[0].name != "nationality":
        return False
    if _is_of_a_thing(text, span, fact):
        return True
    if not span.first:
        return False
    position = span.first - 1
    while position and text.tokens[position].word in LIGHT and not text.tokens[position].apart:
        position -= 1
    return text.tokens[position].word in _PLACED_IN and not text.tokens[span.first].apart


def _is_of_a_thing(text: SpokenText, span: Span, fact: Meaning) -> bool:
    """Whether a nationality is that of a language, or of what somebody asks of Italy: `an Italian identity card`."""
    place = text.spans.index(span)
    beside = []
    if place + 1 < len(text.spans) and not text.tokens[span.last].apart:
        beside.append(text.spans[place + 1])
    if place and not text.tokens[span.first].apart:
        beside.append(text.spans[place - 1])
    if any(text.tokens[one.first].word in ("speaking", "language") for one in beside):
        return True
    return fact.facts[0].values == ("IT",) and any(m.kind is MeaningKind.NEED for one in beside for m in one.meanings)


def _read_relative(text: SpokenText, span: Span, facts: tuple[Meaning, ...]) -> Reading:
    """Read a word for a relative: a fact if it describes the person (`a mother`) or what they suffer, else nothing."""
    suffered = tuple(one for one in facts if one.facts[0].name == VICTIM_OF)
    if suffered:
        return Reading(span, ReadingKind.FACT, suffered)
    position = text.tokens[max(span.first - 2, 0) : span.first]
    own = not {token.word for token in position} & _OWNERS and text.holders[span.first] is not Holder.RELATIVE
    return Reading(span, ReadingKind.FACT if own and facts else ReadingKind.CONNECTIVE, facts if own else ())


def give_way(start: StartChoice, readings: list[Reading]) -> tuple[StartChoice, list[Reading]]:
    """If a path starts at a partner, a situation beside it is no second start, but states the facts that it implies."""
    partner = any(
        one.kind is ReadingKind.START and one.meanings and one.meanings[0].kind in PARTNERS for one in readings
    )
    if not partner or start.meaning is None:
        return start, readings
    facts = tuple(fact_meaning(given, start.meaning.label) for given in start.meaning.facts)
    return StartChoice(), [
        replace(one, kind=ReadingKind.FACT, meanings=facts) if one.span in start.spans else one for one in readings
    ]


def join_alternatives(readings: Sequence[Reading]) -> list[Reading]:
    """`readings` in which `or` joins two values of one fact: both mean either value, or after a denial, neither."""
    result: list[Reading] = []
    either: Reading | None = None
    latest: int | None = None
    for one in readings:
        if one.span.has(Role.OR):
            either = one
        elif either is not None and latest is not None and one.kind is ReadingKind.FACT:
            joined = _either(result[latest], one)
            if joined is not None:
                result[latest] = replace(result[latest], meanings=joined)
                one = replace(one, meanings=joined)
        result.append(one)
        if one.kind not in (ReadingKind.CONNECTIVE, None):
            latest, either = len(result) - 1, None
    return result


def _either(first: Reading, second: Reading) -> tuple[Meaning, ...] | None:
    if len(first.meanings) != 1 or len(second.meanings) != 1 or first.kind is not ReadingKind.FACT:
        return None
    (one,), (other,) = first.meanings[0].facts[:1], second.meanings[0].facts[:1]
    joined = either_of(one, other)
    if joined is None:
        return None
    labels = first.meanings[0].label, second.meanings[0].label
    return (fact_meaning(joined, Text(f"{labels[0].it} o {labels[1].it}", f"{labels[0].en} or {labels[1].en}")),)


def _read_denied(
    text: SpokenText, span: Span, denial: Span, needs: tuple[Meaning, ...], facts: tuple[Meaning, ...]
) -> Reading:
    """Read a denied span: a lacking thing is a need, a denied fact is its opposite if it has one, else nothing."""
    between = text.tokens[denial.first : span.first]
    words = {token.word for token in between}
    if facts and text.is_of_person(span) and all(_is_negative(fact) for fact in facts):
        return Reading(span, ReadingKind.FACT, facts)  # `non è mai stato in carcere` is one denial
    if not _PRISONERS.isdisjoint(span.words):
        return Reading(span, None)  # `she is not the prisoner` says who is not meant
    if facts and text.tokens[span.first].word in ("per", "for"):
        return Reading(span, None)  # `non mi passa niente per i figli`
    if any(fact.facts[0].name in (VICTIM_OF, "housing") or _is_a_measure(fact) for fact in facts):
        return Reading(span, None)  # what the person is instead is not said
    if facts and len(between) <= len(denial.words) + 1 and text.is_of_person(span):
        if not _NO_LONGER.isdisjoint(words) and any(_is_sensitive(text, fact) for fact in facts):
            return Reading(span, None)  # it was so once
        if any(_has_no_opposite(text, fact) for fact in facts):
            return Reading(span, None)  # that somebody is no addict matters to nobody
        opposites = tuple(opposite(text.lexicon, fact) for fact in facts)
        if all(opposites):
            return Reading(span, ReadingKind.FACT, tuple(one for one in opposites if one))
    if needs and not _TROUBLES.isdisjoint(span.words):
        return Reading(span, None)  # `he does not have an addiction`
    lacked = words & _LACKING or words & _HAVING or span.words[0] in _LACKING  # `non trovo un lavoro`
    if needs and lacked and not words & _NEEDING and not _goes_on_denying(text, denial) and text.is_of_person(span):
        return Reading(span, ReadingKind.NEED, needs)
    return Reading(span, None)


def _goes_on_denying(text: SpokenText, denial: Span) -> bool:
    """Whether a `nor` continues a list of things that the person does not ask for: `he asks no money nor food`."""
    if not {"ne", "nor"} & set(denial.words):
        return False
    words = [token.word for token in text.tokens[max(denial.first - DENIAL_REACH, 0) : denial.first]]
    denied = next((place for place, word in enumerate(words) if word in ("non", "not", "doesn", "don")), None)
    return denied is not None and not _ASKED.isdisjoint(words[denied:])


def _is_sensitive(text: SpokenText, fact: Meaning) -> bool:
    return text.lexicon.facts[fact.facts[0].name].sensitive


def _has_no_opposite(text: SpokenText, fact: Meaning) -> bool:
    """Whether a sensitive fact of yes or no is only ever known to hold."""
    definition = text.lexicon.facts[fact.facts[0].name]
    no = any(value.code == "no" for value in definition.values)
    return definition.kind is FactKind.BOOLEAN and definition.sensitive and not no


def _is_a_measure(fact: Meaning) -> bool:
    """Whether a fact is a penal status outside prison. Its denial says nothing: the person may be in prison."""
    return fact.facts[0].name == "penal_status" and fact.facts[0].values not in (("detained",), ("none",))


def _goes_on_avoiding(text: SpokenText, earlier: Sequence[Reading]) -> bool:
    """Whether `and` or `or` joins the span to a partner that is to be avoided."""
    before = [one for one in earlier if text.tokens[one.span.first].word not in LIGHT]
    joined = bool(before) and before[-1].span.has(Role.AND, Role.OR)
    return joined and len(before) > 1 and before[-2].kind is ReadingKind.AVOID


def _is_negative(fact: Meaning) -> bool:
    return all(given.values in (("no",), ("none",)) for given in fact.facts)


def _former(text: SpokenText) -> tuple[Meaning, ...]:
    former = text.lexicon.facts.get("former_prisoner")
    if former is None:
        return ()
    return (fact_meaning(GivenFact(name=former.name, values=("yes",)), former.label),)
