"""`/healthz` and `/readyz`, and getting ready after the start, so that the first question does not wait."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import anyio
import anyio.to_thread
import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

from api.catalogue_watch import CatalogueWatch
from api.version_cache import LiveNetworks
from graph.checkpoint import checked_by
from graph.errors import StoreError

log = logging.getLogger("rete.api")


class _Stopped(Exception):  # noqa: N818 - no error: the application ends
    """Nobody waits for the survey any more."""


class Warmup:
    """Compiles the planner in a thread when the application starts. `running` tells whether it still does.

    Where there are pages to `prepare`, the network is then surveyed and they are rendered, so that coverage is at hand;
    they are told how to find out whether the application ends. `watch`, if there is one, runs as long as the
    application; the same is done for each new version.
    """

    def __init__(
        self,
        live: LiveNetworks,
        watch: CatalogueWatch | None = None,
        prepare: Callable[[Callable[[], bool]], Awaitable[None]] | None = None,
    ) -> None:
        self._live = live
        self._watch = watch
        self._prepare = prepare
        self.running = False
        self._ending = False

    @asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncIterator[None]:
        """The lifespan of the application; requests are taken while the planner is compiled."""
        async with anyio.create_task_group() as group:
            self.running = True
            group.start_soon(self._get_ready)
            if self._watch is not None:
                group.start_soon(self._watch.run, self._get_ready)
            yield
            self._ending = True
            group.cancel_scope.cancel()

    async def _get_ready(self) -> None:
        try:
            await anyio.to_thread.run_sync(self._compile, abandon_on_cancel=True)
        except Exception as error:  # a request will meet the same fault and answer for it
            log.error("The planner could not be compiled: %s", type(error).__name__)
        finally:
            self.running = False
        if self._prepare is None:
            return
        await anyio.to_thread.run_sync(self._survey, abandon_on_cancel=True)
        try:
            await self._prepare(lambda: self._ending)
        except Exception as error:  # who asks for the page will meet the same fault
            log.error("The pages could not be prepared: %s", type(error).__name__)

    def _survey(self) -> None:
        try:
            with checked_by(self._check):
                self._live.current().planner.analyst().prepare()
        except (_Stopped, StoreError):
            return
        except Exception as error:  # who asks for coverage will meet the same fault
            log.error("The network could not be surveyed: %s", type(error).__name__)

    def _check(self) -> None:
        if self._ending:
            raise _Stopped

    def _compile(self) -> None:
        try:
            planner = self._live.current().planner.get()
        except StoreError:
            return  # nothing is published yet; /readyz says so
        planner.ask("")  # builds what reads words


def json_response(status: int, body: Any, headers: Mapping[str, str] | None = None) -> Response:
    """A JSON answer that no cache keeps."""
    return Response(
        orjson.dumps(body), status, {"Cache-Control": "no-store", **(headers or {})}, media_type="application/json"
    )


class Health:
    """Tells whether the process lives, and whether it can answer."""

    def __init__(self, live: LiveNetworks, warmup: Warmup, watch: CatalogueWatch | None = None) -> None:
        self._live = live
        self._watch = watch
        self._warmup = warmup

    async def lives(self, _: Request) -> Response:
        """200 as long as the process answers at all."""
        return json_response(200, {"status": "ok"})

    async def is_ready(self, _: Request) -> Response:
        """200 with the version of the network once one is loaded and compiled, else 503."""
        if self._warmup.running:
            return json_response(503, {"status": "getting ready"}, {"Retry-After": "1"})
        try:
            version = await anyio.to_thread.run_sync(self._live.version)
        except StoreError:
            return json_response(503, {"status": "no network is published yet"}, {"Retry-After": "5"})
        return json_response(200, {"status": "ready", "version": version, **self._refused()})

    def _refused(self) -> dict[str, Any]:
        """That the catalogue's folder holds a version that is not served, because of its findings."""
        refused = None if self._watch is None else self._watch.refused
        return {} if refused is None else {"refused": {"findings": refused.findings, "first": refused.first}}
