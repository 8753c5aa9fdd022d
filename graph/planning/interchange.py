"""A task for other planners: as plain values (the neutral form), and in PDDL.

In the neutral form `init` and `goals` list facts. `actions` have `name`, `cost`, `requires`, `forbids`, `provides` and
`removes`. A group is a fact, or a list of facts of which any one will do. An action reads `requires` and `forbids`
first, then applies `removes`, then `provides`. An assumption is the action `assume:<fact>`: it closes
`open:<variable>`, and is possible while `phase:assume` holds. Every other action ends that phase.
"""

from collections.abc import Iterable, Mapping, Sequence
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


_NEVER = "never"


def to_pddl(task: Task) -> tuple[str, str]:
    """The domain and the problem of `task`.

    Names become `f-<n>-...` and `a-<n>-...`: the number, in the sorted order of facts and of actions, makes them
    unique and identifies the original. Raises TaskError as `to_neutral` does.
    """
    neutral = to_neutral(task)
    facts = mangle("f", _facts(neutral))
    actions = mangle("a", [action["name"] for action in neutral["actions"]])
    predicates = " ".join(f"({name})" for name in (*facts.values(), _NEVER))
    domain = [
        "(define (domain task)",
        "  (:requirements :strips :disjunctive-preconditions :action-costs)",
        f"  (:predicates {predicates})",
        "  (:functions (total-cost) - number)",
        *(_action(action, actions[action["name"]], facts) for action in neutral["actions"]),
        ")",
    ]
    init = " ".join(f"({facts[fact]})" for fact in neutral["init"])
    problem = [
        "(define (problem one)",
        "  (:domain task)",
        f"  (:init {init} (= (total-cost) 0))",
        f"  (:goal {_written(neutral['goals'], facts)})",
        "  (:metric minimize (total-cost))",
        ")",
    ]
    return "\n".join(domain) + "\n", "\n".join(problem) + "\n"


def mangle(kind: str, names: Iterable[str]) -> dict[str, str]:
    """A PDDL name for each of `names`: letters, digits and hyphens, unique even where case is ignored.

    >>> mangle("op", ["a.b", "a-b"])
    {'a-b': 'op-0-a-b', 'a.b': 'op-1-a-b'}
    """
    return {
        name: f"{kind}-{number}-" + "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in name)
        for number, name in enumerate(sorted(set(names)))
    }


def _facts(neutral: Mapping[str, Any]) -> set[str]:
    found = set(neutral["init"])
    for groups in (neutral["goals"], *(action["requires"] for action in neutral["actions"])):
        for group in groups:
            found.update([group] if isinstance(group, str) else group)
    for action in neutral["actions"]:
        found.update(action["provides"], action["removes"])
    return found


def _action(action: Mapping[str, Any], name: str, facts: Mapping[str, str]) -> str:
    provides = action["provides"]
    effects = [f"({facts[fact]})" for fact in provides]
    effects += [f"(not ({facts[fact]}))" for fact in action["removes"] if fact not in provides]
    effects.append(f"(increase (total-cost) {action['cost']})")
    return (
        f"  (:action {name}\n    :parameters ()\n    :precondition {_written(action['requires'], facts)}\n"
        f"    :effect (and {' '.join(effects)}))"
    )


def _written(groups: Sequence[Any], facts: Mapping[str, str]) -> str:
    return f"(and {' '.join(_group(group, facts) for group in groups)})"


def _group(group: Any, facts: Mapping[str, str]) -> str:
    if isinstance(group, str):
        return f"({facts[group]})"
    return f"(or {' '.join(f'({facts[fact]})' for fact in group)})" if group else f"({_NEVER})"
