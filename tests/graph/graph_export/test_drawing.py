"""Positions: nothing overlaps, whatever the sizes."""

from math import dist

from hypothesis import given
from hypothesis import strategies as st

from graph.graph_export.drawing import GAP, SPACING, Position, place_groups, place_members

SIZES = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 300), min_size=1, max_size=16)


def apart(one: Position, other: Position) -> float:
    return dist((one.x, one.y), (other.x, other.y))


@given(SIZES)
def test_discs_do_not_overlap_and_keep_their_order(sizes: dict[str, int]) -> None:
    discs = place_groups(sizes)
    assert list(discs) == list(sizes)
    placed = list(discs.values())
    for number, one in enumerate(placed):
        for other in placed[:number]:
            assert apart(one.center, other.center) >= one.radius + other.radius + GAP - 1


@given(st.integers(0, 400))
def test_members_lie_apart_within_their_disc(size: int) -> None:
    disc = place_groups({"a": size})["a"]
    names = [f"{number}" for number in range(size)]
    placed = place_members(names, disc)
    assert list(placed) == names
    assert all(apart(position, disc.center) <= disc.radius for position in placed.values())
    points = list(placed.values())
    assert all(apart(point, other) > SPACING * 0.9 for n, point in enumerate(points[:60]) for other in points[:n])


def test_no_group_gives_no_disc() -> None:
    assert place_groups({}) == {}
