"""How parts of an answer read: what was corrected is said, and a requirement is one line."""

import pytest

from api.messages import Words
from api.render.answer_text import list_corrections, list_reasons
from graph.network import Network
from graph.question import EntryKind, EntryPoint, GivenFact, Question
from graph.referral.answer import Origin
from graph.referral.planner import ReferralPlanner
from graph.vocabulary import Locale
from ingest.catalogue import load_catalogue


@pytest.fixture(scope="module")
def planner() -> ReferralPlanner:
    return ReferralPlanner(Network(load_catalogue()))


@pytest.mark.parametrize(
    ("text", "english", "italian"),
    [
        (
            "from San Vitore relese to housng",
            [
                "Read “San Vitore relese” as release from San Vittore",
                "Read “housng” as housing",
            ],
            [
                "Letto «San Vitore relese» come uscita da San Vittore",
                "Letto «housng» come casa",
            ],
        ),
        ("from San Vittore release to housing", [], []),
        (
            "marochina: lavoro",
            ["Read “marochina” as nationality: Morocco"],
            ["Letto «marochina» come cittadinanza: Marocco"],
        ),
        (
            "not marochina: lavoro",
            ["Read “marochina” as nationality: not Morocco"],
            ["Letto «marochina» come cittadinanza: non Marocco"],
        ),
        (
            "to work, resident in Millan",
            ["Read “resident in Millan” as registered residence: in Milan"],
            ["Letto «resident in Millan» come residenza anagrafica: a Milano"],
        ),
        (
            "victim of traficking: protection",
            ["Read “victim of traficking” as victim of trafficking or serious exploitation"],
            ["Letto «victim of traficking» come vittima di tratta o grave sfruttamento"],
        ),
    ],
)
def test_each_correction_is_a_line(planner: ReferralPlanner, text: str, english: list[str], italian: list[str]) -> None:
    read = planner.ask(text, first=1).interpretation.read
    assert list(list_corrections(read, planner.network, Words(Locale.EN))) == english
    assert list(list_corrections(read, planner.network, Words(Locale.IT))) == italian


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
