"""A server of a large network in a store: how quickly it starts again, and what clients feel when a version is new."""

import http.client
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

from benchmarks.generated_networks import generate
from benchmarks.measure import Measure, Stopwatch, percentile
from benchmarks.neo4j_part import running_server
from benchmarks.neo4j_server import Neo4jServer
from benchmarks.processes import Server, bytecode, cpu_of, held_by, rete, serving
from graph.store.bolt import StoreAddress
from graph.store.neo4j_store import Neo4jStore

PART = "live"
READY = 5_000.0
"""Most milliseconds in which a server is ready again from what it has kept."""
MEMORY = 250.0
"""Most megabytes that all its processes then hold, and after questions; what they share is counted once."""
ALIVE = 50.0
"""Most milliseconds of a health check, always."""
TIMES = 2.0
"""How many times its usual time a request may take while a version is loaded. Publishing it is told apart: that is not
the server's work, though it takes the same machine here."""
BEFORE = 20.0
"""Seconds of asking before another version is published."""
PUBLISH = """
import sys
from dataclasses import replace
from benchmarks.generated_networks import generate
from graph.message import Text
from graph.store.bolt import StoreAddress
from graph.store.neo4j_store import Neo4jStore
uri, password, services = sys.stdin.read().split()
changed = replace(generate(int(services), seed=1), name=Text("Altra", "Another"))
print(Neo4jStore(StoreAddress(uri, password=password)).publish(changed).version)
"""


def measure_live(services: int = 25_000) -> Iterator[Measure]:
    """Publish, serve, start again, and publish another version while clients ask."""
    with running_server() as server, bytecode() as environment:
        address = StoreAddress(server.uri, password=server.password)
        with closing(Neo4jStore(address)) as store:
            catalogue = generate(services, seed=1)
            publishing, again = Stopwatch(), Stopwatch()
            publishing.time(store.publish, catalogue)
            again.time(store.publish, catalogue)
            yield publishing.timing.median(PART, f"publish {services} services", 60_000)
            yield again.timing.median(PART, "publish them again, unchanged", 3_000)
            question = f"from {catalogue.situations[0].label.en} to housing"
            del catalogue
        own = {**environment, "RETE_STORE": server.uri, "RETE_NEO4J_PASSWORD": server.password}
        command = rete("serve", "--port", "0", "--wait")
        with serving(own, command) as first:
            yield Measure(part=PART, name="ready, the first time", figure=first.ready_after, cpu=cpu_of(first.pid))
        with serving(own, command) as second:
            used = cpu_of(second.pid)
            time.sleep(1)  # the process that waited for a version leaves
            held = held_by(second.pid)
            yield Measure(
                part=PART, name="ready again, from the cache", figure=second.ready_after, cpu=used, target=READY
            )
            note = "all processes, what they share counted once"
            yield Measure(part=PART, name="memory when ready", figure=held, unit="MB", target=MEMORY, note=note)
            yield from _change(server, services, second, question)


@dataclass
class Asker:
    """Asks one thing over and over; `times` are when it asked, in seconds, and how long it took, in milliseconds."""

    server: Server
    method: str
    path: str
    body: str | None = None
    pause: float = 0.0
    times: list[tuple[float, float]] = field(default_factory=list)
    failed: int = 0

    def run(self, done: Event) -> None:
        """Ask until `done`."""
        while not done.is_set():
            began = time.perf_counter()
            try:
                connection = http.client.HTTPConnection(self.server.host, self.server.port, timeout=120)
                connection.request(self.method, self.path, self.body, {"Content-Type": "application/json"})
                answer = connection.getresponse()
                answer.read()
                self.failed += answer.status != http.client.OK
                connection.close()
            except OSError:
                self.failed += 1
            self.times.append((began, 1000 * (time.perf_counter() - began)))
            time.sleep(self.pause)

    def took(self, since: float, until: float) -> list[float]:
        """How long requests took that were begun in this time."""
        return [took for began, took in self.times if since <= began < until]


def _change(server: Neo4jServer, services: int, served: Server, question: str) -> Iterator[Measure]:
    body = json.dumps({
        "query": "query Q($text: String!) { ask(text: $text) { status } }", "variables": {"text": question},
    })  # fmt: skip
    asker = Asker(served, "POST", "/graphql", body, pause=0.05)
    health = Asker(served, "GET", "/healthz", pause=0.02)
    done = Event()
    threads = [Thread(target=each.run, args=(done,)) for each in (asker, health)]
    for thread in threads:
        thread.start()
    begun = time.perf_counter()
    time.sleep(BEFORE)
    held = held_by(served.pid)
    time.sleep(1)  # what looks at the processes takes time itself
    changing, before = time.perf_counter(), _ready(served)["version"]
    with subprocess.Popen(
        [sys.executable, "-c", PUBLISH], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        cwd=Path(__file__).parents[1],
    ) as publisher:  # fmt: skip
        assert publisher.stdin is not None
        publisher.stdin.write(f"{server.uri} {server.password} {services}")
        publisher.stdin.close()
        _await(served, lambda state: "loading" in state or state["version"] != before)
        publisher.wait()  # once its version is live it still takes away the one before
        loading = time.perf_counter()
        over = _await(served, lambda state: state["version"] != before)
    time.sleep(3)
    done.set()
    for thread in threads:
        thread.join()
    end = time.perf_counter()
    after = held_by(served.pid)
    yield Measure(part=PART, name="memory after questions", figure=held, unit="MB", target=MEMORY)
    note = f"with the version before it, after {len(asker.times)} questions"
    yield Measure(part=PART, name="memory after a new version", figure=after, unit="MB", note=note)
    yield Measure(part=PART, name="from published to served", figure=1000 * (over - loading))
    usual, beside, meanwhile = (
        asker.took(*span) for span in ((begun, changing), (changing, loading), (loading, over + 3))
    )
    for name, took in (
        ("before", usual), ("while others publish on this machine", beside), ("while it is loaded", meanwhile),
    ):  # fmt: skip
        note = f"{len(took)} asked, the longest {max(took):.0f} ms"
        yield Measure(part=PART, name=f"a question {name}, median", figure=percentile(took, 50), note=note)
    times = percentile(meanwhile, 99) / percentile(usual, 99)
    yield Measure(
        part=PART, name="a question while it is loaded, p99 to before", figure=times, unit="times", target=TIMES
    )
    alive = health.took(changing, end)
    note = f"{len(alive)} asked; before {max(health.took(begun, changing)):.0f} ms"
    yield Measure(part=PART, name="the longest health check meanwhile", figure=max(alive), target=ALIVE, note=note)
    failed = asker.failed + health.failed
    yield Measure(part=PART, name="requests that failed", figure=failed, unit="requests", target=0)


def _await(served: Server, is_so: Callable[[Mapping[str, object]], bool]) -> float:
    """When /readyz says what `is_so` looks for."""
    while not is_so(_ready(served)):
        time.sleep(0.1)
    return time.perf_counter()


def _ready(served: Server) -> Mapping[str, object]:
    connection = http.client.HTTPConnection(served.host, served.port, timeout=120)
    connection.request("GET", "/readyz")
    found: Mapping[str, object] = json.loads(connection.getresponse().read())
    connection.close()
    return found
