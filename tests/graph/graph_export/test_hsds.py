"""HSDS 3 out: what is known, under stable identifiers, and back in through the reader of HSDS."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest

from api.cli import run
from graph.graph_export.formats import ExportFormat, write_export
from graph.graph_export.hsds_tables import DEMANDED, hsds_tables, list_weeks, missing
from graph.network import Network
from graph.services import Service
from ingest.catalogue import create_catalogue, load_catalogue
from ingest.pipeline import ingest, write
from ingest.spreadsheets.tables import Given

NAMES = {"addresses": "address", "taxonomies": "taxonomy"}
KEYS = {"organization_id": "organization", "service_id": "service", "location_id": "location"}


def test_identifiers_are_unique_stable_and_lead_somewhere(milan: Network) -> None:
    tables = hsds_tables(milan)
    assert set(tables) <= set(DEMANDED)
    known = {name: [row["id"] for row in rows] for name, rows in tables.items()}
    assert all(len(set(ids)) == len(ids) for ids in known.values())
    assert tables == hsds_tables(Network(milan.catalogue))
    for rows in tables.values():
        for row in rows:
            assert all(row[key] in known[name] for key, name in KEYS.items() if key in row)
    assert {row["taxonomy_term_id"] for row in tables["attribute"]} <= set(known["taxonomy_term"])


def test_needs_conditions_and_ways_in_are_attributes(milan: Network) -> None:
    tables = hsds_tables(milan)
    terms = {row["id"]: row for row in tables["taxonomy_term"]}
    services = {row["id"]: row["name"] for row in tables["service"]}
    said = {
        (row["link_type"], terms[row["taxonomy_term_id"]]["code"], row.get("value"))
        for row in tables["attribute"]
        if services[row["link_id"]] == "ResidenzaMi"
    }
    assert ("need", "documents.registered-residence", None) in said
    assert ("requirement", "residence", '{"residence": ["none"]}') in said
    assert any(kind == "route" and "service:sspt" in (value or "") for kind, _, value in said)
    below = {row["code"]: row.get("parent_id") for row in tables["taxonomy_term"]}
    assert terms[below["documents.registered-residence"]]["code"] == "documents"


def test_nothing_is_filled_in(milan: Network) -> None:
    left = missing(hsds_tables(milan))
    assert left["service.status"] == sum(service.status is None for service in milan)
    assert left["organization.description"] == sum(item.note is None for item in milan.organizations.values())
    assert left["address.state_province"] == left["address.country"] > 0
    demanded = {f"{name}.{column}" for name, columns in DEMANDED.items() for column in columns}
    assert set(left) < demanded
    assert {"service.id", "service.name", "organization.name", "phone.number"}.isdisjoint(left)


def test_the_tables_are_those_of_the_datapackage(milan: Network) -> None:
    tables = hsds_tables(milan)
    with zipfile.ZipFile(io.BytesIO(write_export(milan, ExportFormat.HSDS_ZIP))) as archive:
        package = json.loads(archive.read("datapackage.json"))
        for resource in package["resources"]:
            rows = list(csv.DictReader(io.StringIO(archive.read(resource["path"]).decode(), newline="")))
            told = [{key: value for key, value in row.items() if value} for row in rows]
            kept = [
                {key: str(value) for key, value in row.items()}
                for row in tables[NAMES.get(resource["name"], resource["name"][:-1])]
            ]
            assert told == kept
        assert {resource["path"] for resource in package["resources"]} | {"datapackage.json"} == set(archive.namelist())


@pytest.fixture(params=[ExportFormat.HSDS_JSON, ExportFormat.HSDS_ZIP])
def elsewhere(milan: Network, tmp_path: Path, request: pytest.FixtureRequest) -> Network:
    """What another catalogue, with Milan's needs, takes in of the export."""
    folder = create_catalogue("Altrove", tmp_path / "altrove", country="IT")
    data = write_export(milan, request.param)
    given = [Given("hsds.json", data)]
    if request.param is ExportFormat.HSDS_ZIP:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            given = [Given(name, archive.read(name)) for name in archive.namelist()]
    outcome = ingest(given, folder)
    assert outcome.findings == ()
    write(outcome, folder)
    return Network(load_catalogue(folder))


def spans(service: Service) -> set[tuple[str, str, str]]:
    """Day, opening and closing of each plain week."""
    rows = [row for schedule in service.schedules for row in list_weeks(schedule) if "byday" in row]
    return {(day, row["opens_at"], row["closes_at"]) for row in rows for day in row["byday"].split(",")}


def test_it_comes_back(milan: Network, elsewhere: Network) -> None:
    back = {service.name: service for service in elsewhere}
    described = [service for service in milan if service.listing is None]
    assert described
    assert {service.name for service in described} <= set(back)
    for service in described:
        found = back[service.name]
        assert {phone.number for phone in service.phones if phone.number} <= {phone.number for phone in found.phones}
        assert spans(service) <= spans(found)
        assert bool(found.schedules) == bool(service.schedules)
        assert [(each.street, each.municipality, each.postal_code) for each in found.addresses] == [
            (each.street, each.municipality, each.postal_code) for each in service.addresses
        ]


def test_the_command_line_says_what_is_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "hsds.json"
    assert run(("export", "--format", "hsds", "--to", str(file), "--lang", "en")) == 0
    assert "service.status (170)" in capsys.readouterr().err
    assert {"organizations", "services"} == set(json.loads(file.read_bytes()))
