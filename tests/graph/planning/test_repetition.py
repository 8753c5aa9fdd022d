from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from graph.planning.relevance import prune
from graph.planning.search import UNBOUNDED, occurrences, solve
from graph.planning.task import Action, Task


def _bounds(*actions, goals):
    core = prune(Task(init=frozenset(), goals=tuple((goal,) for goal in goals), actions=actions))
    bounds = occurrences(core)
    return {operator.name: bound for operator, bound in zip(core.operators, bounds, strict=True)}


def test_what_lasts_is_provided_once():
    assert _bounds(
        Action(name="supply", cost=1, provides=("a",)),
        Action(name="one", cost=1, requires=(("a",),), provides=("x",)),
        Action(name="two", cost=1, requires=(("a",),), provides=("y",)),
        goals="xy",
    ) == {"supply": 1, "one": 1, "two": 1}


def test_what_ends_is_provided_once_a_reader():
    assert _bounds(
        Action(name="supply", cost=1, provides=("a",)),
        Action(name="one", cost=1, requires=(("a",),), provides=("x",), removes=("a",)),
        Action(name="two", cost=1, requires=(("a",),), provides=("y",)),
        goals="xy",
    ) == {"supply": 2, "one": 1, "two": 1}


def test_readers_of_each_other_have_no_bound():
    bounds = _bounds(
        Action(name="start", cost=1, provides=("a",)),
        Action(name="there", cost=1, requires=(("a",),), provides=("b",), removes=("a",)),
        Action(name="back", cost=1, requires=(("b",),), provides=("a",), removes=("b",)),
        Action(name="use", cost=1, requires=(("a",),), provides=("x",)),
        goals="xb",
    )

    assert bounds == {"start": UNBOUNDED, "there": UNBOUNDED, "back": UNBOUNDED, "use": 1}


@given(data=st.data())
def test_no_optimum_exceeds_its_bounds(data, tasks):
    task = data.draw(tasks)
    plan = solve(task).plan
    if plan is None:
        return
    core = prune(task)
    bounds = {each.name: bound for each, bound in zip(core.operators, occurrences(core), strict=True)}
    for name, count in Counter(plan.names).items():
        assert count <= bounds[name]
