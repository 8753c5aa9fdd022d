"""How well questions in words are read that people wrote who had not seen the lexicon.

The floors hold what was measured with a margin; `python -m benchmarks words` prints the figures.
"""

from pathlib import Path

import pytest

from benchmarks.words import Score, load, score
from graph.language.lexicon import Lexicon
from graph.network import Network

FLOORS = {"work": (0.976, 0.92, 0.017, 23), "measured": (0.93, 0.82, 0.082, 30)}
"""Answered, labels understood at least; wrong statements, dangerous readings at most."""


@pytest.mark.slow
@pytest.mark.parametrize("part", FLOORS)
def test_floors(part: str, lexicon: Lexicon, network: Network, project: Path) -> None:
    utterances = load(project / "tests" / "acceptance" / "words", part)
    assert len(utterances) >= 200
    result: Score = score(utterances, lexicon, network)
    answered, understood, wrong, dangerous = FLOORS[part]
    assert 1 - result.rate("refused", "plans") >= answered
    assert result.rate("understood", "labels") >= understood
    assert result.rate("wrong", "statements") <= wrong
    assert result.counts["dangerous"] <= dangerous
