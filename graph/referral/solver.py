"""Solves questions: finds the best plan, other plans, the best plan in a supposed case, and the open questions.

An open question is an unknown fact that changes the plan; it is found by supposing each of the fact's values.
"""

from collections.abc import Iterator

from graph.atoms import Cells, Variable
from graph.checkpoint import checkpoint
from graph.network import Network
from graph.planning.alternatives import alternatives
from graph.planning.plan import Plan, find_plan
from graph.planning.relevance import prune_core
from graph.planning.search import Solution, SolvedCores, has_plan, solve_core
from graph.planning.task import Task
from graph.question import Preferences, Question
from graph.referral.answer import OpenQuestion, PlanStatus, PossibleAnswer
from graph.referral.compiled_network import CompiledNetwork, Dropped
from graph.referral.compiled_task import CompiledTask
from graph.referral.initial_state import Situation, narrow
from graph.referral.operators import operator_name
from graph.referral.plan import ReferralPlan
from graph.referral.plan_builder import Assembler, Case, PlanDraft
from graph.referral.safety import protect
from graph.referral.wording import Wording
from graph.structs import Struct, replace
from graph.vocabulary import Evidence

CONFLICTS = 200_000
"""The budget of one search, in solver conflicts; past it the answer says that the optimum is not proved."""
WITHIN = 1.25
"""Another way may cost this many times the optimum."""


class SolvedSoFar:
    """What was solved for one question in its situations so far: the cores, and the draft of each solution."""

    def __init__(self) -> None:
        self.cores = SolvedCores()
        self._drafts: dict[int, tuple[Solution, Case, PlanDraft]] = {}

    def find_draft(self, case: Case, solution: Solution) -> PlanDraft | None:
        """The draft of the same solution for the same needs, made for another situation."""
        _, other, draft = self._drafts.get(id(solution), (None, None, None))
        return draft if other is not None and other.question == case.question else None

    def keep(self, case: Case, solution: Solution, draft: PlanDraft) -> None:
        """Keep a draft, and with it the solution, so that no other takes its place in memory."""
        self._drafts[id(solution)] = solution, case, draft


class Solved(Struct, frozen=True):
    """A case with its best plan, and what was solved for the same question in other situations."""

    case: Case
    solution: Solution
    draft: PlanDraft
    so_far: SolvedSoFar

    @property
    def plan(self) -> ReferralPlan:
        """The best plan, written out."""
        return self.draft.written

    @property
    def status(self) -> PlanStatus:
        """PLANNED, PARTIAL or NO_PLAN, by what is unmet."""
        if not self.draft.unmet:
            return PlanStatus.PLANNED
        return PlanStatus.PARTIAL if self.draft.met else PlanStatus.NO_PLAN


def best_founded(compiled: CompiledTask, task: Task, plan: Plan) -> Plan:
    """`plan` with steps that rest on a judgement replaced by documented ones where possible.

    `task` is the one of `compiled`, or a part of it.
    """
    actions_by_name = {action.name: action for action in task.actions}
    for step in plan.steps:
        if step.name in compiled.given_up:
            continue
        operator = compiled.members[step.name][0]
        twin = actions_by_name.get(operator_name(operator.service, operator.occasion, Evidence.STATED))
        if twin is None or twin.name == step.name:
            continue
        actions = [twin if other.number == step.number else other.action for other in plan.steps]
        plan = find_plan(task, plan.assumptions, actions) or plan
    return plan


class Solver:
    """Solves questions on one compiled network."""

    def __init__(self, compiled: CompiledNetwork, wording: Wording) -> None:
        self.compiled = compiled
        self.wording = wording
        self._assembler = Assembler(compiled, wording)

    @property
    def network(self) -> Network:
        """The network whose services make up the plans."""
        return self.compiled.network

    def specialize(self, question: Question, situation: Situation) -> Question:
        """`question` with its needs as they are meant for this person, and as safety prefers them."""
        question = narrow(self.network, question, situation)

        def can_meet(need: str) -> bool:
            return self.can_meet(replace(question, needs=(need,)), situation)

        return protect(self.network, question, situation, can_meet)

    def case(self, question: Question, situation: Situation, dropped: Dropped = frozenset()) -> Case:
        """The question, compiled."""
        return Case(question, situation, self.compiled.compile(question, situation, dropped))

    def solve(self, case: Case, like: Solved | None = None) -> Solved:
        """The best plan; needs that cannot be met are given up, so there always is one.

        `like` is the same question in another situation.
        """
        checkpoint()
        so_far = SolvedSoFar() if like is None else like.so_far
        solution = so_far.cores.solve(case.compiled.task, case.compiled.core, conflicts=CONFLICTS)
        assert solution.plan is not None, "giving every need up is a plan"  # noqa: S101
        known = so_far.find_draft(case, solution)
        draft = self._draft(case, solution.plan, solution) if known is None else known.for_case(case)
        if known is None:
            so_far.keep(case, solution, draft)
        return Solved(case, solution, draft, so_far)

    def can_meet(
        self,
        question: Question,
        situation: Situation,
        dropped: Dropped = frozenset(),
        presume: bool = False,
        closed_too: bool = False,
    ) -> bool:
        """Whether every need of `question` can be met; the other parameters as in `CompiledNetwork.compile`."""
        checkpoint()
        compiled = self.compiled.compile(question, situation, dropped, presume, closed_too)
        return has_plan(compiled.without_giving_up, compiled.core_without_giving_up, conflicts=CONFLICTS)

    def suppose(self, best: Solved, variable: Variable, cells: Cells) -> Solved:
        """The best plan if `variable` were known to lie in `cells`."""
        supposed = best.case.situation.supposing(variable, cells)
        return self.solve(self.case(self.specialize(best.case.question, supposed), supposed), best)

    def list_plans(self, best: Solved, limit: int) -> tuple[ReferralPlan, ...]:
        """Up to `limit` plans that really differ, the best first; if possible, one has only documented steps."""
        question = best.case.question
        met = tuple(need for need in question.needs if need not in best.plan.unmet)
        if not met or limit < 2:
            return (best.plan,)
        case, cheapest = best.case, best.solution.plan
        if len(met) < len(question.needs):
            case = self._only(best.case, met)
            cheapest = solve_core(case.compiled.task, case.compiled.core, conflicts=CONFLICTS).plan
        core = prune_core(case.compiled.core)
        if cheapest is None or core is None:
            return (best.plan,)
        found = alternatives(
            case.compiled.task, (cheapest, core),
            within=WITHIN, limit=limit, conflicts=CONFLICTS, alike=case.compiled.service_of,
        )  # fmt: skip
        plans = [best.plan, *(self._other(case, plan, best.plan) for plan in found[1:])]
        stated = self._stated(case, best.plan.unmet)
        if stated is not None and stated.id not in {plan.id for plan in plans}:
            plans = [*plans[: limit - 1], self._beside(best.plan, stated)]
        # Plans with the same steps count as one; the first of them is the best founded.
        distinct: dict[str, ReferralPlan] = {}
        for plan in plans:
            distinct.setdefault(plan.id, plan)
        return tuple(distinct.values())

    def _only(self, case: Case, needs: tuple[str, ...]) -> Case:
        return self.case(replace(case.question, needs=needs), case.situation)

    def _stated(self, case: Case, unmet: tuple[str, ...]) -> ReferralPlan | None:
        """The best plan without inferred or listed-only steps; None if there is none."""
        question = case.question
        strict = Preferences(min_evidence=Evidence.STATED, allow_assumptions=question.preferences.allow_assumptions)
        stated = self.case(replace(question, preferences=strict), case.situation)
        solution = solve_core(stated.compiled.task, stated.compiled.core, conflicts=CONFLICTS)
        if solution.plan is None or any(step.name in stated.compiled.given_up for step in solution.plan.steps):
            return None
        return replace(self._draft(stated, solution.plan, solution).written, unmet=unmet)

    def _other(self, case: Case, plan: Plan, best: ReferralPlan) -> ReferralPlan:
        founded = best_founded(case.compiled, case.compiled.task, plan)
        draft = self._assembler.draft(case, founded, optimal=False, lower_bound=best.cost.lower_bound)
        return self._beside(best, replace(draft.written, unmet=best.unmet))

    def _beside(self, best: ReferralPlan, other: ReferralPlan) -> ReferralPlan:
        """`other` with what the best plan proves about it."""
        optimal = best.cost.optimal and other.cost.total == best.cost.total
        return replace(other, cost=replace(other.cost, optimal=optimal, lower_bound=best.cost.lower_bound))

    def _draft(self, case: Case, plan: Plan, solution: Solution) -> PlanDraft:
        return self._assembler.draft(case, plan, solution.optimal, solution.lower_bound)


def list_open_questions(solver: Solver, best: Solved) -> Iterator[OpenQuestion]:
    """The unknown facts that the plan assumes or that block a need, each with the plan under each of its values."""
    for variable in _candidates(best):
        text = solver.wording.question(variable)
        if text is None:
            continue
        answers = tuple(_answers(solver, best, variable))
        if {answer.draft.steps_key for answer in answers} != {best.draft.steps_key}:
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
    """One answer for each cell. Cells that lead to the same steps with the same assumptions share an answer."""
    cells = [cell for cell in solver.compiled.domains.cells(variable) if cell in best.case.situation.possible(variable)]
    solved = [(cell, solver.suppose(best, variable, frozenset({cell}))) for cell in cells]
    groups: dict[tuple[object, ...], list[tuple[str, Solved]]] = {}
    for cell, outcome in solved:
        groups.setdefault((outcome.draft.steps_key, outcome.draft.assumptions_key), []).append((cell, outcome))
    for same in groups.values():
        together = tuple(cell for cell, _ in same)
        _, outcome = same[0]
        yield PossibleAnswer(
            cells=together,
            label=solver.wording.cells(variable, together),
            status=outcome.status,
            draft=outcome.draft,
        )
