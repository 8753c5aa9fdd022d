"""One version, loaded and compiled in a process that serves nobody until it is ready; then it serves.

With several workers the process that loaded them does not serve itself: its children share what it holds, and it
replaces those that end.
"""

import base64
import gc
import logging
import os
import pickle
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from select import select
from typing import TYPE_CHECKING, Any

from api.live.processes import Lifeline, Line, SteppingAside, fork, give_back_memory
from api.live.sources import VersionSource
from api.live.standing import Board
from api.settings import Settings, SettingsError
from api.shelf import MOST_SURVEYED, Shelf, keep_network, read_network
from api.versions import HeldNetworks, LiveNetwork, PlannerSlot, SeenVersion, ShelvedHistory, VersionHistory
from graph.errors import CatalogueError, DocumentError, EmptyStoreError, ReteError, StoreError
from graph.network import Network

if TYPE_CHECKING:
    from api.http.execution import Answering
    from api.live.planning_process import PlanningProcess

log = logging.getLogger("rete.api")
PAUSE = 0.5
"""Seconds before a process that has ended is replaced."""

REHEARSED = "query Rehearsed($text: String!) { ask(text: $text) { status plans { id } problems { code } } }"
LONGEST = 5.0
"""Seconds that a rehearsal may take."""
BEHIND = 12
"""How far a process gives way that reads a version while another one is served; the last of all might never end."""
LATER = 3.0
"""Seconds that the survey leaves to what gets ready."""
LOOK = 0.2
"""Seconds between two looks at the processes of a generation."""


@dataclass(frozen=True, slots=True)
class Setup:
    """The settings that all generations of one server share."""

    source: VersionSource
    settings: Settings
    shelf: Shelf
    board: Board
    listener: socket.socket


@dataclass(frozen=True, slots=True)
class Order:
    """What one generation is to serve: `version` from the shelf, or what is live in the source where that is None.

    `served` is the version that is served meanwhile, `before` are the versions in which walks over pages may go on, and
    `seen` those that were live since the server began, the newest first.
    """

    version: str | None = None
    served: str | None = None
    before: tuple[str, ...] = ()
    seen: tuple[SeenVersion, ...] = ()


def run(setup: Setup, order: Order, line: Line, lifeline: Lifeline) -> None:
    """Load, tell `line` that it is ready, and serve until told to end."""
    from api.server import SpeaksEnglish  # here, since the process that leads to this one serves nobody

    gc.disable()  # all that is made here stays
    logging.getLogger("rete.store").addFilter(SpeaksEnglish())
    own, aside = Lifeline(), SteppingAside()
    try:
        network, stamp = _load(setup, order, line, own)
        if order.served is not None and len(network.services) > MOST_SURVEYED:  # a city is ready before anybody waits
            aside.begin()
        if network.version == order.served and order.version is None:
            line.send(unchanged=network.version, stamp=stamp)
            return
        line.send(loading=network.version, stamp=stamp)
        live = as_live(network, setup.shelf)
        import_module("api.http.execution")  # by who serves, not by who only watches; once for all workers
        before = [found for found in (read_network(setup.shelf, name) for name in order.before) if found is not None]
        kept = [as_live(each, setup.shelf) for each in before]
        networks = HeldNetworks(live, kept, setup.board, _history(setup, order, network))
    except ReteError as error:
        line.send(**tell(error))
        return
    warm(live)  # before any other process begins, so that all share it
    gc.collect()
    give_back_memory()
    gc.freeze()  # shared with the children as long as nobody writes to it, as looking for garbage does
    gc.enable()
    if is_surveyed_ahead(network, setup.shelf):
        fork(partial(_survey, live), own)

    def begun() -> None:
        aside.end()
        line.send(ready=network.version, stamp=stamp)

    serve_networks(setup, networks, begun, lifeline, own)


def _load(setup: Setup, order: Order, line: Line, own: Lifeline) -> tuple[Network, str | None]:
    if order.version is not None:
        kept = read_network(setup.shelf, order.version)
        if kept is not None:
            return kept, None
    if setup.shelf.is_writable() and not setup.source.is_kept(setup.shelf, order.served):
        version, stamp = _load_aside(setup, order, line, own)
        kept = None if version is None else read_network(setup.shelf, version)
        if kept is not None:
            return kept, stamp
    return setup.source.load(setup.shelf, order.served)


def _load_aside(setup: Setup, order: Order, line: Line, own: Lifeline) -> tuple[str | None, str | None]:
    """Put what is live on the shelf, with what reads its words, by a process whose memory goes with it: reading a
    catalogue takes much that is not needed afterwards. Returns the version and its stamp; none where the process ended
    before it was done. Raises what the process met."""
    found = Line()

    def load() -> None:
        os.close(line.writing)  # whoever reads `line` waits for its end, which is when this process's parent ends
        setup.listener.close()
        if order.served is not None:
            os.nice(BEHIND)
        try:
            kept = setup.source.find_kept(setup.shelf, order.served)
            if kept is not None:
                found.send(version=kept[0], stamp=kept[1])
                return
            network, stamp = setup.source.load(setup.shelf, order.served)
            keep_network(setup.shelf, network)
            PlannerSlot(network, setup.shelf).prepare()
        except ReteError as error:
            found.send(**tell(error))
            return
        found.send(version=network.version, stamp=stamp)

    process = fork(load, own)
    found.keep_reading_end()
    sent, ended = found.take()
    while not ended:  # read before the process is waited for: findings may fill the pipe
        select([found.reading], (), ())
        more, ended = found.take()
        sent += more
    found.close()
    os.waitpid(process, 0)
    if sent and "error" in sent[0]:
        raise told(sent[0])
    return (sent[0]["version"], sent[0]["stamp"]) if sent else (None, None)


def _history(setup: Setup, order: Order, network: Network) -> VersionHistory:
    """What this server has seen: in the folder that the settings name, else on the shelf as long as the server runs."""
    if setup.settings.versions is None:
        return ShelvedHistory(setup.shelf, network, [each for each in order.seen if each.version != network.version])
    history = VersionHistory(setup.settings.versions)
    try:
        history.note(network)
    except OSError as error:  # questions are answered all the same
        log.error("The version could not be kept: %s", error)
    return history


def as_live(network: Network, shelf: Shelf) -> LiveNetwork:
    """`network` as a request sees it."""
    from graph.index import NetworkIndex

    return LiveNetwork(network, NetworkIndex(network), PlannerSlot(network, shelf))


def serve_one(
    setup: Setup, settings: Settings, networks: HeldNetworks, begun: Callable[[], None], lifeline: Lifeline
) -> None:
    """Serve `networks` in this process, beside one of its own that plans."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # those that plan or survey end by themselves
    # Before the process that plans is forked: what it shares is not written over by what is loaded later.
    from api.app import create_app
    from api.editor import AnnouncedWatch
    from api.server import serve_on

    planning = None if networks.known_version() is None else _begin_planning(settings, networks, lifeline)
    watch = None if settings.catalogue is None else AnnouncedWatch(settings.catalogue, setup.board)
    app = create_app(settings, networks, shelf=setup.shelf, watch=watch, planning=planning)
    if planning is not None:
        planning.await_ready()
    gc.collect()
    give_back_memory()
    gc.freeze()
    serve_on(setup.listener, app, settings, begun)


def _begin_planning(settings: Settings, networks: HeldNetworks, lifeline: Lifeline) -> "PlanningProcess":
    """The process that plans, which shares the compiled network."""
    from api.http.execution import Answering
    from api.live.planning_process import PlanningProcess

    answering = Answering(settings, networks)
    rehearse(answering, networks.current().network)
    gc.collect()
    gc.freeze()
    return PlanningProcess(lambda: answering.answer, settings.limits.planning_seconds, lifeline)


def warm(live: LiveNetwork) -> None:
    """Make what the first requests need, so that they take no longer than those after them."""
    live.planner.prepare()
    live.planner.get().ask(_example(live.network))
    _ = live.directory.services, live.directory.organizations


def _example(network: Network) -> str:
    """A question in words that the network can answer."""
    labelled = (next(iter(network.situations.values()), None), next(iter(network.needs.values()), None))
    return " ".join(found.label.it for found in labelled if found is not None)


def rehearse(answering: "Answering", network: Network) -> None:
    """Answer a question as clients ask it, which loads all that it takes."""
    from api.http.admission import Deadline
    from api.http.request_body import GraphQLRequest

    asked = GraphQLRequest(REHEARSED, None, None, {"text": _example(network)}, by_get=False)
    try:
        answering.answer(asked, Deadline(LONGEST))
    except Exception as error:  # clients will meet the same fault, and be told
        log.error("A question could not be rehearsed: %s", type(error).__name__)


def is_surveyed_ahead(network: Network, shelf: Shelf) -> bool:
    """Whether a survey of `network` is made before anybody asks for one: it is kept, and does not take long."""
    return shelf.keeps and len(network.services) <= MOST_SURVEYED


def _survey(live: LiveNetwork) -> None:
    """Put a survey of the whole network on the shelf; whatever else the machine has to do comes first."""
    os.nice(19)
    time.sleep(LATER)
    try:
        live.planner.analyst().prepare()
    except Exception as error:  # who asks for coverage will meet the same fault
        log.error("The network could not be surveyed: %s", type(error).__name__)


def serve_networks(
    setup: Setup, networks: HeldNetworks, begun: Callable[[], None], lifeline: Lifeline, own: Lifeline
) -> None:
    """Serve `networks` by as many workers as the settings ask for; `begun` is called once all of them do."""
    if setup.settings.workers == 1:
        lifeline.hold()
        serve_one(setup, setup.settings, networks, begun, own)
        return
    Workers(setup, networks, own).run(begun, lifeline)


class Workers:
    """The processes that serve one version."""

    def __init__(self, setup: Setup, networks: HeldNetworks, own: Lifeline) -> None:
        self._setup = setup
        self._networks = networks
        self._own = own
        self._line = Line()
        self._running: dict[int, int] = {}
        self._ending = False

    def run(self, begun: Callable[[], None], lifeline: Lifeline) -> None:
        """Serve until told to end; a worker that ends by itself is replaced."""
        for number in range(self._setup.settings.workers):
            self._start(number)
        for each in (signal.SIGTERM, signal.SIGUSR1):
            signal.signal(each, self._pass_on)
        self._await_all()
        begun()
        while self._running:
            if lifeline.is_cut(LOOK) and not self._ending:
                self._pass_on(signal.SIGTERM, None)
            process, _ = os.waitpid(-1, os.WNOHANG)
            number = self._running.pop(process, -1)
            if number < 0 or self._ending:
                continue
            log.error("Process %d of the server has ended; another one takes its place.", number)
            time.sleep(PAUSE)
            if not self._ending:
                self._start(number)

    def _start(self, number: int) -> None:
        settings = replace(self._setup.settings, worker=number)

        def work() -> None:
            serve_one(self._setup, settings, self._networks, lambda: self._line.send(up=number), self._own)

        self._running[fork(work, self._own)] = number

    def _await_all(self) -> None:
        up: set[int] = set()
        while len(up) < self._setup.settings.workers and not self._ending:
            select([self._line.reading], (), (), LOOK)
            up |= {line["up"] for line in self._line.take()[0]}

    def _pass_on(self, number: int, _: object) -> None:
        self._ending = True
        for process in self._running:
            with suppress(ProcessLookupError):
                os.kill(process, number)


def tell(error: ReteError) -> dict[str, Any]:
    """`error` as a line holds it: its kind, with its message or findings."""
    holds = error.findings if isinstance(error, CatalogueError) else error.message
    kind = type(error) if type(error) in _KINDS else StoreError
    return {"error": base64.b64encode(pickle.dumps((kind, holds))).decode()}


_KINDS = (CatalogueError, StoreError, EmptyStoreError, SettingsError, DocumentError)


def told(line: dict[str, Any]) -> ReteError:
    """The error that `tell` wrote."""
    kind, holds = pickle.loads(base64.b64decode(line["error"]))  # noqa: S301 - written by a process of this server
    error = kind(holds)
    assert isinstance(error, ReteError)  # noqa: S101 - see `tell`
    return error
