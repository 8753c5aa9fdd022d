import pytest

from graph.planning.pddl import mangle, to_pddl
from graph.planning.task import Action, Task


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
def test_a_case_is_written_for_the_third_party_planner(case, symk_cost):
    if case.cost is None or case.cost > 2_000_000:
        return
    assert symk_cost(*to_pddl(case.task)) == case.cost
