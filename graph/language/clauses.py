"""Clauses about somebody who is not the person, whoever else the text is about.

Whoever did something to the person is named only for that: `the man who robbed me is in Bollate`. Of a man and a woman
who each have a clause, the one who asks is the person: `lui è in cella, lei aspetta un figlio. Lei chiede`.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from graph.language.tokens import LIGHT, Token, end_of_clause, list_sentences, word_list

_SOMEBODY = frozenset(
    word_list(
        "man men guy guys bloke woman lad boy person people someone somebody one those driver uomo uomini donna tizio "
        "tipo ragazzo ragazzi persona qualcuno quello quelli chi"
    )
)
_BOYFRIENDS = frozenset(word_list("ragazzo moroso boyfriend fidanzato compagno partner"))
_WOMEN = frozenset(word_list("figlia sorella cugina nuora donna ragazza incinta amica daughter sister girl pregnant"))
_LIVES_WITH = frozenset(
    (("i", "live", "with"), ("i", "m", "with"), ("i", "am", "with"), ("i", "lived", "with"), ("i", "m", "seeing"))
) | frozenset(("con", "cui", verb) for verb in ("vivo", "convivo", "sto", "abito", "vivevo", "stavo"))
_WHO = frozenset(word_list("who that che"))
_WRONGS = (
    "rob", "stole", "steal", "mugg", "attack", "assault", "stab", "hit", "beat", "hurt", "rape", "scam", "cheat",
    "swindl", "burgl", "threat", "stalk", "injur", "exploit", "sold", "sells", "killed", "rapin", "derub", "rub",
    "scipp", "aggred", "accoltell", "picchi", "truff", "imbrogli", "ferit", "investit", "minacci", "violent", "ucci",
    "sfrutt", "stupr", "perseguit",
)  # fmt: skip
"""The beginnings of verbs for a wrong that somebody suffers."""
_WISHES = frozenset(word_list("vuole vorrebbe wants"))
_STOPS = ("smett", "stop", "quit")
_WHOM = frozenset(word_list("me us my her him mi ci la lo mio mia nostra nostro sua suo"))
_ME = frozenset(word_list("mi me us my mio mia ci"))
_REACH = 4
"""The words after `who` among which the wrong and whom it was done to stand."""
_TOLD_APART = (
    frozenset(("elder", "younger")), frozenset(("older", "younger")), frozenset(("old", "younger")),
    frozenset(("grande", "piccolo")), frozenset(("grande", "piccola")), frozenset(("maggiore", "minore")),
    frozenset(("uno", "altro")), frozenset(("una", "altra")), frozenset(("primo", "secondo")),
    frozenset(("one", "other")), frozenset(("first", "second")),
)  # fmt: skip
"""Two words for two people of whom a text speaks in turn."""
_EACH = frozenset(word_list("uno one"))
_I = frozenset(word_list("io i im"))
_PRONOUNS = {"she": "woman", "lei": "woman", "he": "man", "lui": "man"}
_JOINS = frozenset(word_list("e ed and ma but mentre while"))
_ASKS = frozenset(
    word_list("cerca chiede vuole vorrebbe needs wants asks seeks looking chiedeva wondered dorme sleeps")
)
_WANTS = frozenset(word_list("wants want"))
_THEM = frozenset(word_list("him her them"))
_OF_THE_OTHER = frozenset(word_list("him her them che"))
_ASKED_SOON = 3
"""The words after a pronoun among which a verb of wish is its own."""


def list_foreign(tokens: Sequence[Token]) -> frozenset[int]:
    """The numbers of the tokens in such clauses."""
    return frozenset(
        (
            *_list_of_wrongdoers(tokens),
            *_list_of_the_other(tokens),
            *list_contrasted(tokens),
            *_list_of_each(tokens),
            *_list_of_housemates(tokens),
            *_list_of_boyfriends(tokens),
        )
    )


def _list_of_housemates(tokens: Sequence[Token]) -> Iterator[int]:
    """The tokens that name somebody by living with the asker: `the man I live with`, `l'uomo con cui vivo`."""
    words = [token.word for token in tokens]
    for index, word in enumerate(words):
        if word in _SOMEBODY and tuple(words[index + 1 : index + 4]) in _LIVES_WITH:
            yield from range(index, index + 4)


def _list_of_boyfriends(tokens: Sequence[Token]) -> Iterator[int]:
    """The clause of the boyfriend of a woman who was named: `mia figlia è incinta, il ragazzo è in carcere`."""
    words = [token.word for token in tokens]
    for index, word in enumerate(words):
        before, end = words[: max(index - 1, 0)], end_of_clause(tokens, index)
        if word not in _BOYFRIENDS or _WOMEN.isdisjoint(before) or not _ASKS.isdisjoint([*before, *words[index:end]]):
            continue
        if word not in before and words[index - 1] in ("il", "suo", "the", "her") and tokens[index - 1].apart:
            yield from range(index - 1, end)


def list_contrasted(tokens: Sequence[Token]) -> Iterator[int]:
    """The tokens about one of two who are told apart: of `the elder ..., the younger ...` the last one named is asked
    for."""
    words = [token.word for token in tokens]
    for pair in _TOLD_APART:
        places = [index for index, word in enumerate(words) if word in pair]
        if {words[index] for index in places if _begins_clause(tokens, index)} != set(pair):
            continue
        asked = words[places[-1]]
        for place, later in zip(places, [*places[1:], len(words)], strict=True):
            if words[place] != asked and _begins_clause(tokens, place):
                yield from range(place, min(later, _end_of_sentence(tokens, place)))


def _begins_clause(tokens: Sequence[Token], index: int) -> bool:
    """Whether a clause begins at token `index`, or at the article before it."""
    while index and not tokens[index].apart and tokens[index - 1].word in LIGHT:
        index -= 1
    return not index or tokens[index].apart or ":" in tokens[index].gap or tokens[index - 1].word in _JOINS


def _list_of_each(tokens: Sequence[Token]) -> Iterator[int]:
    """The tokens about several beside the one who asks: `uno è in affidamento, uno ai domiciliari, io ...`."""
    words = [token.word for token in tokens]
    each = [index for index, word in enumerate(words) if word in _EACH and (index == 0 or tokens[index].apart)]
    asker = next((index for index in range(each[-1], len(words)) if words[index] in _I), 0) if len(each) > 1 else 0
    if asker:
        yield from range(each[0], asker)


def _end_of_sentence(tokens: Sequence[Token], index: int) -> int:
    return next(last for first, last in list_sentences(tokens) if first <= index < last)


def find_asker(tokens: Sequence[Token]) -> str | None:
    """The gender of the one who asks, where a man and a woman each have a clause; None if that is not said."""
    begun = list(_list_begun(tokens))
    if len({gender for _, gender in begun}) < len(set(_PRONOUNS.values())):
        return None
    asking = {gender for index, gender in begun if _is_asking(tokens, index)}
    return asking.pop() if len(asking) == 1 else None


def _list_of_wrongdoers(tokens: Sequence[Token]) -> Iterator[int]:
    for index, token in enumerate(tokens):
        if token.word not in _WHO or token.apart or not index or tokens[index - 1].word not in _SOMEBODY:
            continue
        end = end_of_clause(tokens, index)
        after = [one.word for one in tokens[index + 1 : end]][:_REACH]
        if any(word.startswith(_WRONGS) for word in after) and not _WHOM.isdisjoint(after):
            first = index - 1
            while first and not tokens[first].apart and tokens[first - 1].word in LIGHT:
                first -= 1
            if first or not _wants_to_stop([token.word for token in tokens[index:]]):
                yield from range(first, end)


def _wants_to_stop(words: Sequence[str]) -> bool:
    """Whether somebody who hits others wants to stop, and so is the person: `uomo che picchia ..., vuole smettere`."""
    wished = (index for index, word in enumerate(words) if word in _WISHES)
    return _ME.isdisjoint(words) and any(
        word.startswith(_STOPS) for index in wished for word in words[index + 1 : index + _REACH]
    )


def _list_of_the_other(tokens: Sequence[Token]) -> Iterator[int]:
    asker = find_asker(tokens)
    if asker is None:
        return
    begun = dict(_list_begun(tokens))
    for index, gender in begun.items():
        end = end_of_clause(tokens, index)
        if gender != asker:
            yield from range(index, next((one for one in begun if index < one < end), end))


def _list_begun(tokens: Sequence[Token]) -> Iterator[tuple[int, str]]:
    """Each pronoun that begins a clause, by its number, with its gender."""
    for index, token in enumerate(tokens):
        begins = not index or token.apart or tokens[index - 1].word in _JOINS
        if begins and token.word in _PRONOUNS:
            yield index, _PRONOUNS[token.word]


def _is_asking(tokens: Sequence[Token], index: int) -> bool:
    after = [token.word for token in tokens[index + 1 : end_of_clause(tokens, index)]]
    sends = any(one in _WANTS and other in _THEM for one, other in pairwise(after))  # `she wants him out`
    return not sends and any(word in _ASKS for word in after[:_ASKED_SOON])
    asks = (place for place, word in enumerate(after[:_ASKED_SOON]) if word in _ASKS)
    return any(_OF_THE_OTHER.isdisjoint(after[place + 1 : place + 2]) for place in asks)  # not `she wants him gone`
