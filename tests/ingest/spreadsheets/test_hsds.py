"""HSDS 3 comes in by its bundled map, as JSON and as the CSV files of a datapackage, with the same result."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph.errors import DocumentError
from graph.formula import FactTest
from graph.graph_export.formats import ExportFormat, write_export
from graph.network import Network
from ingest.catalogue import create_catalogue, load_catalogue
from ingest.pipeline import ingest, write
from ingest.spreadsheets.tables import Given
from tests.told import english, refuses

TABLES: dict[str, list[dict[str, Any]]] = {
    "organizations": [{"id": "o1", "name": "Example House", "description": "A house.", "email": "house@example.org"}],
    "services": [
        {
            "id": "s1", "organization_id": "o1", "name": "Night beds", "description": "Beds for the night.",
            "status": "active", "eligibility_description": "men only", "minimum_age": 18, "assured_date": "2026-01-31",
            "application_process": "Come at seven.",
        }
    ],
    "locations": [{"id": "l1", "location_type": "physical", "organization_id": "o1"}],
    "service_at_location": [{"id": "a1", "service_id": "s1", "location_id": "l1"}],
    "addresses": [
        {"id": "d1", "location_id": "l1", "address_1": "1 Test Street", "city": "Oakland", "postal_code": "94601"}
    ],
    "phones": [
        {"id": "p1", "service_id": "s1", "number": "415-555-2671", "extension": "12", "type": "voice"},
        {"id": "p2", "service_id": "s1", "number": "415-555-2672", "type": "fax"},
        {"id": "p3", "organization_id": "o1", "number": "415-555-2673"},
        {"id": "p4", "contact_id": "c1", "number": "415-555-2674"},
    ],
    "contacts": [{"id": "c1", "organization_id": "o1", "name": "Some Body"}],
    "schedules": [
        {"id": "h1", "service_id": "s1", "freq": "WEEKLY", "byday": "MO,TU", "opens_at": "19:00", "closes_at": "23:00"}
    ],
    "required_documents": [{"id": "r1", "service_id": "s1", "document": "Identity card"}],
    "taxonomy_terms": [{"id": "t1", "code": "1", "name": "Emergency Shelter"}],
    "attributes": [{"id": "x1", "link_id": "s1", "link_entity": "service", "taxonomy_term_id": "t1"}],
}  # fmt: skip


def as_csv() -> list[Given]:
    files = []
    for name, rows in TABLES.items():
        text = io.StringIO()
        writer = csv.DictWriter(text, list(dict.fromkeys(key for row in rows for key in row)))
        writer.writeheader()
        writer.writerows(rows)
        files.append(Given(f"{name}.csv", text.getvalue().encode()))
    return [*files, Given("datapackage.json", json.dumps({"name": "hsds", "resources": []}).encode())]


def nested() -> dict[str, Any]:
    (service,) = TABLES["services"]
    (at,), (location,) = TABLES["service_at_location"], TABLES["locations"]
    (organization,) = TABLES["organizations"]
    phones = TABLES["phones"]
    return {
        **{key: value for key, value in service.items() if key != "organization_id"},
        "organization": {**organization, "phones": phones[2:3], "contacts": TABLES["contacts"]},
        "phones": phones[:2],
        "schedules": TABLES["schedules"],
        "required_documents": TABLES["required_documents"],
        "attributes": [{"id": "x1", "taxonomy_term": TABLES["taxonomy_terms"][0]}],
        "service_at_locations": [{"id": at["id"], "location": {**location, "addresses": TABLES["addresses"]}}],
    }


def as_page() -> list[Given]:
    page = {"total_items": 1, "contents": [nested()]}
    return [Given("services.json", json.dumps(page).encode())]


def as_service() -> list[Given]:
    return [Given("service.json", json.dumps(nested()).encode())]


def as_tables() -> list[Given]:
    return [Given("hsds.json", json.dumps(TABLES).encode())]


@pytest.fixture
def oakland(tmp_path: Path) -> Path:
    return create_catalogue("Oakland", tmp_path / "oakland", country="US")


@pytest.mark.parametrize("form", [as_csv, as_page, as_service, as_tables])
def test_what_hsds_says_is_read(oakland: Path, form: Callable[[], list[Given]]) -> None:
    outcome = ingest(form(), oakland)
    assert english(outcome.findings) == []
    write(outcome, oakland)
    catalogue = load_catalogue(oakland)
    (house,), (beds,) = catalogue.organizations, catalogue.services
    assert (house.name, beds.name) == ("Example House", "Night beds")
    assert [phone.number for phone in house.phones] == ["+14155552673"]
    assert [link.need for link in beds.meets] == ["housing.emergency"]
    assert [(phone.number, phone.note and phone.note.en) for phone in beds.phones] == [
        ("+14155552671", "ext. 12"),
        ("+14155552672", "fax"),
    ]
    assert beds.schedules[0].opening_hours == "Mo,Tu 19:00-23:00"
    assert [(one.street, one.municipality, one.postal_code) for one in beds.addresses] == [
        ("1 Test Street", "Oakland", "94601")
    ]
    assert beds.documents is not None
    assert [paper.label.en for paper in beds.documents.items] == ["Identity card"]
    assert str(beds.last_verified) == "2026-01-31"
    assert [offer.organization for offer in beds.organizations] == ["example-house"]


def test_ages_are_a_condition_and_words_have_to_be_confirmed(oakland: Path) -> None:
    write(ingest(as_page(), oakland), oakland)
    (beds,) = load_catalogue(oakland).services
    assert [item.when for item in beds.requires] == [FactTest("age", frozenset(), 18)]
    assert [check.en for check in beds.verify] == ["Who it is for: men only"]


@pytest.mark.parametrize("form", [as_csv, as_page, as_tables])
def test_persons_are_left_out(oakland: Path, form: Callable[[], list[Given]]) -> None:
    write(ingest(form(), oakland), oakland)
    written = "".join(file.read_text() for file in (oakland / "extracted").rglob("*") if file.is_file())
    assert "Night beds" in written
    assert "Some Body" not in written
    assert "2674" not in written


def test_a_finding_names_the_file_and_its_row(oakland: Path) -> None:
    given = [item for item in as_csv() if item.name != "phones.csv"]
    given.append(Given("phones.csv", b"id,service_id,number\np1,s1,415-555-2671\np2,s1,#N/A\n"))
    told = english(ingest(given, oakland).unread)
    assert any(one.startswith("phones.csv, sheet 'phones', row 3, column 'phone.number': is the error") for one in told)


@pytest.mark.parametrize(("data", "words"), [(b"{", "is not JSON"), (b'{"a": [1]}', "holds no services")])
def test_other_json_is_refused(oakland: Path, data: bytes, words: str) -> None:
    with refuses(DocumentError, words):
        ingest([Given("x.json", data)], oakland)


TWINS: dict[str, list[dict[str, Any]]] = {
    "organizations": [{"id": "o1", "name": "Example House"}, {"id": "o2", "name": "Other House"}],
    "services": [
        {"id": "s1", "organization_id": "o1", "name": "Canteen", "status": "active"},
        {"id": "s2", "organization_id": "o1", "name": "Canteen", "status": "active"},
        {"id": "s3", "organization_id": "o2", "name": "Canteen", "status": "active"},
        {"id": "s4", "organization_id": "o2", "name": "Showers", "status": "active"},
    ],
    "phones": [
        {"id": f"p{number}", "service_id": f"s{number}", "number": f"415-555-267{number}"} for number in (1, 2, 3, 4)
    ],
    "schedules": [
        {"id": "h2", "service_id": "s2", "freq": "WEEKLY", "byday": "SU", "opens_at": "12:00", "closes_at": "14:00"}
    ],
}


def twin_files(order: int = 1) -> list[Given]:
    return [Given("hsds.json", json.dumps({name: rows[::order] for name, rows in TWINS.items()}).encode())]


def told_of_twins(city: Path) -> dict[str, tuple[str, list[str | None], list[str | None]]]:
    """Of every service its organization, its telephones and its hours."""
    return {
        item.slug: (
            item.organizations[0].organization,
            [phone.number for phone in item.phones],
            [schedule.opening_hours for schedule in item.schedules],
        )
        for item in load_catalogue(city).services
    }


def test_two_services_of_one_name_stay_two_with_what_is_said_of_each(oakland: Path, tmp_path: Path) -> None:
    write(ingest(twin_files(), oakland), oakland)
    found = told_of_twins(oakland)
    assert found["canteen-s1"] == ("example-house", ["+14155552671"], [])
    assert found["canteen-s2"] == ("example-house", ["+14155552672"], ["Su 12:00-14:00"])
    assert sorted(phones for _, phones, _ in found.values()) == [[f"+1415555267{number}"] for number in (1, 2, 3, 4)]
    assert not ingest(twin_files(), oakland).files, "the same again changes nothing"
    other = create_catalogue("Berkeley", tmp_path / "berkeley", country="US")
    write(ingest(twin_files(-1), other), other)
    assert told_of_twins(other) == found, "their order makes no difference"


@pytest.mark.parametrize("form", [ExportFormat.HSDS_JSON, ExportFormat.HSDS_ZIP])
def test_two_services_of_one_name_go_out_and_come_in_as_two(oakland: Path, tmp_path: Path, form: ExportFormat) -> None:
    write(ingest(twin_files(), oakland), oakland)
    data = write_export(Network(load_catalogue(oakland)), form)
    files = [Given("hsds.json", data)]
    if form is ExportFormat.HSDS_ZIP:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = [Given(name, archive.read(name)) for name in archive.namelist()]
    again = create_catalogue("Berkeley", tmp_path / "berkeley", country="US")
    outcome = ingest(files, again)
    assert english(outcome.findings) == []
    write(outcome, again)
    assert sorted(told_of_twins(again).values()) == sorted(told_of_twins(oakland).values())


def test_what_is_nested_needs_no_identifier_and_a_schedule_that_ends_is_no_week(oakland: Path) -> None:
    week = {"freq": "WEEKLY", "byday": "MO", "opens_at": "09:00", "closes_at": "12:00"}
    service = {
        "id": "s1", "name": "Food", "status": "active", "organization": {"id": "o1", "name": "House"},
        "phones": [{"number": "415-555-2671"}],
        "schedules": [week, {**week, "byday": "TU", "valid_to": "2026-03-01"}],
    }  # fmt: skip
    outcome = ingest([Given("services.json", json.dumps([service]).encode())], oakland)
    assert not any("not read" in told for told in english(outcome.unread))
    write(outcome, oakland)
    (food,) = load_catalogue(oakland).services
    assert [phone.number for phone in food.phones] == ["+14155552671"]
    assert [(one.printed, one.opening_hours) for one in food.schedules] == [
        ("Mo 09:00-12:00", "Mo 09:00-12:00"),
        ("TU 09:00 12:00 2026-03-01", None),
    ]
