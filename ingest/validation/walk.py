"""Every part of a catalogue object, with its path."""

import dataclasses
import types
import typing
from collections.abc import Iterator
from functools import cache

from graph.formula import Formula
from graph.provenance import Citation

Path = tuple[str | int, ...]


def walk(value: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    """`value` and everything inside it. Formulas and citations are leaves."""
    yield path, value
    if isinstance(value, (Formula, Citation)):
        return
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from walk(item, (*path, index))
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for name in _nested_fields(type(value)):
            item = getattr(value, name)
            if item is not None and item != ():
                yield from walk(item, (*path, name))


@cache
def _nested_fields(kind: type) -> tuple[str, ...]:
    """The fields that may hold something with parts of its own."""
    hints = typing.get_type_hints(kind)
    return tuple(field.name for field in dataclasses.fields(kind) if _has_parts(hints[field.name]))


def _has_parts(hint: object) -> bool:
    if isinstance(hint, type) and not isinstance(hint, types.GenericAlias):
        return issubclass(hint, Formula) or dataclasses.is_dataclass(hint)
    arguments = typing.get_args(hint)
    return typing.get_origin(hint) is tuple or any(_has_parts(argument) for argument in arguments)
