"""The same contract on Neo4j, over Bolt: for several writers and readers of one network.

A publication loads beside the live version, counts, moves the pointer by compare-and-set, and collects the old. A load
has a name of its own, so what a killed publisher left behind is never mistaken for anything else. The `Network` node
names the load that may go live (a fencing token, Kleppmann 2016): a publisher that starts later takes it over, and the
earlier one is told when it wants to publish. Until the pointer moves, readers see the old version only.
"""

import logging
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from threading import Lock

import cypher
from graph.errors import StoreError
from graph.message import Message
from graph.model import Catalogue
from graph.network import Network, content_hash
from graph.store.bolt import TIMEOUT, Bolt, StoreAddress
from graph.store.records import Record, Row, encode, list_nodes, list_relations, read_catalogue, write_head
from graph.store.relevant_part import Reach

NETWORK = "rete"
"""The name of the node that points at the live version: a database holds one network."""
FORMAT = 4
"""How this program writes a version. A reader refuses any other; a publisher replaces a lower one."""
BATCH = 1_000
COLLECTED = 5_000
log = logging.getLogger("rete.store")

ATTEMPTS = 3
"""How often a version is read again that was collected while it was read."""


class Publication:
    """One attempt to make a network the live version."""

    def __init__(self, bolt: Bolt, network: Network) -> None:
        self._bolt = bolt
        self._network = network
        self._load = f"{network.version}-{secrets.token_hex(4)}"

    def run(self) -> None:
        """Load and publish. Raises StoreError where another publisher took over, and nothing has changed then."""
        nodes, relations = list_nodes(self._network), list_relations(self._network)
        self._prepare()
        self._begin()
        self._collect()
        self._load_rows(nodes, relations)
        self._check(len(nodes), len(relations))
        self._publish()
        self._collect()

    def _prepare(self) -> None:
        foreign = sum(row["sign"] * row["nodes"] for row in self._bolt.read("foreign"))
        if foreign:
            raise StoreError.at(str(self._bolt.address), Message.of("store.foreign", count=foreign))
        for name in cypher.SCHEMA:
            self._bolt.write(name)

    def _begin(self) -> None:
        self._bolt.write(
            "begin",
            network=NETWORK,
            load=self._load,
            version=self._network.version,
            format=FORMAT,
            head=write_head(self._network.catalogue),
            cuts=encode(Reach(self._network).cuts()),
        )

    def _load_rows(self, nodes: Sequence[Row], relations: Sequence[Row]) -> None:
        numbers = count(1)
        for statement, rows in (("load_nodes", nodes), ("load_relations", relations)):
            for batch in _batches(rows):
                number = next(numbers)
                done = self._bolt.write(statement, load=self._load, batch=number, rows=batch)
                if not done or done[0]["batch"] != number or done[0]["state"] != "loading":
                    raise self._overtaken()

    def _check(self, nodes: int, relations: int) -> None:
        """Compare what arrived with what was sent."""
        found = self._bolt.read("count", load=self._load)[0]
        if (found["nodes"], found["relations"]) != (nodes, relations):
            arrived = {"nodes": found["nodes"], "relations": found["relations"]}
            message = Message.of("store.arrived", **arrived, all_nodes=nodes, all_relations=relations)
            raise StoreError.at(str(self._bolt.address), message)

    def _publish(self) -> None:
        done = self._bolt.write("publish", network=NETWORK, load=self._load)
        if not done or not done[0]["won"]:
            raise self._overtaken()

    def _collect(self) -> None:
        for stale in self._bolt.read("stale", network=NETWORK):
            load = stale["load"]
            self._bolt.write("retire", load=load)
            while self._bolt.write("collect", load=load, limit=COLLECTED)[0]["removed"]:
                pass
            self._bolt.write("forget", load=load)

    def _overtaken(self) -> StoreError:
        return StoreError.at(str(self._bolt.address), Message.of("store.overtaken"))


def _batches(rows: Sequence[Row]) -> Iterator[list[Row]]:
    for start in range(0, len(rows), BATCH):
        yield list(rows[start : start + BATCH])


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
                log.warning("The store is lost: %s", error.message)
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
        raise StoreError.at(str(self.bolt.address), Message.of("store.differs", version=live.version))

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
        message = Message.of("store.newer", format=rows[0]["format"], own=FORMAT)
        raise StoreError.at(str(bolt.address), message)
    return LiveVersion(rows[0]["load"], rows[0]["version"], rows[0]["format"])


def read_live(bolt: Bolt) -> LiveVersion:
    """The live version. Raises StoreError where nothing has been published, or by an older program."""
    live = find_live(bolt)
    if live is None:
        raise StoreError.at(str(bolt.address), Message.of("store.empty"))
    if live.format < FORMAT:
        raise StoreError.at(str(bolt.address), Message.of("store.older", format=live.format, own=FORMAT))
    return live
