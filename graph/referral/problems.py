"""Why a need stays unmet: nothing offers it, a condition fails, nobody can send, or the question forbids the way."""

from collections.abc import Iterator
from dataclasses import replace

from graph.model import Text
from graph.provenance import Citation
from graph.question import Preferences, Question
from graph.referral.answer import PlanningProblem, ProblemCode
from graph.referral.assembly import Case
from graph.referral.compilation import Dropped
from graph.referral.repairs import find_repairs
from graph.referral.solving import Solved, Solver
from graph.vocabulary import Evidence


def list_problems(solver: Solver, best: Solved) -> Iterator[PlanningProblem]:
    """One problem for each unmet need, and one if the optimum is not proved."""
    for need in best.plan.unmet:
        yield _problem(solver, best.case, need)
    if not best.plan.cost.optimal:
        yield PlanningProblem(
            code=ProblemCode.UNPROVED_OPTIMUM,
            input_field="needs",
            message=Text(
                "La ricerca è finita al suo limite: il percorso è valido, ma potrebbe essercene uno meno costoso.",
                "The search ended at its budget: the plan is valid, but a cheaper one may exist.",
            ),
        )


def _problem(solver: Solver, case: Case, need: str) -> PlanningProblem:
    label = solver.network.get_need(need).label
    if not solver.compiled.providers(need):
        return PlanningProblem(
            code=ProblemCode.NO_PROVIDER,
            input_field="needs",
            need=need,
            sources_silent=True,
            message=Text(
                f"Nessun servizio della rete risponde a «{label.it}»; i documenti letti non ne nominano uno.",
                f"No service of the network meets “{label.en}”; the documents that were read name none.",
            ),
            suggestions=_helpers(solver, need),
        )
    alone = replace(case.question, needs=(need,))
    for code, field, message, wider in _wider_questions(alone):
        if solver.can_meet(wider, case.situation):
            return PlanningProblem(
                code=code, input_field=field, need=need, message=Text(message.it, message.en),
                suggestions=_helpers(solver, need),
            )  # fmt: skip
    if solver.can_meet(alone, case.situation, _all_access(solver)):
        return PlanningProblem(
            code=ProblemCode.NO_ACCESS,
            input_field="from",
            need=need,
            sources_silent=True,
            message=Text(
                f"C'è chi risponde a «{label.it}», ma nessun documento dice chi può inviare questa persona.",
                f"There are services for “{label.en}”, but no document says who could send this person.",
            ),
            repairs=find_repairs(solver, case, need),
            suggestions=_helpers(solver, need),
        )
    return _excluded(solver, case, need)


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


def _all_access(solver: Solver) -> Dropped:
    return frozenset((service.slug, None) for service in solver.network)


def _excluded(solver: Solver, case: Case, need: str) -> PlanningProblem:
    label = solver.network.get_need(need).label
    failing = list(_failing(solver, case, need))
    italian = "; ".join(f"{name}: {text.it}" for name, text, _ in failing[:6])
    english = "; ".join(f"{name}: {text.en}" for name, text, _ in failing[:6])
    citations = [cited for _, _, cites in failing[:6] for cited in cites]
    return PlanningProblem(
        code=ProblemCode.EXCLUDED,
        input_field="facts",
        need=need,
        message=Text(
            f"Chi risponde a «{label.it}» pone condizioni che qui non valgono: {italian}.",
            f"Those who meet “{label.en}” set conditions that do not hold here: {english}.",
        ),
        citations=tuple(dict.fromkeys(citations)),
        repairs=find_repairs(solver, case, need),
        suggestions=_helpers(solver, need),
    )


def _failing(solver: Solver, case: Case, need: str) -> Iterator[tuple[str, Text, tuple[Citation, ...]]]:
    seen = set()
    for operator in solver.compiled.providers(need):
        service = solver.network.get_service(operator.service)
        for requirement in service.requires:
            key = service.slug, requirement.id
            if key not in seen and case.situation.truth(requirement.when) is False:
                seen.add(key)
                yield service.name, requirement.label, requirement.cite


def _helpers(solver: Solver, need: str) -> tuple[str, ...]:
    """Services that help with the need without meeting it."""
    within = solver.network.within(need)
    return tuple(service.slug for service in solver.network if any(link.need in within for link in service.helps))[:4]
