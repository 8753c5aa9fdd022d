"""Where the lines of one edition of a document stand in the next."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from ingest.fingerprints import BLANK


def align(before: Sequence[str], after: Sequence[str]) -> dict[int, int]:
    """The line in `after` of each line of `before` that is still there; both are marks, lines count from 1.

    Runs of lines that stand in the same order (Ratcliff & Metzener 1988, as `difflib` has it), then what was taken
    elsewhere, where it stands once on both sides. Blank lines have no place.

    >>> align(["a", "b", "c"], ["c", "x", "a", "-", "b"])
    {1: 3, 2: 5, 3: 1}
    """
    old = [(number, mark) for number, mark in enumerate(before, 1) if mark != BLANK]
    new = [(number, mark) for number, mark in enumerate(after, 1) if mark != BLANK]
    matcher = SequenceMatcher(None, [mark for _, mark in old], [mark for _, mark in new], autojunk=False)
    where = {
        old[block.a + step][0]: new[block.b + step][0]
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    }
    taken = set(where.values())
    gone = _by_mark((number, mark) for number, mark in old if number not in where)
    come = _by_mark((number, mark) for number, mark in new if number not in taken)
    where |= {numbers[0]: come[mark][0] for mark, numbers in gone.items() if len(numbers) == len(come[mark]) == 1}
    return where


def _by_mark(lines: Iterable[tuple[int, str]]) -> defaultdict[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for number, mark in lines:
        found[mark].append(number)
    return found
