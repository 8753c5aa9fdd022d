from dataclasses import replace
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.planning.explain import blocked_actions, blocked_goals, minimal_additions
from graph.planning.neutral import to_neutral
from graph.planning.task import Action, Task

TASK = Task(
    init=frozenset(),
    goals=(("work",),),
    actions=(
        Action(name="team", cost=10, requires=(("milan", "prison"), ("charge",)), provides=("work",)),
        Action(name="agency", cost=10, requires=(("permit",),), provides=("work",)),
        Action(name="aside", cost=10, requires=(("permit",),), provides=("meals",)),
    ),
)


def test_what_blocks_is_named():
    assert blocked_goals(TASK) == (("work",),)
    assert [(action.name, groups) for action, groups in blocked_actions(TASK)] == [
        ("agency", (("permit",),)),
        ("team", (("milan", "prison"), ("charge",))),
    ]


def test_the_smallest_additions_come_first():
    weights = {"permit": 5, "milan": 1, "prison": 2, "charge": 1, "meals": 1}

    assert minimal_additions(TASK, weights) == ({"milan", "charge"}, {"prison", "charge"}, {"permit"})
    assert minimal_additions(TASK, weights, max_size=1) == ({"permit"},)
    assert minimal_additions(TASK, weights, limit=1) == ({"milan", "charge"},)


def test_nothing_is_added_where_nothing_is_missing():
    assert minimal_additions(replace(TASK, init=frozenset({"permit"})), {"milan": 1}) == ()


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_additions_are_all_the_minimal_ones(data, tasks, exhaustive_cost):
    task = data.draw(tasks)
    candidates = {f"f{number}": 1 for number in range(5)}

    def has_plan(added):
        return exhaustive_cost(to_neutral(replace(task, init=task.init | added))) is not None

    if has_plan(frozenset()):
        assert minimal_additions(task, candidates) == ()
        return
    sets = [frozenset(some) for size in (1, 2) for some in combinations(sorted(candidates), size)]
    enough = [some for some in sets if has_plan(some)]
    minimal = {some for some in enough if not any(other < some for other in enough)}

    assert set(minimal_additions(task, candidates, limit=100)) == minimal
