"""What people ask of a partner that they name: `quali documenti servono per …?`, `who can go to …?`.

All words beside the name have to be words of such a question, so that a text which only names a partner and asks for
something else is none. The words stand in `record_question.txt`.
"""

from collections.abc import Mapping, Sequence
from functools import cache

from graph.language.grammar import read_lines
from graph.language.interpretation import RecordPart
from graph.language.tokens import word_list
from graph.structs import Struct

_CUES = (
    "who", "how", "asks", "paper", "appointment", "requirements", "open", "calls", "goes", "about", "brings", "sends",
)  # fmt: skip
"""The classes of which a question has a word."""
_SHORT = 4
"""Words of `what is the …?`."""
_MAY = ("can", "may", "could", "puo", "possono", "possiamo", "posso")
_WAYS_IN = (("accesso",), ("ingresso",), ("ammissione",))


class RecordQuestion(Struct, frozen=True):
    """The parts of a record that are asked for, none for the whole."""

    parts: tuple[RecordPart, ...] = ()


def may_ask(words: Sequence[str]) -> bool:
    """Whether `words` may hold a question for a record, with whatever name."""
    known = _read_classes()
    return any(word in known[name] for name in _CUES for word in words)


def is_of_question(word: str) -> bool:
    """Whether a question for a record may hold `word`."""
    return word.isdigit() or any(word in words for words in _read_classes().values())


def read_question(words: Sequence[str]) -> RecordQuestion | None:
    """What the words beside the name of a partner ask for; None where they do not ask for a record.

    >>> read_question("quali documenti servono per".split()).parts
    (<RecordPart.PAPERS: 'papers'>,)
    >>> read_question("ha perso i documenti".split()) is None
    True
    """
    if not all(map(is_of_question, words)):
        return None
    words = tuple(words)
    has = {name: [place for place, word in enumerate(words) if word in each] for name, each in _read_classes().items()}
    parts = tuple(dict.fromkeys(_list_parts(words, has)))
    if parts:
        return RecordQuestion(parts)
    if has["about"] and (has["asks"] or has["how"] or has["who"] or words[0] in ("info", "informazioni", "scheda")):
        return RecordQuestion()
    if has["asks"] and len(words) <= _SHORT and words[-1] in ("e", "is", "s", "il", "lo", "la", "l", "the"):
        return RecordQuestion()
    return RecordQuestion() if has["goes"] and (has["may"] or has["time"]) else None


def _list_parts(words: Sequence[str], has: Mapping[str, Sequence[int]]) -> list[RecordPart]:
    found: list[RecordPart] = []
    asks, moves = bool(has["asks"]), bool(has["enters"] or has["goes"])
    if _asks_for_papers(words, has):
        found.append(RecordPart.PAPERS)
    elif asks and has["needs"] and (has["for"] or moves):
        found += [RecordPart.PAPERS, RecordPart.ACCESS, RecordPart.REQUIREMENTS]
    if has["how"] and has["arrives"]:
        found += [RecordPart.ADDRESS, RecordPart.ACCESS]
    elif has["how"] and has["calls"]:
        found.append(RecordPart.PHONE)
    elif has["appointment"] or words[:1] in _WAYS_IN or (moves and (has["how"] or words[:1] == ("si",))):
        found.append(RecordPart.ACCESS)
    if _asks_who(words, has):
        found += [RecordPart.REQUIREMENTS, RecordPart.ACCESS]
    elif has["requirements"]:
        found.append(RecordPart.REQUIREMENTS)
    if has["open"] or (has["when"] and moves):
        found.append(RecordPart.HOURS)
    elif has["calls"] and has["may"]:
        found += [RecordPart.PHONE, RecordPart.HOURS]
    return found


def _asks_who(words: Sequence[str], has: Mapping[str, Sequence[int]]) -> bool:
    """Whether it is asked who may go there: `chi può andare`, `can anyone go`, `posso mandare un ragazzo`."""
    if has["who"]:
        return any(has[name] for name in ("enters", "goes", "admits", "for"))
    return bool(has["may"] and (has["sends"] or (has["goes"] and words[0] in _MAY)))


def _asks_for_papers(words: Sequence[str], has: Mapping[str, Sequence[int]]) -> bool:
    """Whether papers are asked for, not only named: `che documenti`, `documenti per`, `cosa deve portare`."""
    if has["asks"] and has["brings"]:
        return True
    if not has["paper"]:
        return False
    asked = bool(has["asks"]) and has["asks"][0] < has["paper"][0]
    meant = any(place > has["paper"][0] for place in has["for"])
    return asked or meant or (bool(has["needs"]) and words[0] in ("do", "does"))


@cache
def _read_classes() -> dict[str, frozenset[str]]:
    lines = (line.split(" = ", 1) for line in read_lines("record_question.txt"))
    return {name: frozenset(word_list(words)) for name, words in lines}
