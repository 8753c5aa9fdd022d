from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.planning.interchange import to_neutral
from graph.planning.plan import LinkOrigin, find_plan
from graph.planning.search import solve
from graph.planning.task import Action, Task


def test_the_links_tell_why_a_step_is_possible(network_task):
    for seed in range(40):
        task = network_task(seed, 20)
        plan = solve(task).plan
        if plan is None:
            continue
        for step in plan.steps:
            assert [link.group for link in step.because] == list(step.action.requires)
        assumed = {assumption.fact for assumption in plan.assumptions}
        for reader, link in [(step.number, link) for step in plan.steps for link in step.because] + [
            (len(plan.steps) + 1, link) for link in plan.goals
        ]:
            assert link.fact in link.group
            if link.origin is LinkOrigin.STEP:
                assert link.fact in plan.steps[link.step - 1].action.provides
                assert link.step < reader
            else:
                assert link.step is None
                assert link.fact in (task.init if link.origin is LinkOrigin.INIT else assumed)


def test_every_assumption_and_step_of_an_optimum_is_linked(network_task):
    for seed in range(40):
        plan = solve(network_task(seed, 20)).plan
        if plan is None:
            continue
        links = [*plan.goals, *(link for step in plan.steps for link in step.because)]
        assert {link.step for link in links if link.step is not None} == {step.number for step in plan.steps}
        assert {link.fact for link in links if link.origin is LinkOrigin.ASSUMPTION} == {
            assumption.fact for assumption in plan.assumptions
        }


def test_after_is_a_transitive_reduction(network_task):
    for seed in range(40):
        plan = solve(network_task(seed, 20)).plan
        if plan is None:
            continue
        before = {}
        for step in plan.steps:
            assert all(number < step.number for number in step.after)
            before[step.number] = set(step.after).union(*(before[number] for number in step.after))
            for number in step.after:
                assert not any(number in before[other] for other in step.after)


@given(data=st.data())
def test_every_order_that_respects_the_plan_can_be_carried_out(data, tasks):
    task = data.draw(tasks)
    plan = solve(task).plan
    if plan is None or len(plan.names) > 6:
        return
    actions = {action["name"]: action for action in to_neutral(task)["actions"]}
    for order in permutations(range(len(plan.names))):
        if all(order.index(first) < order.index(second) for first, second in plan.order):
            state = set(to_neutral(task)["init"])
            for place in order:
                action = actions[plan.names[place]]
                assert all(_holds(group, state) for group in action["requires"])
                state = (state - set(action["removes"])) | set(action["provides"])
            assert all(_holds(group, state) for group in to_neutral(task)["goals"])


def _holds(group, state):
    return bool(state & {group}) if isinstance(group, str) else bool(state & set(group))


def test_a_set_that_cannot_be_carried_out_is_no_plan():
    one = Action(name="one", cost=1, requires=(("a",),), provides=("x",), removes=("a",))
    two = Action(name="two", cost=1, requires=(("a",),), provides=("y",), removes=("a",))
    task = Task(init=frozenset("a"), goals=(("x",),), actions=(one, two))

    assert find_plan(task, (), (one, two)) is None
    assert find_plan(task, (), (two,)) is None
    assert find_plan(task, (), (one,)).names == ("one",)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_of_the_arguments_does_not_matter(order):
    actions = [
        Action(name="a", cost=1, requires=(("x",),), provides=("y",)),
        Action(name="b", cost=2, provides=("x",)),
        Action(name="c", cost=3, provides=("z",)),
    ]
    task = Task(init=frozenset(), goals=(("y",), ("z",)), actions=tuple(actions))

    plan = find_plan(task, (), [actions[place] for place in order])

    assert plan == find_plan(task, (), actions)
    assert plan.names == ("b", "a", "c")
    assert [step.after for step in plan.steps] == [(), (1,), ()]
    assert plan.cost == 6
