import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import FormulaError, StoreError
from graph.formula import AllOf, AnyOf, FactTest, Formula, IfThen, Not, from_tagged
from graph.message import Text
from graph.model import Catalogue
from graph.network import content_hash
from graph.services import Requirement
from graph.store.records import Record, collections, decode, encode, read_catalogue, write_head

limits = st.none() | st.integers(-(2**31), 2**31)
tests = st.builds(FactTest, st.text(min_size=1), st.frozensets(st.text(), max_size=3), limits, limits)
formulas: st.SearchStrategy[Formula] = st.recursive(
    tests,
    lambda inner: (
        st.builds(Not, inner)
        | st.builds(IfThen, inner, inner)
        | st.builds(lambda parts: AllOf(tuple(parts)), st.lists(inner, max_size=3))
        | st.builds(lambda parts: AnyOf(tuple(parts)), st.lists(inner, max_size=3))
    ),
    max_leaves=8,
)


@given(formulas, formulas | st.none())
def test_a_requirement_survives(when: Formula, lenient: Formula | None) -> None:
    requirement = Requirement(id="r", label=Text("a", "b"), when=when, lenient=lenient)
    assert decode(encode(requirement), Requirement) == requirement


@pytest.mark.parametrize("seed", range(3))
def test_a_catalogue_survives_in_any_order(small: Catalogue, seed: int) -> None:
    records = [
        Record(collection, position, encode(entry))
        for collection in collections()
        for position, entry in enumerate(getattr(small, collection))
    ]
    random.Random(seed).shuffle(records)  # noqa: S311 - not for secrets
    read = read_catalogue(write_head(small), records)
    assert read == small
    assert content_hash(read) == content_hash(small)


@pytest.mark.parametrize("tagged", [{}, {"op": "xor"}, {"op": "all"}, [], None, {"op": "test", "fact": 1}])
def test_what_is_no_formula_is_refused(tagged: object) -> None:
    with pytest.raises(FormulaError):
        from_tagged(tagged)


@pytest.mark.parametrize(
    "record",
    [
        Record("services", 0, "{}"),
        Record("services", 0, "not json"),
        Record("inventions", 0, "{}"),
        Record("needs", 0, '{"code":"a","label":{"it":"a","en":"a"},"met_when":{"op":"xor"}}'),
    ],
)
def test_what_is_no_record_is_refused(small: Catalogue, record: Record) -> None:
    with pytest.raises(StoreError):
        read_catalogue(write_head(small), [record])
