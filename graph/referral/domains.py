"""Facts as variables with finitely many cells, and the names that the planner has for them.

Every fact becomes one or more *variables* with finitely many *cells*. The cells of a choice are its values. Those of an
integer are the intervals between the limits that the catalogue tests; those of a country are the codes that the
catalogue mentions, and `other`. A set becomes one yes-or-no variable for each member (`victim_of:violence`).

Two numbers or countries may share a cell and still contradict each other; `check_agreement` refuses them.
"""

from collections.abc import Iterable, Mapping, Sequence

from graph.atoms import (
    BOOLEAN,
    NO,
    YES,
    Alternatives,
    Atom,
    Cells,
    NeedAtom,
    OneOf,
    SymbolTable,
    Variable,
    VariableKind,
)
from graph.concepts import FactDefinition
from graph.errors import QuestionError
from graph.formula import AllOf, AnyOf, Clause, FactTest, Formula, IfThen, Not, clauses, tests
from graph.message import Message, Text
from graph.network import Network
from graph.question import GivenFact
from graph.structs import Struct
from graph.vocabulary import FactKind

OTHER = "other"
"""The cell of all countries that the catalogue does not mention."""
READING = "reading"
"""In a test: that the reading of which the value is the id holds."""


class Interval(Struct, frozen=True):
    """The whole numbers from `low` to `high`, both included; None is open."""

    low: int | None
    high: int | None

    def __str__(self) -> str:
        return f"{'' if self.low is None else self.low}..{'' if self.high is None else self.high}"

    @staticmethod
    def read(cell: str) -> "Interval":
        """The interval whose cell is `cell`.

        >>> Interval.read("18..29")
        Interval(low=18, high=29)
        """
        low, _, high = cell.partition("..")
        return Interval(int(low) if low else None, int(high) if high else None)

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
        self._unsaid: dict[Variable, Cells] = {}
        self._accepted: dict[FactTest, tuple[OneOf, ...]] = {}

    def cells(self, variable: Variable) -> tuple[str, ...]:
        """All cells of `variable`, in the order of the vocabulary."""
        name = variable.name
        definition = self._facts.get(name) if variable.fact is not None else None
        if definition is None or definition.kind in (FactKind.BOOLEAN, FactKind.SET):
            return BOOLEAN
        if definition.kind is FactKind.INTEGER:
            return tuple(map(str, self.intervals(name)))
        if definition.kind is FactKind.COUNTRY:
            return self._countries.get(name, (OTHER,))
        return tuple(value.code for value in definition.values)

    def is_closed(self, variable: Variable) -> bool:
        """Whether what is not given of `variable` does not hold, so that it is never assumed or asked."""
        definition = self._facts.get(variable.name) if variable.fact is not None else None
        return definition is not None and definition.closed_world

    def unsaid(self, variable: Variable) -> Cells:
        """The cells that `variable` may have if nothing is said about it."""
        found = self._unsaid.get(variable)
        if found is None:
            found = self._unsaid[variable] = NO if self.is_closed(variable) else frozenset(self.cells(variable))
        return found

    def accepted(self, test: FactTest) -> tuple[OneOf, ...]:
        """What `test` accepts: cells of its variable, or of a set any one of the members that it names."""
        found = self._accepted.get(test)
        if found is None:
            if self._facts[test.fact].kind is FactKind.SET:
                found = tuple(OneOf(Variable(test.fact, value), YES) for value in test.values)
            else:
                found = (OneOf(Variable(test.fact), self.test_cells(test)),)
            self._accepted[test] = found
        return found

    def intervals(self, fact: str) -> tuple[Interval, ...]:
        """The intervals of an integer fact, ascending."""
        return self._intervals.get(fact, (Interval(None, None),))

    def country_cell(self, fact: str, code: str) -> str:
        """The cell of a country code."""
        return code if code in self.cells(Variable(fact)) else OTHER

    def range_cells(self, fact: str, low: int | None, high: int | None) -> Cells:
        """The cells that some number from `low` to `high` lies in."""
        return frozenset(str(interval) for interval in self.intervals(fact) if interval.meets(low, high))

    def inner_cells(self, fact: str, low: int | None, high: int | None) -> Cells:
        """The cells that hold no number but those from `low` to `high`."""
        return frozenset(str(interval) for interval in self.intervals(fact) if interval.lies_within(low, high))

    def test_cells(self, test: FactTest) -> Cells:
        """The cells in which a test of a fact holds; the fact is not a set."""
        if test.is_range:
            return self.range_cells(test.fact, test.minimum, test.maximum)
        return self.covered_cells(test.fact, test.values)

    def covered_cells(self, variable: str, values: Iterable[str]) -> Cells:
        """The cells of `values` and of their narrower values."""
        definition = self._facts.get(variable)
        return frozenset(values) if definition is None else definition.covered_by(values)

    def split(self, variable: Variable, cells: Cells, finer: "Domains") -> Cells:
        """`cells` as cells of `finer`, other domains with at least the same cuts."""
        name = variable.name
        if self.cells(variable) == finer.cells(variable):
            return cells
        if name in self._intervals or name in finer._intervals:
            parts = (each for each in self.intervals(name) if str(each) in cells)
            return frozenset().union(*(finer.range_cells(name, each.low, each.high) for each in parts))
        return cells.union(set(finer.cells(variable)).difference(self.cells(variable)) if OTHER in cells else ())

    def compile(self, formula: Formula) -> tuple[Alternatives, ...]:
        """The any-of groups that must all hold. A group that always holds is left out."""
        groups = (self._group(clause) for clause in clauses(self._by_member(formula)))
        return tuple(sorted({group for group in groups if group is not None}, key=_group_key))

    def _group(self, clause: Clause) -> Alternatives | None:
        allowed: dict[Variable, Cells] = {}
        for literal in clause:
            variable, tested = self._tested(literal.test)
            every = frozenset(self.cells(variable))
            cells = tested if literal.positive else every - tested
            allowed[variable] = allowed.get(variable, frozenset()) | cells
            if allowed[variable] >= every:
                return None
        ordered = sorted(allowed, key=str)
        return tuple(OneOf(variable, allowed[variable]) for variable in ordered if allowed[variable])

    def _tested(self, test: FactTest) -> OneOf:
        """The variable that `test` reads, and the cells that satisfy it. A test of a set has one value here."""
        if test.fact == READING or self.is_set(test.fact):
            (value,) = test.values
            reading = Variable(value, kind=VariableKind.READING)
            return OneOf(reading if test.fact == READING else Variable(test.fact, value), YES)
        return OneOf(Variable(test.fact), self.test_cells(test))

    def is_set(self, fact: str) -> bool:
        """Whether `fact` is set-valued."""
        return fact in self._facts and self._facts[fact].kind is FactKind.SET

    def _by_member(self, formula: Formula) -> Formula:
        """`formula` with each test of a set-valued fact replaced by a disjunction of tests of its members."""
        match formula:
            case FactTest(fact, values) if self.is_set(fact):
                return AnyOf(tuple(FactTest(fact, frozenset({value})) for value in sorted(values)))
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
    return tuple((str(variable), tuple(sorted(cells))) for variable, cells in group)


def check_agreement(network: Network, facts: Iterable[GivenFact]) -> None:
    """Check that `facts` leave a possible value for every number and country.

    Every other value is a cell of its own; `graph.referral.initial_state` finds contradictions between those.

    Raises
    ------
    QuestionError
        If no value is left, as for 34 and 35 years, or Ecuador and Peru.
    """
    said: dict[str, list[GivenFact]] = {}
    for fact in facts:
        said.setdefault(fact.name, []).append(fact)
    for name, claims in said.items():
        kind = network.get_fact(name).kind
        if kind is FactKind.INTEGER:
            _check_numbers(network.get_fact(name).label, claims)
        elif kind is FactKind.COUNTRY:
            _check_countries(network.get_fact(name).label, claims)


def _check_numbers(fact: Text, claims: Sequence[GivenFact]) -> None:
    limits = [_limits(claim) for claim in claims if not claim.negated]
    low = max((low for low, _ in limits if low is not None), default=None)
    high = min((high for _, high in limits if high is not None), default=None)
    if low is None or high is None:
        return
    if low > high:
        raise _contradiction(fact, Message.of("value.at_most", high=high), Message.of("value.at_least", low=low))
    for least, most in (_limits(claim) for claim in claims if claim.negated):
        if (least is None or least <= low) and (most is None or high <= most):
            raise _contradiction(fact, Message.of("value.between", low=low, high=high), Message.of("error.outside"))


def _limits(claim: GivenFact) -> tuple[int | None, int | None]:
    if not claim.values:
        return claim.minimum, claim.maximum
    return int(claim.values[0]), int(claim.values[0])


def _check_countries(fact: Text, claims: Sequence[GivenFact]) -> None:
    left: frozenset[str] | None = None
    for claim in sorted(claims, key=lambda claim: claim.negated):
        values, before = frozenset(claim.values), left
        if not claim.negated:
            left = values if left is None else left & values
        elif left is not None:
            left -= values
        if before is not None and not left:
            other = Message.of("value.one_of", values=tuple(sorted(values)))
            other = Message.of("value.not", values=other) if claim.negated else other
            raise _contradiction(fact, Message.of("value.one_of", values=tuple(sorted(before))), other)


def _contradiction(fact: Text, one: Message, other: Message) -> QuestionError:
    return QuestionError(Message.of("error.contradiction", fact=fact, one=one, other=other), "facts")


class Unsaid(Struct, frozen=True):
    """A variable that a question does not mention: its number of cells, its possible cells, and its only possible fact.

    If it is closed, what is not given does not hold.
    """

    size: int
    possible: Cells
    closed: bool
    fact: str | None


class StateVariables:
    """The variables of one network, the same for every question."""

    def __init__(self, network: Network, domains: Domains) -> None:
        self.network = network
        self.domains = domains
        self.symbols = SymbolTable()
        self._groups: dict[Alternatives, tuple[str, ...]] = {}
        self._unsaid: dict[Variable, Unsaid] = {}

    def met(self, need: str) -> str:
        """The planner's fact that `need` is met."""
        return self.symbols.name(NeedAtom(need))

    def fact(self, variable: Variable, cell: str) -> str:
        """The planner's fact that `variable` has `cell`."""
        return self.symbols.name(Atom(variable, cell))

    def group(self, alternatives: Alternatives) -> tuple[str, ...]:
        """The planner's facts of an any-of group, sorted."""
        found = self._groups.get(alternatives)
        if found is None:
            facts = {self.symbols.name(atom) for alternative in alternatives for atom in alternative.atoms()}
            found = self._groups[alternatives] = tuple(sorted(facts))
        return found

    def unsaid(self, variable: Variable) -> Unsaid:
        """The state of `variable` if the question does not mention it."""
        if variable not in self._unsaid:
            closed = variable.kind is VariableKind.AT_ONCE or self.domains.is_closed(variable)
            cells = self.domains.cells(variable)
            possible = NO if closed else frozenset(cells)
            fact = self.fact(variable, *possible) if len(possible) == 1 else None
            self._unsaid[variable] = Unsaid(len(cells), possible, closed, fact)
        return self._unsaid[variable]
