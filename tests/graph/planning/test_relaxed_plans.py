from itertools import combinations

from hypothesis import assume, given
from hypothesis import strategies as st

from graph.planning.alternatives import list_minimal
from graph.planning.relaxed_plans import (
    canonical_costs,
    list_minimal_sets,
    optimum_by_branching,
    optimum_by_landmarks,
    relaxed_optimum,
)
from graph.planning.relevance import prune
from graph.planning.solver import Query, optimize
from graph.planning.task import Action, Assumption, Task, number_facts, relaxed_plan

PLENTY = 10_000


def _naive(core, at_most):
    """Every minimal set, by trying all, small ones first."""
    found = []
    for size in range(len(core.operators) + 1):
        for some in combinations(range(len(core.operators)), size):
            if any(set(one) <= set(some) for one in found):
                continue
            assumed = [core.operators[index].variable for index in some if core.operators[index].variable]
            if len(set(assumed)) == len(assumed) and relaxed_plan(core, some) is not None:
                found.append(some)
    return {one for one in found if sum(core.operators[index].cost for index in one) <= at_most}


@given(data=st.data())
def test_all_are_found_and_no_others(data, tasks):
    core = prune(data.draw(tasks))
    if core is None or len(core.operators) > 12:
        return
    at_most = data.draw(st.integers(0, 60))
    found = list_minimal_sets(core, at_most, PLENTY, most_nodes=1_000_000)

    assert found is not None
    assert len(set(found)) == len(found)
    assert set(found) == _naive(core, at_most)


@given(data=st.data())
def test_they_are_those_of_the_solver(data, tasks):
    core = prune(data.draw(tasks))
    if core is None:
        return
    at_most = data.draw(st.integers(0, 60))
    copies = [1] * len(core.operators)
    choices, complete = list_minimal(Query(core=core, copies=copies, at_most=at_most), PLENTY)
    found = list_minimal_sets(core, at_most, PLENTY, most_nodes=1_000_000)

    assert complete
    assert found is not None
    assert set(found) == {choice.used for choice in choices}


def test_where_nothing_costs_anything_few_operators_bear_a_large_tree():
    ways = [("f2",), ("f2",), ("f0",), (), ("f0",), (), ("f0",), ("f0",)]
    given = [("f1", "f2"), ("f2",), ("f0",), ("f0",), ("f0",), ("f0",), ("f0", "f1"), ("f0", "f1")]
    actions = [
        Action(name=f"a{number}", cost=0, requires=(needs,) if needs else (), provides=facts)
        for number, (needs, facts) in enumerate(zip(ways, given, strict=True))
    ]
    assumed = [Assumption(variable="x", fact=fact, cost=0) for fact in ("f0", "f1", "f2")]
    core = number_facts((), [("f0",), ("f1",), ("f2",)], [*actions, *assumed])
    every = list_minimal_sets(core, 0, PLENTY, most_nodes=1_000_000)

    assert every
    assert set(every) == _naive(core, 0)
    assert list_minimal_sets(core, 0, PLENTY, most_nodes=20) is None


def _circle():
    """Each of two needs the other, or a way in of its own."""
    return (
        Action(name="one", cost=1, requires=(("b", "key"),), provides=("a",)),
        Action(name="other", cost=1, requires=(("a", "door"),), provides=("b",)),
        Action(name="smith", cost=1, provides=("key",)),
        Action(name="porter", cost=1, provides=("door",)),
    )


def test_a_circle_supports_nothing_by_itself():
    core = number_facts((), [("a",), ("b",)], _circle())
    names = [each.name for each in core.operators]

    found = list_minimal_sets(core, 10, PLENTY)

    assert found is not None
    assert {frozenset(names[index] for index in used) for used in found} == {
        frozenset({"one", "other", "smith"}),
        frozenset({"one", "other", "porter"}),
    }
    assert list_minimal_sets(number_facts((), [("a",), ("b",)], _circle()[:2]), 10, PLENTY) == ()


def test_too_many_are_not_listed():
    actions = [Action(name=f"{goal}{number}", cost=1, provides=(goal,)) for goal in "abc" for number in range(5)]
    core = number_facts((), [("a",), ("b",), ("c",)], actions)

    assert list_minimal_sets(core, 3, 125) is None
    found = list_minimal_sets(core, 3, 126)
    assert found is not None
    assert len(found) == 125


def test_a_large_tree_is_left_to_the_solver():
    actions = [Action(name=f"{goal}{number}", cost=1, provides=(goal,)) for goal in "abcdefgh" for number in range(4)]
    core = number_facts((), [(goal,) for goal in "abcdefgh"], actions)

    assert list_minimal_sets(core, 8, PLENTY**3) is None


def names(task: Task) -> list[str] | None:
    core = prune(task)
    found = relaxed_optimum(core)
    return None if found is None else [core.operators[index].name for index in found]


@given(data=st.data())
def test_what_is_settled_is_what_the_solver_finds(data, tasks):
    core = prune(data.draw(tasks))
    assume(core is not None and core.operators)

    optimum = optimize(Query(core=core, copies=[1] * len(core.operators)))
    for found in (relaxed_optimum(core), optimum_by_branching(core), optimum_by_landmarks(core)):
        assert found is None or found == optimum.choice.used


@given(data=st.data())
def test_few_operators_are_settled_by_branching_unless_a_variable_is_assumed_twice(data, tasks):
    core = prune(data.draw(tasks))
    assume(core is not None and 0 < len(core.operators) < 10)

    assert optimum_by_branching(core) is not None or any(each.variable for each in core.operators)


def test_of_equal_costs_fewer_uses_and_then_the_first_names_win():
    desk, other = (Action(name=name, cost=5, provides=("card",)) for name in ("desk", "other"))
    bed = Action(name="bed", cost=5, requires=(("card",),), provides=("sleep",))
    hostel = Action(name="hostel", cost=10, provides=("sleep",))
    goals = (("sleep",),)

    assert names(Task(init=frozenset(), goals=goals, actions=(other, bed, desk))) == ["bed", "desk"]
    assert names(Task(init=frozenset(), goals=goals, actions=(other, bed, desk, hostel))) == ["hostel"]


def test_one_value_of_a_variable_is_assumed_at_most():
    both = Action(name="both", cost=1, requires=(("home=flat",), ("home=street",)), provides=("x",))
    values = tuple(Assumption(variable="home", fact=f"home={value}", cost=3) for value in ("flat", "street"))

    assert names(Task(init=frozenset(), goals=(("x",),), actions=(both,), assumptions=values)) is None


def test_costs_keep_the_order_of_sets():
    actions = tuple(Action(name=name, cost=cost, provides=("x",)) for name, cost in [("a", 2), ("b", 1), ("c", 1)])
    needs = tuple(Action(name=f"{name}2", cost=0, requires=(("x",),), provides=("y",)) for name in "ab")
    core = prune(Task(init=frozenset(), goals=(("y",),), actions=(*actions, *needs)))
    costs = dict(zip((each.name for each in core.operators), canonical_costs(core), strict=True))

    assert costs["a2"] + costs["b"] < costs["a2"] + costs["c"] < costs["b2"] + costs["c"] < costs["a"]
