"""Every plan that is shown can be carried out, in every order, by a reader who knows the catalogue alone."""

from dataclasses import replace

import pytest


def test_plans_can_be_carried_out(asked, answer_to, network, find_faults):
    answer = answer_to(asked)
    question = answer.interpretation.question
    faults = {plan.id: find_faults(network, question, plan) for plan in answer.plans}
    assert not {plan: found for plan, found in faults.items() if found}


def test_plans_of_open_questions_can_be_carried_out(asked, answer_to, network, find_faults):
    answer = answer_to(asked)
    question = answer.interpretation.question
    faults = {}
    for open_question in answer.questions:
        for possible in open_question.answers:
            for cell in possible.cells if possible.plan is not None else ():
                found = find_faults(network, question, possible.plan, (open_question.name, cell))
                if found:
                    faults[f"{open_question.name}={cell}"] = found
    assert not faults


def test_plans_of_choices_can_be_carried_out(asked, answer_to, network, find_faults):
    answer = answer_to(asked)
    question, back = answer.interpretation.question, answer.interpretation.back
    faults = {}
    for choice in back.choices if back is not None else ():
        if choice.plan is not None:
            needs = (*(met.need for met in choice.plan.met), *choice.plan.unmet)
            faults[choice.code] = find_faults(network, replace(question, needs=needs), choice.plan)
    assert not {code: found for code, found in faults.items() if found}


def test_a_plan_accounts_for_every_need(asked, answer_to):
    answer = answer_to(asked)
    needs = answer.interpretation.question.needs
    for plan in answer.plans:
        assert sorted((*(met.need for met in plan.met), *plan.unmet)) == sorted(needs)


# ── The replay itself notices what is wrong ──────────────────────────────────────────────────────────────────────


@pytest.fixture
def chained(cases, answer_to):
    """A question and its plan: three doors, each opening the next."""
    case = next(one for one in cases if one.id == "sleeping-rough-to-work-on-documents-alone")
    answer = answer_to(case)
    return answer.interpretation.question, answer.plans[0]


def test_replay_notices_a_missing_order(chained, network, find_faults):
    question, plan = chained
    loose = replace(plan, steps=tuple(replace(step, after=()) for step in plan.steps))
    assert find_faults(network, question, loose)


def test_replay_notices_a_door_that_closes(cases, answer_to, network, find_faults):
    case = next(one for one in cases if one.id == "residence-before-a-dwelling")
    answer = answer_to(case)
    loose = replace(answer.plans[0], steps=tuple(replace(step, after=()) for step in answer.plans[0].steps))
    assert any("senza-dimora" in fault for fault in find_faults(network, answer.interpretation.question, loose))


def test_replay_notices_a_missing_step(chained, network, find_faults):
    question, plan = chained
    shorter = replace(plan, steps=tuple(replace(step, after=()) for step in plan.steps if step.order != 1))
    assert any("opens" in fault for fault in find_faults(network, question, shorter))


def test_replay_notices_a_fact_that_nobody_gave(chained, network, find_faults):
    question, plan = chained
    unknowing = replace(question, facts=tuple(fact for fact in question.facts if fact.name != "present_in_milan"))
    assert any("presenza-stabile" in fault for fault in find_faults(network, unknowing, plan))


def test_replay_notices_a_wrong_cost(chained, network, find_faults):
    question, plan = chained
    cheap = replace(plan, cost=replace(plan.cost, total=plan.cost.total - 1))
    assert any("costs" in fault for fault in find_faults(network, question, cheap))


def test_replay_notices_a_need_that_no_step_meets(chained, network, find_faults):
    question, plan = chained
    claimed = replace(plan.steps[0], meets=("housing",))
    assert find_faults(network, question, replace(plan, steps=(claimed, *plan.steps[1:])))
