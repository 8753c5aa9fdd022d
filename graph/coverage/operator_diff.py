"""Which operators of one network differ from those of another, and how, in terms that both share."""

from collections.abc import Iterable
from enum import IntEnum
from itertools import chain

from graph.atoms import Alternatives, OneOf
from graph.referral.domains import Domains
from graph.referral.operator_selection import Selection
from graph.referral.service_compiler import Operator, list_formulas
from graph.referral.task_compiler import CompiledNetwork

Meaning = frozenset[frozenset[OneOf]]
"""The any-of groups of an operator."""


class Degree(IntEnum):
    """How an operator differs from the one of its name before."""

    SAME = 0
    TIGHTER = 1
    """It asks for more, and else is the same: what it can do now, it could do before."""
    OTHER = 2


class Difference:
    """The operators of `after` beside those of `before`, by name."""

    def __init__(self, before: CompiledNetwork, after: CompiledNetwork) -> None:
        self._domains = before.domains, after.domains
        formulas = chain(list_formulas(before.network), list_formulas(after.network))
        self._finer = Domains(after.network.facts, formulas)
        self._found: dict[str, Degree] = {}

    def degrees(self, before: Selection, after: Selection) -> dict[str, Degree]:
        """How each operator of `after` differs from `before`, and, as OTHER, what is no longer there."""
        old = {operator.name: operator for operator in before.operators}
        found = dict.fromkeys(old, Degree.OTHER)
        for operator in after.operators:
            twin = old.get(operator.name)
            found[operator.name] = Degree.OTHER if twin is None else self._degree(twin, operator)
        return found

    def _degree(self, old: Operator, new: Operator) -> Degree:
        if new.name not in self._found:
            self._found[new.name] = Degree.SAME if old == new else self._compare(old, new)
        return self._found[new.name]

    def _compare(self, old: Operator, new: Operator) -> Degree:
        if _given(old) != _given(new):
            return Degree.OTHER
        before, after = (self._meaning(each, domains) for each, domains in zip((old, new), self._domains, strict=True))
        if before == after:
            return Degree.SAME if old.access == new.access else Degree.TIGHTER
        asked = (any(_implies(more, less) for more in after) for less in before)
        return Degree.TIGHTER if all(asked) else Degree.OTHER

    def _meaning(self, operator: Operator, domains: Domains) -> Meaning:
        groups: Iterable[Alternatives] = (condition.alternatives for condition in operator.conditions)
        return frozenset(
            frozenset(OneOf(variable, domains.split(variable, cells, self._finer)) for variable, cells in group)
            for group in groups
        )


def _given(operator: Operator) -> tuple[object, ...]:
    """What an operator gives, at what cost."""
    return operator.needs, operator.effects, operator.cost, operator.evidence, operator.occasion


def _implies(more: frozenset[OneOf], less: frozenset[OneOf]) -> bool:
    """Whether `less` holds wherever `more` does, alternative by alternative."""
    wider = dict(less)
    return all(cells <= wider.get(variable, frozenset()) for variable, cells in more)
