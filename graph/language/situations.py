"""The situations that a text names: where the person is, where a path may start, and which of them stand together.

A prison may be named in the past, of somebody else, or for a release that is only hoped for. Words that bind somebody,
beside a release, say that a measure goes on, so that nobody is read as free.
"""

from collections.abc import Collection, Sequence
from itertools import pairwise, takewhile

from graph.language.asker import suffers
from graph.language.context import SpokenText, is_denied, was_long_ago, words_after, words_before
from graph.language.disambiguation import Standing, situations_of, standing_of
from graph.language.grammar import Role, list_relatives
from graph.language.holders import Holder, only_acts
from graph.language.interpretation import Meaning, MeaningKind
from graph.language.mode_rules import Mode
from graph.language.modes import PASSED, WEEKDAYS, is_not_out, mode_of
from graph.language.quantities import NUMBERS
from graph.language.relatives import introduces_speaker, is_subject, is_what_somebody_was
from graph.language.restrictions import are_binding
from graph.language.situation_times import is_ahead, is_of_now, placed
from graph.language.spans import Span
from graph.language.tokens import clause_before, word_list
from graph.language.violence import is_order_for
from graph.vocabulary import VICTIM_OF

_OF_SOMEBODY = frozenset(word_list("esce uscira esca gets comes he she"))
"""In these nobody speaks of themselves."""
_HE = frozenset(word_list("lui he ex"))
_BEING = frozenset(word_list("is s was has been being gets got had a e era stato sta viene"))
_SUFFERED = frozenset(
    word_list(
        "victim vittima survivor beaten forced sold picchiato maltrattato sfruttato violentato aggredito discriminato "
        "minacciato costretto accoltellato torturato insultato"
    )
)
"""What somebody suffers who is `he was` or `lui è stato`."""
_HE_OR_SHE = frozenset(word_list("he she lui lei him her"))
_THEM = frozenset(word_list("gli him aiutarlo aiutarla"))
_OUTSIDE = frozenset(
    word_list("probation external-execution house-arrest home-detention precautionary-measure security-measure")
)
"""Measures of people who may never have been in prison."""
_IN_PRISON = frozenset((Standing.RELEASED, Standing.LEAVING, Standing.INSIDE))
_BINDING = frozenset((Standing.MEASURE, Standing.LEAVING, Standing.INSIDE))
_CURRENT = frozenset(word_list("oggi ora adesso attualmente now today currently still ancora tuttora"))
_FREE = frozenset(word_list("libero libera liberi libere free"))
_TAGS = frozenset(word_list("tag tagged bracelet braccialetto cavigliera monitor"))
"""What somebody may wear under more than one measure."""
_WHEN = frozenset(word_list("quando when once dopo after upon"))
_Named = tuple[Span, tuple[Meaning, ...]]
"""A span, and the situations that it may mean."""


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
    before = {token.word for token in clause_before(text.tokens, span.first, 3)}
    if span.first and text.tokens[span.first].apart:  # `lui, in messa alla prova, ...`
        before |= {text.tokens[span.first - 1].word} & _HE_OR_SHE
    return bool(before & {"she", "lei"} and "woman" not in genders) or bool(
        before & {"he", "lui"} and "man" not in genders
    )


def _mode(text: SpokenText, span: Span) -> Mode:
    """The mode in which a span names a situation."""
    return mode_of(text, span, placed(text, span))


def states_situation(text: SpokenText, span: Span) -> bool:
    """Whether a span states the situation of the person now, which is where a path may start."""
    if not situations_of(span) or not text.is_of_person(span) or may_be_anothers(text, span):
        return False
    if _is_of_speakers_relative(text, span):
        return False
    if _mode(text, span) is not Mode.HOLDS or _may_be_of_who_hurts(text, span):
        return False
    if is_denied(text, span) or _is_order_for_asker(text, span):
        return False
    return _is_free(text, span) or not was_long_ago(text, span, _is_inside(text, span))


def _is_order_for_asker(text: SpokenText, span: Span) -> bool:
    """Whether a span names an order that protects the asker: `I have a restraining order against him`."""
    measures = {one.code for one in situations_of(span)} == {"precautionary-measure"}
    return measures and is_order_for(text.tokens, span.first, span.last)


def _is_free(text: SpokenText, span: Span) -> bool:
    """Whether a span says that somebody is free; since when does not matter: `free man since 2016`."""
    return {standing_of(text.lexicon.situations[one.code]) for one in placed(text, span)} == {Standing.FREE}


def is_former(text: SpokenText, span: Span) -> bool:
    """Whether a span says that the person was in prison, and is out for long or since an unknown time."""
    if not situations_of(span):
        return False
    standings = {standing_of(text.lexicon.situations[one.code]) for one in placed(text, span)}
    past = standings <= {Standing.INSIDE, Standing.RELEASED} and _mode(text, span) is Mode.OVER
    named = _mode(text, span)
    if named is Mode.OTHER or (named is Mode.SUPPOSED and standings == {Standing.LEAVING}):
        return False  # a prison camp, prisoners who were visited, a release that was put off
    outside = {one.code for one in placed(text, span)} <= _OUTSIDE
    return past or (not outside and was_long_ago(text, span, _is_inside(text, span)))


def _may_be_of_who_hurts(text: SpokenText, span: Span) -> bool:
    """Whether a prison that is named may hold the person's abuser, named before it; the person may then be free."""
    standings = {standing_of(text.lexicon.situations[one.code]) for one in placed(text, span)}
    codes = {one.code for one in placed(text, span)}
    if standings == {Standing.LEAVING} and not _OF_SOMEBODY.isdisjoint(span.words) and suffers(text):
        return True  # `mi vuole ammazzare, esce domattina`
    if not (standings <= {Standing.INSIDE, Standing.LEAVING} or codes == {"leave"}):
        return standings in ({Standing.MEASURE}, {Standing.RELEASED}) and _is_of_a_third(text, span) and suffers(text)
    if text.holders[span.first] is Holder.SELF and _OF_SOMEBODY.isdisjoint(span.words):
        return False
    hurting = [one for one in text.spans if any(given.name == VICTIM_OF for m in one.meanings for given in m.facts)]
    hurt = bool(hurting)
    named = (one for one in text.spans if one.first < span.first)
    own = text.relative if Holder.RELATIVE in text.person else None
    he = frozenset({"ex"}) if any(_is_what_he_suffers(text, one) for one in hurting) else _HE
    feared = any(one.has(Role.OTHER) and own not in one.markers and one is not span for one in named) or any(
        token.word in he for token in text.tokens[: span.first]
    )
    feared = feared or any(one.last == span.first and _is_done_by_another(text, one) for one in hurting)
    feared = feared or any(one.last <= span.first and not list_relatives().isdisjoint(one.words) for one in hurting)
    return hurt and feared


def _is_done_by_another(text: SpokenText, span: Span) -> bool:
    """Whether somebody does what a span says to the person: `l'ha picchiata`, `mi ha minacciata`."""
    before = [token.word for token in text.tokens[max(span.first - 2, 0) : span.first]]
    return before[:1] in (["l"], ["mi"], ["la"], ["ci"]) and before[1:] in (["ha"], ["hanno"], ["aveva"])


def _is_what_he_suffers(text: SpokenText, span: Span) -> bool:
    """Whether `he` is the one whom a span calls hurt: `he was a victim of trafficking`, `he's been beaten`.

    Discrimination makes nobody fear a partner.
    """
    if "discrimination" in {value for one in span.meanings for given in one.facts for value in given.values}:
        return True
    if _SUFFERED.isdisjoint(span.words) and not any(word.endswith("ed") for word in span.words):
        return False
    before = [*words_before(text, span, 4), *takewhile(lambda word: word in _BEING, span.words)]
    while before and before[-1] in _BEING:
        before.pop()
    return before[-1:] in (["he"], ["lui"])


def _is_of_a_third(text: SpokenText, span: Span) -> bool:
    """Whether the clause of a span begins with `he` or with a verb in the third person: `he got out`, `è uscito`."""
    clause = [word for word in (*words_before(text, span), *span.words) if word not in _CURRENT]
    begins = clause[:1] in (["he"], ["lui"], ["e"], ["is"])
    begins = begins or (clause[:1] == ["hanno"] and clause[1:2] in (["messo"], ["mandato"], ["portato"]))
    return begins and text.holders[span.first] is not Holder.SELF


def _is_inside(text: SpokenText, span: Span) -> bool:
    """Whether no meaning of a span is a recent release: each is inside, about to leave, under a measure, or free."""
    return is_not_out(text, placed(text, span))


def list_former_places(text: SpokenText) -> tuple[Meaning, ...]:
    """The prisons where the person was, each with its senses: where a release that names none took place."""
    return tuple(
        one
        for span in text.spans
        if situations_of(span) and text.is_of_person(span) and _mode(text, span) in (Mode.OVER, Mode.SERVED)
        for one in situations_of(span)
        if text.lexicon.situations[one.code].known_to and standing_of(text.lexicon.situations[one.code]) in _IN_PRISON
    )


def list_standing(text: SpokenText, named: Sequence[_Named]) -> list[_Named]:
    """The situations in `named` that stand beside the others.

    Who got out on a day that is past leaves no more; a release without a day says only for when somebody in prison
    asks; whoever is bound by a measure of which the text speaks is not read as free; nor is anybody both in prison and
    free.
    """
    standings = {
        span: frozenset(standing_of(text.lexicon.situations[one.code]) for one in senses) for span, senses in named
    }
    out, leaving, inside, free = (
        [span for span, found in standings.items() if found == {one}]
        for one in (Standing.RELEASED, Standing.LEAVING, Standing.INSIDE, Standing.FREE)
    )
    gone: set[Span] = set()
    if any(_is_dated_past(text, span) for span in out):
        gone |= {span for span in leaving if not _is_dated(text, span)}
    now = [span.first for span in inside if is_of_now(text, span)]
    if now:
        gone |= {span for span in out if span.last <= now[-1]}  # `prima era a San Vittore, ora è a Bollate`
    if inside and not out:
        gone |= {span for span in leaving if _is_for_later(text, span)}
    if inside and free:
        gone |= {*inside, *free}
    measures = [span for span, found in standings.items() if found == {Standing.MEASURE}]
    current = [span for span in measures if _is_current(text, span)]
    current += [span for span in (*inside, *free) if _is_current(text, span)]
    gone |= {span for span in measures if current and span not in current}
    tagged = {span for span in measures if not _TAGS.isdisjoint(span.words)}
    gone |= tagged if len(tagged) < len(measures) else set()  # `with a tag, on home detention`
    gone |= _list_ended(text, measures, out)
    bound = any(len(found) == 1 and found <= _BINDING for found in standings.values())
    over = [span for span in text.spans if situations_of(span) and _mode(text, span) is Mode.OVER]
    if not bound and are_binding(text.tokens, _list_tokens([*out, *free, *over])):
        gone |= {span for span, found in standings.items() if found <= {Standing.RELEASED, Standing.FREE}}
    return [item for item in named if item[0] not in gone]


def _list_ended(text: SpokenText, measures: Sequence[Span], out: Sequence[Span]) -> set[Span]:
    """The measures before somebody is free now: `ai domiciliari, ora libero da una settimana`."""
    freed = [one.first for one in out if not _FREE.isdisjoint(one.words) and _is_now(text, one)]
    last = max((one.first for one in measures), default=0)
    return set(measures) if any(last < first for first in freed) else set()


def _is_now(text: SpokenText, span: Span) -> bool:
    return not _CURRENT.isdisjoint(words_before(text, span, 2))


def _is_current(text: SpokenText, span: Span) -> bool:
    """Whether a measure holds from now on: `ai domiciliari ad aprile, in messa alla prova da oggi`."""
    return not _CURRENT.isdisjoint([*words_before(text, span, 3), *span.words, *words_after(text, span, 3)])


def _is_for_later(text: SpokenText, span: Span) -> bool:
    """Whether a release is only when something is to be done: `wants to go home a fine pena`, `when he gets out`."""
    before = words_before(text, span, 1)
    later = span.words[0] in _WHEN or bool(before and before[0] in (*_WHEN, "a", "at"))
    return later and not _is_dated(text, span)


def _is_dated(text: SpokenText, span: Span) -> bool:
    """Whether the words beside a span say that it is to come."""
    return is_ahead([*words_before(text, span, 4), *span.words, *words_after(text, span, 4)])


def _is_dated_past(text: SpokenText, span: Span) -> bool:
    """Whether the words beside a span say since when, or how long ago: `ieri`, `da tre giorni`, `last week`."""
    words = [*words_before(text, span, 4), *span.words, *words_after(text, span, 4)]
    since = any(one in ("da", "for", "since") and _is_time(later) for one, later in pairwise(words))
    return not (PASSED | {"appena", "just"}).isdisjoint(words) or since


def _is_time(word: str) -> bool:
    return word[0].isdigit() or word in NUMBERS or word in WEEKDAYS


def _list_tokens(spans: Collection[Span]) -> frozenset[int]:
    """The numbers of the tokens of `spans`."""
    return frozenset(index for span in spans for index in range(span.first, span.last))
