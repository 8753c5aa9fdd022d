"""Why a goal cannot be reached, and what little would change it."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations

from graph.planning.relevance import prune, reachable, relevant
from graph.planning.search import solve
from graph.planning.task import Action, Fact, Group, Task


def blocked_goals(task: Task) -> tuple[Group, ...]:
    """The goals that cannot be reached even when nothing is ever removed and every assumption is free."""
    facts = reachable(task)
    return tuple(goal for goal in task.goals if facts.isdisjoint(goal))


def blocked_actions(task: Task) -> tuple[tuple[Action, tuple[Group, ...]], ...]:
    """Actions on some backward way from a goal that cannot be carried out, by name, with the groups that never hold.

    In the relaxed sense of `blocked_goals`. Empty groups are among them: they exclude whatever happens.
    """
    facts = reachable(task)
    found = []
    for action in sorted(relevant(task), key=lambda each: each.name):
        groups = tuple(group for group in action.requires if facts.isdisjoint(group))
        if groups:
            found.append((action, groups))
    return tuple(found)


def minimal_additions(
    task: Task, candidates: Mapping[Fact, int], *, max_size: int = 2, limit: int = 3, conflicts: int | None = None
) -> tuple[frozenset[Fact], ...]:
    """Up to `limit` smallest sets of `candidates` that make every goal reachable when they hold from the start.

    `candidates` maps a fact to its weight. Sets have at most `max_size` members, none contains another; they come by
    weight, then size, then names. Each is proved by an exact solve of the task with the set added, within
    `conflicts`; a set for which that finds no plan is left out. Empty if the task needs no addition.

    The smallest set is a minimum hitting set (NP-hard, Horn abduction); here all combinations of the candidates that
    some relevant action or goal reads are tried, which is quadratic for the usual size of two.
    """
    if solve(task, conflicts=conflicts).plan is not None:
        return ()
    read = {fact for group in task.goals for fact in group}
    read.update(fact for action in relevant(task) for group in action.requires for fact in group)
    useful = sorted(fact for fact in candidates if fact in read and fact not in task.init)
    trials = [frozenset(some) for size in range(1, max_size + 1) for some in combinations(useful, size)]
    trials.sort(key=lambda some: (sum(candidates[fact] for fact in some), len(some), sorted(some)))
    found: list[frozenset[Fact]] = []
    for trial in trials:
        if len(found) == limit:
            break
        if not any(smaller <= trial for smaller in found) and _is_enough(task, trial, conflicts):
            found.append(trial)
    return tuple(found)


def _is_enough(task: Task, addition: frozenset[Fact], conflicts: int | None) -> bool:
    changed = replace(task, init=task.init | addition)
    return prune(changed) is not None and solve(changed, conflicts=conflicts).plan is not None
