"""Requirements as formulas over facts, in the strong three-valued logic of Kleene (1952).

A *test* says that a fact lies in a set of values or in a range of integers. Tests are combined by all, any, not and
if-then. `parse` reads the notation of catalogue files, `evaluate` answers True, False or None (unknown), and
`clauses` compiles to a conjunction of any-of groups of positive tests, which is what the planner takes.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, ClassVar, Protocol

from graph.errors import FormulaError
from graph.message import Message
from graph.structs import Struct


class Formula:
    """A condition on a person's situation. Each kind names itself in `op`, so that a written formula is unambiguous."""

    __slots__ = ()

    __struct_fields__: ClassVar[tuple[str, ...]]

    def __repr__(self) -> str:
        told = (f"{name}={getattr(self, name)!r}" for name in self.__struct_fields__ if name != "op")
        return f"{type(self).__name__}({', '.join(told)})"


class FactTest(Formula, Struct, frozen=True):
    """`fact` is one of `values`; for an integer, lies in `[minimum, maximum]` (either may be open, both included).

    For a set-valued fact: at least one of `values` is a member.
    """

    fact: str
    values: frozenset[str] = frozenset()
    minimum: int | None = None
    maximum: int | None = None
    op: str = "test"

    @property
    def is_range(self) -> bool:
        """Whether this tests an integer."""
        return not self.values


class AllOf(Formula, Struct, frozen=True):
    """Every part holds; an empty one always does."""

    parts: tuple[Formula, ...]
    op: str = "all"


class AnyOf(Formula, Struct, frozen=True):
    """At least one part holds; an empty one never does."""

    parts: tuple[Formula, ...]
    op: str = "any"


class Not(Formula, Struct, frozen=True):
    """The part does not hold."""

    part: Formula
    op: str = "not"


class IfThen(Formula, Struct, frozen=True):
    """If the condition holds, so does the consequence."""

    condition: Formula
    consequence: Formula
    op: str = "if"


class FactReader(Protocol):
    """Answers tests: True, False, or None if it is unknown."""

    def __call__(self, test: FactTest, /) -> bool | None:
        """The truth of `test`."""


def evaluate(formula: Formula, read: FactReader) -> bool | None:
    """Whether `formula` holds, in Kleene's logic of three values.

    Parameters
    ----------
    formula
        The condition.
    read
        Answers each test: True, False, or None if it is unknown.

    Returns
    -------
    bool or None
        None if what is unknown decides.

    Examples
    --------
    >>> housed = FactTest("housing", frozenset({"dwelling"}))
    >>> evaluate(Not(housed), lambda test: None) is None
    True
    >>> evaluate(AnyOf((housed, Not(housed))), lambda test: test.fact == "housing")
    True
    """
    match formula:
        case FactTest():
            return read(formula)
        case Not(part):
            truth = evaluate(part, read)
            return None if truth is None else not truth
        case IfThen(condition, consequence):
            return evaluate(AnyOf((Not(condition), consequence)), read)
        case AllOf(parts):
            truths = [evaluate(part, read) for part in parts]
            return False if False in truths else None if None in truths else True
        case AnyOf(parts):
            truths = [evaluate(part, read) for part in parts]
            return True if True in truths else None if None in truths else False
    raise FormulaError(Message.of("formula.none", given=repr(formula)))


_WORDS = {"all", "any", "not", "if", "then"}


def parse(notation: Any) -> Formula:
    """Read the notation of catalogue files.

    A mapping of facts to tests is a conjunction; a test is a value, a list of values (one of them), `{not: ...}`,
    `{min: , max: }`, or a whole number, which is both limits. `{all: [...]}`, `{any: [...]}`, `{not: ...}` and
    `{if: ..., then: ...}` combine formulas.

    >>> parse({"residence": ["milan", "prison"]}) == FactTest("residence", frozenset({"milan", "prison"}))
    True

    Raises FormulaError where the notation is none of these.
    """
    if not isinstance(notation, Mapping) or not notation:
        raise FormulaError(Message.of("formula.mapping", given=repr(notation)))
    if not _WORDS & notation.keys():
        tests = tuple(_parse_test(str(fact), test) for fact, test in notation.items())
        return tests[0] if len(tests) == 1 else AllOf(tests)
    match dict(notation):
        case {"all": list(parts), **rest} if not rest:
            return AllOf(tuple(map(parse, parts)))
        case {"any": list(parts), **rest} if not rest:
            return AnyOf(tuple(map(parse, parts)))
        case {"not": part, **rest} if not rest:
            return Not(parse(part))
        case {"if": condition, "then": consequence, **rest} if not rest:
            return IfThen(parse(condition), parse(consequence))
    raise FormulaError(Message.of("formula.mixed", given=repr(dict(notation))))


def _parse_test(fact: str, notation: Any) -> Formula:
    match notation:
        case {"not": value, **rest} if not rest:
            return Not(_parse_test(fact, value))
        case dict() if notation and notation.keys() <= {"min", "max"}:
            return FactTest(fact, frozenset(), _integer(fact, notation.get("min")), _integer(fact, notation.get("max")))
        case list() if notation and all(isinstance(value, str) for value in notation):
            return FactTest(fact, frozenset(notation))
        case str() if notation.isascii() and notation.isdigit():
            return FactTest(fact, frozenset(), int(notation), int(notation))
        case str():
            return FactTest(fact, frozenset({notation}))
    raise FormulaError(Message.of("formula.test", fact=fact))


def _integer(fact: str, notation: Any) -> int | None:
    if notation is None:
        return None
    try:
        return int(notation)
    except (TypeError, ValueError):
        raise FormulaError(Message.of("formula.limit", fact=fact, given=repr(notation))) from None


def notation(formula: Formula) -> dict[str, Any]:
    """The notation that `parse` reads, canonical: values sorted, one fact a mapping.

    >>> notation(parse({"not": {"housing": "dwelling"}}))
    {'not': {'housing': ['dwelling']}}
    """
    match formula:
        case FactTest(fact, values, minimum, maximum):
            limits = {"min": minimum, "max": maximum}
            return {fact: sorted(values) if values else {k: v for k, v in limits.items() if v is not None}}
        case Not(part):
            return {"not": notation(part)}
        case IfThen(condition, consequence):
            return {"if": notation(condition), "then": notation(consequence)}
        case AllOf(parts):
            return {"all": [notation(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [notation(part) for part in parts]}
    raise FormulaError(Message.of("formula.none", given=repr(formula)))


def from_tagged(tagged: Any) -> Formula:
    """The formula whose fields, with its `op`, are the mapping `tagged`: the shape in which records are written.

    >>> from_tagged({"op": "not", "part": {"op": "test", "fact": "age", "minimum": 18}})
    Not(part=FactTest(fact='age', values=frozenset(), minimum=18, maximum=None))

    Raises FormulaError where the mapping is none of a formula.
    """
    match tagged:
        case {"op": "test", "fact": str(fact)}:
            limits = _integer(fact, tagged.get("minimum")), _integer(fact, tagged.get("maximum"))
            return FactTest(fact, frozenset(tagged.get("values", ())), *limits)
        case {"op": "all", "parts": list(parts)}:
            return AllOf(tuple(map(from_tagged, parts)))
        case {"op": "any", "parts": list(parts)}:
            return AnyOf(tuple(map(from_tagged, parts)))
        case {"op": "not", "part": part}:
            return Not(from_tagged(part))
        case {"op": "if", "condition": condition, "consequence": consequence}:
            return IfThen(from_tagged(condition), from_tagged(consequence))
    raise FormulaError(Message.of("formula.written", given=repr(tagged)))


@lru_cache(maxsize=4_096)
def tests(formula: Formula) -> frozenset[FactTest]:
    """Every test that occurs in `formula`."""
    match formula:
        case FactTest():
            return frozenset({formula})
        case Not(part):
            return tests(part)
        case IfThen(condition, consequence):
            return tests(condition) | tests(consequence)
        case AllOf(parts) | AnyOf(parts):
            return frozenset().union(*map(tests, parts))
    raise FormulaError(Message.of("formula.none", given=repr(formula)))


@lru_cache(maxsize=4_096)
def read_facts(formula: Formula) -> frozenset[str]:
    """The names of the facts that `formula` tests."""
    return frozenset([test.fact for test in tests(formula)])


class Literal(Struct, frozen=True):
    """A test or its complement."""

    test: FactTest
    positive: bool = True


Clause = frozenset[Literal]


def clauses(formula: Formula, positive: bool = True) -> frozenset[Clause]:
    """The conjunctive normal form of `formula` (of its negation where `positive` is False), by distribution.

    An empty result always holds; an empty clause never does. Complexity is exponential in the nesting of any over
    all, which requirements keep to two levels.
    """
    match formula:
        case FactTest():
            return frozenset({frozenset({Literal(formula, positive)})})
        case Not(part):
            return clauses(part, not positive)
        case IfThen(condition, consequence):
            return clauses(AnyOf((Not(condition), consequence)), positive)
        case AllOf(parts) | AnyOf(parts):
            each = [clauses(part, positive) for part in parts]
            if isinstance(formula, AllOf) == positive:
                return _absorb(frozenset().union(*each))
            product: frozenset[Clause] = frozenset({frozenset()})
            for operand in each:
                product = _absorb(frozenset(left | right for left in product for right in operand))
            return product
    raise FormulaError(Message.of("formula.none", given=repr(formula)))


def _absorb(conjunction: frozenset[Clause]) -> frozenset[Clause]:
    if len({len(clause) for clause in conjunction}) < 2:  # of one size, none holds another
        return conjunction
    return frozenset(clause for clause in conjunction if not any(other < clause for other in conjunction))
