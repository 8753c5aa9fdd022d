"""Catalogue files: YAML in which every scalar is a string, with the line of everything that was read.

Plain YAML turns `no` into False and `12:30` into 750; here a value is the text that was written. A key that occurs
twice in a mapping is a finding instead of a silent loss. Values and entries are written with the same bytes each time.
"""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from importlib.resources.abc import Traversable
from typing import Any

import orjson
import yaml

from graph.errors import CatalogueError, reason_of
from graph.formula import Formula, notation
from graph.message import Finding, Message
from graph.provenance import Citation

_NOTHING = {"", "~", "null"}
_NO_NODE = yaml.ScalarNode("", "")


Path = tuple[str | int, ...]
"""The keys and indexes that lead to a part of an entry."""
Record = dict[str, Any]
"""One entry in the notation of catalogue files."""
_NO_WRAP = 1 << 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a file's list: its value, where it was read, and what was wrong with its notation."""

    file: str
    node: yaml.Node
    value: Any
    findings: tuple[Finding, ...] = field(default=(), kw_only=True)

    @property
    def line(self) -> int:
        """The line, from 1, on which the entry begins."""
        return int(self.node.start_mark.line) + 1

    def line_of(self, path: Path) -> int:
        """The line of the part at `path`: of its key, or of the nearest part around it where it is absent."""
        node, marked = self.node, self.node
        for step in path:
            found = _child(node, step)
            if found is None:
                break
            marked, node = found
        return int(marked.start_mark.line) + 1

    def at(self, path: Path = ()) -> str:
        """`file:line`, as findings begin."""
        return f"{self.file}:{self.line_of(path)}"

    def finding(self, path: Path, message: Message) -> Finding:
        """A finding about the part at `path`."""
        return Finding(self.at(path), message)


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
        raise CatalogueError.at(f"{name}:1", Message.of("file.no_list"))
    return tuple(_entry(node, name) for node in root.value)


def _entry(node: yaml.Node, name: str) -> Entry:
    findings: list[Finding] = []
    value = _value(node, name, findings)
    if not isinstance(value, dict):
        findings.append(Finding(f"{name}:{node.start_mark.line + 1}", Message.of("file.no_keys")))
        value = {}
    return Entry(name, node, value, findings=tuple(findings))


@dataclass(frozen=True, slots=True)
class LineEntry(Entry):
    """An entry that is one line of a file of JSON lines."""

    number: int

    @property
    def line(self) -> int:
        """The line of the entry."""
        return self.number

    def line_of(self, path: Path) -> int:  # noqa: ARG002 - the whole entry is one line
        """The line of the entry, whatever the part."""
        return self.number


def read_lines(file: Traversable, name: str) -> Iterator[Entry]:
    """The entries of a file of JSON lines, one after the other, which machines write and read faster.

    Raises CatalogueError at once where a line is no object, or the file is not in UTF-8.
    """
    for _ in _read_objects(file, name):
        pass  # nothing of a file with a wrong line is used
    return (LineEntry(name, _NO_NODE, value, number) for number, value in enumerate(_read_objects(file, name), 1))


def _read_objects(file: Traversable, name: str) -> Iterator[Record]:
    """The value of each line."""
    try:
        lines = file.open("rb")
    except OSError as error:
        raise CatalogueError.at(name, Message.of("file.unreadable", reason=reason_of(error))) from None
    with lines:
        for number, line in enumerate(lines, 1):
            try:
                value = orjson.loads(line)
            except orjson.JSONDecodeError as error:
                message = Message.of("file.no_json", column=error.colno)
                raise CatalogueError.at(f"{name}:{number}", message) from None
            if not isinstance(value, dict):
                raise CatalogueError.at(f"{name}:{number}", Message.of("file.no_entry"))
            yield value


def read_mapping(file: Traversable, name: str) -> Entry:
    """The one mapping that `file` holds. Raises CatalogueError as `read_entries` does."""
    root = _compose(file, name)
    if not isinstance(root, yaml.MappingNode):
        raise CatalogueError.at(f"{name}:1", Message.of("file.no_mapping"))
    return _entry(root, name)


def _compose(file: Traversable, name: str) -> yaml.Node | None:
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise CatalogueError.at(name, Message.of("file.encoding", byte=error.start)) from None
    except OSError as error:
        raise CatalogueError.at(name, Message.of("file.unreadable", reason=reason_of(error))) from None
    return _compose_text(text, name)


def _compose_text(text: str, name: str) -> yaml.Node | None:
    try:
        return yaml.compose(text, yaml.CBaseLoader)
    except yaml.YAMLError as error:
        raise CatalogueError((_syntax_finding(error, name),)) from None


def _syntax_finding(error: yaml.YAMLError, name: str) -> Finding:
    mark = getattr(error, "problem_mark", None)
    problem = problem_of(getattr(error, "problem", None) or str(error).splitlines()[0])
    return Finding(f"{name}:{mark.line + 1 if mark else 1}", Message.of("file.no_yaml", problem=problem))


def _value(node: yaml.Node, name: str, findings: list[Finding]) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return None if not node.style and node.value in _NOTHING else node.value
    if isinstance(node, yaml.SequenceNode):
        return [_value(child, name, findings) for child in node.value]
    return dict(_pairs(node, name, findings))


def _pairs(node: yaml.Node, name: str, findings: list[Finding]) -> Iterator[tuple[str, Any]]:
    """The keys of a mapping with their values; of a key that occurs twice, the first."""
    seen = set()
    for key, child in node.value:
        place = f"{name}:{key.start_mark.line + 1}"
        if not isinstance(key, yaml.ScalarNode):
            findings.append(Finding(place, Message.of("file.key_word")))
        elif key.value in seen:
            findings.append(Finding(place, Message.of("file.key_twice", key=key.value)))
        else:
            seen.add(key.value)
            yield key.value, _value(child, name, findings)


def _child(node: yaml.Node, step: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    """The node with the line of the part that `step` leads to, and the node of its value."""
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    if isinstance(node, yaml.MappingNode):
        return next(((key, child) for key, child in node.value if key.value == step), None)
    return None


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
    for slot in sorted(dataclasses.fields(value), key=lambda slot: slot.name == "cite"):
        content = getattr(value, slot.name)
        if content is None or content == () or content == slot.default:
            continue
        if slot.name == "cite" and isinstance(content, tuple) and len(content) == 1:
            content = content[0]
        yield slot.name, notation_of(content)


def write_plain(entries: list[Any] | dict[str, Any], heading: str) -> str:
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


_CODES: Mapping[str, str] = {
    "could not find expected ':'": "colon",
    "did not find expected key": "key",
    "did not find expected '-' indicator": "dash",
    "did not find expected ',' or ']'": "bracket",
    "did not find expected ',' or '}'": "brace",
    "did not find expected node content": "content",
    "did not find expected <document start>": "document",
    "expected a single document in the stream": "single",
    "but found another document": "single",
    "mapping values are not allowed in this context": "mapping_values",
    "mapping keys are not allowed in this context": "mapping_keys",
    "block sequence entries are not allowed in this context": "sequence",
    "found unexpected end of stream": "end",
    "found unexpected document indicator": "indicator",
    "found unknown escape character": "escape",
    "found character that cannot start any token": "character",
    "found a tab character that violates indentation": "tab",
    "found a tab character where an indentation space is expected": "tab_space",
    "found undefined tag handle": "tag",
    "found undefined alias": "alias",
    "found duplicate anchor": "anchor",
    "did not find expected alphabetic or numeric character": "letter",
    "did not find expected comment or line break": "comment",
    "control characters are not allowed": "control",
}
"""The sentences of the library that a file written by hand may meet."""


def problem_of(sentence: str) -> Message:
    """The message for what the library says."""
    return Message.of(f"yaml.{_CODES.get(sentence, 'unknown')}")
