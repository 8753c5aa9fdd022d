"""`changes(since:)`: what `versionChanges` says from a version to the live one, entry by entry as `rete diff` does."""

from dataclasses import replace
from pathlib import Path

import pytest

from api.app import create_app
from api.settings import Settings
from graph.model import Catalogue
from graph.network import Network
from graph.store.base import NetworkXStore
from ingest.differences import list_differences
from tests.api.conftest import Client

TOLD = "{ before { version } after { version } entryCount entries { part key kind fields { name before after } } }"


@pytest.fixture(scope="module")
def later(catalogue: Catalogue) -> Catalogue:
    """The catalogue with one service renamed and one gone."""
    kept = tuple(
        replace(service, name="ResidenzaMi, nuova") if service.slug == "residenzami" else service
        for service in catalogue.services
        if service.slug != "celav-equipe-carcere"
    )
    return replace(catalogue, services=kept)


@pytest.fixture(scope="module")
def twice(catalogue: Catalogue, later: Catalogue) -> Client:
    """A server that has answered from one version and then got another."""
    store = NetworkXStore(catalogue)
    client = Client(create_app(Settings(), store))
    client.ask("{ snapshot { version } }")
    store.publish(later)
    return client


def test_it_says_what_differs_from_then_to_now(twice: Client, catalogue: Catalogue, later: Catalogue) -> None:
    old, new = Network(catalogue).version, Network(later).version
    asked = f'changes(since: "{old}") {TOLD} versionChanges(before: "{old}", after: "{new}") {TOLD}'
    data = twice.ask(f"{{ snapshot {{ version }} {asked} }}")
    changes = data["changes"]
    assert changes == data["versionChanges"]
    assert changes["after"]["version"] == data["snapshot"]["version"] == new
    found = list_differences(catalogue, later)
    assert [(entry["part"], entry["key"], entry["kind"].lower()) for entry in changes["entries"]] == [
        (item.part, item.key, str(item.kind)) for item in found
    ]
    (renamed,) = [entry["fields"] for entry in changes["entries"] if entry["key"] == "residenzami"]
    assert renamed == [{"name": "name", "before": "ResidenzaMi", "after": "ResidenzaMi, nuova"}]


def test_what_is_not_known_is_null(twice: Client) -> None:
    assert twice.ask(f'{{ changes(since: "unknown") {TOLD} }}')["changes"] is None


def test_a_version_that_cannot_be_read_any_more_is_told_in_words(
    tmp_path: Path, catalogue: Catalogue, later: Catalogue
) -> None:
    store = NetworkXStore(catalogue)
    client = Client(create_app(Settings(versions=tmp_path), store))
    old = client.ask("{ snapshot { version } }")["snapshot"]["version"]
    store.publish(later)
    client.ask("{ snapshot { version } }")
    (file,) = tmp_path.glob(f"*{old}*")
    file.write_bytes(b"torn")
    error = client.fail(f'{{ changes(since: "{old}") {TOLD} }}')
    assert error["extensions"] == {"code": "NOT_READY"}
    assert error["message"] == f"{file.name}: this version cannot be read (BadGzipFile)."
