"""A task in PDDL 2.1 with action costs, for third-party planners.

Requirements: `:strips`, `:disjunctive-preconditions`, `:action-costs`. `removes` acts before `provides`, so
what an action provides itself is not deleted. An empty group becomes a fact that never holds.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph.planning.neutral import to_neutral
from graph.planning.task import Task

_NEVER = "never"


def to_pddl(task: Task) -> tuple[str, str]:
    """The domain and the problem of `task`.

    Names become `f-<n>-...` and `a-<n>-...`: the number, in the sorted order of facts and of actions, makes them
    unique and leads back; the rest is for reading. Raises TaskError as `to_neutral` does.
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
        f"  (:goal {_groups(neutral['goals'], facts)})",
        "  (:metric minimize (total-cost))",
        ")",
    ]
    return "\n".join(domain) + "\n", "\n".join(problem) + "\n"


def mangle(kind: str, names: Iterable[str]) -> dict[str, str]:
    """A PDDL name for each of `names`: letters, digits and hyphens, unique even where case is ignored."""
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
        f"  (:action {name}\n    :parameters ()\n    :precondition {_groups(action['requires'], facts)}\n"
        f"    :effect (and {' '.join(effects)}))"
    )


def _groups(groups: Sequence[Any], facts: Mapping[str, str]) -> str:
    return f"(and {' '.join(_group(group, facts) for group in groups)})"


def _group(group: Any, facts: Mapping[str, str]) -> str:
    if isinstance(group, str):
        return f"({facts[group]})"
    return f"(or {' '.join(f'({facts[fact]})' for fact in group)})" if group else f"({_NEVER})"
