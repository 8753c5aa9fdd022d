"""Immutable values as columns: what is equal is written once, and is one object once it is read.

A pickle shares objects, not what is equal; and what it reads keeps the arguments of each object until all are made,
between the objects that stay, so that their memory never comes back. Columns take a third of that memory.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import starmap
from typing import Any, NamedTuple, cast

import msgspec


class _Group(NamedTuple):
    """Values of one kind, each of so many parts.

    `numbers` name the parts, column after column, or row after row where there are fewer rows than columns. `kind` is
    None for values without parts; `plain` are these.
    """

    kind: type | None
    size: int
    numbers: "tuple[array[int], ...]" = ()
    by_row: bool = False
    plain: tuple[Any, ...] = ()


class Columns(NamedTuple):
    """A value of structs, tuples, frozensets, dictionaries, arrays and hashable values, as columns.

    Values are numbered from group to group, parts before wholes; the last one is the value itself. What is read from
    columns must not be changed, since equal parts are one.

    Examples
    --------
    >>> first, second = Columns.of((("a", 1), ("a", 1))).value()
    >>> first, first is second
    (('a', 1), True)
    """

    groups: tuple[_Group, ...]

    @classmethod
    def of(cls, value: Any) -> "Columns":
        """The columns of `value`. Raises TypeError if it holds another value that is not hashable."""
        numbering = _Numbering()
        numbering.number(value)
        return cls(tuple(numbering.groups()))

    def value(self) -> Any:
        """The value."""
        made: list[Any] = []
        for group in self.groups:
            made.extend(_make(group, made))
        return made[-1]


class _Numbering:
    """Numbers each value once: equal values of one type have one number."""

    def __init__(self) -> None:
        self._plain: dict[type, dict[Any, int]] = defaultdict(dict)
        self._strings = self._plain[str]
        self._wholes: dict[type, dict[tuple[int, ...], int]] = defaultdict(dict)
        self._structs: dict[int, int] = {}
        self._first: list[tuple[int, Any]] = []
        self._depths: list[int] = []
        self._rows: dict[tuple[int, type, int], list[tuple[int, tuple[int, ...]]]] = defaultdict(list)

    def number(self, value: Any) -> int:
        """The number of `value`, whose parts are numbered before it."""
        kind = type(value)
        if kind is tuple:
            return self._number_whole(kind, self._number_all(value))
        if kind is frozenset:
            return self._number_whole(kind, tuple(sorted(self._number_all(value))))
        if kind is dict:
            parts = self._number_all(value), self._number_all(value.values())
            return self._number_whole(kind, tuple([self._number_whole(tuple, each) for each in parts]))
        if issubclass(kind, msgspec.Struct):
            return self._number_struct(kind, value)
        return self._number_plain(kind, value)

    def _number_all(self, values: Iterable[Any]) -> tuple[int, ...]:
        strings, number = self._strings, self.number
        found = [strings.get(each) if type(each) is str else number(each) for each in values]
        if None in found:
            return tuple([number(each) for each in values])
        return tuple(cast(list[int], found))

    def _number_plain(self, kind: type, value: Any) -> int:
        if kind is float:
            key: Any = repr(value)  # there are two zeros, and a number that is not itself
        elif kind is array:
            key = value.typecode, value.tobytes()
        else:
            key = value
        known = self._plain[kind]
        found = known.get(key)
        if found is None:
            found = known[key] = self._add(0)
            self._first.append((found, value))
        return found

    def _number_struct(self, kind: type[msgspec.Struct], value: msgspec.Struct) -> int:
        found = self._structs.get(id(value))  # nodes of a trie lead to the same ones on many ways
        if found is None:
            if "__reduce__" in kind.__dict__:
                parts = value.__reduce__()[1]
            else:
                parts = tuple([getattr(value, name) for name in kind.__struct_fields__])
            found = self._number_whole(kind, self._number_all(parts))
            self._structs[id(value)] = found
        return found

    def _number_whole(self, kind: type, parts: tuple[int, ...]) -> int:
        known = self._wholes[kind]
        found = known.get(parts)
        if found is None:
            depths = self._depths
            depth = 1 + max([depths[part] for part in parts], default=0)
            found = known[parts] = self._add(depth)
            self._rows[depth, kind, len(parts)].append((found, parts))
        return found

    def _add(self, depth: int) -> int:
        self._depths.append(depth)
        return len(self._depths) - 1

    def groups(self) -> Iterator[_Group]:
        """The groups, with the numbers that follow from their order."""
        places = array("I", bytes(4 * len(self._depths)))
        place = 0
        for number, _ in self._first:
            places[number] = place
            place += 1
        yield _Group(None, len(self._first), plain=tuple(value for _, value in self._first))
        for (_, kind, width), rows in sorted(self._rows.items(), key=_order):
            for number, _ in rows:
                places[number] = place
                place += 1
            by_row = len(rows) < width
            lines = [parts for _, parts in rows] if by_row else list(zip(*(parts for _, parts in rows), strict=True))
            numbers = tuple(array("I", [places[part] for part in line]) for line in lines)
            yield _Group(kind, len(rows), numbers, by_row)


def _order(group: tuple[tuple[int, type, int], object]) -> tuple[int, str, int]:
    (depth, kind, width), _ = group
    return depth, kind.__qualname__, width


def _make(group: _Group, made: Sequence[Any]) -> Iterable[Any]:
    """The values of `group`, of parts that are `made`. All at once, since `made` grows by them."""
    kind = group.kind
    if kind is None:
        return group.plain
    if not group.numbers:
        return [kind() for _ in range(group.size)]
    lines = [map(made.__getitem__, numbers) for numbers in group.numbers]
    rows: Iterable[Any] = map(tuple, lines) if group.by_row else zip(*lines, strict=True)
    if kind is tuple:
        return list(rows)
    if kind is frozenset:
        return list(map(frozenset, rows))
    if kind is dict:
        return [dict(zip(keys, values, strict=True)) for keys, values in rows]
    assert issubclass(kind, msgspec.Struct)  # noqa: S101 - see `_Numbering`
    names = kind.__struct_fields__
    if kind.__match_args__ == names:
        return list(starmap(kind, rows))
    return [kind(**dict(zip(names, row, strict=True))) for row in rows]
