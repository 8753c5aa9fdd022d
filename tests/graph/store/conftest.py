"""An empty Neo4j for each test, on the server of the session."""

from collections.abc import Iterator

import pytest
from neo4j import Driver, GraphDatabase

from benchmarks.generated_networks import generate
from benchmarks.neo4j_server import USER, Neo4jServer
from graph.model import Catalogue
from graph.store.bolt import StoreAddress
from graph.store.neo4j_store import Neo4jStore


@pytest.fixture
def driver(neo4j_server: Neo4jServer) -> Iterator[Driver]:
    """The server's own voice, for what no statement of ours says; the database is empty."""
    with GraphDatabase.driver(neo4j_server.uri, auth=(USER, neo4j_server.password)) as driver:
        while driver.execute_query(
            "MATCH (node) WITH node LIMIT 20000 DETACH DELETE node RETURN count(*) AS removed", database_="neo4j"
        ).records[0]["removed"]:
            pass
        yield driver


@pytest.fixture
def address(neo4j_server: Neo4jServer, driver: Driver) -> StoreAddress:
    return StoreAddress(neo4j_server.uri, password=neo4j_server.password)


@pytest.fixture
def neo4j_store(address: StoreAddress) -> Iterator[Neo4jStore]:
    """A store on the empty database; every notice of the server is an error."""
    store = Neo4jStore(address, warn=True)
    yield store
    store.close()


@pytest.fixture(scope="session")
def small() -> Catalogue:
    return generate(40, seed=1)


@pytest.fixture(scope="session")
def other() -> Catalogue:
    return generate(40, seed=2)


@pytest.fixture(scope="session")
def large() -> Catalogue:
    """Large enough that loading it takes many batches."""
    return generate(1_200, seed=3)
