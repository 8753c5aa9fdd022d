"""Serves the application on this machine."""

import errno
import logging
import socket
from collections.abc import Callable
from contextlib import suppress

import uvicorn
from starlette.types import ASGIApp

from api.http.connections import BACKLOG, RateLimit, guarded_protocol
from api.settings import Settings, SettingsError


def serve(app: ASGIApp, settings: Settings, announce: Callable[[str], None]) -> None:
    """Serve `app` until interrupted. `announce` is called with the URL once connections are taken.

    Raises SettingsError as `listen` does.
    No access log is written: a URL may be private, and so may be who asks.
    """
    listener = listen(settings.host, settings.port, free=settings.free_port)
    config = uvicorn.Config(
        app, http=guarded_protocol(settings.limits), backlog=BACKLOG,
        access_log=False, log_level="warning", server_header=False, date_header=True, ws="none", lifespan="on",
    )  # fmt: skip
    for name in ("asyncio", "uvicorn.error", "rete.api"):
        logging.getLogger(name).addFilter(RateLimit())
    with listener, suppress(KeyboardInterrupt):
        announce(url_of(listener))
        uvicorn.Server(config).run(sockets=[listener])


def listen(host: str, port: int, *, free: bool = False) -> socket.socket:
    """A listening socket on `port`; where it is taken and `free` allows it, on a free port.

    Raises SettingsError where the port is taken, or the host is not an address of this machine.
    """
    for attempt in (port, 0) if free else (port,):
        try:
            family = socket.AF_INET6 if ":" in host else socket.AF_INET
            listener = socket.create_server((host, attempt), family=family, backlog=BACKLOG)
            # An answer leaves in two writes; without this the second waits for the client's delayed acknowledgement.
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return listener
        except OSError as error:
            failure = error
    if failure.errno == errno.EADDRINUSE:
        raise SettingsError(f"Port {port} is taken on '{host}'; name another one, or 0 for any that is free.")
    raise SettingsError(f"Cannot listen on '{host}' ({failure.strerror or failure}); try 127.0.0.1.")


def url_of(listener: socket.socket) -> str:
    """The URL under which a listening socket is reached."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
