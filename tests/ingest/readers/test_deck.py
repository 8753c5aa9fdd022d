from decimal import Decimal

import pytest

from graph.provenance import Citation
from ingest.documents import Document, parse_document
from ingest.ledger import FateKind
from ingest.readers.deck import read_deck

DECK = """\
Casi dal 2001 al 2002

ANNO CASI

2001 10: carcere
4: serv. Territoriali

TOTALE 14 8 6 (per 5 persone)

TOTALE NEL
TRIENNIO

30 16 12 (per 9 persone)



Assunzioni

2001 3 (su 5 persone)
Totale
4 (su 9 persone) = 44,44%

1 in azienda ospitante
3 in altra azienda



il gruppo ha n.3 tutor e un coordinatore, con 2 psicologi e 1
assistente sociale; opera con continuità dal 1999.

Grazie!
"""


@pytest.fixture
def document() -> Document:
    return parse_document("d", "d.txt", DECK.encode())


def test_figures_keep_year_and_line(document: Document) -> None:
    found = {figure.id: (figure.value, str(figure.cite)) for figure in read_deck(document).figures}
    assert found == {
        "referrals-from-prison/2001": ("10", "d:5"),
        "referrals-from-territorial-services/2001": ("4", "d:6"),
        "referrals/2001": ("14", "d:8"),
        "taken-in-charge/2001": ("8", "d:8"),
        "internships-started/2001": ("6", "d:8"),
        "people-in-internships/2001": ("5", "d:8"),
        "referrals/2001-2002": ("30", "d:13"),
        "taken-in-charge/2001-2002": ("16", "d:13"),
        "internships-started/2001-2002": ("12", "d:13"),
        "people-in-internships/2001-2002": ("9", "d:13"),
        "hires/2001": ("3", "d:19"),
        "people-in-internships-of-hires/2001": ("5", "d:19"),
        "hires/2001-2002": ("4", "d:21"),
        "people-in-internships-of-hires/2001-2002": ("9", "d:21"),
        "hires-percent/2001-2002": ("44.44", "d:21"),
        "hires-by-host-company/2001-2002": ("1", "d:23"),
        "hires-by-other-company/2001-2002": ("3", "d:24"),
        "team/tutor": ("3", "d:28"),
        "team/coordinatore": ("1", "d:28"),
        "team/psicologi": ("2", "d:28"),
        "team/assistente-sociale": ("1", "d:28-29"),
        "since/1999": ("1999", "d:29"),
    }


def test_headings_courtesies_and_lines_of_others(document: Document) -> None:
    fates = {fate.line: fate.kind for fate in read_deck(document).fates}
    headings = [line for line, kind in fates.items() if kind is FateKind.HEADING]
    assert headings == [1, 3, 10, 11, 17, 20]
    assert fates[31] is FateKind.RESIDUE
    left = read_deck(document, without=[Citation("d", 1, 25)])
    assert min(fate.line for fate in left.fates) == 28


@pytest.mark.documents
def test_milan_the_sums_of_the_tables_agree(documents: dict[str, Document]) -> None:
    value = {figure.id: Decimal(figure.value) for figure in read_deck(documents["decks"]).figures}
    years = ("2019", "2020", "2021")
    for year in years:
        parts = value[f"referrals-from-prison/{year}"] + value[f"referrals-from-territorial-services/{year}"]
        assert parts == value[f"referrals/{year}"]
    for measure in ("referrals", "taken-in-charge", "internships-started", "people-in-internships", "hires"):
        assert sum(value[f"{measure}/{year}"] for year in years) == value[f"{measure}/2019-2021"]
    hires = value["hires/2019-2021"]
    assert value["hires-by-host-company/2019-2021"] + value["hires-by-other-company/2019-2021"] == hires
    share = 100 * hires / value["people-in-internships-of-hires/2019-2021"]
    assert round(share, 2) == value["hires-percent/2019-2021"]
