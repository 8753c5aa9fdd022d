"""What has not come true for the person: it is feared, risked, wished for, behind them, or still to come."""

import re
from itertools import pairwise

from graph.language.context import NEAR, SpokenText, words_after, words_before
from graph.language.spans import Span
from graph.language.tokens import LIGHT, list_sentences, word_list

WORKS = ("lavor", "work", "volontar", "volunteer", "operator", "educat", "insegn", "teach", "infermier", "nurse")
"""The beginnings of words for work; those for whom or where somebody works are not what they are themselves."""
FEARED = frozenset(word_list("paura timore scared afraid fear fears worried teme temo preoccupato preoccupata"))
_LOSING = ("fini", "end", "becom", "divent", "riman", "perd", "being", "left", "torn", "restar", "losing")
_RISKED = ("finisc", "finir", "rischi", "risk", "evit", "avoid", "altriment", "otherwise", "senno")
_STREET_WORK = ("prostitu", "mendic", "elemosin", "spacci", "vend", "sell", "begg")
_THEN = frozenset(word_list("domani dopodomani tomorrow"))
_YEAR_LENGTH = 4
_AHEAD = frozenset(word_list("in tra fra entro within next soon presto"))
_SEEKING = ("cerc", "trov", "serv", "bisogn", "vuol", "voglio", "vorr", "chied", "need", "want", "look", "find")
_PUT = frozenset(word_list("put mettere metto mette"))
_ENDED = ("finit", "conclus", "terminat", "finish", "complet", "uscit", "dimess", "lasciat")
_THEN_WE_ARE = re.compile(r"\bthen (we re|we are|i m|i am|he s|she s|they re|we ll be|i ll be)\b")
_AND_THEN = frozenset(word_list("poi then dopodiche"))
_TILL = frozenset(word_list("fino until till finche"))
NOT = frozenset(word_list("non not t never mai ne neither no without senza doesn don"))
_MAY_NOT = frozenset(word_list("t cannot non nn"))
_STAYED = frozenset(word_list("slept stayed lived dormito dormiva stava stavo viveva vissuto abitava"))
_HAS = frozenset(word_list("has have ve s been"))
_NO_MORE = frozenset(word_list("then but until died ma poi finche morto morta mandato mandata"))
"""After where somebody slept, these say that it is over."""
_WHERE = 6
_THEN_WORDS = 5
_WISHED = ("get", "obtain", "ottener", "prender", "chieder", "sposta", "trasferi", "far", "iscriv", "request", "mov")


def is_feared(text: SpokenText, span: Span) -> bool:
    """Whether somebody fears what a span says: `paura di essere incinta`."""
    before = words_before(text, span, 4, LIGHT)
    return bool(before) and not FEARED.isdisjoint(before)


def is_risked(text: SpokenText, span: Span) -> bool:
    """Whether somebody may end up on the street, but is not there."""
    before = words_before(text, span, NEAR, LIGHT)
    if any(word.startswith((*_RISKED, *_STREET_WORK)) for word in before):
        return True
    if will_be(text, span):
        return True
    if any(one in ("da", "from") and later in _THEN for one, later in pairwise(before)):
        return True  # `da domani dorme fuori`
    feared = next((index for index, word in enumerate(before) if word in FEARED), None)
    return feared is not None and any(word.startswith(_LOSING) for word in before[feared:])


def will_be(text: SpokenText, span: Span) -> bool:
    """Whether a span says what comes after a day that is named: `fino a domenica, poi per strada`."""
    before = words_before(text, span, NEAR, LIGHT)
    till = not _TILL.isdisjoint(token.word for token in text.tokens[: span.first])
    return _THEN_WE_ARE.search(" ".join(before)) is not None or (till and not _AND_THEN.isdisjoint(before))


def is_to_come(text: SpokenText, span: Span) -> bool:
    """Whether a permit runs out later: `permit finish in 2 months`, not `permit finish in 2019`."""
    after = words_after(text, span, 3, LIGHT)
    year = any(len(word) == _YEAR_LENGTH and word.isdecimal() for word in after)
    ahead = [text.tokens[span.last - 1].word, *after[:1]]
    return not _AHEAD.isdisjoint(ahead) and not year


def is_left(text: SpokenText, span: Span) -> bool:
    """Whether a stay has ended: `ha finito il programma in comunità`."""
    near = [*words_before(text, span, 4, LIGHT), *words_after(text, span, 2, LIGHT)]
    return any(word.startswith(_ENDED) for word in near)


def was_guest(text: SpokenText, span: Span) -> bool:
    """Whether somebody may not stay somewhere, or did and no longer does: `slept at a friend's, then in the park`."""
    if not _MAY_NOT.isdisjoint(words_before(text, span, 2)):
        return True
    words = [token.word for token in text.tokens]
    first = max(span.first - _WHERE, 0)
    verbs = [index for index in range(first, span.last) if words[index] in _STAYED]
    if not verbs or not _HAS.isdisjoint(words[max(verbs[0] - 2, 0) : verbs[0]]):
        return False
    last = next((end for begin, end in list_sentences(text.tokens) if begin <= span.first < end), len(words))
    return not _NO_MORE.isdisjoint(words[span.last : min(span.last + _THEN_WORDS, last)])


def is_of_never(text: SpokenText, span: Span) -> bool:
    """Whether the person never had it: `mai avuto problemi di droga`."""
    before = words_before(text, span, 3, LIGHT)
    return before[-1:] in (["avuto"], ["had"]) and not NOT.isdisjoint(before)


def is_wanted(text: SpokenText, span: Span, values: tuple[str, ...]) -> bool:
    """Whether a residence is only asked for, or the word belongs to `residence permit`."""
    if words_after(text, span, 1, LIGHT) in (["permit"], ["permits"], ["card"], ["permesso"]):
        return True
    before = words_before(text, span, 3, LIGHT)
    if span.words[0] == "anagrafe" and any(word.startswith(WORKS) for word in before[-1:]):
        return True  # who works at the registry office
    wished = any(word.startswith(_WISHED) for word in before[-2:]) or any(word.startswith(_SEEKING) for word in before)
    wished = wished or not _PUT.isdisjoint(before)
    return values in (("milan",), ("prison",)) and wished


def is_sought(text: SpokenText, span: Span) -> bool:
    """Whether the person looks for what the span names, or wants it to be elsewhere."""
    return any(word.startswith((*_SEEKING, *_WISHED)) for word in words_before(text, span, 3, LIGHT))
