"""Why a need stays unmet: nothing offers it, a condition fails, nobody can send, or the question forbids the way."""

from collections.abc import Iterator
from dataclasses import replace

from graph.availability import is_closed
from graph.model import Text
from graph.provenance import Citation
from graph.question import Preferences, Question
from graph.referral.answer import PlanningProblem, ProblemCode
from graph.referral.closed_services import list_closed
from graph.referral.plan_builder import Case
from graph.referral.repairs import find_repairs
from graph.referral.solver import Solved, Solver
from graph.referral.support import list_supporters
from graph.referral.task_compiler import Dropped
from graph.vocabulary import Evidence

MOST_SUPPORTERS = 6
MOST_NAMED = 6
"""Conditions that are named in a message at most."""


def list_problems(solver: Solver, best: Solved) -> Iterator[PlanningProblem]:
    """One problem for each unmet need, and one if the optimum is not proved."""
    for need in best.plan.unmet:
        yield explain_unmet(solver, best.case, need)
    if not best.plan.cost.optimal:
        yield PlanningProblem(
            code=ProblemCode.UNPROVED_OPTIMUM,
            input_field="needs",
            message=Text(
                "La ricerca è finita al suo limite: il percorso è valido, ma potrebbe essercene uno meno costoso.",
                "The search ended at its budget: the plan is valid, but a cheaper one may exist.",
            ),
        )


def explain_unmet(solver: Solver, case: Case, need: str, repairs: bool = True) -> PlanningProblem:
    """Why `need` cannot be met in `case`; with `repairs`, what little would mend it."""
    label = solver.network.get_need(need).label
    if not solver.compiled.providers(need, case.situation.territory):
        return PlanningProblem(
            code=ProblemCode.NO_PROVIDER,
            input_field="needs",
            need=need,
            sources_silent=True,
            message=Text(
                f"Nessun documento letto nomina chi dà «{label.it}» in prima persona.",
                f"No document that was read names a service that itself gives “{label.en}”.",
            ),
            suggestions=list_supporters(solver.network, (need,), case.situation)[:MOST_SUPPORTERS],
        )
    alone = replace(case.question, needs=(need,))
    if solver.can_meet(alone, case.situation, closed_too=True):
        return _closed(solver, case, alone)
    for code, field, message, wider in _wider_questions(alone):
        if solver.can_meet(wider, case.situation):
            return PlanningProblem(
                code=code, input_field=field, need=need, message=Text(message.it, message.en),
                suggestions=list_supporters(solver.network, (need,), case.situation)[:MOST_SUPPORTERS],
            )  # fmt: skip
    if solver.can_meet(alone, case.situation, presume=True):
        return _conditional(solver, case, need, ProblemCode.UNKNOWN_CONDITION, _UNKNOWN, repairs)
    if solver.can_meet(alone, case.situation, _all_access(solver, alone), presume=True):
        return _conditional(solver, case, need, ProblemCode.NO_ACCESS, _NO_ACCESS, repairs)
    return _conditional(solver, case, need, ProblemCode.EXCLUDED, _EXCLUDED, repairs)


def _closed(solver: Solver, case: Case, alone: Question) -> PlanningProblem:
    """The problem that there would be a way, were it not for what is closed."""
    (need,) = alone.needs
    label = solver.network.get_need(need).label
    closed = list(list_closed(solver.compiled, alone, case.situation))
    names = [(solver.network.get_service(item.service).name, item.closed.until) for item in closed[:MOST_NAMED]]
    italian = "; ".join(f"{name} (fino al {until:%d/%m/%Y})" if until else name for name, until in names)
    english = "; ".join(f"{name} (until {until.isoformat()})" if until else name for name, until in names)
    return PlanningProblem(
        code=ProblemCode.CLOSED,
        input_field="on",
        need=need,
        message=Text(
            f"C'è chi risponde a «{label.it}», ma è chiuso: {italian}.",
            f"There are services for “{label.en}”, but they are closed: {english}.",
        ),
        suggestions=list_supporters(solver.network, (need,), case.situation)[:MOST_SUPPORTERS],
        citations=tuple(dict.fromkeys(cited for item in closed for cited in item.closed.citations)),
    )


_UNKNOWN = Text(
    "Chi risponde a «{need}» pone condizioni che qui non valgono, o di cui non si sa: {conditions}.",
    "Those who meet “{need}” set conditions that do not hold here, or of which nothing is known: {conditions}.",
)
_NO_ACCESS = Text(
    "C'è chi risponde a «{need}», ma nessun documento dice chi può inviare questa persona.",
    "There are services for “{need}”, but no document says who could send this person.",
)
_EXCLUDED = Text(
    "Chi risponde a «{need}» pone condizioni che qui non valgono: {conditions}.",
    "Those who meet “{need}” set conditions that do not hold here: {conditions}.",
)


def _wider_questions(alone: Question) -> Iterator[tuple[ProblemCode, str, Text, Question]]:
    """The same need with one restriction of the question lifted."""
    preferences = alone.preferences
    if alone.avoid:
        message = Text("C'è una via, ma solo attraverso ciò che la domanda evita.",
                       "There is a way, but only through what the question avoids.")  # fmt: skip
        yield ProblemCode.AVOIDED, "avoid", message, replace(alone, avoid=())
    if preferences.min_evidence is not Evidence.LISTED:
        message = Text("C'è una via, ma solo su prove più deboli di quelle ammesse.",
                       "There is a way, but only on weaker evidence than allowed.")  # fmt: skip
        weaker = Preferences(allow_assumptions=preferences.allow_assumptions)
        yield ProblemCode.EVIDENCE_TOO_WEAK, "preferences", message, replace(alone, preferences=weaker)
    if not preferences.allow_assumptions:
        message = Text("C'è una via, ma si regge su fatti che non si conoscono.",
                       "There is a way, but it rests on facts that are not known.")  # fmt: skip
        bolder = Preferences(min_evidence=preferences.min_evidence)
        yield ProblemCode.UNKNOWN_CONDITION, "facts", message, replace(alone, preferences=bolder)


def _all_access(solver: Solver, question: Question) -> Dropped:
    return frozenset((operator.service, None) for operator in solver.compiled.relevant(question))


def _conditional(
    solver: Solver, case: Case, need: str, code: ProblemCode, message: Text, repairs: bool
) -> PlanningProblem:
    """The problem that the conditions of those who meet `need` do not hold, with what would mend it."""
    label = solver.network.get_need(need).label
    failing = list(_failing(solver, case, need, unknown=code is ProblemCode.UNKNOWN_CONDITION))[:MOST_NAMED]
    italian = "; ".join(f"{name}: {text.it}" for name, text, _ in failing)
    english = "; ".join(f"{name}: {text.en}" for name, text, _ in failing)
    return PlanningProblem(
        code=code,
        input_field="from" if code is ProblemCode.NO_ACCESS else "facts",
        need=need,
        sources_silent=code is ProblemCode.NO_ACCESS,
        message=Text(
            message.it.format(need=label.it, conditions=italian), message.en.format(need=label.en, conditions=english)
        ),
        citations=tuple(dict.fromkeys(cited for _, _, cites in failing for cited in cites)),
        repairs=find_repairs(solver, case, need) if repairs else (),
        suggestions=list_supporters(solver.network, (need,), case.situation)[:MOST_SUPPORTERS],
    )


def _failing(solver: Solver, case: Case, need: str, unknown: bool) -> Iterator[tuple[str, Text, tuple[Citation, ...]]]:
    """The requirements of those who meet `need` that do not hold; with `unknown`, also those nothing is known about."""
    for slug in dict.fromkeys(
        operator.service for operator in solver.compiled.providers(need, case.situation.territory)
    ):
        service = solver.network.get_service(slug)
        if is_closed(service, case.situation.on):
            continue
        for requirement in service.requires:
            truth = case.situation.truth(requirement.when)
            if truth is False or (unknown and truth is None):
                yield service.name, requirement.label, requirement.cite
