"""`/events`: tells by server-sent events when another version of the network is live."""

import time
from collections.abc import AsyncIterator

import anyio
import anyio.to_thread
import orjson
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from api.versions import Networks
from graph.errors import StoreError

INTERVAL = 2.0
"""Seconds between two looks at the live version, for all who listen together."""
ALIVE = 15.0
"""Seconds after which a silent connection gets a comment, so that no proxy closes it."""
MOST = 200
"""Who may listen at the same time."""


class Events:
    """Sends the live version to every listener: first the present one, then each new one."""

    def __init__(self, live: Networks, interval: float = INTERVAL) -> None:
        self._live = live
        self._interval = interval
        self._looked = 0.0
        self._version: str | None = None
        self._listening = 0

    async def listen(self, request: Request) -> Response:
        """A stream that stays open; 503 where too many listen."""
        if self._listening >= MOST:
            raise HTTPException(503, headers={"Retry-After": "30"})
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        stream = self._tell(request.headers.get("last-event-id"))
        return StreamingResponse(stream, media_type="text/event-stream", headers=headers)

    async def _tell(self, known: str | None) -> AsyncIterator[bytes]:
        """`known` is the version that the client has heard of already."""
        self._listening += 1
        try:
            told = time.monotonic()
            yield b"retry: 5000\n\n"
            while True:
                version = await self._current()
                if version is not None and version != known:
                    known, told = version, time.monotonic()
                    data = orjson.dumps({"version": version}).decode()
                    yield f"event: version\nid: {version}\ndata: {data}\n\n".encode()
                elif time.monotonic() - told > ALIVE:
                    told = time.monotonic()
                    yield b": alive\n\n"
                await anyio.sleep(self._interval)
        finally:
            self._listening -= 1

    async def _current(self) -> str | None:
        """The live version, asked for once in an interval; None where there is none or the store does not answer."""
        if time.monotonic() - self._looked >= self._interval:
            self._looked = time.monotonic()
            try:
                self._version = await anyio.to_thread.run_sync(self._live.version)
            except StoreError:
                self._version = None
        return self._version
