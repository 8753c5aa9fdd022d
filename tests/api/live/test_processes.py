"""A process that steps aside pauses while it works, and no more once it need not."""

import time
from collections.abc import Iterator

import pytest

from api.live.processes import PAUSE, WORK, SteppingAside


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    found: list[float] = []
    monkeypatch.setattr("api.live.processes.time.sleep", found.append)
    yield found
    SteppingAside().end()


def work(seconds: float) -> None:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


def test_it_pauses_while_it_works(pauses: list[float]) -> None:
    aside = SteppingAside()
    work(4 * WORK)
    assert pauses == []
    aside.begin()
    work(20 * WORK)
    assert len(pauses) >= 2, "the clock of a system may tick less often"
    assert set(pauses) == {PAUSE}
    aside.end()
    before = len(pauses)
    work(4 * WORK)
    assert len(pauses) == before
