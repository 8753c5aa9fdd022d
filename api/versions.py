"""The versions of the network that a server has: those that it serves, and those that were live while it ran.

A request sees one version, with what was built from it. So that what changed can be told, a server also keeps what it
has seen, since a store holds the live version, and Neo4j the one before it for a while; neither is an archive. It is
kept in memory, or in a folder, where it outlives the process and is shared by several. Each version is one file of
packed JSON there, complete as a catalogue, so that nothing but the folder is needed to read it.
"""

import gzip
import logging
import re
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from api.live.standing import Board, Standing
from api.shelf import Shelf, keep_lexicon, read_lexicon, read_network
from graph.errors import EmptyStoreError, StoreError
from graph.index import NetworkIndex
from graph.message import Message
from graph.model import Catalogue
from graph.network import Network
from graph.store.base import NetworkStore

if TYPE_CHECKING:
    from graph.coverage.analyst import CoverageAnalyst
    from graph.referral.planner import ReferralPlanner

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


log = logging.getLogger("rete.api")


class PlannerSlot:
    """The planner of one network: compiled on the first question, by one thread while others wait."""

    def __init__(self, network: Network, shelf: Shelf | None = None) -> None:
        self._network = network
        self._shelf = shelf
        self._lock = Lock()
        self._planner: ReferralPlanner | None = None
        self._analyst: CoverageAnalyst | None = None

    def get(self) -> "ReferralPlanner":
        """The planner."""
        from graph.referral.planner import ReferralPlanner

        with self._lock:
            if self._planner is None:
                self._planner = ReferralPlanner(self._network)
            return self._planner

    def prepare(self) -> None:
        """Make the planner ready for its first question. What reads words comes from the shelf if it is there."""
        from graph.referral.planner import ReferralPlanner

        shelf = self._shelf or Shelf(None)
        lexicon = read_lexicon(shelf, self._network)
        planner = ReferralPlanner(self._network, lexicon=lexicon)
        planner.ask("")  # builds what reads words
        if lexicon is None:
            keep_lexicon(shelf, self._network, planner.lexicon)
        with self._lock:
            self._planner = planner

    def analyst(self) -> "CoverageAnalyst":
        """The analyst of the whole network, for coverage; built on the first request for it."""
        from graph.coverage.analyst import CoverageAnalyst

        with self._lock:
            if self._analyst is None:
                self._analyst = CoverageAnalyst(self._network, shelf=self._shelf)
            return self._analyst


@dataclass(frozen=True, slots=True)
class LiveNetwork:
    """A network with its directory and its planner. A request takes one and never sees two versions."""

    network: Network
    directory: NetworkIndex
    planner: PlannerSlot
    built_at: datetime = field(default_factory=partial(datetime.now, UTC))


class Networks(Protocol):
    """The versions that requests are answered from. It may be used from several threads."""

    @property
    def lasting(self) -> bool:
        """Whether the live version stays the same for as long as this is used."""

    @property
    def history(self) -> VersionHistory:
        """The versions that this server has seen."""

    def current(self) -> LiveNetwork:
        """The live version. Raises StoreError where there is none."""

    def find(self, version: str) -> LiveNetwork | None:
        """The version of this name, where it is still kept."""

    def known_version(self) -> str | None:
        """The version that was asked for last; None before the first. It does not ask the store."""

    def version(self) -> str:
        """The live version's name. Raises StoreError where there is none."""

    def standing(self) -> Standing:
        """How the served version relates to the published one."""


class LiveNetworks:
    """Asks a store in this process for the live version at each request, and builds what requests need of it.

    It keeps what was built from the last `most` live versions, so that a client which reads page after page stays in
    one version. `most` bounds the memory: versions, not time, are counted. Surveys are read from `shelf` if it has
    them. Each version that becomes live is noted in `history`.
    """

    lasting = False

    def __init__(
        self,
        store: NetworkStore,
        most: int = 1,
        shelf: Shelf | None = None,
        history: VersionHistory | None = None,
    ) -> None:
        self.history = history or VersionHistory()
        self._store = store
        self._shelf = shelf
        self._most = most
        self._lock = Lock()
        self._kept: OrderedDict[str, LiveNetwork] = OrderedDict()

    def current(self) -> LiveNetwork:
        """The live version. Raises StoreError where there is none."""
        network = self._store.current()
        with self._lock:
            if network.version != next(reversed(self._kept), None):
                self._note(network)
            if network.version not in self._kept:
                self._kept[network.version] = self._build(network)
            self._kept.move_to_end(network.version)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
            return self._kept[network.version]

    def _note(self, network: Network) -> None:
        try:
            self.history.note(network)
        except OSError as error:  # questions are answered nevertheless
            log.error("The version could not be kept: %s", error)

    def _build(self, network: Network) -> LiveNetwork:
        return LiveNetwork(network, NetworkIndex(network), PlannerSlot(network, self._shelf))

    def find(self, version: str) -> LiveNetwork | None:
        """The version of this name, where it is still kept."""
        with self._lock:
            return self._kept.get(version)

    def known_version(self) -> str | None:
        """The version that was asked for last; None before the first. It does not ask the store."""
        with self._lock:
            return next(reversed(self._kept), None)

    def version(self) -> str:
        """The live version's name. Raises StoreError where there is none."""
        return self._store.version()

    def standing(self) -> Standing:
        """Nothing to tell: the store is asked by each request."""
        return Standing()


class HeldNetworks:
    """One version, and those before it in which walks over pages go on; see `Networks`.

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
