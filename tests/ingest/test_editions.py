from hypothesis import given
from hypothesis import strategies as st

from ingest.editions import BLANK, align, fingerprint

MARKS = st.lists(st.sampled_from(["a", "b", "c", "d", BLANK]), max_size=20)


@given(MARKS, MARKS)
def test_a_line_leads_to_one_that_says_the_same_and_each_to_its_own(before: list[str], after: list[str]) -> None:
    where = align(before, after)
    assert all(before[old - 1] == after[new - 1] != BLANK for old, new in where.items())
    assert len(set(where.values())) == len(where)


@given(MARKS, st.lists(st.integers(0, 2), min_size=20, max_size=20))
def test_blank_lines_part_nothing(marks: list[str], blanks: list[int]) -> None:
    after: list[str] = []
    where = {}
    for number, mark in enumerate(marks, 1):
        after += [BLANK] * blanks[number - 1] + [mark]
        where[number] = len(after)
    assert align(marks, after) == {number: at for number, at in where.items() if marks[number - 1] != BLANK}


@given(st.permutations("abcdefgh"))
def test_lines_that_stand_once_are_found_wherever_they_go(after: list[str]) -> None:
    assert align("abcdefgh", after) == {number: after.index(mark) + 1 for number, mark in enumerate("abcdefgh", 1)}


def test_a_mark_is_of_the_words_alone() -> None:
    assert fingerprint(" a  b ") == fingerprint("a b") != fingerprint("ab")
    assert fingerprint(" \t") == BLANK
