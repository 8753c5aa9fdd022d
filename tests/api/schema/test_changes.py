"""What changed since a version: record by record as `rete diff` says, and who lost a way."""

from dataclasses import replace
from typing import Any

import pytest

from api.app import create_app
from api.settings import Settings
from graph.coverage.analyst import compare_versions
from graph.coverage.what_if import CellEffect
from graph.model import Catalogue
from graph.network import Network
from graph.store.base import NetworkXStore
from ingest.differences import list_differences

CHANGES = """query($since: String, $first: Int = 100, $offset: Int = 0) {
  changes(since: $since) {
    since recordCount snapshot { version }
    records(first: $first, offset: $offset) {
      kind part key name(locale: EN) fields { name before after label(locale: EN) }
    }
  }
}"""
WAYS = """query($since: String) {
  coverageChanges(since: $since, query: {needs: ["work"], situations: ["release-san-vittore"]}) {
    compared counts { turn count } changes { need { code } turns }
  }
}"""


@pytest.fixture(scope="module")
def later(catalogue: Catalogue) -> Catalogue:
    """Celav's team for prisoners is gone, and ResidenzaMi has another name."""
    kept = tuple(
        replace(service, name="ResidenzaMi, nuova") if service.slug == "residenzami" else service
        for service in catalogue.services
        if service.slug != "celav-equipe-carcere"
    )
    return replace(catalogue, services=kept)


@pytest.fixture(scope="module")
def twice(catalogue: Catalogue, later: Catalogue, client: Any) -> Any:
    """A server that has answered from one version and then got another."""
    store = NetworkXStore(catalogue)
    own = type(client)(create_app(Settings(), store))
    own.ask("{ snapshot { version } }")
    store.publish(later)
    return own


def test_before_there_is_another_version_nothing_has_changed(client: Any, network: Network) -> None:
    changes = client.ask(CHANGES)["changes"]
    assert changes["since"] == changes["snapshot"]["version"] == network.version
    assert (changes["recordCount"], changes["records"]) == (0, [])


def test_it_says_what_the_difference_of_the_catalogues_says(twice: Any, catalogue: Catalogue, later: Catalogue) -> None:
    changes = twice.ask(CHANGES)["changes"]
    assert changes["since"] == Network(catalogue).version
    assert changes["snapshot"]["version"] == Network(later).version
    found = list_differences(catalogue, later)
    assert [(item["part"], item["key"], item["kind"].lower()) for item in changes["records"]] == [
        (item.part, item.key, str(item.kind)) for item in found
    ]
    (renamed,) = [item for item in changes["records"] if item["key"] == "residenzami"]
    (field,) = renamed["fields"]
    assert (field["name"], field["before"], field["after"]) == ("name", "ResidenzaMi", "ResidenzaMi, nuova")
    assert twice.ask(CHANGES, {"since": changes["since"]})["changes"] == changes
    assert twice.ask(CHANGES, {"since": changes["snapshot"]["version"]})["changes"]["recordCount"] == 0
    part = twice.ask(CHANGES, {"first": 1, "offset": 1})["changes"]["records"]
    assert part == changes["records"][1:2]


def test_it_says_who_lost_a_way(twice: Any, catalogue: Catalogue, later: Catalogue) -> None:
    told = twice.ask(WAYS)["coverageChanges"]
    lost = {item["turn"]: item["count"] for item in told["counts"]}
    whole = compare_versions(Network(catalogue), Network(later)).with_effect(CellEffect.LOST)
    looked_at = ("release-san-vittore", catalogue.profiles[0].code)
    cells = [change.cell for change in whole]
    expected = [
        cell for cell in cells if (cell.situation, cell.profile) == looked_at and cell.need.startswith("work")
    ]
    assert lost["LOST"] == len(expected) > 0


def test_a_version_that_is_not_kept_is_refused(twice: Any, catalogue: Catalogue) -> None:
    error = twice.fail(CHANGES, {"since": "unknown"})
    assert error["extensions"]["code"] == "UNKNOWN_CODE"
    assert Network(catalogue).version in error["extensions"]["suggestions"]
    assert twice.fail(CHANGES, {"first": 0})["extensions"] == {"code": "BAD_PAGE", "argument": "first"}
