"""A plan of the delete relaxation, and whether it can be carried out as it stands."""

from collections.abc import Mapping, Sequence

from graph.planning.core import Core, bits, union
from graph.planning.ordering import sequence

Way = frozenset[int]
"""The operators that a plan uses, as indices."""


def relaxed_plan(core: Core, indices: Sequence[int]) -> Way | None:
    """A plan of the delete relaxation that uses `indices` only, from the first supporter of each fact."""
    reached = core.init
    supporter: dict[int, int] = {}
    waiting = list(indices)
    while not all(goal & reached for goal in core.goals):
        before, later = reached, []
        for index in waiting:
            operator = core.operators[index]
            if all(group & reached for group in operator.groups):
                supporter |= dict.fromkeys(bits(operator.adds & ~reached), index)
                reached |= operator.adds
            else:
                later.append(index)
        if reached == before:
            return None
        waiting = later
    return _supported(core, reached, supporter)


def _supported(core: Core, reached: int, supporter: Mapping[int, int]) -> Way:
    order = {fact: place for place, fact in enumerate(supporter)}
    used: set[int] = set()
    pending = list(core.goals)
    while pending:
        group = pending.pop()
        if group & core.init:
            continue
        index = supporter[min(bits(group & reached), key=order.__getitem__)]
        if index not in used:
            used.add(index)
            pending.extend(core.operators[index].groups)
    return frozenset(used)


def can_be_done(core: Core, way: Way) -> bool:
    """Whether each operator can be carried out once, with at most one assumption a variable."""
    operators = [core.operators[index] for index in sorted(way)]
    assumed = [operator for operator in operators if operator.variable is not None]
    if len({operator.variable for operator in assumed}) < len(assumed):
        return False
    given = core.init | union(operator.adds for operator in assumed)
    return sequence(given, core.goals, [each for each in operators if each.variable is None]) is not None
