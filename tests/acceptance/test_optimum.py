"""Each answer is the optimum of its published task: by the validator, and by a planner from elsewhere."""

from dataclasses import replace

import pytest

from graph.planning.interchange import to_neutral, to_pddl
from graph.planning.search import solve
from graph.planning.validator import validate
from graph.question import GivenFact

GIVE_UP = 1_000_000


def _cost(answer, needs) -> int:
    """The cost of the first plan in the task, where each unmet need has its price."""
    if not answer.plans:
        return GIVE_UP * len(needs)
    plan = answer.plans[0]
    return plan.cost.total + GIVE_UP * len(plan.unmet)


def test_the_solved_task_is_valid_and_costs_what_the_answer_says(asked, answer_to, planner):
    answer = answer_to(asked)
    question = answer.interpretation.question
    task = planner.task(question)
    solution = solve(task)
    assert solution.optimal
    plan = solution.plan
    assert plan is not None
    assert validate(to_neutral(task), plan.names, plan.order, plan.cost) == ()
    assert plan.cost == _cost(answer, question.needs)


def test_tasks_of_open_questions_are_valid(asked, answer_to, planner):
    answer = answer_to(asked)
    question = answer.interpretation.question
    for open_question in answer.questions:
        for possible in open_question.answers:
            for cell in possible.cells:
                supposed = replace(question, facts=(*question.facts, _given(open_question.name, cell)))
                task = planner.task(supposed)
                plan = solve(task).plan
                assert plan is not None
                assert validate(to_neutral(task), plan.names, plan.order, plan.cost) == ()
                shown = possible.plan
                assert shown is not None
                assert plan.cost == shown.cost.total + GIVE_UP * len(shown.unmet), (open_question.name, cell)


def _given(variable: str, cell: str) -> GivenFact:
    name, _, member = variable.partition(":")
    if member:
        return GivenFact(name=name, values=(member,), negated=cell == "no")
    low, dots, high = cell.partition("..")
    if dots:
        return GivenFact(name=name, minimum=int(low) if low else None, maximum=int(high) if high else None)
    return GivenFact(name=name, values=("ZZ" if cell == "other" else cell,))


@pytest.mark.slow
@pytest.mark.x86_64
def test_another_planner_finds_the_same_optimum(asked, answer_to, planner, symk_cost):
    answer = answer_to(asked)
    question = answer.interpretation.question
    assert symk_cost(*to_pddl(planner.task(question))) == _cost(answer, question.needs)
