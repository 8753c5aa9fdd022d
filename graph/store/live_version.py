"""Which version of a Neo4j store is live: the node that points at it, read by itself; and data of older programs."""

from graph.errors import EmptyStoreError, StoreError
from graph.message import Message
from graph.store.bolt import Bolt
from graph.structs import Struct

NETWORK = "rete"
"""The name of the node that points at the live version: a database holds one network."""
FORMAT = 7
"""How this program writes a version. A reader refuses any other; a publisher replaces a lower one."""


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


_CONSTRAINTS = ("rete_key", "rete_network", "rete_version")
_INDEXES = ("rete_load", "rete_names", "rete_names_2")
REMOVED = 500


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
