"""What a plan really assumes: for each assumed variable every fact under which the same plan can be carried out."""

from collections.abc import Iterator, Mapping, Sequence

from graph.planning.plan import Link, LinkOrigin, Plan
from graph.planning.task import Fact


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
