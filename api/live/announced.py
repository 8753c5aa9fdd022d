"""Waits for other processes to serve what this process has written to the catalogue's folder."""

import time
from pathlib import Path

from api.live.sources import Stamp, stamp_of
from api.live.standing import Board

PATIENCE = 60.0
"""Seconds after which nobody waits any longer for a version that was written."""
LOOK = 0.2
"""Seconds between two looks at the folder and at the board."""


class AnnouncedWatch:
    """As `api.editor.Watch`: the supervisor sees the files change, and says on the board what has become of them."""

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
