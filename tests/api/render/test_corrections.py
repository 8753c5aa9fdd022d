"""What was corrected is said, in the language of the answer."""

import pytest

from api.messages import Words
from api.render.answer_text import list_corrections
from graph.network import Network
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
