"""Open questions: the unknown facts that change the plan, one at a time."""

from collections.abc import Iterator

from graph.atoms import Variable
from graph.referral.answer import OpenQuestion, PossibleAnswer, ReferralPlan
from graph.referral.solver import Solved, Solver


def list_open_questions(solver: Solver, best: Solved) -> Iterator[OpenQuestion]:
    """For each unknown fact that the plan assumes, or that blocks a need, the plan under each of its values."""
    for variable in _candidates(best):
        text = solver.wording.question(variable)
        if text is None:
            continue
        answers = tuple(_answers(solver, best, variable))
        steps = {_steps(answer.plan) for answer in answers}
        if steps != {_steps(best.plan)}:
            yield OpenQuestion(fact=variable.name, variable=variable, text=text, answers=answers)


def _candidates(best: Solved) -> list[Variable]:
    assumed = [assumption.fact.variable for assumption in best.plan.assumptions]
    if not best.plan.unmet:
        return assumed
    situation = best.case.situation
    unknown = (
        variable
        for variable in sorted(best.case.compiled.variables, key=str)
        if len(situation.possible(variable)) > 1 and not situation.is_closed(variable)
    )
    return list(dict.fromkeys([*assumed, *unknown]))


def _answers(solver: Solver, best: Solved, variable: Variable) -> Iterator[PossibleAnswer]:
    """One answer a cell; those that lead to the same steps on the same assumptions are one answer."""
    cells = [cell for cell in solver.compiled.domains.cells(variable) if cell in best.case.situation.possible(variable)]
    solved = [(cell, solver.suppose(best.case, variable, frozenset({cell}))) for cell in cells]
    groups: dict[tuple[object, ...], list[tuple[str, Solved]]] = {}
    for cell, outcome in solved:
        groups.setdefault((_steps(outcome.plan), _rests_on(outcome.plan)), []).append((cell, outcome))
    for same in groups.values():
        together = tuple(cell for cell, _ in same)
        _, outcome = same[0]
        yield PossibleAnswer(
            cells=together,
            label=solver.wording.cells(variable, together),
            status=outcome.status,
            plan=outcome.plan,
        )


def _steps(plan: ReferralPlan | None) -> tuple[object, ...]:
    """What the person would do: the steps and their order, and the needs that stay unmet."""
    if plan is None:
        return ()
    return tuple((step.candidates, step.after, step.via.route) for step in plan.steps), plan.unmet


def _rests_on(plan: ReferralPlan | None) -> tuple[object, ...]:
    return () if plan is None else tuple((one.fact.variable, one.fact.cells) for one in plan.assumptions)
