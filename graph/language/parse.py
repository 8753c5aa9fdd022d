"""`parse`: a question in words, and what was understood of it."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from graph.errors import QuestionError
from graph.language.alarms import find_alarms, with_alarms
from graph.language.clarification import find_question_back, suggest, wording
from graph.language.context import Reading
from graph.language.contributions import find_contribution
from graph.language.home import find_home_after, has_to_leave
from graph.language.interpretation import (
    Ambiguity,
    Meaning,
    MeaningKind,
    ParsedQuestion,
    ReadingKind,
    ReadPassage,
    UnreadWords,
)
from graph.language.lexicon import Lexicon
from graph.language.quantities import AGE
from graph.language.record_request import find_named_record, find_opening_name, find_record
from graph.language.slots import Slots, fill
from graph.language.spans import cut
from graph.language.tokens import Token, expand, tokenize, word_list
from graph.language.violence import HOUSING, PLACE, find_flight
from graph.language.young import find_young, with_young
from graph.message import Message
from graph.question import EntryKind, EntryPoint, GivenFact
from graph.structs import replace
from graph.vocabulary import LEAVES_HOME, OFFERS, Locale

MAXIMUM_LENGTH = 2000
"""Characters."""
_SHORTEST_TELLING = 3
_SLASHES = re.compile(r"(?<![0-9])/|/(?![0-9])")
_NOTE = 4
"""Slashes of a note."""
_YEARS = frozenset(word_list("anno anni year years mesi months"))

_ITALIAN = frozenset(
    word_list(
        "il lo gli un una di da del della dal dei che e è non per con sono ho ha mi si nel alla dove come "
        "cerca serve anche esce uscito senza suo sua mio mia casa lavoro deve vuole dopo piu poi ma se al "
        "chi cosa adesso tra fra da nn ke xke esenzione"
    )
)
_ENGLISH = frozenset(
    word_list(
        "the  an of from to for with and is are was he she his her they my me needs need  out at on  "
        "not has have who where how can what when any i im been just by or it this that work home "
        "released wants some there"
    )
)


def parse(text: str, lexicon: Lexicon) -> ParsedQuestion:
    """What `text` asks, in English, Italian or both: `from San Vittore release to housing plus work`.

    Parameters
    ----------
    text
        The question.
    lexicon
        The words of one catalogue.

    Returns
    -------
    ParsedQuestion
        The start, the needs and the facts. Every word of the text stands in one passage of `read` or `unknown`. A word
        that was not used stops nothing; if nothing can be planned, `back` says what to ask.

    Raises
    ------
    QuestionError
        If the text is longer than `MAXIMUM_LENGTH` characters.
    """
    if len(text) > MAXIMUM_LENGTH:
        raise QuestionError(Message.of("error.too_long", length=len(text), most=MAXIMUM_LENGTH), "text")
    tokens = expand(text, tokenize(_without_slashes(text)))
    locale = guess_locale(tokens, lexicon)
    spans = cut(tokens, lexicon, locale)
    record = find_record(text, tokens, spans, lexicon, locale)
    ending = text[tokens[-1].end :] if tokens else ""
    slots = fill(tokens, spans, lexicon, locale, ending)
    alarms = find_alarms(tokens, lexicon, locale)
    alarmed = tuple(dict.fromkeys(given for alarm in alarms for given in alarm.meaning.facts))
    if record is not None:
        slots = Slots(slots.start, (), (), (), tuple(map(_as_connective, slots.readings)))
        read = tuple(_list_read(text, tokens, slots))
        return ParsedQuestion(text=text, locale=locale, record=record, facts=alarmed, read=read)
    offered = None if alarms or OFFERS not in lexicon.facts else _find_offered(tokens, slots)
    if offered is not None:
        given = GivenFact(name=OFFERS, values=(offered,))
        slots = Slots(slots.start, (), (given,), (), tuple(map(_as_connective, slots.readings)))
        read = tuple(_list_read(text, tokens, slots))
        return ParsedQuestion(text=text, locale=locale, facts=slots.facts, read=read)
    slots = replace(slots, facts=(*slots.facts, *alarmed), readings=with_alarms(slots.readings, alarms))
    young = find_young(tokens) if AGE in lexicon.facts else None
    slots = (
        slots if young is None or (_is_of_age(slots) and not young.is_child_of) else with_young(slots, young, lexicon)
    )
    home = find_home_after(slots.start, slots.needs, slots.facts, slots.readings)
    slots = slots if home is None else replace(slots, facts=(*slots.facts, home))
    if LEAVES_HOME in lexicon.facts and PLACE in slots.needs and has_to_leave(tokens, slots.start):
        left = GivenFact(name=LEAVES_HOME, values=("yes",))
        slots = slots if left in slots.facts else replace(slots, facts=(*slots.facts, left))
    flight = find_flight(tokens, slots.facts)
    if flight is not None:
        slots = replace(slots, readings=tuple(_as_used(one, (flight,)) for one in slots.readings))
        if PLACE in lexicon.needs and not any(lexicon.topmost(need) == HOUSING for need in slots.needs):
            slots = replace(slots, needs=(*slots.needs, PLACE))
    named = None if alarms else find_opening_name(text, tokens, slots.readings, lexicon, ending)
    if named is None and not slots.needs:
        named = find_named_record(text, tokens, slots.readings, lexicon)
    if named is not None:
        record, places = named
        slots = replace(slots, needs=(), readings=tuple(_as_used(one, places) for one in slots.readings))
    starts = [one.meanings[0] for one in slots.readings if one.kind is ReadingKind.START and one.meanings]
    return ParsedQuestion(
        text=text,
        locale=locale,
        start=_entry(slots, [one for one in starts if record is None or one.code not in record.slugs]),
        needs=slots.needs,
        facts=slots.facts,
        avoid=slots.avoid,
        read=tuple(_list_read(text, tokens, slots)),
        unknown=tuple(_list_unknown(text, tokens, slots, lexicon, locale)),
        ambiguous=tuple(
            Ambiguity(words=words, begin=begin, end=end, alternatives=alternatives)
            for span, alternatives in slots.disputes
            for words, begin, end in [_place(text, tokens, span.first, span.last)]
        ),
        back=find_question_back(slots, lexicon) if record is None else None,
        record=record,
    )


def _find_offered(tokens: Sequence[Token], slots: Slots) -> str | None:
    return find_contribution(tokens, slots.needs, {given.name for given in slots.facts})


def _without_slashes(text: str) -> str:
    """`text` with commas for the slashes of a note: `M/29/Morocco/no permit`, not `he/she` nor `3/11/2025`."""
    parts = _SLASHES.findall(text)
    return _SLASHES.sub(",", text) if len(parts) >= _NOTE and len(parts) > text.count("/") / 2 else text


def _is_of_age(slots: Slots) -> bool:
    """Whether the text says that the person is grown up or, by another age, how old they are."""
    return any(given.name == AGE and given.minimum is not None for given in slots.facts)


def guess_locale(tokens: Sequence[Token], lexicon: Lexicon) -> Locale:
    """The language of most words; Italian if both have as many.

    Small words count most; of the others, those that end in a, i or o count as Italian, in a consonant as English.
    """
    counts: Counter[Locale] = Counter()
    for token in tokens:
        counts[Locale.IT] += 3 * (token.word in _ITALIAN)
        counts[Locale.EN] += 3 * (token.word in _ENGLISH)
        if token.word == "via":  # of an address, more often than "by way of"
            continue
        if (locale := lexicon.locales.get(token.word)) is not None:
            counts[locale] += 3
        elif token.word.isalpha() and len(token.word) > _SHORTEST_TELLING:
            counts[Locale.IT if token.word[-1] in "aio" else Locale.EN] += token.word[-1] != "e"
    return Locale.EN if counts[Locale.EN] > counts[Locale.IT] else Locale.IT


def _entry(slots: Slots, starts: Sequence[Meaning]) -> EntryPoint | None:
    partner = next(
        (one for one in starts if one.kind is not MeaningKind.SITUATION and one.kind is not MeaningKind.FACT), None
    )
    if partner is not None:
        return EntryPoint(EntryKind(partner.kind.value), partner.code)
    meaning = slots.start.meaning
    return EntryPoint(EntryKind.SITUATION, meaning.code) if meaning else None


def _place(text: str, tokens: Sequence[Token], first: int, last: int) -> tuple[str, int, int]:
    begin, end = tokens[first].begin, tokens[last - 1].end
    return text[begin:end], begin, end


def _as_used(reading: Reading, places: Collection[int]) -> Reading:
    """`reading`, which counts as used if it holds a token with one of these numbers."""
    held = reading.kind is None and any(reading.span.first <= place < reading.span.last for place in places)
    return _as_connective(reading) if held else reading


def _as_connective(reading: Reading) -> Reading:
    return Reading(reading.span, ReadingKind.CONNECTIVE)


def _list_read(text: str, tokens: Sequence[Token], slots: Slots) -> Iterator[ReadPassage]:
    done = 0
    for one in slots.readings:
        words, begin, end = _place(text, tokens, one.span.first, one.span.last)
        if begin < done:  # the second word of a short form
            continue
        done = end
        if one.kind is None:
            continue
        code = ", ".join(meaning.code for meaning in one.meanings)
        yield ReadPassage(words=words, begin=begin, end=end, kind=one.kind, code=code, corrected=one.span.corrected)


def _is_unit_of_read(tokens: Sequence[Token], slots: Slots, one: Reading) -> bool:
    """Whether a reading is no more than the unit of a number that was read: the years of `figlia di 8 anni`."""
    first, last = one.span.first, one.span.last
    if last - first != 1 or first == 0 or tokens[first].word not in _YEARS or not tokens[first - 1].word.isdecimal():
        return False
    return any(other.kind is ReadingKind.FACT and other.span.last == first for other in slots.readings)


def _list_unknown(
    text: str, tokens: Sequence[Token], slots: Slots, lexicon: Lexicon, locale: Locale
) -> Iterator[UnreadWords]:
    """The passages that the reader did not use; neighbours are one passage unless a break parts them."""
    groups: list[list[Reading]] = []
    done = 0
    for one in slots.readings:
        _, begin, end = _place(text, tokens, one.span.first, one.span.last)
        if begin < done:
            continue
        done = end
        if one.kind is not None or _is_unit_of_read(tokens, slots, one):
            groups.append([])
        elif groups and groups[-1] and not tokens[one.span.first].apart:
            groups[-1].append(one)
        else:
            groups.append([one])
    for group in filter(None, groups):
        words, begin, end = _place(text, tokens, group[0].span.first, group[-1].span.last)
        plain = [token.word for token in tokens[group[0].span.first : group[-1].span.last]]
        meanings = suggest(lexicon, plain, [meaning for one in group for meaning in one.span.meanings])
        shown = tuple(wording(meaning, locale) for meaning in meanings)
        yield UnreadWords(words=words, begin=begin, end=end, meanings=meanings, suggestions=shown)
