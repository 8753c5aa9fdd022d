"""Command lines that plainly say what they mean, read without the parser.

The parser takes longer to load than a question takes to be answered. A line is plain if it has a command, arguments,
and options in full with values of the simplest kinds. Whatever is not, such as a wrong option or a call for help, is
left to the parser. So both must read a plain line alike, which the tests hold them to.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import is_dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from importlib import import_module
from inspect import Parameter, signature
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from graph.structs import Struct

_WHOLE = re.compile(r"0|[1-9][0-9]{0,8}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NOTHING = ("none", "null")
"""Words that the parser takes for no value at all, where there may be none."""


class Option(Struct, frozen=True):
    """What an option is called, in the annotation of a parameter whose name does not say it.

    `names` are the option's, with their dashes. `negative` turns off what is on by default. With `takes_dashes`, what
    begins with a dash and is not an option is a value.

    >>> Option(("--fact", "-f")).names
    ('--fact', '-f')
    """

    names: tuple[str, ...] = ()
    negative: str | None = None
    takes_dashes: bool = False


class _UnclearError(Exception):
    """The line is not plain."""


class _Slot(Struct, frozen=True):
    """What an option fills: parameter `name` of the command, or of the `group` of options that is its parameter."""

    name: str
    kind: Any
    group: str | None = None

    @property
    def repeats(self) -> bool:
        return get_origin(self.kind) is tuple


def import_command(place: str) -> Callable[..., object]:
    """The function at `place`, such as `api.commands.ask:ask`."""
    module, _, name = place.partition(":")
    found: Callable[..., object] = getattr(import_module(module), name)
    return found


def find_group(hint: Any) -> type | None:
    """The class of a group of options that a parameter of this type is; None where it is a single value.

    >>> from api.commands.common import NetworkOptions
    >>> find_group(NetworkOptions | None) is NetworkOptions
    True
    """
    choices = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    return next((each for each in choices if isinstance(each, type) and is_dataclass(each)), None)


def read_plainly(line: Sequence[str], commands: Mapping[str, tuple[str, str]]) -> Callable[[], object] | None:
    """What to call for `line`; None where it is not plain."""
    if not line or line[0] not in commands:
        return None
    command = import_command(commands[line[0]][0])
    found = bind_plainly(command, line[1:])
    return None if found is None else partial(command, *found[0], **found[1])


def bind_plainly(command: Callable[..., object], given: Sequence[str]) -> tuple[tuple[Any, ...], dict[str, Any]] | None:
    """The arguments of `command` that `given` says, by position and by name; None where it is not plain.

    >>> def command(*text: str, first: int = 3, fact: Annotated[tuple[str, ...], Option(("-f",))] = ()) -> None: ...
    >>> bind_plainly(command, ["casa", "-f", "residence=none", "--first", "2"])
    (('casa',), {'fact': ('residence=none',), 'first': 2})
    >>> bind_plainly(command, ["casa", "--frist", "2"]) is None
    True
    """
    try:
        return _Binding(command).take(given)
    except _UnclearError:
        return None


class _Binding:
    """Fills the parameters of one command."""

    def __init__(self, command: Callable[..., object]) -> None:
        self._parameters = signature(command).parameters
        self._groups: dict[str, type] = {}
        self._slots: dict[str, _Slot] = {}
        self._values: dict[_Slot, Any] = {}
        for name, parameter in self._parameters.items():
            group = find_group(parameter.annotation)
            if group is not None:
                self._groups[name] = group
                for field, hint in get_type_hints(group, include_extras=True).items():
                    self._add(field, hint, name)
            elif parameter.kind is Parameter.KEYWORD_ONLY:
                self._add(name, parameter.annotation)

    def _add(self, name: str, hint: Any, group: str | None = None) -> None:
        kind, option = _told(hint)
        names = option.names or (f"--{name.strip('_').replace('_', '-')}",)
        self._slots |= dict.fromkeys(names, _Slot(name, kind, group))

    def take(self, given: Sequence[str]) -> tuple[tuple[Any, ...], dict[str, Any]]:
        left, rest = [], iter(given)
        for token in rest:
            if not token:
                raise _UnclearError
            if token.startswith("-"):
                self._set(token, rest)
            else:
                left.append(token)
        return self._place(left), self._name()

    def _set(self, token: str, rest: Any) -> None:
        option, sign, value = token.partition("=")
        slot = self._slots.get(option)
        if slot is None or (slot in self._values and not slot.repeats):
            raise _UnclearError
        if slot.kind is bool:
            if sign:
                raise _UnclearError
            self._values[slot] = True
            return
        value = value if sign else next(rest, "")
        if not value or value.startswith("-"):
            raise _UnclearError
        if slot.repeats:
            self._values[slot] = (*self._values.get(slot, ()), _read(get_args(slot.kind)[0], value))
        else:
            self._values[slot] = _read(slot.kind, value)

    def _place(self, left: list[str]) -> tuple[Any, ...]:
        """What stands without an option, in the order of the parameters."""
        placed: list[Any] = []
        for name, parameter in self._parameters.items():
            if parameter.kind is Parameter.KEYWORD_ONLY or name in self._groups:
                continue
            kind, _ = _told(parameter.annotation)
            if parameter.kind is Parameter.VAR_POSITIONAL:
                placed += (_read(kind, token) for token in left)
                left = []
            elif left:
                placed.append(_read(kind, left.pop(0)))
            elif parameter.default is Parameter.empty:
                raise _UnclearError
        if left:
            raise _UnclearError
        return tuple(placed)

    def _name(self) -> dict[str, Any]:
        named = {slot.name: value for slot, value in self._values.items() if slot.group is None}
        for name, parameter in self._parameters.items():
            if parameter.kind is Parameter.KEYWORD_ONLY and parameter.default is Parameter.empty and name not in named:
                raise _UnclearError
        for group, kind in self._groups.items():
            fields = {slot.name: value for slot, value in self._values.items() if slot.group == group}
            if fields:
                named[group] = kind(**fields)
        return named


def _told(hint: Any) -> tuple[Any, Option]:
    """The type in an annotation, and what it says of the option."""
    if get_origin(hint) is not Annotated:
        return hint, Option()
    kind, *about = get_args(hint)
    return kind, next((each for each in about if isinstance(each, Option)), Option())


def _read(kind: Any, token: str) -> Any:
    """`token` as a value of `kind`."""
    if get_origin(kind) in (Union, UnionType):
        kinds = [each for each in get_args(kind) if each is not NoneType]
        if len(kinds) == 1 and token.lower() not in _NOTHING:
            return _read(kinds[0], token)
    elif kind is str or (get_origin(kind) is Literal and token in get_args(kind)):
        return token
    elif kind is int and _WHOLE.fullmatch(token):
        return int(token)
    elif kind is Path:
        return Path(token)
    elif kind is date and _DAY.fullmatch(token):
        return _day(token)
    elif isinstance(kind, type) and issubclass(kind, StrEnum):
        for member in kind:
            if token == str(member) == member.name.lower():
                return member
    raise _UnclearError


def _day(token: str) -> date:
    try:
        return date.fromisoformat(token)
    except ValueError:
        raise _UnclearError from None
