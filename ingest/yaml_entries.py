"""Catalogue files: YAML in which every scalar is a string, with the line of everything that was read.

Plain YAML turns `no` into False and `12:30` into 750; here a file says what it says. A key that stands twice in a
mapping is an error instead of a silent loss.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Any

import orjson
import yaml

from graph.errors import CatalogueError

_NOTHING = {"", "~", "null"}
_NO_NODE = yaml.ScalarNode("", "")


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a file's list: its value, and where it stands."""

    file: str
    node: yaml.Node
    value: Any

    @property
    def line(self) -> int:
        """The line, from 1, on which the entry begins."""
        return int(self.node.start_mark.line) + 1

    def line_of(self, path: tuple[str | int, ...]) -> int:
        """The line of what stands at `path` inside the entry; of the nearest thing around it where it is absent."""
        node = self.node
        for key in path:
            found = _child(node, key)
            if found is None:
                break
            node = found
        return int(node.start_mark.line) + 1

    def at(self, path: tuple[str | int, ...] = ()) -> str:
        """`file:line`, as findings begin."""
        return f"{self.file}:{self.line_of(path)}"


def read_entries(file: Traversable, name: str) -> tuple[Entry, ...]:
    """The entries of the list in `file`; `name` is how findings call it.

    Raises CatalogueError where the file is not a YAML list of mappings in UTF-8.
    """
    return _entries(_compose(file, name), name)


def read_text_entries(text: str, name: str) -> tuple[Entry, ...]:
    """The entries of the list that `text` is, as `read_entries` has them from a file."""
    return _entries(_compose_text(text, name), name)


def _entries(root: yaml.Node | None, name: str) -> tuple[Entry, ...]:
    if root is None:
        return ()
    if not isinstance(root, yaml.SequenceNode):
        raise CatalogueError((f"{name}:1: expected a list of entries, each beginning with '- '.",))
    return tuple(Entry(name, node, _value(node, name)) for node in root.value)


@dataclass(frozen=True, slots=True)
class LineEntry(Entry):
    """An entry that is a line of a file of JSON lines."""

    number: int

    @property
    def line(self) -> int:
        """The line on which the entry stands."""
        return self.number

    def line_of(self, path: tuple[str | int, ...]) -> int:  # noqa: ARG002 - the whole entry is one line
        """The line on which everything in the entry stands."""
        return self.number


def read_lines(file: Traversable, name: str) -> tuple[Entry, ...]:
    """The entries of a file of JSON lines, which machines write and read faster.

    Raises CatalogueError where a line is no object, or the file is not in UTF-8.
    """
    try:
        lines = file.read_bytes().splitlines()
    except OSError as error:
        raise CatalogueError((f"{name}: cannot be read ({error.strerror}).",)) from None
    entries = []
    for number, line in enumerate(lines, 1):
        try:
            value = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise CatalogueError((f"{name}:{number}: not JSON: {error}; ingest the spreadsheet again.",)) from None
        if not isinstance(value, dict):
            raise CatalogueError((f"{name}:{number}: not an entry; ingest the spreadsheet again.",))
        entries.append(LineEntry(name, _NO_NODE, value, number))
    return tuple(entries)


def read_mapping(file: Traversable, name: str) -> Entry:
    """The one mapping that `file` holds. Raises CatalogueError as `read_entries` does."""
    root = _compose(file, name)
    if not isinstance(root, yaml.MappingNode):
        raise CatalogueError((f"{name}:1: expected 'key: value' lines.",))
    return Entry(name, root, _value(root, name))


def _compose(file: Traversable, name: str) -> yaml.Node | None:
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise CatalogueError((f"{name}: not UTF-8 at byte {error.start}; save the file as UTF-8.",)) from None
    except OSError as error:
        raise CatalogueError((f"{name}: cannot be read ({error.strerror}).",)) from None
    return _compose_text(text, name)


def _compose_text(text: str, name: str) -> yaml.Node | None:
    try:
        return yaml.compose(text, yaml.CBaseLoader)
    except yaml.YAMLError as error:
        raise CatalogueError((_syntax_finding(error, name),)) from None


def _syntax_finding(error: yaml.YAMLError, name: str) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    line = mark.line + 1 if mark else 1
    return f"{name}:{line}: not YAML: {problem}. Look at the indentation and quotes of this line and the one before."


def _value(node: yaml.Node, name: str) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return None if not node.style and node.value in _NOTHING else node.value
    if isinstance(node, yaml.SequenceNode):
        return [_value(child, name) for child in node.value]
    return dict(_pairs(node, name))


def _pairs(node: yaml.Node, name: str) -> Iterator[tuple[str, Any]]:
    seen = set()
    for key, child in node.value:
        if key.value in seen:
            line = key.start_mark.line + 1
            raise CatalogueError((f"{name}:{line}: '{key.value}' stands twice in one entry; keep one of them.",))
        seen.add(key.value)
        yield key.value, _value(child, name)


def _child(node: yaml.Node, key: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        return node.value[key]  # type: ignore[no-any-return]
    if isinstance(node, yaml.MappingNode):
        return next((child for name, child in node.value if name.value == key), None)
    return None
