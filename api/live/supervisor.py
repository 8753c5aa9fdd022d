"""The process that a server begins with: it listens, watches what is published, and lets one generation follow another.

It loads nothing itself, so it is small and always at hand. A generation (`api.live.generation`) loads a version, and
takes connections once that is compiled; then the generation before it is told to take no more. So no request waits for
a version to be loaded, and none is answered from two.
"""

import logging
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from select import select
from types import FrameType
from typing import Any

from api.live.generation import PAUSE, Order, Setup, run, serve_networks, told
from api.live.processes import Lifeline, Line, fork, give_back_memory
from api.live.sources import Stamp
from api.live.standing import Lost, Refused, Standing, lost_now
from api.messages import Words
from api.versions import IN_MEMORY, HeldNetworks, SeenVersion
from graph.errors import CatalogueError, EmptyStoreError, ReteError, StoreError
from graph.message import Message
from graph.vocabulary import Locale

log = logging.getLogger("rete.api")
INTERVAL = 1.0
"""Seconds between two looks at what is published."""
RETRY = 5.0
"""Seconds before a version that could not be loaded is tried again."""
LOGGED = 20
"""Findings of one version that are logged."""


@dataclass(slots=True)
class Generation:
    """A process that loads or serves a version; `version` is None until it is known, or where it only waits."""

    process: int
    line: Line
    version: str | None = None
    stamp: Stamp | None = None
    ready: bool = False


class Supervisor:
    """Serves until a signal ends it.

    `waits`: start even if no version can be read yet, and say so at /readyz.
    """

    def __init__(self, setup: Setup, announce: Callable[[], None], *, waits: bool) -> None:
        self._setup = setup
        self._announce = announce
        self._waits = waits
        self._lifeline = Lifeline()
        self._standing = Standing()
        self._serving: Generation | None = None
        self._next: Generation | None = None
        self._leaving: list[Generation] = []
        self._watcher: Generation | None = None
        self._stamp: Stamp | None = None
        """What the source said last."""
        self._taken: Stamp | None = None
        """The stamp of the version that is served, or was refused."""
        self._tried: Stamp | None = None
        """The stamp for which the last load was begun."""
        self._retry = 0.0
        self._before: tuple[str, ...] = ()
        self._seen: tuple[SeenVersion, ...] = ()
        self._ending = False
        self._announced = False

    def run(self) -> None:
        """Serve. Raises what the first version could not be loaded for, unless it waits for one."""
        signals = Line()
        os.set_blocking(signals.writing, False)
        signal.set_wakeup_fd(signals.writing, warn_on_full_buffer=False)
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, self._end)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        if self._waits:
            self._begin_waiting()
        self._load(Order())
        try:
            while self._lives():
                self._look(signals)
                if self._ending:  # also what was begun while the signal arrived
                    self._end()
        finally:
            self._end()

    def _look(self, signals: Line) -> None:
        lines = [each.line.reading for each in self._all()]
        found, _, _ = select([signals.reading, *lines], (), (), INTERVAL)
        if signals.reading in found:
            with suppress(BlockingIOError):
                os.read(signals.reading, 4_096)
        for each in self._all():
            if each.line.reading in found:
                said, ended = each.line.take()
                for one in said:
                    self._hear(each, one)
                if ended:
                    self._ended(each)
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        self._follow()

    def _all(self) -> list[Generation]:
        return [each for each in (self._serving, self._next, self._watcher, *self._leaving) if each is not None]

    def _lives(self) -> bool:
        generations = (self._serving, self._next, *self._leaving)
        return not self._ending or any(each is not None for each in generations)

    # ── What is heard ────────────────────────────────────────────────────────────────────────────────────────────

    def _hear(self, who: Generation, line: dict[str, Any]) -> None:
        if who is self._watcher:
            self._hear_watcher(line)
        elif "loading" in line:
            who.version, who.stamp = line["loading"], line["stamp"]
            self._post(loading=who.version)
        elif "unchanged" in line:
            self._taken = line["stamp"]
            self._post(refused=None, loading=None, stamp=self._taken)
        elif "ready" in line:
            self._take_over(who)
        elif "error" in line:
            self._failed(told(line))

    def _hear_watcher(self, line: dict[str, Any]) -> None:
        """The log says when the store was lost, and when it came back."""
        lost = self._standing.lost
        if "lost" in line:
            if lost is None:
                log.warning("The store is lost: %s", line["lost"])
            self._post(lost=Lost(lost.since, line["lost"]) if lost else lost_now(line["lost"]))
            return
        if lost is not None:
            log.warning("The store is back.")
            self._post(lost=None)
            self._retry = 0.0
        if "empty" in line:
            self._post(waiting=line["empty"])
        else:
            self._stamp = line["stamp"]

    def _take_over(self, new: Generation) -> None:
        """`new` serves from now on; the one before it answers what it has begun."""
        former, self._serving, self._next = self._serving, new, None
        new.ready = True
        if new.stamp is not None:
            self._taken = new.stamp
        if new.version is not None:
            others = (each for each in self._seen if each.version != new.version)
            self._seen = (SeenVersion(new.version, datetime.now(UTC)), *others)[:IN_MEMORY]
        if former is not None:
            self._leaving.append(former)
            _signal(former, signal.SIGUSR1)
            if former.version is not None and former.version != new.version:
                most = self._setup.settings.limits.versions - 1
                self._before = tuple(dict.fromkeys((former.version, *self._before)))[:most]
                log.warning("Version %s is served in place of %s.", new.version, former.version)
        self._post(version=new.version, refused=None, loading=None, waiting=None, stamp=self._taken)
        self._announce_once()

    def _failed(self, error: ReteError) -> None:
        """The next version could not be loaded: the one that is served stays."""
        self._let_next_go()
        served = self._standing.version
        if served is None and not self._waits:
            self._end()
            raise error
        self._retry = time.monotonic() + RETRY
        if isinstance(error, CatalogueError):
            self._taken = self._tried
            told_first, *_ = findings = [_english(finding.told) for finding in error.findings]
            self._post(refused=Refused(len(findings), told_first), loading=None, stamp=self._taken)
            log.error(
                "The catalogue has changed and has %d findings; version %s is still served.",
                len(error.findings), served,
            )  # fmt: skip
            for finding in findings[:LOGGED]:
                log.error("%s", finding)
            return
        said = _english(error.message)
        waiting = None if served else said
        if isinstance(error, StoreError) and not isinstance(error, EmptyStoreError):
            self._hear_watcher({"lost": said})
        self._post(loading=None, waiting=waiting)

    def _ended(self, who: Generation) -> None:
        """A process is gone: one that served, or watched, is replaced."""
        who.line.close()
        if who is self._watcher:
            self._watcher = None
        elif who in self._leaving:
            self._leaving.remove(who)
        elif who is self._next:
            self._next = None
            self._retry = time.monotonic() + RETRY
        elif who is self._serving:
            self._serving = None
            if not self._ending:
                log.error("The process that served has ended; another one takes its place.")
                time.sleep(PAUSE)
                self._let_next_go()
                self._load(Order(version=who.version, before=self._before, seen=self._seen))

    def _let_next_go(self) -> None:
        """Give up what is being loaded."""
        if self._next is not None:
            _signal(self._next, signal.SIGTERM)
            self._leaving.append(self._next)
        self._next = None

    # ── What is done ─────────────────────────────────────────────────────────────────────────────────────────────

    def _follow(self) -> None:
        """Start a generation for a version that is published and not served yet."""
        if self._ending:
            return
        if self._watcher is None and self._setup.source.changes:
            self._watcher = self._fork_watcher()
        known = self._stamp is not None and self._stamp != self._taken
        missing = self._serving is None or self._serving.version is None
        if self._next is None and time.monotonic() >= self._retry and (known or missing):
            served = self._standing.version
            before = (served, *self._before) if served else self._before
            most = self._setup.settings.limits.versions - 1
            self._load(Order(served=served, before=tuple(dict.fromkeys(before))[:most], seen=self._seen))

    def _load(self, order: Order) -> None:
        if self._ending:
            return
        self._tried = self._stamp
        line = Line()
        process = fork(partial(run, self._setup, order, line, self._lifeline), self._lifeline, threads=False)
        line.keep_reading_end()
        self._next = Generation(process, line)
        self._post(loading=order.version or "")

    def _begin_waiting(self) -> None:
        """Take connections without a version; /readyz says what is waited for."""
        self._post(waiting=_english(Message.of("store.waiting")))
        line = Line()

        def wait() -> None:
            setup = replace(self._setup, settings=replace(self._setup.settings, workers=1))
            networks = HeldNetworks(None, (), self._setup.board)
            serve_networks(setup, networks, lambda: line.send(waits=True), self._lifeline, Lifeline())

        process = fork(wait, self._lifeline, threads=False)
        line.keep_reading_end()
        self._serving = Generation(process, line)
        self._announce_once()

    def _fork_watcher(self) -> Generation:
        line = Line()
        process = fork(partial(_watch, self._setup, line), self._lifeline)
        line.keep_reading_end()
        return Generation(process, line)

    def _post(self, **changed: Any) -> None:
        self._standing = replace(self._standing, **changed)
        self._setup.board.write(self._standing)

    def _announce_once(self) -> None:
        if not self._announced:
            self._announced = True
            self._announce()

    def _end(self, *_: int | FrameType | None) -> None:
        self._ending = True
        for each in self._all():
            _signal(each, signal.SIGTERM)


def _watch(setup: Setup, line: Line) -> None:
    """Tell what is live whenever it was looked at."""
    look = setup.source.watch()
    give_back_memory()  # what loads a driver is not needed by who uses it
    while True:
        try:
            stamp = look()
            if stamp:
                line.send(stamp=stamp)
        except EmptyStoreError as error:
            line.send(empty=_english(error.message))
        except StoreError as error:
            line.send(lost=_english(error.message))
        time.sleep(INTERVAL)


def _english(message: Message) -> str:
    """`message` as the log and /readyz have it."""
    return Words(Locale.EN)(message)


def _signal(generation: Generation, number: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(generation.process, number)
