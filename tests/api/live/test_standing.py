"""What the processes of a server know in common."""

import os
from datetime import UTC, datetime

from api.live.standing import Board, Lost, Refused, Standing


def test_what_is_written_is_read() -> None:
    board = Board()
    assert board.read() == Standing()
    whole = Standing("v", Refused(3, "first"), Lost(datetime(2026, 11, 27, tzinfo=UTC), "away"), "why", "next")
    board.write(whole)
    assert board.read() == whole


def test_what_is_long_is_cut() -> None:
    board = Board()
    board.write(Standing(refused=Refused(1, "à" * 10_000), waiting="x" * 10_000))
    read = board.read()
    assert read.refused is not None
    assert read.refused.first.startswith("àà")


def test_a_child_never_reads_a_half_one() -> None:
    board = Board()
    texts = [letter * size for letter, size in (("a", 10), ("b", 700))]
    child = os.fork()
    if not child:
        for number in range(20_000):
            board.write(Standing(waiting=texts[number % 2]))
        board.write(Standing(waiting="done"))
        os._exit(0)
    seen = set()
    while (waiting := board.read().waiting) != "done":
        seen.add(waiting)
    os.waitpid(child, 0)
    assert seen <= {None, *texts}
