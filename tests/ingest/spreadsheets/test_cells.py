import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import ReadingError
from graph.formula import AllOf, AnyOf, FactTest, Formula, IfThen, Not, parse
from graph.organizations import Schedule
from ingest.spreadsheets.cells import expand, read_cell, write_cell
from ingest.spreadsheets.schema import CellKind, Column
from tests.told import refuses

WORDS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1).map(str.strip).filter(bool)
TESTS = st.one_of(
    st.builds(FactTest, st.sampled_from(["age", "no", "on"]), minimum=st.integers(-9, 99), maximum=st.integers(-9, 99)),
    st.builds(FactTest, st.sampled_from(["residence", "yes"]), st.frozensets(WORDS, min_size=1)),
)
FORMULAS: st.SearchStrategy[Formula] = st.recursive(
    TESTS,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(IfThen, inner, inner),
        st.lists(inner, max_size=3).map(lambda parts: AllOf(tuple(parts))),
        st.lists(inner, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
    ),
    max_leaves=6,
)


def column(kind: CellKind, *choices: str) -> Column:
    return Column(name="x", path=("x",), kind=kind, choices=choices)


@given(st.lists(WORDS, min_size=1))
def test_a_list_comes_back(items: list[str]) -> None:
    assert read_cell(column(CellKind.LIST), write_cell(column(CellKind.LIST), tuple(items))) == items


@given(FORMULAS)
def test_a_condition_comes_back(formula: Formula) -> None:
    text = write_cell(column(CellKind.FORMULA), formula)
    assert "\n" not in text
    assert parse(read_cell(column(CellKind.FORMULA), text)) == formula


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_comes_back(number: float) -> None:
    assert float(read_cell(column(CellKind.NUMBER), write_cell(column(CellKind.NUMBER), number))) == number


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (CellKind.YES_NO, "Sì", "yes"),
        (CellKind.YES_NO, "FALSE", "no"),
        (CellKind.NUMBER, "36,27", "36.27"),
        (CellKind.INTEGER, "12.0", "12"),
        (CellKind.DATE, "2026-01-31 00:00:00", "2026-01-31"),
        (CellKind.DATE, "2026-01-31 10:30:00", "2026-01-31"),
        (CellKind.DATE, "31/01/2026", "2026-01-31"),
        (CellKind.DATE, "31.1.2026 9.30", "2026-01-31"),
        (CellKind.SPANS, "charter:1-2, decks:3", ["charter:1-2", "decks:3"]),
        (CellKind.FORMULA, "residence: [milan, prison]", {"residence": ["milan", "prison"]}),
        (CellKind.TEXT, "no", "no"),
        (CellKind.LIST, "a; b;", ["a", "b"]),
    ],
)
def test_what_people_type_is_read(kind: CellKind, text: str, value: object) -> None:
    assert read_cell(column(kind), text) == value


def test_a_choice_is_read_as_people_write_it() -> None:
    assert read_cell(column(CellKind.CHOICE, "walk-in", "temporarily closed"), "Walk in") == "walk-in"
    assert (
        read_cell(column(CellKind.CHOICE, "walk-in", "temporarily closed"), "temporarily closed")
        == "temporarily closed"
    )


@pytest.mark.parametrize(
    ("kind", "text", "reason"),
    [
        (CellKind.YES_NO, "forse", "neither yes nor no"),
        (CellKind.NUMBER, "tanti", "not a number"),
        (CellKind.NUMBER, "nan", "not a number"),
        (CellKind.INTEGER, "1,5", "not a whole number"),
        (CellKind.DATE, "03/04/2026", "may be two dates"),
        (CellKind.DATE, "31/02/2026", "not a date"),
        (CellKind.FORMULA, "adulti", "not a condition"),
        (CellKind.FORMULA, "{residence: [}", "not a condition"),
        (CellKind.CHOICE, "x", "there are: a, b"),
    ],
)
def test_what_cannot_stand_there_is_refused(kind: CellKind, text: str, reason: str) -> None:
    with refuses(ReadingError, reason):
        read_cell(column(kind, *("a", "b") if kind is CellKind.CHOICE else ()), text)


@pytest.mark.parametrize(("country", "value"), [("IT", "2026-04-03"), ("US", "2026-03-04")])
def test_the_order_of_day_and_month_is_that_of_the_country(country: str, value: str) -> None:
    assert read_cell(column(CellKind.DATE), "03/04/2026", country) == value


def test_a_postal_code_that_lost_its_zeros_is_refused() -> None:
    code = Column(name="postal_code", path=("postal_code",), kind=CellKind.TEXT)
    for text, country in (("182", None), ("182", "IT"), ("6100", "IT")):
        with refuses(ReadingError, "has lost the 0s"):
            read_cell(code, text, country)
    assert [read_cell(code, text, country) for text, country in (("00182", "IT"), ("6900", "CH"), ("6900", None))] == [
        "00182", "6900", "6900",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("Mo-Fr 09:00-17:00; We 09:00-13:00", ["Mo-Fr 09:00-17:00; We 09:00-13:00"]),
        ("Mo-Fr 09:00-12:00; Aug off", ["Mo-Fr 09:00-12:00; Aug off"]),
        ("lun 9-12; mar chiuso", ["Mo 09:00-12:00; Tu off"]),
        ("lun-ven 9-12; chiuso ad agosto", [None]),  # open in August, to who reads only the first half
        ('["lun 9-12", "mar 9-12"]', ["Mo 09:00-12:00", "Tu 09:00-12:00"]),
    ],
)
def test_hours_are_read_whole(text: str, hours: list[str | None]) -> None:
    column = Column(name="schedules", path=("schedules",), kind=CellKind.SHORT, item=Schedule)
    assert [item.get("opening_hours") for item in expand(column, text, "IT")] == hours
