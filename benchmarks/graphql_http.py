"""GraphQL over HTTP beside a bare Starlette that sends the same bytes, each in a server process of its own.

What is compared is processor time of the server for each request, so that a busy machine changes little.
"""

import http.client
import json
import random
import statistics
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from urllib.parse import urlencode

from benchmarks.measure import Measure
from benchmarks.processes import PATIENCE, NotReadyError, Server, bytecode, rete, serving

OBJECTS = 62
QUERY = f"{{ organizations(first: {OBJECTS}) {{ nodes {{ id slug name kind evidence }} }} }}"
ASKED = json.dumps({"query": QUERY}).encode()
BY_GET = f"/graphql?{urlencode({'query': QUERY})}"
HEADERS = {"Content-Type": "application/json", "Accept": "application/json"}
PLAN = (
    'query($facts: [FactInput!]) { ask(text: "from San Vittore release to housing plus work", facts: $facts) '
    "{ status plans { id steps { order } } questions { ask } } }"
)
TICK = 10.0
"""Milliseconds of processor time that the system's clock tells apart. A round of fewer may count as none."""
LOOKS = (
    "query($query: CoverageQuery) { coverage(query: $query) { cellCount gaps { cells { profile } } } }",
    "query($query: CoverageQuery) { criticalServices(query: $query) { slug harm } }",
    'query($query: CoverageQuery) { whatIf(changes: [{closeService: "celav"}], query: $query) { compared } }',
)
"""Looks at the network as a whole."""
TRUSTED = "/graphql?documentId=SnapshotQuery"
BARE = """
import sys
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from api.listening import listen, url_of
from api.server import serve_on
from api.settings import Settings

BODY = sys.stdin.buffer.read()

async def send(request: Request) -> Response:
    await request.body()
    return Response(BODY, media_type="application/json")

app = Starlette(routes=[Route("/graphql", send, methods=["GET", "POST"]), Route("/readyz", send)])
settings = Settings(port=0)
with listen(settings.host, settings.port) as listener:
    print(url_of(listener), flush=True)
    serve_on(listener, app, settings)
"""


def measure_http(asked: int = 250, rounds: int = 20) -> Iterator[Measure]:
    """Processor time of `asked` requests of each kind in each of many short rounds, so that all meet the same
    neighbours; their sum, so that the ticks of the clock matter little.
    """
    # Without a cache the server surveys nothing in the background.
    command = rete("serve", "--port", "0", "--no-cache")
    with bytecode() as environment, serving(environment, command) as server:
        body = fetch(server)
        with serving(environment, [sys.executable, "-c", BARE], body.decode()) as plain:
            assert fetch(plain) == body
            known = {"If-None-Match": _tag(server, BY_GET)}
            starts = range(0, rounds * asked, asked)
            each = [_round(server, plain, known, range(start, start + asked)) for start in starts]
    executed, kept, told, trusted, bare = map(statistics.mean, zip(*each, strict=True))
    note = f"{OBJECTS} objects, {len(body)} bytes, {rounds} rounds of {asked} requests"
    yield Measure(part="http", name="one GraphQL request", figure=executed, cpu=executed, note=note)
    yield Measure(part="http", name="the same once more, kept", figure=kept, cpu=kept)
    yield Measure(part="http", name="the same by GET, known to the client (304)", figure=told, cpu=told)
    yield Measure(part="http", name="one request of a trusted document by GET", figure=trusted, cpu=trusted)
    yield Measure(part="http", name="bare Starlette, the same bytes", figure=bare, cpu=bare)
    for name, ours, least in (("executed", executed, 0.45), ("kept", kept, 0.85), ("304", told, 1.0)):
        figure = bare / max(ours, TICK / asked / rounds)
        yield Measure(
            part="http", name=f"bare Starlette to GraphQL, {name}", figure=figure, unit="", target=least, at_least=True,
            note="1 is as quick",
        )  # fmt: skip


def _round(server: Server, plain: Server, known: Mapping[str, str], numbers: range) -> tuple[float, ...]:
    """The cost of each kind of request, one kind after the other, so that all meet the same neighbours."""
    asked = len(numbers)
    return (
        cost(server, asked, bodies=[another(number) for number in numbers]),
        cost(server, asked),
        cost(server, asked, "GET", BY_GET, known),
        cost(server, asked, "GET", TRUSTED),
        cost(plain, asked),
    )


def another(number: int) -> bytes:
    """The same request to a person, another one to a server that keeps answers."""
    return json.dumps({"query": QUERY, "variables": {"number": number}}).encode()


def _tag(server: Server, path: str) -> str:
    with closing(http.client.HTTPConnection(server.host, server.port, timeout=PATIENCE)) as connection:
        connection.request("GET", path, None, HEADERS)
        answer = connection.getresponse()
        answer.read()
        return answer.headers["ETag"]


def measure_mixed(asked: int = 10_000) -> Iterator[Measure]:
    """The server's memory after requests of every kind, a few of them looks at the whole network, and before them while
    a process of its own surveys it, as it does once for each version.
    """
    chance = random.Random(7)  # noqa: S311 - a seeded draw, no secret
    with bytecode() as environment:
        with serving(environment, rete("serve", "--port", "0", "--no-cache")):
            pass  # it writes the compiled modules
        yield from _measure_mixed(asked, environment, chance)


def _measure_mixed(asked: int, environment: Mapping[str, str], chance: random.Random) -> Iterator[Measure]:
    with serving(environment) as server:
        surveying = server.await_survey()
        with closing(http.client.HTTPConnection(server.host, server.port, timeout=PATIENCE)) as connection:
            for _ in range(asked):
                connection.request("POST", "/graphql", json.dumps(_any_request(chance)).encode(), HEADERS)
                connection.getresponse().read()
        now, peak = server.resident()
    note = f"of one process at most {peak:.0f}"
    yield Measure(part="mixed", name="memory while the network is surveyed", figure=surveying, unit="MB")
    yield Measure(
        part="mixed", name=f"memory after {asked} mixed requests", figure=now, unit="MB", target=150, note=note
    )


def _any_request(chance: random.Random) -> dict[str, object]:
    drawn = chance.random()
    if drawn < 0.9:
        return {"query": QUERY, "variables": {"number": chance.randrange(5_000)}}  # half of them are kept by then
    facts = [{"name": "age", "test": {"is": str(chance.randint(18, 80))}}] if chance.random() < 0.5 else []
    if drawn < 0.97:
        return {"query": PLAN, "variables": {"facts": facts}}
    needs = chance.sample(("housing", "work", "documents", "health", "basic-needs", "income"), 1)
    situations = chance.sample(("release", "release-opera", "detention", "at-liberty", "house-arrest"), 3)
    query = {"needs": needs, "situations": situations, "facts": facts}
    return {"query": chance.choice(LOOKS), "variables": {"query": query}}


def fetch(server: Server, query: str = QUERY) -> bytes:
    """The answer to a query. Raises NotReadyError where it has errors."""
    with closing(http.client.HTTPConnection(server.host, server.port, timeout=PATIENCE)) as connection:
        connection.request("POST", "/graphql", json.dumps({"query": query}).encode(), HEADERS)
        body = connection.getresponse().read()
    if "errors" in json.loads(body):
        raise NotReadyError(f"The server answered {body!r}.")
    return body


def cost(
    server: Server,
    asked: int,
    method: str = "POST",
    path: str = "/graphql",
    headers: Mapping[str, str] | None = None,
    bodies: Sequence[bytes] = (),
) -> float:
    """Milliseconds of processor time of the server for each of `asked` requests over one connection; one for each of
    `bodies`, where there are any."""
    with closing(http.client.HTTPConnection(server.host, server.port, timeout=PATIENCE)) as connection:

        def ask(given: Sequence[bytes | None]) -> None:
            for body in given:
                connection.request(method, path, body, {**HEADERS, **(headers or {})})
                connection.getresponse().read()

        every = list(bodies) or [ASKED if method == "POST" else None] * asked
        ask(every[: max(1, asked // 10)])
        before = server.used()
        ask(every)
        return (server.used() - before) / len(every)
