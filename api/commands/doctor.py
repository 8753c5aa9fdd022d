"""`rete doctor`: is this installation in order?"""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path

from api.commands.common import Common, NetworkOptions, connected, output, print_json
from api.settings import SettingsError
from graph.errors import CatalogueError, DocumentError, EmptyStoreError, StoreError
from graph.message import Message, Phrase


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: its name, whether it is in order, and what was found."""

    name: str
    ok: bool
    detail: Phrase


def doctor(*, common: NetworkOptions | None = None) -> int:
    """Check this installation: Python, where the modules come from, catalogue, documents, planner, and the store."""
    common = common or NetworkOptions()
    words, checks = common.words(), list(_checks(common))
    if common.json:
        print_json([{"check": check.name, "ok": check.ok, "detail": words(check.detail)} for check in checks])
    else:
        console = output()
        for check in checks:
            verdict = words.say("doctor.ok" if check.ok else "doctor.wrong")
            console.print(f"{verdict} {words.say(f'doctor.of_{check.name}')}: {words(check.detail)}", soft_wrap=True)
    return 0 if all(check.ok for check in checks) else 1


def _checks(common: NetworkOptions) -> Iterator[Check]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Check("python", sys.version_info >= (3, 11), Message.of("doctor.python", version=version))
    yield _check_modules()
    yield _check_catalogue(common)
    yield _check_documents()
    yield _check_planner()
    url = common.url()
    if url is not None:
        yield _check_store(url)


def _check_modules() -> Check:
    """The generic names `graph`, `ingest`, `api`, `cypher` must be ours: another package may hide them."""
    places = {name: find_spec(name) for name in ("graph", "ingest", "api", "cypher")}
    roots = {str(Path(spec.origin).parent.parent) for spec in places.values() if spec and spec.origin}
    try:
        version = distribution("rete-attiva").version
    except PackageNotFoundError:
        return Check("modules", False, Message.of("doctor.not_installed"))
    if len(roots) != 1:
        return Check("modules", False, Message.of("doctor.hidden", places=tuple(sorted(roots))))
    return Check("modules", True, Message.of("doctor.modules", version=version))


def _check_catalogue(common: Common) -> Check:
    from graph.network import Network
    from ingest.catalogue import load_catalogue

    try:
        network = Network(load_catalogue(common.folder()))
    except CatalogueError as error:
        return Check("catalogue", False, error.findings[0].told)
    except SettingsError as error:
        return Check("catalogue", False, error.message)
    city, count = network.catalogue.city, len(network.services)
    return Check("catalogue", True, Message.of("doctor.catalogue", city=city, version=network.version, count=count))


def _check_documents() -> Check:
    from ingest.documents import documents_folder

    try:
        folder = documents_folder(os.environ)
    except DocumentError as error:
        return Check("documents", False, error.message)
    return Check("documents", True, Message.of("doctor.documents" if folder else "doctor.no_documents"))


def _check_store(url: str) -> Check:
    from graph.store.neo4j_views import NetworkViews

    server = ""
    try:
        with connected(url, os.environ) as bolt:
            views = NetworkViews(bolt)
            server = views.server()
            found = Message.of("doctor.live", version=views.version(), address=str(bolt.address))
    except EmptyStoreError:
        return Check("store", True, _answered(server, Message.of("doctor.nothing_published")))
    except StoreError as error:
        return Check("store", False, _answered(server, error.message))
    return Check("store", True, _answered(server, found))


def _answered(server: str, found: Message) -> Message:
    return Message.of("doctor.server", server=server, found=found) if server else found


def _check_planner() -> Check:
    from graph.planning.search import solve
    from graph.planning.task import Action, Task

    step = Action(name="x", cost=1, requires=(("a",),), provides=("b",))
    solution = solve(Task(init=frozenset({"a"}), goals=(("b",),), actions=(step,)))
    sound = solution.cost == 1 and solution.optimal
    return Check("planner", sound, Message.of("doctor.planner" if sound else "doctor.no_planner"))
