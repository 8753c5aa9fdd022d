"""How long a client waits while others ask for what takes the machine longest."""

import http.client
import json
import statistics
from collections.abc import Iterator, Sequence
from contextlib import closing
from time import perf_counter_ns

from benchmarks.busy_clients import busy
from benchmarks.graphql_http import HEADERS, PLAN, another, fetch
from benchmarks.measure import Measure, Stopwatch, Timing
from benchmarks.processes import PATIENCE, Server, bytecode, serving

DEAREST = (
    'query($facts: [FactInput!]) { ask(text: "from San Vittore release to housing plus work", facts: $facts, '
    "first: 10) { status plans { id steps { order because { label } citations { section } } } "
    "questions { ask answers { plan { id } } } problems { code } } }",
    "query($query: CoverageQuery) { coverage(query: $query) { cellCount gaps { cells { profile } problem { code } } "
    "summaries(axis: AREA) { code gaps } dataTasks(first: 10) { plans } } }",
    "query($query: CoverageQuery) { criticalServices(query: $query) { slug harm } }",
    'query($query: CoverageQuery) { whatIf(changes: [{closeService: "celav"}], query: $query) { compared } }',
)
"""What takes the machine longest of all that is allowed."""
SITUATIONS = "{ entrySituations { code } needAreas(flat: true) { code } }"
MOST_CELLS = 4_000 // 3
"""The cells with facts of one request."""
RATIO = 3.0
"""How many times the quiet figure a list may take beside others."""
ALIVE = 50.0
"""Most milliseconds of a health check, always."""


def measure_latency(asked: int = 200, clients: int = 32, rounds: int = 7) -> Iterator[Measure]:
    """How long a list and a health check take at one connection, quiet and beside `clients` that ask for plans.

    Quiet and busy follow each other in `rounds`, so that both meet the same neighbours. A figure is the median of those
    of the rounds; the ratio is that of these medians.
    """
    with bytecode() as environment, serving(environment) as server:
        server.await_survey()
        server.await_rest()
        for told, bodies in (("plans", [json.dumps({"query": PLAN}).encode()]), ("the dearest", dearest(server))):
            found = [_round(server, asked, clients, bodies) for _ in range(rounds)]
            quiet, beside, health = (tuple(each) for each in zip(*found, strict=True))
            note = f"median of {rounds} rounds of {asked} calls"
            most = RATIO * _p99(quiet)
            others = f"beside {clients} clients that ask for {told}"
            yield _measure(f"a list, quiet, before {told}, median", _median(quiet), note=note)
            yield _measure(f"a list, quiet, before {told}, p99", _p99(quiet))
            yield _measure(f"a list {others}, median", _median(beside))
            yield _measure(
                f"a list {others}, p99", _p99(beside), most, f"{RATIO * _p99(beside) / most:.1f} times quiet"
            )
            yield _measure(f"/healthz {others}, p99", _p99(health), ALIVE)


def _round(server: Server, asked: int, clients: int, bodies: Sequence[bytes]) -> tuple[Timing, Timing, Timing]:
    """A list on a quiet server, a list beside others, and a health check beside them."""
    server.await_rest()
    quiet = wait(server, asked)
    with busy(server.host, server.port, clients, bodies, HEADERS):
        return quiet, wait(server, asked), wait(server, asked, "GET", "/healthz")


def _measure(name: str, figure: float, target: float | None = None, note: str = "") -> Measure:
    return Measure(part="latency", name=name, figure=figure, target=target, note=note)


def _median(rounds: Sequence[Timing]) -> float:
    return statistics.median(each.median("", "").figure for each in rounds)


def _p99(rounds: Sequence[Timing]) -> float:
    return statistics.median(each.p99("", "").figure for each in rounds)


def dearest(server: Server) -> list[bytes]:
    """The dearest questions that the limits allow, each about somebody else."""
    codes = json.loads(fetch(server, SITUATIONS))["data"]
    situations = [item["code"] for item in codes["entrySituations"]]
    most = MOST_CELLS // len(codes["needAreas"])
    bodies = []
    for number, query in enumerate(DEAREST * 8):
        facts = [{"name": "age", "test": {"is": str(18 + number)}}]
        variables = (
            {"facts": facts} if "$facts" in query else {"query": {"facts": facts, "situations": situations[:most]}}
        )
        bodies.append(json.dumps({"query": query, "variables": variables}).encode())
    return bodies


def wait(server: Server, asked: int, method: str = "POST", path: str = "/graphql") -> Timing:
    """How long each of `asked` requests over one connection takes; of a list, none is kept from another."""
    watch = Stopwatch()
    with closing(http.client.HTTPConnection(server.host, server.port, timeout=PATIENCE)) as connection:

        def ask(number: int) -> None:
            connection.request(method, path, another(number) if method == "POST" else None, HEADERS)
            connection.getresponse().read()

        begun = perf_counter_ns()
        ask(begun)
        for number in range(asked):
            watch.time(ask, begun + 1 + number)
    return watch.timing
