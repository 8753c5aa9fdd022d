import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.planning.interchange import to_neutral, to_pddl
from graph.planning.relevance import prune
from graph.planning.search import UNBOUNDED, Status, occurrences, solve
from graph.planning.task import Action, Assumption, Task, number_facts, sequence
from graph.planning.validator import validate

BATCH = 3
UNSOLVABLE_TASKS = 30


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


@settings(suppress_health_check=[HealthCheck.too_slow])
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


def test_hundreds_of_services_give_a_plan_within_a_budget(network_task):
    for seed in range(10):
        task = network_task(seed, 300)
        solution = solve(task, conflicts=1_000)
        assert solution.plan is not None
        assert solution.lower_bound <= solution.plan.cost
        assert validate(to_neutral(task), solution.plan.names, solution.plan.order, solution.plan.cost) == ()


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


@pytest.mark.slow
@pytest.mark.x86_64
def test_symk_proves_the_same_optimum(network_task, symk_cost):
    solved = [(task, solve(task)) for task in (network_task(seed, 4 + seed % 22) for seed in range(400))]
    planned = [(task, solution) for task, solution in solved if solution.plan is not None]
    for task, solution in planned:
        assert validate(to_neutral(task), solution.plan.names, solution.plan.order, solution.cost) == ()
    assert len(planned) >= 300
    assert sum(len(solution.plan.steps) > 2 for _, solution in planned) > 100
    # each valid plan costs at least its optimum, so the sums of independent tasks agree only if all of them do
    batches = [planned[start : start + BATCH] for start in range(0, len(planned), BATCH)]

    with ThreadPoolExecutor(2) as pool:
        proved = list(pool.map(lambda batch: symk_cost(*to_pddl(_side_by_side([task for task, _ in batch]))), batches))

    assert proved == [sum(solution.cost for _, solution in batch) for batch in batches]


@pytest.mark.slow
@pytest.mark.x86_64
def test_symk_proves_that_there_is_no_plan(network_task, symk_cost):
    tasks = [network_task(seed, 4 + seed % 22) for seed in range(400)]
    unsolvable = [task for task in tasks if solve(task).status is Status.UNSOLVABLE][:UNSOLVABLE_TASKS]

    with ThreadPoolExecutor(2) as pool:
        proved = list(pool.map(lambda task: symk_cost(*to_pddl(task)), unsolvable))

    assert proved == [None] * UNSOLVABLE_TASKS


def _side_by_side(tasks):
    """One task of independent parts: its optimum is the sum of theirs."""
    parts = [_prefixed(task, f"part{number}.") for number, task in enumerate(tasks)]
    return Task(
        init=frozenset().union(*(part.init for part in parts)),
        goals=tuple(goal for part in parts for goal in part.goals),
        actions=tuple(action for part in parts for action in part.actions),
        assumptions=tuple(assumption for part in parts for assumption in part.assumptions),
    )


def _prefixed(task, prefix):
    def rename(facts):
        return tuple(prefix + fact for fact in facts)

    return Task(
        init=frozenset(rename(task.init)),
        goals=tuple(map(rename, task.goals)),
        actions=tuple(
            Action(
                name=prefix + action.name,
                cost=action.cost,
                requires=tuple(map(rename, action.requires)),
                provides=rename(action.provides),
                removes=rename(action.removes),
            )
            for action in task.actions
        ),
        assumptions=tuple(
            Assumption(variable=prefix + each.variable, fact=prefix + each.fact, cost=each.cost)
            for each in task.assumptions
        ),
    )


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
