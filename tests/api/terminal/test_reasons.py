"""A requirement is one line, however many facts satisfy it."""

import pytest

from api.terminal.reasons import SHOWN_FACTS, list_reasons
from api.terminal.words import Words
from graph.network import Network
from graph.question import EntryKind, EntryPoint, GivenFact, Question
from graph.referral.planner import ReferralPlanner
from graph.vocabulary import Locale
from ingest.catalogue import load_catalogue


@pytest.mark.parametrize(("locale", "more"), [(Locale.EN, "more"), (Locale.IT, "altri")])
def test_a_line_for_each_requirement(locale: Locale, more: str) -> None:
    planner = ReferralPlanner(Network(load_catalogue()))
    question = Question(
        start=EntryPoint(EntryKind.SITUATION, "house-arrest"),
        needs=("documents.registered-residence",),
        facts=(GivenFact(name="housing", values=("street",)),),
    )
    first = planner.plan(question, first=1).plans[0].steps[0]
    assert first.candidates[0].service == "centro-sammartini"

    lines = list(list_reasons(first.because, Words(locale)))

    labels = {item.label for item in first.because}
    assert len(lines) == len(labels) < len(first.because)
    # that nobody knows the person is one line, with some of the services named and the others counted
    longest = max(labels, key=lambda label: sum(item.label == label for item in first.because))
    left = sum(item.label == longest for item in first.because) - SHOWN_FACTS
    assert [f"{left} {more}" in line or f"{more} {left}" in line for line in lines].count(True) == 1
