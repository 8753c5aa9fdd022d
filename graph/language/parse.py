"""`parse`: a question in words, and what was understood of it.

It ends with what goes back to whoever asks: a record that was asked for, one question about what is missing or
contradictory, and what words that were not understood may mean.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from graph.errors import QuestionError
from graph.language.context import Reading as SpanReading
from graph.language.grammar import Role, list_connectives
from graph.language.interpretation import (
    Ambiguity,
    AskBack,
    AskBackKind,
    Interpretation,
    Meaning,
    MeaningKind,
    Reading,
    ReadingKind,
    RecordPart,
    RecordRequest,
    UnknownWords,
)
from graph.language.lexicon import PARTNERS, Lexicon
from graph.language.partner_names import is_telling
from graph.language.slots import Slots, fill
from graph.language.spans import Span, cut, list_words
from graph.language.tokens import LIGHT, Token, expand, tokenize, word_list
from graph.message import Message
from graph.question import EntryKind, EntryPoint
from graph.vocabulary import VICTIM_OF, FactKind, Locale

MAXIMUM_LENGTH = 2000
"""Characters."""
_SHORTEST_TELLING = 3

_ITALIAN = frozenset(
    word_list(
        "il lo gli un una di da del della dal dei che e è non per con sono ho ha mi si nel alla dove come "
        "cerca serve anche esce uscito senza suo sua mio mia casa lavoro deve vuole dopo piu poi ma se al "
        "chi cosa adesso tra fra da nn ke xke"
    )
)
_ENGLISH = frozenset(
    word_list(
        "the  an of from to for with and is are was he she his her they my me needs need  out at on  "
        "not has have who where how can what when any i im been just by or it this that work home "
        "released wants some there"
    )
)
_PARTS = {
    RecordPart.PHONE: frozenset(word_list("phone telephone telefono numero number recapito tel")),
    RecordPart.HOURS: frozenset(word_list("hours times time orari orario ora apre aperto open apertura")),
    RecordPart.ADDRESS: frozenset(word_list("address indirizzo where dov dove")),
    RecordPart.CONTACT: frozenset(word_list("contact contacts contatto contatti email mail details recapiti")),
}
_MOST_PARTNERS = 6
_GENERAL = ("documents", "housing")
"""Needs whose kinds lead to different places."""
MOST_SUGGESTED = 3
_LONGEST_QUERY = 60
_CUTOFF = 66.0
_SHORT_CUTOFF = 80.0
_NAME_CUTOFF = 74.0
"""Of names of partners and countries, of which there are many and any may look a little like a word."""
_SHORTEST_QUERY = 4


def parse(text: str, lexicon: Lexicon) -> Interpretation:
    """What `text` asks, in English, Italian or both: `from San Vittore release to housing plus work`.

    Parameters
    ----------
    text
        The question.
    lexicon
        The words of one catalogue.

    Returns
    -------
    Interpretation
        The start, the needs and the facts. Every word of the text stands in one passage of `read` or `unknown`. A word
        that was not used stops nothing; if nothing can be planned, `back` says what to ask.

    Raises
    ------
    QuestionError
        If the text is longer than `MAXIMUM_LENGTH` characters.
    """
    if len(text) > MAXIMUM_LENGTH:
        raise QuestionError(Message.of("error.too_long", length=len(text), most=MAXIMUM_LENGTH), "text")
    tokens = expand(text, tokenize(text))
    locale = guess_locale(tokens, lexicon)
    spans = cut(tokens, lexicon, locale)
    record = find_record(text, tokens, spans, lexicon)
    slots = fill(tokens, spans, lexicon, locale, text[tokens[-1].end :] if tokens else "")
    if record is not None:
        slots = Slots(slots.start, (), (), (), tuple(map(_as_connective, slots.readings)))
        return Interpretation(text=text, locale=locale, record=record, read=tuple(_list_read(text, tokens, slots)))
    starts = [one.meanings[0] for one in slots.readings if one.kind is ReadingKind.START and one.meanings]
    return Interpretation(
        text=text,
        locale=locale,
        start=_entry(slots, starts),
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
        back=find_question_back(slots, lexicon),
    )


def guess_locale(tokens: Sequence[Token], lexicon: Lexicon) -> Locale:
    """The language of most words; Italian if both have as many.

    Small words count most; of the others, those that end in a, i or o count as Italian, in a consonant as English.
    """
    counts: Counter[Locale] = Counter()
    for token in tokens:
        counts[Locale.IT] += 3 * (token.word in _ITALIAN)
        counts[Locale.EN] += 3 * (token.word in _ENGLISH)
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


def _as_connective(reading: SpanReading) -> SpanReading:
    return SpanReading(reading.span, ReadingKind.CONNECTIVE)


def _list_read(text: str, tokens: Sequence[Token], slots: Slots) -> Iterator[Reading]:
    done = 0
    for one in slots.readings:
        words, begin, end = _place(text, tokens, one.span.first, one.span.last)
        if begin < done:  # the second word of a short form
            continue
        done = end
        if one.kind is None:
            continue
        code = ", ".join(meaning.code for meaning in one.meanings)
        yield Reading(words=words, begin=begin, end=end, kind=one.kind, code=code, corrected=one.span.corrected)


def _list_unknown(
    text: str, tokens: Sequence[Token], slots: Slots, lexicon: Lexicon, locale: Locale
) -> Iterator[UnknownWords]:
    """The passages that the reader did not use; neighbours are one passage unless a break parts them."""
    groups: list[list[SpanReading]] = []
    done = 0
    for one in slots.readings:
        _, begin, end = _place(text, tokens, one.span.first, one.span.last)
        if begin < done:
            continue
        done = end
        if one.kind is not None:
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
        yield UnknownWords(words=words, begin=begin, end=end, meanings=meanings, suggestions=shown)


def find_record(text: str, tokens: Sequence[Token], spans: Sequence[Span], lexicon: Lexicon) -> RecordRequest | None:
    """The record that the text asks for; None where it asks for something else."""
    asking = [span for span in spans if span.has(Role.RECORD) and _asks_for_record(tokens, span)]
    if not asking or any(_is_other(span) for span in spans):
        return None
    found = [(span, partners) for span in spans if (partners := _list_partners(span, lexicon))]
    if not found:
        return None
    span, partners = min(found, key=lambda item: (-item[0].last + item[0].first, item[0].first))
    words = {token.word for one in asking for token in tokens[one.first : one.last]}
    parts = tuple(part for part, names in _PARTS.items() if words & names)
    begin, end = tokens[span.first].begin, tokens[span.last - 1].end
    return RecordRequest(words=text[begin:end], slugs=tuple(one.code for one in partners)[:_MOST_PARTNERS], parts=parts)


def _asks_for_record(tokens: Sequence[Token], span: Span) -> bool:
    """Whether a word of a record asks for one: not in `no phone`, nor does `where` in `a place where he can go`."""
    words = [token.word for token in tokens[span.first : span.last + 1]]
    if words[:1] == ["where"] and span.last - span.first == 1 and words[1:] != ["s"]:
        return False
    before = tokens[span.first - 1].word if span.first else ""
    return before not in ("no", "without", "senza", "lost", "perso", "my", "mio")


def _is_other(span: Span) -> bool:
    """Whether the span says something of a person, so that the text asks for more than a record."""
    kinds = {one.kind for one in span.meanings}
    suffered = any(given.name == VICTIM_OF for one in span.meanings for given in one.facts)
    return suffered or (MeaningKind.SITUATION in kinds and not kinds & set(PARTNERS))


def _list_partners(span: Span, lexicon: Lexicon) -> tuple[Meaning, ...]:
    named = tuple(one for one in span.meanings if one.kind in PARTNERS)
    if named:
        return lexicon.without_services_of(named)
    if span.has(Role.RECORD) or span.connective:
        return ()
    if span.meanings and not any(one.kind is MeaningKind.NEED for one in span.meanings):
        return ()
    known = span.meanings or not any(word in list_words() for word in span.words)
    telling = [word for word in span.words if known and is_telling(word) and word in lexicon.naming]
    return lexicon.without_services_of(lexicon.naming[telling[0]]) if telling else ()


def find_question_back(slots: Slots, lexicon: Lexicon) -> AskBack | None:
    """The question that matters most, or None where nothing needs to be asked."""
    if slots.disputes:
        _, alternatives = slots.disputes[0]
        return AskBack(kind=AskBackKind.CONTRADICTION, choices=alternatives)
    if not slots.needs:
        tops = tuple(_need(lexicon, code) for code, need in lexicon.needs.items() if need.parent is None)
        return AskBack(kind=AskBackKind.NO_NEED, choices=tops)
    if slots.start.open_between:
        return AskBack(kind=AskBackKind.INSIDE_OR_OUT, choices=slots.start.open_between)
    for need in slots.needs:
        if need in _GENERAL and len(slots.needs) == 1:
            return AskBack(kind=AskBackKind.WHICH_NEED, about=need, choices=_list_kinds(lexicon, need))
    return None


def _list_kinds(lexicon: Lexicon, need: str) -> tuple[Meaning, ...]:
    """The child needs of a need; only those for which the catalogue has words of a question (`asked_as`), if any."""
    kinds = [one for one in lexicon.needs.values() if one.parent == need]
    plain = [one for one in kinds if one.asked_as is not None] or kinds
    return tuple(Meaning(kind=MeaningKind.NEED, code=one.code, label=one.asked_as or one.label) for one in plain)


def _need(lexicon: Lexicon, code: str) -> Meaning:
    return Meaning(kind=MeaningKind.NEED, code=code, label=lexicon.needs[code].label)


def suggest(lexicon: Lexicon, words: Sequence[str], hints: Iterable[Meaning] = ()) -> tuple[Meaning, ...]:
    """Up to three meanings, best first: `hints`, then those whose phrases look most like `words` or one of them."""
    content = [word for word in words if word not in LIGHT | list_connectives()][:8]
    scores: dict[Meaning, float] = dict.fromkeys(hints, 200.0)
    queries = dict.fromkeys(
        [" ".join(content)[:_LONGEST_QUERY], *(word for word in content if len(word) >= _SHORTEST_QUERY)]
    )
    for query in queries:
        for meaning, score in _alike(lexicon, query):
            scores[meaning] = max(scores.get(meaning, 0.0), score)
    ranked = sorted(scores, key=lambda meaning: (-scores[meaning], meaning.kind, meaning.code))
    shown = {(meaning.code, meaning.label): meaning for meaning in reversed(ranked)}  # a service named like its owner
    return tuple(meaning for meaning in ranked if shown[meaning.code, meaning.label] is meaning)[:MOST_SUGGESTED]


def _cutoff(lexicon: Lexicon, meaning: Meaning) -> float:
    is_country = any(lexicon.facts[given.name].kind is FactKind.COUNTRY for given in meaning.facts)
    return _NAME_CUTOFF if is_country or meaning.kind in PARTNERS else _CUTOFF


def _alike(lexicon: Lexicon, query: str) -> Iterator[tuple[Meaning, float]]:
    """The meanings of phrases that resemble `query` or contain it, each with a score up to 100."""
    cutoff = _CUTOFF if len(query) >= _SHORTEST_QUERY else _SHORT_CUTOFF
    for phrase, meaning, score in lexicon.list_alike(query, cutoff, 4 * MOST_SUGGESTED):
        if score >= _cutoff(lexicon, meaning) or query in phrase.split(" "):
            yield meaning, score
    if len(query) >= _SHORTEST_QUERY:
        for phrase, meaning, _ in lexicon.list_with(query):
            yield meaning, _CUTOFF + (100 - _CUTOFF) / len(phrase.split(" "))


def wording(meaning: Meaning, locale: Locale) -> str:
    """The text of a suggestion: the label of a meaning and its code."""
    return f"{meaning.label.it if locale is Locale.IT else meaning.label.en} ({meaning.code})"
