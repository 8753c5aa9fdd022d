from hypothesis import assume, given
from hypothesis import strategies as st

from graph.planning.bounds import canonical_costs, settle, settle_by_branching, settle_by_landmarks
from graph.planning.relevance import prune
from graph.planning.solver import Query, optimize
from graph.planning.task import Action, Assumption, Task


def names(task: Task) -> list[str] | None:
    core = prune(task)
    found = settle(core)
    return None if found is None else [core.operators[index].name for index in found]


@given(data=st.data())
def test_what_is_settled_is_what_the_solver_finds(data, tasks):
    core = prune(data.draw(tasks))
    assume(core is not None and core.operators)

    optimum = optimize(Query(core=core, copies=[1] * len(core.operators)))
    for found in (settle(core), settle_by_branching(core), settle_by_landmarks(core)):
        assert found is None or found == optimum.choice.used


@given(data=st.data())
def test_few_operators_are_settled_by_branching_unless_a_variable_is_assumed_twice(data, tasks):
    core = prune(data.draw(tasks))
    assume(core is not None and 0 < len(core.operators) < 10)

    assert settle_by_branching(core) is not None or any(each.variable for each in core.operators)


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
