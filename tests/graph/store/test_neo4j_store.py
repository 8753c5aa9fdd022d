"""What only a shared store can show: replicas, publishers that compete or die, and what else may be wrong there."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Event, Thread

import pytest
from neo4j import Driver

from benchmarks.neo4j_server import DATABASE, Neo4jServer
from graph.errors import StoreError
from graph.model import Catalogue
from graph.network import content_hash
from graph.store.bolt import StoreAddress
from graph.store.neo4j_store import FORMAT, Neo4jStore
from graph.store.neo4j_views import NetworkViews
from tests.told import english, refuses

pytestmark = pytest.mark.java


def await_(condition: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


def ask(driver: Driver, statement: str, **parameters: object) -> list[dict[str, object]]:
    records = driver.execute_query(statement, parameters, database_=DATABASE).records
    return [record.data() for record in records]


def loads(driver: Driver) -> set[str]:
    """The loads of which anything is left."""
    rows = ask(driver, "MATCH (node) WHERE node.load IS NOT NULL RETURN DISTINCT node.load AS load")
    return {str(row["load"]) for row in rows}


def batches(driver: Driver, state: str = "loading") -> int:
    rows = ask(driver, "MATCH (v:Version {state: $state}) RETURN max(v.batch) AS batch", state=state)
    return int(str(rows[0]["batch"] or 0))


@contextmanager
def another(address: StoreAddress, timeout: float = 30) -> Iterator[Neo4jStore]:
    store = Neo4jStore(address, timeout=timeout, warn=True)
    yield store
    store.close()


def test_replicas_notice_a_new_version(
    neo4j_store: Neo4jStore, address: StoreAddress, small: Catalogue, other: Catalogue
) -> None:
    with another(address) as replica:
        neo4j_store.publish(small)
        assert replica.current().catalogue == small
        neo4j_store.publish(other)
        assert replica.current().catalogue == other


def test_a_version_is_read_once(neo4j_store: Neo4jStore, address: StoreAddress, small: Catalogue) -> None:
    neo4j_store.publish(small)
    with another(address) as replica:
        assert replica.current() is replica.current()


def test_the_version_before_is_kept_and_older_ones_are_collected(
    neo4j_store: Neo4jStore, driver: Driver, small: Catalogue, other: Catalogue
) -> None:
    for catalogue in (small, other, small, other):
        neo4j_store.publish(catalogue)
    assert {load.partition("-")[0] for load in loads(driver)} == {content_hash(small), content_hash(other)}
    assert len(loads(driver)) == 2


PUBLISHER = """
import sys
from benchmarks.generated_networks import generate
from graph.store.bolt import StoreAddress
from graph.store.neo4j_store import Neo4jStore
uri, password = sys.stdin.read().split()
Neo4jStore(StoreAddress(uri, password=password)).publish(generate(1_200, seed=3))
"""


@contextmanager
def publisher(address: StoreAddress) -> Iterator[subprocess.Popen[bytes]]:
    """A process of its own that publishes a large catalogue."""
    process = subprocess.Popen([sys.executable, "-c", PUBLISHER], stdin=subprocess.PIPE)
    assert process.stdin is not None
    process.stdin.write(f"{address.uri} {address.password}".encode())
    process.stdin.close()
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.mark.slow
def test_a_publisher_killed_while_it_loads_leaves_the_old_version_whole(
    neo4j_store: Neo4jStore, address: StoreAddress, driver: Driver, small: Catalogue, other: Catalogue
) -> None:
    neo4j_store.publish(small)
    done, failures = Event(), []

    def read() -> None:
        with another(address) as replica:
            while not done.is_set():
                if replica.current().catalogue != small:
                    failures.append(replica.version())

    reader = Thread(target=read)
    reader.start()
    with publisher(address) as process:
        await_(lambda: batches(driver) >= 3)
        process.kill()
        process.wait()
    done.set()
    reader.join()
    assert failures == []
    assert len(loads(driver)) == 2
    with another(address) as fresh:
        assert fresh.current().catalogue == small
        fresh.publish(other)
        assert fresh.current().catalogue == other
    assert {load.partition("-")[0] for load in loads(driver)} == {content_hash(small), content_hash(other)}


@pytest.mark.slow
def test_of_two_publishers_one_wins_and_the_other_is_told(
    neo4j_store: Neo4jStore, address: StoreAddress, driver: Driver, large: Catalogue, small: Catalogue
) -> None:
    told: list[str] = []

    def publish_slowly() -> None:
        with another(address) as first:
            try:
                first.publish(large)
            except StoreError as error:
                told.extend(english([error.message]))

    slow = Thread(target=publish_slowly)
    slow.start()
    await_(lambda: batches(driver) >= 1)
    neo4j_store.publish(small)
    slow.join()
    assert len(told) == 1
    assert "another publisher" in told[0]
    assert neo4j_store.current().catalogue == small
    neo4j_store.publish(large)
    assert neo4j_store.current().catalogue == large
    assert len(loads(driver)) == 2


def test_a_server_that_is_not_there() -> None:
    address = StoreAddress("neo4j://127.0.0.1:1", password="x")  # noqa: S106 - nobody listens
    with another(address) as store, refuses(StoreError, "cannot be reached"):
        store.current()


@pytest.mark.openssl
@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_tls(
    neo4j_store: Neo4jStore, neo4j_server: Neo4jServer, address: StoreAddress, small: Catalogue, scheme: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """`+ssc` takes any certificate, `+s` one that is trusted here: through SSL_CERT_FILE, or the system's own."""
    neo4j_store.publish(small)
    any_, trusted = (replace(address, uri=address.uri.replace("neo4j:", f"{scheme}{way}:")) for way in ("+ssc", "+s"))
    with another(any_) as replica:
        assert replica.version() == content_hash(small)
    with another(trusted) as replica, refuses(StoreError, "certificate that is trusted"):
        replica.version()
    monkeypatch.setenv("SSL_CERT_FILE", str(neo4j_server.home.parent / "public.crt"))
    with another(trusted) as replica:
        assert replica.version() == content_hash(small)


def test_wrong_credentials(neo4j_server: Neo4jServer, small: Catalogue) -> None:
    with another(StoreAddress(neo4j_server.uri, password="not-the-password")) as store:  # noqa: S106 - it is wrong
        for call in (store.current, store.version, lambda: store.publish(small)):
            with refuses(StoreError, "not accepted") as refusal:
                call()
            assert "not-the-password" not in str(refusal.value)


def test_wrong_database(neo4j_server: Neo4jServer) -> None:
    address = StoreAddress(neo4j_server.uri, "milano", password=neo4j_server.password)
    with another(address) as store, refuses(StoreError, "no database 'milano'"):
        store.current()


def test_foreign_data_is_left_alone(neo4j_store: Neo4jStore, driver: Driver, small: Catalogue) -> None:
    ask(driver, "CREATE (:Person {name: 'nobody'})-[:KNOWS]->(:Network)")
    with refuses(StoreError, "2 nodes that this program did not write"):
        neo4j_store.publish(small)
    assert ask(driver, "MATCH (node) RETURN count(node) AS nodes") == [{"nodes": 2}]
    with refuses(StoreError, "nothing is published"):
        neo4j_store.current()


def test_foreign_data_does_not_hinder_reading(neo4j_store: Neo4jStore, driver: Driver, small: Catalogue) -> None:
    neo4j_store.publish(small)
    ask(driver, "CREATE (:Service {slug: 'foreign', record: '{}'})")
    with another(neo4j_store.bolt.address) as replica:
        assert replica.current().catalogue == small


def test_a_version_of_a_newer_program_is_refused(
    neo4j_store: Neo4jStore, driver: Driver, small: Catalogue, other: Catalogue
) -> None:
    neo4j_store.publish(small)
    ask(driver, "MATCH (v:Version) SET v.format = $format", format=FORMAT + 1)
    for call in (neo4j_store.current, neo4j_store.version, lambda: neo4j_store.publish(other)):
        with refuses(StoreError, "newer program"):
            call()


def test_a_version_of_an_older_program_is_refused_and_written_anew(
    neo4j_store: Neo4jStore, address: StoreAddress, driver: Driver, small: Catalogue
) -> None:
    neo4j_store.publish(small)
    ask(driver, "MATCH (v:Version) SET v.format = $format", format=FORMAT - 1)
    ask(driver, "DROP INDEX rete_names_2")
    ask(driver, "CREATE FULLTEXT INDEX rete_names FOR (o:Organization|Service) ON EACH [o.names]")
    ask(driver, "MATCH (n:Organization|Service) SET n.names = n.slug REMOVE n.contacts, n.place, n.name_en")
    before = loads(driver)
    with another(address) as replica:
        views = NetworkViews(replica.bolt)
        for call in (neo4j_store.current, replica.current, replica.version, views.graph, lambda: views.search("x", 1)):
            with refuses(StoreError, r"older program .* publish again"):
                call()
        replica.publish(small)
        assert neo4j_store.current().catalogue == small
        name = small.organizations[0].name
        assert [hit.name for hit in views.search(name, 1)] == [name]
    assert loads(driver) > before
    indexes = ask(driver, "SHOW INDEXES YIELD name, type WHERE type = 'FULLTEXT' RETURN name")
    assert indexes == [{"name": "rete_names_2"}]


def test_a_version_that_was_tampered_with_is_refused(neo4j_store: Neo4jStore, driver: Driver, small: Catalogue) -> None:
    neo4j_store.publish(small)
    ask(driver, "MATCH (s:Service) WHERE s.record IS NOT NULL WITH s LIMIT 1 DETACH DELETE s")
    with another(neo4j_store.bolt.address) as replica, refuses(StoreError, "cannot be read as it was"):
        replica.current()


def test_a_statement_that_takes_too_long_is_ended(
    neo4j_store: Neo4jStore, address: StoreAddress, driver: Driver, small: Catalogue, other: Catalogue
) -> None:
    neo4j_store.publish(small)
    with another(address, timeout=1) as impatient, driver.session(database=DATABASE) as session:
        blocking = session.begin_transaction()
        blocking.run("MATCH (network:Network) SET network.held = true").consume()
        with refuses(StoreError, "took longer than 1 seconds"):
            impatient.publish(other)
        blocking.rollback()
        assert impatient.current().catalogue == small
        impatient.publish(other)
        assert impatient.current().catalogue == other
