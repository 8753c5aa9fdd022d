"""The cores of planning tasks: each is solved once, and so is each shape of cores that differ in names alone."""

from collections import ChainMap
from collections.abc import Mapping, MutableMapping, Sequence

from graph.coverage.plan_cuts import CoreWays, Ways
from graph.planning.relevance import prune_core
from graph.planning.task import Core, CoreOperator, bits, union
from graph.referral.compiled_task import CompiledTask

Shape = tuple[object, ...]
CoreKey = tuple[Shape, tuple[str, ...], tuple[frozenset[str], ...]]
"""A shape, the names of the operators, and the services behind each."""


class CoreBook:
    """The cores that were seen, with the ways through each. It learns.

    `units` gives services that may be one a common name. What `before` knows, this book knows too, but does not add to.
    """

    def __init__(self, units: Mapping[str, str], before: "CoreBook | None" = None) -> None:
        self._units = units
        self._ways: MutableMapping[CoreKey, CoreWays] = {} if before is None else ChainMap({}, before._ways)
        self._plans: MutableMapping[Shape, tuple[int, ...]] = {} if before is None else ChainMap({}, before._plans)

    def __len__(self) -> int:
        """How many cores there are."""
        return len(self._ways)

    def find_ways(self, compiled: CompiledTask, known: Sequence[str] | None = None) -> Ways:
        """The ways through a task; `known` as for `CoreWays`."""
        core = prune_core(compiled.core_without_giving_up)
        if core is None:
            return Ways(lambda: compiled, None)
        services = tuple(_list_offering(compiled, operator) for operator in core.operators)
        shape = _shape(core)
        key = shape, tuple(each.name for each in core.operators), services
        found = self._ways.get(key)
        if found is not None:
            return Ways(lambda: compiled, found)
        alike = self._plans.get(shape)
        if known is None and alike is not None:
            known = [core.operators[index].name for index in alike]
        self._ways[key] = found = CoreWays(compiled.without_giving_up, core, services, known, self._units)
        plan = found.cheapest.plan
        if known is None and plan is not None and found.cheapest.optimal:
            used = set(plan.names)
            self._plans[shape] = tuple(index for index, each in enumerate(core.operators) if each.name in used)
        return Ways(lambda: compiled, found, plan)


def _list_offering(compiled: CompiledTask, operator: CoreOperator) -> frozenset[str]:
    """The services that an operator stands for."""
    if operator.variable is not None:
        return frozenset()
    return frozenset(member.service for member in compiled.members[operator.name])


def _shape(core: Core) -> Shape:
    """Equal for cores with the same plans at the same cost, whatever their facts and operators are called.

    Facts that are read are numbered anew in their order, for cores differ in what pruning has left of theirs.
    """
    read = union(core.goals) | union(group for each in core.operators for group in each.groups)
    place = {fact: 1 << number for number, fact in enumerate(bits(read))}
    known = {0: 0}

    def renumber(mask: int) -> int:
        mask &= read
        if mask not in known:
            known[mask] = sum(place[fact] for fact in bits(mask))
        return known[mask]

    variables: dict[str | None, int] = {None: 0}
    operators = tuple(
        (
            tuple(map(renumber, each.groups)), renumber(each.adds), renumber(each.removes), each.cost,
            variables.setdefault(each.variable, len(variables)),
        )
        for each in core.operators
    )  # fmt: skip
    return renumber(core.init), tuple(map(renumber, core.goals)), operators
