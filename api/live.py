"""One version of the network as a request sees it, with what was built from it."""

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from api.directory import Directory
from graph.network import Network
from graph.store.base import NetworkStore

if TYPE_CHECKING:
    from graph.coverage.analyst import CoverageAnalyst
    from graph.referral.planner import ReferralPlanner


class PlannerSlot:
    """The planner of one network: compiled on the first question, by one thread while others wait."""

    def __init__(self, network: Network) -> None:
        self._network = network
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

    def analyst(self) -> "CoverageAnalyst":
        """What looks at the network as a whole; built on the first request for it."""
        from graph.coverage.analyst import CoverageAnalyst

        with self._lock:
            if self._analyst is None:
                self._analyst = CoverageAnalyst(self._network)
            return self._analyst


@dataclass(frozen=True, slots=True)
class LiveNetwork:
    """A network with its directory and its planner. A request takes one and never sees two versions."""

    network: Network
    directory: Directory
    planner: PlannerSlot


class LiveNetworks:
    """Keeps what was built from the live version until another one is published."""

    def __init__(self, store: NetworkStore) -> None:
        self._store = store
        self._lock = Lock()
        self._live: LiveNetwork | None = None

    def current(self) -> LiveNetwork:
        """The live version. Raises StoreError where there is none."""
        network = self._store.current()
        with self._lock:
            if self._live is None or self._live.network.version != network.version:
                self._live = LiveNetwork(network, Directory(network), PlannerSlot(network))
            return self._live

    def version(self) -> str:
        """The live version's name. Raises StoreError where there is none."""
        return self._store.version()
