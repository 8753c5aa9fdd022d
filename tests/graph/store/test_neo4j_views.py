import pytest

from graph.model import Catalogue
from graph.name_index import find_by_name, list_names
from graph.network import Network
from graph.store.neo4j_store import Neo4jStore
from graph.store.neo4j_views import NetworkViews
from graph.typed_graph import build_graph

pytestmark = pytest.mark.java


@pytest.fixture
def views(neo4j_store: Neo4jStore, milan: Network) -> NetworkViews:
    neo4j_store.publish(milan.catalogue)
    return NetworkViews(neo4j_store.bolt)


def test_the_stored_graph_is_the_drawn_one(views: NetworkViews, milan: Network) -> None:
    """Order included, so that every export is the same file."""
    stored = views.graph()
    assert stored.graph == build_graph(milan).graph
    assert list(stored.nodes(data=True)) == list(build_graph(milan).nodes(data=True))
    assert list(stored.edges(keys=True, data=True)) == list(build_graph(milan).edges(keys=True, data=True))


TEXTS = (
        "residenzami", "ResidenzaMì!", "residenzzami", "resid", "casa", "casa jannacci", "jannacci casa", "serd",
        "San Vittore", "habitation", "housing", "mental health", "centro", "permesso di soggiorno",
)  # fmt: skip
ODD = ("", "  ", "*:*", '") OR ("', "zzzzqqqqxxxx", '+-&&||!(){}[]^"~*?:\\/')


def test_search_finds_as_the_whole_does(views: NetworkViews, milan: Network) -> None:
    """Except for the weakest hits, with three letters wrong in a word, which the index does not propose."""
    for text in TEXTS:
        found, expected = views.search(text, limit=50), find_by_name(milan, text, limit=50)
        assert expected, text
        assert found == tuple(hit for hit in expected if hit in found), text
        assert {hit for hit in expected if hit.score >= 90} <= set(found), text


@pytest.mark.slow
def test_every_name_finds_its_node_first(views: NetworkViews, milan: Network) -> None:
    for node in list(list_names(milan))[::7]:
        text = node.names[0]
        assert views.search(text, limit=1) == find_by_name(milan, text, limit=1), text


def test_search_takes_any_text(views: NetworkViews) -> None:
    for text in ODD:
        hits = views.search(text, limit=3)
        assert len(hits) <= 3, text
        assert all(hit.score > 0 for hit in hits), text


def test_search_finds_the_live_version_only(views: NetworkViews, neo4j_store: Neo4jStore, small: Catalogue) -> None:
    assert views.search("residenzami")
    neo4j_store.publish(small)
    assert not views.search("residenzami")


def test_the_server_is_a_real_neo4j(views: NetworkViews) -> None:
    """By what it calls itself: other engines answer `dbms.components()` with the name of this one."""
    assert views.server().startswith("Neo4j/5.")
