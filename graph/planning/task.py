"""A planning task as plain values.

The task is propositional (STRIPS, Fikes & Nilsson 1971) with any-of preconditions: a *fact* is a string, a *group* is
a set of facts of which one must hold, an *action* may be carried out when every group holds, then ends `removes` and
makes `provides` true. An *assumption* is a choice made before the first action: at most one a variable.
"""

from collections import Counter
from dataclasses import dataclass

Fact = str
Group = tuple[Fact, ...]
"""Alternatives, sorted and without doubles. An empty group never holds."""

DEAREST = 1_000_000_000
"""The highest cost of one action or assumption, so that it stays within the solver's 32-bit weights."""


class TaskError(ValueError):
    """A task that cannot be taken as it is; the message names every finding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something that can be done once its groups hold. `removes` acts before `provides`; `cost` is not negative."""

    name: str
    cost: int
    requires: tuple[Group, ...] = ()
    provides: tuple[Fact, ...] = ()
    removes: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """The choice that `variable` has a cell, before anything is done: `fact` becomes true at `cost`."""

    variable: str
    fact: Fact
    cost: int

    @property
    def name(self) -> str:
        """The name under which plans and the neutral task know the choice: `assume:<fact>`."""
        return f"assume:{self.fact}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is true, what is wanted (each group), and what may be assumed or done."""

    init: frozenset[Fact]
    goals: tuple[Group, ...]
    actions: tuple[Action, ...]
    assumptions: tuple[Assumption, ...] = ()


def check(task: Task) -> None:
    """Raise TaskError where names of actions and assumptions are not unique, or a cost is outside 0..DEAREST.

    Linear in the number of actions; the searches do not call it.
    """
    costs = [(action.name, action.cost) for action in task.actions]
    costs += [(assumption.name, assumption.cost) for assumption in task.assumptions]
    names = Counter(name for name, _ in costs)
    findings = [f"'{name}' stands {count} times." for name, count in sorted(names.items()) if count > 1]
    findings += [
        f"The cost of '{name}' is {cost}: it must lie between 0 and {DEAREST}."
        for name, cost in costs
        if not 0 <= cost <= DEAREST
    ]
    if findings:
        raise TaskError("\n".join(findings))
