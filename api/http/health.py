"""`/healthz` and `/readyz`, and getting ready after the start, so that the first question does not wait."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import anyio
import anyio.to_thread
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

from api.http.responses import json_response
from api.live.processes import give_back_memory
from api.live.standing import Standing
from api.messages import Words
from api.versions import Networks
from graph.errors import StoreError
from graph.vocabulary import Locale

log = logging.getLogger("rete.api")


Prepare = Callable[[Callable[[], bool]], Awaitable[None]]
SURVEYED = 1.0
"""Seconds between two looks whether the network has been surveyed."""


class Warmup:
    """Compiles the planner in a thread when the application starts, where that has not been done before.

    `running` tells whether it still does. Where there are pages to `prepare`, they are rendered once the network has
    been surveyed, which another process does; they are told how to find out whether the application ends.
    """

    def __init__(self, live: Networks, prepare: Prepare | None = None) -> None:
        self._live = live
        self._prepare = prepare
        self._ending = False
        self.running = False

    @asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncIterator[None]:
        """The lifespan of the application; requests are taken while the planner is compiled."""
        async with anyio.create_task_group() as group:
            self.running = True
            group.start_soon(self._run)
            yield
            self._ending = True
            group.cancel_scope.cancel()

    async def _run(self) -> None:
        try:
            if not self._live.lasting:  # else it was compiled before it was served
                await anyio.to_thread.run_sync(self._compile, abandon_on_cancel=True)
        except Exception as error:  # a request will meet the same fault and answer for it
            log.error("The planner could not be compiled: %s", type(error).__name__)
        finally:
            self.running = False
        if self._prepare is None:
            return
        try:
            while not await anyio.to_thread.run_sync(self._is_surveyed, abandon_on_cancel=True):
                await anyio.sleep(SURVEYED)
            await self._prepare(lambda: self._ending)
            give_back_memory()
        except StoreError:
            return  # there is no network to show
        except Exception as error:  # who asks for the page will meet the same fault
            log.error("The pages could not be prepared: %s", type(error).__name__)

    def _is_surveyed(self) -> bool:
        return self._live.current().planner.analyst().is_prepared

    def _compile(self) -> None:
        try:
            planner = self._live.current().planner.get()
        except StoreError:
            return  # nothing is published yet; /readyz says so
        planner.ask("")  # builds what reads words


class Health:
    """Tells whether the process lives, and whether it can answer."""

    def __init__(self, live: Networks, warmup: Warmup) -> None:
        self._live = live
        self._warmup = warmup

    async def lives(self, _: Request) -> Response:
        """200 as long as the process answers at all."""
        return json_response(200, {"status": "ok"})

    async def is_ready(self, _: Request) -> Response:
        """200 with the version of the network once one is loaded and compiled, else 503 with the reason."""
        if self._warmup.running:
            return json_response(503, {"status": "getting ready"}, {"Retry-After": "1"})
        standing = self._live.standing()
        try:
            version = await anyio.to_thread.run_sync(self._live.version)
        except StoreError as error:
            cause = standing.lost.cause if standing.lost else Words(Locale.EN)(error.message)
            return json_response(503, {"status": "no network yet", "cause": cause}, {"Retry-After": "5"})
        return json_response(200, {"status": "ready", "version": version, **_details(standing)})


def _details(standing: Standing) -> dict[str, Any]:
    """That the store does not answer; that another version is being loaded, or is not served for its findings."""
    found: dict[str, Any] = {}
    if standing.lost is not None:
        found["stale"] = {"since": standing.lost.since.isoformat(), "cause": standing.lost.cause}
    if standing.refused is not None:
        found["refused"] = {"findings": standing.refused.findings, "first": standing.refused.first}
    if standing.loading is not None:
        found["loading"] = standing.loading or True
    return found
