"""Who waits too long is interrupted, nobody else; and the turns of requests."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

import anyio
import httpx
import orjson
import pytest

from api.app import create_app
from api.http.admission import Deadlines
from api.settings import Limits, Settings
from graph.store.base import NetworkXStore


def test_who_waits_too_long_is_interrupted_and_goes_on_afterwards() -> None:
    async def ask() -> list[str]:
        deadlines, told = Deadlines(0.2), []

        async def wait(seconds: float, name: str) -> None:
            try:
                await deadlines.wait(asyncio.sleep(seconds))
                told.append(name)
            except TimeoutError:
                told.append(f"{name} too late")
            await asyncio.sleep(0.01)  # nothing of the interruption is left

        began = time.monotonic()
        await asyncio.gather(wait(5, "a"), wait(0.01, "b"), wait(0.05, "c"), wait(9, "d"))
        assert 0.2 <= time.monotonic() - began < 2
        await wait(0.01, "e")
        return told

    for _ in range(2):  # in another loop too
        assert asyncio.run(ask()) == ["b", "c", "a too late", "d too late", "e"]


def test_an_interruption_from_elsewhere_passes() -> None:
    async def ask() -> None:
        task = asyncio.ensure_future(Deadlines(5).wait(asyncio.sleep(9)))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(ask())


def test_what_is_raised_passes() -> None:
    async def fail() -> None:
        raise ValueError("so be it")

    async def ask() -> None:
        with pytest.raises(ValueError, match="so be it"):
            await Deadlines(5).wait(fail())

    asyncio.run(ask())


FACTS = [{"name": "residence", "test": {"is": "none"}}]
NEEDS = ["housing", "work", "documents", "health", "basic-needs"]
DEAR = "query($q: CoverageQuery) { coverage(query: $q) { cellCount gaps(repairs: true) { problem { code } } } }"
EVERYTHING = {"query": DEAR, "variables": {"q": {"needs": NEEDS, "facts": FACTS}}}


def test_work_ends_at_its_deadline_and_leaves_the_other_fields(client_with: Callable[[Settings], Any]) -> None:
    hasty = client_with(Settings(limits=Limits(planning_seconds=0.0)))
    query = DEAR.replace("{ coverage", "{ snapshot { city } coverage")
    answer = hasty.post(query, {"q": {"needs": ["work"], "situations": ["release"], "facts": FACTS}}).json()
    assert {error["extensions"]["code"] for error in answer["errors"]} == {"DEADLINE_EXCEEDED"}
    assert hasty.ask("{ snapshot { city } }") == {"snapshot": {"city": "milano"}}


def test_work_ends_when_its_client_leaves(store: NetworkXStore) -> None:
    app = create_app(Settings(), store)
    sent: list[Any] = []

    async def run() -> float:
        left = asyncio.Event()  # as uvicorn has it: it does not yield once it is set
        body = iter([{"type": "http.request", "body": orjson.dumps(EVERYTHING)}])

        async def receive() -> Any:
            for message in body:
                return message
            await left.wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)

        headers = [(b"content-type", b"application/json")]
        scope: Any = {"type": "http", "method": "POST", "path": "/graphql", "query_string": b"", "headers": headers}
        async with anyio.create_task_group() as group:
            group.start_soon(app, scope, receive, send)
            await anyio.sleep(0.05)
            left.set()
            begun = time.monotonic()
        return time.monotonic() - begun

    assert anyio.run(run) < 2
    # On a busy machine the client may have left before its turn.
    assert b"DEADLINE_EXCEEDED" in sent[1]["body"] or b"BUSY" in sent[1]["body"]


def together(app: Any, *requests: tuple[Any, dict[str, str]], client: str = "127.0.0.1") -> list[httpx.Response]:
    """The answers to requests that are sent at once, in the order in which they were given: GraphQL, or addresses."""
    answers: dict[int, httpx.Response] = {}

    async def send() -> None:
        transport = httpx.ASGITransport(app, client=(client, 1))
        async with (
            httpx.AsyncClient(transport=transport, base_url="http://rete") as http,
            anyio.create_task_group() as group,
        ):

            async def one(place: int, asked: Any, headers: dict[str, str]) -> None:
                if isinstance(asked, str):
                    answers[place] = await http.get(asked, headers=headers)
                else:
                    answers[place] = await http.post("/graphql", json=asked, headers=headers)

            for place, (body, headers) in enumerate(requests):
                group.start_soon(one, place, body, headers)

    anyio.run(send)
    return [answers[place] for place in sorted(answers)]


ASK = {"query": '{ ask(text: "to work") { status } }'}
READ = {"query": "{ snapshot { city } }"}


@pytest.mark.sample(2)
@pytest.mark.parametrize(
    ("client", "headers", "statuses"),
    [
        ("192.0.2.7", ({}, {}), [200, 429]),
        ("192.0.2.7", ({"X-Forwarded-For": "192.0.2.1"}, {"X-Forwarded-For": "192.0.2.2"}), [200, 200]),
        ("192.0.2.7", ({"X-Forwarded-For": "192.0.2.9, 192.0.2.1"}, {"X-Forwarded-For": "192.0.2.1"}), [200, 429]),
        ("127.0.0.1", ({}, {}), [200, 200]),
    ],
)
def test_an_address_has_its_share(
    store: NetworkXStore, client: str, headers: tuple[dict[str, str], ...], statuses: list[int]
) -> None:
    header = "X-Forwarded-For" if any(headers) else None
    app = create_app(Settings(limits=Limits(client_requests=1), client_header=header), store)
    answers = together(app, *((ASK, each) for each in headers), client=client)
    assert [answer.status_code for answer in answers] == statuses
    for answer in answers:
        if answer.status_code == 429:
            assert answer.headers["retry-after"]
            assert answer.json()["errors"][0]["extensions"] == {"code": "BUSY"}
    assert together(app, (READ, {}), client=client)[0].status_code == 200


def test_a_header_that_no_setting_names_is_not_believed(store: NetworkXStore) -> None:
    app = create_app(Settings(limits=Limits(client_requests=1)), store)
    headers = ({"X-Forwarded-For": "192.0.2.1"}, {"X-Forwarded-For": "192.0.2.2"})
    answers = together(app, *((ASK, each) for each in headers), client="192.0.2.7")
    assert [answer.status_code for answer in answers] == [200, 429]


def test_reads_do_not_stand_behind_plans(client_with: Callable[[Settings], Any]) -> None:
    app = client_with(Settings(limits=Limits(planners=1, waiting=0))).app
    first, second = together(app, (ASK, {}), (READ, {}))
    assert (first.status_code, second.status_code) == (200, 200)


@pytest.mark.parametrize("path", ["/hsds/services?full=true&per_page=100", "/exports/hsds.json"])
def test_who_takes_much_at_once_waits_for_others_who_do_and_nobody_else_does(store: NetworkXStore, path: str) -> None:
    app = create_app(Settings(limits=Limits(waiting=0)), store)
    *exports, read = together(app, (path, {}), (path, {}), (path, {}), (READ, {}))
    assert sorted(answer.status_code for answer in exports) == [200, 503, 503]
    assert read.status_code == 200
    for refused in (answer for answer in exports if answer.status_code == 503):
        assert refused.headers["retry-after"] == "1"
        assert refused.json()["errors"][0]["extensions"] == {"code": "BUSY"}
    own = create_app(Settings(limits=Limits(client_requests=1)), store)
    assert [each.status_code for each in together(own, (path, {}), (path, {}), client="192.0.2.7")] == [200, 429]
