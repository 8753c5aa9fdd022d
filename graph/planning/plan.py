"""A plan: what is assumed, what is done, in which partial order, and why each step is possible.

The order is a deordering by explanation (Kambhampati & Kedar 1994): from one sequence, each need for a fact chooses one
supporter, and only what the chosen links require is ordered. Every sequence that respects the order carries out
every step and reaches the goals.
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import partial

from graph.planning.task import Action, Assumption, Core, Fact, Group, Task, bits, number_facts, sequence, union
from graph.structs import Struct


class LinkOrigin(StrEnum):
    """The origin of a needed fact."""

    INIT = "init"
    ASSUMPTION = "assumption"
    STEP = "step"


class Link(Struct, frozen=True, kw_only=True):
    """A causal link: `group` holds when it is needed because of `fact`; `step` is the number of the earlier step."""

    group: Group
    fact: Fact
    origin: LinkOrigin
    step: int | None = None


class Step(Struct, frozen=True, kw_only=True):
    """One use of an action. `because` has one link for each of its groups; `after` are the steps directly before it."""

    number: int
    action: Action
    because: tuple[Link, ...]
    after: tuple[int, ...]

    @property
    def name(self) -> str:
        """The name of the action."""
        return self.action.name


class Plan(Struct, frozen=True, kw_only=True):
    """Assumptions by name, steps numbered from 1 in an order that can be carried out, and one link a goal,
    sorted by goal."""

    assumptions: tuple[Assumption, ...]
    steps: tuple[Step, ...]
    goals: tuple[Link, ...]
    cost: int

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the assumptions and then of the steps, in order."""
        return (*(each.name for each in self.assumptions), *(step.name for step in self.steps))

    @property
    def order(self) -> tuple[tuple[int, int], ...]:
        """Pairs of places in `names`, the first before the second: the assumptions before every step, then `after`."""
        offset = len(self.assumptions)
        places = range(offset, offset + len(self.steps))
        first = [(assumption, place) for assumption in range(offset) for place in places]
        rest = [(before, step.number) for step in self.steps for before in step.after]
        return (*first, *((offset + before - 1, offset + number - 1) for before, number in rest))


def find_plan(task: Task, assumptions: Sequence[Assumption], actions: Sequence[Action]) -> Plan | None:
    """The plan that makes exactly the given assumptions and carries out each of the given actions once.

    Parameters
    ----------
    task
        The task, whose start and goals count.
    assumptions
        The assumptions of the plan.
    actions
        Its actions; one that stands twice is carried out twice.

    Returns
    -------
    Plan or None
        None if no order of the actions can be carried out and reaches the goals. The plan depends on the arguments as
        sets (of occurrences): the order in which they are given does not matter.

    Examples
    --------
    >>> from graph.planning.task import Action
    >>> desk = Action(name="desk", cost=10, provides=("card",))
    >>> hostel = Action(name="hostel", cost=10, requires=(("card",),), provides=("bed",))
    >>> task = Task(init=frozenset(), goals=(("bed",),), actions=(desk, hostel))
    >>> find_plan(task, (), (hostel, desk)).names
    ('desk', 'hostel')
    >>> find_plan(task, (), (hostel,)) is None
    True
    """
    assumed = tuple(sorted(assumptions, key=lambda each: each.name))
    given = task.init.union(assumption.fact for assumption in assumed)
    ordered = sorted(actions, key=lambda each: each.name)
    goals = sorted(set(task.goals))
    core = number_facts(given, goals, ordered)
    order = sequence(core.init, core.goals, core.operators)
    if order is None:
        return None
    return _Deordering(task.init, tuple(goals), assumed, ordered, core, order).plan()


class _Support(Struct, frozen=True):
    """What a group rests on: a fact, and the place of the step that provides it (None: it holds from the start)."""

    fact: int
    source: int | None
    pairs: tuple[tuple[int, int], ...]
    """Places of which the first must come before the second."""


class _Deordering:
    """Places are positions in the sequence that is deordered; the goals are read at the place after the last."""

    def __init__(
        self,
        init: frozenset[Fact],
        goals: tuple[Group, ...],
        assumed: tuple[Assumption, ...],
        actions: Sequence[Action],
        core: Core,
        order: Sequence[int],
    ) -> None:
        self._init = init
        self._goals = goals
        self._assumed = assumed
        self._core = core
        self._operators = [core.operators[index] for index in order]
        self._actions = [actions[index] for index in order]
        self._before = [0] * len(order)
        """For each place the mask of the places that must come before it."""
        known = [number for number, fact in enumerate(core.facts) if fact in init]
        self._known = union([1 << number for number in known])
        """The facts that hold from the start without an assumption."""
        self._ended = union([each.removes for each in self._operators])

    def plan(self) -> Plan:
        end = len(self._operators)
        supports = [[self._choose(place, group) for group in each.groups] for place, each in enumerate(self._operators)]
        final = [self._choose(end, goal) for goal in self._core.goals]
        after = self._reduce()
        places = self._number(after)
        numbers = {place: number for number, place in enumerate(places, 1)}
        steps = []
        for number, place in enumerate(places, 1):
            action = self._actions[place]
            because = tuple(map(partial(self._link, numbers), action.requires, supports[place]))
            before = tuple(sorted(numbers[other] for other in bits(after[place])))
            steps.append(Step(number=number, action=action, because=because, after=before))
        return Plan(
            assumptions=self._assumed,
            steps=tuple(steps),
            goals=tuple(map(partial(self._link, numbers), self._goals, final)),
            cost=sum(each.cost for each in self._assumed) + sum(each.cost for each in self._operators),
        )

    def _choose(self, place: int, group: int) -> _Support:
        """The supporter that adds the fewest pairs to the order.

        Of several, the earliest is taken, then a known fact before an assumed one, then the first fact by name.
        """
        held = group & self._known
        first = held & -held
        if first and not first & self._ended:  # no other can be preferred to it
            return _Support(first.bit_length() - 1, None, ())
        best = min(self._supports(place, group), key=self._preference)
        for first, second in best.pairs:
            self._before[second] |= 1 << first
        return best

    def _preference(self, support: _Support) -> tuple[int, int, bool, int]:
        new = sum(not self._before[second] >> first & 1 for first, second in support.pairs)
        source = -1 if support.source is None else support.source
        return new, source, not self._known >> support.fact & 1, support.fact

    def _supports(self, place: int, group: int) -> Iterator[_Support]:
        for fact in bits(group):
            enders = [
                index for index, each in enumerate(self._operators) if each.removes >> fact & 1 and index != place
            ]
            yield from self._supports_between(place, fact, enders)
            if any(self._operators[ender].adds & group for ender in enders):
                yield from self._supports_between(place, fact, self._group_enders(place, group, fact))

    def _supports_between(self, place: int, fact: int, enders: Sequence[int]) -> Iterator[_Support]:
        """Supporters that provide `fact` with none of `enders` between them and the reader at `place`."""
        later = tuple((place, ender) for ender in enders if ender > place)
        last = max((ender for ender in enders if ender < place), default=-1)
        if last < 0 and self._core.init >> fact & 1:
            yield _Support(fact, None, later)
        for source in range(last + 1, place):
            if self._operators[source].adds >> fact & 1:
                earlier = tuple((ender, source) for ender in enders if ender < source)
                link = ((source, place),) if place < len(self._operators) else ()
                yield _Support(fact, source, (*link, *earlier, *later))

    def _group_enders(self, place: int, group: int, fact: int) -> list[int]:
        """Places of the steps that may leave `group` without a fact that holds, where it rests on `fact` at first.

        A step that ends the fact but provides another one of the group leaves the group as it was (a white knight,
        Chapman 1987), and so on for what it provides; a threat ends one of these and provides nothing of the group.
        """
        others = [(index, each) for index, each in enumerate(self._operators) if index != place]
        held = 1 << fact
        while (more := held | union(each.adds & group for _, each in others if each.removes & held)) != held:
            held = more
        return [index for index, each in others if each.removes & held and not each.adds & group]

    def _reduce(self) -> list[int]:
        """The transitive reduction of the order (Aho, Garey & Ullman 1972): the places directly before each."""
        all_before: list[int] = []
        direct = []
        for before in self._before:
            implied = union(all_before[place] for place in bits(before))
            all_before.append(before | implied)
            direct.append(before & ~implied)
        return direct

    def _number(self, after: Sequence[int]) -> list[int]:
        """The places in a topological order, the first name first (Kahn 1962)."""
        done, order = 0, list[int]()
        while len(order) < len(after):
            ready = [place for place, before in enumerate(after) if not done >> place & 1 and not before & ~done]
            place = min(ready, key=lambda each: (self._operators[each].name, each))
            done |= 1 << place
            order.append(place)
        return order

    def _link(self, numbers: Mapping[int, int], group: Group, support: _Support) -> Link:
        fact = self._core.facts[support.fact]
        if support.source is not None:
            return Link(group=group, fact=fact, origin=LinkOrigin.STEP, step=numbers[support.source])
        origin = LinkOrigin.INIT if fact in self._init else LinkOrigin.ASSUMPTION
        return Link(group=group, fact=fact, origin=origin)


def widest_assumptions(plan: Plan, possible: Mapping[str, Sequence[Fact]]) -> Mapping[str, tuple[Fact, ...]]:
    """For each variable that `plan` assumes, the `possible` facts that could hold in its place, in their order.

    A fact can stand in if it is among the alternatives of every link that rests on the assumption, and every step
    that ends it comes after the step that needs it. Each link rests on one fact, so facts of different variables can
    be exchanged independently.
    """
    uses = _Uses(plan)
    return {
        chosen.variable: tuple(
            fact for fact in possible[chosen.variable] if fact == chosen.fact or uses.allow(chosen.fact, fact)
        )
        for chosen in plan.assumptions
    }


class _Uses:
    """The links of a plan, with the number of the step that needs each (None: a goal)."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._before = _closure(plan)

    def allow(self, chosen: Fact, other: Fact) -> bool:
        for consumer, link in self._links(chosen):
            if other not in link.group:
                return False
            for step in self._plan.steps:
                if step.number != consumer and other in step.action.removes and other not in step.action.provides:
                    comes_after = consumer is not None and consumer in self._before[step.number]
                    if not comes_after:
                        return False
        return True

    def _links(self, fact: Fact) -> Iterator[tuple[int | None, Link]]:
        for step in self._plan.steps:
            for link in step.because:
                if link.origin is LinkOrigin.ASSUMPTION and link.fact == fact:
                    yield step.number, link
        for link in self._plan.goals:
            if link.origin is LinkOrigin.ASSUMPTION and link.fact == fact:
                yield None, link


def _closure(plan: Plan) -> Mapping[int, frozenset[int]]:
    """All steps before each step; steps are numbered in an order that can be carried out."""
    before: dict[int, frozenset[int]] = {}
    for step in plan.steps:
        before[step.number] = frozenset(step.after).union(*(before[number] for number in step.after))
    return before
