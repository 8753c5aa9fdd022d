"""Gaps are explained as the same question by itself is."""

from functools import partial

from graph.coverage.cells import CellStatus, CoverageQuery, resolve
from graph.coverage.gaps import list_gaps, stated_gaps
from graph.coverage.survey import Survey, survey
from graph.network import Network
from graph.question import EntryKind, EntryPoint, Question
from graph.referral.answer import ProblemCode
from graph.referral.compiled_network import CompiledNetwork
from graph.referral.explanations import explain_with, find_repairs
from graph.referral.initial_state import Situation
from graph.referral.plan_builder import Case
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


def test_every_gap_has_its_reason(milan: Network, milan_survey: Survey) -> None:
    gaps = list_gaps(milan_survey)
    cells = [cell for gap in gaps for cell in gap.cells]
    assert len(cells) == len(set(cells))
    assert set(cells) == {cell for cell, each in milan_survey.examined.items() if each.outcome.status is CellStatus.GAP}
    for gap in gaps:
        assert gap.problem.sources_silent == (gap.problem.code in (ProblemCode.NO_PROVIDER, ProblemCode.NO_ACCESS))
        assert gap.problem.need == gap.need
    stated = stated_gaps(milan, ("housing.emergency",))
    assert "rete-accoglienza" in {gap.id for gap in stated}
    assert all(gap.cite for gap in stated)
