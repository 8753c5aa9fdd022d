"""The socket on which the program is reached."""

import errno
import socket

from api.settings import SettingsError
from graph.errors import reason_of
from graph.message import Message

BACKLOG = 64
"""Connections that the system holds before they are taken up; as many may be taken up at once."""


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
        raise SettingsError(Message.of("setting.port_taken", port=str(port), host=host))
    raise SettingsError(Message.of("setting.no_listening", host=host, reason=reason_of(failure)))


def url_of(listener: socket.socket) -> str:
    """The URL under which a listening socket is reached."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
