"""Brings what a process has written to the catalogue's folder into service, where other processes load it."""

import time
from pathlib import Path

from api.live.sources import stamp_of
from api.live.standing import Board

PATIENCE = 60.0
"""Seconds after which nobody waits any longer for a version that was written."""
LOOK = 0.05


class AnnouncedWatch:
    """As `api.editor.Watch`: the supervisor sees the files change, and says on the board what has become of them."""

    def __init__(self, folder: Path, board: Board) -> None:
        self._folder = folder
        self._board = board

    def take_now(self) -> bool:
        """Wait until what the folder holds is served, or refused; whether another version has become live."""
        before, stamp = self._board.read().version, stamp_of(self._folder)
        deadline = time.monotonic() + PATIENCE
        while self._board.read().stamp != stamp and time.monotonic() < deadline:
            time.sleep(LOOK)
        return self._board.read().version != before

    def version(self) -> str:
        """The version that is live."""
        return self._board.read().version or ""

    def is_refused(self) -> bool:
        """Whether the folder's version is not served because of its findings."""
        return self._board.read().refused is not None
