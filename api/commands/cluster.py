"""Territories surveyed by the workers of a Dask cluster, on as many machines as it has."""

from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from typing import TYPE_CHECKING

from api.commands.territories import MOST_BROKEN, Job, Territory
from api.settings import SettingsError
from graph.coverage.record import Slice
from graph.errors import StoreError
from graph.message import Message

if TYPE_CHECKING:
    from distributed import Client

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
