"""`rete store`: a Neo4j store on this machine, without a container engine, until a signal ends it."""

import os
import shlex
import signal
import sys
from pathlib import Path

from api.commands.common import Common, output, print_json
from api.settings import SettingsError
from graph.message import Message

MOST = 65_535


def store(
    *,
    folder: Path | None = None,
    port: int = 7687,
    heap: str = "512m",
    common: Common | None = None,
) -> int:
    """Run a Neo4j store on this machine, without Docker, until Ctrl-C."""
    from graph.store.local_server import LocalServer, data_folder, fetch_jars, find_java

    common = common or Common()
    if not 0 <= port <= MOST:
        raise SettingsError(Message.of("setting.port", given=str(port)))
    for ends in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # where it runs behind a shell, SIGINT was ignored
        signal.signal(ends, signal.default_int_handler)
    with common.working("local_store.starting"):
        java = find_java(os.environ)
        server = LocalServer(java, fetch_jars(os.environ), folder or data_folder(os.environ), port=port, heap=heap)
        server.start()
    try:
        _announce(server.uri, server.home, server.password_file, common)
        server.wait()
    except KeyboardInterrupt:
        pass
    finally:
        server.stop()
    return 0


def _announce(uri: str, folder: Path, password: Path, common: Common) -> None:
    """Say where it is, and what another command needs to reach it."""
    if common.json:
        print_json({"store": uri, "passwordFile": str(password), "folder": str(folder)})
        return
    words, console = common.words(), output()
    console.print(words.say("local_store.ready", uri=uri, folder=str(folder)), soft_wrap=True)
    console.print(f"  export RETE_STORE={uri} RETE_NEO4J_PASSWORD_FILE={shlex.quote(str(password))}", soft_wrap=True)
    console.print("  rete publish")
    console.print(words.say("local_store.stop"))
    sys.stdout.flush()
