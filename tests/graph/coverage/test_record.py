"""A survey that was kept says what the one says that it was made of."""

import pickle

import pytest

from graph.coverage.cells import CoverageQuery, resolve
from graph.coverage.criticality import list_critical
from graph.coverage.gaps import list_gaps
from graph.coverage.measures import list_data_tasks, measure
from graph.coverage.record import narrow, record, restore
from graph.coverage.survey import Survey, survey
from graph.opening_hours import today
from graph.referral.compiled_network import CompiledNetwork


def test_a_kept_survey_is_the_same(milan_survey: Survey, compiled: CompiledNetwork) -> None:
    kept = pickle.loads(pickle.dumps(record(milan_survey)))  # noqa: S301 - written a moment ago
    restored = restore(milan_survey.network, milan_survey.scope, kept, lambda: compiled)
    assert restored.kept
    assert not milan_survey.kept
    assert list(restored.examined) == list(milan_survey.examined)
    assert all(restored.outcome(cell) == milan_survey.outcome(cell) for cell in milan_survey.examined)
    for find in (list_critical, list_gaps, measure, lambda survey: list_data_tasks(survey, today())):
        assert find(restored) == find(milan_survey)


@pytest.mark.slow
def test_what_follows_is_found_again_where_it_was_not_kept(milan_survey: Survey, compiled: CompiledNetwork) -> None:
    restored = restore(milan_survey.network, milan_survey.scope, record(milan_survey), lambda: compiled)
    restored.found.clear()
    assert list_critical(restored) == list_critical(milan_survey)


@pytest.mark.sample(2)
@pytest.mark.parametrize(
    "query",
    [
        CoverageQuery(profiles=("rough-sleeper",), needs=("work", "documents")),
        CoverageQuery(profiles=("resident-elsewhere", "rough-sleeper"), situations=("outside-work", "probation")),
        CoverageQuery(profiles=("nothing-known",)),
        CoverageQuery(profiles=("resident-in-milan",), needs=("housing",), situations=("release-san-vittore",)),
    ],
)
def test_a_part_of_a_kept_survey_is_that_of_the_part_alone(
    milan_survey: Survey, compiled: CompiledNetwork, query: CoverageQuery
) -> None:
    kept = restore(milan_survey.network, milan_survey.scope, record(milan_survey), lambda: compiled)
    scope = resolve(milan_survey.network, query)
    part, alone = narrow(kept, scope, lambda: compiled), survey(compiled, scope)
    assert part.kept
    assert list(part.examined) == list(alone.examined)
    assert all(part.outcome(cell) == alone.outcome(cell) for cell in alone.examined)
    for find in (list_critical, list_gaps, measure, lambda survey: list_data_tasks(survey, today())):
        assert find(part) == find(alone)
