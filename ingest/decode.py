"""Strict decoding: from an entry of a catalogue file to the typed value that it describes.

Nothing is dropped in silence. An unknown key, a missing one, a wrong type and a code outside its list are findings, and
one pass finds them all. The types are the dataclasses themselves, so that a new field needs no code here.
"""

import dataclasses
import enum
import math
import re
import types
import typing
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache, partial
from sys import intern
from typing import Any, Generic, TypeVar

from graph.errors import CatalogueError, FormulaError
from graph.formula import Formula, parse
from graph.message import Finding, Message, Text, Told
from graph.provenance import Citation
from graph.vocabulary import Evidence
from ingest.yaml_entries import Entry, Path

T = TypeVar("T")

_CITATION = re.compile(r"([a-z0-9-]+):(\d+)(?:-(\d+))?")
_YES_NO = {"yes": True, "no": False, "true": True, "false": False}
_NAMES = ("slug", "code", "name", "id", "entry")
"""The fields that may name an entry in a finding."""


class _Wrong(enum.Enum):
    """Replaces a value that could not be decoded; its finding is recorded already."""

    WRONG = "wrong"


WRONG = _Wrong.WRONG
Tell = Callable[[Path, Message], None]
"""Records what is wrong at a place inside the entry."""
Converter = Callable[[Any, Path, Tell], Any]


@dataclass(frozen=True, slots=True)
class Decoded(Generic[T]):
    """The decoded value of an entry, and everything that is wrong with it.

    `value` is None where a required part is missing or wrong.
    """

    value: T | None
    findings: tuple[Finding, ...]


def decode(entry: Entry, kind: type[T], value: Any = None) -> T:
    """The `kind` that `entry` describes.

    Parameters
    ----------
    entry
        Where the value was read; findings name its file and line.
    kind
        A dataclass. Its fields are the keys that the entry may have.
    value
        What to decode in place of `entry.value`, where several files were merged.

    Raises
    ------
    CatalogueError
        With every finding on the entry.
    """
    decoded = find_decoded(entry, kind, value)
    if decoded.findings or decoded.value is None:
        raise CatalogueError(decoded.findings)
    return decoded.value


def decode_all(entries: Iterable[Entry], kind: type[T]) -> tuple[T, ...]:
    """The `kind` that each entry describes. Raises CatalogueError with the findings on all of them."""
    decoded = [find_decoded(entry, kind) for entry in entries]
    findings = [finding for item in decoded for finding in item.findings]
    if findings:
        raise CatalogueError(tuple(findings))
    return tuple(item.value for item in decoded if item.value is not None)


def find_decoded(entry: Entry, kind: type[T], value: Any = None) -> Decoded[T]:
    """What `decode` returns, with the findings beside it instead of raised."""
    notation = entry.value if value is None else value
    name = _name(notation)
    found = list(entry.findings)

    def tell(path: Path, message: Message) -> None:
        place = ".".join(map(str, path))
        about: Told = Message.of("entry.part", entry=name, part=place) if place else name
        found.append(entry.finding(path, Message.of("finding.at", place=about, message=message)))

    convert: Converter = _converter(typing.cast(Hashable, kind))
    built = convert(notation, (), tell)
    return Decoded(None if built is WRONG else built, tuple(found))


@lru_cache(maxsize=4096)
def parse_citation(text: str) -> Citation | None:
    """The citation that `text` is, None where it is none; equal ones that follow each other are one.

    >>> parse_citation("decks:3-4"), parse_citation("decks")
    (Citation(source='decks', first=3, last=4), None)
    """
    match = _CITATION.fullmatch(text)
    if match is None:
        return None
    source, first, last = match.groups()
    return Citation(source, int(first), int(last or first))


def hint(word: str, known: Iterable[str]) -> Message:
    """What `word` may be a slip for: the closest of `known`, otherwise all of them.

    >>> hint("require", ["requires", "routes"])
    Message(code='reading.near', values=(('near', 'requires'),))
    """
    from difflib import get_close_matches

    listed = list(known)
    close = get_close_matches(word, listed, 1)
    return Message.of("reading.near", near=close[0]) if close else Message.of("reading.known", known=tuple(listed))


def _name(notation: Any) -> Told:
    named = notation if isinstance(notation, Mapping) else {}
    return next((str(named[key]) for key in _NAMES if isinstance(named.get(key), str)), None) or Message.of(
        "entry.unnamed"
    )


@cache
def _converter(hint: Any) -> Converter:
    """What decodes a value of the type `hint`."""
    plain = _without_none(hint)
    if plain in _SCALARS:
        return _SCALARS[plain]
    origin, arguments = typing.get_origin(plain), typing.get_args(plain)
    if origin is tuple:
        return partial(_several, _converter(arguments[0]), arguments[0] is Citation)
    if origin is typing.Literal:
        return partial(_choice, {code: code for code in arguments})
    if issubclass(plain, enum.Enum):
        return partial(_choice, {str(item.value): item for item in plain})
    return _Record(plain).convert


def _without_none(hint: Any) -> Any:
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        return next(option for option in typing.get_args(hint) if option is not type(None))
    return hint


class _Record:
    """Decodes the mappings that describe one dataclass."""

    def __init__(self, kind: type) -> None:
        hints = typing.get_type_hints(kind)
        fields = [field for field in dataclasses.fields(kind) if field.init]
        self._kind = kind
        self._fields = {field.name: _converter(hints[field.name]) for field in fields}
        self._required = [
            field.name
            for field in fields
            if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        ]
        self._gives_reasons = {"evidence", "why"} <= self._fields.keys()
        if _without_none(hints.get("why")) is Text:
            self._fields["why"] = partial(_reason, self._fields["why"])

    def convert(self, notation: Any, path: Path, tell: Tell) -> Any:
        if not isinstance(notation, dict):
            keys = tuple(f"{name}:" for name in self._required)
            tell(path, Message.of("entry.no_mapping", given=_shown(notation), keys=keys))
            return WRONG
        values = {}
        for name, item in notation.items():
            converter = self._fields.get(name)
            if converter is None:
                tell((*path, name), Message.of("entry.no_key", key=name, hint=hint(name, self._fields)))
            elif item is not None:
                value = converter(item, (*path, name), tell)
                if value is not WRONG:
                    values[name] = value
        for name in self._required:
            if notation.get(name) is None:
                tell(path, Message.of("entry.missing", key=name))
        if self._gives_reasons and values.get("evidence") is Evidence.INFERRED and not values.get("why"):
            tell(path, Message.of("entry.no_reason"))
        for name in self._required:
            if name not in values:
                return WRONG
        return self._kind(**values)


def _several(item: Converter, cites: bool, notation: Any, path: Path, tell: Tell) -> Any:
    """A list; of citations, one alone may stand without its brackets."""
    if cites and isinstance(notation, str):
        notation = [notation]
    if not isinstance(notation, list):
        tell(path, Message.of("entry.no_list", given=_shown(notation)))
        return WRONG
    values = [item(part, (*path, index), tell) for index, part in enumerate(notation)]
    return tuple([value for value in values if value is not WRONG])


def _text(notation: Any, path: Path, tell: Tell) -> Any:
    if isinstance(notation, str):
        return intern(notation)  # a code is written many times
    tell(path, Message.of("entry.no_text", given=_shown(notation)))
    return WRONG


def _reason(text: Converter, notation: Any, path: Path, tell: Tell) -> Any:
    """A reason that is given in one language is shown in every one."""
    return Text(notation, notation) if isinstance(notation, str) else text(notation, path, tell)


def _yes_no(notation: Any, path: Path, tell: Tell) -> Any:
    if isinstance(notation, str) and notation in _YES_NO:
        return _YES_NO[notation]
    tell(path, Message.of("entry.yes_no", given=_shown(notation)))
    return WRONG


def _scalar(read: Callable[[str], Any], wrong: Callable[[Told], Message], notation: Any, path: Path, tell: Tell) -> Any:
    try:
        if isinstance(notation, str):
            return read(notation)
    except ValueError:
        pass
    tell(path, wrong(_shown(notation)))
    return WRONG


def _finite(text: str) -> float:
    number = float(text) if re.fullmatch(r"-?\d+(\.\d+)?(e[-+]?\d+)?", text, re.ASCII | re.IGNORECASE) else math.inf
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _whole(text: str) -> int:
    if not re.fullmatch(r"-?\d+", text, re.ASCII):
        raise ValueError(text)
    return int(text)


def _choice(codes: Mapping[str, Any], notation: Any, path: Path, tell: Tell) -> Any:
    if isinstance(notation, str) and notation in codes:
        return codes[notation]
    near = hint(notation if isinstance(notation, str) else "", codes)
    tell(path, Message.of("entry.choice", given=_shown(notation), hint=near))
    return WRONG


def _formula(notation: Any, path: Path, tell: Tell) -> Any:
    try:
        return parse(notation)
    except FormulaError as error:
        tell(path, error.message)
        return WRONG


def _citation(notation: Any, path: Path, tell: Tell) -> Any:
    cite = parse_citation(notation) if isinstance(notation, str) else None
    if cite is None:
        tell(path, Message.of("entry.citation", given=_shown(notation)))
    elif cite.last < cite.first or cite.first < 1:
        tell(path, Message.of("entry.backwards", given=_shown(notation)))
    else:
        return cite
    return WRONG


def _shown(notation: Any) -> Told:
    """A value as a finding quotes it: a text whole, anything else by what it is."""
    if isinstance(notation, str):
        return Message.of("entry.text", text=notation)
    if isinstance(notation, Sequence):
        return Message.of("entry.list")
    if notation is None:
        return Message.of("entry.nothing")
    return Message.of("entry.mapping") if isinstance(notation, Mapping) else repr(notation)


def _no_whole(given: Told) -> Message:
    return Message.of("entry.whole", given=given)


def _no_number(given: Told) -> Message:
    return Message.of("entry.number", given=given)


def _no_date(given: Told) -> Message:
    return Message.of("entry.date", given=given)


_SCALARS: Mapping[Any, Converter] = types.MappingProxyType(
    {
        str: _text,
        bool: _yes_no,
        int: partial(_scalar, _whole, _no_whole),
        float: partial(_scalar, _finite, _no_number),
        date: partial(_scalar, date.fromisoformat, _no_date),
        Formula: _formula,
        Citation: _citation,
    }
)
