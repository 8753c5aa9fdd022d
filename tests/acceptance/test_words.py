"""How well questions in words are read that people wrote who had not seen the lexicon.

The floors hold what was measured with a margin; `python -m benchmarks words` prints the figures.
"""

from pathlib import Path

import pytest

from benchmarks.words import Score, load, score
from graph.language import Lexicon, parse
from graph.network import Network

FLOORS = {"work": (0.98, 0.90, 0.04, 2), "measured": (0.94, 0.83, 0.07, 8)}
"""Answered, labels understood at least; wrong statements, dangerous readings at most."""


@pytest.fixture(scope="module")
def lexicon(network: Network) -> Lexicon:
    catalogue = network.catalogue
    return Lexicon.build(
        facts=catalogue.facts,
        needs=catalogue.needs,
        situations=catalogue.situations,
        organizations=catalogue.organizations,
        services=catalogue.services,
    )


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


@pytest.mark.parametrize(
    ("text", "start", "fact"),
    [
        ("her brother is in prison, she needs a home", None, "gender"),
        ("il padre dei miei figli è detenuto, cerco casa per noi", None, None),
        ("non è mai stato in carcere, cerca lavoro", None, "former_prisoner"),
        ("vive con la mamma disabile, cerca lavoro", None, "housing"),
        ("mio cugino si droga e io cerco lavoro", None, None),
    ],
)
def test_what_is_said_of_others_is_not_stated(text: str, start: str | None, fact: str | None, lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    assert asked.needs
    assert (asked.start.code if asked.start else None) == start
    assert [given.name for given in asked.facts] == ([fact] if fact else [])
