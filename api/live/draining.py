"""A server process that gives its place up to another one without a request noticing it."""

import asyncio
import signal
import socket
from collections.abc import Callable

import uvicorn

CLOSE = ("Connection", "close")
DRAINED = 20.0
"""Seconds after which a process that has given its place up ends, whoever is still connected: streams never end."""

EMPTY = 3
"""Looks after one another at which nobody is connected any more: somebody may have been taken in and not arrived."""


class DrainingServer(uvicorn.Server):
    """On SIGUSR1 it takes no new connections, answers what comes on those it has, and ends when they are closed.

    Each answer then asks the client to close its connection, so that no request meets one that is being closed.
    `begun` is called once connections are taken.
    """

    def __init__(self, config: uvicorn.Config, begun: Callable[[], None]) -> None:
        super().__init__(config)
        self._begun = begun
        self._ending: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to take connections."""
        await super().startup(sockets)
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, self._drain)
        self._begun()

    def _drain(self) -> None:
        if self._ending is not None:
            return
        loop = asyncio.get_running_loop()
        for server in self.servers:
            # Not closed yet: asyncio would drop without a word whom it has taken in right before.
            for listening in server.sockets:
                loop.remove_reader(listening.fileno())
        self.config.headers.append(CLOSE)
        self.config.encoded_headers.append((b"connection", b"close"))
        self.server_state.default_headers = [*self.server_state.default_headers, (b"connection", b"close")]
        self._ending = loop.create_task(self._end())

    async def _end(self) -> None:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + DRAINED
        looks = 0
        while looks < EMPTY and loop.time() < deadline:
            await asyncio.sleep(0.05)
            looks = 0 if self.server_state.connections else looks + 1
        self.should_exit = True
