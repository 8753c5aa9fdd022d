"""The core that is compiled for a question is the core of its task, as anybody would number it."""

from collections.abc import Iterator

import pytest

from benchmarks.random_questions import questions
from graph.network import Network
from graph.planning.relevance import prune, prune_core
from graph.planning.task import Core, bits, union
from graph.question import EntryKind, EntryPoint, GivenFact, Question
from graph.referral.compiled_network import CompiledNetwork
from graph.referral.compiled_task import CompiledTask
from graph.referral.initial_state import Situation
from graph.referral.operators import Operator, Preconditions
from graph.structs import replace
from ingest.catalogue import load_catalogue

SHUTS_ITSELF_TO_CONTACTS = "centro-sammartini"


@pytest.fixture(scope="module")
def compiled() -> CompiledNetwork:
    return CompiledNetwork(Network(load_catalogue()))


def _named(core: Core | None) -> object:
    """A core with its facts by name, whatever their numbers are."""
    if core is None:
        return None
    read = union(core.goals) | union(group for each in core.operators for group in each.groups)

    def names(mask: int) -> frozenset[str]:
        return frozenset(core.facts[number] for number in bits(mask))

    operators = [
        (each.origin, frozenset(map(names, each.groups)), names(each.adds), names(each.removes))
        for each in core.operators
    ]
    return names(core.init & read), frozenset(map(names, core.goals)), operators


def _compile(compiled: CompiledNetwork, question: Question) -> CompiledTask:
    return compiled.compile(question, Situation(compiled.network, compiled.domains, question))


def _shut_to_contacts(compiled: CompiledNetwork) -> Operator:
    (found,) = (each for each in compiled.operators if each.service == SHUTS_ITSELF_TO_CONTACTS)
    return found


def _asking(compiled: CompiledNetwork) -> Question:
    """A question for which that service matters."""
    start = EntryPoint(EntryKind.SITUATION, "at-liberty")
    asked = (Question(start=start, needs=(need,)) for need in compiled.network.needs)
    return next(each for each in asked if SHUTS_ITSELF_TO_CONTACTS in _compile(compiled, each).members)


def _known_to(compiled: CompiledNetwork) -> Iterator[Question]:
    """Random questions of people whom somebody knows, among them those who shut a door."""
    operator = _shut_to_contacts(compiled)
    contacts = sorted(each.member or "" for each in operator.reads if each.name == "known_to")
    need = _asking(compiled).needs[0]
    asked = questions(compiled.network, 60, seed=5)
    for number, question in enumerate(asked):
        known = GivenFact(name="known_to", values=(contacts[7 * number % len(contacts)],), negated=number % 3 == 0)
        yield replace(question, needs=tuple(dict.fromkeys((need, question.needs[0]))), facts=(*question.facts, known))


def test_the_core_is_that_of_the_task(compiled: CompiledNetwork) -> None:
    for question in (*questions(compiled.network, 150, seed=3), *_known_to(compiled)):
        built = _compile(compiled, question)
        assert _named(prune_core(built.core)) == _named(prune(built.task)), question
        strict = prune_core(built.core_without_giving_up)
        assert _named(strict) == _named(prune(built.without_giving_up)), question


def test_a_contact_is_a_fact_if_a_step_makes_it_or_another_door_asks_for_it(
    compiled: CompiledNetwork,
) -> None:
    built = _compile(compiled, _asking(compiled))
    made = {variable for same in built.members.values() for variable, _ in same[0].effects}
    shut = Preconditions(compiled.state_variables, _shut_to_contacts(compiled))
    assert len(shut.excluded_by) > 200
    facts = {f"{variable}=no" for variable in shut.excluded_by}
    assert facts <= built.task.init
    others = [Preconditions(compiled.state_variables, same[0]) for same in built.members.values()]
    asked = {variable for door in others for each in door.conditions for variable, _ in each.alternatives}
    assert facts & set(built.core.facts) == {f"{variable}=no" for variable in shut.excluded_by & (made | asked)}


def test_whoever_is_known_to_one_of_those_is_not_let_in(compiled: CompiledNetwork) -> None:
    let_in = 0
    for question in _known_to(compiled):
        built = _compile(compiled, question)
        names = {each.name for each in built.core.operators}
        shut = any(variable.name == "known_to" for variable in built.made)
        assert (SHUTS_ITSELF_TO_CONTACTS in names) is (SHUTS_ITSELF_TO_CONTACTS in built.members and not shut)
        let_in += SHUTS_ITSELF_TO_CONTACTS in names
    assert 5 < let_in < 55
