"""A code that nobody has suggests those that were meant, and nothing that is far from it."""

from collections.abc import Collection

import pytest

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
