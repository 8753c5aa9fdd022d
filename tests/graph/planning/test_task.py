from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.planning.task import DEAREST, Action, Assumption, Task, TaskError, check, number_facts, sequence


def _task(*actions, assumptions=()):
    return Task(init=frozenset(), goals=(), actions=actions, assumptions=assumptions)


def test_a_sound_task_passes():
    check(_task(Action(name="a", cost=0), Action(name="b", cost=DEAREST)))


def test_all_findings_are_named():
    task = _task(
        Action(name="a", cost=-1),
        Action(name="assume:x", cost=DEAREST + 1),
        assumptions=(Assumption(variable="v", fact="x", cost=1),),
    )
    with pytest.raises(TaskError) as caught:
        check(task)

    findings = str(caught.value).splitlines()
    assert len(findings) == 3
    assert findings[0] == "'assume:x' stands 2 times."


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
