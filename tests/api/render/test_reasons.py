"""A requirement is one line, however many facts satisfy it."""

import pytest

from api.messages import Words
from api.render.answer_text import list_reasons
from graph.network import Network
from graph.question import EntryKind, EntryPoint, GivenFact, Question
from graph.referral.answer import Origin
from graph.referral.planner import ReferralPlanner
from graph.vocabulary import Locale
from ingest.catalogue import load_catalogue


@pytest.mark.parametrize(("locale", "unsaid"), [(Locale.EN, "not known to any of"), (Locale.IT, "non conosciuta da")])
def test_a_line_for_each_requirement(locale: Locale, unsaid: str) -> None:
    planner = ReferralPlanner(Network(load_catalogue()))
    question = Question(
        start=EntryPoint(EntryKind.SITUATION, "at-liberty"),
        needs=("documents.registered-residence",),
        facts=(GivenFact(name="housing", values=("street",)),),
    )
    first = planner.plan(question, first=1).plans[0].steps[0]
    assert first.candidates[0].service == "centro-sammartini"

    lines = list(list_reasons(first.because, Words(locale)))

    assert len(lines) == len({item.label for item in first.because}) < len(first.because)
    assert sum(unsaid in line for line in lines) == 1
    # a hundred bodies that nobody says know the person are one reason
    assert sum(item.by is Origin.DEFAULT for item in first.because) == 2
