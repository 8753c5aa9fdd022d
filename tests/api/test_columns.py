"""What is read from columns is what was written, type by type, and what is equal in it is one object."""

import pickle
from array import array
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.columns import Columns
from graph.language.lexicon import Lexicon
from graph.message import Text
from graph.network import Network
from graph.provenance import Citation, Section
from graph.referral.planner import ReferralPlanner
from graph.structs import Struct
from graph.vocabulary import Evidence

PLAIN = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=3), st.dates(), st.sampled_from(Evidence)
)
CITED = st.builds(Citation, st.text(max_size=2), st.integers(1, 3), st.integers(1, 3))
SECTIONS = st.builds(Section, id=st.text(max_size=2), title=st.text(max_size=2), cite=st.tuples(CITED, CITED))
KEYS = st.one_of(PLAIN, CITED)
VALUES = st.recursive(
    st.one_of(PLAIN, CITED, SECTIONS, st.lists(st.integers(0, 9), max_size=3).map(lambda found: array("I", found))),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(tuple),
        st.frozensets(KEYS, max_size=4),
        st.dictionaries(KEYS, inner, max_size=4),
    ),
)


def told(value: Any) -> Any:
    """`value` with the type of each of its parts: 1, 1.0 and True are equal, and not the same; so are two zeros."""
    kind = type(value)
    if kind is frozenset:
        return kind, frozenset(told(each) for each in value)
    if kind is tuple:
        return kind, tuple(told(each) for each in value)
    if kind is dict:
        return kind, tuple((told(key), told(each)) for key, each in value.items())
    if issubclass(kind, Struct):
        return kind, tuple(told(getattr(value, name)) for name in kind.__struct_fields__)
    return kind, repr(value)


@given(VALUES)
def test_what_is_read_is_what_was_written(value: Any) -> None:
    kept = pickle.loads(pickle.dumps(Columns.of(value)))  # noqa: S301 - written right here
    assert told(kept.value()) == told(value)


def test_what_is_equal_is_one_object() -> None:
    cited = tuple(Section(id=code, title="Casa", cite=(Citation("charter", 1, 2),)) for code in ("a", "b"))
    one, two = Columns.of(cited).value()
    assert one.cite is two.cite
    assert one.title is two.title


def test_numbers_that_are_equal_keep_their_types() -> None:
    assert [type(each) for each in Columns.of((1, 1.0, True, 0.0, -0.0)).value()] == [int, float, bool, float, float]
    assert str(Columns.of((0.0, -0.0)).value()) == "(0.0, -0.0)"


@pytest.mark.parametrize("value", [(), frozenset(), {}, Text("a", "b"), date(2026, 1, 2), (("a",) * 50,), ((), ())])
def test_values_without_parts_and_wide_ones(value: Any) -> None:
    assert told(Columns.of(value).value()) == told(value)


def test_what_cannot_be_told_apart_is_refused() -> None:
    with pytest.raises(TypeError):
        Columns.of(([],))


def test_a_catalogue_comes_back(network: Network) -> None:
    read = Columns.of(network.catalogue).value()
    assert read == network.catalogue
    assert Network(read).version == network.version


def test_a_lexicon_comes_back(network: Network) -> None:
    written = ReferralPlanner(network).lexicon
    read: Lexicon = Columns.of(written).value()
    for name in written.__struct_fields__:
        assert getattr(read, name) == getattr(written, name)
    for text in ("da san vittore", "senza casa", "residenza", "avvocato"):
        assert read.find_facts(text.split()) == written.find_facts(text.split())
