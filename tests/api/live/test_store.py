"""Replicas of a real store that gets a new version, stands still, is away, and comes back."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.neo4j_server import Neo4jServer
from graph.message import Text
from graph.model import Catalogue
from graph.network import content_hash
from graph.store.bolt import StoreAddress
from graph.store.neo4j_store import Neo4jStore
from ingest.catalogue import load_catalogue
from tests.api.live.conftest import Served, await_, clients

pytestmark = [pytest.mark.java, pytest.mark.slow]
Serve = Callable[..., Served]
STALE = "X-Rete-Stale"


@pytest.fixture
def publish(database: Neo4jServer) -> Iterator[Callable[[Catalogue], str]]:
    with closing(Neo4jStore(StoreAddress(database.uri, password=database.password))) as store:
        yield lambda catalogue: store.publish(catalogue).version


@pytest.fixture
def environ(database: Neo4jServer) -> dict[str, str]:
    return {"RETE_STORE": database.uri, "RETE_NEO4J_PASSWORD": database.password}


def other(catalogue: Catalogue) -> Catalogue:
    return replace(catalogue, name=Text("Altra rete", "Another network"))


def test_replicas_change_over_under_load(
    serve: Serve, publish: Callable[[Catalogue], str], environ: dict[str, str]
) -> None:
    milan = load_catalogue()
    before, after = publish(milan), content_hash(other(milan))
    replicas = [serve("--workers", "2", environ=environ, cache=f"cache-{number}") for number in range(2)]
    with clients(*(each.url for each in replicas)) as asking:
        await_(lambda: all(client.versions for client in asking))
        assert publish(other(milan)) == after
        await_(lambda: all(each.version() == after for each in replicas))
    assert [client.failures for client in asking] == [[]] * len(asking)
    for client in asking:
        assert set(client.versions) <= {before, after}


def test_a_store_that_stands_still_or_is_away_stops_nobody(
    serve: Serve, publish: Callable[[Catalogue], str], environ: dict[str, str], database: Neo4jServer
) -> None:
    version = publish(load_catalogue())
    served = serve(environ=environ)
    await_(lambda: STALE not in served.ask().headers)  # a busy machine may answer late
    await_(lambda: served.ask().json()["data"]["snapshot"] == {"version": version, "stale": False})
    with clients(served.url) as asking:
        database.stall()
        try:
            await_(lambda: "stale" in served.ready())
            assert "has not answered within 2 seconds" in served.ready()["stale"]["cause"]
            answer = served.ask()
            assert answer.json()["data"]["snapshot"] == {"version": version, "stale": True}
            assert answer.headers[STALE].startswith("20")
        finally:
            database.resume()
        await_(lambda: "stale" not in served.ready())
        database.kill()
        try:
            await_(lambda: "cannot be reached" in served.ready().get("stale", {}).get("cause", ""))
            assert served.ready()["code"] == 200
            assert served.ask().json()["data"]["snapshot"] == {"version": version, "stale": True}
            restarted = serve("--wait", environ=environ)
            await_(lambda: restarted.ready()["code"] == 200)
            assert restarted.ask().json()["data"]["snapshot"]["version"] == version, "from what it has kept"
            await_(lambda: "stale" in restarted.ready())
            without = serve("--wait", environ=environ, cache="another")
            await_(lambda: "cannot be reached" in without.ready().get("cause", ""))
            assert without.ask().status_code == 503
        finally:
            database.start()
        await_(lambda: "stale" not in served.ready())
        await_(lambda: without.ready()["code"] == 200)
    assert [client.failures for client in asking] == [[]] * len(asking)
    log = served.log.read_text()
    assert "The store is lost" in log
    assert "The store is back" in log
    assert database.password not in log


def test_a_wrong_password_is_said_with_its_cause(serve: Serve, environ: dict[str, str], tmp_path: Path) -> None:
    password = tmp_path / "password"
    password.write_text("not-the-password\n")
    wrong = {"RETE_STORE": environ["RETE_STORE"], "RETE_NEO4J_PASSWORD_FILE": str(password)}
    served = serve("--wait", environ=wrong)
    await_(lambda: "not accepted" in served.ready().get("cause", ""))
    assert served.ready()["code"] == 503
