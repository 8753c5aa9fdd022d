"""Who comes in, and who waits: queues before the threads, and a share of them for each client."""

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from ipaddress import ip_address

import anyio
from starlette.requests import Request

from api.errors import ErrorCode
from api.http.refusal import Refusal, refuse
from api.settings import Settings


class Queue:
    """At most `workers` requests that are executed, and behind them those that wait for their turn."""

    def __init__(self, workers: int, waiting: int, seconds: float) -> None:
        self._workers = anyio.CapacityLimiter(workers)
        self._most = workers + waiting
        self._seconds = seconds
        self.inside = 0

    @asynccontextmanager
    async def turn(self, request: Request) -> AsyncIterator[None]:
        """The turn of `request`, whose body was read.

        Raises Refusal (503) where no place is left, the turn does not come in time, or nobody waits for it any more.
        """
        if self.inside >= self._most:
            raise _busy()
        self.inside += 1
        try:
            await self._acquire()
            try:
                if await request.is_disconnected():
                    raise _busy()
                yield
            finally:
                self._workers.release()
        finally:
            self.inside -= 1

    async def _acquire(self) -> None:
        try:
            with anyio.fail_after(self._seconds):
                await self._workers.acquire()
        except TimeoutError:
            raise _busy() from None


class Clients:
    """How many requests of each address are inside. An address is forgotten with its last request."""

    def __init__(self, settings: Settings) -> None:
        self._most = settings.limits.client_requests
        self._header = settings.client_header
        self._inside: Counter[str] = Counter()

    @contextmanager
    def share(self, request: Request) -> Iterator[None]:
        """The part of the server that the client of `request` takes. Raises Refusal (429) where it has its share."""
        client = self._address(request)
        if client is None:
            yield
            return
        if self._inside[client] >= self._most:
            raise refuse(429, ErrorCode.BUSY, f"At most {self._most} requests at a time.", headers={"Retry-After": "1"})
        self._inside[client] += 1
        try:
            yield
        finally:
            self._inside[client] -= 1
            if not self._inside[client]:
                del self._inside[client]

    def _address(self, request: Request) -> str | None:
        """Whose request it is; None where it comes from this machine itself, or nobody can tell.

        Of several addresses in the header the last one counts: the trusted proxy added it, a client may have written
        the others.
        """
        if self._header is not None:
            named = ",".join(request.headers.getlist(self._header)).rpartition(",")[2].strip()
            return named or None
        host = request.client.host if request.client else ""
        try:
            return None if ip_address(host).is_loopback else host
        except ValueError:
            return None


def _busy() -> Refusal:
    return refuse(503, ErrorCode.BUSY, "Too many requests at once; try again shortly.", headers={"Retry-After": "1"})
