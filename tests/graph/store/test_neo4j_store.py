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
from graph.network import Network, content_hash
from graph.store.bolt import Bolt, StoreAddress
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


def batches(driver: Driver) -> int:
    """How many batches the load in work has."""
    rows = ask(driver, "MATCH (n:ReteNetwork) MATCH (v:ReteVersion {load: n.loading}) RETURN v.batch AS batch")
    return int(str(rows[0]["batch"])) if rows else 0


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


FOREIGN = (
    "CREATE (:Person {name: 'nobody'})-[:KNOWS]->(:Network)",
    "CREATE (:Version {load: 'release-1', version: 'release'})-[:OF]->(:Network {name: 'rete', live: 'release-1'})",
    "CREATE (:Rete {load: 'x', key: 'x/y', id: 'y'}), (:Service {name: 'mine'})",
)


@pytest.mark.parametrize("statement", FOREIGN)
def test_foreign_data_is_left_alone(neo4j_store: Neo4jStore, driver: Driver, small: Catalogue, statement: str) -> None:
    """Whatever its labels: those that an older program used are anybody's."""
    ask(driver, statement)
    before = ask(driver, "MATCH (node) RETURN labels(node) AS labels, properties(node) AS properties")
    with refuses(StoreError, "2 nodes that this program did not write"):
        neo4j_store.publish(small)
    assert ask(driver, "MATCH (node) RETURN labels(node) AS labels, properties(node) AS properties") == before
    with refuses(StoreError, "nothing is published"):
        neo4j_store.current()


def test_foreign_data_that_came_later_survives_what_is_collected(
    neo4j_store: Neo4jStore, driver: Driver, small: Catalogue, other: Catalogue
) -> None:
    neo4j_store.publish(small)
    for statement in FOREIGN:
        ask(driver, statement)
    with refuses(StoreError, "6 nodes"):
        neo4j_store.publish(other)
    found = ask(driver, "MATCH (node) WHERE NOT node:ReteEntry AND NOT node:ReteVersion AND NOT node:ReteNetwork "
                        "RETURN count(node) AS nodes")  # fmt: skip
    assert found == [{"nodes": 6}]
    assert neo4j_store.current().catalogue == small


FORMER = """
CREATE (:Network {name: 'rete', live: $load}), (:Version {load: $load, version: $version, format: 4, head: '{}'})
WITH * UNWIND range(1, 7000) AS number
CREATE (entry:Rete:Service {load: $load, key: $load + '/' + 'service:' + number, id: 'service:' + number})
WITH collect(entry) AS entries
WITH entries[0] AS one, entries[1] AS other
CREATE (one)-[:PROVIDES]->(other)
"""


def test_what_an_older_program_wrote_is_told_and_replaced(
    neo4j_store: Neo4jStore, driver: Driver, small: Catalogue
) -> None:
    for schema in (
        "CREATE CONSTRAINT rete_key FOR (entry:Rete) REQUIRE entry.key IS UNIQUE",
        "CREATE CONSTRAINT rete_version FOR (version:Version) REQUIRE version.load IS UNIQUE",
        "CREATE FULLTEXT INDEX rete_names_2 FOR (entry:Organization|Service) ON EACH [entry.names]",
    ):
        ask(driver, schema)
    ask(driver, FORMER, load="0123456789abcdef-01234567", version="0123456789abcdef")
    with refuses(StoreError, r"older program \(format 4.* publish again"):
        neo4j_store.current()
    neo4j_store.publish(small)
    assert neo4j_store.current().catalogue == small
    left = "MATCH (n) WHERE n:Rete OR n:Version OR n:Network RETURN count(n) AS nodes"
    assert ask(driver, left) == [{"nodes": 0}]
    names = {row["name"] for row in ask(driver, "SHOW CONSTRAINTS YIELD name RETURN name")}
    assert not {"rete_key", "rete_version"} & names


def test_analysts_see_the_live_version_once(
    neo4j_store: Neo4jStore, driver: Driver, small: Catalogue, other: Catalogue
) -> None:
    for catalogue in (small, other, small):
        network = neo4j_store.publish(catalogue)
        rows = ask(driver, "MATCH (s:Service) RETURN s.slug AS slug")
        assert sorted(str(row["slug"]) for row in rows) == sorted(network.services)
        (found,) = ask(driver, "MATCH (o:Organization) RETURN count(o) AS nodes")
        assert found["nodes"] == len(network.organizations)


class Ended(Exception):  # noqa: N818 - stands for a process that is killed
    """The publisher ended."""


@pytest.mark.parametrize("statement", ["hide", "show"])
def test_labels_that_were_not_given_to_the_end_are_given_by_the_next_publication(
    neo4j_store: Neo4jStore, address: StoreAddress, driver: Driver, small: Catalogue, other: Catalogue, statement: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    neo4j_store.publish(small)
    monkeypatch.setattr("graph.store.neo4j_store.COLLECTED", 50)

    class Ending(Bolt):
        left = 2

        def write(self, name: str, /, **parameters: object) -> list[dict[str, object]]:
            self.left -= name == statement
            if self.left < 0:
                raise Ended
            return super().write(name, **parameters)

    with another(address) as killed:
        killed.bolt.close()
        killed.bolt = Ending(address)
        with pytest.raises(Ended):
            killed.publish(other)
    with another(address) as replica:
        assert replica.current().catalogue == other, "what the program reads has moved"
        replica.publish(other)
    rows = ask(driver, "MATCH (s:Service) RETURN s.slug AS slug")
    assert sorted(str(row["slug"]) for row in rows) == sorted(Network(other).services)


def test_foreign_data_does_not_hinder_reading(neo4j_store: Neo4jStore, driver: Driver, small: Catalogue) -> None:
    neo4j_store.publish(small)
    ask(driver, "CREATE (:Service {slug: 'foreign', record: '{}'})")
    with another(neo4j_store.bolt.address) as replica:
        assert replica.current().catalogue == small


def test_a_version_of_a_newer_program_is_refused(
    neo4j_store: Neo4jStore, driver: Driver, small: Catalogue, other: Catalogue
) -> None:
    neo4j_store.publish(small)
    ask(driver, "MATCH (v:ReteVersion) SET v.format = $format", format=FORMAT + 1)
    for call in (neo4j_store.current, neo4j_store.version, lambda: neo4j_store.publish(other)):
        with refuses(StoreError, "newer program"):
            call()


def test_a_version_of_an_older_program_is_refused_and_written_anew(
    neo4j_store: Neo4jStore, address: StoreAddress, driver: Driver, small: Catalogue
) -> None:
    neo4j_store.publish(small)
    ask(driver, "MATCH (v:ReteVersion) SET v.format = $format", format=FORMAT - 1)
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
    assert indexes == [{"name": "rete_entry_names"}]


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
        blocking.run("MATCH (network:ReteNetwork) SET network.held = true").consume()
        with refuses(StoreError, "took longer than 1 seconds"):
            impatient.publish(other)
        blocking.rollback()
        assert impatient.current().catalogue == small
        impatient.publish(other)
        assert impatient.current().catalogue == other
