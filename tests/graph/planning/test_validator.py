import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from graph.planning.interchange import to_neutral
from graph.planning.search import solve
from graph.planning.validator import validate

ONE_BY_ONE = {
    "init": ["a"],
    "goals": ["c"],
    "actions": [
        {"name": "b", "cost": 1, "requires": ["a"], "forbids": ["c"], "provides": ["b"], "removes": []},
        {"name": "c", "cost": 2, "requires": ["b"], "forbids": [], "provides": ["c"], "removes": []},
    ],
}


def test_cases_are_judged_as_they_say(case):
    neutral = to_neutral(case.task)
    written = [*case.valid, *([case.plan] if case.plan else [])]

    for names, order in written:
        assert validate(neutral, names, order) == ()
        assert validate(neutral, names, order, most_states=0) == ()
    for names, order in case.invalid:
        assert validate(neutral, names, order)
        assert validate(neutral, names, order, most_states=0)


def test_a_wrong_cost_is_found():
    assert validate(ONE_BY_ONE, ["b", "c"], [(0, 1)], 3) == ()
    assert validate(ONE_BY_ONE, ["b", "c"], [(0, 1)], 4) == ("The plan claims to cost 4, but its steps cost 3.",)


def test_a_forbidden_fact_is_found():
    for most in (0, 1000):
        assert validate(ONE_BY_ONE, ["b", "c", "b"], [(0, 1), (0, 2)], most_states=most)
        assert validate(ONE_BY_ONE, ["b", "b", "c"], [(0, 1), (1, 2)], most_states=most) == ()


def test_a_cycle_is_found():
    assert validate(ONE_BY_ONE, ["b", "c"], [(0, 1), (1, 0)]) == ("The order has a cycle.",)


def test_unknown_steps_and_places_are_named():
    findings = validate(ONE_BY_ONE, ["b", "x"], [(0, 5)])

    assert [finding.split(" ")[0] for finding in findings] == ["Step", "The"]


@pytest.mark.slow
@given(data=st.data())
def test_the_threat_analysis_never_accepts_what_exploration_rejects(data, tasks):
    neutral = to_neutral(data.draw(tasks))
    names = data.draw(st.lists(st.sampled_from([action["name"] for action in neutral["actions"]]), max_size=5))
    places = st.integers(0, max(len(names) - 1, 0))
    order = [pair for pair in data.draw(st.lists(st.tuples(places, places), max_size=8)) if pair[0] < pair[1]]

    if validate(neutral, names, order, most_states=0) == ():
        assert validate(neutral, names, order) == ()


@pytest.mark.slow
@given(data=st.data())
def test_a_plan_without_one_of_its_steps_is_rejected(data, tasks):
    task = data.draw(tasks)
    plan = solve(task).plan
    assume(plan is not None and plan.names)
    left_out = data.draw(st.integers(0, len(plan.names) - 1))
    places = {place: place - (place > left_out) for place in range(len(plan.names)) if place != left_out}
    # every order that is left, transitively, so that only the missing step can be at fault
    kept = [name for place, name in enumerate(plan.names) if place in places]
    order = [(places[one], places[two]) for one, two in _transitive(plan.order) if one in places and two in places]

    assert validate(to_neutral(task), kept, order)


def _transitive(order):
    pairs = set(order)
    while more := {(one, four) for one, two in pairs for three, four in pairs if two == three} - pairs:
        pairs |= more
    return sorted(pairs)
