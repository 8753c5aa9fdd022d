from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.planning.alternatives import alternatives
from graph.planning.interchange import to_neutral
from graph.planning.plan import find_plan
from graph.planning.search import solve
from graph.planning.task import Action, Task, number_facts, sequence
from graph.planning.validator import validate


def _ways(*costs, goals="abc"):
    actions = [
        Action(name=f"{goal}{number}", cost=cost, provides=(goal,))
        for goal in goals
        for number, cost in enumerate(costs)
    ]
    return Task(init=frozenset(), goals=tuple((goal,) for goal in goals), actions=tuple(actions))


def jaccard(one, other):
    """The share of step names that only one of two plans has."""
    first, second = ({step.name for step in plan.steps} for plan in (one, other))
    return 1 - len(first & second) / len(first | second) if first | second else 0.0


def test_the_most_different_come_first():
    plans = alternatives(_ways(10, 10, 12), apart=1)

    assert [set(plan.names) for plan in plans] == [{"a0", "b0", "c0"}, {"a1", "b1", "c1"}, {"a2", "b2", "c2"}]


def test_many_minimal_plans_still_give_the_most_different():
    task = _ways(10, 10, 10, 10, goals="abcdefgh")

    plans = alternatives(task)

    assert len(plans) == 4
    assert all(jaccard(one, other) == 1 for one, other in combinations(plans, 2))


@pytest.mark.parametrize(("within", "count"), [(1.0, 1), (1.2, 2), (2.0, 3)])
def test_the_factor_limits_the_cost(within, count):
    assert len(alternatives(_ways(10, 12, 20, goals="a"), within=within)) == count


def test_one_exchange_in_a_long_plan_is_no_other_plan():
    task = _ways(10, goals="abcdefgh")
    task = replace(task, actions=(*task.actions, Action(name="other", cost=10, provides=("a",))))

    assert len(alternatives(task)) == 1
    assert len(alternatives(task, apart=0.1)) == 2


def test_names_that_count_as_one_are_no_other_way():
    task = _ways(10, goals="ab")
    twins = [replace(action, name=f"{action.name}~") for action in task.actions]
    task = replace(task, actions=(*task.actions, *twins))

    assert len(alternatives(task)) == 4
    assert len(alternatives(task, alike=lambda name: name.removesuffix("~"))) == 1


def test_without_a_plan_there_is_no_other():
    assert alternatives(Task(init=frozenset(), goals=(("x",),), actions=())) == ()


@given(data=st.data())
def test_what_is_promised_holds(data, tasks):
    task = data.draw(tasks)
    plans = alternatives(task, within=1.5)

    assert plans[:1] == tuple(plan for plan in [solve(task).plan] if plan is not None)
    assert alternatives(replace(task, actions=task.actions[::-1]), within=1.5) == plans
    for plan in plans:
        assert validate(to_neutral(task), plan.names, plan.order, plan.cost) == ()
        assert plan.cost <= plans[0].cost * 1.5
        operators = [*plan.assumptions, *(step.action for step in plan.steps)]
        for size in range(len(operators)):
            for some in combinations(operators, size):
                core = number_facts(task.init, task.goals, some)
                assert sequence(core.init, core.goals, core.operators) is None
    for one, other in combinations(plans, 2):
        assert jaccard(one, other) >= 0.4


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_the_second_plan_is_the_farthest_of_all_minimal_ones(data, tasks):
    task = replace(data.draw(tasks), assumptions=())
    plans = alternatives(task, within=1.5, apart=0.0, limit=2)
    if not plans or any(plan for plan in plans if len({step.name for step in plan.steps}) < len(plan.steps)):
        return
    names = [set(plan.names) for plan in _minimal(task, int(plans[0].cost * 1.5))]
    best = set(plans[0].names)
    farthest = max((1 - len(best & other) / len(best | other) for other in names if best | other), default=0.0)

    if len(plans) == 2:
        assert jaccard(*plans) == farthest
    else:
        assert farthest == 0.0


def _minimal(task, at_most):
    """Every minimal plan that uses each action at most once, by trying all sets, small ones first."""
    found = []
    for size in range(len(task.actions) + 1):
        for some in combinations(task.actions, size):
            names = {action.name for action in some}
            if any(set(plan.names) <= names for plan in found):
                continue
            plan = find_plan(task, (), some)
            if plan is not None:
                found.append(plan)
    return [plan for plan in found if plan.cost <= at_most]
