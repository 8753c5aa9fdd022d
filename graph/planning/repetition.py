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
    once = {
        index: bool(core.operators[index].adds & ~ended) + bool(core.operators[index].adds & ended & goals)
        for index in repeating
    }
    bounds = [1] * len(core.operators)
    changed = bool(repeating)
    while changed:
        changed = False
        for index in repeating:
            bound = min(once[index] + sum(bounds[reader] for reader in readers[index]), UNBOUNDED)
            if bound > bounds[index]:
                bounds[index] = bound
                changed = True
    return tuple(bounds)
