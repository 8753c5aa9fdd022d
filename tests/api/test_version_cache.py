"""One request sees one version, and what was built from it is built once."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from api.version_cache import LiveNetworks
from graph.errors import StoreError
from graph.message import Text
from graph.model import Catalogue
from graph.store.base import NetworkXStore


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
