"""The queue before the workers: so many requests are executed at a time, and so many wait, for so long."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
from starlette.requests import Request

from api.errors import ErrorCode
from api.http.refusal import Refusal, refuse
from api.settings import Limits


class Queue:
    """Requests that are executed, and behind them those that wait for their turn."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._workers = anyio.CapacityLimiter(limits.workers)
        self._inside = 0

    @asynccontextmanager
    async def turn(self, request: Request) -> AsyncIterator[None]:
        """The turn of `request`, whose body was read.

        Raises Refusal (503) where no place is left, the turn does not come in time, or nobody waits for it any more.
        """
        if self._inside >= self._limits.workers + self._limits.waiting:
            raise _busy()
        self._inside += 1
        try:
            await self._acquire()
            try:
                if await request.is_disconnected():
                    raise _busy()
                yield
            finally:
                self._workers.release()
        finally:
            self._inside -= 1

    async def _acquire(self) -> None:
        try:
            with anyio.fail_after(self._limits.waiting_seconds):
                await self._workers.acquire()
        except TimeoutError:
            raise _busy() from None


def _busy() -> Refusal:
    return refuse(503, ErrorCode.BUSY, "Too many requests at once; try again shortly.", headers={"Retry-After": "1"})
