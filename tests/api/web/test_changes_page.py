"""`/changes`: what differs between two versions, who gains or loses a way, and what people corrected."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from api.app import create_app
from api.cli import run
from api.errors import ApiError, ErrorCode
from api.settings import Limits, Settings
from graph.model import Catalogue
from graph.network import Network
from graph.services import Closure
from graph.store.base import NetworkXStore
from ingest import bundled_folder
from ingest.catalogue import load_catalogue
from ingest.differences import list_differences
from tests.api.conftest import PATIENT, Client
from tests.api.web.conftest import Pages

CLOSED = "residenzami"


@pytest.fixture(scope="module")
def closed(catalogue: Catalogue) -> Catalogue:
    """The catalogue of Milan with one service closed."""
    services = (
        replace(service, closures=(Closure(),)) if service.slug == CLOSED else service for service in catalogue.services
    )
    return replace(catalogue, services=tuple(services))


def served(limits: Limits, *versions: Catalogue) -> Client:
    """A server to which the versions were published one after the other, each of which somebody looked at."""
    store = NetworkXStore(versions[0])
    client = Client(create_app(Settings(limits=limits), store))
    for version in versions:
        store.publish(version)
        assert client.request("GET", "/needs").status_code == 200
    return client


@pytest.fixture(scope="module")
def client(catalogue: Catalogue, closed: Catalogue) -> Client:
    return served(PATIENT, catalogue, closed)


@pytest.fixture(scope="module")
def own(client: Client) -> Pages:
    return Pages(client)


@pytest.mark.sample(1)
@pytest.mark.parametrize(("lang", "said"), [("it", "Chiusure: niente → sì"), ("en", "Closures: nothing → yes")])
def test_what_changed_is_told_field_by_field(own: Pages, lang: str, said: str) -> None:
    (entry,) = own.get("/changes", lang).select("#versions article")
    assert entry.select_one("h4 a")["href"] == f"/services/{CLOSED}"
    assert said in entry.get_text()


def test_who_loses_a_way_is_told_by_need(own: Pages) -> None:
    text = own.get("/changes?profile=rough-sleeper", "en").select_one("#versions").get_text()
    assert "ways are lost:" in text
    assert "from Opera" in text


def test_the_other_way_round_ways_are_gained(own: Pages, catalogue: Catalogue, closed: Catalogue) -> None:
    old, new = Network(catalogue).version, Network(closed).version
    chosen = urlencode({"before": new, "after": old, "profile": "rough-sleeper"})
    page = own.get(f"/changes?{chosen}", "en")
    assert "new ways:" in page.select_one("#versions").get_text()
    assert [each["value"] for each in page.select("option[selected]")][:2] == [new, old]


def test_a_version_with_itself_has_no_difference(own: Pages, closed: Catalogue) -> None:
    version = Network(closed).version
    assert "No difference." in own.get(f"/changes?before={version}&after={version}", "en").get_text()


@pytest.mark.parametrize("wanted", ["before=xx", "after=xx", "profile=xx"])
def test_what_is_not_known_is_missing(own: Pages, wanted: str) -> None:
    own.get(f"/changes?{wanted}", status=404)


def test_one_version_is_nothing_to_compare(catalogue: Catalogue) -> None:
    page = Pages(served(Limits(), catalogue)).get("/changes", "en")
    assert "one version" in page.select_one("#versions").get_text()
    assert not page.select("#versions form")


def test_a_network_too_large_for_every_way_asks_for_a_need(catalogue: Catalogue, closed: Catalogue) -> None:
    page = Pages(served(replace(PATIENT, cells=200), catalogue, closed)).get("/changes", "en")
    assert page.select("select[name=need] option")
    assert page.select("#versions article"), "what differs is told all the same"


def test_what_differs_is_told_where_the_ways_take_too_long(
    catalogue: Catalogue, closed: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    def exceed(*_: object) -> None:
        raise ApiError(ErrorCode.DEADLINE_EXCEEDED, "too long")

    monkeypatch.setattr("api.schema.version_changes.compare_versions", exceed)
    hurried = served(PATIENT, catalogue, closed)
    page = Pages(hurried).get("/changes", "en")
    assert page.select("#versions article")
    assert page.select("select[name=need] option")
    assert hurried.request("GET", "/changes").headers["cache-control"] == "no-store", "it is asked again"


def test_the_schema_says_the_same(client: Client, catalogue: Catalogue, closed: Catalogue) -> None:
    newest, before = (each["version"] for each in client.ask("{ versions { version since } }")["versions"])
    assert (before, newest) == (Network(catalogue).version, Network(closed).version)
    query = """query($before: String!) { versionChanges(before: $before) {
        after { version } entryCount entries { kind part key fields { name } }
        ways(needs: ["documents.registered-residence"], profiles: ["rough-sleeper"]) {
            lostCount gainedCount lost { need(locale: EN) profile(locale: EN) } } } }"""
    told: Any = client.ask(query, {"before": before})["versionChanges"]
    assert [(each["part"], each["key"]) for each in told["entries"]] == [
        (each.part, each.key) for each in list_differences(catalogue, closed)
    ]
    assert told["after"]["version"] == newest
    assert told["ways"]["lostCount"] == len(told["ways"]["lost"]) > 0
    assert client.ask('{ versionChanges(before: "xx") { entryCount } }')["versionChanges"] is None


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copied = tmp_path_factory.mktemp("own") / "milano"
    shutil.copytree(str(bundled_folder()), copied)
    told = ["--source", "telefonata allo sportello", "--catalogue", str(copied)]
    assert run(["edit", "residenzami", "--status", "inactive", *told]) == 0
    return copied


def test_a_correction_is_shown_with_its_day_its_source_and_what_it_replaces(folder: Path) -> None:
    own = Pages(Client(create_app(Settings(catalogue=folder), NetworkXStore(load_catalogue(folder)))))
    entry = own.get("/changes", lang="en").select_one("#corrections article")
    assert entry.select_one("h3 a")["href"] == "/services/residenzami"
    assert "telefonata allo sportello" in entry.get_text()
    assert entry.select_one("ins").get_text() == "not active"
    assert entry.select_one("time")["datetime"]


def test_the_schema_tells_of_a_correction(folder: Path) -> None:
    client = Client(create_app(Settings(catalogue=folder), NetworkXStore(load_catalogue(folder))))
    query = """{ corrections(first: 5) { about source why service { slug } organization { slug }
      fields { name label before after(locale: EN) } } }"""
    (told,) = client.ask(query)["corrections"]
    assert (told["about"], told["source"]) == ("residenzami", "telefonata allo sportello")
    assert told["service"] == {"slug": "residenzami"}
    assert told["organization"] is None
    assert [(each["name"], each["after"]) for each in told["fields"]] == [("status", "not active")]
    bundled = Client(create_app(Settings(), NetworkXStore(load_catalogue())))
    assert bundled.ask("{ corrections { about } }") == {"corrections": []}
    assert client.fail("{ corrections(first: 0) { about } }")["extensions"]["code"] == "BAD_PAGE"


def test_a_correction_that_is_not_served_yet_is_not_shown(folder: Path) -> None:
    older = Pages(Client(create_app(Settings(catalogue=folder), NetworkXStore(load_catalogue()))))
    assert not older.get("/changes").select("article")
