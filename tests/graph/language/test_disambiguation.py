import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.language.disambiguation import combine, either_of
from graph.language.lexicon import Lexicon
from graph.language.parse import parse
from graph.question import GivenFact
from graph.vocabulary import FactKind

VALUES = ("a", "b", "c", "d")
CHOICES = st.builds(
    GivenFact,
    name=st.just("fact"),
    values=st.lists(st.sampled_from(VALUES), min_size=1, max_size=3, unique=True).map(tuple),
    negated=st.booleans(),
)
BOUND = st.none() | st.integers(0, 12)
RANGES = st.builds(GivenFact, name=st.just("fact"), minimum=BOUND, maximum=BOUND)


def _allows(claim: GivenFact, value: str) -> bool:
    return (value in claim.values) is not claim.negated


def _contains(claim: GivenFact, number: int) -> bool:
    return (claim.minimum is None or claim.minimum <= number) and (claim.maximum is None or number <= claim.maximum)


@given(st.lists(CHOICES, min_size=1, max_size=4))
def test_choices_hold_together_where_each_does(claims: list[GivenFact]) -> None:
    # "other" stands for every value that no claim names.
    together = combine(FactKind.CHOICE, claims)
    for value in (*VALUES, "other"):
        assert all(_allows(claim, value) for claim in claims) is any(_allows(one, value) for one in together)


@given(st.lists(RANGES, min_size=1, max_size=4))
def test_ranges_hold_together_where_each_does(claims: list[GivenFact]) -> None:
    together = combine(FactKind.INTEGER, claims)
    for number in range(14):
        assert all(_contains(claim, number) for claim in claims) is any(_contains(one, number) for one in together)


@given(st.lists(CHOICES, min_size=1, max_size=4))
def test_members_are_gathered(claims: list[GivenFact]) -> None:
    members = {value for claim in claims if not claim.negated for value in claim.values}
    others = {value for claim in claims if claim.negated for value in claim.values}
    together = combine(FactKind.SET, claims)
    assert bool(together) is not bool(members & others)
    for one in together:
        assert set(one.values) == (others if one.negated else members)


def test_or_widens_a_fact() -> None:
    italian, other = GivenFact(name="n", values=("IT",)), GivenFact(name="n", values=("MA",))
    assert either_of(italian, other) == GivenFact(name="n", values=("IT", "MA"))
    not_italian = GivenFact(name="n", values=("IT",), negated=True)
    assert either_of(not_italian, other) == GivenFact(name="n", values=("IT", "MA"), negated=True)
    assert either_of(italian, not_italian) is None
    assert either_of(italian, GivenFact(name="m", values=("MA",))) is None
    assert either_of(GivenFact(name="age", minimum=1), GivenFact(name="age", minimum=9)) is None


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("17 yo leaving Beccaria next week, mum won't have him", ("man",)),
        ("dad won't have her, she is 17", ("woman",)),
        ("mother of two doesn't have a home", ("woman",)),
    ],
)
def test_the_parent_who_sends_somebody_away_is_not_the_person(
    text: str, gender: tuple[str, ...], lexicon: Lexicon
) -> None:
    assert [given.values for given in parse(text, lexicon).facts if given.name == "gender"] == [gender]


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("sig. in affidamento ai servizi, ha perso il lavoro", "external-execution"),
        ("bambino in affidamento ai servizi sociali, serve un avvocato", None),
        ("ho due figli in affidamento ai servizi sociali, cerco casa", None),
    ],
)
def test_a_child_in_care_serves_no_sentence(text: str, start: str | None, lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    assert (asked.start.code if asked.start else None) == start
