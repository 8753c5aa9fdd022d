"""Where the lines of one edition of a document stand in the next."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from rapidfuzz.distance import LCSseq

from ingest.fingerprints import BLANK


def align(before: Sequence[str], after: Sequence[str]) -> dict[int, int]:
    """The line in `after` of each line of `before` that is still there; both are marks, lines count from 1.

    As many lines as can be in the same order (a longest common subsequence, bit-parallel: Hyyrö 2004), then what was
    taken elsewhere, where it stands once on both sides. Blank lines have no place.

    >>> align(["a", "b", "c"], ["c", "x", "a", "-", "b"])
    {1: 3, 2: 5, 3: 1}
    """
    old = [(number, mark) for number, mark in enumerate(before, 1) if mark != BLANK]
    new = [(number, mark) for number, mark in enumerate(after, 1) if mark != BLANK]
    steps = LCSseq.opcodes([mark for _, mark in old], [mark for _, mark in new])
    where = {
        old[step.src_start + offset][0]: new[step.dest_start + offset][0]
        for step in steps
        if step.tag == "equal"
        for offset in range(step.src_end - step.src_start)
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
