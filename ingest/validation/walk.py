"""Every part of a catalogue object, with its path."""

import dataclasses
from collections.abc import Iterator

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
        for field in dataclasses.fields(value):
            item = getattr(value, field.name)
            if isinstance(item, tuple) or dataclasses.is_dataclass(item) or isinstance(item, Formula):
                yield from walk(item, (*path, field.name))
