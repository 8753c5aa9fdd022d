"""Small changes with which an unmet need would be met, each proved by planning again."""

from collections.abc import Iterator
from itertools import combinations, islice

from graph.atoms import Atom, VariableKind
from graph.concepts import FactDefinition
from graph.formula import tests
from graph.message import Message
from graph.network import Network
from graph.planning.relevance import blocked_actions, prune
from graph.planning.task import Task
from graph.referral.answer import Repair
from graph.referral.initial_state import Situation
from graph.referral.operators import Operator
from graph.referral.plan_builder import Case
from graph.referral.safety import is_barred
from graph.referral.solver import Solver
from graph.services import Requirement
from graph.structs import replace

MOST = 3


def find_repairs(solver: Solver, case: Case, need: str, *, of_network: bool = False) -> tuple[Repair, ...]:
    """Find up to three repairs, each of which changes one or two known facts of the person.

    With `of_network`, a repair may also relax a requirement or add a route. A person cannot do that, but those who
    coordinate the network can.
    """
    alone = solver.case(replace(case.question, needs=(need,)), case.situation)
    ways = (
        _facts(solver, alone, need, 1),
        _requirements(solver, alone, need) if of_network else iter(()),
        _routes(solver, alone, need) if of_network else iter(()),
        _facts(solver, alone, need, 2),
    )
    found: list[Repair] = []
    for way in ways:
        found.extend(islice(way, MOST - len(found)))
        if len(found) == MOST:
            break
    return tuple(found)


def _facts(solver: Solver, case: Case, need: str, size: int) -> Iterator[Repair]:
    task = case.compiled.without_giving_up
    singles = _changes(solver, case, task)
    for changes in combinations(singles, size):
        if len({variable for variable, _ in changes}) < size:
            continue
        # If one of a pair is enough alone, the pair is not a small repair.
        if size > 1 and any(_meets(solver, case, task, (change,)) for change in changes):
            continue
        if _meets(solver, case, task, changes):
            yield _fact_repair(solver, changes, need)


def _changes(solver: Solver, case: Case, task: Task) -> list[Atom]:
    """The cells whose change could help: a variable certainly has another one, and an any-of group that fails needs it.

    Groups that hold in the delete relaxation need no repair. Unknown facts are asked about, not changed. Facts that
    people cannot or should not change, such as their age, or giving up a home, are left out.
    """
    lacking = {fact for _, groups in blocked_actions(task) for group in groups for fact in group}
    changes = []
    for fact in sorted(lacking):
        atom = case.compiled.symbols.symbol(fact)
        if not isinstance(atom, Atom) or atom.variable.kind is not VariableKind.FACT:
            continue
        definition = solver.network.facts.get(atom.variable.name)
        if definition is None or _is_fixed(definition, atom.cell) or not _is_known_not_to_hold(case.situation, atom):
            continue
        if not is_barred(solver.network, case.question.needs, case.situation, atom):
            changes.append(atom)
    return changes


def _is_fixed(definition: FactDefinition, cell: str) -> bool:
    return definition.fixed or any(value.fixed for value in definition.values if value.code == cell)


def _is_known_not_to_hold(situation: Situation, atom: Atom) -> bool:
    """Whether the question or the start rules `atom` out, or it is a contact that neither mentions."""
    if situation.is_closed(atom.variable):
        return situation.possible(atom.variable) != {atom.cell}
    return atom.cell not in situation.possible(atom.variable)


def _meets(solver: Solver, case: Case, task: Task, changes: tuple[Atom, ...]) -> bool:
    """Whether the need can be met after `changes`, tested first in the delete relaxation, then exactly."""
    facts = set(map(case.compiled.symbols.name, changes))
    if prune(replace(task, init=task.init | facts)) is None:
        return False
    situation: Situation = case.situation
    for variable, cell in changes:
        situation = situation.supposing(variable, frozenset({cell}))
    return solver.can_meet(case.question, situation)


def _fact_repair(solver: Solver, changes: tuple[Atom, ...], need: str) -> Repair:
    facts = tuple(solver.wording.fact(change.variable, change.cells).text for change in changes)
    return Repair(
        kind="fact",
        text=Message.of("repair.fact", facts=facts, need=solver.network.get_need(need).label),
        services=(),
        citations=(),
    )


def _requirements(solver: Solver, case: Case, need: str) -> Iterator[Repair]:
    for service, requirement in _pairs(solver, case, need):
        if solver.can_meet(case.question, case.situation, frozenset({(service, requirement)})):
            yield _requirement_repair(solver.network, service, requirement)


def _pairs(solver: Solver, case: Case, need: str) -> Iterator[tuple[str, str]]:
    """The requirements that could be relaxed, each with its service."""
    pairs = (
        (operator.service, condition.requirement.id)
        for operator in solver.compiled.providers(need, case.situation.territory)
        for condition in operator.conditions
        if condition.requirement is not None
        and not _is_mandate(solver.network, operator.service, condition.requirement)
    )
    yield from dict.fromkeys(pairs)


def _is_mandate(network: Network, service: str, requirement: Requirement) -> bool:
    """Whether `requirement` defines whom the service is for, so that it is not relaxed.

    That holds for every requirement of the hub, and for one that only tests facts that cannot change, such as an age.
    """
    return service == network.catalogue.hub or all(
        network.get_fact(test.fact).fixed for test in tests(requirement.when)
    )


def _requirement_repair(network: Network, service: str, requirement: str) -> Repair:
    found = network.get_service(service)
    relaxed = next(item for item in found.requires if item.id == requirement)
    return Repair(
        kind="requirement",
        text=Message.of("repair.requirement", service=found.name, requirement=relaxed.label),
        services=(service,),
        citations=relaxed.cite,
    )


def _routes(solver: Solver, case: Case, need: str) -> Iterator[Repair]:
    closed: list[Operator] = [
        operator for operator in solver.compiled.providers(need, case.situation.territory) if operator.access
    ]
    for service in dict.fromkeys(operator.service for operator in closed):
        if solver.can_meet(case.question, case.situation, frozenset({(service, None)})):
            name = solver.network.get_service(service).name
            yield Repair(
                kind="route",
                text=Message.of("repair.route", service=name),
                services=(service,),
                citations=solver.network.get_service(service).cite,
            )
