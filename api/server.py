"""Serves the application on this machine, and drops connections that are silent, slow or too many."""

import asyncio
import logging
import resource
import signal
import socket
import sys
from collections import OrderedDict, deque
from collections.abc import Callable
from functools import cache
from typing import Any, ClassVar

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from api.http.monitoring import NamesRequest
from api.listening import BACKLOG
from api.messages import Words
from api.settings import Limits, Settings
from graph.message import Message
from graph.vocabulary import Locale

log = logging.getLogger("rete.api")


def serve_on(
    listener: socket.socket, app: ASGIApp, settings: Settings, begun: Callable[[], None] = lambda: None
) -> None:
    """Serve `app` on `listener` until told to end; `begun` is called once connections are taken.

    No access log is written: a URL may be private, and so may be who asks.
    """
    config = uvicorn.Config(
        app, http=guarded_protocol(settings.limits), backlog=taken_at_once(),
        access_log=False, log_level="warning", server_header=False, date_header=True, ws="none", lifespan="on",
        timeout_graceful_shutdown=GRACE,
    )  # fmt: skip
    guard_logs()
    sys.setswitchinterval(SWITCH)
    DrainingServer(config, begun).run(sockets=[listener])


@cache
def guard_logs() -> None:
    """Let logs name the request, speak English, and not be flooded."""
    for name in ("asyncio", "uvicorn.error", "rete.api"):
        logging.getLogger(name).addFilter(RateLimit())
        logging.getLogger(name).addFilter(NamesRequest())
    logging.getLogger("rete.store").addFilter(SpeaksEnglish())


class SpeaksEnglish(logging.Filter):
    """Puts the messages that a record holds into the words of the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether `record` is written: always."""
        words = Words(Locale.EN)
        given = record.args if isinstance(record.args, tuple) else ()
        record.args = tuple(words(item) if isinstance(item, Message) else item for item in given) or record.args
        return True


GRACE = 3
"""Seconds that answers have to end in when the server does; a stream of events never ends by itself."""
SWITCH = 0.0002
"""Seconds after which a thread that plans lets the others go on, so that quick requests stay quick."""
OWN_FILES = 32
"""Files that the program opens for itself."""


class GuardedProtocol(H11Protocol):
    """HTTP/1.1 with a time within which the head of a request must arrive, another within which the client must go on
    reading an answer, and a limit of connections.

    Where the limit is reached, the connection that has been silent longest gives way to the new one.
    """

    limits: ClassVar[Limits]
    most: ClassVar[int]
    silent: "ClassVar[OrderedDict[GuardedProtocol, None]]"
    """The connections on which the head of a request is awaited, longest first."""
    _timer: asyncio.TimerHandle | None = None
    _reading: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn has it
        """Take up a connection."""
        super().connection_made(transport)
        if len(self.connections) > self.most:
            oldest = next(iter(self.silent), self)
            oldest._end()
        if not self.transport.is_closing():
            self._watch()

    def data_received(self, data: bytes) -> None:
        """Take in what the client sends."""
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._rest()
        self._read_on()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Wait for the client, which does not read as fast as the answer is written."""
        super().pause_writing()
        if self._reading is None:
            self._reading = self.loop.call_later(self.limits.write_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on writing."""
        self._read_on()
        super().resume_writing()

    def _read_on(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    def _watch(self) -> None:
        """Await the head of a request, or stop awaiting it because it has arrived."""
        if self.cycle is not None and not self.cycle.response_complete:
            self._rest()
        elif self._timer is None:
            self._timer = self.loop.call_later(self.limits.head_seconds, self._end)
            self.silent[self] = None

    def _rest(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self.silent.pop(self, None)

    def _end(self) -> None:
        self._rest()
        self.transport.abort()


def guarded_protocol(limits: Limits) -> type[GuardedProtocol]:
    """The protocol of one server, which counts its own connections."""
    members: dict[str, Any] = {"limits": limits, "most": most_connections(limits), "silent": OrderedDict()}
    return type("ServerProtocol", (GuardedProtocol,), members)


def most_connections(limits: Limits) -> int:
    """How many connections may be open: what `limits` allows and the system has files for."""
    files, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = limits.connections + 2 * BACKLOG + OWN_FILES
    if files < wanted:
        files = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, hard))
    return max(8, min(limits.connections, files - 2 * taken_at_once() - OWN_FILES))


def taken_at_once() -> int:
    """How many connections are taken in one turn of the loop.

    Twice as many may be open beyond the limit, since one that gives way is closed a turn later.
    """
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return min(BACKLOG, max(8, (files - OWN_FILES) // 6))


class RateLimit(logging.Filter):
    """Lets `most` records pass in each minute, so that a flood of mishaps does not fill the disk."""

    def __init__(self, most: int = 20) -> None:
        super().__init__()
        self._passed: deque[float] = deque(maxlen=most)

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether `record` is written."""
        full = len(self._passed) == self._passed.maxlen
        if full and record.created - self._passed[0] < 60:
            return False
        self._passed.append(record.created)
        return True


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
