"""The version that one process serves, loaded before it took its first request."""

from collections.abc import Mapping, Sequence

from api.live.standing import Board, Standing
from api.version_cache import LiveNetwork
from api.version_history import VersionHistory
from graph.errors import EmptyStoreError
from graph.message import Message


class HeldNetworks:
    """One version, and those before it in which walks over pages go on; see `api.version_cache.Networks`.

    No request asks a store: another version comes with another process. `version` is that of the server as a whole.
    """

    lasting = True

    def __init__(
        self,
        live: LiveNetwork | None,
        before: Sequence[LiveNetwork],
        board: Board,
        history: VersionHistory | None = None,
    ) -> None:
        self.history = history or VersionHistory()
        self._live = live
        self._kept: Mapping[str, LiveNetwork] = {
            each.network.version: each for each in (*before, *([live] if live else ()))
        }
        self._board = board

    def current(self) -> LiveNetwork:
        """The version. Raises StoreError where this process only waits for one."""
        if self._live is None:
            raise EmptyStoreError(Message.of("store.waiting"))
        return self._live

    def find(self, version: str) -> LiveNetwork | None:
        """The version of this name; None if it is not kept."""
        return self._kept.get(version)

    def known_version(self) -> str | None:
        """The version that this process serves."""
        return None if self._live is None else self._live.network.version

    def version(self) -> str:
        """The version that new connections get. Raises StoreError where there is none."""
        return self._board.read().version or self.current().network.version

    def standing(self) -> Standing:
        """How the served version compares with the published one."""
        return self._board.read()
