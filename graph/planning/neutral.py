"""The neutral task: plain values that any planner or checker can read.

`init` and `goals` list facts, `actions` have `name`, `cost`, `requires`, `forbids`, `provides` and `removes`. A group
is a fact, or a list read as any-of. `requires` and `forbids` are read before; `removes`, then `provides` act after.
An assumption is the action `assume:<fact>`, which closes `open:<variable>` and is possible as long as `phase:assume`
holds, which every other action ends.
"""

from collections.abc import Mapping, Sequence
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


def from_neutral(neutral: Mapping[str, Any]) -> Task:
    """The task whose neutral form is `neutral`: `to_neutral(from_neutral(x)) == x` for what `to_neutral` wrote.

    Raises TaskError where something is missing, has the wrong type, or forbids a fact, which a task cannot express.
    """
    try:
        init = _facts(neutral["init"])
        goals = _read_groups(neutral["goals"])
        entries = list(neutral["actions"])
    except (KeyError, TypeError) as error:
        raise TaskError(f"A neutral task has init, goals and actions: {error}.") from None
    actions, assumptions = [], []
    for entry in entries:
        action = _read_action(entry)
        variable = _find_variable(action)
        if variable is None:
            actions.append(_without_phase(action))
        else:
            assumptions.append(Assumption(variable=variable, fact=action.provides[0], cost=action.cost))
    kept = frozenset(fact for fact in init if not _is_reserved(fact))
    return Task(init=kept, goals=goals, actions=tuple(actions), assumptions=tuple(assumptions))


def _read_action(entry: Any) -> Action:
    if not isinstance(entry, Mapping) or not isinstance(entry.get("name"), str):
        raise TaskError(f"An action is a mapping with a name, not {entry!r}.")
    name, cost = entry["name"], entry.get("cost")
    if not isinstance(cost, int) or isinstance(cost, bool) or cost < 0:
        raise TaskError(f"The cost of '{name}' is a whole number and not negative, not {cost!r}.")
    if entry.get("forbids"):
        raise TaskError(f"'{name}' forbids {entry['forbids']!r}: say it as a positive fact.")
    try:
        return Action(
            name=name,
            cost=cost,
            requires=_read_groups(entry.get("requires", ())),
            provides=_facts(entry.get("provides", ())),
            removes=_facts(entry.get("removes", ())),
        )
    except TaskError as error:
        raise TaskError(f"In '{name}': {error}") from None


def _find_variable(action: Action) -> str | None:
    """The variable that `action` assumes, None if it is an ordinary action."""
    if not action.name.startswith(_ASSUME) or (PHASE,) not in action.requires or len(action.provides) != 1:
        return None
    closed = [fact for fact in action.removes if fact.startswith(_OPEN)]
    return closed[0].removeprefix(_OPEN) if len(closed) == 1 else None


def _without_phase(action: Action) -> Action:
    removes = tuple(fact for fact in action.removes if fact != PHASE)
    return Action(
        name=action.name, cost=action.cost, requires=action.requires, provides=action.provides, removes=removes
    )


def _facts(value: Any) -> tuple[Fact, ...]:
    if isinstance(value, str) or not isinstance(value, Sequence) or not all(isinstance(each, str) for each in value):
        raise TaskError(f"A list of facts is expected, not {value!r}.")
    return tuple(sorted(set(value)))


def _read_groups(value: Any) -> tuple[Group, ...]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise TaskError(f"A list of groups is expected, not {value!r}.")
    return tuple((group,) if isinstance(group, str) else _facts(group) for group in value)
