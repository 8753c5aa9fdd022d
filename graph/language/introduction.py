"""How a helper who writes introduces themselves: `Educator at Opera: an inmate wants to finish school`, `avv.: ...`.

These words ask for nothing and do not free the person; they may name the prison where both are.
"""

from collections.abc import Sequence

from graph.language.context import SpokenText
from graph.language.disambiguation import Standing, standing_of
from graph.language.grammar import Role
from graph.language.interpretation import Meaning, MeaningKind
from graph.language.spans import Span
from graph.language.tokens import LIGHT, Token, word_list
from graph.structs import replace
from graph.vocabulary import VICTIM_OF

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

_THERE = frozenset(word_list("there here inside li la dentro"))

_LEAVES = frozenset(word_list("leaving leaves"))

_PEOPLE = frozenset(
    word_list(
        "man woman guy lad girl boy person somebody someone men women people inmate uno una uomo donna ragazzo ragazza "
        "signore signora detenuto"
    )
)

_OF_WRITER = frozenset(word_list("i we my cerco cerchiamo ho abbiamo chiedo devo vorrei seguo"))

_GREETS = frozenset(
    word_list(
        "good morning afternoon evening day hello hi hey dear all everyone there sir madam colleagues team buongiorno "
        "buonasera salve ciao buondi gentili gentile egregi cari colleghi tutti a signori"
    )
)

_WRITES = frozenset(word_list("here scrive scrivo writes writing qui speaking sono am m as qualita parla segnala"))

_WRITES_ON = frozenset(word_list("chiedo scrivo segnalo seguo vi segue"))
"""At the beginning of the next clause, these say that the one before told who writes: `psicologa, chiedo per ...`."""

_ASKS = frozenset(word_list("cerca cerco serve servono bisogno needs need wants want vuole voglio chiede looking find"))

_INTRODUCES = frozenset(word_list("sua suo his her their loro"))

_MOST = 9
"""The most words of an introduction."""


def without_introduction(text: SpokenText) -> SpokenText:
    """`text` in which the words that introduce the writer ask for nothing."""
    end = _find_end(text)
    said = [span for span in text.spans if span.first >= end]
    lacking = any(map(_asks, said)) or any(map(_has_no_home, said))
    lacking = lacking or not _ASKS.isdisjoint(token.word for token in text.tokens[end:])
    if not end or not (lacking or (any(map(_is_hurt, said)) and "?" not in text.tokens[end].gap)):
        return text
    introduced = is_introduced(text)
    spans = tuple(_quietened(text, span, introduced) if span.last <= end else span for span in text.spans)
    return replace(text, spans=spans, workplace=_find_workplace(text, end))


def _find_workplace(text: SpokenText, end: int) -> Span | None:
    """The prison of which the introduction speaks, if it is by staff and somebody is spoken of after it."""
    words = [token.word for token in text.tokens[:end]]
    visits = any(word.startswith(_VISITORS) for word in words) and (
        any(_is_of_prison(text, span) for span in text.spans if span.first >= end)
        or any(_is_there(text.tokens, index) for index in range(end, len(text.tokens)))
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


def _is_there(tokens: Sequence[Token], index: int) -> bool:
    """Whether a token says that somebody is in the place of the introduction, or leaves it: `a man there speaks`."""
    before = [token.word for token in tokens[max(index - 2, 0) : index]]
    if tokens[index].word in _THERE:
        return not _PEOPLE.isdisjoint(before[-1:]) or before[-1:] in (["in"], ["is"], ["s"])
    return _is_left(tokens, index)


def _is_left(tokens: Sequence[Token], index: int) -> bool:
    """Whether a token says that somebody leaves: `a woman is leaving on Friday`."""
    before = [token.word for token in tokens[max(index - 1, 0) : index]]
    said = before[:1] and (before[0] in _PEOPLE | {"is", "s"} or before[0][0].isdigit())
    return bool(said) and tokens[index].word in _LEAVES


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
    if text.workplace is None:
        return ()
    inside = _list_inside(text, text.workplace)
    left = any(_is_left(text.tokens, index) for index in range(text.workplace.last, len(text.tokens)))
    return ((text.workplace, (_list_leaving(text, inside) or inside) if left else inside),)


def _list_leaving(text: SpokenText, inside: Sequence[Meaning]) -> tuple[Meaning, ...]:
    """For being inside a prison, being about to leave it."""
    situations = text.lexicon.situations
    known = [situations[one.code].known_to for one in inside]
    named = (one for one in text.lexicon.meanings if one.kind is MeaningKind.SITUATION)
    return tuple(
        dict.fromkeys(
            one
            for one in named
            if standing_of(situations[one.code]) is Standing.LEAVING and situations[one.code].known_to in known
        )
    )


def _find_end(text: SpokenText) -> int:
    """The number of the first token after the introduction; 0 if the text has none."""
    tokens = text.tokens
    breaks = [index for index in range(1, len(tokens)) if tokens[index].apart]
    greeted = breaks[0] if breaks and _GREETS.issuperset(token.word for token in tokens[: breaks[0]]) else 0
    breaks = breaks[1:] if greeted else breaks
    joined = (index for index in range(1, len(tokens) - 1) if _goes_on_asking(tokens, index))
    breaks = sorted((*breaks, *joined))
    colon = next((index for index in breaks if ":" in tokens[index].gap and index <= _MOST), 0)
    end = colon or next(iter(breaks), 0)
    words = [token.word for token in tokens[greeted:end]]
    if not words or len(words) > _MOST or not _ASKS.isdisjoint(words):
        return 0
    if any(word.startswith(_HELPERS) for word in words):
        return end
    announced = (
        ":" in tokens[end].gap or not _WRITES.isdisjoint(words) or (len(words) > 1 and tokens[end].word in _WRITES_ON)
    )
    if _is_helper_of(words):
        return end
    return end if announced and any(word.startswith(_PROFESSIONS) for word in words) else 0


def _is_helper_of(words: Sequence[str]) -> bool:
    """Whether an introduction begins with the helper of somebody: `lawyer of a prisoner`."""
    return any(
        word.startswith(_PROFESSIONS)
        and words[index + 1] in ("of", "di")
        and words[index + 2] in ("a", "an", "un", "una")
        for index, word in enumerate(words[: min(2, max(len(words) - 2, 0))])
    )


def _goes_on_asking(tokens: Sequence[Token], index: int) -> bool:
    """Whether `and I need` begins at a token, after whoever writes has said who they are."""
    return tokens[index].word in ("and", "e") and tokens[index + 1].word in _OF_WRITER


def _asks(span: Span) -> bool:
    return any(one.kind is MeaningKind.NEED for one in span.meanings)


def _has_no_home(span: Span) -> bool:
    return any(given.values == ("street",) for one in span.meanings for given in one.facts)


def _is_hurt(span: Span) -> bool:
    return any(given.name == VICTIM_OF for one in span.meanings for given in one.facts)


def is_introduced(text: SpokenText) -> bool:
    """Whether a colon after an introduction leads to the relative: `lawyer of a prisoner: his wife needs a room`."""
    first = next((span.first for span in text.spans if text.relative in span.markers), 0)
    while first and not text.tokens[first].apart and text.tokens[first - 1].word in LIGHT | _INTRODUCES:
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
