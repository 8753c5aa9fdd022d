"""A server in one process that takes a new version of its catalogue's folder without a restart (see also `api.live`).

The folder is looked at every few seconds. A version with findings is not taken: the old one goes on being served, the
log has the findings, and `/readyz` says so. A request reads the live version once, so no answer mixes two.
"""

import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from stat import S_ISREG
from threading import Lock

import anyio
import anyio.to_thread

from api.live.standing import Refused
from api.messages import Words
from graph.errors import CatalogueError
from graph.message import Finding
from graph.store.base import NetworkXStore
from graph.vocabulary import Locale
from ingest.catalogue import load_with_places
from ingest.validation.report import validate

log = logging.getLogger("rete.api")
INTERVAL = 2.0
"""Seconds between two looks at the folder."""
MOST_LOGGED = 20
"""Findings of one version that are logged."""

Stamp = frozenset[tuple[str, int, int]]
"""Every file with its time of change and its size; hidden ones, such as those of git, are no part of a catalogue."""


class CatalogueWatch:
    """Publishes what `folder` holds to `store` whenever it has changed and is sound.

    `refused` is the version of the folder that is not served because of its findings; None where it is served.
    """

    def __init__(self, folder: Path, store: NetworkXStore) -> None:
        self._folder = folder
        self._store = store
        self._seen = self._stamp()
        self._taken = self._seen
        self.refused: Refused | None = None
        self._taking = Lock()
        self._cold = False
        """Whether a version was taken between two looks, for which nothing has been got ready."""

    async def run(self, warm: Callable[[], Awaitable[None]]) -> None:
        """Look at the folder until cancelled; `warm` is called when another version has become live."""
        while True:
            await anyio.sleep(INTERVAL)
            try:
                if await anyio.to_thread.run_sync(self.look, abandon_on_cancel=True):
                    await warm()
            except Exception as error:  # one look that fails must not end all others
                log.error("The catalogue's folder could not be looked at: %s", error)

    def look(self) -> bool:
        """Take the folder's version if it differs from the one taken last and is the same as at the last look.

        Files that are still being written change between two looks. Returns whether another version has become live,
        also by `take_now` since the last look.
        """
        stamp = self._stamp()
        settled, self._seen = stamp == self._seen, stamp
        if self._cold:
            self._cold = False
            return True
        if not settled or stamp == self._taken:
            return False
        self._taken = stamp
        return self._take()

    def take_now(self) -> bool:
        """Take the folder's version as it is, which the caller has just written.

        Returns whether another version has become live.
        """
        self._taken = self._seen = self._stamp()
        taken = self._take()
        self._cold = taken or self._cold
        return taken

    def version(self) -> str:
        """The version that is live."""
        return self._store.version()

    def is_refused(self) -> bool:
        """Whether the folder's version is not served because of its findings."""
        return self.refused is not None

    def _take(self) -> bool:
        with self._taking:
            return self._take_alone()

    def _take_alone(self) -> bool:
        before = self._store.version()
        try:
            loaded = load_with_places(self._folder)
            findings = validate(loaded, {}, look_alikes=False).findings
        except CatalogueError as error:
            findings = error.findings
        if findings:
            self._refuse(findings, before)
            return False
        self.refused = None
        version = self._store.publish(loaded.catalogue).version
        if version != before:
            log.warning("The catalogue has changed: version %s is served in place of %s.", version, before)
        return version != before

    def _refuse(self, findings: tuple[Finding, ...], served: str) -> None:
        words = Words(Locale.EN)
        self.refused = Refused(len(findings), words(findings[0].told))
        log.error("The catalogue has changed and has %d findings; version %s is still served.", len(findings), served)
        for finding in findings[:MOST_LOGGED]:
            log.error("%s", words(finding.told))

    def _stamp(self) -> Stamp:
        found = set()
        for path in self._folder.rglob("*"):
            name = path.relative_to(self._folder)
            if any(part.startswith(".") for part in name.parts):
                continue
            try:
                status = path.stat()
            except OSError:  # taken away between two looks at it
                continue
            if S_ISREG(status.st_mode):
                found.add((str(name), status.st_mtime_ns, status.st_size))
        return frozenset(found)
