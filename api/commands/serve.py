"""`rete tour`, `rete serve`, `rete schema`: the API on loopback."""

import os
import shutil
import sys
from contextlib import closing
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from api.commands.common import Common, output
from api.settings import Settings, named_store
from graph.network import Network

if TYPE_CHECKING:
    from api.catalogue_watch import CatalogueWatch
    from api.shelf import Shelf
    from graph.store.base import NetworkStore

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
    return _run_here(network, replace(settings, free_port=True), common.shelf)


def _called() -> str:
    """The command as it was called: with its folder where it is not on the path."""
    return "rete" if shutil.which("rete") else os.path.relpath(sys.argv[0])


def serve(
    *,
    host: str | None = None,
    port: int | None = None,
    store: str | None = None,
    wait: bool = False,
    common: Common | None = None,
) -> int:
    """Serve GraphQL at /graphql, with /healthz and /readyz, until Ctrl-C."""
    common = common or Common()
    settings = Settings.from_environment(os.environ, host=host, port=port, catalogue=common.catalogue)
    settings = replace(settings, store=named_store(os.environ, store, common.catalogue))
    if settings.store is None:
        return _run_here(common.network(), settings, common.shelf)
    from api.commands.common import open_neo4j

    with closing(open_neo4j(settings.store, os.environ)) as opened:
        if not wait:
            opened.version()
        return _run(settings, opened, common.shelf)


def _run_here(network: Network, settings: Settings, shelf: "Shelf") -> int:
    from api.catalogue_watch import CatalogueWatch
    from graph.store.base import NetworkXStore

    store = NetworkXStore.holding(network)
    watch = None if settings.catalogue is None else CatalogueWatch(settings.catalogue, store)
    return _run(settings, store, shelf, watch)


def _run(settings: Settings, store: "NetworkStore", shelf: "Shelf", watch: "CatalogueWatch | None" = None) -> int:
    from api.app import create_app
    from api.server import serve as run

    run(create_app(settings, store, watch=watch, shelf=shelf), settings, announce=partial(announce, settings.port))
    return 0


def announce(port: int, url: str) -> None:
    """Tell under which URL is served, and where that is not on `port`."""
    if port and not url.endswith(f":{port}"):
        print(f"Port {port} is taken; a free one is used instead.", file=sys.stderr, flush=True)  # noqa: T201
    print(f"Pages: {url}/   GraphQL: {url}/graphql   health: {url}/healthz   stop: Ctrl-C", flush=True)  # noqa: T201


def schema(*, common: Common | None = None) -> int:  # noqa: ARG001 - takes the options of every command
    """Print the GraphQL schema (SDL)."""
    from api.schema.build import print_sdl

    sys.stdout.write(print_sdl())
    return 0
