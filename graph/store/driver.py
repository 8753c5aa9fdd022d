"""The driver of Neo4j, without the libraries for tables that it imports wherever they are installed.

They would only turn results into tables, and cost each command more time than the driver itself. On import the driver
makes tables of its own, of every number of two bytes and of every month of ten thousand years, some 22 MB in each
process. Dates of a store are text here, and few numbers pass, so each entry is computed once it is asked for.
"""

import sys
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


_FOR_TABLES = ("numpy", "pandas", "pyarrow")
_hidden = [name for name in _FOR_TABLES if name not in sys.modules]
for _name in _hidden:
    sys.modules[_name] = None  # type: ignore[assignment] # so is said that a module is not there
try:
    from neo4j import Driver as Driver
    from neo4j import GraphDatabase as GraphDatabase
    from neo4j import NotificationDisabledClassification as NotificationDisabledClassification
    from neo4j import NotificationMinimumSeverity as NotificationMinimumSeverity
    from neo4j import Query as Query
    from neo4j import RoutingControl as RoutingControl
    from neo4j.exceptions import AuthError as AuthError
    from neo4j.exceptions import DriverError as DriverError
    from neo4j.exceptions import Forbidden as Forbidden
    from neo4j.exceptions import Neo4jError as Neo4jError
    from neo4j.exceptions import ServiceUnavailable as ServiceUnavailable
finally:
    for _name in _hidden:
        del sys.modules[_name]

compute_tables()
