from hypothesis import assume, given
from hypothesis import strategies as st

from graph.planning.forward import search_states
from graph.planning.relevance import prune, undominated
from graph.planning.task import Action, Task


def test_of_equals_the_first_name_stays():
    actions = tuple(Action(name=name, cost=cost, provides=("x",)) for name, cost in [("b", 1), ("a", 1), ("c", 2)])
    core = prune(Task(init=frozenset(), goals=(("x",),), actions=actions))

    assert [operator.name for operator in undominated(core).operators] == ["a"]


def test_what_asks_for_less_stays():
    task = Task(
        init=frozenset("p"),
        goals=(("x",), ("y",)),
        actions=(
            Action(name="strict", cost=1, requires=(("p",),), provides=("x",)),
            Action(name="lenient", cost=1, requires=(("p", "q"),), provides=("x",)),
            Action(name="other", cost=1, provides=("y", "q"), removes=("p",)),
        ),
    )

    assert [operator.name for operator in undominated(prune(task)).operators] == ["lenient", "other"]


@given(data=st.data())
def test_the_optimum_stays(data, tasks):
    core = prune(data.draw(tasks))
    assume(core is not None)

    full, reduced = search_states(core, 100_000), search_states(undominated(core), 100_000)

    assert full.complete
    assert reduced.complete
    assert (full.choice is None) is (reduced.choice is None)
    assert full.lower_bound == reduced.lower_bound
