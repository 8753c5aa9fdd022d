"""Gaps are explained as the same question by itself is."""

from functools import partial

from graph.coverage.gaps import list_gaps
from graph.coverage.scope import CoverageQuery, resolve
from graph.coverage.survey import survey
from graph.network import Network
from graph.question import EntryKind, EntryPoint, Question
from graph.referral.compiled_network import CompiledNetwork
from graph.referral.explanations import explain_with
from graph.referral.initial_state import Situation
from graph.referral.plan_builder import Case
from graph.referral.repairs import find_repairs
from graph.referral.solver import Solver
from graph.referral.wording import Wording


def test_a_gap_has_the_reason_and_the_repairs_of_its_question(milan: Network, compiled: CompiledNetwork) -> None:
    found = survey(compiled, resolve(milan, CoverageQuery(needs=("work.job-placement", "housing.protected"))))
    solver = Solver(compiled, Wording(milan))
    profiles = {profile.code: profile for profile in found.scope.profiles}
    kinds = set()
    for gap in list_gaps(found, repairs=True):
        cell = gap.cells[0]
        question = Question(
            start=EntryPoint(EntryKind.SITUATION, cell.situation),
            needs=(cell.need,),
            facts=profiles[cell.profile].facts,
        )
        situation = Situation(milan, compiled.domains, question)
        case = Case(question, situation, compiled.compile(question, situation))
        find = partial(find_repairs, solver, case, cell.need, of_network=True)
        assert gap.problem == explain_with(solver, question, situation, cell.need, find), cell
        kinds |= {repair.kind for repair in gap.problem.repairs}
    assert {"fact", "requirement"} <= kinds
