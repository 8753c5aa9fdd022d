"""What a partner that a text names is to the person: where the path starts, whom they avoid, who knows them."""

from graph.language.context import DENIAL_REACH, Reading, SpokenText, find_before, words_before
from graph.language.grammar import Role
from graph.language.interpretation import Meaning, MeaningKind, ReadingKind
from graph.language.meanings import KNOWN_TO, fact_meaning
from graph.language.partner_names import is_telling
from graph.language.spans import Span
from graph.language.tokens import word_list
from graph.message import Text
from graph.question import GivenFact

_TOWARDS = frozenset(word_list("to a verso towards per for and e plus"))
"""After a partner with which a text begins, these lead on from there."""
_MOST_AVOIDED = 3
"""Partners of one name that may be avoided together, such as the offices of a SerD."""
_PLACES = frozenset(
    word_list(
        "a al alla da dal dalla in nel nella to at from casa dormitorio dormitory shelter centro centre hostel "
        "comunita community mensa canteen viale via"
    )
)
_DENIED_PLACE = (
    ["non"], ["not"], ["niente"], ["evitare"], ["evita"], ["evitando"], ["avoid"], ["avoiding"], ["tranne"],
    ["mai", "piu"], ["anywhere", "but"], ["never", "again"],
)  # fmt: skip


def is_start_by_name(text: SpokenText, span: Span) -> bool:
    """Whether the text begins with `from` and a partner; the name of a prison may be a situation instead."""
    situations = any(meaning.kind is MeaningKind.SITUATION for meaning in span.meanings)
    return span.first == 1 and not situations and find_before(text, span, Role.START) is not None


def avoided_by_part(text: SpokenText, span: Span) -> tuple[Meaning, ...]:
    """The one partner with this word in its name, if the person avoids it: `won't go to Jannacci`."""
    if len(span.words) != 1 or not is_telling(span.words[0]) or not is_avoided(text, span):
        return ()
    named = text.lexicon.without_services_of(text.lexicon.naming.get(span.words[0], ()))
    return named if len(named) == 1 else ()


def is_avoided(text: SpokenText, span: Span) -> bool:
    """Whether the person must or wants to keep away from a partner: `evitare la casa Jannacci`, `not Jannacci`."""
    if find_before(text, span, Role.AVOID) is not None:
        return True
    words = words_before(text, span, DENIAL_REACH)
    while words and words[-1] in _PLACES:
        words.pop()
    return words[-1:] in _DENIED_PLACE or words[-2:] in _DENIED_PLACE


def read_partners(text: SpokenText, span: Span, partners: tuple[Meaning, ...], goes_on: bool) -> Reading:
    """What `partners` of one name are to the person; with `goes_on`, the span goes on a list of partners to avoid."""
    if goes_on or is_avoided(text, span):
        return Reading(span, ReadingKind.AVOID, partners) if len(partners) <= _MOST_AVOIDED else Reading(span, None, ())
    if find_before(text, span, Role.KNOWN) is not None and KNOWN_TO in text.lexicon.facts:
        denied = find_before(text, span, Role.NOT) is not None
        return Reading(span, ReadingKind.FACT if len(partners) == 1 else None, _known_to(text, partners, denied))
    before = find_before(text, span, Role.START)
    da = span.first > 0 and text.tokens[span.first - 1].word == "da"
    if (before is not None or da or _leads_on(text, span)) and len(partners) == 1 and span.first <= 2:
        return Reading(span, None if _is_writer(text, span) else ReadingKind.START, partners)
    return Reading(span, None)


def _leads_on(text: SpokenText, span: Span) -> bool:
    """Whether a text begins with a partner from where it leads on: `Celav to housing`, `Celav, casa`."""
    if span.first:
        return False
    follows = text.tokens[span.last : span.last + 1]
    return not follows or follows[0].apart or follows[0].word in _TOWARDS


def _is_writer(text: SpokenText, span: Span) -> bool:
    """Whether the partner is who writes: `UEPE: one of ours loses his job`, `dal consolato: una cittadina`."""
    follows = text.tokens[span.last : span.last + 1]
    return bool(follows) and ":" in follows[0].gap


def _known_to(text: SpokenText, partners: tuple[Meaning, ...], denied: bool) -> tuple[Meaning, ...]:
    label = text.lexicon.facts[KNOWN_TO].label
    return tuple(
        fact_meaning(
            GivenFact(name=KNOWN_TO, values=(one.code,), negated=denied),
            Text(f"{label.it} {one.label.it}", f"{label.en} {one.label.en}"),
        )
        for one in partners
    )
