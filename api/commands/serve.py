"""`rete tour`, `rete serve`, `rete mcp`, `rete schema`: the API; `rete store`: a Neo4j store on this machine."""

import os
import shlex
import shutil
import signal
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Annotated, NoReturn

from api.commands.common import Common, output, print_json
from api.plain_line import Option
from api.settings import Settings, SettingsError, named_store
from graph.message import Message

TOUR_QUESTION = {
    "en": "from San Vittore release to housing plus work",
    "it": "dall'uscita da San Vittore a casa e lavoro",
}


def tour(
    *,
    port: int | None = None,
    serve_after: Annotated[bool, Option(("--serve",), negative="--no-serve")] = True,
    common: Common | None = None,
) -> int:
    """A first look: the answer to a typical question, then pages and the API on this machine until Ctrl-C."""
    from api.render.brief_view import BriefView
    from graph.referral.planner import ReferralPlanner

    common = common or Common()
    words = common.words()
    network = common.read_network()
    question = TOUR_QUESTION[words.locale]
    console = output()
    console.print(f"$ rete ask {question}\n")
    BriefView(network, words).draw(ReferralPlanner(network).ask(question), console)
    console.print(f"\n{words.say('tour.next')}")
    for line in words.say("tour.try", rete=_called(), question=question).splitlines():
        console.print(f"  {line}")
    sys.stdout.flush()
    if not serve_after:
        return 0
    settings = Settings.from_environment(os.environ, port=port, catalogue=common.catalogue)
    _begin(replace(settings, free_port=True), common)


def _called() -> str:
    """The command as it was called: with its folder where it is not on the path."""
    return "rete" if shutil.which("rete") else os.path.relpath(sys.argv[0])


def serve(
    *,
    host: str | None = None,
    port: int | None = None,
    store: str | None = None,
    wait: bool = False,
    workers: int = 1,
    common: Common | None = None,
) -> int:
    """Serve GraphQL at /graphql, with /healthz and /readyz, until Ctrl-C."""
    common = common or Common()
    settings = Settings.from_environment(os.environ, host=host, port=port, catalogue=common.catalogue)
    settings = replace(settings, store=named_store(os.environ, store, common.catalogue), workers=workers)
    if settings.workers < 1:
        raise SettingsError(Message.of("setting.workers", given=workers))
    if settings.edit_token is not None and (settings.store is not None or settings.catalogue is None):
        raise SettingsError(Message.of("setting.token_catalogue"))
    if settings.store is None:
        settings = replace(settings, catalogue=common.folder())
    _begin(settings, common, waits=wait and settings.store is not None)


def _begin(settings: Settings, common: Common, *, waits: bool = False) -> NoReturn:
    from api.live.begin import Serving

    tells = common.verbose and not common.quiet
    locale = common.words().locale
    Serving.of(settings, keeps=not common.no_cache, tells=tells, locale=locale, waits=waits).begin()


def mcp(
    *,
    port: Annotated[int | None, Option(("--http",))] = None,
    common: Common | None = None,
) -> int:
    """Serve the network to assistants over the Model Context Protocol, by standard input and output or by HTTP."""
    common = common or Common()
    words = common.words()
    try:
        from api.assistants import serve_assistants
    except ImportError:
        raise SettingsError(Message.of("note.mcp_missing")) from None
    from api.versions import LiveNetworks
    from graph.store.base import NetworkXStore

    settings = Settings.from_environment(os.environ, catalogue=common.catalogue)
    live = LiveNetworks(NetworkXStore.holding(common.read_network()))
    print(words.say("note.mcp_warning"), file=sys.stderr, flush=True)  # noqa: T201
    with suppress(KeyboardInterrupt):
        serve_assistants(settings, live, port)
    return 0


def schema(*, common: Common | None = None) -> int:  # noqa: ARG001 - takes the options of every command
    """Print the GraphQL schema (SDL)."""
    from api.schema.build import print_sdl

    sys.stdout.write(print_sdl())
    return 0


MOST = 65_535


def store(
    *,
    folder: Path | None = None,
    port: int = 7687,
    heap: str = "512m",
    common: Common | None = None,
) -> int:
    """Run a Neo4j store on this machine, without Docker, until Ctrl-C."""
    from graph.store.local_server import LocalServer, data_folder, fetch_jars, get_java

    common = common or Common()
    if not 0 <= port <= MOST:
        raise SettingsError(Message.of("setting.port", given=str(port)))
    for ends in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # where it runs behind a shell, SIGINT was ignored
        signal.signal(ends, signal.default_int_handler)
    with common.working("local_store.starting"):
        java = get_java(os.environ)
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
