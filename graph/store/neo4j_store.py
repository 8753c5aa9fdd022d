"""The same contract on Neo4j, over Bolt: for several writers and readers of one network."""

import logging
from dataclasses import dataclass
from threading import Lock

from graph.errors import StoreError
from graph.model import Catalogue
from graph.network import Network, content_hash
from graph.store.address import StoreAddress
from graph.store.bolt import TIMEOUT, Bolt
from graph.store.publication import FORMAT, NETWORK, Publication
from graph.store.records import Record, read_catalogue

log = logging.getLogger("rete.store")

ATTEMPTS = 3
"""How often a version is read again that was collected while it was read."""


@dataclass(frozen=True, slots=True)
class LiveVersion:
    """What the pointer says: the load that is live, the content hash of its catalogue, and how it is written."""

    load: str
    version: str
    format: int


class Neo4jStore:
    """Reads the pointer for every `current()`, and the version itself once; a new version is noticed by the next call.

    Nothing is sent before the first call. Minimum: Neo4j 5.26.
    """

    def __init__(self, address: StoreAddress, *, timeout: float = TIMEOUT, warn: bool = False) -> None:
        self.bolt = Bolt(address, timeout=timeout, warn=warn)
        self._lock = Lock()
        self._network: Network | None = None
        self._lost = False

    def current(self) -> Network:
        """The live version."""
        live = self._find_out()
        # One thread reads a new version while the others wait for it.
        with self._lock:
            if self._network is None or self._network.version != live.version:
                self._network = self._read(live)
            return self._network

    def version(self) -> str:
        """The content hash of the live version."""
        return read_live(self.bolt).version

    def publish(self, catalogue: Catalogue) -> Network:
        """Make `catalogue` the live version. Raises StoreError where another publisher takes over meanwhile."""
        version = content_hash(catalogue)
        live = find_live(self.bolt)
        network = Network(catalogue, version)
        if live is None or live.version != version or live.format < FORMAT:
            Publication(self.bolt, network).run()
        with self._lock:
            self._network = network
        return network

    def close(self) -> None:
        """Give the connections back."""
        self.bolt.close()

    def _find_out(self) -> LiveVersion:
        """The pointer. Whoever runs the program reads in its log when the store was lost, and when it came back."""
        try:
            live = read_live(self.bolt)
        except StoreError as error:
            if not self._lost:
                log.warning("The store is lost: %s", error)
            self._lost = True
            raise
        if self._lost:
            log.warning("The store is back: %s", self.bolt.address)
        self._lost = False
        return live

    def _read(self, live: LiveVersion) -> Network:
        for _ in range(ATTEMPTS):
            catalogue = self._read_catalogue(live)
            if catalogue is not None and content_hash(catalogue) == live.version:
                return Network(catalogue, live.version)
            # Two publications went by while this one was read; or what is stored is not what was published.
            before, live = live, read_live(self.bolt)
            if before == live:
                break
        raise StoreError(
            f"{self.bolt.address}: version {live.version} cannot be read as it was published; publish it again."
        )

    def _read_catalogue(self, live: LiveVersion) -> Catalogue | None:
        head = self.bolt.read("head", load=live.load)
        rows = self.bolt.read("read", load=live.load)
        if not head:
            return None
        return read_catalogue(head[0]["head"], (Record(r["collection"], r["position"], r["record"]) for r in rows))


def find_live(bolt: Bolt) -> LiveVersion | None:
    """The live version, or None where nothing has been published. Raises StoreError where it is of a newer program."""
    rows = bolt.read("live", network=NETWORK)
    if not rows:
        return None
    if rows[0]["format"] > FORMAT:
        raise StoreError(
            f"{bolt.address}: the live version was written by a newer program (format {rows[0]['format']}, this one "
            f"reads {FORMAT}); upgrade this program."
        )
    return LiveVersion(rows[0]["load"], rows[0]["version"], rows[0]["format"])


def read_live(bolt: Bolt) -> LiveVersion:
    """The live version. Raises StoreError where nothing has been published, or by an older program."""
    live = find_live(bolt)
    if live is None:
        raise StoreError(f"{bolt.address}: nothing is published yet; publish a catalogue first.")
    if live.format < FORMAT:
        raise StoreError(
            f"{bolt.address}: the live version was written by an older program (format {live.format}, this one reads "
            f"{FORMAT}); publish again."
        )
    return live
