import re
from pathlib import Path

import pytest
from neo4j import Driver

from benchmarks.neo4j_server import DATABASE
from graph.model import Catalogue
from graph.network import Network
from graph.store.neo4j_store import Neo4jStore
from graph.store.neo4j_views import Edge, NetworkViews, Node

pytestmark = pytest.mark.java


@pytest.fixture
def views(neo4j_store: Neo4jStore, milan: Network) -> NetworkViews:
    neo4j_store.publish(milan.catalogue)
    return NetworkViews(neo4j_store.bolt)


def test_the_stored_graph_is_the_drawn_one(views: NetworkViews, milan: Network) -> None:
    drawn = {Node(node, data["slug"], data["label"]) for node, data in milan.graph.nodes(data=True)}
    assert set(views.nodes()) == drawn
    edges = {
        Edge(start, relation, end, data["evidence"], data["citations"])
        for start, end, relation, data in milan.graph.edges(keys=True, data=True)
    }
    assert set(views.edges()) == edges


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("residenzami", "service:residenzami"),
        ("ResidenzaMì!", "service:residenzami"),
        ("residenzzami", "service:residenzami"),
        ("resid", "service:residenzami"),
        ("casa", "need-area:housing"),
    ],
)
def test_search(views: NetworkViews, text: str, found: str) -> None:
    assert found in [hit.id for hit in views.search(text, limit=40)]


@pytest.mark.parametrize("text", ["", "  ", "*:*", '") OR ("', "zzzzqqqqxxxx", '+-&&||!(){}[]^"~*?:\\/'])
def test_search_takes_any_text(views: NetworkViews, text: str) -> None:
    assert all(hit.score > 0 for hit in views.search(text, limit=3))
    assert len(views.search(text, limit=3)) <= 3


def test_search_finds_the_live_version_only(views: NetworkViews, neo4j_store: Neo4jStore, small: Catalogue) -> None:
    assert views.search("residenzami")
    neo4j_store.publish(small)
    assert not views.search("residenzami")


def test_the_query_of_the_documentation_finds_something(views: NetworkViews, driver: Driver, project: Path) -> None:
    text = (project / "docs" / "neo4j.md").read_text(encoding="utf-8")
    (query,) = re.findall(r"```cypher\n(.*?)```", text, re.DOTALL)
    assert driver.execute_query(query, database_=DATABASE).records


def test_the_server_is_a_real_neo4j(views: NetworkViews) -> None:
    server = views.server()
    assert server.name == "Neo4j Kernel"
    assert server.version.startswith("5.")
