from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from ingest.readers.judgements import place_judgements
from tests.told import english


@dataclass(frozen=True)
class Judged:
    line: int
    name: str


def place(judged: list[tuple[Judged, str]], lines: list[tuple[int, str]]) -> tuple[list[tuple[str, int]], list[str]]:
    placed, findings = place_judgements(judged, lines, lookup="x.yaml", lost="document.no_line", file="d.txt")
    return [(item.name, item.line) for item in placed], english(findings)


def test_a_line_is_found_by_what_it_says() -> None:
    assert place([(Judged(3, "one"), "Alfa")], [(3, "Beta"), (8, "Alfa")]) == ([("one", 8)], [])


def test_lines_that_say_the_same_are_judged_in_order() -> None:
    judged = [(Judged(9, "second"), "Alfa"), (Judged(3, "first"), "Alfa")]
    assert place(judged, [(4, "Alfa"), (10, "Alfa")]) == ([("first", 4), ("second", 10)], [])


def test_what_is_gone_or_in_doubt_names_the_judgement_its_old_line_and_what_to_do() -> None:
    judged = [(Judged(3, "a"), "Alfa"), (Judged(5, "b"), "Beta"), (Judged(7, "c"), "Gamma")]
    placed, findings = place(judged, [(4, "Alfa"), (5, "Delta"), (10, "Alfa")])
    assert placed == []
    assert findings == [
        "x.yaml: 'Alfa', judged on line 3: d.txt has it 2 times (4, 10) and it is judged once; "
        "judge it again: each of these lines once.",
        "x.yaml: 'Beta', judged on line 5: no line of the slide of d.txt says so any more; "
        "judge it again, or take the judgement out. Line 5 says 'Delta' now.",
        "x.yaml: 'Gamma', judged on line 7: no line of the slide of d.txt says so any more; "
        "judge it again, or take the judgement out.",
    ]


@given(st.lists(st.sampled_from("abcdefgh"), unique=True), st.lists(st.integers(1, 3), min_size=9, max_size=9))
def test_wherever_lines_go_their_judgements_go_with_them(says: list[str], gaps: list[int]) -> None:
    judged = [(Judged(number, text), text) for number, text in enumerate(says, 1)]
    lines = [(sum(gaps[: number + 1]), text) for number, text in enumerate(reversed(says))]
    assert sorted(place(judged, lines)[0]) == sorted((text, number) for number, text in lines)
