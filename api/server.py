"""Serves the application on this machine."""

import socket
from collections.abc import Callable
from contextlib import suppress

import uvicorn
from starlette.types import ASGIApp

from api.settings import Settings, SettingsError


def serve(app: ASGIApp, settings: Settings, announce: Callable[[str], None]) -> None:
    """Serve `app` until interrupted. `announce` is called with the URL once connections are taken.

    Where the port is taken, a free one is used. Raises SettingsError where the host is not an address of this machine.
    No access log is written: a URL may be private, and so may be who asks.
    """
    listener = listen(settings.host, settings.port)
    config = uvicorn.Config(
        app, access_log=False, log_level="warning", server_header=False, date_header=True, ws="none", lifespan="on"
    )
    with listener, suppress(KeyboardInterrupt):
        announce(url_of(listener))
        uvicorn.Server(config).run(sockets=[listener])


def listen(host: str, port: int) -> socket.socket:
    """A listening socket on `port`, or on a free port where it is taken. Raises SettingsError."""
    for attempt in (port, 0):
        try:
            family = socket.AF_INET6 if ":" in host else socket.AF_INET
            return socket.create_server((host, attempt), family=family, backlog=256)
        except OSError as error:
            failure = error
    raise SettingsError(f"Cannot listen on '{host}' ({failure.strerror or failure}); try 127.0.0.1.")


def url_of(listener: socket.socket) -> str:
    """The URL under which a listening socket is reached."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
