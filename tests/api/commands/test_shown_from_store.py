"""What is shown of an entry from the little that is read of a store equals what is shown from the whole."""

from collections.abc import Iterator
from contextlib import closing
from io import StringIO
from random import Random

import pytest
from neo4j import GraphDatabase
from rich.console import Console

from api.commands.show import list_shown
from api.json_output import command_json
from api.messages import Words
from api.render.record_view import RecordView
from api.schema.lookup import list_ids
from benchmarks.generated_networks import generate
from benchmarks.neo4j_server import DATABASE, USER, Neo4jServer
from graph.network import Network
from graph.store.bolt import StoreAddress
from graph.store.neo4j_store import Neo4jStore
from graph.store.neo4j_views import ShownReader
from graph.vocabulary import Locale
from tests.graph.store.entangling import entangle

pytestmark = [pytest.mark.java, pytest.mark.slow]

Published = tuple[Network, ShownReader]


@pytest.fixture(scope="module", params=["milan", "generated"])
def published(request: pytest.FixtureRequest, neo4j_server: Neo4jServer, network: Network) -> Iterator[Published]:
    random = Random(3)  # noqa: S311 - a test, not a secret
    whole = network if request.param == "milan" else Network(entangle(generate(150, seed=3), random))
    with GraphDatabase.driver(neo4j_server.uri, auth=(USER, neo4j_server.password)) as driver:
        driver.execute_query("MATCH (node) DETACH DELETE node", database_=DATABASE)
    with closing(Neo4jStore(StoreAddress(neo4j_server.uri, password=neo4j_server.password), warn=True)) as store:
        store.publish(whole.catalogue)
        yield whole, ShownReader(store.bolt)


def drawn(network: Network, identifier: str) -> str:
    text = StringIO()
    for kind, record in list_shown(network, identifier):
        RecordView(network, Words(Locale.IT)).draw(kind, record, Console(file=text, width=400))
    return text.getvalue()


def told(network: Network, *shown: str) -> list[object]:
    ids = [found for identifier in shown for found in list_ids(network, identifier)]
    nodes: list[object] = command_json("show", network, Locale.EN, ids=ids)["nodes"]
    return nodes


def identifiers(network: Network) -> list[str]:
    each = (
        network.organizations, network.services, network.needs, network.situations, network.facts, network.areas,
        network.sources,
    )  # fmt: skip
    return sorted({identifier for known in each for identifier in known})


def test_an_entry_is_shown_as_from_the_whole(published: Published) -> None:
    whole, reader = published
    shown = identifiers(whole)[::3]
    expected = iter(told(whole, *shown))
    for identifier in shown:
        part = reader.record(identifier)
        assert drawn(part, identifier) == drawn(whole, identifier), identifier
        for node in told(part, identifier):
            assert node == next(expected), identifier
    assert next(expected, None) is None


def test_little_is_read(published: Published) -> None:
    whole, reader = published
    sizes = sorted(len(reader.record(slug).services) for slug in list(whole.services)[::5])
    assert sizes[len(sizes) // 2] < len(whole.services) / 10


def test_every_identifier_is_known(published: Published) -> None:
    whole, reader = published
    assert sorted(set(reader.identifiers())) == identifiers(whole)


def test_needs_are_told_as_from_the_whole(published: Published) -> None:
    whole, reader = published
    assert command_json("needs", reader.needs(), Locale.IT) == command_json("needs", whole, Locale.IT)
