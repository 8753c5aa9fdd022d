"""Atoms and the planner's names of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.atoms import ASK_FIRST, Atom, NeedAtom, OneOf, Symbol, SymbolTable, Variable, VariableKind, contact_with
from graph.network import Network
from graph.question import EntryKind, EntryPoint, GivenFact, Question
from graph.referral.compiled_network import CompiledNetwork
from graph.referral.initial_state import Situation
from ingest.catalogue import load_catalogue

RESERVED = {"at-once", "reading", "ask-first", "need"}
codes = st.from_regex(r"[a-z][a-z0-9_.-]{0,6}", fullmatch=True).filter(lambda code: code not in RESERVED)
facts = st.builds(Variable, codes, st.none() | codes)
variables = st.one_of(
    facts,
    st.just(ASK_FIRST),
    st.builds(lambda code: Variable(code, kind=VariableKind.READING), codes),
    st.builds(lambda code: contact_with(code).at_once, codes),
)
cells = codes | st.sampled_from(["yes", "no", "18..29", "..17", "30.."])
symbols: st.SearchStrategy[Symbol] = st.one_of(
    st.builds(Atom, variables, cells),
    st.builds(OneOf, variables, st.frozensets(cells, min_size=2, max_size=4)),
    st.builds(NeedAtom, codes),
)


@given(st.lists(symbols, unique=True, max_size=30))
def test_every_name_reads_back_and_no_two_symbols_share_one(drawn: list[Symbol]) -> None:
    table = SymbolTable()
    names = [table.name(symbol) for symbol in drawn]
    assert len(set(names)) == len(names)
    assert [table.symbol(name) for name in names] == drawn
    assert [SymbolTable(table).symbol(name) for name in names] == drawn


@given(st.lists(variables, unique=True, max_size=30))
def test_no_two_variables_are_shown_alike(drawn: list[Variable]) -> None:
    assert len(set(map(str, drawn))) == len(drawn)


@given(variables)
def test_only_a_contact_from_the_start_is_settled_by_another_variable(variable: Variable) -> None:
    settled = variable.settled
    assert settled.settled == settled
    assert (settled != variable) == (variable.kind is VariableKind.AT_ONCE)
    assert settled.at_once.settled == Variable(settled.name, settled.member)


def test_codes_that_would_be_taken_for_one_another_are_refused() -> None:
    table = SymbolTable()
    table.name(Atom(Variable("known_to", "a"), "yes"))
    with pytest.raises(ValueError, match="known_to:a=yes"):
        table.name(Atom(Variable("known_to:a"), "yes"))


def test_an_extended_table_leaves_its_base_as_it_is() -> None:
    base = SymbolTable()
    name = SymbolTable(base).name(NeedAtom("housing"))
    with pytest.raises(KeyError):
        base.symbol(name)


def test_every_fact_of_a_task_is_read_back() -> None:
    """Facts, contacts and needs of a real task, with a fact of which several cells are left."""
    network = Network(load_catalogue())
    compiled = CompiledNetwork(network)
    start = EntryPoint(EntryKind.SITUATION, "at-liberty")
    not_in_a_flat = GivenFact(name="housing", values=("dwelling",), negated=True)
    question = Question(start=start, needs=("housing", "work", "documents"), facts=(not_in_a_flat,))
    built = compiled.compile(question, Situation(network, compiled.domains, question))
    task = built.task
    read = {fact for action in task.actions for group in action.requires for fact in group}
    changed = {fact for action in task.actions for fact in (*action.provides, *action.removes)}
    assumed = {assumption.fact: assumption.variable for assumption in task.assumptions}
    found = {name: built.symbols.symbol(name) for name in {*task.init, *read, *changed, *assumed}}
    assert all(str(symbol) == name for name, symbol in found.items())
    assert len(set(found.values())) == len(found)
    assert {type(symbol) for symbol in found.values()} == {Atom, NeedAtom, OneOf}
    assert all(str(built.atom(fact).variable) == variable for fact, variable in assumed.items())
