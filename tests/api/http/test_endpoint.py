"""The application around GraphQL: health, headers, errors, many requests at once."""

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import anyio
import httpx
import orjson
import pytest

from api.app import create_app
from api.http.responses import SECURITY
from api.settings import Limits, Settings
from graph.model import Catalogue
from graph.network import Network
from graph.store.base import NetworkXStore


def test_health(client: Any, network: Network) -> None:
    assert client.request("GET", "/healthz").json() == {"status": "ok"}
    assert client.request("GET", "/readyz").json() == {"status": "ready", "version": network.version}


def test_without_a_network_the_process_lives_but_is_not_ready(client: Any) -> None:
    empty = type(client)(create_app(Settings(), NetworkXStore()))
    assert empty.request("GET", "/healthz").status_code == 200
    assert empty.request("GET", "/readyz").status_code == 503
    response = empty.post("{ snapshot { version } }")
    assert response.status_code == 503
    assert response.json()["errors"][0]["extensions"]["code"] == "NOT_READY"
    assert response.headers["retry-after"]


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nothing", 404, "NOT_FOUND"),
        ("GET", "/graphql/", 404, "NOT_FOUND"),
        ("POST", "/../../etc/passwd", 404, "NOT_FOUND"),
        ("POST", "/healthz", 405, "METHOD_NOT_ALLOWED"),
    ],
)
def test_other_addresses_are_answered_in_json(client: Any, method: str, path: str, status: int, code: str) -> None:
    response = client.request(method, path)
    assert response.status_code == status
    assert response.json()["errors"][0]["extensions"] == {"code": code}


@pytest.mark.parametrize("path", ["/graphql", "/healthz", "/readyz", "/nothing"])
def test_every_answer_carries_the_security_headers(client: Any, path: str) -> None:
    headers = client.request("GET", path).headers
    assert {name: headers[name] for name in SECURITY} == SECURITY


def test_answers_are_not_cached_where_they_may_be_about_a_person(client: Any) -> None:
    query = "{ snapshot { version } }"
    assert client.post(query).headers["cache-control"] == "no-store"
    get = client.request("GET", "/graphql", params={"query": query})
    assert (get.headers["cache-control"], get.headers["vary"]) == ("no-cache", "Accept, Origin, Accept-Encoding")
    assert client.request("GET", "/graphql").headers["cache-control"] == "no-store"


def test_a_publication_is_seen_by_the_next_request(client: Any, catalogue: Catalogue) -> None:
    from dataclasses import replace

    store = NetworkXStore(catalogue)
    own = type(client)(create_app(Settings(), store))
    query = '{ snapshot { version counts { organizations } } ask(text: "to work") { snapshot { version } } }'
    before = own.ask(query)
    store.publish(replace(catalogue, city="elsewhere"))
    after = own.ask(query)
    assert after["snapshot"]["version"] == after["ask"]["snapshot"]["version"] == store.version()
    assert before["snapshot"]["version"] != after["snapshot"]["version"]


def at_once(client: Any, count: int, query: str) -> list[httpx.Response]:
    """The answers to `count` requests that are sent together."""

    async def send() -> list[httpx.Response]:
        answers: list[httpx.Response] = []
        transport = httpx.ASGITransport(client.app)
        async with (
            httpx.AsyncClient(transport=transport, base_url="http://rete") as http,
            anyio.create_task_group() as tasks,
        ):

            async def one() -> None:
                answers.append(await http.post("/graphql", json={"query": query}))

            for _ in range(count):
                tasks.start_soon(one)
        return answers

    return anyio.run(send)


def test_many_questions_at_once_have_the_same_answer(client: Any) -> None:
    answers = at_once(
        client, 12, '{ ask(text: "from San Vittore release to housing plus work") { status plans { id } } }'
    )
    assert len({answer.content for answer in answers}) == 1
    assert answers[0].json()["data"]["ask"]["status"] == "PLANNED"


def test_more_than_the_queue_takes_are_turned_away(client_with: Callable[[Settings], Any]) -> None:
    narrow = client_with(Settings(limits=Limits(readers=1, waiting=1)))
    answers = at_once(narrow, 6, '{ ask(text: "to work") { status } }')
    assert sorted(answer.status_code for answer in answers) == [200, 200, 503, 503, 503, 503]
    busy = next(answer for answer in answers if answer.status_code == 503)
    assert busy.json()["errors"][0]["extensions"] == {"code": "BUSY"}
    assert busy.headers["retry-after"]
    assert narrow.ask("{ snapshot { city } }")


class HeldStore:
    """A store that is slow to read its network: it waits until it is let go."""

    def __init__(self, store: NetworkXStore) -> None:
        self._store = store
        self.free = threading.Event()
        self.reads = 0

    def current(self) -> Network:
        self.reads += 1
        assert self.free.wait(timeout=30)
        return self._store.current()

    def version(self) -> str:
        return self._store.version()

    def publish(self, catalogue: Catalogue) -> Network:
        return self._store.publish(catalogue)

    def close(self) -> None:
        self._store.close()


QUICK = {"query": "{ snapshot { version } }"}


def test_nobody_waits_longer_than_the_limit(store: NetworkXStore) -> None:
    held = HeldStore(store)
    app = create_app(Settings(limits=Limits(readers=1, waiting_seconds=0.05)), held)
    answers: dict[str, httpx.Response] = {}

    async def send() -> None:
        transport = httpx.ASGITransport(app)
        async with (
            httpx.AsyncClient(transport=transport, base_url="http://rete") as http,
            anyio.create_task_group() as tasks,
        ):

            async def one(name: str) -> None:
                answers[name] = await http.post("/graphql", json=QUICK)

            tasks.start_soon(one, "first")
            while not held.reads:
                await anyio.sleep(0.001)
            await one("second")
            held.free.set()

    anyio.run(send)
    assert answers["first"].status_code == 200
    assert answers["second"].status_code == 503
    assert answers["second"].json()["errors"][0]["extensions"] == {"code": "BUSY"}


def test_what_nobody_waits_for_any_more_is_not_executed(store: NetworkXStore) -> None:
    held = HeldStore(store)
    app = create_app(Settings(limits=Limits(readers=1)), held)
    body = orjson.dumps(QUICK)
    scope: Any = {
        "type": "http", "method": "POST", "path": "/graphql", "query_string": b"",
        "headers": [(b"content-type", b"application/json")],
    }  # fmt: skip

    async def leaver() -> None:
        messages = iter([{"type": "http.request", "body": body}, {"type": "http.disconnect"}])

        async def receive() -> Any:
            return next(messages)

        async def send(_: Any) -> None:
            return

        await app(scope, receive, send)

    async def run() -> None:
        transport = httpx.ASGITransport(app)
        async with (
            httpx.AsyncClient(transport=transport, base_url="http://rete") as http,
            anyio.create_task_group() as tasks,
        ):
            tasks.start_soon(partial(http.post, "/graphql", json=QUICK))
            while not held.reads:
                await anyio.sleep(0.001)
            tasks.start_soon(leaver)
            await anyio.sleep(0.01)
            held.free.set()

    anyio.run(run)
    assert held.reads == 1
