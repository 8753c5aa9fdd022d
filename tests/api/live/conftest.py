"""`rete serve` as a user starts it, and clients that keep asking while something happens to it."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Any

import httpx
import pytest
from neo4j import GraphDatabase

from benchmarks.neo4j_server import DATABASE, USER, Neo4jServer

RETE = str(Path(sys.executable).parent / "rete")
VERSION = {"query": "{ snapshot { version stale } }"}


def await_(condition: Callable[[], bool], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


@dataclass(frozen=True)
class Served:
    """A server process, and where it is reached."""

    process: "subprocess.Popen[str]"
    url: str
    log: Path

    def ready(self) -> dict[str, Any]:
        """What /readyz says, with its status."""
        answer = httpx.get(f"{self.url}/readyz", timeout=30)
        return {"code": answer.status_code, **answer.json()}

    def ask(self) -> httpx.Response:
        """A question for the version, on a connection of its own."""
        return httpx.post(f"{self.url}/graphql", json=VERSION, timeout=30)

    def version(self) -> str:
        """The version that answers."""
        return str(self.ask().json()["data"]["snapshot"]["version"])


@dataclass
class Client:
    """Asks over and over on connections that are kept open, as a proxy does."""

    url: str
    versions: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    alive: int = 0

    def run(self, done: Event) -> None:
        """Ask until `done`, at least once; every other request whether the server lives."""
        with httpx.Client(base_url=self.url, timeout=60) as client:
            while not done.is_set() or not self.versions:
                try:
                    answer = client.post("/graphql", json=VERSION).raise_for_status().json()
                    self.versions.append(answer["data"]["snapshot"]["version"])
                    client.get("/healthz").raise_for_status()
                    self.alive += 1
                except (httpx.HTTPError, KeyError, TypeError) as error:
                    self.failures.append(repr(error))


@contextmanager
def clients(*urls: str, each: int = 2) -> Iterator[list[Client]]:
    """Clients at work while the block runs."""
    done = Event()
    found = [Client(url) for url in urls for _ in range(each)]
    threads = [Thread(target=client.run, args=(done,)) for client in found]
    for thread in threads:
        thread.start()
    try:
        yield found
    finally:
        done.set()
        for thread in threads:
            thread.join()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Starts `rete serve` with these arguments and environment; it is stopped after the test."""
    started: list[subprocess.Popen[str]] = []
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RETE_")}

    def start(*arguments: str, environ: Mapping[str, str] | None = None, cache: str = "cache") -> Served:
        log = tmp_path / f"log-{len(started)}"
        environment = {**kept, "XDG_CACHE_HOME": str(tmp_path / cache), **(environ or {})}
        with log.open("w") as errors:
            process = subprocess.Popen(
                [RETE, "serve", "--port", "0", *arguments],
                env=environment, stdout=subprocess.PIPE, stderr=errors, text=True,
            )  # fmt: skip
        started.append(process)
        assert process.stdout is not None
        found = re.search(r"http://[\d.]+:\d+", process.stdout.readline())
        assert found, log.read_text()
        return Served(process, found[0], log)

    yield start
    for process in started:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)
        assert process.stdout is not None
        process.stdout.close()


@pytest.fixture
def database(neo4j_server: Neo4jServer) -> Neo4jServer:
    """The server of the session, empty."""
    with GraphDatabase.driver(neo4j_server.uri, auth=(USER, neo4j_server.password)) as driver:
        driver.execute_query("MATCH (node) DETACH DELETE node", database_=DATABASE)
    return neo4j_server
