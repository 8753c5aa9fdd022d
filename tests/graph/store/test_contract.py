"""The contract of a store, unchanged on every store."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event

import pytest

from graph.errors import StoreError
from graph.message import Text
from graph.model import Catalogue
from graph.network import content_hash
from graph.store.base import NetworkStore, NetworkXStore
from ingest.catalogue import load_catalogue
from tests.told import refuses


@pytest.fixture(params=["networkx", pytest.param("neo4j", marks=pytest.mark.java)])
def store(request: pytest.FixtureRequest) -> Iterator[NetworkStore]:
    if request.param == "neo4j":
        yield request.getfixturevalue("neo4j_store")
    else:
        empty = NetworkXStore()
        yield empty
        empty.close()


def test_is_a_store(store: NetworkStore) -> None:
    assert isinstance(store, NetworkStore)


def test_nothing_is_published_at_first(store: NetworkStore) -> None:
    with refuses(StoreError, "publish"):
        store.current()
    with refuses(StoreError, "publish"):
        store.version()


def test_what_is_published_is_read_back_equal(store: NetworkStore, small: Catalogue) -> None:
    published = store.publish(small)
    assert published.catalogue == store.current().catalogue == small
    assert published.version == store.current().version == store.version() == content_hash(small)


def test_milan_is_read_back_equal(store: NetworkStore) -> None:
    milan = load_catalogue()
    store.publish(milan)
    assert content_hash(store.current().catalogue) == content_hash(milan)


def test_the_same_content_again_changes_nothing(store: NetworkStore, small: Catalogue) -> None:
    store.publish(small)
    before = store.current()
    store.publish(small)
    assert store.current().version == before.version


def test_another_content_is_another_version(store: NetworkStore, small: Catalogue, other: Catalogue) -> None:
    store.publish(small)
    before = store.current()
    store.publish(other)
    assert store.current().catalogue == other
    assert before.catalogue == small


def test_one_goes_back_by_publishing_the_old_content(store: NetworkStore, small: Catalogue, other: Catalogue) -> None:
    for catalogue in (small, other, small, other):
        store.publish(catalogue)
        assert store.current().catalogue == catalogue


def test_any_text_survives(store: NetworkStore, small: Catalogue) -> None:
    odd = Text("«Città» l'altra\n\t$name {} \\ \"", "日本 🙂 \u2028 `x` // */ ' OR 1=1")
    service = replace(small.services[0], name=odd.en, note=odd)
    strange = replace(small, name=odd, services=(service, *small.services[1:]))
    store.publish(strange)
    assert store.current().catalogue == strange


def test_a_network_without_entries_can_be_published(store: NetworkStore) -> None:
    empty = Catalogue(
        city="nowhere", name=Text("Niente", "Nothing"), hub=None, sources=(), facts=(), needs=(), areas=(),
        situations=(), territories=(), organizations=(), services=(), listings=(), figures=(), gaps=(),
        contradictions=(), judgements=(),
    )  # fmt: skip
    store.publish(empty)
    assert store.current().catalogue == empty


@pytest.mark.slow
def test_readers_see_whole_versions_while_others_are_published(
    store: NetworkStore, small: Catalogue, other: Catalogue
) -> None:
    store.publish(small)
    known = {content_hash(small): small, content_hash(other): other}
    done = Event()

    def read() -> int:
        reads = 0
        while not done.is_set() or reads == 0:
            network = store.current()
            assert network.catalogue == known[network.version]
            reads += 1
        return reads

    with ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(read) for _ in range(3)]
        for catalogue in (other, small) * 3:
            store.publish(catalogue)
        done.set()
        assert all(reader.result() > 0 for reader in readers)
    assert store.version() == content_hash(small)
