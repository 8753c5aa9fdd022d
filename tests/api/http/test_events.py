"""Server-sent events: the live version at once, then each new one."""

import json
from dataclasses import replace
from typing import Any

import anyio
import pytest

from api.app import create_app
from api.http import events
from api.settings import Settings
from graph.model import Catalogue
from graph.store.base import NetworkXStore


async def listen(app: Any, heard: list[bytes], last: str | None = None) -> None:
    """Listen until cancelled."""
    headers = [] if last is None else [(b"last-event-id", last.encode())]
    scope: Any = {"type": "http", "method": "GET", "path": "/events", "query_string": b"", "headers": headers}
    asked = iter([{"type": "http.request", "body": b""}])

    async def receive() -> Any:
        for message in asked:
            return message
        await anyio.sleep_forever()

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            assert dict(message["headers"])[b"content-type"].startswith(b"text/event-stream")
        heard.append(message.get("body", b""))

    await app(scope, receive, send)


def versions(heard: list[bytes]) -> list[str]:
    lines = b"".join(heard).decode().splitlines()
    return [json.loads(line.removeprefix("data: "))["version"] for line in lines if line.startswith("data: ")]


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events.Events.__init__, "__defaults__", (0.01,))


def test_each_version_is_told_once(catalogue: Catalogue) -> None:
    store = NetworkXStore(catalogue)
    app = create_app(Settings(), store)
    first, heard, again = store.version(), list[bytes](), list[bytes]()

    async def run() -> None:
        async with anyio.create_task_group() as group:
            group.start_soon(listen, app, heard)
            group.start_soon(listen, app, again, first)
            with anyio.fail_after(5):
                while versions(heard) != [first]:
                    await anyio.sleep(0.01)
            store.publish(replace(catalogue, situations=catalogue.situations[:-1]))
            with anyio.fail_after(5):
                while len(versions(heard)) < 2 or not versions(again):
                    await anyio.sleep(0.01)
            await anyio.sleep(0.1)
            group.cancel_scope.cancel()

    anyio.run(run)
    assert versions(heard) == [first, store.version()]
    assert versions(again) == [store.version()]


def test_no_more_listen_than_may(store: NetworkXStore, monkeypatch: pytest.MonkeyPatch, client: Any) -> None:
    monkeypatch.setattr(events, "MOST", 1)
    app = create_app(Settings(), store)
    heard: list[bytes] = []

    async def run() -> None:
        async with anyio.create_task_group() as group:
            group.start_soon(listen, app, heard)
            with anyio.fail_after(5):
                while not versions(heard):
                    await anyio.sleep(0.01)
            await anyio.to_thread.run_sync(refused)
            group.cancel_scope.cancel()

    def refused() -> None:
        answer = type(client)(app).request("GET", "/events")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")

    anyio.run(run)
