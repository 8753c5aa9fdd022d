"""Children whom a text names, and who are no minor children of the person: the person, grown up, another's, unborn."""

from graph.language.context import NEAR, SpokenText, words_before
from graph.language.grammar import Role
from graph.language.quantities import ADULT, NUMBERS
from graph.language.spans import Span
from graph.language.tokens import LIGHT, word_list

_ONE_CHILD = frozenset(word_list("kid child bambino bambina bimbo bimba baby"))
_FATHERS = frozenset(word_list("padre papa father dad"))
_DO = frozenset(word_list("hanno dicono vogliono mandano cacciano chiedono"))
_GROWN_UP = frozenset(word_list("grandi maggiorenni adulti grown adult adults"))
_CHILD = ("bimb", "bambin", "neonat", "child", "kid")
_ADOPTED = ("adott", "adopt")
_EXPECTING = ("incint", "gravid", "pregnan", "expecting", "ecograf", "partor")
_BABY = frozenset(word_list("bambino bimbo baby newborn neonato child"))
_SOME = frozenset(word_list("un una uno a an altro other another"))
"""Before a baby, these tell of one who is born."""
_BESIDE = 3


def is_the_person(text: SpokenText, span: Span) -> bool:
    """Whether a child is who the text is about: `kid turned 16, came on a boat`."""
    begins = not span.first or (span.first == 1 and text.tokens[0].word in LIGHT)
    begins = begins or any(stop in text.tokens[span.first].gap for stop in ".:")
    return begins and len(span.words) == 1 and span.words[0] in _ONE_CHILD


def is_of_other_parent(text: SpokenText, span: Span) -> bool:
    """Whether a child only says whose father is meant, or is the person: `the father of the baby`, `c'è una bimba`."""
    before = words_before(text, span, 1, LIGHT)
    if before and before[0].startswith(_ADOPTED):
        return True
    some = text.tokens[max(span.first - 1, 0)].word in ("un", "una", "uno", "a")
    if not some and before and before[0] in _FATHERS and span.words[0] in _ONE_CHILD:
        return True
    return span.first > 0 and text.tokens[span.first].word == "e" and text.tokens[span.first - 1].word == "c"


def is_grown_up(text: SpokenText, span: Span) -> bool:
    """Whether children are grown up, or do something themselves: `i figli mi hanno detto di uscire`."""
    after = [token.word for token in text.tokens[span.last : span.last + NEAR]]
    if after[:1] in (["mi"], ["ci"]) and not _DO.isdisjoint(after[1:2]):
        return True  # `i figli mi hanno detto di uscire`
    inside = [NUMBERS.get(token.word, token.word) for token in text.tokens[span.first : span.last]]
    if any(str(word).isdecimal() and int(word) >= ADULT for word in inside):
        return True
    index = text.spans.index(span) + 1
    follows = text.spans[index] if index < len(text.spans) and not text.tokens[span.last - 1].apart else None
    if follows is not None and follows.has(Role.OTHER) and "year" in span.words:
        return True  # `my 15 year old sister`
    return any(word in _GROWN_UP for word in after) and "piccol" not in " ".join(span.words)


def is_of_a_child(text: SpokenText, span: Span) -> bool:
    """Whether a child is described: `padre di un bimbo disabile`."""
    before = words_before(text, span, 1, LIGHT)
    return bool(before) and before[0].startswith(_CHILD)


def is_unborn(text: SpokenText, span: Span) -> bool:
    """Whether a span names the one baby whom somebody expects, and no child beside it."""
    if not any(token.word.startswith(_EXPECTING) for token in text.tokens) and not _is_in_a_month(text):
        return False
    said = [token.word for token in text.tokens[span.first : span.last]]
    before = [token.word for token in text.tokens[max(span.first - 1, 0) : span.first]]
    after = [token.word for token in text.tokens[span.last : span.last + _BESIDE]]
    one = bool(_BABY.intersection(said)) and _SOME.isdisjoint([*before, *said])
    return one and not any(word[0].isdigit() for word in (*said, *after))


def _is_in_a_month(text: SpokenText) -> bool:
    """Whether somebody is in a month of pregnancy: `al sesto mese`."""
    words = [token.word for token in text.tokens]
    return any(word in ("al", "nel") and words[index + 2 : index + 3] == ["mese"] for index, word in enumerate(words))
