"""The store in Neo4j, over Bolt, for several writers and readers of one network.

A node of the store points at the version that is live; it is read by itself. Data of older programs are told apart.
"""

import logging
import secrets
from collections.abc import Collection, Iterator
from itertools import chain, count, islice
from threading import Lock

import cypher
from graph.errors import EmptyStoreError, StoreError
from graph.message import Message
from graph.model import Catalogue
from graph.network import Network, content_hash
from graph.store.bolt import DEADLINE, TIMEOUT, Bolt, StoreAddress
from graph.store.load_rows import Row, list_nodes, list_pages, list_relations
from graph.store.reach import Reach
from graph.store.records import Record, encode, read_catalogue, write_head
from graph.structs import Struct

NETWORK = "rete"
"""The name of the node that points at the live version: a database holds one network."""
FORMAT = 7
"""How this program writes a version. A reader refuses any other; a publisher replaces a lower one."""
_CONSTRAINTS = ("rete_key", "rete_network", "rete_version")
_INDEXES = ("rete_load", "rete_names", "rete_names_2")
REMOVED = 500
BATCH = 1_000
COLLECTED = 5_000
"""How many nodes are removed, relabelled, or left without relations, at a time."""
log = logging.getLogger("rete.store")
ATTEMPTS = 3
"""How often a version is read again that was collected while it was read."""


class LiveVersion(Struct, frozen=True):
    """The contents of the pointer: the live load, the content hash of its catalogue, and its format."""

    load: str
    version: str
    format: int
    is_shown: bool
    """Whether all its nodes have the labels of the domain; the program itself does not read them."""


def find_live(bolt: Bolt) -> LiveVersion | None:
    """The live version; None if nothing has been published. Raises StoreError if a newer program wrote it."""
    rows = bolt.read("live", network=NETWORK)
    if not rows:
        return None
    if rows[0]["format"] > FORMAT:
        message = Message.of("store.newer", format=rows[0]["format"], own=FORMAT)
        raise StoreError.at(str(bolt.address), message)
    return LiveVersion(rows[0]["load"], rows[0]["version"], rows[0]["format"], rows[0]["shown"] == "yes")


def read_live(bolt: Bolt) -> LiveVersion:
    """The live version. Raises StoreError if nothing has been published, or an older program wrote it."""
    live = find_live(bolt)
    found = FormerStore(bolt).format() if live is None else live.format
    if found is not None and found < FORMAT:
        raise StoreError.at(str(bolt.address), Message.of("store.older", format=found, own=FORMAT))
    if live is None:
        raise EmptyStoreError.at(str(bolt.address), Message.of("store.empty"))
    return live


class FormerStore:
    """The data of programs up to format 4 in a database: counted, and removed when a version is published.

    These programs used common labels (`Version`, `Network`). So only nodes with exactly the shape that they wrote are
    taken for theirs.
    """

    def __init__(self, bolt: Bolt) -> None:
        self._bolt = bolt

    def format(self) -> int | None:
        """The highest format of its versions; None where there is none."""
        return max((row["format"] for row in self._bolt.read("former")), default=None)

    def count(self) -> int:
        """How many nodes it has."""
        loads = sum(1 + int(row["nodes"]) for row in self._bolt.read("former"))
        return loads + sum(int(row["nodes"]) for row in self._bolt.read("former_pointer", network=NETWORK))

    def remove(self) -> None:
        """Remove its versions."""
        for row in self._bolt.read("former"):
            while self._bolt.write("former_collect", load=row["load"], limit=REMOVED)[0]["removed"]:
                pass
            self._bolt.write("former_forget", load=row["load"])
        if any(row["nodes"] for row in self._bolt.read("former_pointer", network=NETWORK)):
            self._bolt.write("former_unpoint", network=NETWORK)

    def remove_schema(self) -> None:
        """Remove its indexes and constraints, which would bind nodes of others."""
        for name in _CONSTRAINTS:
            self._bolt.write("former_constraint", name=name)
        for name in _INDEXES:
            self._bolt.write("former_index", name=name)


class Publication:
    """One attempt to make a network the live version, in place of the load `over` (empty: of none; None: of any)."""

    def __init__(self, bolt: Bolt, network: Network, over: str | None = None) -> None:
        self._bolt = bolt
        self._network = network
        self._over = over
        self._load = f"{network.version}-{secrets.token_hex(4)}"

    def run(self) -> None:
        """Load and publish. Raises StoreError where another publisher took over, and nothing has changed then."""
        self._prepare()
        self._begin()
        self._collect()
        numbers = count(1)
        nodes = self._load_rows("load_nodes", chain(list_nodes(self._network), list_pages(self._network)), numbers)
        relations = self._load_rows("load_relations", list_relations(self._network), numbers)
        self._check(nodes, relations)
        self._publish()
        show(self._bolt, self._load)
        self._collect()
        FormerStore(self._bolt).remove()

    def _prepare(self) -> None:
        foreign = sum(row["sign"] * row["nodes"] for row in self._bolt.read("foreign"))
        former = FormerStore(self._bolt)
        foreign -= former.count() if foreign else 0
        if foreign:
            raise StoreError.at(str(self._bolt.address), Message.of("store.foreign", count=foreign))
        former.remove_schema()
        for name in cypher.SCHEMA:
            self._bolt.write(name)

    def _begin(self) -> None:
        self._bolt.write(
            "begin",
            network=NETWORK,
            load=self._load,
            version=self._network.version,
            format=FORMAT,
            name=self._network.catalogue.name.it,
            head=write_head(self._network.catalogue),
            cuts=encode(Reach(self._network).cuts()),
        )

    def _load_rows(self, statement: str, rows: Iterator[Row], numbers: Iterator[int]) -> int:
        """Load rows in batches with the next `numbers`. Returns how many there were."""
        loaded = 0
        while batch := list(islice(rows, BATCH)):
            number = next(numbers)
            done = self._bolt.write(statement, load=self._load, batch=number, rows=batch)
            if not done or done[0]["batch"] != number or done[0]["state"] != "loading":
                raise self._overtaken()
            loaded += len(batch)
        return loaded

    def _check(self, nodes: int, relations: int) -> None:
        """Compare what arrived with what was sent."""
        found = self._bolt.read("count", load=self._load)[0]
        if (found["nodes"], found["relations"]) != (nodes, relations):
            arrived = {"nodes": found["nodes"], "relations": found["relations"]}
            message = Message.of("store.arrived", **arrived, all_nodes=nodes, all_relations=relations)
            raise StoreError.at(str(self._bolt.address), message)

    def _publish(self) -> None:
        done = self._bolt.write("publish", network=NETWORK, load=self._load, over=self._over)
        if not done or not done[0]["won"]:
            raise self._overtaken()

    def _collect(self) -> None:
        for stale in self._bolt.read("stale", network=NETWORK):
            load = stale["load"]
            self._bolt.write("retire", load=load)
            _walk(self._bolt, "collect_relations", load=load)
            while self._bolt.write("collect", load=load, limit=COLLECTED)[0]["removed"]:
                pass
            self._bolt.write("forget", load=load)

    def _overtaken(self) -> StoreError:
        return StoreError.at(str(self._bolt.address), Message.of("store.overtaken"))


def show(bolt: Bolt, load: str) -> None:
    """Move the labels of the domain to the live load. If it is no longer live, a later publisher has done so."""
    for former in bolt.read("shown", network=NETWORK):
        _walk(bolt, "hide", load=former["load"])
        bolt.write("mark_shown", load=former["load"], shown="no")
    bolt.write("mark_shown", load=load, shown="partly")
    if _walk(bolt, "show", load=load, network=NETWORK):
        bolt.write("mark_shown", load=load, shown="yes")


def _walk(bolt: Bolt, statement: str, **parameters: str) -> bool:
    """Run a statement on all nodes of a load, batch by batch. Returns whether it was completed."""
    after = f"{parameters['load']}/"
    while True:
        rows = bolt.write(statement, after=after, limit=COLLECTED, **parameters)
        if not rows:
            return False
        if rows[0]["last"] is None:
            return True
        after = rows[0]["last"]


class Neo4jStore:
    """Reads the pointer for every `current()`, and the version itself once; a new version is noticed by the next call.

    Nothing is sent before the first call. Minimum: Neo4j 5.26.
    """

    def __init__(
        self, address: StoreAddress, *, timeout: float = TIMEOUT, deadline: float = DEADLINE, warn: bool = False
    ) -> None:
        self.bolt = Bolt(address, timeout=timeout, deadline=deadline, warn=warn)
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

    def publish(self, catalogue: Catalogue, known: Collection[str] | None = None) -> Network:
        """Make `catalogue` the live version. Raises StoreError where another publisher takes over meanwhile.

        Where `known` is given, only a version among these is replaced: StoreError names another one.
        """
        version = content_hash(catalogue)
        live = find_live(self.bolt)
        if known is not None and live is not None and live.version not in (version, *known):
            message = Message.of("store.not_published_here", version=live.version)
            raise StoreError.at(str(self.bolt.address), message)
        over = None if known is None else live.load if live is not None else ""
        network = Network(catalogue, version)
        if live is None or live.version != version or live.format < FORMAT:
            Publication(self.bolt, network, over).run()
        elif not live.is_shown:
            show(self.bolt, live.load)
        with self._lock:
            self._network = network
        return network

    def holds(self, version: str) -> bool:
        """Whether this version is live, in the format of this program and with its labels: nothing is left to do."""
        live = find_live(self.bolt)
        return live is not None and (live.version, live.format, live.is_shown) == (version, FORMAT, True)

    def close(self) -> None:
        """Give the connections back."""
        self.bolt.close()

    def _find_out(self) -> LiveVersion:
        """Read the pointer. The log says when the store was lost, and when it came back."""
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
