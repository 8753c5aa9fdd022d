"""The cheapest use of operators that an encoding allows, by clingo."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from clingo import Control
from clingo.backend import Backend

from graph.planning.core import Core
from graph.planning.encoding import Encoding, encode

HEAVIEST = 2**31 - 1
"""The largest weight that clasp takes (a signed 32-bit integer); its sums are 64-bit."""

_PATIENCE = 400
"""Conflicts that the core-guided search may take before branch and bound takes over: the first is quicker on most
programs, the second is steadier on the few where cores grow large."""

_RANKS = 4
"""Names ranked in one objective. Their weights double, and branch and bound may take a step for each unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is used: operator indices, ascending, one an occurrence; `free` are those with a free occurrence."""

    used: tuple[int, ...]
    free: tuple[int, ...]
    cost: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a search found: the best choice so far, None if there was none; `complete` if there is no better one.

    `lower_bound` bounds the cost of every choice.
    """

    choice: Choice | None
    complete: bool
    lower_bound: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is optimised: an encoded core (see `encode`).

    `shared` are operators to use as little as possible, before cost, counted as often as they stand there; `at_most`
    limits the cost; `conflicts` is the budget.
    """

    core: Core
    copies: Sequence[int]
    linked: int = 0
    free: Sequence[int] = ()
    shared: Sequence[int] = ()
    at_most: int | None = None
    conflicts: int | None = None

    def write(self, backend: Backend) -> Encoding:
        """Add the program and the limit of cost."""
        encoding = encode(backend, self.core, self.copies, linked=self.linked, free=self.free)
        atoms = encoding.atoms()
        if self.at_most is not None and self.at_most < min(sum(cost for _, cost in atoms), HEAVIEST):
            backend.add_weight_rule([], self.at_most + 1, atoms)
        return encoding


def optimize(query: Query) -> Outcome:
    """The canonical cheapest choice.

    Objectives, in this order: `shared`; cost; number of uses; names, such that of two sorted lists of equal length the
    lexicographically first wins. So the optimum is unique, and nothing can be left out of it.
    """
    patience = _PATIENCE if query.conflicts is None else min(query.conflicts // 2, _PATIENCE)
    first = _run(query, ("--opt-strategy=usc,oll",), patience)
    if first.complete:
        return first
    left = None if query.conflicts is None else max(query.conflicts - patience, 1)
    second = _run(query, ("--opt-strategy=bb,lin", "--opt-heuristic=sign,model"), left)
    cheapest = [each.choice for each in (first, second) if each.choice is not None]
    return Outcome(
        choice=second.choice if second.complete else min(cheapest, key=lambda each: each.cost, default=None),
        complete=second.complete,
        lower_bound=max(first.lower_bound, second.lower_bound),
    )


def _run(query: Query, options: Iterable[str], conflicts: int | None) -> Outcome:
    control = Control([*options, "--stats"])
    settings: Any = control.configuration
    if conflicts is not None:
        settings.solve.solve_limit = str(conflicts)
    with control.backend() as backend:
        encoding = query.write(backend)
        scale = _minimize(backend, encoding, query.shared)
    choice = None
    with control.solve(yield_=True) as handle:
        for model in handle:
            choice = read_choice(encoding, model.is_true)
        complete = bool(handle.get().exhausted)
    if complete:
        return Outcome(choice=choice, complete=True, lower_bound=choice.cost if choice else 0)
    # reading them takes longer than most searches, so only where they are needed
    statistics: Any = control.statistics
    lower = [] if query.shared else statistics["summary"]["lower"]
    return Outcome(choice=choice, complete=False, lower_bound=max(0, int(lower[0]) // scale) if lower else 0)


def read_choice(encoding: Encoding, is_true: Callable[[int], bool]) -> Choice:
    """What is used in the answer set in which `is_true` tells which atoms hold."""
    used = [index for index, atoms in enumerate(encoding.occurrences) for atom in atoms if is_true(atom)]
    free = [index for index, atom in encoding.free.items() if is_true(atom)]
    cost = sum(encoding.core.operators[index].cost for index in used + free)
    return Choice(used=tuple(used), free=tuple(free), cost=cost)


def _minimize(backend: Backend, encoding: Encoding, shared: Sequence[int]) -> int:
    """State the objectives; return what one unit of cost weighs in the first."""
    atoms = encoding.atoms()
    if shared:
        backend.add_minimize(3, [(encoding.occurrences[index][0], 1) for index in shared])
    scale = len(atoms) + 1
    if scale * max((cost for _, cost in atoms), default=0) < HEAVIEST:
        backend.add_minimize(1, [(atom, cost * scale + 1) for atom, cost in atoms])
    else:
        scale = 1
        backend.add_minimize(2, atoms)
        backend.add_minimize(1, [(atom, 1) for atom, _ in atoms])
    for start in range(0, len(atoms), _RANKS):
        ranked = [(atom, -(1 << _RANKS - 1 - place)) for place, (atom, _) in enumerate(atoms[start : start + _RANKS])]
        backend.add_minimize(-start, ranked)
    return scale
