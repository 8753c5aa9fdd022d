"""Goal-directed pruning of a task that keeps every irredundant plan.

Backward relevance (who provides what a goal or a relevant action reads) and forward delete-free reachability alternate
until neither removes anything; see Nebel, Dimopoulos & Koehler, "Ignoring irrelevant facts and operators in plan
generation" (1997).
"""

from collections import defaultdict
from collections.abc import Sequence

from graph.planning.task import Action, Assumption, Core, CoreOperator, Fact, Group, Task, bits, number_facts, union
from graph.structs import replace


def prune(task: Task) -> Core | None:
    """The core of `task`: what remains once facts and actions that cannot matter are left out.

    Parameters
    ----------
    task
        The task. The first backward pass is linear in its size, the rest works on what that leaves.

    Returns
    -------
    Core or None
        None if a goal cannot be reached even when nothing is ever removed. Every plan of the core is a plan of `task`,
        and every plan of `task` from which nothing can be left out is a plan of the core.
    """
    return prune_core(number_facts(task.init, task.goals, _backward(task)))


def prune_core(full: Core) -> Core | None:
    """Prune a task whose facts are numbered already, as `prune` does."""
    core: Core | None = full
    while core is not None:
        smaller = _pass(core)
        # where every operator stays, another pass would find the same
        if smaller is None or len(smaller.operators) == len(core.operators):
            return smaller
        core = smaller
    return None


def relevant(task: Task) -> tuple[Action, ...]:
    """The actions on some backward way from a goal: what provides a fact that a goal, or one of them, reads."""
    return tuple(origin for origin in _backward(task) if isinstance(origin, Action))


def reachable(task: Task) -> frozenset[Fact]:
    """Every fact that some sequence can make true when nothing is ever removed and every assumption is free.

    The least fixpoint, by counting open groups (Dowling & Gallier 1984); linear in the size of `task`.
    """
    waiting: dict[Fact, list[tuple[int, int]]] = defaultdict(list)
    missing = []
    stack = list(task.init) + [assumption.fact for assumption in task.assumptions]
    for index, action in enumerate(task.actions):
        missing.append(len(action.requires))
        for number, group in enumerate(action.requires):
            for fact in group:
                waiting[fact].append((index, number))
        if not action.requires:
            stack += action.provides
    facts: set[Fact] = set()
    held: set[tuple[int, int]] = set()
    while stack:
        fact = stack.pop()
        if fact in facts:
            continue
        facts.add(fact)
        for place in waiting[fact]:
            if place not in held:
                held.add(place)
                missing[place[0]] -= 1
                if not missing[place[0]]:
                    stack += task.actions[place[0]].provides
    return frozenset(facts)


def _backward(task: Task) -> list[Action | Assumption]:
    """The actions and assumptions on some backward way from a goal."""
    providers: dict[Fact, list[Action | Assumption]] = defaultdict(list)
    for action in task.actions:
        for fact in action.provides:
            providers[fact].append(action)
    for assumption in task.assumptions:
        providers[assumption.fact].append(assumption)
    found: dict[str, Action | Assumption] = {}
    seen = {fact for goal in task.goals for fact in goal}
    stack = list(seen)
    while stack:
        for origin in providers.get(stack.pop(), ()):
            if origin.name in found:
                continue
            found[origin.name] = origin
            if isinstance(origin, Action):
                for group in origin.requires:
                    for fact in group:
                        if fact not in seen:
                            seen.add(fact)
                            stack.append(fact)
    return list(found.values())


def _pass(core: Core) -> Core | None:
    facts, usable = _forward(core)
    for goal in core.goals:
        if not goal & facts:
            return None
    ended = 0
    for operator in usable:
        ended |= operator.removes
    lasting = core.init & ~ended
    goals = _open(core.goals, facts, lasting)
    read = union(goals)
    kept: dict[int, tuple[int, ...]] = {}
    pending = list(range(len(usable)))
    while pending:
        waiting, before = [], read
        for index in pending:
            operator = usable[index]
            if operator.adds & read:
                kept[index] = groups = _open(operator.groups, facts, lasting)
                for group in groups:
                    read |= group
            else:
                waiting.append(index)
        if read == before:
            break
        pending = waiting
    operators = tuple([_within(usable[index], kept[index], read) for index in sorted(kept)])
    return Core(facts=core.facts, init=core.init & read, goals=goals, operators=operators)


def _within(operator: CoreOperator, groups: tuple[int, ...], read: int) -> CoreOperator:
    """`operator` with these groups, and only with effects on facts that are read; itself if nothing changes."""
    adds, removes = operator.adds & read, operator.removes & read
    if groups == operator.groups and adds == operator.adds and removes == operator.removes:
        return operator
    return replace(operator, groups=groups, adds=adds, removes=removes)


def _forward(core: Core) -> tuple[int, list[CoreOperator]]:
    """The reachable facts, and the reachable operators in their order."""
    facts, pending = core.init, list(core.operators)
    while pending:
        waiting = []
        for operator in pending:
            for group in operator.groups:
                if not group & facts:
                    waiting.append(operator)
                    break
            else:
                facts |= operator.adds
        if len(waiting) == len(pending):
            break
        pending = waiting
    if not pending:
        return facts, list(core.operators)
    unreached = {operator.name for operator in pending}
    return facts, [operator for operator in core.operators if operator.name not in unreached]


def _open(groups: Sequence[int], facts: int, lasting: int) -> tuple[int, ...]:
    """The groups that do not hold for good, within `facts`, without those that a smaller one implies."""
    distinct = {group & facts for group in groups if not group & lasting} if groups else groups
    if len(distinct) < 2:
        return tuple(distinct)
    left = sorted(distinct)
    seen = shared = 0
    for group in left:
        shared |= seen & group
        seen |= group
    if not shared:
        return tuple(left)
    return tuple(group for group in left if not any(other & group == other != group for other in left))


def undominated(core: Core) -> Core:
    """`core` without operators that another one dominates; a cheapest plan of the result is one of `core`.

    An action dominates another one if it asks for no more, provides no less, ends no more and costs no more; of equals
    the first name stays. Each assumption gives a fact of its own, so that none replaces another. This loses
    alternatives: use it for a single optimum only.
    """
    providers: dict[int, list[int]] = defaultdict(list)
    actions = [index for index, each in enumerate(core.operators) if each.variable is None]
    for index in actions:
        for fact in bits(core.operators[index].adds):
            providers[fact].append(index)
    gone: set[int] = set()
    # from the last name on, so that of equals the first one stays
    for index in reversed(actions):
        worse = core.operators[index]
        adds, removes, cost = worse.adds, worse.removes, worse.cost
        for other in providers[(adds & -adds).bit_length() - 1]:
            better = core.operators[other]
            if (
                not adds & ~better.adds
                and better.cost <= cost
                and not better.removes & ~removes
                and other != index
                and other not in gone
                and _asks_no_more(better, worse)
            ):
                gone.add(index)
                break
    if not gone:
        return core
    return replace(core, operators=tuple([each for index, each in enumerate(core.operators) if index not in gone]))


def _asks_no_more(better: CoreOperator, worse: CoreOperator) -> bool:
    return all(any(have & want == have for have in worse.groups) for want in better.groups)


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
