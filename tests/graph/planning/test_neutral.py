import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.planning.neutral import from_neutral, to_neutral
from graph.planning.task import Action, Assumption, Task, TaskError

TASK = Task(
    init=frozenset({"housing=street"}),
    goals=(("need:housing",),),
    actions=(
        Action(
            name="residenzami",
            cost=10,
            requires=(("residence=none",), ("housing=street", "housing=shelter")),
            provides=("residence=milan",),
            removes=("residence=none",),
        ),
    ),
    assumptions=(Assumption(variable="residence", fact="residence=none", cost=3),),
)


def test_the_form_of_a_task_with_assumptions():
    assert to_neutral(TASK) == {
        "init": ["housing=street", "open:residence", "phase:assume"],
        "goals": ["need:housing"],
        "actions": [
            {
                "name": "assume:residence=none",
                "cost": 3,
                "requires": ["open:residence", "phase:assume"],
                "forbids": [],
                "provides": ["residence=none"],
                "removes": ["open:residence"],
            },
            {
                "name": "residenzami",
                "cost": 10,
                "requires": [["housing=shelter", "housing=street"], "residence=none"],
                "forbids": [],
                "provides": ["residence=milan"],
                "removes": ["phase:assume", "residence=none"],
            },
        ],
    }


def test_without_assumptions_there_is_no_phase():
    neutral = to_neutral(Task(init=TASK.init, goals=TASK.goals, actions=TASK.actions))

    assert "phase:assume" not in json.dumps(neutral)
    assert "open:" not in json.dumps(neutral)


@given(data=st.data())
def test_writing_what_was_read_gives_it_back(data, tasks):
    neutral = to_neutral(data.draw(tasks))

    assert to_neutral(from_neutral(json.loads(json.dumps(neutral)))) == neutral


@pytest.mark.parametrize(
    "neutral",
    [
        {},
        {"init": "a", "goals": [], "actions": []},
        {"init": [], "goals": [1], "actions": []},
        {"init": [], "goals": [], "actions": ["a"]},
        {"init": [], "goals": [], "actions": [{"name": "a"}]},
        {"init": [], "goals": [], "actions": [{"name": "a", "cost": -1}]},
        {"init": [], "goals": [], "actions": [{"name": "a", "cost": True}]},
        {"init": [], "goals": [], "actions": [{"name": "a", "cost": 1, "forbids": ["b"]}]},
        {"init": [], "goals": [], "actions": [{"name": "a", "cost": 1, "provides": "b"}]},
    ],
)
def test_what_is_malformed_is_refused(neutral):
    with pytest.raises(TaskError):
        from_neutral(neutral)


@pytest.mark.parametrize("fact", ["phase:assume", "open:residence"])
def test_reserved_facts_are_refused(fact):
    with pytest.raises(TaskError, match=fact):
        to_neutral(Task(init=frozenset({fact}), goals=(), actions=()))


def test_reserved_names_are_refused():
    with pytest.raises(TaskError, match="assume:x"):
        to_neutral(Task(init=frozenset(), goals=(), actions=(Action(name="assume:x", cost=1),)))
