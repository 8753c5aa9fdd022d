"""Operators: services as the planner sees them, with their costs and preconditions, and which of them matter to
a question.

A service compiles to several operators where one would force on a person what they did not ask for: the needs that
change the situation (a bed, a flat) are each an operator of their own, and what rests on a judgement is apart from what
a document states. Those that matter are allowed by the question, with interchangeable ones merged.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeVar, cast

from graph.atoms import ASK_FIRST, NO, YES, Alternatives, Atom, OneOf, Variable, contact_with
from graph.availability import is_closed
from graph.concepts import Effect
from graph.formula import AllOf, AnyOf, FactTest, Formula
from graph.network import Network
from graph.planning.task import Fact, Group
from graph.question import Question
from graph.referral.access import RouteContacts
from graph.referral.domains import READING, Domains, StateVariables
from graph.services import NeedLink, Requirement, Service
from graph.structs import Struct, replace
from graph.vocabulary import EVIDENCE_RANK, Evidence, FactKind, RouteKind

T = TypeVar("T")


class Costs(Struct, frozen=True):
    """The published integer costs. docs/planning.md explains them."""

    step: int = 10
    assumption: int = 3
    inferred: int = 2
    """Extra for a step that rests on a judgement."""
    listed: int = 10
    """Extra for a step at a partner that is only listed."""
    full: int = 15
    """Extra for a step at a full service."""
    doubtful: int = 20
    """Extra for a step at a service that may no longer exist."""
    give_up: int = 1_000_000
    """The cost of an unmet need."""


class Condition(Struct, frozen=True, kw_only=True):
    """One any-of group of an operator, and the requirement of the service that it comes from (None: access)."""

    alternatives: Alternatives
    requirement: Requirement | None


class Operator(Struct, frozen=True, kw_only=True, dict=True):
    """One way to use a service.

    `needs` are the need areas it meets, with those above; `effects` replace what held of their variables.
    `occasion` is the need for whose sake the situation changes, None where it changes nothing of that sort.
    """

    name: str
    service: str
    conditions: tuple[Condition, ...]
    needs: tuple[str, ...]
    effects: tuple[Atom, ...]
    cost: int
    evidence: Evidence
    occasion: str | None = None

    @property
    def access(self) -> Alternatives:
        """The senders; empty if the person may come by themselves."""
        return next((item.alternatives for item in self.conditions if item.requirement is None), ())

    @cached_property
    def asks(self) -> frozenset[Alternatives]:
        """The any-of groups that it asks for."""
        return frozenset([condition.alternatives for condition in self.conditions])

    @cached_property
    def reads(self) -> frozenset[Variable]:
        """The variables that it reads."""
        return frozenset([variable for alternatives in self.asks for variable, _ in alternatives])


def list_formulas(network: Network) -> Iterator[Formula]:
    """Every formula of the network, which together cut the facts into cells."""
    yield from network.cuts
    for need in network.needs.values():
        yield from (formula for formula in (need.met_when, need.meant_when) if formula is not None)
    yield from (rule.when for rule in network.catalogue.safety if rule.when is not None)
    for service in network:
        for requirement in service.requires:
            yield requirement.when
            if requirement.lenient is not None:
                yield requirement.lenient


def compile_services(network: Network, domains: Domains, costs: Costs) -> tuple[Operator, ...]:
    """The operators of every service, sorted by name."""
    compiler = _Compiler(network, domains, costs)
    operators = (operator for service in network for operator in compiler.operators(service))
    return tuple(sorted(operators, key=lambda operator: operator.name))


class _Compiler:
    def __init__(self, network: Network, domains: Domains, costs: Costs) -> None:
        self._network = network
        self._domains = domains
        self._costs = costs
        self._contacts = RouteContacts(network)
        self._known: dict[object, object] = {}

    def _one(self, value: T) -> T:
        """`value`, or the equal one met before: thousands of services share their groups, needs and effects."""
        return cast(T, self._known.setdefault(value, value))

    def _group(self, alternatives: Alternatives) -> Alternatives:
        if alternatives in self._known:
            return self._one(alternatives)
        return self._one(
            tuple(self._one(OneOf(self._one(each.variable), self._one(each.cells))) for each in alternatives)
        )

    def operators(self, service: Service) -> Iterator[Operator]:
        conditions = self._conditions(service)
        seen = set()
        for evidence, stated_only in self._levels(service):
            access = self._access(service, stated_only)
            links = [link for link in service.meets if not stated_only or link.evidence is Evidence.STATED]
            effects = [item for item in service.provides if not stated_only or item.evidence is Evidence.STATED]
            for suffix, needs, changes in self._bundles(links, effects):
                body = (access, needs, changes)
                if (needs or changes) and body not in seen:
                    seen.add(body)
                    yield Operator(
                        name=operator_name(service.slug, suffix or None, evidence),
                        service=service.slug,
                        conditions=(*access, *conditions) if conditions else access,
                        needs=self._one(needs),
                        effects=self._one(changes),
                        cost=self._cost(service, evidence),
                        evidence=evidence,
                        occasion=suffix or None,
                    )

    def _levels(self, service: Service) -> Iterator[tuple[Evidence, bool]]:
        """The levels of evidence with operators of their own: documents alone, then everything; one for a listing."""
        if service.listing is not None:
            yield Evidence.LISTED, False
            return
        routes = service.routes
        if not routes or any(route.evidence is Evidence.STATED for route in routes):
            yield Evidence.STATED, True
        yield Evidence.INFERRED, False

    def _cost(self, service: Service, evidence: Evidence) -> int:
        extra = {Evidence.STATED: 0, Evidence.INFERRED: self._costs.inferred, Evidence.LISTED: self._costs.listed}
        return self._costs.step + extra[evidence] + (self._costs.doubtful if service.doubt else 0)

    def _conditions(self, service: Service) -> tuple[Condition, ...]:
        return tuple(
            Condition(alternatives=self._group(group), requirement=requirement)
            for requirement in service.requires
            for group in self._domains.compile(readings(requirement))
        )

    def _access(self, service: Service, stated_only: bool) -> tuple[Condition, ...]:
        routes = [route for route in service.routes if not stated_only or route.evidence is Evidence.STATED]
        if any(route.kind is RouteKind.SELF for route in routes):
            return ()
        variables = {variable for route in routes for variable in self._contacts.of(service, route)}
        if not routes:
            variables.add(ASK_FIRST)
            hub = self._network.catalogue.hub
            if service.listing is not None and hub is not None:
                known = contact_with(hub)
                variables.add(known.at_once if self._is_urgent(service) else known)
        alternatives = tuple(OneOf(variable, YES) for variable in sorted(variables, key=str))
        return self._one((Condition(alternatives=self._group(alternatives), requirement=None),))

    def _is_urgent(self, service: Service) -> bool:
        """Whether the service gives emergency help, which must not wait until a sender has taken the person in."""
        return any(self._network.get_need(link.need).emergency for link in service.meets)

    def _bundles(
        self, links: list[NeedLink], effects: list[Effect]
    ) -> Iterator[tuple[str, tuple[str, ...], tuple[Atom, ...]]]:
        """The groups of needs that one use meets: those that change nothing, with at most one that does."""
        own = tuple(self._change(effect) for effect in effects)
        codes = [link.need for link in links]
        plain = [code for code in codes if not self._implied(code)]
        yield "", self._with_parents(plain), _sorted(own)
        for code in codes:
            implied = self._implied(code)
            if implied:
                yield code, self._with_parents([*plain, code]), _sorted((*own, *implied))

    def _implied(self, code: str) -> tuple[Atom, ...]:
        return tuple(self._change(effect) for effect in self._network.get_need(code).implies)

    def _with_parents(self, codes: list[str]) -> tuple[str, ...]:
        return tuple(sorted({met for code in codes for met in self._network.met_by(code)}))

    def _change(self, effect: Effect) -> Atom:
        if self._network.facts[effect.fact].kind is FactKind.SET:
            return Atom(Variable(effect.fact, effect.value), "yes")
        return Atom(Variable(effect.fact), effect.value)


def readings(requirement: Requirement) -> Formula:
    """The condition with a contested reading inside: the strict one, or the lenient one under its assumption."""
    if requirement.lenient is None or requirement.reading is None:
        return requirement.when
    return AnyOf((requirement.when, AllOf((requirement.lenient, FactTest(READING, frozenset({requirement.reading}))))))


def _sorted(effects: Iterable[Atom]) -> tuple[Atom, ...]:
    return tuple(sorted(set(effects), key=lambda atom: (str(atom.variable), atom.cell)))


def operator_name(service: str, occasion: str | None, evidence: Evidence) -> str:
    """The name of an operator: its service, the need for whose sake it is used, and `~` if it rests on a judgement.

    >>> operator_name("dormitory", "housing.shelter", Evidence.INFERRED)
    'dormitory#housing.shelter~'
    """
    name = service if occasion is None else f"{service}#{occasion}"
    return f"{name}~" if evidence is Evidence.INFERRED else name


class Preconditions:
    """The conditions of one operator as facts of the planner. Contacts that exclude a person are kept apart.

    A service for people whom nobody follows asks that the person is not known to this partner, nor to that one, and so
    on through the network: hundreds of conditions of which hardly any matters for one question. Contact is closed-world
    and is never assumed. So such a condition holds unless the start or a step makes the contact, and one look at those
    few decides all of them.

    Parameters
    ----------
    state_variables
        The variables of the network.
    operator
        The operator.
    """

    def __init__(self, state_variables: StateVariables, operator: Operator) -> None:
        self._state = state_variables
        self.operator = operator
        self.excluded_by = frozenset([each for each in map(self._excluding, operator.conditions) if each is not None])
        """The contacts each of which alone excludes the person."""
        self.conditions = tuple([each for each in operator.conditions if self._excluding(each) is None])
        """The other conditions."""

    def _excluding(self, condition: Condition) -> Variable | None:
        """The contact that `condition` rules out, if it asks for nothing else."""
        if len(condition.alternatives) != 1:
            return None
        variable, cells = condition.alternatives[0]
        unsaid = self._state.unsaid(variable)
        return variable if cells == NO and unsaid.closed and unsaid.possible == NO else None

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The any-of groups of all conditions, sorted, where every cell is one fact."""
        return tuple(sorted({*self.open_groups, *[(fact,) for fact in self.facts]}))

    @cached_property
    def open_groups(self) -> tuple[Group, ...]:
        """The groups of `conditions`, in their order."""
        return tuple([self._state.group(condition.alternatives) for condition in self.conditions])

    @cached_property
    def reads(self) -> frozenset[Fact]:
        """The facts that some group holds."""
        return self.facts.union(*self.open_groups)

    @cached_property
    def variables(self) -> frozenset[Variable]:
        """The variables that `conditions` read."""
        return frozenset([variable for condition in self.conditions for variable, _ in condition.alternatives])

    @cached_property
    def facts(self) -> frozenset[Fact]:
        """The facts that the person has none of the contacts in `excluded_by`."""
        return frozenset([self.absence(variable) for variable in self.excluded_by])

    def absence(self, variable: Variable) -> Fact:
        """The fact that the person does not have the contact `variable`."""
        return self._state.fact(variable, "no")


class PreconditionBook:
    """The preconditions of the operators of one network, each described once."""

    def __init__(self, state_variables: StateVariables) -> None:
        self._state = state_variables
        self._found: dict[str, Preconditions] = {}

    def of(self, operator: Operator) -> Preconditions:
        """The preconditions of `operator`; one of the same name that asks for something else has its own."""
        found = self._found.get(operator.name)
        if found is None or found.operator.conditions is not operator.conditions:
            found = self._found[operator.name] = Preconditions(self._state, operator)
        return found


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
