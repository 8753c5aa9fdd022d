"""The application around GraphQL: health, headers, errors, many requests at once."""

from collections.abc import Callable
from typing import Any

import anyio
import httpx
import pytest

from api.app import create_app
from api.http.headers import SECURITY
from api.settings import Limits, Settings
from graph.model import Catalogue
from graph.network import Network
from graph.store.networkx_store import NetworkXStore


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
        ("GET", "/", 404, "NOT_FOUND"),
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
    assert (get.headers["cache-control"], get.headers["vary"]) == ("no-cache", "Accept")
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
    narrow = client_with(Settings(limits=Limits(workers=1, waiting=1)))
    answers = at_once(narrow, 6, '{ ask(text: "to work") { status } }')
    assert sorted(answer.status_code for answer in answers) == [200, 200, 503, 503, 503, 503]
    busy = next(answer for answer in answers if answer.status_code == 503)
    assert busy.json()["errors"][0]["extensions"] == {"code": "BUSY"}
    assert busy.headers["retry-after"]
    assert narrow.ask("{ snapshot { city } }")
