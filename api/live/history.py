"""The versions that a server has seen, read from the shelf when somebody asks what has changed since."""

from collections.abc import Sequence
from datetime import UTC, datetime

from api.shelf import Shelf, read_network
from api.version_history import SeenVersion, VersionHistory
from graph.model import Catalogue
from graph.network import Network


class ShelvedHistory(VersionHistory):
    """The live version, and those `before` it, the newest first; they are no longer there once the shelf drops them."""

    def __init__(self, shelf: Shelf, live: Network, before: Sequence[SeenVersion] = ()) -> None:
        super().__init__()
        self._shelf = shelf
        self._live = live
        self._seen = (SeenVersion(live.version, datetime.now(UTC)), *before)

    def note(self, network: Network, now: datetime | None = None) -> None:
        """Do nothing: another version comes with another process, whose `before` names this one."""

    def list_seen(self) -> tuple[SeenVersion, ...]:
        """The versions, the newest first."""
        return self._seen

    def find_catalogue(self, version: str) -> Catalogue | None:
        """The catalogue of `version`; None where it is not kept."""
        if version == self._live.version:
            return self._live.catalogue
        if version not in {each.version for each in self._seen}:
            return None
        found = read_network(self._shelf, version)
        return found.catalogue if found else None
