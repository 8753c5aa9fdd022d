"""What is loaded into a Neo4j store, row by row, without a server."""

import hashlib
import tracemalloc
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from benchmarks.generated_networks import generate
from graph import typed_graph
from graph.model import Catalogue
from graph.network import Network, content_hash
from graph.store import neo4j_store
from graph.store.bolt import Bolt, Rows, StoreAddress
from graph.store.load_rows import Row, list_nodes, list_relations
from graph.store.neo4j_store import BATCH, Publication
from graph.store.records import Record, read_catalogue, write_head


def doubled(catalogue: Catalogue) -> Catalogue:
    """With entries that have the name of another one, and two that are one and the same."""
    organization, service, listing = catalogue.organizations[0], catalogue.services[0], catalogue.listings[0]
    return replace(
        catalogue,
        organizations=(*catalogue.organizations, replace(organization, name="Another one")),
        services=(*catalogue.services, replace(service, name="Another one")),
        listings=(*catalogue.listings, listing, replace(listing, id="another")),
        facts=(*catalogue.facts, catalogue.facts[0]),
    )


@pytest.fixture(params=["milan", "small", "doubled milan", "doubled small"])
def catalogue(request: pytest.FixtureRequest, milan: Network, small: Catalogue) -> Catalogue:
    chosen = milan.catalogue if request.param.endswith("milan") else small
    return doubled(chosen) if request.param.startswith("doubled") else chosen


def test_the_records_of_all_nodes_are_the_catalogue(catalogue: Catalogue) -> None:
    rows = list(list_nodes(Network(catalogue)))
    assert max(Counter(row["id"] for row in rows).values()) == 1
    records = [Record(row["collection"], row["position"], row["record"]) for row in rows if "record" in row]
    assert read_catalogue(write_head(catalogue), records) == catalogue


def test_nodes_and_relations_of_the_typed_graph_keep_its_order(catalogue: Catalogue) -> None:
    network = Network(catalogue)
    nodes = [row for row in list_nodes(network) if "place" in row]
    assert [row["place"] for row in nodes] == list(range(len(nodes)))
    assert [(row["id"], row["name"]) for row in nodes] == [
        (node.id, node.label.it) for node in typed_graph.list_nodes(network)
    ]
    drawn = [(row["start"], row["type"], row["end"]) for row in list_relations(network) if "place" in row]
    assert drawn == [(edge.start, edge.relation, edge.end) for edge in typed_graph.list_edges(network)]
    assert max(Counter(drawn).values()) == 1


def test_every_relation_has_both_ends(catalogue: Catalogue) -> None:
    network = Network(catalogue)
    nodes = {row["id"] for row in list_nodes(network)}
    assert {end for row in list_relations(network) for end in (row["start"], row["end"])} <= nodes


def peak(rows: Iterator[Row], most: int | None) -> int:
    """The memory that is allocated at the same time while `rows` are walked, with the last `most` of them kept."""
    tracemalloc.start()
    try:
        deque(rows, maxlen=most)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("rows", [list_nodes, list_relations])
def test_rows_are_made_one_after_the_other(rows: Any, large: Catalogue) -> None:
    network = Network(large)
    list(rows(network))  # what the network keeps of itself is not counted
    assert peak(rows(network), most=0) < peak(rows(network), most=None) / 3


class Accepting(Bolt):
    """A server that takes every batch, and is asked how many rows were made and not loaded."""

    def __init__(self) -> None:
        super().__init__(StoreAddress("bolt://127.0.0.1:1", password="x"))  # noqa: S106 - nobody listens
        self.made = self.loaded = self.most = 0
        self.arrived: Counter[str] = Counter()

    def counted(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            self.made += 1
            yield row

    def read(self, name: str, /, **_: Any) -> Rows:
        if name == "count":
            return [{"nodes": self.arrived["load_nodes"], "relations": self.arrived["load_relations"]}]
        return []

    def write(self, name: str, /, **parameters: Any) -> Rows:
        if name in ("load_nodes", "load_relations"):
            self.most = max(self.most, self.made - self.loaded)
            self.loaded += len(parameters["rows"])
            self.arrived[name] += len(parameters["rows"])
            return [{"batch": parameters["batch"], "state": "loading"}]
        return [{"won": True, "last": None, "nodes": 0}]


def test_a_publication_holds_one_batch_of_rows(large: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    bolt = Accepting()
    for name in ("list_nodes", "list_relations", "list_pages"):
        made = getattr(neo4j_store, name)
        monkeypatch.setattr(neo4j_store, name, lambda network, made=made: bolt.counted(made(network)))
    Publication(bolt, Network(large)).run()
    bolt.close()
    assert bolt.most == BATCH
    assert bolt.loaded == bolt.made > 10 * BATCH


def test_the_version_is_that_of_the_whole_json() -> None:
    for services in (60, 1_100):  # fewer entries than are encoded at a time, and more
        catalogue = generate(services, seed=3)
        whole = hashlib.sha256(msgspec.json.encode(catalogue, order="deterministic")).hexdigest()
        assert content_hash(catalogue) == whole[:16]
