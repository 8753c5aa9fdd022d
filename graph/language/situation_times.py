"""When a situation is in which a text places somebody: now, to come, after a release, on a day."""

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile

from graph.language.context import SpokenText, find_before, words_after, words_before
from graph.language.disambiguation import Standing, counterpart, situations_of, standing_of
from graph.language.grammar import Role
from graph.language.interpretation import Meaning
from graph.language.mode_rules import PLACE_PREPOSITIONS
from graph.language.modes import AHEAD, PASSED, RELEASES, WEEKDAYS
from graph.language.quantities import NUMBERS
from graph.language.spans import Span
from graph.language.tokens import LIGHT, clause_before, word_list

_AFTER = frozenset(word_list("dopo after alla upon on"))
_AWAITED = frozenset(word_list("waiting awaiting awaits before pending until prior prima attesa aspetta aspetto"))
"""Words before a noun for a release that has not happened yet."""
_SHALL = frozenset(word_list("avra sara dovra servira will ll"))
_CAME = frozenset(word_list("came went got let was were been walked thrown put just has ve"))
_IN_A_WHILE = re.compile(
    r"\b(in|within|entro|tra|fra) (\w+ ){0,2}(days?|weeks?|months?|fortnight|giorni|settiman[ae]|mes[ei])\b"
)
_PLANNED = frozenset(word_list("fissata prevista programmata imminente set planned scheduled expected imminent"))
_MONTHS = frozenset(
    word_list(
        "january february march april may june july august september october november december spring summer autumn "
        "winter"
    )
)
_PRESENT = frozenset(word_list("come get go leave exit walk"))
"""Verbs that, before a day, say what is to come."""
_NOW = frozenset(
    word_list(
        "ora adesso now still ancora tuttora resta rimane currently attualmente again nuovo rearrested riarrestato "
        "riarrestata rientrato rientrata tornato tornata riportato riportata back"
    )
)
_REMAINS = frozenset(word_list("resta resto restera rimane rimango rimarra remains stays"))
_BEEN = frozenset(word_list("stato stata stati been was were era ero fatto fatti finito passato"))


def placed(text: SpokenText, span: Span) -> tuple[Meaning, ...]:
    """The situations that a span may mean; `a San Vittore` is being inside."""
    senses = situations_of(span)
    if len(senses) == 1:
        standing = _standing_at_its_time(text, span)
        if standing is not None:
            return tuple(counterpart(one, standing, text.lexicon) for one in senses)
    before = text.tokens[span.first - 1].word if span.first and not text.tokens[span.first].apart else ""
    if len(senses) < 2 or before not in PLACE_PREPOSITIONS:
        return senses
    if _tells_something_else(text, span.first - 1):
        return senses
    inside = tuple(one for one in senses if standing_of(text.lexicon.situations[one.code]) is Standing.INSIDE)
    return inside or senses


def _standing_at_its_time(text: SpokenText, span: Span) -> Standing | None:
    """The standing that the time beside a release gives it: `released tomorrow` is to come, `exit yesterday` past."""
    standing = standing_of(text.lexicon.situations[situations_of(span)[0].code])
    after = words_after(text, span)
    if standing is Standing.LEAVING and not PASSED.isdisjoint(after[:2]) and AHEAD.isdisjoint(after[:3]):
        return Standing.RELEASED
    planned = not RELEASES.isdisjoint(span.words) and not _PLANNED.isdisjoint(after)
    dated = span.words[0] in _PRESENT and _is_on_a_day(after)
    dated = dated or (span.words[0] == "out" and _names_day(after) and not _follows_past(text, span))
    dated = dated or (_is_after_inside(text, span) and (span.words[-1] in WEEKDAYS or _is_after_release(text, span)))
    if standing is Standing.RELEASED and (planned or dated or _is_to_come(text, span) or is_ahead(after[:3])):
        return Standing.LEAVING
    return None


def _names_day(after: Sequence[str]) -> bool:
    """Whether a day or a month follows: `out of Opera on Monday`, `in January`, not `in bad shape`."""
    if after[:1] == ["in"]:
        return not _MONTHS.isdisjoint(after[1:2]) and PASSED.isdisjoint(after[:4])
    return after[:1] == ["on"] and _is_on_a_day(after)


def _follows_past(text: SpokenText, span: Span) -> bool:
    """Whether `out` is what somebody came or got: `he came out of Opera on Monday`."""
    return not _CAME.isdisjoint(words_before(text, span, 2))


def _is_after_release(text: SpokenText, span: Span) -> bool:
    """Whether a noun for a release says when something is to be done: `a hostel straight after release`."""
    before = [*words_before(text, span, 1), *takewhile(lambda word: word not in RELEASES, span.words)]
    return not RELEASES.isdisjoint(span.words) and not _AFTER.isdisjoint(before)


def _is_after_inside(text: SpokenText, span: Span) -> bool:
    """Whether the text has said that somebody is inside: `nurse at SV: ... , released Monday` is to come."""
    earlier = (situations_of(one) for one in text.spans if one.last <= span.first)
    return any(
        senses and all(standing_of(text.lexicon.situations[one.code]) is Standing.INSIDE for one in senses)
        for senses in earlier
    )


def _is_on_a_day(after: Sequence[str]) -> bool:
    """Whether `on` or `in` and a day or month follow, which beside a present are to come: `I come out on Thursday`."""
    return after[:1] in (["on"], ["in"]) and PASSED.isdisjoint(after[:4])


def is_ahead(words: Sequence[str]) -> bool:
    """Whether words say when something will be: `tomorrow`, `next week`, `tra 3 giorni`."""
    if not PASSED.isdisjoint(words):
        return False
    counted = any(
        word in ("tra", "fra") and (later[0].isdigit() or later in NUMBERS) for word, later in pairwise(words)
    )
    return not AHEAD.isdisjoint(words) or counted or _IN_A_WHILE.search(" ".join(words)) is not None


def _is_to_come(text: SpokenText, span: Span) -> bool:
    """Whether a release has not happened yet: `once released`, `waiting for release`, `after release he'll need`."""
    near = [token.word for token in clause_before(text.tokens, span.first, 3)]
    if near[-2:] == ["una", "volta"] or near[-1:] in (["once"], ["when"]) or near[-2:-1] == ["once"]:
        return True
    nominal = not RELEASES.isdisjoint(span.words)
    if nominal and not _AWAITED.isdisjoint(near):
        return True
    own = takewhile(lambda word: word not in RELEASES, span.words)
    near = [word for word in (*near, *own) if word not in LIGHT or word in _AFTER]
    return nominal and bool(near) and near[-1] in _AFTER and any(token.word in _SHALL for token in text.tokens)


def is_of_now(text: SpokenText, span: Span) -> bool:
    """Whether a span says where the person is now: `still inside`, `ora è a Opera`, `rearrested`."""
    near = {token.word for token in (*clause_before(text.tokens, span.first, 3), *text.tokens[span.first : span.last])}
    return not near.isdisjoint(_NOW) and find_before(text, span, Role.NOT) is None


def remains(text: SpokenText, span: Span) -> bool:
    """Whether a span says that somebody stays where they are: `senza domicilio resto dentro`."""
    near = {token.word for token in (*clause_before(text.tokens, span.first, 3), *text.tokens[span.first : span.last])}
    return not near.isdisjoint(_REMAINS)


def _tells_something_else(text: SpokenText, index: int) -> bool:
    """Whether the words before the preposition at `index` are of the past, or were not read: `the gate of Opera`."""
    if index == 0 or text.tokens[index].apart:
        return False
    before = next(one for one in text.spans if one.first <= index - 1 < one.last)
    unread = not before.meanings and not before.markers and not before.connective and before.quantity is None
    return unread or text.tokens[index - 1].word in _BEEN
