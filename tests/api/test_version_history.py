"""The versions that a server has seen: a few in memory, more in a folder."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from api.version_cache import LiveNetworks
from api.version_history import IN_FOLDER, IN_MEMORY, ShelvedHistory, VersionHistory
from benchmarks.generated_networks import generate
from graph.errors import StoreError
from graph.message import Text
from graph.model import Catalogue
from graph.network import Network
from graph.store.base import NetworkXStore

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.fixture(params=["memory", "folder"])
def history(request: pytest.FixtureRequest, tmp_path: Path) -> VersionHistory:
    return VersionHistory(tmp_path / "versions" if request.param == "folder" else None)


@pytest.fixture
def small() -> Catalogue:
    return generate(50, seed=1)


def named(catalogue: Catalogue, name: str) -> Network:
    return Network(replace(catalogue, name=Text(name, name)))


def versions(history: VersionHistory) -> list[str]:
    return [seen.version for seen in history.list_seen()]


def test_versions_are_listed_from_the_newest(history: VersionHistory, catalogue: Catalogue) -> None:
    first, second = named(catalogue, "a"), named(catalogue, "b")
    history.note(first, NOON)
    history.note(second, NOON + timedelta(hours=1))
    assert [(seen.version, seen.since.hour) for seen in history.list_seen()] == [
        (second.version, 13),
        (first.version, 12),
    ]
    assert history.find_catalogue(first.version) == first.catalogue
    assert history.find_catalogue("other") is None


def test_a_version_that_comes_back_is_the_newest_again(history: VersionHistory, catalogue: Catalogue) -> None:
    first, second = named(catalogue, "a"), named(catalogue, "b")
    for hours, network in enumerate((first, second, first)):
        history.note(network, NOON + timedelta(hours=hours))
    assert versions(history) == [first.version, second.version]


def test_a_folder_outlives_the_process_and_is_shared(tmp_path: Path, catalogue: Catalogue) -> None:
    network = named(catalogue, "a")
    VersionHistory(tmp_path).note(network, NOON)
    VersionHistory(tmp_path).note(network, NOON + timedelta(hours=1))
    assert [seen.since for seen in VersionHistory(tmp_path).list_seen()] == [NOON]
    assert VersionHistory(tmp_path).find_catalogue(network.version) == network.catalogue


def test_the_oldest_versions_are_given_up(tmp_path: Path, small: Catalogue) -> None:
    for history, most in ((VersionHistory(), IN_MEMORY), (VersionHistory(tmp_path), IN_FOLDER)):
        for number in range(most + 2):
            history.note(named(small, str(number)), NOON + timedelta(minutes=number))
        assert len(versions(history)) == most
        assert versions(history)[0] == named(small, str(most + 1)).version


def test_a_torn_file_is_told(tmp_path: Path, catalogue: Catalogue) -> None:
    history = VersionHistory(tmp_path)
    history.note(named(catalogue, "a"), NOON)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:100])
    with pytest.raises(StoreError):
        history.find_catalogue(versions(history)[0])


def test_what_a_server_serves_is_noted_once(history: VersionHistory, catalogue: Catalogue) -> None:
    store = NetworkXStore(catalogue)
    live = LiveNetworks(store, most=3, history=history)
    live.current()
    live.current()
    store.publish(named(catalogue, "b").catalogue)
    live.current()
    assert versions(history) == [store.version(), Network(catalogue).version]


def test_it_answers_all_that_a_history_is_asked_by_itself() -> None:
    asked = {name for name in vars(VersionHistory) if not name.startswith("_")}
    assert asked <= vars(ShelvedHistory).keys()
