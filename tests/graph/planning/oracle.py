"""Costs of cheapest plans from elsewhere: SymK, a third-party symbolic planner, and an exhaustive search.

Independent of the code under test: both read plain values only. Loaded by path from `conftest.py`.
"""

import heapq
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_PLAN_FOUND, _UNSOLVABLE = 0, (10, 11, 12)
_COST = "Plan cost:"


def symk_cost(domain: str, problem: str) -> int | None:
    """The optimal cost that SymK proves for a PDDL task, None if it proves that there is no plan.

    SymK (Speck, Mattmüller & Nebel 2020) comes with `up-symk`; its driver is started as unified-planning does.
    """
    package = find_spec("up_symk")  # not imported: that would load all of unified-planning
    if package is None or package.origin is None:
        raise RuntimeError("up-symk is not installed.")
    driver = str(Path(package.origin).with_name("symk") / "fast-downward.py")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "domain.pddl").write_text(domain, encoding="utf-8")
        Path(folder, "problem.pddl").write_text(problem, encoding="utf-8")
        command = [sys.executable, "-W", "ignore", driver, "domain.pddl", "problem.pddl", "--search", "sym_bd()"]
        run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if run.returncode in _UNSOLVABLE:
        return None
    costs = [line.split(_COST)[1] for line in run.stdout.splitlines() if _COST in line]
    if run.returncode != _PLAN_FOUND or len(costs) != 1:
        raise RuntimeError(f"SymK ended with {run.returncode}:\n{run.stdout[-2000:]}\n{run.stderr[-2000:]}")
    return int(costs[0])


def exhaustive_cost(neutral: Mapping[str, Any]) -> int | None:
    """The optimal cost of a neutral task by uniform-cost search over states (Dijkstra 1959), None without a plan."""

    def alternatives(groups: list[Any]) -> list[frozenset[str]]:
        return [frozenset([group] if isinstance(group, str) else group) for group in groups]

    goals = alternatives(neutral["goals"])
    actions = [
        (each["cost"], alternatives(each["requires"]), frozenset(each["removes"]), frozenset(each["provides"]))
        for each in neutral["actions"]
    ]
    start = frozenset(neutral["init"])
    best = {start: 0}
    queue: list[tuple[int, int, frozenset[str]]] = [(0, 0, start)]
    while queue:
        cost, _, state = heapq.heappop(queue)
        if cost > best[state]:
            continue
        if all(goal & state for goal in goals):
            return cost
        for price, requires, removes, provides in actions:
            if all(group & state for group in requires):
                following = (state - removes) | provides
                if cost + price < best.get(following, cost + price + 1):
                    best[following] = cost + price
                    heapq.heappush(queue, (cost + price, len(best), following))
    return None
