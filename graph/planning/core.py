"""A task over bit masks: what pruning, search and ordering compute with."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from graph.planning.task import Action, Assumption, Fact

GOAL = -1
"""Stands where the index of an operator would for the reader of the goals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoreOperator:
    """An action or an assumption. Masks are sets of facts; `removes` is without what the operator itself provides."""

    origin: Action | Assumption
    groups: tuple[int, ...]
    adds: int
    removes: int

    @property
    def name(self) -> str:
        """The name of the action or assumption."""
        return self.origin.name

    @property
    def cost(self) -> int:
        """The cost of using it once."""
        return self.origin.cost

    @property
    def variable(self) -> str | None:
        """The variable that is assumed, None for an action."""
        return self.origin.variable if isinstance(self.origin, Assumption) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """A task whose facts are numbered in sorted order: fact i is bit i. Operators are sorted by name."""

    facts: tuple[Fact, ...]
    init: int
    goals: tuple[int, ...]
    operators: tuple[CoreOperator, ...]


def number_facts(init: Iterable[Fact], goals: Sequence[Iterable[Fact]], origins: Iterable[Action | Assumption]) -> Core:
    """The core with these goals and operators. Facts that no group reads are left out."""
    ordered = sorted(origins, key=lambda each: each.name)
    read = {fact for goal in goals for fact in goal}
    for origin in ordered:
        if isinstance(origin, Action):
            for group in origin.requires:
                read.update(group)
    facts = tuple(sorted(read))
    bit = {fact: 1 << index for index, fact in enumerate(facts)}

    def mask(some: Iterable[Fact]) -> int:
        result = 0
        for fact in some:
            result |= bit.get(fact, 0)
        return result

    operators = []
    for origin in ordered:
        if isinstance(origin, Action):
            adds = mask(origin.provides)
            groups = tuple(map(mask, origin.requires))
            operators.append(
                CoreOperator(origin=origin, groups=groups, adds=adds, removes=mask(origin.removes) & ~adds)
            )
        else:
            operators.append(CoreOperator(origin=origin, groups=(), adds=bit.get(origin.fact, 0), removes=0))
    return Core(facts=facts, init=mask(init), goals=tuple(map(mask, goals)), operators=tuple(operators))


def union(masks: Iterable[int]) -> int:
    """Every fact of any of `masks`."""
    result = 0
    for mask in masks:
        result |= mask
    return result


def bits(mask: int) -> Iterator[int]:
    """The numbers of the facts in `mask`, ascending."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
