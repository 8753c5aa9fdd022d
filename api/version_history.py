"""The versions of the network that were live while this server ran, so that what changed can be told.

A store holds the live version, and Neo4j the one before it for a while; neither is an archive. So a server keeps
what it has seen: in memory, or in a folder, where it outlives the process and is shared by several. Each version is one
file of packed JSON there, complete as a catalogue, so that nothing but the folder is needed to read it.
"""

import gzip
import re
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Lock

from api.shelf import Shelf, read_network
from graph.errors import StoreError
from graph.message import Message
from graph.model import Catalogue
from graph.network import Network

IN_MEMORY = 4
"""Versions that are kept without a folder."""
IN_FOLDER = 40
"""Versions that a folder holds; the oldest is taken away for a new one."""
_FILE = re.compile(r"(\d{8}T\d{12}Z)-([0-9a-f]{1,64})\.json\.gz")
_TIME = "%Y%m%dT%H%M%S%fZ"


@dataclass(frozen=True, slots=True)
class SeenVersion:
    """A version, and since when it was live for this server."""

    version: str
    since: datetime


class VersionHistory:
    """Keeps versions in `folder`, or in memory without one. It may be used from many threads."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._lock = Lock()
        self._held: OrderedDict[str, tuple[datetime, Catalogue]] = OrderedDict()

    def note(self, network: Network, now: datetime | None = None) -> None:
        """Keep `network`, which has become live `now`. Raises OSError where the folder cannot be written."""
        now = now or datetime.now(UTC)
        with self._lock:
            if self._folder is None:
                self._held[network.version] = (now, network.catalogue)
                self._held.move_to_end(network.version)
                while len(self._held) > IN_MEMORY:
                    self._held.popitem(last=False)
            elif network.version != next((seen.version for seen in self.list_seen()), None):
                self._write(self._folder, network, now)

    def list_seen(self) -> tuple[SeenVersion, ...]:
        """The versions, the newest first."""
        if self._folder is None:
            return tuple(SeenVersion(version, since) for version, (since, _) in reversed(self._held.items()))
        return tuple(SeenVersion(*_read_name(file)) for file in self._files())

    def find_catalogue(self, version: str) -> Catalogue | None:
        """The catalogue of `version`; None where it is not kept. Raises StoreError where it cannot be read any more."""
        if self._folder is None:
            held = self._held.get(version)
            return held[1] if held else None
        file = next((file for file in self._files() if _read_name(file)[0] == version), None)
        if file is None:
            return None
        try:
            written = gzip.decompress(file.read_bytes()).decode()
        except (OSError, EOFError, ValueError) as error:
            message = Message.of("store.no_version", kind=type(error).__name__)
            raise StoreError.at(file.name, message) from None
        from graph.store.records import decode

        found: Catalogue = decode(written, Catalogue)
        return found

    def _files(self) -> list[Path]:
        """The files of versions, the newest first."""
        if self._folder is None or not self._folder.is_dir():
            return []
        return sorted((file for file in self._folder.iterdir() if _FILE.fullmatch(file.name)), reverse=True)

    def _write(self, folder: Path, network: Network, now: datetime) -> None:
        from graph.store.records import encode

        folder.mkdir(parents=True, exist_ok=True)
        before = [file for file in self._files() if _read_name(file)[0] == network.version]
        with NamedTemporaryFile(dir=folder, prefix=".", delete=False) as file:
            file.write(gzip.compress(encode(network.catalogue).encode(), mtime=0))
        Path(file.name).replace(folder / f"{now:{_TIME}}-{network.version}.json.gz")
        for old in (*before, *self._files()[IN_FOLDER:]):
            old.unlink(missing_ok=True)


def _read_name(file: Path) -> tuple[str, datetime]:
    """The version of a file, and since when it was live."""
    found = _FILE.fullmatch(file.name)
    assert found is not None  # noqa: S101 - only such files are listed
    return found[2], datetime.strptime(found[1], _TIME).replace(tzinfo=UTC)


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
