import random
from dataclasses import replace

import clingo
import pytest
from clingo import Control

from graph.planning.solver import Query, optimize
from graph.planning.task import Action, Assumption, number_facts


def _query(actions, goals="x", **options):
    core = number_facts((), tuple((goal,) for goal in goals), actions)
    return Query(core=core, copies=[1] * len(core.operators), **options)


def test_of_equal_costs_the_fewest_uses_win_and_then_the_first_names():
    actions = [
        Action(name="a", cost=5, provides=("p",)),
        Action(name="b", cost=5, requires=(("p",),), provides=("x",)),
        Action(name="d", cost=10, provides=("x",)),
        Action(name="c", cost=10, provides=("x",)),
    ]

    outcome = optimize(_query(actions))

    assert outcome.complete
    assert outcome.choice.used == (2,)
    assert outcome.choice.cost == outcome.lower_bound == 10


@pytest.mark.parametrize("cost", [10**6, 10**9])
def test_large_costs_do_not_overflow(cost):
    goals = "abcdefghij"
    actions = [Action(name=goal, cost=cost, provides=(goal,)) for goal in goals]
    actions.append(Action(name="half", cost=cost - 1, provides=tuple(goals[:5])))

    outcome = optimize(_query(actions, goals))

    assert outcome.choice.cost == 6 * cost - 1


def test_a_variable_is_assumed_once():
    actions = [Assumption(variable="v", fact=fact, cost=1) for fact in "xy"]

    assert optimize(_query(actions, "xy")).choice is None
    assert optimize(_query(actions, "x")).choice.cost == 1


def test_a_limit_of_cost_excludes_what_is_dearer():
    actions = [Action(name="a", cost=5, provides=("x",))]

    assert optimize(_query(actions, at_most=4)).choice is None
    assert optimize(_query(actions, at_most=5)).choice.cost == 5


def test_what_is_shared_is_avoided_before_cost():
    actions = [Action(name="a", cost=5, provides=("x",)), Action(name="b", cost=9, provides=("x",))]

    assert optimize(_query(actions)).choice.used == (0,)
    assert optimize(_query(actions, shared=(0,))).choice.used == (1,)


@pytest.mark.parametrize("linked", [False, True])
@pytest.mark.parametrize("conflicts", [20, 500])
def test_all_searches_together_keep_within_the_budget(monkeypatch, linked, conflicts):
    searches = []

    class Noted(Control):
        def __init__(self, arguments):
            super().__init__(arguments)
            searches.append(self)

    monkeypatch.setattr(clingo, "Control", Noted)
    chance = random.Random(7)  # noqa: S311 - the same example in every run
    goals = [f"g{number}" for number in range(40)]
    actions = [
        Action(name=f"a{number}", cost=chance.randint(90, 110), provides=tuple(chance.sample(goals, 4)))
        for number in range(90)
    ]
    query = _query(actions, goals, conflicts=conflicts)
    facts = (1 << len(query.core.facts)) - 1

    outcome = optimize(replace(query, linked=facts if linked else 0))

    assert not outcome.complete
    limits = [int(search.configuration.solve.solve_limit.partition(",")[0]) for search in searches]
    assert len(limits) == (3 if linked else 2)
    assert sum(limits) == conflicts
