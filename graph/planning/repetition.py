"""How often a plan may need the same operator."""

from graph.planning.core import Core, union

UNBOUNDED = 1 << 10
"""Stands for: no bound is known."""


def occurrences(core: Core) -> tuple[int, ...]:
    """For each operator a bound on its occurrences in a plan from which nothing can be left out.

    In such a plan every occurrence supports some reader that no other occurrence of the operator supports. Facts that
    nothing ends can all rest on the first occurrence; for the others, one occurrence serves all that a reader asks
    of it. So `occurrences(o) <= [o provides lasting facts] + sum of occurrences(reader of its other facts)`, where
    the goals read once. The least solution is a bound where it is finite; operators that read each other in a cycle
    have none (UNBOUNDED). Assumptions are made once.
    """
    ended = union(operator.removes for operator in core.operators)
    reads = [union(operator.groups) for operator in core.operators]
    goals = union(core.goals)
    repeating = [index for index, each in enumerate(core.operators) if each.variable is None and each.adds & ended]
    readers = {
        index: [other for other, read in enumerate(reads) if read & core.operators[index].adds & ended]
        for index in repeating
    }
    known = {index: 1 for index in range(len(core.operators)) if index not in readers}

    def bound(index: int) -> int:
        if index not in known:
            adds = core.operators[index].adds
            known[index] = UNBOUNDED  # what comes back here before it is known reads itself in a cycle
            own = bool(adds & ~ended) + bool(adds & ended & goals)
            known[index] = max(1, min(UNBOUNDED, own + sum(map(bound, readers[index]))))
        return known[index]

    return tuple(map(bound, range(len(core.operators))))
