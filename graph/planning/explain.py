"""Why a goal cannot be reached."""

from graph.planning.relevance import reachable, relevant
from graph.planning.task import Action, Group, Task


def blocked_actions(task: Task) -> tuple[tuple[Action, tuple[Group, ...]], ...]:
    """The actions that could help to reach a goal and can never be carried out, with the groups that never hold.

    "Never" is meant in the delete relaxation: even when nothing is removed and every assumption is free. An empty group
    is among the groups, because it excludes whatever happens. The actions are sorted by name.
    """
    facts = reachable(task)
    found = []
    for action in sorted(relevant(task), key=lambda each: each.name):
        groups = tuple(group for group in action.requires if facts.isdisjoint(group))
        if groups:
            found.append((action, groups))
    return tuple(found)
