"""Writes values and entries in the notation of catalogue files, always with the same bytes."""

import dataclasses
from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import Any

import orjson
import yaml

from graph.formula import Formula, notation
from graph.provenance import Citation

Record = dict[str, Any]
"""One entry in the notation of catalogue files."""
_NO_WRAP = 1 << 20


def notation_of(value: Any) -> Any:
    """`value` in plain lists, mappings and strings; a field that has its default is left out.

    >>> notation_of(Citation("decks", 3, 4))
    'decks:3-4'
    """
    match value:
        case Citation():
            return str(value)
        case Formula():
            return notation(value)
        case bool():
            return "yes" if value else "no"
        case str() | Enum():
            return str(value)
        case int() | date():
            return str(value)
        case tuple():
            return [notation_of(item) for item in value]
    if dataclasses.is_dataclass(value):
        return dict(_fields_of(value))
    raise TypeError(f"{type(value).__name__} has no notation.")


def _fields_of(value: Any) -> Iterable[tuple[str, Any]]:
    """Citations come last, where a reader of the file looks for them."""
    for field in sorted(dataclasses.fields(value), key=lambda field: field.name == "cite"):
        content = getattr(value, field.name)
        if content is None or content == () or content == field.default:
            continue
        if field.name == "cite" and isinstance(content, tuple) and len(content) == 1:
            content = content[0]
        yield field.name, notation_of(content)


def write_plain(entries: list[Any], heading: str) -> str:
    """Write a catalogue file.

    Parameters
    ----------
    entries
        The entries, in plain lists, mappings and strings.
    heading
        Becomes a comment at the top.

    Returns
    -------
    str
        The text of the file.
    """
    comment = "".join(f"# {line}\n" for line in heading.splitlines())
    body = yaml.dump(
        entries, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_NO_WRAP, default_flow_style=False
    )
    return comment + body


def write_lines(entries: Iterable[Any]) -> str:
    """One line of JSON for each entry, for programs to read and for people to compare."""
    return "".join(orjson.dumps(entry, option=orjson.OPT_APPEND_NEWLINE).decode("utf-8") for entry in entries)


class _Dumper(yaml.CSafeDumper):
    """Writes no aliases, so that each entry can be read by itself."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the name is the base class's
        return True
