"""From an entry of a catalogue file to the model object that it describes."""

import dataclasses
import re
import types
import typing
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, TypeVar

import msgspec

from graph.errors import CatalogueError, FormulaError
from graph.formula import Formula, parse
from graph.provenance import Citation
from graph.vocabulary import Evidence
from ingest.yaml_entries import Entry

T = TypeVar("T")

_CITATION = re.compile(r"([a-z0-9-]+):(\d+)(?:-(\d+))?")
_PATH = re.compile(r"\.(\w+)|\[(\d+)\]")


def build(entry: Entry, kind: type[T], value: Any = None) -> T:
    """The `kind` that `entry` describes (`value` in its place where it was merged from several files).

    Raises CatalogueError with file, line and remedy.
    """
    notation = entry.value if value is None else value
    try:
        prepared = _prepare(notation, kind)
        built = msgspec.convert(prepared, kind, strict=False, dec_hook=_formula)
    except msgspec.ValidationError as error:
        raise CatalogueError((_finding(entry, str(error), notation),)) from None
    _demand_reasons(entry, built)
    return built


def _formula(kind: type, notation: Any) -> Any:
    if kind is Formula:
        try:
            return parse(notation)
        except FormulaError as error:
            raise ValueError(str(error)) from None
    raise NotImplementedError(kind)


def _prepare(notation: Any, kind: Any) -> Any:
    """Citations and yes or no in the shape that the model has; everything else as it stands."""
    if isinstance(notation, list):
        return [_prepare(item, _item_kind(kind)) for item in notation]
    if not isinstance(notation, dict):
        return {"yes": True, "no": False}.get(notation, notation) if kind is bool else notation
    fields = _field_kinds(kind)
    return {
        key: _citations(value) if key == "cite" else _prepare(value, fields.get(key))
        for key, value in notation.items()
        if value is not None
    }


def parse_citation(text: Any) -> Citation | None:
    """The citation that `text` is, None where it is none.

    >>> parse_citation("decks:3-4"), parse_citation("decks")
    (Citation(source='decks', first=3, last=4), None)
    """
    match = _CITATION.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        return None
    source, first, last = match.groups()
    return Citation(source, int(first), int(last or first))


def _citations(value: Any) -> list[dict[str, Any]]:
    spans = value if isinstance(value, list) else [value]
    return [_citation(span) for span in spans]


def _citation(span: Any) -> dict[str, Any]:
    cite = parse_citation(span)
    if cite is None:
        raise msgspec.ValidationError(f"A citation is <source>:<line> or <source>:<first>-<last>, not {span!r}")
    if cite.last < cite.first or cite.first < 1:
        raise msgspec.ValidationError(f"The citation {span!r} ends before it begins")
    return {"source": cite.source, "first": cite.first, "last": cite.last}


@cache
def _field_kinds(kind: Any) -> Mapping[str, Any]:
    kind = _without_none(kind)
    if not dataclasses.is_dataclass(kind) or not isinstance(kind, type):
        return {}
    return typing.get_type_hints(kind)


@cache
def _without_none(kind: Any) -> Any:
    if typing.get_origin(kind) in (types.UnionType, typing.Union):
        return next(option for option in typing.get_args(kind) if option is not type(None))
    return kind


@cache
def _item_kind(kind: Any) -> Any:
    arguments = typing.get_args(_without_none(kind))
    return arguments[0] if arguments else None


def _finding(entry: Entry, message: str, notation: Any) -> str:
    text, _, path = message.partition(" - at `$")
    keys = tuple(name or int(index) for name, index in _PATH.findall(path))
    name = ""
    if isinstance(notation, dict):
        name = next((str(notation[key]) for key in ("slug", "code", "name", "id", "entry") if key in notation), "")
    place = ".".join(map(str, keys))
    return f"{entry.at(keys)}: {name or 'entry'}{f' ({place})' if place else ''}: {text}."


def _demand_reasons(entry: Entry, built: Any) -> None:
    missing = [path for path, item in _cited(built, ()) if item.evidence is Evidence.INFERRED and not item.why]
    if missing:
        findings = (f"{entry.at(path)}: what is inferred gives its reason: add 'why:'." for path in missing)
        raise CatalogueError(tuple(findings))


def _cited(item: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every cited thing inside `item`, with its path."""
    if isinstance(item, tuple):
        for index, part in enumerate(item):
            yield from _cited(part, (*path, index))
    elif dataclasses.is_dataclass(item) and not isinstance(item, (type, Formula)) and hasattr(item, "evidence"):
        yield path, item
        for field in _nested_fields(type(item)):
            yield from _cited(getattr(item, field), (*path, field))


@cache
def _nested_fields(kind: type) -> tuple[str, ...]:
    """The fields that may hold further cited things."""
    hints = typing.get_type_hints(kind)
    names = []
    for name, hint in hints.items():
        inner = _without_none(hint)
        part = _item_kind(inner) if typing.get_origin(inner) is tuple else inner
        if dataclasses.is_dataclass(part) and hasattr(part, "evidence"):
            names.append(name)
    return tuple(names)
