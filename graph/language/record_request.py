"""The record that a question asks for: how to reach a partner, when it is open, its papers, its way in.

`phone number of ResidenzaMi` and `chi può andare a ResidenzaMi?` ask for a record, and for no plan. All words beside
the name have to be words of such a question, so that a text which only names a partner and asks for something else is
none. The words stand in `record_question.txt`.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

from graph.language.context import Reading
from graph.language.grammar import Role, read_lines
from graph.language.interpretation import AskedRecord, Meaning, MeaningKind, ReadingKind, RecordPart
from graph.language.lexicon import PARTNERS, Lexicon
from graph.language.partner_names import is_telling
from graph.language.quantities import NUMBERS
from graph.language.spans import Span, cut, list_words
from graph.language.tokens import LIGHT, Token, phrase_words, word_list
from graph.structs import Struct, replace
from graph.vocabulary import VICTIM_OF, Locale

_PARTS = {
    RecordPart.PHONE: frozenset(word_list("phone telephone telefono numero number recapito tel")),
    RecordPart.HOURS: frozenset(word_list("hours times time orari orario ora apre aperto open apertura")),
    RecordPart.ADDRESS: frozenset(word_list("address indirizzo where dov dove")),
    RecordPart.CONTACT: frozenset(word_list("contact contacts contatto contatti email mail details recapiti")),
}
_MOST_PARTNERS = 6
_SINGLE = 2
"""Bounds of a text of one clause."""
_Named = tuple[Span, tuple[Meaning, ...]]
_CUES = (
    "who", "how", "asks", "paper", "appointment", "requirements", "open", "calls", "goes", "about", "brings", "sends",
)  # fmt: skip
"""The classes of which a question has a word."""
_BRIEF = 6
"""The most words of a text in which a word that only names have stands for the name."""
_SENDS = frozenset(
    word_list(
        "manda mandato mandata segnala segnalato invia inviato ha hanno dice dicono chiede chiedono cerca cerco "
        "cercano vuole vogliono serve servono bisogno manca non sent sends send said says asks asked refers referred "
        "needs need wants want has have not"
    )
)
_NEED_WORDS = 2
"""A longer phrase for a need names nobody (`get letters from INPS`), unless it asks for a number itself."""
_SHORT = 4
"""Words of `what is the …?`."""
_WHO_ARE = frozenset(word_list("chi sono e who are is they"))
_MAY = ("can", "may", "could", "puo", "possono", "possiamo", "posso")
_WAYS_IN = (("accesso",), ("ingresso",), ("ammissione",))


class RecordQuestion(Struct, frozen=True):
    """The parts of a record that are asked for, none for the whole."""

    parts: tuple[RecordPart, ...] = ()


def find_record(
    text: str, tokens: Sequence[Token], spans: Sequence[Span], lexicon: Lexicon, locale: Locale
) -> AskedRecord | None:
    """The record that the text asks for; None where it asks for something else."""
    if any(_is_other(span) for span in spans):
        return None
    asking = [span for span in spans if span.has(Role.RECORD) and _asks_for_record(tokens, span)]
    if asking:
        inner = [one for span in asking for one in _list_inside(span, tokens, lexicon, locale)]
        found = [(span, partners) for span in (*spans, *inner) if (partners := _list_partners(span, lexicon))]
        if not found and len(tokens) <= _BRIEF:
            found = _list_by_word(spans, lexicon)
        words = {token.word for one in asking for token in tokens[one.first : one.last]}
        parts = tuple(part for part, names in _PARTS.items() if words & names)
        parts = tuple(dict.fromkeys((*parts, *(_find_question(tokens, spans, lexicon)[1] if found else ()))))
    else:
        found, parts = _find_question(tokens, spans, lexicon)
    if not found or (asking and _is_told_of_prison(tokens, found, asking)):
        return None
    return _request(text, tokens, found, parts)


def _request(
    text: str, tokens: Sequence[Token], found: Sequence[_Named], parts: tuple[RecordPart, ...] = ()
) -> AskedRecord:
    span, partners = min(found, key=lambda item: (-item[0].last + item[0].first, item[0].first))
    begin, end = tokens[span.first].begin, tokens[span.last - 1].end
    said = {token.word for token in tokens}
    nearest = sorted(partners, key=lambda one: -len(said.intersection(phrase_words(one.label.it))))
    return AskedRecord(words=text[begin:end], slugs=tuple(one.code for one in nearest)[:_MOST_PARTNERS], parts=parts)


def find_named_record(
    text: str, tokens: Sequence[Token], readings: Sequence[Reading], lexicon: Lexicon
) -> tuple[AskedRecord, frozenset[int]] | None:
    """The record of the partner that a text without a need names, and the tokens of the name; None if it names none.

    Whoever only says a name, or asks of it what no record holds, is helped most by what is known of it. A partner who
    knows the person is where the path starts, unless nothing else is said.
    """
    led = any(one.span.has(Role.START) for one in readings)
    bare = not led and all(one.kind in (ReadingKind.CONNECTIVE, ReadingKind.START) for one in readings)
    named = [
        (one.span, partners)
        for one in readings
        if (one.kind is None or (one.kind is ReadingKind.START and (bare or not one.span.first)))
        and (one.span.meanings or len(tokens) <= _BRIEF)
        and (partners := _list_named(one.span, lexicon))
    ]
    if not named and len(tokens) <= _BRIEF:
        unread = [one.span for one in readings if one.kind is None and text[tokens[one.span.first].begin].isupper()]
        named = _list_by_two_words(unread, lexicon) or (_list_by_only_word(unread, lexicon) if len(tokens) == 1 else [])
    if not named:
        return None
    places = {place for span, partners in named for place in _list_places(tokens, span, partners, lexicon)}
    return _request(text, tokens, named), frozenset(places)


def _is_told_of_prison(tokens: Sequence[Token], found: "Sequence[_Named]", asking: Sequence[Span]) -> bool:
    """Whether only a prison is named, in another clause than what asks: `... from Opera, and I can't use a phone`."""
    if not all(any(one.kind is MeaningKind.SITUATION for one in span.meanings) for span, _ in found):
        return False
    return not any(
        not any(token.apart for token in tokens[min(one.last, span.last) : max(one.first, span.first) + 1])
        for one in asking
        for span, _ in found
    )


def find_opening_name(
    text: str, tokens: Sequence[Token], readings: Sequence[Reading], lexicon: Lexicon, ending: str
) -> tuple[AskedRecord, frozenset[int]] | None:
    """The record of the partner with whose name a text of one clause begins: `SostieniMi anche per mio padre?`.

    Whoever is sent by a partner, or wants something, asks for more than what is known of the partner.
    """
    words = {token.word for token in tokens}
    if any(token.apart for token in tokens[1:]) or not _SENDS.isdisjoint(words):
        return None
    if "?" not in ending and len(tokens) > _BRIEF:
        return None
    first = next((one for one in readings if one.span.words and not LIGHT.issuperset(one.span.words)), None)
    if first is None or first.kind is not None or not first.span.meanings:
        return None
    partners = _list_named(first.span, lexicon)
    if not partners:
        return None
    places = frozenset(_list_places(tokens, first.span, partners, lexicon))
    return _request(text, tokens, [(first.span, partners)]), places


def _list_by_word(spans: Sequence[Span], lexicon: Lexicon) -> list[_Named]:
    """The partners with a word in their names that is an everyday word as well, where little else is said."""
    return [
        (span, lexicon.without_services_of(lexicon.naming[word]))
        for span in spans
        for word in span.words[:1]
        if len(span.words) == 1 and not span.meanings and not span.has(Role.RECORD)
        if is_telling(word) and word in lexicon.naming
    ]


def _list_by_two_words(spans: Sequence[Span], lexicon: Lexicon) -> list[_Named]:
    """The partners whose names have two words that stand side by side."""
    words = _list_by_word(spans, lexicon)
    return [
        (replace(one, last=other.last), shared)
        for (one, partners), (other, others) in pairwise(words)
        if one.last == other.first and (shared := tuple(each for each in partners if each in others))
    ]


def _list_by_only_word(spans: Sequence[Span], lexicon: Lexicon) -> list[_Named]:
    """The partners of whose names a word is the only one that tells who is meant: `Exodus`, not `Marco`."""
    known = [
        (span, tuple(one for one in partners if sum(map(is_telling, phrase_words(one.label.it))) == 1))
        for span, partners in _list_by_word(spans, lexicon)
    ]
    return [(span, partners) for span, partners in known if partners]


def _list_inside(span: Span, tokens: Sequence[Token], lexicon: Lexicon, locale: Locale) -> Iterator[Span]:
    """The spans of the words between those that ask: the name in `is ... open now`."""
    if span.last - span.first > len(("is", "open")):
        first = span.first + 1
        for one in cut(tokens[first : span.last], lexicon, locale):
            yield replace(one, first=one.first + first, last=one.last + first)


def _find_question(
    tokens: Sequence[Token], spans: Sequence[Span], lexicon: Lexicon
) -> tuple[list[_Named], tuple[RecordPart, ...]]:
    """The partners of which a question about a record asks, with its parts; none where there is no such question."""
    if not _may_ask([token.word for token in tokens]):
        return [], ()
    named = [(span, partners) for span in spans if (partners := _list_named(span, lexicon))]
    if named:
        for clause in ((0, len(tokens)), *_list_clauses(tokens)):
            inside = [(span, one) for span, one in named if clause[0] <= span.first and span.last <= clause[1]]
            question = _read_clause(tokens, spans, clause, inside, lexicon) if inside else None
            if question is not None:
                return inside, question.parts
    return [], ()


def _read_clause(
    tokens: Sequence[Token], spans: Sequence[Span], clause: tuple[int, int], named: Sequence[_Named], lexicon: Lexicon
) -> RecordQuestion | None:
    """What a clause asks of the partners that are `named` in it, where the rest of the text asks for nothing."""
    first, last = clause
    others = [span for span in spans if span.last <= first or span.first >= last]
    if any(map(_says_more, others)):
        return None
    names = {place for span, partners in named for place in _list_places(tokens, span, partners, lexicon)}
    facts = {
        place
        for span in spans
        if span.meanings and all(one.kind is MeaningKind.FACT for one in span.meanings)
        for place in range(span.first, span.last)
    }
    words = [token.word for token in tokens[first:last]]
    rest = [word for place, word in enumerate(words, first) if place not in names and not _is_said(place, word, facts)]
    question = _read_question(rest) if rest else None
    # Whoever only goes there, and of whom more is told, asks for no part of a record.
    is_told = any(span.meanings for span in others)
    return None if question is not None and not question.parts and is_told else question


def _is_said(place: int, word: str, facts: Collection[int]) -> bool:
    """Whether a word only says something of the person, and asks for nothing."""
    return place in facts and not _is_of_question(word)


def _list_clauses(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """The first token of each clause, and the first one after it; none where the text is a single clause."""
    bounds = [0, *(place for place, token in enumerate(tokens) if token.apart and place), len(tokens)]
    if len(bounds) > _SINGLE:
        yield from pairwise(bounds)


def _list_places(tokens: Sequence[Token], span: Span, partners: Collection[Meaning], lexicon: Lexicon) -> Iterator[int]:
    """The places of a name: those of its span, and the words beside it that the name has too: `Casa` Jannacci."""
    yield from range(span.first, span.last)
    if span.meanings:
        return
    for step, place in ((-1, span.first - 1), (1, span.last)):
        while 0 <= place < len(tokens) and _is_of_name(tokens[place].word, partners, lexicon):
            yield place
            place += step


def _is_of_name(word: str, partners: Collection[Meaning], lexicon: Lexicon) -> bool:
    return word in LIGHT or (word in lexicon.naming and any(one in partners for one in lexicon.naming[word]))


def _list_named(span: Span, lexicon: Lexicon) -> tuple[Meaning, ...]:
    """The partners that a span names by a name of theirs, or by a word that only names have, and that mean no need."""
    if _says_more(span) or (span.meanings and not any(one.kind in PARTNERS for one in span.meanings)):
        return ()
    return _list_partners(span, lexicon)


def _says_more(span: Span) -> bool:
    """Whether a span says what somebody needs or how they are, beside naming somebody."""
    return any(one.kind in (MeaningKind.NEED, MeaningKind.SITUATION) for one in span.meanings)


def _asks_for_record(tokens: Sequence[Token], span: Span) -> bool:
    """Whether a word of a record asks for one: not in `no phone`, nor does `where` in `a place where he can go`."""
    words = [token.word for token in tokens[span.first : span.last + 1]]
    if words[:1] == ["where"] and span.last - span.first == 1 and words[1:] != ["s"]:
        return False
    before = tokens[span.first - 1].word if span.first else ""
    if before.isdecimal() or before in NUMBERS:
        return False  # `200 hours of unpaid work`
    return before not in ("no", "without", "senza", "lost", "perso", "my", "mio")


def _is_other(span: Span) -> bool:
    """Whether the span says something of a person, so that the text asks for more than a record."""
    kinds = {one.kind for one in span.meanings}
    suffered = any(given.name == VICTIM_OF for one in span.meanings for given in one.facts)
    return suffered or (MeaningKind.SITUATION in kinds and not kinds & set(PARTNERS))


def _list_partners(span: Span, lexicon: Lexicon) -> tuple[Meaning, ...]:
    named = tuple(one for one in span.meanings if one.kind in PARTNERS)
    if named:
        return lexicon.without_services_of(_with_namesakes(span, named, lexicon))
    if span.has(Role.RECORD) or span.connective:
        return ()
    long = len(span.words) > _NEED_WORDS and _PARTS[RecordPart.PHONE].isdisjoint(span.words)
    if span.meanings and (long or not any(one.kind is MeaningKind.NEED for one in span.meanings)):
        return ()
    known = span.meanings or not any(word in list_words() for word in span.words)
    telling = [word for word in span.words if known and is_telling(word) and word in lexicon.naming]
    return lexicon.without_services_of(lexicon.naming[telling[0]]) if telling else ()


def _with_namesakes(span: Span, named: tuple[Meaning, ...], lexicon: Lexicon) -> tuple[Meaning, ...]:
    """`named`; all who have the word where it begins none of their names: of *Caritas*, first Caritas Ambrosiana."""
    word = span.words[0] if len(span.words) == 1 else ""
    if not is_telling(word) or any(_begins_with(one, word) for one in named) or word not in lexicon.naming:
        return named
    found = dict.fromkeys((*named, *lexicon.naming[word]))
    return tuple(sorted(found, key=lambda one: not _begins_with(one, word)))


def _begins_with(partner: Meaning, word: str) -> bool:
    return phrase_words(partner.label.it)[:1] == (word,)


def _may_ask(words: Sequence[str]) -> bool:
    """Whether `words` may hold a question for a record, with whatever name."""
    known = _read_classes()
    return any(word in known[name] for name in _CUES for word in words)


def _is_of_question(word: str) -> bool:
    """Whether a question for a record may hold `word`."""
    return word.isdigit() or any(word in words for words in _read_classes().values())


def _read_question(words: Sequence[str]) -> RecordQuestion | None:
    """What the words beside the name of a partner ask for; None where they do not ask for a record.

    >>> _read_question("quali documenti servono per".split()).parts
    (<RecordPart.PAPERS: 'papers'>,)
    >>> _read_question("ha perso i documenti".split()) is None
    True
    """
    if not all(map(_is_of_question, words)):
        return None
    words = tuple(words)
    has = {name: [place for place, word in enumerate(words) if word in each] for name, each in _read_classes().items()}
    parts = tuple(dict.fromkeys(_list_parts(words, has)))
    if parts:
        return RecordQuestion(parts)
    if has["about"] and (has["asks"] or has["how"] or has["who"] or words[0] in ("info", "informazioni", "scheda")):
        return RecordQuestion()
    if _WHO_ARE.issuperset(words):
        return RecordQuestion()
    if has["calls"] and len(words) <= _SHORT:
        return RecordQuestion((RecordPart.PHONE, RecordPart.HOURS))
    if has["asks"] and len(words) <= _SHORT and words[-1] in ("e", "is", "s", "il", "lo", "la", "l", "the"):
        return RecordQuestion()
    return RecordQuestion() if has["goes"] and (has["may"] or has["time"]) else None


def _list_parts(words: Sequence[str], has: Mapping[str, Sequence[int]]) -> list[RecordPart]:
    found: list[RecordPart] = []
    asks, moves = bool(has["asks"]), bool(has["enters"] or has["goes"])
    if _asks_for_papers(words, has):
        found.append(RecordPart.PAPERS)
    elif asks and has["needs"] and (has["for"] or moves):
        found += [RecordPart.PAPERS, RecordPart.ACCESS, RecordPart.REQUIREMENTS]
    if has["how"] and has["arrives"]:
        found += [RecordPart.ADDRESS, RecordPart.ACCESS]
    elif has["how"] and has["calls"]:
        found.append(RecordPart.PHONE)
    elif has["appointment"] or words[:1] in _WAYS_IN or (moves and (has["how"] or words[:1] == ("si",))):
        found.append(RecordPart.ACCESS)
    if _asks_who(words, has):
        found += [RecordPart.REQUIREMENTS, RecordPart.ACCESS]
    elif has["requirements"]:
        found.append(RecordPart.REQUIREMENTS)
    if has["open"] or (has["when"] and moves):
        found.append(RecordPart.HOURS)
    elif has["calls"] and has["may"]:
        found += [RecordPart.PHONE, RecordPart.HOURS]
    return found


def _asks_who(words: Sequence[str], has: Mapping[str, Sequence[int]]) -> bool:
    """Whether it is asked who may go there: `chi può andare`, `can anyone go`, `posso mandare un ragazzo`."""
    if has["who"]:
        return any(has[name] for name in ("enters", "goes", "admits", "for"))
    return bool(has["may"] and (has["sends"] or (has["goes"] and words[0] in _MAY)))


def _asks_for_papers(words: Sequence[str], has: Mapping[str, Sequence[int]]) -> bool:
    """Whether papers are asked for, not only named: `che documenti`, `documenti per`, `cosa deve portare`."""
    if has["asks"] and has["brings"]:
        return True
    if not has["paper"]:
        return False
    asked = bool(has["asks"]) and has["asks"][0] < has["paper"][0]
    meant = any(place > has["paper"][0] for place in has["for"])
    return asked or meant or (bool(has["needs"]) and words[0] in ("do", "does"))


@cache
def _read_classes() -> dict[str, frozenset[str]]:
    lines = (line.split(" = ", 1) for line in read_lines("record_question.txt"))
    return {name: frozenset(word_list(words)) for name, words in lines}
