"""`rete tour`, `rete serve`, `rete schema`: the API on loopback."""

import gc
import os
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from api.commands.common import Common, output
from api.messages import Words
from api.settings import Settings, SettingsError, named_store
from graph.message import Message
from graph.network import Network

if TYPE_CHECKING:
    from api.live.sources import Source
    from api.shelf import Shelf

_COLLECTED = (700, 10, 10)
"""How often the collector runs, as Python sets it."""

TOUR_QUESTION = {
    "en": "from San Vittore release to housing plus work",
    "it": "dall'uscita da San Vittore a casa e lavoro",
}


def tour(
    *,
    port: int | None = None,
    serve_after: Annotated[bool, Parameter(name="--serve", negative="--no-serve")] = True,
    common: Common | None = None,
) -> int:
    """A first look: the answer to a typical question, then pages and the API on this machine until Ctrl-C."""
    from api.render.brief_view import BriefView
    from graph.referral.planner import ReferralPlanner

    common = common or Common()
    words = common.words()
    network = common.network()
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
    return _run_here(lambda: network, replace(settings, free_port=True), common.shelf, words)


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
        return _run_here(common.network, settings, common.shelf, common.words())
    from api.live.sources import StoreSource

    source = StoreSource(settings.store, os.environ, held=wait)
    return _run(source, settings, common.shelf, common.words(), waits=wait)


def _run_here(load: Callable[[], Network], settings: Settings, shelf: "Shelf", words: Words) -> int:
    from api.live.sources import FixedSource, FolderSource

    folder = settings.catalogue
    return _run(FixedSource(load) if folder is None else FolderSource(folder, load), settings, shelf, words)


def _run(source: "Source", settings: Settings, shelf: "Shelf", words: Words, *, waits: bool = False) -> int:
    """Serve what `source` gives, in processes that follow one another."""
    from api.listening import listen, url_of
    from api.live.generation import Setup
    from api.live.standing import Board
    from api.live.supervisor import Supervisor
    from api.shelf import Shelf

    gc.set_threshold(*_COLLECTED)  # a server does not end soon
    told = partial(announce, settings.port, words=words)
    with listen(settings.host, settings.port, free=settings.free_port) as listener, TemporaryDirectory() as folder:
        # Versions follow one another from process to process through the shelf, also where nothing shall stay there.
        between = shelf if shelf.keeps or not source.changes else Shelf(Path(folder))
        board = Board()
        setup = Setup(source=source, shelf=between, settings=settings, board=board, listener=listener)
        Supervisor(setup, partial(told, url_of(listener)), waits=waits).run()
    return 0


def mcp(
    *,
    port: Annotated[int | None, Parameter(name="--http")] = None,
    common: Common | None = None,
) -> int:
    """Serve the network to assistants over the Model Context Protocol, by standard input and output or by HTTP."""
    common = common or Common()
    words = common.words()
    try:
        from api.assistants import serve_assistants
    except ImportError:
        raise SettingsError(Message.of("note.mcp_missing")) from None
    from api.version_cache import LiveNetworks
    from graph.store.base import NetworkXStore

    settings = Settings.from_environment(os.environ, catalogue=common.catalogue)
    live = LiveNetworks(NetworkXStore.holding(common.network()))
    print(words.say("note.mcp_warning"), file=sys.stderr, flush=True)  # noqa: T201
    with suppress(KeyboardInterrupt):
        serve_assistants(settings, live, port)
    return 0


def announce(port: int, url: str, words: Words) -> None:
    """Tell under which URL is served, and where that is not on `port`."""
    if port and not url.endswith(f":{port}"):
        print(words.say("serving.other_port", port=str(port)), file=sys.stderr, flush=True)  # noqa: T201
    print(words.say("serving.at", url=url), flush=True)  # noqa: T201


def schema(*, common: Common | None = None) -> int:  # noqa: ARG001 - takes the options of every command
    """Print the GraphQL schema (SDL)."""
    from api.schema.build import print_sdl

    sys.stdout.write(print_sdl())
    return 0
