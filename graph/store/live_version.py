"""Which version of a Neo4j store is live: the node that points at it, read by itself."""

from graph.errors import EmptyStoreError, StoreError
from graph.message import Message
from graph.store.bolt import Bolt
from graph.store.neo4j_former import FormerStore
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
