"""Errors say file, sheet, row and column; nothing in a spreadsheet is passed over in silence."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingest.catalogue import load_catalogue
from ingest.pipeline import ingest, write
from ingest.spreadsheets.rows import read_rows
from ingest.spreadsheets.tables import Given, Table, read_tables
from ingest.updates import UpdateKind
from tests.told import english

Make = Callable[[dict[str, Any]], Given]
AT = "network.xlsx, sheet "


ORGANIZATIONS = [
    (["name", "kind"], ["Mensa", "mensa"], "row 2, column 'kind': 'mensa' is not a valid value"),
    (["name", "knd"], ["Mensa", ""], "row 1, column 'knd': no such column; did you mean 'kind'?"),
    (["name", "name"], ["A", "B"], "row 1, column 'name': this column occurs twice"),
    (["name", "kind"], ["A", "", "x"], "row 2: 'x' has no column name above it"),
    (["slug", "kind"], ["a", "canteen"], "row 1, column 'name': is missing; every row needs it"),
    (["slug", "name", "kind"], ["a", "", "canteen"], "row 2, column 'name': is empty; every row needs it"),
    (["slug", "name"], ["A b", "Mensa"], "row 2, column 'slug': 'A b' is not an identifier"),
    (["name", "phones"], ["A", "numero"], "row 2, column 'phones': 'numero' is not a telephone number"),
    (["name", "phones"], ["A", 111234567], "row 2, column 'phones': '111234567' has lost the 0 that it began with"),
    (["name", "emails"], ["A", "da chiedere"], "row 2, column 'emails': 'da chiedere' is not an e-mail address"),
]
SERVICES = [
    ("meets", "housin", "column 'meets': there is no need 'housin'"),
    ("organizations", "Nessuno", "column 'organizations': there is no organization 'Nessuno'"),
    ("requires", "adulti", "column 'requires': 'adulti' is not a condition"),
    ("requires", "eta: {min: 18}", "column 'requires': there is no fact 'eta'"),
    ("provides", "housing", "column 'provides': 'housing' is not an effect"),
    ("cost.free", "boh", "column 'cost.free': 'boh' is neither yes nor no"),
    ("last_verified", "ieri", "column 'last_verified': 'ieri' is not a date"),
    ("cite", "opuscolo p.3", "column 'cite': 'opuscolo' cites no lines"),
]
DETAILS = [
    (["of", "printed"], ["nessuno", "1"], "row 2, column 'of': there is no 'nessuno' on the sheet 'services'"),
    (["of", "printed"], ["", "1"], "row 2: column 'of' does not say"),
    (["of", "number"], ["s", "1"], "row 1, column 'printed': is missing; every row needs it"),
    (["of", "printed", "number"], ["s", "1", "+39 02"], "row 2: '+39 02' is not in E.164"),
]
CASES = [
    *(({"organizations": [header, row]}, f"'organizations', {finding}") for header, row, finding in ORGANIZATIONS),
    *(({"services": [["name", name], ["S", text]]}, f"'services', row 2, {rest}") for name, text, rest in SERVICES),
    *(
        ({"services": [["name"], ["S"]], "services.phones": [header, row]}, f"'services.phones', {finding}")
        for header, row, finding in DETAILS
    ),
    (
        {"services": [["name", "evidence"], ["S", "inferred"]]},
        "'services', row 2: s: what is inferred gives",
    ),
    ({"organizations": [["name"], ["A"], ["A"]]}, "'organizations', row 3: 'a' occurs twice"),
    (
        {"listings": [["printed", "area"], ["Mensa", "nessuna"]]},
        "'listings', row 2, column 'area': there is no area 'nessuna'",
    ),
    (
        {"listings": [["printed", "area"], ["Mensa", "lavori"]]},
        "'listings', row 2, column 'area': there is no area 'lavori'; did you mean 'lavoro'",
    ),
    ({"listings": [["printed", "area"], ["", "lavoro"]]}, "'listings', row 2, column 'printed': is empty"),
    ({"services": [["name", "capacity.places"], ["S", "-3"]]}, "'services', row 2: -3 is less than 0"),
    (
        {
            "services": [["name"], ["S"]],
            "services.closures": [["of", "closed_from", "closed_until"], ["S", "2026-12-24", "2025-12-24"]],
        },
        "'services.closures', row 2: it is closed until 2025-12-24, before the first day",
    ),
    (
        {"services": [["name", "capacity.places", "capacity.free"], ["S", "3", "5"]]},
        "'services', row 2: 5 places are free, of 3",
    ),
    ({"about": [["hub", "x"]], "services": [["name"], ["S"]]}, "'about', row 1: there is no service 'x'"),
    ({"about": [["citta", "x"]]}, "'about', row 1: there is no 'citta' here; did you mean 'city'?"),
]


@pytest.mark.sample(8)
@pytest.mark.parametrize(("sheets", "finding"), CASES)
def test_each_mistake_is_placed_and_stops_the_writing(
    city: Path, workbook: Make, sheets: dict[str, Any], finding: str
) -> None:
    outcome = ingest([workbook(sheets)], city)
    assert any(found.startswith(AT + finding) for found in english(outcome.findings)), outcome.findings
    write(outcome, city)
    assert not (city / "extracted" / "spreadsheet").exists()


def test_all_mistakes_are_told_at_once(city: Path, workbook: Make) -> None:
    given = workbook(
        {"organizations": [["name", "kind"], ["A", "x"], ["B", "y"]], "listings": [["printed", "area", "z"]]}
    )
    assert len(ingest([given], city).findings) == 3


def test_a_mistake_is_told_once(city: Path, workbook: Make) -> None:
    sheets = {
        "facts": [["name", "label.it", "kind", "question.it"], ["prova", "prova", "testo", "?"]],
        "judgements": [["left", "right", "verdict", "why"], ["a", "b", "uguale", "w"]],
        "services": [["name"], ["S"]],
        "services.phones": [["of", "printed", "messages"], ["S", "1", "forse"], ["S", "", ""]],
    }
    findings = english(ingest([workbook(sheets)], city).findings)
    assert [finding.partition("sheet ")[2].partition(":")[0] for finding in findings] == [
        "'facts', row 2, column 'kind'",
        "'judgements', row 2, column 'verdict'",
        "'services.phones', row 2, column 'messages'",
        "'services.phones', row 3, column 'printed'",
    ]


def test_the_hub_is_named_as_people_name_it_and_not_against_the_catalogue(city: Path, workbook: Make) -> None:
    sheets = {"about": [["hub", "Servizio Uno"], ["city", "altrove"]], "services": [["name"], ["Servizio Uno"]]}
    outcome = ingest([workbook(sheets)], city)
    assert outcome.findings == ()
    assert english(outcome.unread) == [
        "network.xlsx, sheet 'about', row 2: catalogue.yaml says 'esempio'; change city there."
    ]
    write(outcome, city)
    assert load_catalogue(city).hub == "servizio-uno"


def test_what_stands_beside_the_columns_is_told() -> None:
    rows = read_rows([Table("n.csv", "organizations", (("name", "kind"), ("A", "canteen", "stray")))])
    assert english(rows.findings) == ["n.csv, sheet 'organizations', row 2: 'stray' has no column name above it."]


def test_sheets_that_nobody_reads_are_told(city: Path, workbook: Make) -> None:
    sheets = {"servizi": [["a"], ["b"]], "service": [["slug"]], "guide": [["x"]], "listings": [["printed", "area"]]}
    outcome = ingest([workbook(sheets)], city)
    assert tuple(english(outcome.unread)) == (
        "network.xlsx, sheet 'servizi': 2 rows were not read, because no sheet has this name. Did you mean 'services'?",
        "network.xlsx, sheet 'service': 1 row was not read, because no sheet has this name. Did you mean 'services'?",
    )
    assert outcome.row_counts == {"servizi": 2, "service": 1, "listings": 1}


def test_a_sheet_that_is_like_none_is_told_with_the_way_to_explain_it(city: Path, workbook: Make) -> None:
    outcome = ingest([workbook({"Sintesi": [["Totale"], ["5"]], "listings": [["printed", "area"]]})], city)
    assert english(outcome.unread) == [
        "network.xlsx, sheet 'Sintesi': 2 rows were not read, because no sheet has this name. "
        "`rete ingest network.xlsx --map` proposes what its columns mean."
    ]


def test_a_sheet_of_any_name_is_known_by_its_columns(workbook: Make) -> None:
    tables = read_tables([workbook({"Foglio1": [["printed", "area"], ["Mensa Esempio", "prima-necessita"]]})])
    assert list(read_rows(tables).drafts) == ["listings"]


def test_names_stand_for_identifiers_and_one_language_for_both(city: Path, workbook: Make) -> None:
    sheets = {
        "organizations": [["name", "part_of", "note.it"], ["Casa Esempio", "", "nota"], ["Mensa", "CASA ESEMPIO"]],
        "services": [
            ["name", "organizations", "meets", "routes", "phones", "requires", "provides"],
            ["Pasti", "Mensa; Docce", "Pasti", "Walk in; phone", "02 1234567; 1522", "age: {min: 18}", "gender=man"],
        ],
        "services.requires": [["of", "label.it", "when"], ["Pasti", "in città", "residence: esempio"]],
        "listings": [["printed", "area", "meets"], ["Docce", "Prima necessità", "doccia"]],
    }  # fmt: skip
    outcome = ingest([workbook(sheets)], city)
    assert outcome.findings == ()
    write(outcome, city)
    catalogue = load_catalogue(city)
    house, canteen, showers = catalogue.organizations
    assert (canteen.slug, canteen.part_of[0].organization) == ("mensa", "casa-esempio")
    assert house.note is not None
    assert (house.note.it, house.note.en) == ("nota", "nota")
    (service,) = catalogue.services
    assert [offer.organization for offer in service.organizations] == ["mensa", "docce"]
    assert [link.need for link in service.meets] == ["basic-needs.meals"]
    assert [str(mode) for mode in service.routes[0].modes] == ["walk-in", "phone"]
    assert [phone.number for phone in service.phones] == ["+39021234567", None]
    assert [item.id for item in service.requires] == ["requirement", "in-citta"]
    assert [str(item.cite[0]) for item in service.requires] == ["network-services:2", "network-services-requires:2"]
    (listing,) = catalogue.listings
    assert (listing.id, listing.organization) == ("prima-necessita/docce", showers.slug)
    sheets_cited = {source.file.partition("#")[2] for source in catalogue.sources}
    assert sheets_cited == {"organizations", "services", "services.requires", "listings"}
    again = ingest([workbook(sheets)], city)
    assert again.count(UpdateKind.SAME) == len(again.updates) == 4
