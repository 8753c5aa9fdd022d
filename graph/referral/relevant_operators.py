"""The operators that matter to a question: those that it allows, with interchangeable ones merged."""

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

from graph.atoms import Alternatives, Variable
from graph.availability import is_closed
from graph.network import Network
from graph.question import Question
from graph.referral.operators import Operator
from graph.structs import Struct, replace
from graph.vocabulary import EVIDENCE_RANK


class RelevantOperators(Struct, frozen=True, dict=True):
    """The operators that matter for some needs, and the interchangeable ones as one, under the name of the first."""

    operators: tuple[Operator, ...]
    members: Mapping[str, tuple[Operator, ...]]

    @cached_property
    def variables(self) -> frozenset[Variable]:
        """The variables that they read."""
        return frozenset().union(*(operator.reads for operator in self.first))

    @property
    def first(self) -> tuple[Operator, ...]:
        """The first of each interchangeable operators, which speaks for all."""
        return tuple(same[0] for same in self.members.values())

    @property
    def groups(self) -> tuple[Alternatives, ...]:
        """The any-of groups that some operator asks for."""
        conditions = (condition for operator in self.first for condition in operator.conditions)
        return tuple(dict.fromkeys(condition.alternatives for condition in conditions))

    def only(self, names: Collection[str]) -> "RelevantOperators":
        """Only the operators with these `names`."""
        return _gather({name: same for name, same in self.members.items() if name in names})

    def asking(self, left: Mapping[Alternatives, Alternatives | None]) -> "RelevantOperators":
        """The same operators, where of each any-of group in `left` only that is asked for: nothing where it is None."""
        return _gather({name: (_asking(same[0], left), *same[1:]) for name, same in self.members.items()})


def _gather(members: Mapping[str, tuple[Operator, ...]]) -> RelevantOperators:
    operators = tuple(operator for same in members.values() for operator in same)
    return RelevantOperators(operators, members)


def _asking(operator: Operator, left: Mapping[Alternatives, Alternatives | None]) -> Operator:
    asked = [(condition, left.get(condition.alternatives, condition.alternatives)) for condition in operator.conditions]
    if all(group == condition.alternatives for condition, group in asked):
        return operator
    kept = (
        condition if group == condition.alternatives else replace(condition, alternatives=group)
        for condition, group in asked
        if group is not None
    )
    return replace(operator, conditions=tuple(kept))


def select(network: Network, needs: tuple[str, ...], relevant: Sequence[Operator]) -> RelevantOperators:
    """The `relevant` operators for `needs`, merged: all of a task that depends on no situation."""
    return _Merger(network, needs, relevant).select()


class Filter:
    """Decides whether a question allows an operator: its evidence, what to avoid, closures (unless `closed_too`)."""

    def __init__(self, network: Network, question: Question, closed_too: bool = False) -> None:
        self._network = network
        self._services = network.services
        self._needs = frozenset(question.needs)
        self._avoid = network.with_parts(question.avoid)
        self._on = question.on
        self._closed_too = closed_too
        self._weakest = EVIDENCE_RANK[question.preferences.min_evidence]

    def __call__(self, operator: Operator) -> bool:
        """Whether `operator` may be used."""
        service = self._services[operator.service]
        if EVIDENCE_RANK[operator.evidence] > self._weakest or self._is_no_means(operator):
            return False
        if not self._closed_too and is_closed(service, self._on):
            return False
        if not self._avoid:
            return True
        return service.slug not in self._avoid and not any(
            offer.organization in self._avoid for offer in service.organizations
        )

    def _is_no_means(self, operator: Operator) -> bool:
        """Whether `operator` changes the situation for a need that is not asked for and serves no other."""
        if operator.occasion is None or self._network.get_need(operator.occasion).means:
            return False
        return self._needs.isdisjoint(self._network.met_by(operator.occasion))


class _Merger:
    def __init__(self, network: Network, needs: tuple[str, ...], relevant: Sequence[Operator]) -> None:
        self._relevant = relevant
        self._wanted = frozenset().union(*(network.within(need) for need in needs))
        changed = {variable for operator in relevant for variable, _ in operator.effects}
        contacts = {variable for variable in changed if network.get_fact(variable.name).closed_world}
        self._idle = {variable for variable in contacts if not any(variable in each.reads for each in relevant)}
        """Contacts that no relevant operator reads."""

    def select(self) -> RelevantOperators:
        classes: dict[object, list[Operator]] = {}
        for operator in self._relevant:
            key = (
                operator.asks,
                tuple([need for need in operator.needs if need in self._wanted]),
                tuple([effect for effect in operator.effects if effect.variable not in self._idle]),
                operator.cost,
                operator.evidence,
                operator.occasion,
            )
            classes.setdefault(key, []).append(operator)
        members = {operators[0].name: tuple(operators) for operators in classes.values()}
        return RelevantOperators(tuple(self._relevant), members)
