"""An organization that closes as a whole reaches its services; what is said of one of them later wins there."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from api.cli import run
from graph.availability import find_closed
from graph.errors import QuestionError
from graph.network import Network
from graph.vocabulary import ServiceStatus
from ingest.catalogue import create_catalogue, load_catalogue
from ingest.editing import CorrectionRequest, Edit, write_correction
from ingest.pipeline import ingest, write
from ingest.spreadsheets.tables import Given
from tests.told import refuses

CLOSED = CorrectionRequest(about="opera", source="avviso", verified=date(2026, 11, 26), closed_until=date(2027, 1, 10))
CHRISTMAS = date(2026, 12, 25)
ORGANIZATIONS = "slug,name,part_of\nopera,Opera,\nfiliale,Filiale,opera\naltra,Altra,\nvuota,Vuota,\n"
SERVICES = """slug,name,organizations,meets,status
mensa,Mensa,Opera,basic-needs.meals,
docce,Docce,Filiale,basic-needs.meals,
cessato,Cessato,Opera,basic-needs.meals,defunct
sportello,Sportello,Altra,basic-needs.meals,
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    city = create_catalogue("Torino", tmp_path / "torino", "IT")
    given = [
        Given("organizations.csv", ORGANIZATIONS.encode()),
        Given("services.csv", SERVICES.encode()),
        Given("listings.csv", b"printed,area,meets,organization\nOpera Notte,accoglienza,basic-needs.meals,opera\n"),
    ]
    outcome = ingest(given, city)
    assert not outcome.findings, outcome.findings
    write(outcome, city)
    return city


def corrected(folder: Path, request: CorrectionRequest) -> Edit:
    return write_correction(folder, request.read("IT", request.verified))


def closed(folder: Path, on: date = CHRISTMAS) -> dict[str, date | None]:
    """What is closed on a day, with its last day."""
    found = {item.slug: find_closed(item, on) for item in Network(load_catalogue(folder))}
    return {slug: item.until for slug, item in found.items() if item is not None}


def test_it_reaches_its_services_those_of_its_parts_and_what_it_is_listed_with(folder: Path) -> None:
    edit = corrected(folder, CLOSED)
    last = date(2027, 1, 10)
    expected = dict.fromkeys(edit.reaches, last) | {"cessato": None}
    assert closed(folder) == expected
    assert {"mensa", "docce", "cessato"} < set(edit.reaches)
    assert len(edit.reaches) == 4
    assert "sportello" not in edit.reaches
    assert closed(folder, date(2027, 1, 11)) == {"cessato": None}
    (cite,) = {cite.source for item in load_catalogue(folder).services for one in item.closures for cite in one.cite}
    assert cite == "told-2026-11-26-avviso"


def test_reopening_gives_each_service_back_what_it_had(folder: Path) -> None:
    corrected(folder, CLOSED)
    corrected(folder, replace(CLOSED, closed_until=None, reopened=True, source="visita"))
    assert closed(folder) == {"cessato": None}
    assert {item.slug: item.status for item in load_catalogue(folder).services}["mensa"] is None


def test_what_is_said_later_of_one_service_wins_there(folder: Path) -> None:
    corrected(folder, CLOSED)
    corrected(folder, replace(CLOSED, about="mensa", closed_until=None, reopened=True, source="la mensa apre"))
    assert "mensa" not in closed(folder)
    assert closed(folder)["docce"] == date(2027, 1, 10)
    corrected(folder, replace(CLOSED, about="docce", closed_until=date(2027, 3, 1), source="lavori"))
    corrected(folder, replace(CLOSED, closed_until=None, reopened=True, source="visita"))
    assert closed(folder) == {"cessato": None, "docce": date(2027, 3, 1)}


def test_a_longer_closure_takes_the_place_of_the_first(folder: Path) -> None:
    corrected(folder, CLOSED)
    corrected(folder, replace(CLOSED, closed_until=date(2027, 2, 1), source="secondo avviso"))
    assert closed(folder)["mensa"] == date(2027, 2, 1)
    corrected(folder, replace(CLOSED, closed_until=None, status=ServiceStatus.DEFUNCT, source="terzo avviso"))
    assert closed(folder, date(2028, 1, 1))["mensa"] is None


def test_one_without_services_and_one_that_is_closed_already_are_told(folder: Path) -> None:
    with refuses(QuestionError, "'vuota' has no service that closes with it"):
        corrected(folder, replace(CLOSED, about="vuota"))
    corrected(folder, CLOSED)
    with refuses(QuestionError, "says that already"):
        corrected(folder, replace(CLOSED, source="di nuovo"))


def test_the_commands_name_what_is_reached_and_remember_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit = ["edit", "opera", "--closed-until", "2027-01-10", "--source", "avviso", "--verified", "2026-11-26"]
    assert run([*edit, "--catalogue", str(folder), "--lang", "it"]) == 0
    assert "Tocca 4 servizi:" in capsys.readouterr().out
    assert run(["history", "mensa", "--catalogue", str(folder)]) == 0
    assert "avviso" in capsys.readouterr().out
    question = ["plan", "--from", "release", "--need", "basic-needs.meals", "--on", "2026-12-25"]
    run([*question, "--catalogue", str(folder), "--lang", "it"])
    out = capsys.readouterr().out
    assert "Mensa" in out
    assert "10/01/2027" in out


def test_a_service_keeps_its_own_closure_at_another_time(folder: Path) -> None:
    august = replace(CLOSED, about="mensa", closed_from=date(2027, 8, 1), closed_until=date(2027, 8, 31))
    corrected(folder, august)
    corrected(folder, CLOSED)
    assert closed(folder, date(2027, 8, 15))["mensa"] == date(2027, 8, 31)
    assert closed(folder)["mensa"] == CLOSED.closed_until
