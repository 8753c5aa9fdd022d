"""Facts as finitely many cells.

Every fact becomes one or more *variables* with finitely many *cells*: a choice has its values, an integer the
intervals between the limits that the catalogue tests, a country the codes that the catalogue mentions and `other`, a
set one yes-or-no variable a member (`victim_of:violence`). A planning fact is `variable=cell`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.formula import AllOf, AnyOf, Clause, FactTest, Formula, IfThen, Not, clauses, tests
from graph.model import FactDefinition
from graph.vocabulary import FactKind

Cells = frozenset[str]
YES: Cells = frozenset({"yes"})
NO: Cells = frozenset({"no"})
BOOLEAN: tuple[str, ...] = ("yes", "no")
OTHER = "other"

Alternatives = tuple[tuple[str, Cells], ...]
"""One any-of group: it holds where some variable lies in its cells. Sorted by variable."""


def planning_fact(variable: str, cell: str) -> str:
    """The fact under which the planner knows that `variable` has `cell`."""
    return f"{variable}={cell}"


def member_variable(fact: str, member: str) -> str:
    """The yes-or-no variable for `member` of a set-valued fact."""
    return f"{fact}:{member}"


@dataclass(frozen=True, slots=True)
class Interval:
    """The whole numbers from `low` to `high`, both included; None is open."""

    low: int | None
    high: int | None

    def __str__(self) -> str:
        return f"{'' if self.low is None else self.low}..{'' if self.high is None else self.high}"

    def meets(self, low: int | None, high: int | None) -> bool:
        """Whether some number lies in both."""
        return not (
            (self.high is not None and low is not None and self.high < low)
            or (self.low is not None and high is not None and self.low > high)
        )

    def lies_within(self, low: int | None, high: int | None) -> bool:
        """Whether every number of it lies from `low` to `high`."""
        above = low is None or (self.low is not None and low <= self.low)
        return above and (high is None or (self.high is not None and self.high <= high))


class Domains:
    """The cells of every variable, cut by the formulas that read them."""

    def __init__(self, facts: Mapping[str, FactDefinition], formulas: Iterable[Formula]) -> None:
        self._facts = facts
        limits: dict[str, set[int]] = {}
        countries: dict[str, set[str]] = {}
        for test in (test for formula in formulas for test in tests(formula)):
            if test.is_range:
                cuts = limits.setdefault(test.fact, set())
                cuts.update([] if test.minimum is None else [test.minimum])
                cuts.update([] if test.maximum is None else [test.maximum + 1])
            elif facts[test.fact].kind is FactKind.COUNTRY:
                countries.setdefault(test.fact, set()).update(test.values)
        self._intervals = {fact: _intervals(sorted(cuts)) for fact, cuts in limits.items()}
        self._countries = {fact: (*sorted(codes), OTHER) for fact, codes in countries.items()}

    def cells(self, variable: str) -> tuple[str, ...]:
        """All cells of `variable`, in the order of the vocabulary."""
        name = variable.partition(":")[0]
        definition = self._facts.get(name)
        if definition is None or definition.kind in (FactKind.BOOLEAN, FactKind.SET):
            return BOOLEAN
        if definition.kind is FactKind.INTEGER:
            return tuple(map(str, self.intervals(name)))
        if definition.kind is FactKind.COUNTRY:
            return self._countries.get(name, (OTHER,))
        return tuple(value.code for value in definition.values)

    def intervals(self, fact: str) -> tuple[Interval, ...]:
        """The intervals of an integer fact, ascending."""
        return self._intervals.get(fact, (Interval(None, None),))

    def country_cell(self, fact: str, code: str) -> str:
        """The cell of a country code."""
        return code if code in self.cells(fact) else OTHER

    def range_cells(self, fact: str, low: int | None, high: int | None) -> Cells:
        """The cells that some number from `low` to `high` lies in."""
        return frozenset(str(interval) for interval in self.intervals(fact) if interval.meets(low, high))

    def inner_cells(self, fact: str, low: int | None, high: int | None) -> Cells:
        """The cells that hold no number but those from `low` to `high`."""
        return frozenset(str(interval) for interval in self.intervals(fact) if interval.lies_within(low, high))

    def test_cells(self, test: FactTest) -> Cells:
        """The cells in which a test of a fact that is no set holds."""
        if test.is_range:
            return self.range_cells(test.fact, test.minimum, test.maximum)
        return self.covered_cells(test.fact, test.values)

    def covered_cells(self, variable: str, values: Iterable[str]) -> Cells:
        """The cells of `values` and of the values that are kinds of them."""
        definition = self._facts.get(variable)
        return frozenset(values) if definition is None else definition.covered_by(values)

    def split(self, variable: str, cells: Cells, finer: "Domains") -> Cells:
        """`cells` as cells of `finer`, which is cut wherever this is."""
        name = variable.partition(":")[0]
        if self.cells(variable) == finer.cells(variable):
            return cells
        if name in self._intervals or name in finer._intervals:
            parts = (each for each in self.intervals(name) if str(each) in cells)
            return frozenset().union(*(finer.range_cells(name, each.low, each.high) for each in parts))
        return cells.union(set(finer.cells(name)).difference(self.cells(name)) if OTHER in cells else ())

    def compile(self, formula: Formula) -> tuple[Alternatives, ...]:
        """The any-of groups of which every one must hold; a group that always holds is left out."""
        groups = (self._group(clause) for clause in clauses(self._by_member(formula)))
        return tuple(sorted({group for group in groups if group is not None}, key=_group_key))

    def _group(self, clause: Clause) -> Alternatives | None:
        allowed: dict[str, Cells] = {}
        for literal in clause:
            test, positive = literal.test, literal.positive
            every = frozenset(self.cells(test.fact))
            cells = self.test_cells(test) if positive else every - self.test_cells(test)
            allowed[test.fact] = allowed.get(test.fact, frozenset()) | cells
            if allowed[test.fact] >= every:
                return None
        return tuple(sorted((variable, cells) for variable, cells in allowed.items() if cells))

    def _by_member(self, formula: Formula) -> Formula:
        """`formula` with each test of a set-valued fact as any of its members' own tests."""
        match formula:
            case FactTest(fact, values) if fact in self._facts and self._facts[fact].kind is FactKind.SET:
                return AnyOf(tuple(FactTest(member_variable(fact, value), YES) for value in sorted(values)))
            case Not(part):
                return Not(self._by_member(part))
            case IfThen(condition, consequence):
                return IfThen(self._by_member(condition), self._by_member(consequence))
            case AllOf(parts):
                return AllOf(tuple(map(self._by_member, parts)))
            case AnyOf(parts):
                return AnyOf(tuple(map(self._by_member, parts)))
        return formula


def _intervals(cuts: list[int]) -> tuple[Interval, ...]:
    lows: list[int | None] = [None, *cuts]
    highs: list[int | None] = [*(cut - 1 for cut in cuts), None]
    return tuple(Interval(low, high) for low, high in zip(lows, highs, strict=True))


def _group_key(group: Alternatives) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((variable, tuple(sorted(cells))) for variable, cells in group)
