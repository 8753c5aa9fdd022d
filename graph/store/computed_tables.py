"""Tables of the Neo4j driver, computed entry by entry in place of whole.

On import the driver makes tables of every number of two bytes and of every month of ten thousand years, some 22 MB in
each process. Dates of a store are text here, and few numbers pass, so each entry is computed once it is asked for.
"""

from collections.abc import Callable, Hashable
from functools import partial
from importlib import import_module
from struct import pack, unpack
from types import ModuleType
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
_PACKSTREAM = ("neo4j._codec.packstream.v1", "neo4j._codec.packstream.v2")
_OF_TIME = {"_DAYS_IN_YEAR": "_days_in_year", "_IS_LEAP_YEAR": "_is_leap_year"}


class ComputedTable(dict[K, V]):
    """A table whose entry for a key is computed when it is first asked for, and kept.

    >>> ComputedTable(str.upper)["si"]
    'SI'
    """

    def __init__(self, compute: Callable[[K], V]) -> None:
        super().__init__()
        self._compute = compute

    def __missing__(self, key: K) -> V:
        self[key] = self._compute(key)
        return self[key]


def compute_tables() -> None:
    """Put computed tables in the place of the driver's own; what a version of it does not have is left alone."""
    time = import_module("neo4j.time")
    for name, function in _OF_TIME.items():
        compute = getattr(time, function, None)
        if compute is not None:
            _replace(time, name, ComputedTable(compute))
    months = getattr(time, "_days_in_month", None)
    if months is not None:
        _replace(time, "_DAYS_IN_MONTH", ComputedTable(lambda month: months(*month)))
    packed = ComputedTable(partial(pack, ">H"))
    unpacked: ComputedTable[bytes, int] = ComputedTable(lambda octets: unpack(">H", octets)[0])
    for name in _PACKSTREAM:
        module = import_module(name)
        _replace(module, "PACKED_UINT_16", packed)
        _replace(module, "UNPACKED_UINT_16", unpacked)


def _replace(module: ModuleType, name: str, table: object) -> None:
    if hasattr(module, name):
        setattr(module, name, table)
