import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.planning.core import number_facts
from graph.planning.neutral import to_neutral
from graph.planning.ordering import sequence
from graph.planning.pddl import to_pddl
from graph.planning.search import Status, solve
from graph.planning.task import Task
from graph.planning.validator import validate

SYMK_TASKS = 320


def test_case(case):
    solution = solve(case.task)

    assert solution.cost == case.cost
    if case.plan is None:
        assert solution.status is Status.UNSOLVABLE
        assert solution.plan is None
        assert not solution.optimal
    else:
        assert solution.status is Status.SOLVED
        assert solution.optimal
        assert solution.lower_bound == case.cost
        assert (solution.plan.names, tuple(sorted(solution.plan.order))) == case.plan


@settings(max_examples=400, deadline=None)
@given(data=st.data())
def test_optimum_is_that_of_an_exhaustive_search(data, tasks, exhaustive_cost):
    task = data.draw(tasks)
    neutral = to_neutral(task)
    expected = exhaustive_cost(neutral)

    solution = solve(task)

    assert solution.cost == expected
    assert solution.status is (Status.UNSOLVABLE if expected is None else Status.SOLVED)
    if solution.plan is not None:
        assert validate(neutral, solution.plan.names, solution.plan.order, solution.plan.cost) == ()


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_nothing_can_be_left_out_of_an_optimum(data, tasks):
    task = data.draw(tasks)
    plan = solve(task).plan
    if plan is None:
        return
    operators = [*plan.assumptions, *(step.action for step in plan.steps)]
    for size in range(len(operators)):
        for some in combinations(operators, size):
            core = number_facts(task.init, task.goals, some)
            assert sequence(core.init, core.goals, core.operators) is None


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_the_order_of_the_input_does_not_matter(data, tasks):
    task = data.draw(tasks)
    shuffled = Task(
        init=task.init,
        goals=tuple(data.draw(st.permutations(task.goals))),
        actions=tuple(data.draw(st.permutations(task.actions))),
        assumptions=tuple(data.draw(st.permutations(task.assumptions))),
    )

    assert solve(shuffled) == solve(task)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), conflicts=st.sampled_from([1, 3, 10]))
def test_a_budget_gives_a_plan_and_a_bound_that_hold(data, tasks, exhaustive_cost, conflicts):
    task = data.draw(tasks)
    expected = exhaustive_cost(to_neutral(task))

    solution = solve(task, conflicts=conflicts)

    if solution.status is Status.UNSOLVABLE:
        assert expected is None
    elif expected is not None:
        assert solution.lower_bound <= expected
        assert solution.optimal is (solution.cost == expected == solution.lower_bound)
        if solution.plan is not None:
            assert solution.plan.cost >= expected
            assert validate(to_neutral(task), solution.plan.names, solution.plan.order, solution.plan.cost) == ()


def test_a_spent_budget_says_so(network_task):
    solutions = [solve(network_task(seed, 60), conflicts=1) for seed in range(20)]
    limited = [solution for solution in solutions if solution.status is Status.LIMIT]

    assert limited
    for solution in limited:
        assert solution.cost is None or solution.lower_bound <= solution.cost


def test_networks_with_replaced_values_are_decided(network_task):
    for seed in range(60):
        task = network_task(seed, 25)
        solution = solve(task)
        assert solution.status is not Status.LIMIT
        if solution.plan is not None:
            assert validate(to_neutral(task), solution.plan.names, solution.plan.order, solution.plan.cost) == ()
            actions = list(task.actions)
            random.Random(seed).shuffle(actions)  # noqa: S311
            assert solve(replace(task, actions=tuple(actions))) == solution


@pytest.mark.x86_64
def test_symk_proves_the_same_optimum(network_task, symk_cost):
    tasks = [network_task(seed, 4 + seed % 22) for seed in range(SYMK_TASKS)]
    with ThreadPoolExecutor(2) as pool:
        proved = list(pool.map(lambda task: symk_cost(*to_pddl(task)), tasks))

    found = [solve(task) for task in tasks]

    assert [solution.cost for solution in found] == proved
    assert all(solution.status is not Status.LIMIT for solution in found)
    assert sum(cost is not None for cost in proved) > SYMK_TASKS / 3
    assert sum(len(solution.plan.steps) > 2 for solution in found if solution.plan is not None) > SYMK_TASKS / 10
