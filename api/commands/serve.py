"""`rete tour`, `rete serve`, `rete schema`: the API on loopback."""

import gc
import os
import shutil
import sys
from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from api.commands.common import Common, output
from api.messages import Words
from api.settings import Settings, SettingsError, named_store
from graph.message import Message
from graph.network import Network

if TYPE_CHECKING:
    from starlette.applications import Starlette

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
    """A first look: a cited plan for a typical question, then the API on this machine until Ctrl-C."""
    from api.render.plan_view import PlanView
    from graph.referral.planner import ReferralPlanner

    common = common or Common()
    words = common.words()
    network = common.network()
    question = TOUR_QUESTION[words.locale]
    console = output()
    console.print(f"$ rete ask {question}\n")
    PlanView(network, words).draw(ReferralPlanner(network).ask(question), console)
    console.print(f"\n{words.say('plan.next')}")
    for line in words.say("plan.try", rete=_called()).splitlines():
        console.print(f"  {line}")
    sys.stdout.flush()
    if not serve_after:
        return 0
    settings = Settings.from_environment(os.environ, port=port, catalogue=common.catalogue)
    return _run_here(network, replace(settings, free_port=True), common.shelf, words)


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
        return _run_here(common.network(), settings, common.shelf, common.words())
    return _run_neo4j(settings.store, settings, wait, common.shelf, common.words())


def _run_here(network: Network, settings: Settings, shelf: "Shelf", words: Words) -> int:
    from api.app import create_app
    from api.catalogue_watch import CatalogueWatch
    from graph.store.base import NetworkXStore

    def build(settings: Settings) -> "Starlette":
        store = NetworkXStore.holding(network)
        watch = None if settings.catalogue is None else CatalogueWatch(settings.catalogue, store)
        return create_app(settings, store, watch=watch, shelf=shelf)

    return _run(build, settings, words)


def _run_neo4j(url: str, settings: Settings, wait: bool, shelf: "Shelf", words: Words) -> int:
    from api.app import create_app
    from api.commands.common import open_neo4j

    with ExitStack() as opened:

        def build(settings: Settings) -> "Starlette":
            # Each process opens the store for itself: a connection belongs to one process.
            store = opened.enter_context(closing(open_neo4j(url, os.environ)))
            return create_app(settings, store, shelf=shelf)

        if not wait:
            with closing(open_neo4j(url, os.environ)) as first:
                first.version()
        return _run(build, settings, words)


def _run(build: Callable[[Settings], "Starlette"], settings: Settings, words: Words) -> int:
    from api.server import serve as run
    from api.server import serve_processes

    gc.set_threshold(*_COLLECTED)  # a server does not end soon
    told = partial(announce, settings.port, words=words)
    if settings.workers > 1:
        serve_processes(build, settings, told)
    else:
        run(build(settings), settings, told)
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
