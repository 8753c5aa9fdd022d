"""Finds where a change matters: the operators that differ, and the lanes in which pruning keeps one of them."""

from collections.abc import Iterable, Mapping
from enum import IntEnum
from functools import cached_property, reduce
from itertools import chain
from operator import or_

from graph.atoms import Alternatives, OneOf
from graph.coverage.pruning import LanePruning
from graph.coverage.survey import Place, TaskBook
from graph.referral.compiled_network import CompiledNetwork
from graph.referral.domains import Domains
from graph.referral.operators import Operator, list_formulas
from graph.referral.relevant_operators import RelevantOperators
from graph.structs import Struct

AskedGroups = frozenset[frozenset[OneOf]]
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

    def degrees(self, before: RelevantOperators, after: RelevantOperators) -> dict[str, Degree]:
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

    def _meaning(self, operator: Operator, domains: Domains) -> AskedGroups:
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


class NeedImpact(Struct, frozen=True):
    """What a change does to one need in one territory: lanes by the name of an action."""

    after: RelevantOperators
    pruned: LanePruning
    looser: Mapping[str, int]
    """Where an action is left of which plans may use more than before."""
    gone: Mapping[str, int]
    """By service, the lanes in which one of its operators was left that is gone now or asks for more."""
    touched: int
    """Where something that differs is left, before or now."""

    def at(self, lane: int) -> "LaneImpact":
        """The change in one lane."""
        return LaneImpact(*(_there(each, lane) for each in (self.pruned.left, self.looser, self.gone)))


class LaneImpact(Struct, frozen=True):
    """What a change does in one lane: the actions left, those that are looser, and the services that lose something."""

    left: frozenset[str]
    looser: frozenset[str]
    gone: frozenset[str]


class ImpactBook:
    """Compares the cells of one scope before and after a change, one need in one territory at a time."""

    def __init__(self, before: TaskBook, after: TaskBook) -> None:
        self._books = before, after
        self._difference = Difference(before.compiled, after.compiled)
        self._impacts: dict[Place, NeedImpact | None] = {}

    @cached_property
    def both(self) -> int:
        """The lanes in which somebody can be, before and after."""
        before, after = self._books
        return before.states.all & after.states.all

    def find_impact(self, place: Place) -> NeedImpact | None:
        """The effect of the change on a need in a territory; None if there is none."""
        if place not in self._impacts:
            before, after = (book.selection(place) for book in self._books)
            self._impacts[place] = None if before == after else self._compare(place, before, after)
        return self._impacts[place]

    def _compare(self, place: Place, before: RelevantOperators, after: RelevantOperators) -> NeedImpact:
        was, pruned = (book.pruned(place) for book in self._books)
        left = pruned.left
        degrees = self._difference.degrees(before, after)
        looser = {name: left[name] for name in _of_degree(after, degrees, Degree.OTHER)}
        gone: dict[str, int] = {}
        for name, members in before.members.items():
            for service in {member.service for member in members if degrees[member.name] is not Degree.SAME}:
                gone[service] = gone.get(service, 0) | was.left[name]
        differing = (left[name] for name in _of_degree(after, degrees, Degree.TIGHTER))
        return NeedImpact(after, pruned, looser, gone, reduce(or_, (*differing, *gone.values()), 0) & self.both)


def _there(lanes: Mapping[str, int], lane: int) -> frozenset[str]:
    return frozenset(name for name, where in lanes.items() if where >> lane & 1)


def _of_degree(selection: RelevantOperators, degrees: Mapping[str, Degree], least: Degree) -> list[str]:
    """The actions of `selection` behind which some operator differs that much."""
    return [
        name for name, members in selection.members.items() if any(degrees[member.name] >= least for member in members)
    ]
