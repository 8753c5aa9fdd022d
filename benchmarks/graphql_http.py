"""GraphQL over HTTP beside a bare Starlette that sends the same bytes, each in a server process of its own.

What is compared is processor time of the server for each request, so that a busy machine changes little.
"""

import http.client
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing

from benchmarks.measure import Measure
from benchmarks.processes import PATIENCE, NotReadyError, Server, bytecode, serving

OBJECTS = 62
QUERY = f"{{ organizations(first: {OBJECTS}) {{ nodes {{ id slug name kind evidence }} }} }}"
ASKED = json.dumps({"query": QUERY}).encode()
HEADERS = {"Content-Type": "application/json", "Accept": "application/json"}
TRUSTED = "/graphql?documentId=SnapshotQuery"
BARE = """
import sys
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from api.server import serve
from api.settings import Settings

BODY = sys.stdin.buffer.read()

async def send(request: Request) -> Response:
    await request.body()
    return Response(BODY, media_type="application/json")

app = Starlette(routes=[Route("/graphql", send, methods=["GET", "POST"]), Route("/readyz", send)])
serve(app, Settings(port=0), announce=lambda url: print(url, flush=True))
"""


def measure_http(asked: int = 600) -> Iterator[Measure]:
    """Processor time of `asked` requests to each server."""
    with bytecode() as environment:
        with serving(environment) as server:
            body = fetch(server)
            ours = cost(server, asked)
            trusted = cost(server, asked, "GET", TRUSTED)
        bare = _bare(environment, body, asked)
    note = f"{OBJECTS} objects, {len(body)} bytes, {asked} requests"
    yield Measure(part="http", name="one GraphQL request", figure=ours, cpu=ours, note=note)
    yield Measure(part="http", name="one request of a trusted document by GET", figure=trusted, cpu=trusted)
    yield Measure(part="http", name="bare Starlette, the same bytes", figure=bare, cpu=bare)
    yield Measure(part="http", name="bare Starlette to GraphQL", figure=bare / ours, unit="", note="1 is as quick")


def _bare(environment: Mapping[str, str], body: bytes, asked: int) -> float:
    with serving(environment, [sys.executable, "-c", BARE], body.decode()) as server:
        assert fetch(server) == body
        return cost(server, asked)


def fetch(server: Server) -> bytes:
    """The answer to the query. Raises NotReadyError where it has errors."""
    with closing(http.client.HTTPConnection(server.host, server.port, timeout=PATIENCE)) as connection:
        connection.request("POST", "/graphql", ASKED, HEADERS)
        body = connection.getresponse().read()
    if "errors" in json.loads(body):
        raise NotReadyError(f"The server answered {body!r}.")
    return body


def cost(server: Server, asked: int, method: str = "POST", path: str = "/graphql") -> float:
    """Milliseconds of processor time of the server for each of `asked` requests over one connection."""
    with closing(http.client.HTTPConnection(server.host, server.port, timeout=PATIENCE)) as connection:

        def ask(count: int) -> None:
            for _ in range(count):
                connection.request(method, path, ASKED if method == "POST" else None, HEADERS)
                connection.getresponse().read()

        ask(max(1, asked // 10))
        before = server.used()
        ask(asked)
        return (server.used() - before) / asked
