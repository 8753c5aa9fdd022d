"""Data of programs up to format 4 in a Neo4j store. It is counted, and removed when a version is published.

These programs used common labels (`Version`, `Network`). So only nodes with exactly the shape that they wrote are taken
for theirs.
"""

from graph.store.bolt import Bolt

NETWORK = "rete"
_CONSTRAINTS = ("rete_key", "rete_network", "rete_version")
_INDEXES = ("rete_load", "rete_names", "rete_names_2")
REMOVED = 500


class FormerStore:
    """The data of an older program in a database."""

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
