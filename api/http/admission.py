"""Queues before the threads that execute requests, a limit for each client, and deadlines.

Requests that wait together share one timer, because one for each costs more than most answers here.
"""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from ipaddress import ip_address
from typing import Any, TypeVar

import anyio
import anyio.from_thread
from starlette.requests import Request

from api.errors import ApiError, ErrorCode, Refusal, refuse
from api.settings import Settings

Result = TypeVar("Result")
LOOKS = 10
"""Looks at who waits within the time that each may wait."""


class Deadlines:
    """Interrupts who waits longer than so many seconds, at most a tenth of them late."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._since: dict[asyncio.Task[Any], float] = {}
        self._late: set[asyncio.Task[Any]] = set()
        self._looking: asyncio.AbstractEventLoop | None = None
        """The loop that looks again after some time."""

    async def wait(self, awaited: Awaitable[Result]) -> Result:
        """What `awaited` gives. Raises TimeoutError where it takes too long."""
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - only tasks wait
        loop = task.get_loop()
        self._since[task] = loop.time()
        if self._looking is not loop:
            self._look_later(loop)
        try:
            return await awaited
        except asyncio.CancelledError:
            # Who was interrupted from elsewhere too ends, as with asyncio.timeout.
            if task in self._late and task.uncancel() == 0:
                raise TimeoutError from None
            raise
        finally:
            del self._since[task]
            self._late.discard(task)

    def _look_later(self, loop: asyncio.AbstractEventLoop) -> None:
        self._looking = loop
        loop.call_later(self._seconds / LOOKS, self._look, loop)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._looking is not loop:
            return
        self._looking = None
        for task, since in self._since.items():
            if loop.time() - since >= self._seconds and task not in self._late:
                self._late.add(task)
                task.cancel()
        if self._since:
            self._look_later(loop)


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
    """Counts the unfinished requests of each address, and forgets an address with its last request."""

    def __init__(self, settings: Settings) -> None:
        self._most = settings.limits.client_requests
        self._header = settings.client_header
        self._inside: Counter[str] = Counter()

    @contextmanager
    def share(self, request: Request) -> Iterator[None]:
        """Count `request` for its client while the block runs. Raises Refusal (429) if the client has too many."""
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


class Turns:
    """The queues of one process, and the share of them that each client has.

    `reads` are requests whose answer is at hand, `plans` those that plan, `changes` those that change the catalogue and
    wait until that is served, `exports` those for much of the network at once. None waits for those of another queue.
    """

    def __init__(self, settings: Settings) -> None:
        limits = settings.limits
        self.clients = Clients(settings)
        self.reads, self.plans, self.changes, self.exports = (
            Queue(workers, limits.waiting, limits.waiting_seconds)
            for workers in (limits.readers, limits.planners, limits.changers, limits.exporters)
        )

    def queues(self) -> Mapping[str, Queue]:
        """The queues by name."""
        return {"read": self.reads, "plan": self.plans, "change": self.changes, "export": self.exports}

    @asynccontextmanager
    async def export(self, request: Request) -> AsyncIterator[None]:
        """The turn of a request for much of the network at once. Raises Refusal (429, 503) where it has none."""
        with self.clients.share(request):
            async with self.exports.turn(request):
                yield


PULSE = 0.2
"""Seconds between two looks at whether a client still waits."""


class Deadline:
    """Until when somebody may be worked for."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._look = time.monotonic()
        self._end = self._look + seconds

    def check(self) -> None:
        """Called by the thread that works. Raises ApiError (DEADLINE_EXCEEDED) where the work has to end."""
        now = time.monotonic()
        if now < self._look:
            return
        self._look = now + PULSE
        if now > self._end or self._is_left():
            message = f"The answer takes longer than {self._seconds:g} seconds; ask for less at a time."
            raise ApiError(ErrorCode.DEADLINE_EXCEEDED, message)

    def _is_left(self) -> bool:
        """Whether the client has left; here never."""
        return False


class Patience(Deadline):
    """Until when a request may be worked on: its deadline, or when its client leaves."""

    def __init__(self, seconds: float, request: Request) -> None:
        super().__init__(seconds)
        self._request = request

    def _is_left(self) -> bool:
        return anyio.from_thread.run(self._request.is_disconnected)


def _busy() -> Refusal:
    return refuse(503, ErrorCode.BUSY, "Too many requests at once; try again shortly.", headers={"Retry-After": "1"})
