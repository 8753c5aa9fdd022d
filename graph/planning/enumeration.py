"""Minimal choices of an encoded core, beyond the cheapest one."""

from typing import Any

from clingo import Control
from clingo.backend import HeuristicType

from graph.planning.solver import Choice, Query, read_choice


def list_minimal(query: Query, limit: int) -> tuple[tuple[Choice, ...], bool]:
    """Choices within the query's limit of cost of which no part is a choice, up to `limit`; whether these are all.

    Subset-minimal answer sets by
    domain heuristics: operators are decided first and to be false, and no superset of an answer follows it
    (Gebser et al. 2013; clasp's `domRec`).
    """
    control = Control(["--enum-mode=domRec", "--heuristic=Domain", "--opt-mode=ignore"], logger=lambda *_: None)
    settings: Any = control.configuration
    settings.solve.models = limit
    if query.conflicts is not None:
        settings.solve.solve_limit = str(query.conflicts)
    with control.backend() as backend:
        encoding = query.write(backend)
        for atom, _ in encoding.atoms():
            backend.add_heuristic(atom, HeuristicType.False_, 1, 1, [])
    with control.solve(yield_=True) as handle:
        choices = tuple(read_choice(encoding, model.is_true) for model in handle)
        return choices, bool(handle.get().exhausted)
