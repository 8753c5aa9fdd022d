"""Getting ready after the start, so that the first question does not wait."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
import anyio.to_thread
from starlette.applications import Starlette

from api.catalogue_watch import CatalogueWatch
from api.version_cache import LiveNetworks
from graph.errors import StoreError

log = logging.getLogger("rete.api")


class Warmup:
    """Compiles the planner in a thread when the application starts. `running` tells whether it still does.

    `watch`, if there is one, runs as long as the application; the planner of each new version is compiled as well.
    """

    def __init__(self, live: LiveNetworks, watch: CatalogueWatch | None = None) -> None:
        self._live = live
        self._watch = watch
        self.running = False

    @asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncIterator[None]:
        """The lifespan of the application; requests are taken while the planner is compiled."""
        async with anyio.create_task_group() as group:
            self.running = True
            group.start_soon(self._run)
            if self._watch is not None:
                group.start_soon(self._watch.run, self._compile)
            yield
            group.cancel_scope.cancel()

    async def _run(self) -> None:
        try:
            await anyio.to_thread.run_sync(self._compile, abandon_on_cancel=True)
        except Exception as error:  # a request will meet the same fault and answer for it
            log.error("The planner could not be compiled: %s", type(error).__name__)
        finally:
            self.running = False

    def _compile(self) -> None:
        try:
            planner = self._live.current().planner.get()
        except StoreError:
            return  # nothing is published yet; /readyz says so
        planner.ask("")  # builds what reads words
