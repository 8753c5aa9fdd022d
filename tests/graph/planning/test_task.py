import pytest

from graph.planning.task import DEAREST, Action, Assumption, Task, TaskError, check


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
