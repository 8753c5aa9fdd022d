"""The neutral task: plain values that any planner or checker can read.

`init` and `goals` list facts, `actions` have `name`, `cost`, `requires`, `forbids`, `provides` and `removes`. A group
is a fact, or a list read as any-of. `requires` and `forbids` are read before; `removes`, then `provides` act after.
An assumption is the action `assume:<fact>`, which closes `open:<variable>` and is possible as long as `phase:assume`
holds, which every other action ends.
"""

from collections.abc import Sequence
from typing import Any

from graph.planning.task import Action, Assumption, Fact, Group, Task, TaskError

PHASE = "phase:assume"
_OPEN = "open:"
_ASSUME = "assume:"


def to_neutral(task: Task) -> dict[str, Any]:
    """The neutral form of `task`, sorted throughout: equal tasks give equal values.

    Raises TaskError where the task itself uses a fact that the form reserves.
    """
    _check_reserved(task)
    assumptions = sorted(task.assumptions, key=lambda each: each.name)
    ending = (PHASE,) if assumptions else ()
    variables = sorted({each.variable for each in assumptions})
    actions = [_assumed(each) for each in assumptions]
    actions += [_printed(each, ending) for each in sorted(task.actions, key=lambda each: each.name)]
    return {
        "init": sorted({*task.init, *ending, *(f"{_OPEN}{variable}" for variable in variables)}),
        "goals": _groups(task.goals),
        "actions": actions,
    }


def _check_reserved(task: Task) -> None:
    read = {fact for action in task.actions for group in action.requires for fact in group}
    changed = {fact for action in task.actions for fact in (*action.provides, *action.removes)}
    wanted = {fact for goal in task.goals for fact in goal}
    given = {assumption.fact for assumption in task.assumptions}
    reserved = sorted(fact for fact in read | changed | wanted | given | task.init if _is_reserved(fact))
    if reserved:
        raise TaskError(f"The neutral form reserves {', '.join(reserved)}.")
    names = sorted(action.name for action in task.actions if action.name.startswith(_ASSUME))
    if names:
        raise TaskError(f"The neutral form reserves the names {', '.join(names)}.")


def _is_reserved(fact: Fact) -> bool:
    return fact == PHASE or fact.startswith(_OPEN)


def _assumed(assumption: Assumption) -> dict[str, Any]:
    variable = f"{_OPEN}{assumption.variable}"
    return {
        "name": assumption.name,
        "cost": assumption.cost,
        "requires": sorted((variable, PHASE)),
        "forbids": [],
        "provides": [assumption.fact],
        "removes": [variable],
    }


def _printed(action: Action, ending: tuple[Fact, ...]) -> dict[str, Any]:
    return {
        "name": action.name,
        "cost": action.cost,
        "requires": _groups(action.requires),
        "forbids": [],
        "provides": sorted(set(action.provides)),
        "removes": sorted({*action.removes, *ending}),
    }


def _groups(groups: Sequence[Group]) -> list[Any]:
    """Groups in the order of their facts; a group of one fact is that fact."""
    alternatives = sorted({tuple(sorted(set(group))) for group in groups})
    return [group[0] if len(group) == 1 else list(group) for group in alternatives]
