from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from graph.planning.interchange import to_neutral
from graph.planning.relevance import blocked_actions, prune, reachable, relevant, undominated
from graph.planning.solver import search_states
from graph.planning.task import Action, Task


def test_only_what_leads_to_a_goal_stays():
    task = Task(
        init=frozenset({"a"}),
        goals=(("x",),),
        actions=(
            Action(name="way", cost=1, requires=(("a",), ("b", "never")), provides=("x",)),
            Action(name="supply", cost=1, provides=("b", "c")),
            Action(name="aside", cost=1, requires=(("c",),), provides=("d",)),
            Action(name="out-of-reach", cost=1, requires=(("never",),), provides=("x",)),
        ),
    )

    core = prune(task)

    assert [operator.name for operator in core.operators] == ["supply", "way"]
    assert [core.facts[group.bit_length() - 1] for group in core.operators[1].groups] == ["b"]
    assert {action.name for action in relevant(task)} == {"way", "supply", "out-of-reach"}


def test_a_fact_that_can_end_stays_a_condition():
    task = Task(
        init=frozenset({"a"}),
        goals=(("x",), ("y",)),
        actions=(
            Action(name="one", cost=1, requires=(("a",),), provides=("x",)),
            Action(name="two", cost=1, provides=("y",), removes=("a",)),
        ),
    )

    core = prune(task)

    assert core.init
    assert len(core.operators[0].groups) == 1


def test_a_goal_out_of_reach_leaves_nothing():
    task = Task(init=frozenset(), goals=(("x",),), actions=(Action(name="a", cost=1, provides=("y",)),))

    assert prune(task) is None


@given(data=st.data())
def test_the_core_has_the_same_optimum(data, tasks, exhaustive_cost):
    task = data.draw(tasks)
    core = prune(task)
    expected = exhaustive_cost(to_neutral(task))
    if core is None:
        assert expected is None
        return
    kept = {operator.name for operator in core.operators}
    smaller = replace(
        task,
        actions=tuple(action for action in task.actions if action.name in kept),
        assumptions=tuple(each for each in task.assumptions if each.name in kept),
    )
    assert exhaustive_cost(to_neutral(smaller)) == expected


@given(data=st.data())
def test_the_closure_is_that_of_the_naive_iteration(data, tasks):
    task = data.draw(tasks)
    facts = set(task.init) | {assumption.fact for assumption in task.assumptions}
    for _ in task.actions:
        for action in task.actions:
            if all(facts & set(group) for group in action.requires):
                facts |= set(action.provides)

    assert reachable(task) == facts


def test_of_equals_the_first_name_stays():
    actions = tuple(Action(name=name, cost=cost, provides=("x",)) for name, cost in [("b", 1), ("a", 1), ("c", 2)])
    core = prune(Task(init=frozenset(), goals=(("x",),), actions=actions))

    assert [operator.name for operator in undominated(core).operators] == ["a"]


def test_what_asks_for_less_stays():
    task = Task(
        init=frozenset("p"),
        goals=(("x",), ("y",)),
        actions=(
            Action(name="strict", cost=1, requires=(("p",),), provides=("x",)),
            Action(name="lenient", cost=1, requires=(("p", "q"),), provides=("x",)),
            Action(name="other", cost=1, provides=("y", "q"), removes=("p",)),
        ),
    )

    assert [operator.name for operator in undominated(prune(task)).operators] == ["lenient", "other"]


@given(data=st.data())
def test_the_optimum_stays(data, tasks):
    core = prune(data.draw(tasks))
    assume(core is not None)

    full, reduced = search_states(core, 100_000), search_states(undominated(core), 100_000)

    assert full.complete
    assert reduced.complete
    assert (full.choice is None) is (reduced.choice is None)
    assert full.lower_bound == reduced.lower_bound


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
    assert [(action.name, groups) for action, groups in blocked_actions(TASK)] == [
        ("agency", (("permit",),)),
        ("team", (("milan", "prison"), ("charge",))),
    ]
