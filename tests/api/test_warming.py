"""Getting ready: the planner is compiled once the application has started, and /readyz waits for it."""

from typing import Any

import anyio
import httpx

from api.app import create_app
from api.settings import Settings
from graph.model import Catalogue
from graph.store.base import NetworkXStore


def started(app: Any, until: int) -> list[int]:
    """The statuses of /readyz after the start, until one is `until`."""

    async def run() -> list[int]:
        found: list[int] = []
        transport = httpx.ASGITransport(app)
        async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url="http://a") as own:
            while until not in found:
                found.append((await own.get("/readyz")).status_code)
                await anyio.sleep(0.01)
        return found

    return anyio.run(run)


def test_it_becomes_ready_once_the_planner_is_compiled(catalogue: Catalogue) -> None:
    app = create_app(Settings(), NetworkXStore(catalogue))
    found = started(app, until=200)
    assert found[0] == 503
    assert found[-1] == 200


def test_without_a_network_it_waits_for_one(catalogue: Catalogue) -> None:
    store = NetworkXStore()
    app = create_app(Settings(), store)
    assert set(started(app, until=503)) == {503}
    store.publish(catalogue)
    assert started(app, until=200)[-1] == 200
