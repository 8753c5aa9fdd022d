"""The record that a question asks for: the telephone, the hours or the address of a partner.

`phone number of ResidenzaMi` asks for a record, and for no plan.
"""

from collections.abc import Sequence

from graph.language.grammar import Role
from graph.language.interpretation import Meaning, MeaningKind, RecordPart, RecordRequest
from graph.language.lexicon import PARTNERS, Lexicon
from graph.language.partner_names import is_telling
from graph.language.spans import Span, list_words
from graph.language.tokens import Token, word_list
from graph.vocabulary import VICTIM_OF

_PARTS = {
    RecordPart.PHONE: frozenset(word_list("phone telephone telefono numero number recapito tel")),
    RecordPart.HOURS: frozenset(word_list("hours times time orari orario ora apre aperto open apertura")),
    RecordPart.ADDRESS: frozenset(word_list("address indirizzo where dov dove")),
    RecordPart.CONTACT: frozenset(word_list("contact contacts contatto contatti email mail details recapiti")),
}
_MOST_PARTNERS = 6


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
