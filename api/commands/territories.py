"""A survey of a whole region by several processes or machines, each territory on what a store holds for it.

The results of a territory are kept by its version, so that a run which ends early can be continued. The crew is
`Processes` of this machine, or the `Cluster` of a Dask scheduler, on as many machines as it has.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import replace
from functools import cache, partial
from itertools import islice
from multiprocessing import get_context
from typing import TYPE_CHECKING, Protocol

from api.settings import SettingsError
from api.shelf import Shelf
from graph.coverage.cells import CoverageQuery, resolve
from graph.coverage.record import Slice, join_slices, list_territories, slice_of
from graph.coverage.survey import Survey
from graph.errors import StoreError
from graph.message import Message
from graph.network import Network

if TYPE_CHECKING:
    from distributed import Client

    from graph.store.neo4j_part import PartReader


Job = tuple[str | None, tuple[str, ...]]
"""A territory, with the entry situations that are in it."""
Territory = Callable[[Job], Slice]
"""Surveys one territory, wherever it is called."""
MOST_BROKEN = 5
"""How often the territories that are left may be begun anew without any one done in between."""
RENEWED = 40
"""Territories after which a process gives place to a new one, so that its memory stays bounded."""


class Crew(Protocol):
    """Processes that share territories."""

    def survey_all(self, survey: Territory, jobs: Iterable[Job], /) -> Iterator[tuple[Job, Slice]]:
        """Each job with its slice, as they are done. Raises what `survey` raises, and StoreError."""
        ...


def survey_territories(
    url: str, network: Network, query: CoverageQuery, crew: Crew, shelf: Shelf, progress: Callable[[int, int], None]
) -> Survey:
    """The survey of `query` on `network`, the live version of the store at `url`.

    `progress` receives the number of finished territories and their total. Raises StoreError if the version is replaced
    meanwhile, and else as `graph.coverage.survey.survey` does.
    """
    jobs = tuple(list_territories(resolve(network, query)).items())
    work = _Work(url, network.version, query, shelf)
    slices = dict(work.kept(jobs))
    progress(len(slices), len(jobs))
    for job, found in work.done([job for job in jobs if job not in slices], crew):
        slices[job] = found
        progress(len(slices), len(jobs))
    return join_slices(network, query, (slices[job] for job in jobs))


class _Work:
    """The territories of one survey, done by processes or found on the shelf. Facts that somebody gave are not kept."""

    def __init__(self, url: str, version: str, query: CoverageQuery, shelf: Shelf) -> None:
        self._url = url
        self._version = version
        self._query = query
        self._shelf = Shelf(None) if query.facts else shelf

    def kept(self, jobs: tuple[Job, ...]) -> Iterator[tuple[Job, Slice]]:
        """The territories that an earlier run has finished."""
        for job in jobs:
            found = self._shelf.read("territory", self._content(job))
            if isinstance(found, Slice):
                yield job, found

    def done(self, jobs: list[Job], crew: Crew) -> Iterator[tuple[Job, Slice]]:
        """Each job with its slice, as they are done."""
        for job, found in crew.survey_all(partial(_survey, self._url, self._version, self._query), jobs):
            self._shelf.write("territory", self._content(job), found)
            yield job, found

    def _content(self, job: Job) -> str:
        territory, situations = job
        return f"{self._version} {territory} {situations} {self._query}"


class Processes:
    """Processes on this machine. One that is killed loses only what it had in work, which is begun again."""

    def __init__(self, count: int) -> None:
        self._count = count

    def survey_all(self, survey: Territory, jobs: Iterable[Job], /) -> Iterator[tuple[Job, Slice]]:
        """Each job with its slice, as they are done."""
        left, broken = dict.fromkeys(jobs), 0
        while left:
            # A pool with `max_tasks_per_child` may wait for ever (python/cpython#115634), so each pool ends in time.
            batch = list(islice(left, RENEWED * self._count))
            with ProcessPoolExecutor(min(self._count, len(batch)), get_context("spawn")) as pool:
                running: Mapping[Future[Slice], Job] = {pool.submit(survey, job): job for job in batch}
                try:
                    with suppress(BrokenProcessPool):
                        for future in as_completed(running):
                            found = future.result()
                            job, broken = running[future], 0
                            del left[job]
                            yield job, found
                finally:
                    pool.shutdown(wait=False, cancel_futures=True)
            if not left.keys().isdisjoint(batch):
                broken += 1
            if broken > MOST_BROKEN:
                raise StoreError(Message.of("store.broken"))


def _survey(url: str, version: str, query: CoverageQuery, job: Job) -> Slice:
    from graph.coverage.analyst import CoverageAnalyst

    territory, situations = job
    network = _reader(url).territory(territory)
    if network.version != version:
        raise StoreError(Message.of("store.changed"))
    return slice_of(CoverageAnalyst(network).survey(replace(query, situations=situations)))


@cache
def _reader(url: str) -> "PartReader":
    """The connection of this process."""
    from api.commands.common import open_neo4j
    from graph.store.neo4j_part import PartReader

    return PartReader(open_neo4j(url, os.environ).bolt)


PATIENCE = 10
"""Seconds within which the scheduler must answer."""


class Cluster:
    """The workers of the cluster whose scheduler is at `address`, such as tcp://10.0.0.1:8786.

    A worker that is lost loses only what it had in work, which others begin again.
    """

    def __init__(self, address: str) -> None:
        self._address = address

    def survey_all(self, survey: Territory, jobs: Iterable[Job], /) -> Iterator[tuple[Job, Slice]]:
        """Each job with its slice, as they are done. Raises SettingsError without the extra or the scheduler."""
        left, broken = dict.fromkeys(jobs), 0
        if not left:
            return
        with self._connect() as client:
            while left:
                for job, found in _once(client, survey, left):
                    broken = 0
                    del left[job]
                    yield job, found
                broken += 1
                if left and broken > MOST_BROKEN:
                    raise StoreError(Message.of("store.broken"))

    def _connect(self) -> "Client":
        try:
            from distributed import Client
        except ImportError:
            raise SettingsError(Message.of("setting.no_dask")) from None
        try:
            return Client(self._address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
        except (OSError, ValueError):
            raise SettingsError(Message.of("setting.no_cluster", address=self._address)) from None


def _once(client: "Client", survey: Territory, jobs: Iterable[Job]) -> Iterator[tuple[Job, Slice]]:
    """Submit all jobs once; those that cost several workers their life are left out."""
    from distributed import KilledWorker, as_completed

    running = {}
    futures = []
    for job in tuple(jobs):
        future = client.submit(survey, job, pure=False)  # facts may be in it: nothing is kept under its content
        running[future.key] = job
        futures.append(future)
    completed = as_completed(futures, loop=client.loop)  # type: ignore[no-untyped-call]
    futures.clear()  # a result that was taken is not held any more
    for future in completed:
        try:
            found = future.result()
        except KilledWorker:
            continue
        except CancelledError:
            raise StoreError(Message.of("store.cluster_lost")) from None
        yield running[future.key], found
