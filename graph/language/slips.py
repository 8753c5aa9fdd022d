"""Which typing errors may state something grave of a person.

A correction is a guess. A wrong guess that says *raped*, *addict* or *detained* of somebody harms them, so such a word
must leave no other reading: it is one slip of the hand away from what was typed, and long. How long, and which slips,
was counted on some 218,000 English and Italian words that the lexicon does not hold: swapped and doubled letters almost
never turn one word into another, a missing letter seldom does in a word of eight letters, a wrong letter far away on
the keyboard often does (*rayed*, *raped*). A phrase of several telling words vouches for each of them: *house arest*.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from graph.concepts import FactDefinition
from graph.language.grammar import list_connectives
from graph.language.interpretation import Meaning
from graph.language.quantities import ADULT, AGE
from graph.language.tokens import LIGHT
from graph.vocabulary import VICTIM_OF

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_BESIDE = ((0, -1), (0, 1), (-1, 0), (-1, 1), (1, -1), (1, 0))


class Slip(StrEnum):
    """How one word became another by one error of the hand."""

    SWAPPED = "swapped"
    """Two neighbouring letters changed places: *picchaita*."""
    DOUBLED = "doubled"
    """A letter stands twice for once, or once for twice: *scarceratto*, *maltratata*."""
    MISSING = "missing"
    """A letter is left out: *vilenza*."""
    NEAR = "near"
    """The letter of a key beside stands for the right one, or there is a letter too many: *violemza*."""


_ALONE = {Slip.SWAPPED: 7, Slip.DOUBLED: 7, Slip.MISSING: 8, Slip.NEAR: 9}
"""The letters that the word meant must have, where nothing else in the phrase vouches for it."""
_OF_VIOLENCE = {Slip.SWAPPED: 6, Slip.DOUBLED: 6, Slip.MISSING: 8, Slip.NEAR: 8}
"""The same where the word says that somebody is hurt: unread, they lose protection."""
_VOUCHED = dict.fromkeys(Slip, 5)
"""The same beside another telling word of the phrase."""


def is_grave(meaning: Meaning, facts: Mapping[str, FactDefinition]) -> bool:
    """Whether `meaning` states something that would shame, bind or endanger whoever is wrongly said to have it."""
    return any(
        (given.name in facts and facts[given.name].sensitive)
        or given.name == "being_released"
        or (given.name == AGE and given.maximum is not None and given.maximum < ADULT)
        for given in meaning.facts
    )


def may_state(meaning: Meaning, phrase: Sequence[str], slips: Sequence[tuple[str, str]]) -> bool:
    """Whether the words of `slips`, each typed and meant, may state the grave `meaning` of a `phrase`."""
    telling = [word for word in phrase if word not in LIGHT | list_connectives() and word not in ("_", "...")]
    violent = any(given.name == VICTIM_OF for given in meaning.facts)
    least = _VOUCHED if len(telling) > 1 else _OF_VIOLENCE if violent else _ALONE
    return all((slip := find_slip(typed, meant)) is not None and len(meant) >= least[slip] for typed, meant in slips)


def find_slip(typed: str, meant: str) -> Slip | None:
    """The one slip by which `meant` became `typed`; None if it took more, or is no slip of the hand.

    >>> find_slip("picchaita", "picchiata"), find_slip("vilenza", "violenza"), find_slip("rayed", "raped")
    (<Slip.SWAPPED: 'swapped'>, <Slip.MISSING: 'missing'>, None)
    """
    same = next((i for i, pair in enumerate(zip(typed, meant, strict=False)) if pair[0] != pair[1]), None)
    first = min(len(typed), len(meant)) if same is None else same
    if len(typed) == len(meant):
        if first + 1 < len(meant) and _swapped(typed, first) == meant:
            return Slip.SWAPPED
        beside = bool(first) and first < len(meant) and typed[first] in _list_neighbours(meant[first])
        return Slip.NEAR if beside and typed[first + 1 :] == meant[first + 1 :] else None
    short, long = sorted((typed, meant), key=len)
    if not first or long[:first] + long[first + 1 :] != short:
        return None
    if long[first] == long[first - 1]:
        return Slip.DOUBLED
    return Slip.MISSING if long == meant else Slip.NEAR


def _swapped(word: str, place: int) -> str:
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _list_neighbours(letter: str) -> frozenset[str]:
    for number, row in enumerate(_ROWS):
        if (place := row.find(letter)) >= 0:
            near = ((number + down, place + right) for down, right in _BESIDE)
            return frozenset(_ROWS[y][x] for y, x in near if 0 <= y < len(_ROWS) and 0 <= x < len(_ROWS[y]))
    return frozenset()
