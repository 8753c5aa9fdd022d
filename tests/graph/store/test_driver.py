"""The driver's tables are computed entry by entry, and say what its own say."""

from struct import pack

from hypothesis import given
from hypothesis import strategies as st
from neo4j.time import MAX_YEAR, MIN_YEAR, Date

from graph.store.driver import ComputedTable, compute_tables

YEARS = st.integers(MIN_YEAR, MAX_YEAR)


def test_an_entry_is_computed_once() -> None:
    asked: list[str] = []

    def compute(key: str) -> str:
        asked.append(key)
        return key.upper()

    table = ComputedTable(compute)
    assert (table["a"], table["a"], dict(table), asked) == ("A", "A", {"a": "A"}, ["a"])


@given(YEARS, st.integers(1, 12))
def test_dates_are_those_of_the_calendar(year: int, month: int) -> None:
    compute_tables()
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    february = 29 if leap else 28
    days = (31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
    assert (Date.is_leap_year(year), Date.days_in_year(year)) == (leap, 366 if leap else 365)
    assert Date.days_in_month(year, month) == days
    assert Date(year, month, days).day == days


@given(st.integers(0, 0xFFFF))
def test_numbers_are_packed_as_before(number: int) -> None:
    from neo4j._codec.packstream import v1, v2

    compute_tables()
    for module in (v1, v2):
        assert module.PACKED_UINT_16[number] == pack(">H", number)
        assert module.UNPACKED_UINT_16[pack(">H", number)] == number


def test_nothing_is_made_before_it_is_asked_for() -> None:
    from neo4j import time
    from neo4j._codec.packstream import v1

    compute_tables()
    assert len(v1.PACKED_UINT_16) == 0
    assert len(time._DAYS_IN_MONTH) == 0
