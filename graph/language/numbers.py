"""Numbers in their context: the age of the person or of a child, the months of a sentence that are left."""

from collections.abc import Sequence

from graph.language.context import Reading, SpokenText, find_before, is_denied, opposite
from graph.language.grammar import Role
from graph.language.holders import Holder
from graph.language.interpretation import Meaning, ReadingKind
from graph.language.lexicon import Lexicon
from graph.language.meanings import fact_meaning, quantity_meaning
from graph.language.quantities import AGE, MONTHS_LEFT, YOUNGEST
from graph.language.spans import Span
from graph.language.tokens import LIGHT, word_list
from graph.question import GivenFact

_CHILD_STEMS = ("bambin", "bimb", "figli", "neonat", "baby", "kid", "daughter", "child", "toddler")
_CHILD_WORDS = frozenset(word_list("son sons"))
"""Not stems: *sono* begins so."""
ADULT = 18
SOON = 12
"""Months within which a release counts as under way."""
OLDEST_BARE = 100
_AGE_WORDS = frozenset(
    word_list(
        "age aged anni anno years year old under over sotto sopra eta minore piu meno below above nplus "
        "more less older younger between"
    )
)
_AGE_LEADS = frozenset(
    word_list(
        "am im aged eta elderly anziano anziana is s about turned compiuto compie client user guest man woman boy girl "
        "kid patient inmate prisoner utente ragazzo ragazza uomo donna signore signora cliente detenuto vecchio lady"
    )
)
_AGE_TAILS = frozenset(word_list("a aa old yo enne yrs"))
_UNITS = frozenset(
    word_list(
        "euro giorni days mesi months settimane weeks gg wks ore hours anni years notti nights numero km "
        "piedi figli kids bambini o clock am pm per percento volte times"
    )
)
_NOT_AN_AGE = frozenset(
    word_list(
        "fa ago pena prison carcere galera jail inside dentro heroin eroina coke cocaina out fuori back "
        "detenuto sentence sopra"
    )
)
_SINCE = frozenset(word_list("da since for avevo aveva was fa dopo after"))


def read_quantity(text: SpokenText, span: Span) -> Reading:
    """What a quantity says: an age, months that are left, or nothing about the person."""
    assert span.quantity is not None  # noqa: S101 - the caller looked
    found = [given for given in span.quantity.alternatives if given.name in text.lexicon.facts]
    young = [one for one in found if one.name == AGE] if _follows_child(text, span) else found
    given = young[0] if len(young) == 1 else None
    if given is None:
        return Reading(span, None)
    if is_denied(text, span):
        other = opposite(text.lexicon, quantity_meaning(given, text.lexicon.facts[given.name]))
        unsure = find_before(text, span, Role.UNSURE) is not None
        return Reading(span, None) if other is None or unsure else Reading(span, ReadingKind.FACT, (other,))
    words = {token.word for token in text.tokens[span.first : span.last]}
    before = [token.word for token in text.tokens[max(span.first - 3, 0) : span.first]]
    if given.minimum != given.maximum and given.name == AGE and not words & _AGE_WORDS:
        return Reading(span, None)
    if given.name == MONTHS_LEFT:
        return _read_months(text, span, given, words | set(before))
    return _read_age(text, span, given, before)


def _follows_child(text: SpokenText, span: Span) -> bool:
    """Whether the number is said of a child of somebody: not of `kid, 17`, who is the person."""
    near = range(max(span.first - 3, 0), span.first)
    child = next((index for index in near if _is_child(text.tokens[index].word)), None)
    return child is not None and not (child <= 1 and text.tokens[child].word in ("kid", "child", "bambino", "bambina"))


def _is_child(word: str) -> bool:
    return word.startswith(_CHILD_STEMS) or word in _CHILD_WORDS


def _read_age(text: SpokenText, span: Span, given: GivenFact, before: Sequence[str]) -> Reading:
    """The age of the person, or that they have a child of an age below eighteen."""
    most = given.maximum if given.maximum is not None else 99
    if _follows_child(text, span) and most < ADULT:
        return (
            Reading(span, ReadingKind.FACT, _has_children(text.lexicon))
            if not _is_owned_by_other(text, span)
            else Reading(span, None)
        )
    last = text.tokens[span.last] if span.last < len(text.tokens) else None
    follows = last.word if last is not None and not last.apart else ""
    if (
        follows in _NOT_AN_AGE | _UNITS
        or (before[-1:] and before[-1] in _SINCE)
        or ((given.minimum or 0) < YOUNGEST and given.maximum == given.minimum)
    ):
        return Reading(span, None)
    if not text.is_of_person(span) or (last is not None and "%" in last.gap):
        return Reading(span, None)
    return Reading(span, ReadingKind.FACT, (quantity_meaning(given, text.lexicon.facts[given.name]),))


def _is_owned_by_other(text: SpokenText, span: Span) -> bool:
    return text.holders[span.first] is Holder.RELATIVE and Holder.RELATIVE not in text.person


def _has_children(lexicon: Lexicon) -> tuple[Meaning, ...]:
    definition = lexicon.facts.get("minor_children")
    if definition is None:
        return ()
    return (fact_meaning(GivenFact(name=definition.name, values=("yes",)), definition.label),)


def read_bare_number(text: SpokenText, span: Span) -> Reading | None:
    """A number alone between breaks, after `I am`, or after what the person is, as an age: `a boy, 17, needs`."""
    word = text.tokens[span.first].word
    if (
        not (word.isdecimal() and len(word) == 2)
        or not YOUNGEST <= int(word) < OLDEST_BARE
        or AGE not in text.lexicon.facts
    ):
        return None
    tokens = text.tokens
    follows = tokens[span.last].word if span.last < len(tokens) and not tokens[span.last].apart else ""
    before = tokens[span.first - 1].word if span.first else ""
    alone = tokens[span.first].apart and not follows
    if before in _SINCE and follows:
        return None
    of = before == "di" and span.first > 1 and tokens[span.first - 2].word in _AGE_LEADS
    announced = (
        before in _AGE_LEADS or of or follows in _AGE_TAILS or (_follows_person(text, span) and follows not in _UNITS)
    )
    if not (alone or announced) or not text.is_of_person(span) or is_denied(text, span):
        return None
    given = GivenFact(name=AGE, minimum=int(word), maximum=int(word))
    return Reading(span, ReadingKind.FACT, (quantity_meaning(given, text.lexicon.facts[AGE]),))


def _follows_person(text: SpokenText, span: Span) -> bool:
    """Whether the words before say what the person is: `trans girl 20`, `boy of 19`."""
    earlier = [one for one in text.spans if one.last <= span.first and text.tokens[one.first].word not in LIGHT]
    names = [given.name for one in earlier[-1:] for m in one.meanings for given in m.facts]
    return bool({"gender", "lgbtqia", "nationality", "age"} & set(names))


def _read_months(text: SpokenText, span: Span, given: GivenFact, words: set[str]) -> Reading:
    """Months that are said to be left of a sentence."""
    left = words & frozenset(word_list("left pena manca mancano gli remaining serve sentence go restano resta residui"))
    after = text.tokens[span.last].word if span.last < len(text.tokens) else ""
    if not left or not text.is_of_person(span) or after in ("ago", "fa", "back"):
        return Reading(span, None)
    return Reading(span, ReadingKind.FACT, (quantity_meaning(given, text.lexicon.facts[MONTHS_LEFT]),))


def counts_down(text: SpokenText, span: Span) -> bool:
    """Whether the span says how long it is until the sentence ends."""
    if span.quantity is None or not text.is_of_person(span):
        return False
    reading = read_quantity(text, span)
    given = [given for one in reading.meanings for given in one.facts if given.name == MONTHS_LEFT]
    return bool(given) and (given[0].maximum or SOON + 1) <= SOON
