"""`rete publish` and `rete serve --store` as processes, on a real server that is killed and comes back."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import httpx
import pytest

from api.commands.export import publish
from benchmarks.neo4j_server import DATABASE, USER, Neo4jServer
from graph.network import Network, content_hash
from graph.store.bolt import StoreAddress
from graph.store.neo4j_store import Neo4jStore
from ingest import bundled_folder
from ingest.catalogue import load_catalogue

RETE = str(Path(sys.executable).parent / "rete")
SOMEONE = {"RETE_NEO4J_PASSWORD": "x"}
VERSION = {"query": "{ snapshot { version } }"}


def environment(server: Neo4jServer | None = None) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RETE_")}
    return kept | ({"RETE_NEO4J_PASSWORD": server.password} if server else {})


def stored(server: Neo4jServer) -> dict[str, str]:
    """The environment that docker-compose.yml gives: store and password."""
    return environment(server) | {"RETE_STORE": server.uri.replace("neo4j://", "bolt://")}


def rete(*arguments: str, server: Neo4jServer | None = None, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [RETE, *arguments], env=environment(server) | environ, capture_output=True, text=True, check=False, timeout=120
    )


def await_(condition: Callable[[], bool], seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)


@pytest.mark.parametrize(
    ("make", "language", "said"),
    [
        (Path.mkdir, "en", "cannot be read (Is a directory)"),
        (Path.mkdir, "it", "non si può leggere (è una cartella)"),
        (lambda file: file.write_bytes(b"0123\xff"), "en", "not UTF-8 at byte 4"),
        (lambda file: file.parent.rmdir(), "en", "cannot be written (No such file or directory)"),
    ],
    ids=["folder", "folder-it", "encoding", "nowhere"],
)
def test_a_file_of_known_versions_that_cannot_be_used_is_said(
    tmp_path: Path, make: Callable[[Path], object], language: str, said: str
) -> None:
    place = tmp_path / "state" / "known"
    place.parent.mkdir()
    make(place)
    nowhere = "neo4j://127.0.0.1:9"
    environ = SOMEONE | {"XDG_CACHE_HOME": str(tmp_path)}
    for _ in range(2):  # whether the catalogue was read before or not
        done = rete("publish", "--store", nowhere, "--known", str(place), "--lang", language, **environ)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith(f"rete: {place}: ")
        assert said in done.stderr
        assert len(done.stderr.splitlines()) == 1


@pytest.fixture
def database(neo4j_server: Neo4jServer) -> Neo4jServer:
    """The server, empty."""
    from neo4j import GraphDatabase

    with GraphDatabase.driver(neo4j_server.uri, auth=(USER, neo4j_server.password)) as driver:
        driver.execute_query("MATCH (node) DETACH DELETE node", database_=DATABASE)
    return neo4j_server


@pytest.fixture
def serving(database: Neo4jServer, tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Starts `rete serve` and gives its URL."""
    processes: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> str:
        with (tmp_path / "log").open("w") as log:
            process = subprocess.Popen(
                [RETE, *arguments], env=stored(database), stdout=subprocess.PIPE, stderr=log, text=True
            )
        processes.append(process)
        assert process.stdout is not None
        found = re.search(r"http://[\d.]+:\d+", process.stdout.readline())
        assert found, (tmp_path / "log").read_text()
        return found[0]

    yield start
    for process in processes:
        process.terminate()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


@pytest.mark.slow
@pytest.mark.java
def test_published_served_lost_and_back(
    database: Neo4jServer, serving: Callable[..., str], compose: Mapping[str, Any], project: Path, tmp_path: Path
) -> None:
    """The commands of docker-compose.yml and the health checks beside them, on the real server."""
    services = compose["services"]
    url = serving(*("0" if part == "8765" else part for part in services["api-1"]["command"]))
    check = json.loads(re.findall(r"CMD (\[.*python.*\])", (project / "Dockerfile").read_text())[0])

    def ready() -> int:
        return httpx.get(f"{url}/readyz", timeout=30).status_code

    def is_healthy(command: list[str], port: int | str, own: int) -> bool:
        moved = [part.replace(str(own), str(port)) for part in command]
        run = subprocess.run(moved, capture_output=True, check=False)
        return run.returncode == 0

    def ask() -> httpx.Response:
        return httpx.post(f"{url}/graphql", json=VERSION, timeout=30)

    assert httpx.get(f"{url}/healthz").status_code == 200
    assert ready() == 503
    assert ask().json()["errors"][0]["extensions"]["code"] == "NOT_READY"

    published = rete("publish", **stored(database))
    version = content_hash(load_catalogue())
    assert published.returncode == 0, published.stderr
    assert version in published.stdout
    await_(lambda: ready() == 200)
    assert ask().json()["data"] == {"snapshot": {"version": version}}
    checks = (
        ([sys.executable, *check[1:]], url.rpartition(":")[2], 8765),
        (services["neo4j"]["healthcheck"]["test"][1:], database.port, 7687),
    )
    assert [is_healthy(*each) for each in checks] == [True, True]

    database.kill()
    try:
        await_(lambda: "X-Rete-Stale" in ask().headers)
        answer = ask()
        assert answer.json()["data"] == {"snapshot": {"version": version}}
        assert httpx.get(f"{url}/healthz").status_code == 200
        assert [is_healthy(*each) for each in checks] == [True, False]
    finally:
        database.start()
    await_(lambda: "X-Rete-Stale" not in ask().headers)
    assert ask().json()["data"] == {"snapshot": {"version": version}}
    log = (tmp_path / "log").read_text()
    assert "The store is lost" in log
    assert "The store is back" in log
    assert database.password not in log + answer.text + published.stdout


@pytest.mark.java
def test_what_is_live_already_is_not_even_read(
    database: Neo4jServer, tmp_path: Path, network: Network, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("RETE_NEO4J_PASSWORD", database.password)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    place, known = tmp_path / "catalogue", tmp_path / "known"
    shutil.copytree(str(bundled_folder()), place)
    assert publish(place, store=database.uri, known=known) == 0
    said = capsys.readouterr().out
    assert network.version in said
    known.unlink()

    def reading(*_: object, **__: object) -> NoReturn:
        raise AssertionError("it was read")

    monkeypatch.setattr("api.shelf.read_catalogue", reading)
    assert publish(place, store=database.uri, known=known) == 0
    assert capsys.readouterr().out == said
    assert known.read_text(encoding="utf-8").split() == [network.version]
    with closing(Neo4jStore(StoreAddress(database.uri, password=database.password))) as store:
        store.publish(replace(network.catalogue, gaps=()))
    with pytest.raises(AssertionError, match="it was read"):
        publish(place, store=database.uri)


@pytest.mark.slow
@pytest.mark.java
def test_without_wait_a_store_that_cannot_be_read_is_said_at_once(database: Neo4jServer) -> None:
    empty = rete("serve", "--port", "0", "--store", database.uri, server=database, RETE_NEO4J_DEADLINE="60")
    assert (empty.returncode, empty.stdout) == (1, "")
    assert "nothing is published yet" in empty.stderr


@pytest.mark.slow
def test_a_store_that_is_not_there_is_said_at_once() -> None:
    for command in ("serve", "publish"):
        absent = rete(command, "--store", "neo4j://127.0.0.1:1", **SOMEONE)
        assert (absent.returncode, absent.stdout) == (1, "")
        assert "cannot be reached" in absent.stderr
        assert "Traceback" not in absent.stderr


def test_publishing_needs_a_store_and_a_password() -> None:
    assert "Name the store" in rete("publish").stderr
    unnamed = rete("publish", RETE_STORE="neo4j://127.0.0.1:1")
    assert unnamed.returncode == 1
    assert "RETE_NEO4J_PASSWORD" in unnamed.stderr


def test_a_store_and_a_catalogue_are_not_served_together(tmp_path: Path) -> None:
    refused = rete("serve", "--catalogue", str(tmp_path), "--store", "neo4j://127.0.0.1:1", **SOMEONE)
    assert refused.returncode == 1
    assert "--catalogue" in refused.stderr


def test_a_catalogue_that_is_none_is_not_published(tmp_path: Path) -> None:
    refused = rete("publish", str(tmp_path), "--store", "neo4j://127.0.0.1:1", **SOMEONE)
    assert refused.returncode == 3
    assert "catalogue.yaml" in refused.stderr
