"""The worklist and the measures of the network."""

from datetime import date

import networkx as nx
import pytest

from graph.coverage.cells import CellStatus
from graph.coverage.measures import (
    CAVEATS,
    DataIssue,
    count_issues,
    count_plan_shares,
    list_data_tasks,
    measure_network,
)
from graph.coverage.partner_graph import list_ties
from graph.coverage.survey import Survey
from graph.network import Network

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
    graph = nx.Graph(list_ties(milan))
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
