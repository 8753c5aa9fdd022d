"""A survey that was kept says what the one says that it was made of."""

import pickle

import pytest

from graph.coverage.criticality import list_critical
from graph.coverage.gaps import list_gaps
from graph.coverage.measures import measure
from graph.coverage.quality import list_data_tasks
from graph.coverage.record import record, restore
from graph.coverage.survey import Survey
from graph.opening_hours import today


def test_a_kept_survey_is_the_same(milan_survey: Survey) -> None:
    kept = pickle.loads(pickle.dumps(record(milan_survey)))  # noqa: S301 - written a moment ago
    restored = restore(milan_survey.network, milan_survey.scope, kept)
    assert restored.kept
    assert not milan_survey.kept
    assert list(restored.examined) == list(milan_survey.examined)
    assert all(restored.outcome(cell) == milan_survey.outcome(cell) for cell in milan_survey.examined)
    for find in (list_critical, list_gaps, measure, lambda survey: list_data_tasks(survey, today())):
        assert find(restored) == find(milan_survey)


@pytest.mark.slow
def test_what_follows_is_found_again_where_it_was_not_kept(milan_survey: Survey) -> None:
    restored = restore(milan_survey.network, milan_survey.scope, record(milan_survey))
    restored.found.clear()
    assert list_critical(restored) == list_critical(milan_survey)
