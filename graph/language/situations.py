"""Whether a span says where the person is, or where a path may start, and which of its senses holds.

A prison may be named in the past, of somebody else, or for a release that is only hoped for.
"""

from collections.abc import Sequence

from graph.language.context import SpokenText, find_before, is_denied, was_long_ago
from graph.language.disambiguation import Standing, counterpart, standing_of
from graph.language.grammar import Role
from graph.language.holders import Holder, introduces_speaker, is_subject, is_what_somebody_was
from graph.language.interpretation import Meaning, MeaningKind
from graph.language.spans import Span
from graph.language.tokens import Token, word_list
from graph.vocabulary import VICTIM_OF

_ASKED = frozenset(word_list("chiede chiedo cerca cerco vuole voglio serve bisogno need needs want wants ask asks"))
_RELEASES = frozenset(word_list("release scarcerazione uscita liberazione dimissione"))
"""Nouns: what they name may be hoped for."""
_AFTER = frozenset(word_list("dopo after alla upon on"))
_AWAITED = frozenset(word_list("waiting awaiting awaits before pending until prior prima attesa aspetta aspetto"))
"""Words before a noun for a release that has not happened yet."""
_SHALL = frozenset(word_list("avra sara dovra servira will ll"))
_REFUSED = frozenset(word_list("negata negato refused denied rifiutata respinta respinto"))
_NOW = frozenset(
    word_list(
        "ora adesso now still ancora tuttora resta rimane currently attualmente again nuovo rearrested riarrestato "
        "riarrestata rientrato rientrata"
    )
)
_INSIDE = frozenset(word_list("a in at inside dentro"))
_BEEN = frozenset(word_list("stato stata stati been was were era ero fatto fatti finito passato"))
_NEARBY = 5
_OVER = frozenset(
    word_list("chiuso finito finita finiti finite terminato terminata conclusa scaduti ended finished over")
)
_REVOKED = frozenset(word_list("revocata revocato revocati revoked cancelled annullata"))
_HOPED = frozenset(
    word_list(
        "uscire address domicilio application "
        "chiedere chiesto chiesta chiesti ottenere ottenuto aspetta aspetto attesa richiesta istanza domanda spera "
        "spero concedano concedono negato negata negati revocato revocata apply applied applying asking waiting hopes "
        "info informazioni hoping may might could would swap granted denied refused revoked instead possibile "
        "eventuale proporre revoca revocation"
    )
)
_GIVEN = frozenset(word_list("give gives grant grants danno daranno dessero concedono"))
_STAFF = ("volont", "volunteer", "educat", "operator", "agente", "cappellan", "chaplain", "insegn", "teach", "nurse")
_LIVING = frozenset(
    word_list("vive vivo abita abito abitano residente residenza lives live living nato nata zona comune")
)


def situations_of(span: Span) -> tuple[Meaning, ...]:
    """The situations that a span may mean."""
    return tuple(one for one in span.meanings if one.kind is MeaningKind.SITUATION)


def placed(text: SpokenText, span: Span) -> tuple[Meaning, ...]:
    """The situations that a span may mean; `a San Vittore` is being inside."""
    senses = situations_of(span)
    if len(senses) == 1 and _is_to_come(text, span):
        return tuple(counterpart(one, Standing.LEAVING, text.lexicon) for one in senses)
    before = text.tokens[span.first - 1].word if span.first and not text.tokens[span.first].apart else ""
    if len(senses) < 2 or before not in _INSIDE:
        return senses
    if _tells_something_else(text, span.first - 1):
        return senses
    inside = tuple(one for one in senses if standing_of(text.lexicon.situations[one.code]) is Standing.INSIDE)
    return inside or senses


def _is_to_come(text: SpokenText, span: Span) -> bool:
    """Whether a release has not happened yet: `once released`, `waiting for release`, `after release he'll need`."""
    if standing_of(text.lexicon.situations[situations_of(span)[0].code]) is not Standing.RELEASED:
        return False
    near = [token.word for token in _clause_before(text, span)]
    if near[-2:] == ["una", "volta"] or near[-1:] in (["once"], ["when"]) or near[-2:-1] == ["once"]:
        return True
    nominal = not _RELEASES.isdisjoint(span.words)
    if nominal and not _AWAITED.isdisjoint(near):
        return True
    return nominal and bool(near) and near[-1] in _AFTER and any(token.word in _SHALL for token in text.tokens)


def is_of_now(text: SpokenText, span: Span) -> bool:
    """Whether a span says where the person is now: `still inside`, `ora è a Opera`, `rearrested`."""
    near = {token.word for token in (*_clause_before(text, span), *text.tokens[span.first : span.last])}
    return not near.isdisjoint(_NOW) and find_before(text, span, Role.NOT) is None


def _tells_something_else(text: SpokenText, index: int) -> bool:
    """Whether the words before the preposition at `index` are of the past, or were not read: `the gate of Opera`."""
    if index == 0 or text.tokens[index].apart:
        return False
    before = next(one for one in text.spans if one.first <= index - 1 < one.last)
    unread = not before.meanings and not before.markers and not before.connective and before.quantity is None
    return unread or text.tokens[index - 1].word in _BEEN


def _is_a_town(text: SpokenText, span: Span) -> bool:
    """Whether a place name means the town where somebody lives, or a workplace, and not a prison that holds them."""
    before = [token.word for token in _clause_before(text, span)]
    return not _LIVING.isdisjoint(before[-2:]) or any(word.startswith(_STAFF) for word in before)


def _clause_before(text: SpokenText, span: Span) -> Sequence[Token]:
    """The words directly before a span, at most three, up to a break such as a comma."""
    first = span.first
    while first > max(span.first - 3, 0) and not text.tokens[first].apart:
        first -= 1
    return text.tokens[first : span.first]


def may_be_anothers(text: SpokenText, span: Span, delicate: bool = False) -> bool:
    """Whether the span may describe somebody else, who is named before it."""
    if Holder.RELATIVE in text.person or text.holders[span.first] is Holder.SELF or _follows_pronoun(text, span):
        return False
    return any(
        one.has(Role.OTHER)
        and not is_what_somebody_was(one)
        and one.first < span.first
        and (delicate or is_subject(text.tokens, one))
        and not introduces_speaker(text.tokens, one)
        for one in text.spans
    )


def _follows_pronoun(text: SpokenText, span: Span) -> bool:
    """Whether a pronoun says that no relative of another gender is meant: `her husband beats her, she came out`."""
    genders = {marker.gender for one in text.spans if one.first < span.first for marker in one.markers}
    before = {token.word for token in _clause_before(text, span)}
    return bool(before & {"she", "lei"} and "woman" not in genders) or bool(
        before & {"he", "lui"} and "man" not in genders
    )


def states_situation(text: SpokenText, span: Span) -> bool:
    """Whether a span states the situation of the person now, which is where a path may start."""
    if not situations_of(span) or not text.is_of_person(span) or may_be_anothers(text, span) or _is_a_town(text, span):
        return False
    if _is_over_or_hoped(text, span) or _may_be_of_who_hurts(text, span):
        return False
    return not is_denied(text, span) and not was_long_ago(text, span, is_inside(text, span))


def _may_be_of_who_hurts(text: SpokenText, span: Span) -> bool:
    """Whether a prison that is named may hold the person's abuser, named before it; the person may then be free."""
    standings = {standing_of(text.lexicon.situations[one.code]) for one in placed(text, span)}
    codes = {one.code for one in placed(text, span)}
    if not (standings <= {Standing.INSIDE, Standing.LEAVING} or codes == {"leave"}):
        return False
    if text.holders[span.first] is Holder.SELF:
        return False
    hurt = any(given.name == VICTIM_OF for one in text.spans for m in one.meanings for given in m.facts)
    named = (one for one in text.spans if one.first < span.first)
    own = text.relative if Holder.RELATIVE in text.person else None
    feared = any(one.has(Role.OTHER) and own not in one.markers and one is not span for one in named) or any(
        token.word in ("lui", "he", "ex") for token in text.tokens[: span.first]
    )
    return hurt and feared


def is_inside(text: SpokenText, span: Span) -> bool:
    """Whether no meaning of a span is a recent release: each is inside, about to leave, under a measure, or free."""
    standings = {standing_of(text.lexicon.situations[one.code]) for one in placed(text, span)}
    return bool(standings) and standings <= {Standing.INSIDE, Standing.LEAVING, Standing.MEASURE, Standing.FREE}


def _is_over_or_hoped(text: SpokenText, span: Span) -> bool:
    """Whether the words around a measure say that it has ended, or that somebody only asks for it."""
    before, after = _list_before(text, span), _list_after(text, span)
    if not _RELEASES.isdisjoint(span.words) and (before & _ASKED or (before | after) & _REFUSED):
        return True
    if not any(standing_of(text.lexicon.situations[one.code]) is Standing.MEASURE for one in situations_of(span)):
        return False
    if before & _HOPED or (before | after) & _OVER or after & _REVOKED:
        return True
    if before & _GIVEN and {one.code for one in situations_of(span)} != {"leave"}:
        return True  # leave is given for days that are known
    return {"fino", "ieri"} <= after or {"until", "yesterday"} <= after


def _list_before(text: SpokenText, span: Span) -> set[str]:
    """The words near a span and before it, up to a break such as a comma."""
    words: set[str] = set()
    position = span.first
    while position and len(words) < _NEARBY and not text.tokens[position].apart:
        position -= 1
        words.add(text.tokens[position].word)
    return words


def _list_after(text: SpokenText, span: Span) -> set[str]:
    """The words near a span and after it, up to a break such as a comma."""
    words: set[str] = set()
    position = span.last
    while position < len(text.tokens) and len(words) < _NEARBY and not text.tokens[position].apart:
        words.add(text.tokens[position].word)
        position += 1
    return words
