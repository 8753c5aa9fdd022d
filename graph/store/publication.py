"""Publishing over Bolt: load beside the live version, count, move the pointer by compare-and-set, collect the old.

A load has a name of its own, so what a killed publisher left behind is never mistaken for anything else. The `Network`
node names the load that may go live (a fencing token, Kleppmann 2016): a publisher that starts later takes it over, and
the earlier one is told when it wants to publish. Until the pointer moves, readers see the old version only.
"""

import secrets
from collections.abc import Iterator, Sequence
from itertools import count

import cypher
from graph.errors import StoreError
from graph.network import Network
from graph.store.bolt import Bolt
from graph.store.records import Row, encode, list_nodes, list_relations, write_head
from graph.store.relevant_part import Reach

NETWORK = "rete"
"""The name of the node that points at the live version: a database holds one network."""
FORMAT = 3
"""How this program writes a version. A reader refuses any other; a publisher replaces a lower one."""
BATCH = 1_000
COLLECTED = 5_000


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
            raise StoreError(
                f"{self._bolt.address}: the database holds {foreign} nodes that this program did not write; "
                "give it a database of its own. Nothing was changed."
            )
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
            raise StoreError(
                f"{self._bolt.address}: {found['nodes']} nodes and {found['relations']} relations arrived of {nodes} "
                f"and {relations}; nothing was published."
            )

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
        return StoreError(
            f"{self._bolt.address}: another publisher has taken over; this version was not published. "
            "Publish again if it still should be."
        )


def _batches(rows: Sequence[Row]) -> Iterator[list[Row]]:
    for start in range(0, len(rows), BATCH):
        yield list(rows[start : start + BATCH])
