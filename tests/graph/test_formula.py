"""Requirements as formulas: truth, notation, and the conjunction of any-of groups that the planner takes."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import FormulaError
from graph.formula import AllOf, AnyOf, FactTest, Formula, IfThen, Not, clauses, evaluate, notation, parse

FACTS = ("a", "b", "c")
leaves = st.sampled_from([FactTest(fact, frozenset({"yes"})) for fact in FACTS])
formulas = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(IfThen, inner, inner),
        st.lists(inner, min_size=1, max_size=3).map(tuple).map(AllOf),
        st.lists(inner, min_size=1, max_size=3).map(tuple).map(AnyOf),
    ),
    max_leaves=8,
)


@given(formulas)
def test_clauses_say_what_the_formula_says(formula: Formula) -> None:
    conjunction = clauses(formula)
    for values in product((True, False), repeat=len(FACTS)):
        world = dict(zip(FACTS, values, strict=True))
        by_clauses = all(any(world[lit.test.fact] is lit.positive for lit in clause) for clause in conjunction)
        assert evaluate(formula, lambda test, world=world: world[test.fact]) is by_clauses


@given(formulas, st.tuples(*[st.sampled_from((True, False, None))] * 3))
def test_a_known_truth_survives_every_way_of_learning_the_rest(
    formula: Formula, values: tuple[bool | None, ...]
) -> None:
    """Kleene's logic is sound: what is True or False under unknowns stays so whatever they turn out to be."""
    partial = dict(zip(FACTS, values, strict=True))
    truth = evaluate(formula, lambda test: partial[test.fact])
    if truth is None:
        return
    choices = [(value,) if value is not None else (True, False) for value in values]
    for filled in product(*choices):
        world = dict(zip(FACTS, filled, strict=True))
        assert evaluate(formula, lambda test, world=world: world[test.fact]) is truth


def test_a_whole_number_is_exact() -> None:
    assert parse({"age": "25"}) == FactTest("age", minimum=25, maximum=25)
    assert parse({"age": {"not": "25"}}) == Not(FactTest("age", minimum=25, maximum=25))
    assert parse({"floor": ["25"]}) == FactTest("floor", frozenset({"25"}))


@given(formulas)
def test_notation_is_read_back(formula: Formula) -> None:
    written = notation(formula)
    again = parse(written)
    assert notation(again) == written
    for values in product((True, False), repeat=len(FACTS)):
        world = dict(zip(FACTS, values, strict=True))
        read = lambda test, world=world: world[test.fact]  # noqa: E731
        assert evaluate(again, read) is evaluate(formula, read)


@pytest.mark.parametrize(
    ("written", "formula"),
    [
        ({"residence": "milan"}, FactTest("residence", frozenset({"milan"}))),
        ({"age": {"min": "18", "max": "35"}}, FactTest("age", frozenset(), 18, 35)),
        ({"housing": {"not": "dwelling"}}, Not(FactTest("housing", frozenset({"dwelling"})))),
        (
            {"if": {"a": "yes"}, "then": {"b": "yes"}},
            IfThen(FactTest("a", frozenset({"yes"})), FactTest("b", frozenset({"yes"}))),
        ),
    ],
)
def test_notation_means(written: object, formula: Formula) -> None:
    assert parse(written) == formula


@pytest.mark.parametrize(
    "written",
    [{}, [], "residence", {"all": [], "residence": "milan"}, {"if": {"a": "yes"}}, {"age": {}}, {"residence": []},
     {"age": {"min": "x"}}, {"age": {"from": "1"}}],
)  # fmt: skip
def test_what_is_no_formula_is_refused(written: object) -> None:
    with pytest.raises(FormulaError):
        parse(written)
