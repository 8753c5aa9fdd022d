"""Whether a span says where the person is, or where a path may start, and which of its senses holds.

A prison may be named in the past, of somebody else, or for a release that is only hoped for.
"""

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile

from graph.language.asker import suffers
from graph.language.context import SpokenText, find_before, is_denied, was_long_ago
from graph.language.departures import (
    JAILS,
    is_of_other_life,
    is_verb,
    lacks_prison,
    leaves_something_else,
    releases_something,
)
from graph.language.disambiguation import Standing, counterpart, standing_of
from graph.language.grammar import Role, list_relatives
from graph.language.holders import Holder, introduces_speaker, is_subject, is_what_somebody_was, only_acts
from graph.language.implied_protection import is_order_for
from graph.language.interpretation import Meaning, MeaningKind
from graph.language.modes import PREPOSITIONS, Mode, mode_of, words_after, words_before
from graph.language.offers import is_offered
from graph.language.quantities import NUMBERS, find_months_ahead
from graph.language.spans import Span
from graph.language.tokens import LIGHT, Token, word_list
from graph.vocabulary import VICTIM_OF

_ASKED = frozenset(word_list("chiede chiedo cerca cerco vuole voglio serve bisogno need needs want wants ask asks"))
_RELEASES = frozenset(word_list("release scarcerazione uscita liberazione dimissione"))
"""Nouns: what they name may be hoped for."""
_AFTER = frozenset(word_list("dopo after alla upon on"))
_AWAITED = frozenset(word_list("waiting awaiting awaits before pending until prior prima attesa aspetta aspetto"))
"""Words before a noun for a release that has not happened yet."""
_SHALL = frozenset(word_list("avra sara dovra servira will ll"))
WEEKDAYS = frozenset(word_list("lunedi martedi mercoledi giovedi venerdi sabato domenica"))
_MOVERS = frozenset(word_list("i we they ve have just recently"))
_MOVED = frozenset((("mi", "sono"), ("ci", "siamo"), ("si", "e"), ("si", "sono"), ("mi", "ero"), ("si", "era")))
_WHOEVER = frozenset(word_list("people whoever chiunque those anyone anybody everyone"))
_MANY = frozenset(word_list("detenuti detenute prisoners inmates detainees carcerati"))
_OF_SOMEBODY = frozenset(word_list("esce uscira esca gets comes he she"))
"""In these nobody speaks of themselves."""
_CAME = frozenset(word_list("came went got let was were been walked thrown put just has ve"))
_TAKEN = ("moved", "transferred", "sent", "taken", "portat", "trasferit")
_OWNED = frozenset(word_list("mio mia suo sua my his her"))
_IN_A_WHILE = re.compile(
    r"\b(in|within|entro|tra|fra) (\w+ ){0,2}(days?|weeks?|months?|fortnight|giorni|settiman[ae]|mes[ei])\b"
)
_ONE_OF = re.compile(
    r"\b(am|m|we are|we re|siamo|one|uno|una|tra) ((one|uno|una) )?(those|people|coloro|quelli|quelle|persone|gente)\b"
)
"""Before `who left prison`: the asker is one of them."""
_I_AM = re.compile(r"\b(am|m|(io|e|ora|adesso|ma) sono)( (now|currently|ora|adesso|in|at|a))*$")
_WE = frozenset(word_list("siamo noi due tre we are re two three both entrambi"))
_HE_OR_SHE = frozenset(word_list("he she lui lei him her"))
_THEM = frozenset(word_list("gli him aiutarlo aiutarla"))
_IS_OUT = frozenset(word_list("in e sono appena lei donna signora scorso scorsa ieri io"))
_DAYTIMES = frozenset(word_list("mattina mattino mattine sera sere notte morning mornings evening evenings nights"))
_PLANNED = frozenset(word_list("fissata prevista programmata imminente set planned scheduled expected imminent"))
_ANNOUNCED = frozenset(
    word_list(
        "arriva arrivera arrivi arrivata arrivato arrive come comes coming will any order ordine decreto non not hasn"
    )
)
PASSED = frozenset(word_list("ieri yesterday ago fa scorso scorsa last already gia"))
_PRESENT = frozenset(word_list("come get go leave exit walk"))
"""Verbs that, before a day, say what is to come."""
_AHEAD = frozenset(word_list("tomorrow domani dopodomani next prossimo prossima prossimi soon presto"))
_NOW = frozenset(
    word_list(
        "ora adesso now still ancora tuttora resta rimane currently attualmente again nuovo rearrested riarrestato "
        "riarrestata rientrato rientrata tornato tornata riportato riportata back"
    )
)
_BEEN = frozenset(word_list("stato stata stati been was were era ero fatto fatti finito passato"))


def situations_of(span: Span) -> tuple[Meaning, ...]:
    """The situations that a span may mean."""
    return tuple(one for one in span.meanings if one.kind is MeaningKind.SITUATION)


def placed(text: SpokenText, span: Span) -> tuple[Meaning, ...]:
    """The situations that a span may mean; `a San Vittore` is being inside."""
    senses = situations_of(span)
    if len(senses) == 1:
        standing = _standing_at_its_time(text, span)
        if standing is not None:
            return tuple(counterpart(one, standing, text.lexicon) for one in senses)
    before = text.tokens[span.first - 1].word if span.first and not text.tokens[span.first].apart else ""
    if len(senses) < 2 or before not in PREPOSITIONS:
        return senses
    if _tells_something_else(text, span.first - 1):
        return senses
    inside = tuple(one for one in senses if standing_of(text.lexicon.situations[one.code]) is Standing.INSIDE)
    return inside or senses


def _standing_at_its_time(text: SpokenText, span: Span) -> Standing | None:
    """The standing that the time beside a release gives it: `released tomorrow` is to come, `exit yesterday` past."""
    standing = standing_of(text.lexicon.situations[situations_of(span)[0].code])
    after = words_after(text, span)
    if standing is Standing.LEAVING and not PASSED.isdisjoint(after[:2]) and _AHEAD.isdisjoint(after[:3]):
        return Standing.RELEASED
    planned = not _RELEASES.isdisjoint(span.words) and not _PLANNED.isdisjoint(after)
    dated = span.words[0] in _PRESENT and _is_on_a_day(after)
    dated = dated or (
        span.words[0] == "out" and after[:1] == ["on"] and _is_on_a_day(after) and not _follows_past(text, span)
    )
    dated = dated or (_is_after_inside(text, span) and (span.words[-1] in WEEKDAYS or _is_after_release(text, span)))
    if standing is Standing.RELEASED and (planned or dated or _is_to_come(text, span) or is_ahead(after[:3])):
        return Standing.LEAVING
    return None


def _follows_past(text: SpokenText, span: Span) -> bool:
    """Whether `out` is what somebody came or got: `he came out of Opera on Monday`."""
    return not _CAME.isdisjoint(words_before(text, span, 2))


def _is_after_release(text: SpokenText, span: Span) -> bool:
    """Whether a noun for a release says when something is to be done: `a hostel straight after release`."""
    before = [*words_before(text, span, 1), *takewhile(lambda word: word not in _RELEASES, span.words)]
    return not _RELEASES.isdisjoint(span.words) and not _AFTER.isdisjoint(before)


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
    return not _AHEAD.isdisjoint(words) or counted or _IN_A_WHILE.search(" ".join(words)) is not None


def _is_to_come(text: SpokenText, span: Span) -> bool:
    """Whether a release has not happened yet: `once released`, `waiting for release`, `after release he'll need`."""
    near = [token.word for token in _clause_before(text, span)]
    if near[-2:] == ["una", "volta"] or near[-1:] in (["once"], ["when"]) or near[-2:-1] == ["once"]:
        return True
    nominal = not _RELEASES.isdisjoint(span.words)
    if nominal and not _AWAITED.isdisjoint(near):
        return True
    own = takewhile(lambda word: word not in _RELEASES, span.words)
    near = [word for word in (*near, *own) if word not in LIGHT or word in _AFTER]
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
        and not is_what_somebody_was(text.tokens, one)
        and one.first < span.first
        and (delicate or is_subject(text.tokens, one))
        and not introduces_speaker(text.tokens, one)
        and not only_acts(text.tokens, one, span.first)
        for one in text.spans
    )


def _is_of_speakers_relative(text: SpokenText, span: Span) -> bool:
    """Whether the one who asks says whose relative they are, what they need, and where he is: `he's in Bollate`."""
    if text.holders[span.first] is Holder.SELF:
        return False
    said = any(one.has(Role.OTHER) and introduces_speaker(text.tokens, one) for one in text.spans)
    near = {token.word for token in text.tokens[max(span.first - 3, 0) : span.first + 1]}
    if not said or near.isdisjoint(_HE_OR_SHE):
        return False
    words = [token.word for token in text.tokens]
    for_them = not _THEM.isdisjoint(words) or any(
        one in ("per", "for", "x") and later in _HE_OR_SHE for one, later in pairwise(words)
    )
    own = (one for one in text.spans if text.holders[one.first] is Holder.SELF)
    return not for_them and any(m.kind is MeaningKind.NEED for one in own for m in one.meanings)


def _follows_pronoun(text: SpokenText, span: Span) -> bool:
    """Whether a pronoun says that no relative of another gender is meant: `her husband beats her, she came out`."""
    genders = {marker.gender for one in text.spans if one.first < span.first for marker in one.markers}
    before = {token.word for token in _clause_before(text, span)}
    return bool(before & {"she", "lei"} and "woman" not in genders) or bool(
        before & {"he", "lui"} and "man" not in genders
    )


def states_situation(text: SpokenText, span: Span) -> bool:
    """Whether a span states the situation of the person now, which is where a path may start."""
    if not situations_of(span) or not text.is_of_person(span) or may_be_anothers(text, span):
        return False
    if _is_of_speakers_relative(text, span):
        return False
    if mode(text, span) is not Mode.HOLDS or _may_be_of_who_hurts(text, span):
        return False
    if is_denied(text, span) or _is_order_for_asker(text, span):
        return False
    return _is_free(text, span) or not was_long_ago(text, span, is_inside(text, span))


def _is_order_for_asker(text: SpokenText, span: Span) -> bool:
    """Whether a span names an order that protects the asker: `I have a restraining order against him`."""
    measures = {one.code for one in situations_of(span)} == {"precautionary-measure"}
    return measures and is_order_for(text, span.first, span.last)


def _is_free(text: SpokenText, span: Span) -> bool:
    """Whether a span says that somebody is free; since when does not matter: `free man since 2016`."""
    return {standing_of(text.lexicon.situations[one.code]) for one in placed(text, span)} == {Standing.FREE}


def mode(text: SpokenText, span: Span) -> Mode:
    """The mode in which a span names a situation."""
    senses = situations_of(span)
    standings = frozenset(standing_of(text.lexicon.situations[one.code]) for one in placed(text, span))
    if not _RELEASES.isdisjoint(span.words) and not _ASKED.isdisjoint(words_before(text, span)):
        return Mode.HOPED
    on_leave = {one.code for one in senses} == {"leave"} and span.words[-1] in ("from", "da")
    may_leave = standings <= {Standing.RELEASED, Standing.LEAVING} or on_leave
    if (may_leave and leaves_something_else(text, span)) or releases_something(text, span) or is_verb(text, span):
        return Mode.OTHER
    if _is_dated_noun(text, span) or _is_announced(text, span, standings) or _is_daily(text, span, standings):
        return Mode.SUPPOSED
    if standings == {Standing.LEAVING} and lacks_prison(text, span):
        return Mode.SUPPOSED
    if standings <= {Standing.RELEASED, Standing.LEAVING} and is_of_other_life(text, span):
        return Mode.OTHER
    if _is_of_whoever(text, span, senses) and not _is_one_of(text, span):
        return Mode.OTHER
    if _is_feared(span) or _moves_house(text, span) or _is_once_served(text, span):
        return Mode.SUPPOSED
    if _is_of_many(text, span) or _is_like_a_prison(text, span) or is_offered(text, span):
        return Mode.OTHER
    place = _is_bare_place(text, span)
    found = mode_of(text, span, frozenset() if place and len(standings) > 1 else standings, place)
    if found is Mode.OTHER and (_is_one_of(text, span) or _says_i_am(text, span)):
        return Mode.HOLDS
    if found is Mode.OVER and (_follows_former_partner(text, span) or _is_where_taken(text, span)):
        return Mode.HOLDS
    if found is Mode.SERVED and find_months_ahead(text.tokens) is not None:
        return Mode.HOLDS
    if found is Mode.GIVEN:  # of a leave the days are then known
        return Mode.HOLDS if {one.code for one in senses} == {"leave"} else Mode.HOPED
    return found


def _is_where_taken(text: SpokenText, span: Span) -> bool:
    """Whether somebody is where they were taken: `he was moved to prison`."""
    return span.words[0].startswith(_TAKEN) and words_before(text, span, 1)[-1:] in (
        ["was"],
        ["been"],
        ["stato"],
        ["stata"],
    )


def _follows_former_partner(text: SpokenText, span: Span) -> bool:
    """Whether the `ex` before a measure is a person: `la mia ex in messa alla prova`, not `ex semilibero`."""
    before = words_before(text, span, 2)
    return before[-1:] == ["ex"] and before[:1] != ["ex"] and before[0] in _OWNED


def _is_of_many(text: SpokenText, span: Span) -> bool:
    """Whether a span names prisoners in general, and not `we are prisoners` or `two prisoners`."""
    return text.tokens[span.first].word in _MANY and _WE.isdisjoint(words_before(text, span, 3))


def _is_like_a_prison(text: SpokenText, span: Span) -> bool:
    """Whether something is called `a prison`."""
    before = [token.word for token in text.tokens[max(span.first - 1, 0) : span.first]]
    return before in (["a"], ["una"]) and span.words[-1] in JAILS


def _is_of_whoever(text: SpokenText, span: Span, senses: Sequence[Meaning]) -> bool:
    """Whether a question is about anybody: `can people leaving prison ...?`. A prison by name is a start."""
    before = words_before(text, span, 2)
    if before[-1:] == ["chi"]:
        return True
    named = any(text.lexicon.situations[one.code].known_to for one in senses)
    asked = any("?" in token.gap for token in text.tokens[span.last :]) or "?" in text.ending
    return asked and not named and not _WHOEVER.isdisjoint(before[-1:])


def _moves_house(text: SpokenText, span: Span) -> bool:
    """Whether somebody moves to a town with a prison of themselves: `I moved to Bollate`, not `was moved to`."""
    before = tuple(token.word for token in text.tokens[max(span.first - 2, 0) : span.first])
    if span.words[0] == "moved":
        return not _MOVERS.isdisjoint(before[-1:])
    return span.words[0].startswith("trasferit") and before in _MOVED


def _is_one_of(text: SpokenText, span: Span) -> bool:
    """Whether the person counts as one of those whom a span names: `I'm one of those who left prison`."""
    return _ONE_OF.search(" ".join(words_before(text, span))) is not None


def _says_i_am(text: SpokenText, span: Span) -> bool:
    """Whether a span is what the asker says of themselves: `I do volunteer work and I am in prison`."""
    return _I_AM.search(" ".join([*words_before(text, span), *span.words[:1]])) is not None


def _is_feared(span: Span) -> bool:
    """Whether a span is `finisce in carcere`, which ends up in prison, and ends no sentence there."""
    ends = span.words[0].startswith(("finisc", "finir"))  # and not `è finito in carcere`, who is there
    return ends and "in" in span.words and not JAILS.isdisjoint(span.words)


def _is_once_served(text: SpokenText, span: Span) -> bool:
    """Whether a span is `a pena finita`, once the sentence is served."""
    return span.words[0] == "pena" and span.first > 0 and text.tokens[span.first - 1].word == "a"


def _is_announced(text: SpokenText, span: Span, standings: frozenset[Standing]) -> bool:
    """Whether a noun for a release names one that is announced or has not come: `the release order hasn't come`."""
    if standings != {Standing.RELEASED} or _RELEASES.isdisjoint(span.words) or "uscita" in span.words:
        return False
    if "since" in span.words:
        return False
    return not _ANNOUNCED.isdisjoint({*words_before(text, span, 4), *words_after(text, span, 4)})


def _is_daily(text: SpokenText, span: Span, standings: frozenset[Standing]) -> bool:
    """Whether somebody goes out in the mornings and is back at night: `esce la mattina dal carcere`."""
    if standings != {Standing.LEAVING}:
        return False
    near = {*words_before(text, span, 2), *span.words, *words_after(text, span, 3)}
    return not _DAYTIMES.isdisjoint(near) and near.isdisjoint(_AHEAD | PASSED | WEEKDAYS | {"this", "questa"})


def _is_dated_noun(text: SpokenText, span: Span) -> bool:
    """Whether a span is `uscita lunedì`: a woman got out on Monday, or somebody will."""
    after = text.tokens[span.last].word if span.last < len(text.tokens) else ""
    dated = after in WEEKDAYS or span.words[-1] in WEEKDAYS
    clear = {*words_before(text, span, 2), *span.words, *words_after(text, span, 3)} & _IS_OUT
    return "uscita" in span.words and dated and not clear


def _is_bare_place(text: SpokenText, span: Span) -> bool:
    """Whether a span is the name of a prison, which may be that of a town, and at most a preposition."""
    if span.words[0] in ("dentro", "inside") or (not is_inside(text, span) and len(placed(text, span)) == 1):
        return False
    name = span.words[1:] if span.words[0] in PREPOSITIONS else span.words
    found = [
        one for one in text.lexicon.trie.find(name) if isinstance(one, Meaning) and one.kind is MeaningKind.SITUATION
    ]
    known = all(text.lexicon.situations[one.code].known_to for one in found)
    return len(found) > 1 and known and JAILS.isdisjoint(span.words)


def is_former(text: SpokenText, span: Span) -> bool:
    """Whether a span says that the person was in prison, and is out for long or since an unknown time."""
    if not situations_of(span):
        return False
    standings = {standing_of(text.lexicon.situations[one.code]) for one in placed(text, span)}
    past = standings <= {Standing.INSIDE, Standing.RELEASED} and mode(text, span) is Mode.OVER
    named = mode(text, span)
    if named is Mode.OTHER or (named is Mode.SUPPOSED and standings == {Standing.LEAVING}):
        return False  # a prison camp, prisoners who were visited, a release that was put off
    return past or was_long_ago(text, span, is_inside(text, span))


def _may_be_of_who_hurts(text: SpokenText, span: Span) -> bool:
    """Whether a prison that is named may hold the person's abuser, named before it; the person may then be free."""
    standings = {standing_of(text.lexicon.situations[one.code]) for one in placed(text, span)}
    codes = {one.code for one in placed(text, span)}
    if not (standings <= {Standing.INSIDE, Standing.LEAVING} or codes == {"leave"}):
        return standings in ({Standing.MEASURE}, {Standing.RELEASED}) and _is_of_a_third(text, span) and suffers(text)
    if text.holders[span.first] is Holder.SELF and _OF_SOMEBODY.isdisjoint(span.words):
        return False
    hurting = [one for one in text.spans if any(given.name == VICTIM_OF for m in one.meanings for given in m.facts)]
    hurt = bool(hurting)
    named = (one for one in text.spans if one.first < span.first)
    own = text.relative if Holder.RELATIVE in text.person else None
    feared = any(one.has(Role.OTHER) and own not in one.markers and one is not span for one in named) or any(
        token.word in ("lui", "he", "ex") for token in text.tokens[: span.first]
    )
    feared = feared or any(one.last <= span.first and not list_relatives().isdisjoint(one.words) for one in hurting)
    return hurt and feared


def _is_of_a_third(text: SpokenText, span: Span) -> bool:
    """Whether the clause of a span begins with `he` or with a verb in the third person: `he got out`, `è uscito`."""
    begins = [*words_before(text, span), *span.words][:1] in (["he"], ["lui"], ["e"])
    return begins and text.holders[span.first] is not Holder.SELF


def is_inside(text: SpokenText, span: Span) -> bool:
    """Whether no meaning of a span is a recent release: each is inside, about to leave, under a measure, or free."""
    standings = {standing_of(text.lexicon.situations[one.code]) for one in placed(text, span)}
    return bool(standings) and standings <= {Standing.INSIDE, Standing.LEAVING, Standing.MEASURE, Standing.FREE}
