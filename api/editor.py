"""Corrections that a server takes: checked, written and served at once."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from api.live.sources import Stamp, stamp_of
from api.live.standing import Board
from graph.errors import QuestionError
from graph.message import Message
from graph.opening_hours import today
from ingest.catalogue import read_country
from ingest.editing import CorrectionRequest, Edit, write_correction
from ingest.inbox import Inbox


class Watch(Protocol):
    """Makes a server serve the present files of the catalogue's folder."""

    def take_now(self) -> str | None:
        """Wait until the server serves what the caller has just written, and return the version.

        None if findings prevent that, or if it takes too long.
        """


class Editor:
    """Writes corrections to the catalogue in `folder`; `watch` then takes the new version.

    It may be used from several threads and processes: one correction is written at a time.
    """

    def __init__(self, folder: Path, watch: Watch, inbox: Inbox | None = None) -> None:
        self._folder = folder
        self._watch = watch
        self._inbox = inbox

    def correct(
        self, request: CorrectionRequest, *, dry_run: bool = False, accepts: str | None = None
    ) -> tuple[Edit, str | None]:
        """Write the correction and serve it; with `dry_run` only check it. A proposal that it accepts is taken out.

        Returns the edit, and the version that is served with it, as `Watch.take_now` has it.

        Raises QuestionError or UnknownCodeError where it cannot be read or changes nothing, CatalogueError with the
        findings that it would add, and StoreError where the folder or the inbox cannot be written.
        """
        accepted = self._proposal(accepts)
        edit = write_correction(self._folder, request.read(read_country(self._folder), today()), dry_run=dry_run)
        if dry_run:
            return edit, None
        accepted()
        return edit, self._watch.take_now()

    def _proposal(self, identifier: str | None) -> Callable[[], object]:
        """A function that removes the proposal from the inbox. Raises QuestionError if there is no such proposal."""
        if identifier is None:
            return lambda: None
        inbox = self._inbox
        if inbox is None:
            raise QuestionError(Message.of("inbox.not_here"), "accepts")
        inbox.get(identifier)
        return lambda: inbox.remove(identifier)


PATIENCE = 60.0
"""Seconds after which nobody waits any longer for a version that was written."""
LOOK = 0.2
"""Seconds between two looks at the folder and at the board."""


class AnnouncedWatch:
    """A `Watch`: the supervisor sees the files change, and says on the board what has become of them."""

    def __init__(self, folder: Path, board: Board) -> None:
        self._folder = folder
        self._board = board

    def take_now(self) -> str | None:
        """Wait until the server serves the content of the folder, and return the version.

        None if the version is refused, or not served in time.

        Others may write meanwhile: what is taken then holds what the caller has written too.
        """
        stamps: set[Stamp | None] = set()
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            stamps.add(stamp_of(self._folder))
            standing = self._board.read()
            if standing.stamp in stamps:
                return standing.version if standing.refused is None else None
            time.sleep(LOOK)
        return None
