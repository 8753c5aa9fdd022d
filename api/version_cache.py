"""One version of the network as a request sees it, with what was built from it."""

import logging
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from api.live.standing import Board, Standing
from api.version_history import VersionHistory
from graph.errors import EmptyStoreError
from graph.index import NetworkIndex
from graph.message import Message
from graph.network import Network
from graph.store.base import NetworkStore

if TYPE_CHECKING:
    from api.shelf import Shelf
    from graph.coverage.analyst import CoverageAnalyst
    from graph.referral.planner import ReferralPlanner

log = logging.getLogger("rete.api")


class PlannerSlot:
    """The planner of one network: compiled on the first question, by one thread while others wait."""

    def __init__(self, network: Network, shelf: "Shelf | None" = None) -> None:
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
        from api.shelf import Shelf, keep_lexicon, read_lexicon
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
        shelf: "Shelf | None" = None,
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
