"""The look-ups of a network; a code that nobody has suggests those that were meant, and nothing that is far from it."""

from collections.abc import Collection
from itertools import product

import pytest

from benchmarks.generated_networks import generate
from graph.network import Network, suggest


@pytest.mark.parametrize("code", ["nobody", "nope", "zzzz", "q", "x", "prison-break", "a" * 300, "", "€"])
def test_nothing_is_better_than_something_far(milan: Network, code: str) -> None:
    everything = (milan.services, milan.organizations, milan.needs, milan.situations, milan.facts)
    assert [suggest(code, known) for known in everything] == [()] * 5


@pytest.mark.parametrize(
    ("code", "of", "meant"),
    [
        ("residenzamy", "services", "residenzami"),
        ("residenza-mi", "services", "residenzami"),
        ("wrok", "needs", "work"),
        ("HOUSING", "needs", "housing"),
        ("housng", "needs", "housing.emergency"),
        ("identity card", "needs", "documents.identity-card"),
        ("residence", "needs", "documents.registered-residence"),
        ("san-vittore", "situations", "release-san-vittore"),
        ("relase", "situations", "release"),
        ("caritas", "organizations", "caritas-ambrosiana"),
        ("residenc", "facts", "residence"),
    ],
)
def test_what_was_meant_is_among_three(milan: Network, code: str, of: str, meant: str) -> None:
    known: Collection[str] = getattr(milan, of)
    found = suggest(code, known)
    assert meant in found
    assert len(found) <= 3


def test_helpers_of_a_territory_are_those_that_cover_it(milan: Network) -> None:
    for network in (milan, Network(generate(500, seed=1))):
        places = {place for service in network for place in service.covers}
        for need, place in product(network.needs, (None, "", "nowhere", *places)):
            helping = network.helping.get(need, ())
            near = [one for one in helping if not place or not one.covers or place in one.covers]
            assert list(network.helping_in(need, place)) == near
