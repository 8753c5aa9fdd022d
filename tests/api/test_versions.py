"""A server's versions: a request sees one, what is built from it is built once, and those seen are kept for a while."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from api.versions import IN_FOLDER, IN_MEMORY, LiveNetworks, ShelvedHistory, VersionHistory
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


def test_the_same_version_is_kept_with_its_planner(catalogue: Catalogue) -> None:
    live = LiveNetworks(NetworkXStore(catalogue))
    first = live.current()
    assert live.current() is first
    assert first.planner.get() is first.planner.get()


def test_a_publication_is_seen_by_the_next_request_only(catalogue: Catalogue) -> None:
    store = NetworkXStore(catalogue)
    live = LiveNetworks(store)
    before = live.current()
    store.publish(replace(catalogue, name=Text("Altra", "Another")))
    after = live.current()
    assert after.network.version == store.version() != before.network.version
    assert before.network.catalogue is catalogue


def test_a_version_says_since_when_it_is_in_use(catalogue: Catalogue) -> None:
    before = datetime.now(UTC)
    store = NetworkXStore(catalogue)
    live = LiveNetworks(store, most=2)
    first = live.current()
    assert before <= first.built_at <= datetime.now(UTC)
    store.publish(replace(catalogue, name=Text("Altra", "Another")))
    second = live.current()
    assert first.built_at <= second.built_at
    assert live.find(first.network.version) is first


def test_no_more_versions_are_kept_than_asked_for(catalogue: Catalogue) -> None:
    store = NetworkXStore(catalogue)
    live = LiveNetworks(store, most=2)
    seen = [live.current()]
    for number in range(3):
        store.publish(replace(catalogue, name=Text(str(number), "")))
        seen.append(live.current())
    found = [live.find(each.network.version) for each in seen]
    assert found == [None, None, *seen[2:]]
    store.publish(seen[0].network.catalogue)
    assert live.current() is not seen[0]
    assert live.find(seen[3].network.version) is seen[3]


def test_without_a_publication_there_is_nothing() -> None:
    with pytest.raises(StoreError):
        LiveNetworks(NetworkXStore()).current()
