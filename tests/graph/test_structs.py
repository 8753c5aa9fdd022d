"""Records made in C, which the tools of `dataclasses` read all the same."""

import dataclasses
import importlib
import pickle
import pkgutil
from collections.abc import Iterator

import pytest

import graph
from graph.message import Text
from graph.provenance import Citation, Cited, Source
from graph.question import GivenFact
from graph.structs import Struct, replace
from graph.vocabulary import Evidence

SOURCE = Source(slug="a", file="a.txt", title="A", publisher="P", language="it", sha256="0", lines=3)


def every_struct(kind: type[Struct] = Struct) -> Iterator[type[Struct]]:
    for below in kind.__subclasses__():
        yield below
        yield from every_struct(below)


def test_the_tools_of_dataclasses_read_them() -> None:
    assert dataclasses.is_dataclass(Source)
    assert dataclasses.is_dataclass(SOURCE)
    found = {each.name: each for each in dataclasses.fields(Source)}
    assert tuple(found) == Source.__struct_fields__
    assert found["slug"].default is dataclasses.MISSING
    assert found["note"].default is None
    assert [each.name for each in dataclasses.fields(Cited)] == ["cite", "evidence", "why"]


def test_a_changed_copy_leaves_the_first_as_it_is() -> None:
    longer = replace(SOURCE, lines=4)
    assert (longer.lines, SOURCE.lines) == (4, 3)
    assert longer == dataclasses.replace(SOURCE, lines=4)
    assert hash(longer) == hash(dataclasses.replace(SOURCE, lines=4))


def test_nothing_can_be_set() -> None:
    with pytest.raises(AttributeError, match="immutable"):
        SOURCE.lines = 4  # type: ignore[misc]


@pytest.mark.parametrize(
    "value",
    [SOURCE, Text("casa", "home"), Citation("a", 1, 2), Cited(evidence=Evidence.LISTED), GivenFact(name="age")],
    ids=repr,
)
def test_they_are_kept_and_read_back(value: Struct) -> None:
    read = pickle.loads(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))  # noqa: S301 - written here
    assert read == value
    assert type(read) is type(value)


def test_no_default_is_the_description_of_one() -> None:
    """A `field` of `dataclasses` would itself be the value."""
    for found in pkgutil.walk_packages(graph.__path__, "graph."):
        importlib.import_module(found.name)
    structs = set(every_struct())
    assert len(structs) > 150
    wrong = [
        f"{kind.__name__}.{each.name}"
        for kind in structs
        for each in dataclasses.fields(kind)
        if isinstance(each.default, dataclasses.Field)
    ]
    assert not wrong
