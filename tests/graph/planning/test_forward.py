from hypothesis import assume, given
from hypothesis import strategies as st

from graph.planning.interchange import to_neutral
from graph.planning.relevance import prune, undominated
from graph.planning.search import solve
from graph.planning.solver import search_states
from graph.planning.task import Action, Task


@given(data=st.data())
def test_it_finds_the_same_canonical_plan_as_the_answer_sets(data, tasks):
    task = data.draw(tasks)
    core = prune(task)
    assume(core is not None)
    core = undominated(core)

    found = search_states(core, 100_000)
    plan = solve(task).plan

    assert found.complete
    if found.choice is None:
        assert plan is None
    else:
        assert sorted(core.operators[index].name for index in found.choice.used) == sorted(plan.names)
        assert found.choice.cost == found.lower_bound == plan.cost


@given(data=st.data(), most=st.integers(0, 5))
def test_the_bound_of_an_unfinished_search_holds(data, tasks, exhaustive_cost, most):
    task = data.draw(tasks)
    core = prune(task)
    assume(core is not None)

    found = search_states(core, most)
    expected = exhaustive_cost(to_neutral(task))

    if not found.complete and expected is not None:
        assert found.lower_bound <= expected


def test_many_repetitions_are_decided():
    tries = 7
    task = Task(
        init=frozenset(),
        goals=tuple((f"x{number}",) for number in range(tries)),
        actions=(
            Action(name="supply", cost=10, provides=("a",)),
            *(
                Action(name=f"use{number}", cost=10, requires=(("a",),), provides=(f"x{number}",), removes=("a",))
                for number in range(tries)
            ),
        ),
    )

    solution = solve(task)

    assert solution.optimal
    assert solution.cost == 20 * tries
    assert [step.name for step in solution.plan.steps].count("supply") == tries
