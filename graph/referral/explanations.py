"""Explains why a question cannot be asked, why a need stays unmet, and with which small changes it would be met.

Possible reasons: no service offers it, its services are closed, a condition fails, there is no referral, or the
question forbids it. Each change is proved by planning again.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import combinations, islice

from graph.atoms import Atom, VariableKind
from graph.availability import find_closed, is_closed
from graph.concepts import FactDefinition
from graph.errors import QuestionError
from graph.formula import tests
from graph.message import Message, Text, Value
from graph.network import Network, suggest
from graph.planning.relevance import blocked_actions, prune
from graph.planning.task import Task
from graph.provenance import Citation
from graph.question import EntryKind, Preferences, Question
from graph.referral.answer import ClosedService, PlanningProblem, ProblemCode, Repair
from graph.referral.compiled_network import CompiledNetwork, Dropped
from graph.referral.eligibility import is_excluded, list_supporters
from graph.referral.initial_state import Situation
from graph.referral.operators import Operator
from graph.referral.plan_builder import Case
from graph.referral.safety import is_barred
from graph.referral.solver import Solved, Solver
from graph.services import Requirement
from graph.structs import Struct, replace
from graph.vocabulary import VICTIM_OF, Evidence

MOST_NEEDS = 12
MOST_FACTS = 60
MOST_SUPPORTERS = 6
MOST_NAMED = 6
"""Services whose conditions are named in a message at most."""
FindRepairs = Callable[[], tuple[Repair, ...]]
MOST = 3


def list_invalid(network: Network, question: Question) -> Iterator[PlanningProblem]:
    """One problem for everything that is wrong with the codes of a question."""
    if not question.needs:
        yield PlanningProblem(
            code=ProblemCode.MISSING_NEED,
            input_field="needs",
            message=Message.of("problem.missing_need"),
            suggestions=tuple(need.code for need in network.needs.values() if need.parent is None),
        )
    if len(question.needs) > MOST_NEEDS or len(question.facts) > MOST_FACTS:
        yield PlanningProblem(
            code=ProblemCode.INVALID_FACT,
            input_field="needs" if len(question.needs) > MOST_NEEDS else "facts",
            message=Message.of("problem.too_much", needs=MOST_NEEDS, facts=MOST_FACTS),
        )
    starts = {
        EntryKind.SITUATION: network.situations,
        EntryKind.ORGANIZATION: network.organizations,
        EntryKind.SERVICE: network.services,
    }
    known = starts[question.start.kind]
    if question.start.code not in known:
        yield _no_such("from", question.start.code, known)
    for need in question.needs:
        if need not in network.needs:
            yield _no_such("needs", need, network.needs)
    for slug in question.avoid:
        if slug not in network.organizations and slug not in network.services:
            yield _no_such("avoid", slug, (*network.organizations, *network.services))


def _no_such(field: str, code: str, known: Iterable[str]) -> PlanningProblem:
    return unknown_code(code, suggest(code, known), field)


def unknown_code(code: str, suggestions: tuple[str, ...], field: str) -> PlanningProblem:
    """The problem that the network does not have `code`, which `field` of the question names."""
    return PlanningProblem(
        code=ProblemCode.UNKNOWN_CODE,
        input_field=field,
        message=Message.of("problem.unknown_code", code=code),
        suggestions=suggestions,
    )


def invalid(error: QuestionError, field: str) -> PlanningProblem:
    """The problem of a question that cannot be asked as it is."""
    return PlanningProblem(code=ProblemCode.INVALID_FACT, input_field=field, message=error.message)


def list_problems(solver: Solver, best: Solved) -> Iterator[PlanningProblem]:
    """One problem for each unmet need, and one if the optimum is not proved."""
    for need in best.plan.unmet:
        yield _explain_unmet(solver, best.case, need)
    if not best.plan.cost.optimal:
        yield PlanningProblem(
            code=ProblemCode.UNPROVED_OPTIMUM,
            input_field="needs",
            message=Message.of("problem.unproved_optimum"),
        )


def _explain_unmet(solver: Solver, case: Case, need: str) -> PlanningProblem:
    """Why `need` cannot be met in `case`, with repairs that the person could make."""
    return explain_with(solver, case.question, case.situation, need, partial(find_repairs, solver, case, need))


def explain_with(
    solver: Solver, question: Question, situation: Situation, need: str, find: FindRepairs
) -> PlanningProblem:
    """Why `need` cannot be met, with the repairs that `find` returns."""
    label = solver.network.get_need(need).label
    if not solver.compiled.providers(need, situation.territory):
        return PlanningProblem(
            code=ProblemCode.NO_PROVIDER,
            input_field="needs",
            need=need,
            sources_silent=True,
            message=Message.of("problem.no_provider", need=label),
            suggestions=list_supporters(solver.network, (need,), situation)[:MOST_SUPPORTERS],
        )
    alone = replace(question, needs=(need,))
    if _is_any_closed(solver.compiled, alone) and solver.can_meet(alone, situation, closed_too=True):
        return _closed(solver, situation, alone)
    for code, field, message, wider in _wider_questions(alone):
        if solver.can_meet(wider, situation):
            return PlanningProblem(
                code=code, input_field=field, need=need, message=Message.of(message),
                suggestions=list_supporters(solver.network, (need,), situation)[:MOST_SUPPORTERS],
            )  # fmt: skip
    if solver.can_meet(alone, situation, presume=True):
        return _conditional(solver, situation, need, ProblemCode.UNKNOWN_CONDITION, find)
    if solver.can_meet(alone, situation, _all_access(solver, alone), presume=True):
        return _conditional(solver, situation, need, ProblemCode.NO_ACCESS, find)
    return _conditional(solver, situation, need, ProblemCode.EXCLUDED, find)


def _is_any_closed(compiled: CompiledNetwork, alone: Question) -> bool:
    """Whether some service that could matter is closed."""
    every = compiled.template(alone, closed_too=True).selection.operators
    return len(every) > len(compiled.template(alone).selection.operators)


def _closed(solver: Solver, situation: Situation, alone: Question) -> PlanningProblem:
    """The problem that a way exists only through closed services."""
    (need,) = alone.needs
    closed = list(list_closed(solver.compiled, alone, situation))
    services = tuple(_closed_service(solver, item) for item in closed[:MOST_NAMED])
    return PlanningProblem(
        code=ProblemCode.CLOSED,
        input_field="on",
        need=need,
        message=Message.of("problem.closed", need=solver.network.get_need(need).label, services=services),
        suggestions=list_supporters(solver.network, (need,), situation)[:MOST_SUPPORTERS],
        citations=tuple(dict.fromkeys(cited for item in closed for cited in item.closed.citations)),
    )


def _closed_service(solver: Solver, item: ClosedService) -> Message | str:
    name, until = solver.network.get_service(item.service).name, item.closed.until
    return name if until is None else Message.of("problem.closed_until", service=name, day=until)


def _wider_questions(alone: Question) -> Iterator[tuple[ProblemCode, str, str, Question]]:
    """The same need with one restriction of the question lifted."""
    preferences = alone.preferences
    if alone.avoid:
        yield ProblemCode.AVOIDED, "avoid", "problem.avoided", replace(alone, avoid=())
    if preferences.min_evidence is not Evidence.LISTED:
        weaker = Preferences(allow_assumptions=preferences.allow_assumptions)
        yield (
            ProblemCode.EVIDENCE_TOO_WEAK,
            "preferences",
            "problem.evidence_too_weak",
            replace(alone, preferences=weaker),
        )
    if not preferences.allow_assumptions:
        bolder = Preferences(min_evidence=preferences.min_evidence)
        yield ProblemCode.UNKNOWN_CONDITION, "facts", "problem.assumptions_refused", replace(alone, preferences=bolder)


def _all_access(solver: Solver, question: Question) -> Dropped:
    return frozenset((operator.service, None) for operator in solver.compiled.template(question).selection.operators)


def _conditional(
    solver: Solver, situation: Situation, need: str, code: ProblemCode, find: FindRepairs
) -> PlanningProblem:
    """The problem that the requirements of the services for `need` fail, with repairs."""
    found = _failing(solver, situation, need, unknown=code is ProblemCode.UNKNOWN_CONDITION)
    failing = sorted(found, key=lambda each: each.after_harm)[:MOST_NAMED]
    conditions = (
        Message.of("problem.condition", service=each.service, requirements=each.requirements) for each in failing
    )
    values: dict[str, Value] = {"need": solver.network.get_need(need).label, "conditions": tuple(conditions)}
    return PlanningProblem(
        code=code,
        input_field="from" if code is ProblemCode.NO_ACCESS else "facts",
        need=need,
        sources_silent=code is ProblemCode.NO_ACCESS,
        message=Message.of(f"problem.{code.lower()}", **values),
        citations=tuple(dict.fromkeys(cited for each in failing for cited in each.citations)),
        repairs=find(),
        suggestions=list_supporters(solver.network, (need,), situation)[:MOST_SUPPORTERS],
    )


class _Failing(Struct, frozen=True):
    """The requirements of a service that fail. `after_harm`: it is for people who were hurt or exploited."""

    service: str
    requirements: tuple[Text, ...]
    citations: tuple[Citation, ...]
    after_harm: bool


def _failing(solver: Solver, situation: Situation, need: str, unknown: bool) -> Iterator[_Failing]:
    """The services for `need` whose requirements fail; with `unknown`, also where nothing is known about them.

    Services for victims come last: nobody should hear first that it would help to be one.
    """
    providers = solver.compiled.providers(need, situation.territory)
    for slug in dict.fromkeys(operator.service for operator in providers):
        service = solver.network.get_service(slug)
        if is_closed(service, situation.on):
            continue
        truths = ((requirement, situation.truth(requirement.when)) for requirement in service.requires)
        failing = [each for each, truth in truths if truth is False or (unknown and truth is None)]
        if failing:
            yield _Failing(
                service=service.name,
                requirements=tuple(each.label for each in failing),
                citations=tuple(cited for each in failing for cited in each.cite),
                after_harm=any(test.fact == VICTIM_OF for each in service.requires for test in tests(each.when)),
            )


def list_closed(compiled: CompiledNetwork, question: Question, situation: Situation) -> Iterator[ClosedService]:
    """The services that `question` could use if they were open, by slug, without those that exclude the person."""
    operators: dict[str, list[Operator]] = {}
    for operator in compiled.relevant(question, closed_too=True):
        operators.setdefault(operator.service, []).append(operator)
    for slug in sorted(operators):
        service = compiled.network.get_service(slug)
        closed = find_closed(service, question.on)
        if closed is not None and not is_excluded(service, situation):
            met = {need for operator in operators[slug] for need in operator.needs}
            yield ClosedService(
                service=slug, needs=tuple(need for need in question.needs if need in met), closed=closed
            )


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
