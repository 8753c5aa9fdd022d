"""Numbers in their context: the age of the person or of a child, the months of a sentence that are left."""

import re
from collections.abc import Sequence
from itertools import pairwise

from graph.language.context import Reading, SpokenText, find_before, is_denied, opposite
from graph.language.disambiguation import SOON
from graph.language.grammar import Role
from graph.language.holders import Holder
from graph.language.interpretation import Meaning, MeaningKind, ReadingKind
from graph.language.lexicon import Lexicon
from graph.language.meanings import fact_meaning, quantity_meaning
from graph.language.quantities import ADULT, AGE, MONTHS_LEFT, NEARLY, NUMBERS, YOUNGEST
from graph.language.spans import Span
from graph.language.tokens import LIGHT, Token, word_list
from graph.question import GivenFact
from graph.structs import replace

_CHILD_STEMS = ("bambin", "bimb", "figli", "neonat", "baby", "kid", "daughter", "child", "toddler")
_CHILD_WORDS = frozenset(word_list("son sons"))
"""Not stems: *sono* begins so."""
OLDEST_BARE = 100
_AGE_WORDS = frozenset(
    word_list(
        "age aged anni anno years year old under over sotto sopra eta minore piu meno below above nplus more less "
        "older younger between"
    )
)
_AGE_LEADS = frozenset(
    word_list(
        "am im m aged eta elderly anziano anziana is s about turned compiuto compie client user guest man woman boy "
        "girl kid patient inmate prisoner utente ragazzo ragazza uomo donna signore signora cliente detenuto vecchio "
        "lady giovane giovanotto vecchia teenager male female maschio femmina"
    )
)
_AGE_TAILS = frozenset(word_list("a aa old yo enne yrs"))
_UNITS = frozenset(
    word_list(
        "euro giorni days mesi months settimane weeks gg wks ore hours anni years notti nights numero km piedi figli "
        "kids bambini o clock am pm per percento volte times "
        "sqm mq m2 metri metres meters gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre "
        "novembre dicembre january february april june july august september october november december"
    )
)
_NOT_AN_AGE = frozenset(
    word_list(
        "fa ago pena prison carcere galera jail inside dentro heroin eroina coke cocaina out fuori back detenuto "
        "sentence sopra"
    )
)
_SINCE = frozenset(
    word_list(
        "da since for avevo aveva avevano was were fa dopo after at per in ogni every ultimi ultime primi prime altri "
        "passati fatto fatti lavorato scontato vissuto aspettato aspetta dura durato worked waited lived spent done "
        "did serving served waiting last first another next"
    )
)
"""Before a number of years, these say how long something lasts, or when it was."""
_LASTING = frozenset(
    word_list(
        "carcere galera pena lavoro reclusione matrimonio contributi residenza tossicodipendenza strada esperienza "
        "detenzione servizio attesa condanna sofferenza botte violenza violenze sfruttamento affitto arretrati "
        "convivenza prison jail work marriage experience service waiting abuse rent violence"
    )
)
"""After a number of years, what lasts so long."""
_HAS_YEARS = frozenset(
    word_list(
        "have has got am im m s is about around only now age aged nearly almost over under than or and i he she man "
        "woman boy girl guy person client lady male female user patient guest old son daughter brother sister nephew "
        "niece cousin mother father mum dad husband wife friend partner grandson"
    )
)
"""Before `45 years`, these say an age."""
_BORN = frozenset(word_list("classe born nato nata nati"))
_PENAL = frozenset(word_list("pena sentence serve"))
_LEFT_WORDS = frozenset(
    word_list("left pena manca mancano gli remaining serve sentence go restano resta residui residuo residua mancanti")
)
_STILL = frozenset(word_list("ancora altri altre still another"))
_SERVING = frozenset(
    word_list("scontare fare farsi farne stare serve do pena carcere galera dentro inside jail prison")
)
_IN = frozenset(word_list("tra fra in"))
_COMES_OUT = ("finis", "esc", "usc", "get", "out", "releas")
_WAITS = ("aspett", "wait", "attes", "ospit", "host")
_CLAUSE = 5
_UNTIL = frozenset(word_list("until till before to a per di of for on in"))
_TO_WHOM = frozenset(word_list("mi gli le ci vi non"))
_SUSPENDED = frozenset(word_list("suspended sospesa condizionale sospeso"))
_LOST = frozenset(word_list("perso ritrova ritrovato senza licenziato licenziata ancora"))
"""With these, `a 57 anni` is how old somebody is now."""
_COMING = frozenset(word_list("fara faro compira compiro compie compio compi turns turning becomes avra"))
_WILL_BE = (["will", "be"], ["ll", "be"], ["to", "be"], ["about", "to", "turn"], ["will", "turn"], ["ll", "turn"])
_WELL_SAID = frozenset(word_list("is s am im m aged age turned only now yet"))
"""Before a number in words, these say an age."""
_SAYS_AGE = frozenset(word_list("ha ho avra is s am im aged turned"))
"""Before `12 anni` or `12 years old`, these say an age."""
_YOUNGEST_SAID = 10
_PARENTS = frozenset(word_list("padre madre papa mamma genitori father mother dad mum mom parents"))
_ADULTS = frozenset(
    word_list(
        "padre papa madre mamma zio zia nonno nonna patrigno matrigna marito moglie suocero suocera genitori zii nonni "
        "father dad mother mum mom uncle aunt stepdad stepfather stepmother stepmum grandfather grandmother grandma "
        "grandad husband wife parents boss landlord capo padrone pimp magnaccia madam"
    )
)
"""Relatives and others who are no minors."""
_GOES_ON = frozenset(word_list("and but with who no or from he she now so needs wants ran alone already just e ma"))


_BIRTH_MONTHS = frozenset(
    word_list(
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre january "
        "february march april may june july august september october november december"
    )
)
_UNION_WORDS = 7
_UNION = re.compile(
    r"\b(engaged|married|promised|marry|marries|marrying|dating|sposat[ao]|fidanzat[ao]|promess[ao]|sposare|sposa)"
    r"( (off|in moglie))?( (to|with|a|con|an|un|uno|una|another)){1,2}"
    r"( (man|guy|woman|lady|bloke|boy|girl|cousin|someone|somebody|one|uomo|donna|tizio|signore|ragazzo|cugino))?"
    r"( (of|di|aged|who is|who s|che ha|che ne ha))?$"
)
"""Before a number, what says that it is the age of a husband or wife."""
_TEN = 10
_YOUTHS = frozenset(word_list("kid teenager youth minor minore adolescente"))


def read_quantity(text: SpokenText, span: Span) -> Reading:
    """What a quantity says: an age, months that are left, or nothing about the person."""
    assert span.quantity is not None  # noqa: S101 - the caller looked
    found = [given for given in span.quantity.alternatives if given.name in text.lexicon.facts]
    words = {token.word for token in text.tokens[span.first : span.last]}
    of_child = _follows_child(text, span) and words.isdisjoint(_PENAL)  # not `mio figlio ha fine pena tra 2 mesi`
    of_child = of_child or any(one.name == AGE and _is_young(text, span, one) for one in found)
    young = [one for one in found if one.name == AGE] if of_child else found
    if len(young) > 1 and _is_still_to_serve(text, span):
        young = [one for one in young if one.name == MONTHS_LEFT]
    given = young[0] if len(young) == 1 else None
    if given is None:
        return Reading(span, None)
    if is_denied(text, span):
        other = opposite(text.lexicon, quantity_meaning(given, text.lexicon.facts[given.name]))
        unsure = find_before(text, span, Role.UNSURE) is not None
        return Reading(span, None) if other is None or unsure else Reading(span, ReadingKind.FACT, (other,))
    before = _list_before(text, span)
    if given.name == AGE and not words & _AGE_WORDS:
        nearly = not words.isdisjoint(NEARLY)
        if (nearly and not _is_of_somebody(text, span, before)) or (not nearly and given.minimum != given.maximum):
            return Reading(span, None)
    if given.name == MONTHS_LEFT:
        return _read_months(text, span, given, words | set(before))
    return _read_age(text, span, given, before)


def _is_of_somebody(text: SpokenText, span: Span, before: Sequence[str]) -> bool:
    """Whether a number without years follows whom it is said of: `a boy of about 14`, `a girl, maybe 15`."""
    lead = before[-1] if before else ""
    return lead in _AGE_LEADS | {"of", "di", "he", "she"} or _follows_person(text, span)


def _list_before(text: SpokenText, span: Span) -> list[str]:
    """The words before a span, at most three, up to a break such as a comma."""
    first = span.first
    while first > max(span.first - 3, 0) and not text.tokens[first].apart:
        first -= 1
    return [token.word for token in text.tokens[first : span.first]]


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
    if _follows_child(text, span) and most < ADULT and not _is_of_the_child(text, span):
        return (
            Reading(span, ReadingKind.FACT, _has_children(text.lexicon))
            if not _is_owned_by_other(text, span)
            else Reading(span, None)
        )
    last = text.tokens[span.last] if span.last < len(text.tokens) else None
    follows = last.word if last is not None and not last.apart else ""
    words = [token.word for token in text.tokens[span.first : span.last]]
    if words[0] == "minore" and given.minimum is None and most < ADULT - 1:
        given = replace(given, minimum=most + 1, maximum=most + 1)  # `un minore di 16 anni`
    given, coming = _at_present(given, before)
    if (
        (follows in (_NOT_AN_AGE | _UNITS) - {"per", "o"} and not _is_said_of_somebody(words, follows, before))
        or (_lasts(text, span, before) and not coming)
        or ((given.minimum or 0) < YOUNGEST and given.maximum == given.minimum and not _is_young(text, span, given))
    ):
        return Reading(span, None)
    of_person = text.is_of_person(span) or (most < ADULT and _follows_adult(text, span))
    of_person = of_person and not _is_of_companion(text, span)
    if not of_person or (last is not None and "%" in last.gap):
        return Reading(span, None)
    return Reading(span, ReadingKind.FACT, (quantity_meaning(given, text.lexicon.facts[given.name]),))


def _is_said_of_somebody(words: Sequence[str], follows: str, before: Sequence[str]) -> bool:
    """Whether a number says how old somebody is, whatever follows: `a 15 year old out of Beccaria`."""
    said = words[-1] == "old" or words[0] in ("aged", "age") or list(before[-1:]) in (["of"], ["aged"])
    return words[-1] == "enne" or (said and follows in ("out", "in", "on", "from", "at", "off"))


def _is_young(text: SpokenText, span: Span, given: GivenFact) -> bool:
    """Whether a number below `YOUNGEST` is clearly an age: `ha 12 anni`, `is 11 years old`."""
    words = [token.word for token in text.tokens[max(span.first - 1, 0) : span.last]]
    said = words[-1] in ("anni", "old", "enne") and not _SAYS_AGE.isdisjoint(words[:2])
    return said and ((given.minimum or 0) >= _YOUNGEST_SAID or _is_child_of_somebody(text, span.first))


def _is_child_of_somebody(text: SpokenText, index: int) -> bool:
    """Whether a number is said of one whose parents a text names: `il padre è in carcere, lei ha 8 anni`."""
    before = [token.word for token in text.tokens[max(index - 2, 0) : index]]
    said = before[:1] in (["lei"], ["lui"], ["she"], ["he"]) and before[1:] in (["ha"], ["is"], ["s"])
    return said and any(token.word in _PARENTS for token in text.tokens[:index])


def _follows_adult(text: SpokenText, span: Span) -> bool:
    """Whether the one named before is surely an adult, so that an age below 18 is that of the person."""
    named = [one for one in text.spans if one.last <= span.first and one.has(Role.OTHER)]
    return bool(named) and not _ADULTS.isdisjoint(named[-1].words)


def _is_of_the_child(text: SpokenText, span: Span) -> bool:
    """Whether the person is the child of whoever asks, and the number is their age: `mio figlio ha 17 anni`."""
    named = next((one.words for one in text.spans if text.relative in one.markers), ())
    parents = not _PARENTS.isdisjoint(named)  # `mum under house arrest, five children aged 2 to 15`
    return not parents and Holder.RELATIVE in text.person and text.holders[span.first] is Holder.RELATIVE


def _at_present(given: GivenFact, before: Sequence[str]) -> tuple[GivenFact, bool]:
    """The age now of somebody who is about to be of the age `given`, and whether they are about to be."""
    coming = bool(before) and (before[-1] in _COMING or any(list(before[-len(one) :]) == one for one in _WILL_BE))
    if given.minimum is None or given.minimum != given.maximum:
        return given, coming
    if list(before[-2:]) == ["not", "yet"]:
        return replace(given, minimum=None, maximum=given.minimum - 1), True
    if not coming:
        return given, False
    return replace(given, minimum=given.minimum - 1, maximum=given.minimum - 1), True


def _lasts(text: SpokenText, span: Span, before: Sequence[str]) -> bool:
    """Whether a number of years says how long something lasts, or when it was: `has worked 15 years`."""
    words = [token.word for token in text.tokens[span.first : span.last]]
    after = [token.word for token in text.tokens[span.last : span.last + 3]]
    led = before[-1] if before else ""
    if led in ("e", "and") and before[-2:-1] and before[-2].isdecimal():
        return True  # `two boys of 12 and 15`
    if (
        led in _SINCE
        or words[0] in ("da", "in", "per", "for")
        or (after[:1] and after[0] in ("di", "of") and after[1:] and after[1] in _LASTING)
    ):
        return True
    if words[-1] in ("anni", "anno"):
        then = led == "a" and _LOST.isdisjoint(token.word for token in text.tokens[max(span.first - 5, 0) : span.first])
        return then or (led in ("sono", "saranno") and after[:1] == ["che"])
    if words[-1] in ("years", "year") and not led:
        return after[:1] == ["in"]
    if words[-1] in ("years", "year"):
        said = [one for one in text.spans if one.last <= span.first][-1:]
        person = any(
            g.name in ("gender", "nationality", "lgbtqia") for one in said for m in one.meanings for g in m.facts
        )
        return led not in _HAS_YEARS and not person
    return False


def _is_owned_by_other(text: SpokenText, span: Span) -> bool:
    return text.holders[span.first] is Holder.RELATIVE and Holder.RELATIVE not in text.person


def _has_children(lexicon: Lexicon) -> tuple[Meaning, ...]:
    definition = lexicon.facts.get("minor_children")
    if definition is None:
        return ()
    return (fact_meaning(GivenFact(name=definition.name, values=("yes",)), definition.label),)


def read_bare_number(text: SpokenText, span: Span) -> Reading | None:
    """A number alone between breaks, after `I am`, or after what the person is, as an age: `a boy, 17, needs`."""
    tokens = text.tokens
    word = tokens[span.first].word
    follows = tokens[span.last].word if span.last < len(tokens) and not tokens[span.last].apart else ""
    follows = "" if follows and ")" in tokens[span.last].gap else follows
    before = tokens[span.first - 1].word if span.first else ""
    if word in NUMBERS and not word.isdecimal():
        unit = NUMBERS.get(follows, 0) if tokens[span.last : span.last + 1] and tokens[span.last].gap == "-" else 0
        if 0 < unit < _TEN:  # `seventy-one`
            follows = _next_word(tokens, span.last + 1)
        else:
            unit = 0
        apart = not follows and tokens[span.first].apart
        if not (before in _WELL_SAID or apart) or (follows and follows not in _GOES_ON):
            return None
        word = str(NUMBERS[word] + unit)
    child = word.isdecimal() and int(word) < YOUNGEST and _is_child_of_somebody(text, span.first)
    child = child and follows not in _UNITS
    if (
        not (word.isdecimal() and (child or len(word) == 2))
        or not (1 if child else YOUNGEST) <= int(word) < OLDEST_BARE
        or AGE not in text.lexicon.facts
        or tokens[span.first].gap.endswith(("'", "’"))  # the year of birth
        or (tokens[span.first].gap == ":" and before.isdecimal())  # an hour
    ):
        return None
    near = _list_before(text, span)
    earlier = [token.word for token in tokens[max(span.first - 3, 0) : span.first]]
    if any(one in _BORN for one in near) or any(one.startswith(("invalid", "disab")) for one in earlier):
        return None
    given, coming = _at_present(GivenFact(name=AGE, minimum=int(word), maximum=int(word)), near)
    if child:
        return Reading(span, ReadingKind.FACT, (quantity_meaning(given, text.lexicon.facts[AGE]),))
    if coming and text.is_of_person(span) and (given.minimum is None or not is_denied(text, span)):
        return Reading(span, ReadingKind.FACT, (quantity_meaning(given, text.lexicon.facts[AGE]),))
    if not coming and follows == "next" and text.is_of_person(span):
        given = replace(given, minimum=int(word) - 1, maximum=int(word) - 1)
        return Reading(span, ReadingKind.FACT, (quantity_meaning(given, text.lexicon.facts[AGE]),))
    alone = (tokens[span.first].apart or not span.first) and not follows
    alone = alone or (before == "now" and not follows) or is_sex_after(tokens, span.first)
    if int(word) == ADULT and _is_birthday(tokens, span) and before not in ("was", "were", "aveva", "avevo"):
        given, alone = replace(given, minimum=ADULT - 1, maximum=ADULT), True  # who may not be of age yet
    if follows in _UNITS - {"per", "o", "anni", "years"}:
        return None
    if before in _SINCE - {"at", "in"} and follows:
        return None
    of = before == "di" and span.first > 1 and tokens[span.first - 2].word in _AGE_LEADS
    of = of or (before in ("di", "of") and span.first > 1 and tokens[span.first - 2].word in _YOUTHS)
    of = of or near[-2:] in (["ne", "ha"], ["ne", "ho"])
    lead = span.first - (before in ("of", "di"))  # `my grandad of 81`
    kin = any(one.last == lead and one.has(Role.OTHER) for one in text.spans)
    announced = (
        (kin and (not follows or (lead < span.first and follows not in _UNITS)))  # `for my brother 45, homeless`
        or before in _AGE_LEADS
        or of
        or follows in _AGE_TAILS
        or (_follows_person(text, span) and follows not in _UNITS)
    )
    begins = not span.first and int(word) < ADULT and follows in ("and", "e") and not _is_number(tokens, span.last + 1)
    if not (alone or announced or begins) or not text.is_of_person(span) or is_denied(text, span):
        return None
    if _is_of_companion(text, span):
        return None
    return Reading(span, ReadingKind.FACT, (quantity_meaning(given, text.lexicon.facts[AGE]),))


def is_sex_after(tokens: Sequence[Token], index: int) -> bool:
    """Whether one letter after an age says the sex: `pt 52F, homeless`."""
    after, ends = tokens[index + 1 : index + 2], tokens[index + 2 : index + 3]
    said = bool(after) and after[0].word in ("m", "f") and not after[0].gap.strip()
    return said and after[0].end - after[0].begin == 1 and (not ends or ends[0].apart)


def _is_birthday(tokens: Sequence[Token], span: Span) -> bool:
    """Whether a month follows a number, of the birthday: `18 in May`."""
    after = [token.word for token in tokens[span.last : span.last + 2] if not token.apart]
    return after[:1] in (["in"], ["a"]) and not _BIRTH_MONTHS.isdisjoint(after[1:])


def _is_of_companion(text: SpokenText, span: Span) -> bool:
    """Whether a number says how old whoever the person is to be with is: `15 and engaged to a man of 40`."""
    before = text.tokens[max(span.first - _UNION_WORDS, 0) : span.first]
    return _UNION.search(" ".join(token.word for token in before)) is not None


def _is_number(tokens: Sequence[Token], index: int) -> bool:
    return index < len(tokens) and tokens[index].word[0].isdigit()


def _next_word(tokens: Sequence[Token], index: int) -> str:
    """The word at `index`; empty after a break."""
    return tokens[index].word if index < len(tokens) and not tokens[index].apart else ""


def _follows_person(text: SpokenText, span: Span) -> bool:
    """Whether the words before say what the person is: `trans girl 20`, `boy of 19`."""
    earlier = [one for one in text.spans if one.last <= span.first and text.tokens[one.first].word not in LIGHT]
    names = [given.name for one in earlier[-1:] for m in one.meanings for given in m.facts]
    return bool({"gender", "lgbtqia", "nationality", "age"} & set(names))


def _read_months(text: SpokenText, span: Span, given: GivenFact, words: set[str]) -> Reading:
    """Months that are said to be left of a sentence."""
    left = words & _LEFT_WORDS
    if _is_needed(text, span):
        left -= {"serve"}
    after = text.tokens[span.last].word if span.last < len(text.tokens) else ""
    penal = left & _PENAL or any(one.kind is MeaningKind.SITUATION for other in text.spans for one in other.meanings)
    if words & _SUSPENDED or (not penal and _counts_to_something(text, span)):
        return Reading(span, None)
    to_serve = bool(left) or text.tokens[span.last - 1].word == "scontare" or _is_still_to_serve(text, span)
    if not to_serve or not text.is_of_person(span) or after in ("ago", "fa", "back"):
        return Reading(span, None)
    return Reading(span, ReadingKind.FACT, (quantity_meaning(given, text.lexicon.facts[MONTHS_LEFT]),))


def _is_needed(text: SpokenText, span: Span) -> bool:
    """Whether the `serve` before a span is Italian, and says what is needed: `mi serve un lavoro entro un mese`."""
    words = [token.word for token in text.tokens[max(span.first - 4, 0) : span.first]]
    return any(one in _TO_WHOM and later == "serve" for one, later in pairwise(words))


def _is_still_to_serve(text: SpokenText, span: Span) -> bool:
    """Whether somebody in prison is to stay for that time: `ancora 3 anni a Opera`, `tra 10 mesi finisco`."""
    tokens = text.tokens
    before = _list_before(text, span)
    within = [token.word for token in tokens[span.first : span.last]]
    near = {token.word for token in tokens[max(span.first - _CLAUSE, 0) : span.last + 3]}
    placed = any(one.kind is MeaningKind.SITUATION for other in text.spans for one in other.meanings)
    if any(word.startswith(_WAITS) for word in near):
        return False
    if not _STILL.isdisjoint((*before[-1:], *within)):
        return placed or not _SERVING.isdisjoint(near)
    follows = tokens[span.last].word if span.last < len(tokens) and not tokens[span.last].apart else ""
    return placed and not _IN.isdisjoint((*before[-1:], *within[:1])) and follows.startswith(_COMES_OUT)


def _counts_to_something(text: SpokenText, span: Span) -> bool:
    """Whether what a time is left until follows: `two months left until I graduate`."""
    follows = text.tokens[span.last : span.last + 1]
    return bool(follows) and not follows[0].apart and follows[0].word in _UNTIL


def counts_down(text: SpokenText, span: Span) -> bool:
    """Whether the span says how long it is until the sentence ends."""
    if span.quantity is None or not text.is_of_person(span):
        return False
    reading = read_quantity(text, span)
    given = [given for one in reading.meanings for given in one.facts if given.name == MONTHS_LEFT]
    return bool(given) and (given[0].maximum or SOON + 1) <= SOON
