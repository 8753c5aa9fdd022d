import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.planning.interchange import mangle, to_neutral, to_pddl
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


def from_neutral(neutral):
    """The task that `neutral` writes: a reader for this test."""
    groups = lambda some: tuple((one,) if isinstance(one, str) else tuple(one) for one in some)  # noqa: E731
    assumed = {action["name"]: action for action in neutral["actions"] if action["name"].startswith("assume:")}
    return Task(
        init=frozenset(fact for fact in neutral["init"] if not fact.startswith(("phase:", "open:"))),
        goals=groups(neutral["goals"]),
        actions=tuple(
            Action(
                name=action["name"],
                cost=action["cost"],
                requires=groups(action["requires"]),
                provides=tuple(action["provides"]),
                removes=tuple(fact for fact in action["removes"] if fact != "phase:assume"),
            )
            for action in neutral["actions"]
            if action["name"] not in assumed
        ),
        assumptions=tuple(
            Assumption(
                variable=action["removes"][0].removeprefix("open:"), fact=action["provides"][0], cost=action["cost"]
            )
            for action in assumed.values()
        ),
    )


@given(data=st.data())
def test_writing_what_was_read_gives_it_back(data, tasks):
    neutral = to_neutral(data.draw(tasks))

    assert to_neutral(from_neutral(json.loads(json.dumps(neutral)))) == neutral


@pytest.mark.parametrize("fact", ["phase:assume", "open:residence"])
def test_reserved_facts_are_refused(fact):
    with pytest.raises(TaskError, match=fact):
        to_neutral(Task(init=frozenset({fact}), goals=(), actions=()))


def test_reserved_names_are_refused():
    with pytest.raises(TaskError, match="assume:x"):
        to_neutral(Task(init=frozenset(), goals=(), actions=(Action(name="assume:x", cost=1),)))


def test_names_stay_apart():
    names = ["Residence=Milan", "residence=milan", "residence milan", "à", "a"]

    mangled = mangle("f", names)

    assert len({name.lower() for name in mangled.values()}) == len(names)
    assert all(name.replace("-", "").isalnum() and name.isascii() for name in mangled.values())


def test_what_an_action_provides_itself_is_not_deleted():
    action = Action(name="a", cost=7, requires=(("x", "y"), ()), provides=("x",), removes=("x", "y"))

    domain, problem = to_pddl(Task(init=frozenset({"y"}), goals=(("x",),), actions=(action,)))

    assert "(not (f-0-x))" not in domain
    assert "(not (f-1-y))" in domain
    assert "(or (f-0-x) (f-1-y))" in domain
    assert "(never)" in domain
    assert "(increase (total-cost) 7)" in domain
    assert "(:goal (and (f-0-x)))" in problem


@pytest.mark.x86_64
@pytest.mark.sample(4)
def test_a_case_is_written_for_the_third_party_planner(case, symk_cost):
    if case.cost is None or case.cost > 2_000_000:
        return
    assert symk_cost(*to_pddl(case.task)) == case.cost
