"""The introduction of a helper who writes for the person: its words state no need, and do not free the person.

`Educator at Opera: an inmate wants to finish school`, `SerD nurse here, ...`, `avv.: il mio assistito ...`.
"""

from graph.language.context import SpokenText
from graph.language.disambiguation import Standing, standing_of
from graph.language.grammar import Role
from graph.language.interpretation import Meaning, MeaningKind
from graph.language.spans import Span
from graph.language.tokens import LIGHT, word_list
from graph.structs import replace

_HELPERS = (
    "volont", "volunteer", "educat", "operat", "cappellan", "chaplain", "insegn", "teach", "nurse", "infermier",
    "officer", "mediat", "caseworker",
)  # fmt: skip
"""The beginnings of words for helpers."""
_PROFESSIONS = (
    "avv", "lawyer", "counsel", "difens", "employer", "datore", "ditta", "officin", "oss", "ward", "reparto", "medic",
    "doctor", "psicolog", "psycholog", "matricola", "sportello", "desk", "worker", "assistent", "as", "inf", "landlord",
    "consolato", "consulate", "parrocchia", "parish", "comune", "serd", "sert", "uepe", "cps", "coop",
)  # fmt: skip
"""The beginnings of words that name a helper or a need; a colon, or a word such as `scrive`, means a helper."""
_OF_PRISON = ("cappellan", "chaplain", "educat", "agente", "fgp", "matricola", "insegn", "teach", "reparto")
"""The beginnings of words for prison staff: the person of whom they speak is in the prison too."""
_VISITORS = ("volont", "volunteer")
"""The beginnings of words for those who may meet people elsewhere too."""
_WRITES = frozenset(word_list("here scrive scrivo writes writing qui speaking sono am m as qualita parla segnala"))
_ASKS = frozenset(word_list("cerca cerco serve servono bisogno needs need wants want vuole voglio chiede looking find"))
_OWNERS = frozenset(word_list("sua suo his her their loro"))
_MOST = 9
"""The most words of an introduction."""


def without_introduction(text: SpokenText) -> SpokenText:
    """`text` in which the words that introduce the writer ask for nothing."""
    end = _find_end(text)
    if not end or not any(_asks(span) for span in text.spans if span.first >= end):
        return text
    introduced = is_introduced(text)
    spans = tuple(_quietened(text, span, introduced) if span.last <= end else span for span in text.spans)
    return replace(text, spans=spans, workplace=_find_workplace(text, end))


def _find_workplace(text: SpokenText, end: int) -> Span | None:
    """The prison of which the introduction speaks, if it is by staff and somebody is spoken of after it."""
    words = [token.word for token in text.tokens[:end]]
    visits = any(word.startswith(_VISITORS) for word in words) and any(
        _is_of_prison(text, span) for span in text.spans if span.first >= end
    )
    if not visits and not any(word.startswith(_OF_PRISON) for word in words):
        return None
    if not any(_names_somebody(span) for span in text.spans if span.first >= end):
        return None
    return next((span for span in text.spans if span.last <= end and _list_inside(text, span)), None)


def _is_of_prison(text: SpokenText, span: Span) -> bool:
    """Whether a span says that somebody is in a prison, or is about to leave one, and names none."""
    senses = [one for one in span.meanings if one.kind is MeaningKind.SITUATION]
    situations = [text.lexicon.situations[one.code] for one in senses]
    inside = (Standing.INSIDE, Standing.LEAVING)
    return len(senses) == 1 and not situations[0].known_to and standing_of(situations[0]) in inside


def _names_somebody(span: Span) -> bool:
    return span.has(Role.PERSON) or any(given.name == "gender" for one in span.meanings for given in one.facts)


def _list_inside(text: SpokenText, span: Span) -> tuple[Meaning, ...]:
    """The situations of being inside a prison that a span may mean."""
    return tuple(
        one
        for one in span.meanings
        if one.kind is MeaningKind.SITUATION and standing_of(text.lexicon.situations[one.code]) is Standing.INSIDE
    )


def workplace_of(text: SpokenText) -> tuple[tuple[Span, tuple[Meaning, ...]], ...]:
    """The workplace of whoever writes, with what it says of where the person is."""
    return ((text.workplace, _list_inside(text, text.workplace)),) if text.workplace is not None else ()


def _find_end(text: SpokenText) -> int:
    """The number of the first token after the introduction; 0 if the text has none."""
    tokens = text.tokens
    breaks = [index for index in range(1, len(tokens)) if tokens[index].apart]
    colon = next((index for index in breaks if ":" in tokens[index].gap and index <= _MOST), 0)
    end = colon or next(iter(breaks), 0)
    words = [token.word for token in tokens[:end]]
    if not words or len(words) > _MOST or not _ASKS.isdisjoint(words):
        return 0
    if any(word.startswith(_HELPERS) for word in words):
        return end
    announced = ":" in tokens[end].gap or not _WRITES.isdisjoint(words)
    return end if announced and any(word.startswith(_PROFESSIONS) for word in words) else 0


def _asks(span: Span) -> bool:
    return any(one.kind is MeaningKind.NEED for one in span.meanings)


def is_introduced(text: SpokenText) -> bool:
    """Whether a colon after an introduction leads to the relative: `lawyer of a prisoner: his wife needs a room`."""
    first = next((span.first for span in text.spans if text.relative in span.markers), 0)
    while first and not text.tokens[first].apart and text.tokens[first - 1].word in LIGHT | _OWNERS:
        first -= 1
    return 0 < first <= _MOST and ":" in text.tokens[first].gap


def _quietened(text: SpokenText, span: Span, introduced: bool) -> Span:
    """`span` without what it asks for; `introduced`: nor where somebody is whose relative needs help."""
    kept = tuple(
        one
        for one in span.meanings
        if one.kind is not MeaningKind.NEED
        and not _frees(text, one)
        and not (introduced and one.kind is MeaningKind.SITUATION)
    )
    return span if kept == span.meanings else replace(span, meanings=kept)


def _frees(text: SpokenText, meaning: Meaning) -> bool:
    """Whether a place would say that whoever writes was released from it."""
    if meaning.kind is not MeaningKind.SITUATION:
        return False
    return standing_of(text.lexicon.situations[meaning.code]) in (Standing.RELEASED, Standing.LEAVING)
