"""Operators that another one always replaces."""

from collections import defaultdict
from dataclasses import replace

from graph.planning.core import Core, CoreOperator, bits


def undominated(core: Core) -> Core:
    """`core` without operators that another one dominates; a cheapest plan of the result is one of `core`.

    An operator dominates another of the same kind if it asks for no more, provides no less, ends no more and costs no
    more; of equals the first name stays. This loses alternatives: use it for a single optimum only.
    """
    providers: dict[int, list[int]] = defaultdict(list)
    for index, operator in enumerate(core.operators):
        for fact in bits(operator.adds):
            providers[fact].append(index)
    gone: set[int] = set()
    # from the last name on, so that of equals the first one stays
    for index, operator in reversed(list(enumerate(core.operators))):
        fewest = min((providers[fact] for fact in bits(operator.adds)), key=len, default=[])
        if any(
            other != index and other not in gone and _dominates(core.operators[other], operator) for other in fewest
        ):
            gone.add(index)
    return replace(core, operators=tuple(each for index, each in enumerate(core.operators) if index not in gone))


def _dominates(better: CoreOperator, worse: CoreOperator) -> bool:
    return (
        better.cost <= worse.cost
        and worse.adds & ~better.adds == 0
        and better.removes & ~worse.removes == 0
        and better.variable == worse.variable
        and all(any(have & want == have for have in worse.groups) for want in better.groups)
    )
