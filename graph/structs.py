"""What the network is made of: immutable records of named fields, equal where all their fields are.

They are structs of msgspec, which makes them in C. A dataclass writes and compiles its methods each time the program
starts, some forty times slower, and its instances take longer to make, compare and hash. `dataclasses.fields` and
`dataclasses.replace` work on both, so that a reader of fields need not know which it has.

Those of which a network has many leave no room for the garbage collector (`gc=False`), 16 bytes each: none of them can
lead back to itself.
"""

from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import NODEFAULT, field

if TYPE_CHECKING:
    from dataclasses import Field, replace
else:
    from msgspec.structs import replace

__all__ = ["Struct", "field", "replace"]


class _Fields:
    """The fields of a class as `dataclasses` describes them, made when somebody first asks for them."""

    def __init__(self) -> None:
        self._made: dict[type, dict[str, Field[Any]]] = {}

    def __get__(self, value: "Struct | None", kind: type["Struct"]) -> "dict[str, Field[Any]]":
        if kind not in self._made:
            self._made[kind] = _describe(kind)
        return self._made[kind]


class Struct(msgspec.Struct, frozen=True):
    """The base of all such records. A class below it repeats `frozen=True`, for the type checker.

    Examples
    --------
    >>> class Bed(Struct, frozen=True):
    ...     house: str
    ...     free: bool = True
    >>> replace(Bed("Casa"), free=False)
    Bed(house='Casa', free=False)
    """

    __dataclass_fields__ = _Fields()


def _describe(kind: type[Struct]) -> "dict[str, Field[Any]]":
    import dataclasses

    from msgspec.structs import fields

    listed: list[tuple[str, Any, Field[Any]]] = []
    for each in fields(kind):
        given = {
            name: default
            for name, default in (("default", each.default), ("default_factory", each.default_factory))
            if default is not NODEFAULT
        }
        listed.append((each.name, each.type, dataclasses.field(**given)))
    described = dataclasses.make_dataclass(kind.__name__, listed, init=False, repr=False, eq=False, kw_only=True)
    return {each.name: each for each in dataclasses.fields(described)}
