"""A real Neo4j Community on loopback, for tests and measures: that of `rete store`, which here can also stand still."""

import os
import signal
from collections.abc import Mapping
from pathlib import Path

from graph.store.bolt import DATABASE as DATABASE
from graph.store.bolt import USER as USER
from graph.store.local_server import LocalServer, fetch_jars, get_java


def composed_settings(environment: Mapping[str, str]) -> dict[str, str]:
    """The settings that the server's image makes of its environment: `NEO4J_a_b__c` is `a.b_c`.

    >>> composed_settings({"NEO4J_server_memory_heap_max__size": "1g", "NEO4J_AUTH": "neo4j/x", "TZ": "UTC"})
    {'server.memory.heap.max_size': '1g'}
    """
    named = {name.removeprefix("NEO4J_"): value for name, value in environment.items() if name.startswith("NEO4J_")}
    named.pop("AUTH", None)
    named.pop("AUTH_FILE", None)
    return {"_".join(part.replace("_", ".") for part in name.split("__")): value for name, value in named.items()}


class Neo4jServer(LocalServer):
    """A server on any free port, which never locks anybody out. `kill` leaves the data, `start` goes on with them."""

    def __init__(self, home: Path, settings: Mapping[str, str] | None = None) -> None:
        lenient = {"dbms.security.auth_max_failed_attempts": "0"}
        jars = fetch_jars(os.environ)
        super().__init__(get_java(os.environ), jars, home, settings=lenient | dict(settings or {}))

    def stall(self) -> None:
        """Let it stand still: it holds its connections and answers nothing."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        if self._process is not None:
            self._process.send_signal(number)
