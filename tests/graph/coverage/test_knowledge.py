"""The worklist and the measures of the network."""

from datetime import date

import networkx as nx
import pytest

from graph.coverage.aggregation import Axis, root_of, summarize
from graph.coverage.gaps import list_gaps, stated_gaps
from graph.coverage.measures import CAVEATS, build_partner_graph, count_plan_shares, measure_network
from graph.coverage.outcome import CellStatus
from graph.coverage.quality import DataIssue, count_issues, list_data_tasks
from graph.coverage.survey import Survey
from graph.network import Network
from graph.referral.answer import ProblemCode

TODAY = date(2024, 1, 1)


def test_what_touches_most_plans_comes_first(milan_survey: Survey) -> None:
    tasks = list_data_tasks(milan_survey, TODAY)
    plans = [task.plans for task in tasks]
    assert plans == sorted(plans, reverse=True)
    assert plans[0] > 0


def test_issues_are_those_of_the_catalogue(milan: Network, milan_survey: Survey) -> None:
    issues = {task.service: set(task.issues) for task in list_data_tasks(milan_survey, TODAY)}
    for service in milan:
        found = issues.get(service.slug, set())
        assert (DataIssue.NAME_ONLY in found) == (service.listing is not None)
        assert (DataIssue.NO_REQUIREMENTS in found) == (not service.requires)
        assert (DataIssue.DOUBTFUL in found) == (service.doubt is not None)
    assert DataIssue.CONTRADICTED in issues["puntoacapo"]
    counts = count_issues(list_data_tasks(milan_survey, TODAY))
    assert counts["risorse-abitative"][DataIssue.NAME_ONLY] > 30


def test_age_is_judged_by_the_day_that_is_given(milan_survey: Survey) -> None:
    def old(today: date) -> set[str]:
        return {task.service for task in list_data_tasks(milan_survey, today) if DataIssue.OLD in task.issues}

    assert "celav" not in old(date(2023, 5, 1))
    assert "celav" in old(date(2026, 5, 1))


def test_measures_agree_with_the_graph(milan: Network, milan_survey: Survey) -> None:
    shares = count_plan_shares(milan_survey)
    found = measure_network(milan, shares)
    graph = build_partner_graph(milan)
    assert found.partners == len(milan.organizations)
    assert sum(found.components) == found.partners
    assert sum(member.degree for member in found.members) == 2 * found.ties
    assert found.density == pytest.approx(2 * found.ties / (found.partners * (found.partners - 1)))
    pieces = nx.number_connected_components(graph)
    for member in found.members:
        if member.degree:
            without = graph.subgraph(set(graph) - {member.organization})
            assert member.broker == (nx.number_connected_components(without) > pieces)
        assert 0 <= member.share <= 1
    assert {area.area for area in found.areas} == set(milan.areas)
    assert set(CAVEATS) >= {"density", "degree", "betweenness", "components", "brokers", "core", "share"}


def test_passage_counts_plans(milan_survey: Survey) -> None:
    shares = count_plan_shares(milan_survey)
    outcomes = [examined.outcome for examined in milan_survey.examined.values()]
    assert shares.plans == sum(outcome.status is CellStatus.COVERED for outcome in outcomes)
    through = sum(any("residenzami" in step.services for step in outcome.steps) for outcome in outcomes)
    assert shares.services["residenzami"] == through > 0
    assert shares.organizations["comune-di-milano"] >= through


@pytest.mark.parametrize("axis", list(Axis))
def test_sums_add_up(milan: Network, milan_survey: Survey, axis: Axis) -> None:
    sums = summarize(milan_survey, axis)
    outcomes = [examined.outcome for examined in milan_survey.examined.values()]
    assert sum(item.gaps for item in sums) == sum(outcome.status is CellStatus.GAP for outcome in outcomes)
    assert sum(item.cells for item in sums) == sum(outcome.status is not CellStatus.IMPOSSIBLE for outcome in outcomes)
    for item in sums:
        assert item.cells == item.covered + item.met + item.gaps
        assert sum(item.evidence.values()) == item.covered
        assert sum(item.closures.values()) == item.covered
    if axis is Axis.AREA:
        assert {item.code for item in sums} == {root_of(milan, need) for need in milan.needs}


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
