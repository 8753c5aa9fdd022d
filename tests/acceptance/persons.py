"""What is known of the person in a question, independently of the planner: the ways their situation may be.

A *world* is one way it may be, as far as it is known or assumed; what is neither stays unknown.
"""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import product
from typing import Any

from graph.concepts import Effect
from graph.formula import FactTest, Formula, evaluate, tests
from graph.network import Network
from graph.question import EntryKind, Question
from graph.referral.answer import Answer
from graph.referral.plan import ReferralPlan
from graph.services import Requirement, Service
from graph.vocabulary import FactKind

MOST_WORLDS = 200
ASK_FIRST = "ask-first"
READING = "reading:"
_ELSEWHERE = "ZZ"
"""A country that no service tells apart."""

Supposed = tuple[str, str]
"""A variable and the cell that it is supposed to have."""
Holds = dict[str, Any]
"""The value of each fact; for a member of a set-valued fact, `fact:member` is True or False."""


@dataclass
class Known:
    """What is given, implied, supposed or assumed: for each variable the values that remain."""

    values: dict[str, set[Any]] = field(default_factory=dict)
    readings: set[str] = field(default_factory=set)
    ask_first: bool = False

    def narrow(self, variable: str, values: Iterable[Any]) -> None:
        remaining = set(values)
        self.values[variable] = self.values[variable] & remaining if variable in self.values else remaining


def known_of(network: Network, question: Question, plan: ReferralPlan | None, supposed: Supposed | None) -> Known:
    known = Known()
    start = question.start
    if start.kind is EntryKind.SITUATION:
        situation = network.situations[start.code]
        for effect in situation.facts:
            variable, values = change_of(network, effect)
            known.narrow(variable, kinds_of(network, variable, values))
        for effect in situation.rules_out:
            ruled_out = kinds_of(network, effect.fact, [effect.value])
            known.narrow(effect.fact, set(_domain(network, effect.fact)) - ruled_out)
        for slug in situation.known_to:
            known.narrow(f"known_to:{slug}", {True})
    else:
        known.narrow(f"known_to:{start.code}", {True})
    for given in question.facts:
        kind = network.facts[given.name].kind
        if kind is FactKind.SET:
            for value in given.values:
                known.narrow(f"{given.name}:{value}", {not given.negated})
        elif kind is FactKind.INTEGER:
            low = 0 if given.minimum is None else given.minimum
            high = 1200 if given.maximum is None else given.maximum
            known.narrow(given.name, {low, (low + high) // 2, high})
        elif given.negated:
            known.narrow(given.name, set(_domain(network, given.name)) - kinds_of(network, given.name, given.values))
        else:
            known.narrow(given.name, kinds_of(network, given.name, given.values))
    if supposed is not None:
        _suppose(network, known, supposed[0], [supposed[1]])
    for assumption in plan.assumptions if plan is not None else ():
        _suppose(network, known, assumption.fact.name, assumption.fact.cells)
    return known


def _suppose(network: Network, known: Known, variable: str, cells: Iterable[str]) -> None:
    name, _, member = variable.partition(":")
    if variable == ASK_FIRST:
        known.ask_first = True
    elif variable.startswith(READING):
        known.readings.add(variable.removeprefix(READING))
    elif member:
        known.narrow(variable, {cell == "yes" for cell in cells})
    elif network.facts[name].kind is FactKind.INTEGER:
        numbers = {number for cell in cells for number in _ends(cell)}
        given = known.values.get(name)
        known.values[name] = {n for n in given if any(_lies_in(n, cell) for cell in cells)} if given else numbers
    elif network.facts[name].kind is FactKind.COUNTRY:
        given = known.values.get(name, set(_domain(network, name)))
        named = {value.code for value in network.facts[name].values}
        known.values[name] = {code for code in given if (code if code in named else "other") in set(cells)}
    else:
        known.narrow(name, cells)


def _ends(cell: str) -> tuple[int, int]:
    low, _, high = cell.partition("..")
    return int(low) if low else 0, int(high) if high else 1200


def _lies_in(number: int, cell: str) -> bool:
    low, high = _ends(cell)
    return low <= number <= high


def _domain(network: Network, fact: str) -> tuple[str, ...]:
    definition = network.facts[fact]
    if definition.kind is FactKind.BOOLEAN:
        return ("yes", "no")
    codes = tuple(value.code for value in definition.values)
    return (*codes, _ELSEWHERE) if definition.kind is FactKind.COUNTRY else codes


def kinds_of(network: Network, fact: str, codes: Iterable[Any]) -> set[Any]:
    """`codes`, and every value of the fact from which following `broader` upwards leads to one of them."""
    found = set(codes)
    if fact in network.facts:
        above = {value.code: value.broader for value in network.facts[fact].values}
        found |= {code for code in above if not found.isdisjoint(_line(above, code))}
    return found


def _line(above: dict[str, str | None], code: str) -> Iterator[str]:
    here: str | None = code
    while here is not None:
        yield here
        here = above.get(here)


def change_of(network: Network, effect: Effect) -> tuple[str, set[Any]]:
    if network.facts[effect.fact].kind is FactKind.SET:
        return f"{effect.fact}:{effect.value}", {True}
    return effect.fact, {effect.value}


def worlds_of(network: Network, known: Known, plan: ReferralPlan) -> Iterator[Holds]:
    """Every way the variables that the plan's services read may be; the rest is as good as unknown."""
    services = [network.services[one.service] for step in plan.steps for one in step.candidates]
    formulas = [item for service in services for item in _formulas(service.requires)]
    read = {test.fact for formula in formulas for test in tests(formula)}
    fixed = {name: next(iter(values)) for name, values in known.values.items() if len(values) == 1}
    open_ones = {
        name: sorted(values, key=str)
        for name, values in known.values.items()
        if len(values) > 1 and name.partition(":")[0] in read
    }
    every = list(product(*open_ones.values()))
    if len(every) > MOST_WORLDS:
        every = random.Random(0).sample(every, MOST_WORLDS)  # noqa: S311 - a choice of tests
    for values in every:
        yield {**fixed, **dict(zip(open_ones, values, strict=True))}


def _formulas(requirements: Iterable[Requirement]) -> Iterator[Formula]:
    for requirement in requirements:
        yield requirement.when
        if requirement.lenient is not None:
            yield requirement.lenient


def truth(network: Network, test: FactTest, holds: Holds) -> bool | None:
    """Whether `test` holds; None where nothing is known."""
    definition = network.facts[test.fact]
    if definition.kind is FactKind.SET:
        unknown = False if definition.closed_world else None
        members = [holds.get(f"{test.fact}:{value}", unknown) for value in test.values]
        return True if True in members else None if None in members else False
    value = holds.get(test.fact)
    if value is None:
        return None
    if definition.kind is FactKind.INTEGER:
        return (test.minimum is None or value >= test.minimum) and (test.maximum is None or value <= test.maximum)
    if value in kinds_of(network, test.fact, test.values):
        return True
    return None if kinds_of(network, test.fact, [value]).intersection(test.values) else False


def is_excluded(network: Network, question: Question, plan: ReferralPlan, service: Service) -> bool:
    """Whether what is known of the person breaks a requirement of `service` under every reading.

    What a step of `plan` may change does not count as known.
    """
    known = known_of(network, question, None, None)
    used = [network.services[one.service] for step in plan.steps for one in step.candidates]
    changes = [change for each in used for change in (*each.provides, *_implied(network, each))]
    changed = {change_of(network, change)[0] for change in changes}
    holds = {
        name: value
        for name, values in known.values.items()
        for value in values
        if name not in changed and values <= kinds_of(network, name, [value])
    }

    def read(test: FactTest) -> bool | None:
        return truth(network, test, holds)

    return any(
        evaluate(requirement.when, read) is False
        and (requirement.lenient is None or evaluate(requirement.lenient, read) is False)
        for requirement in service.requires
    )


def _implied(network: Network, service: Service) -> Iterator[Effect]:
    for link in service.meets:
        yield from network.needs[link.need].implies


def stands_in(network: Network, answer: Answer, formula: Formula) -> bool:
    """Whether `formula` holds for certain of the person that the question of `answer` speaks of."""
    question = answer.interpretation.question
    if question is None or question.start.code not in {*network.situations, *network.services, *network.organizations}:
        return False
    known = known_of(network, question, None, None)
    read = {test.fact for test in tests(formula)}
    told = {name: sorted(values, key=str) for name, values in known.values.items() if name.partition(":")[0] in read}
    worlds = [dict(zip(told, values, strict=True)) for values in product(*told.values())]
    return bool(worlds) and all(evaluate(formula, partial(truth, network, holds=world)) is True for world in worlds)
