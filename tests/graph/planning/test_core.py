from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from graph.planning.task import number_facts, sequence


@given(data=st.data())
def test_an_order_is_found_iff_there_is_one(data, tasks):
    task = data.draw(tasks)
    actions = task.actions[:5]
    core = number_facts(task.init, task.goals, actions)

    found = sequence(core.init, core.goals, core.operators)
    possible = {order for order in permutations(range(len(actions))) if _replays(core, order)}

    assert (found in possible) if possible else (found is None)


def _replays(core, order):
    state = core.init
    for index in order:
        operator = core.operators[index]
        if not all(group & state for group in operator.groups):
            return False
        state = state & ~operator.removes | operator.adds
    return all(goal & state for goal in core.goals)
