"""What else a Neo4j store tells of its live version without handing it over: names, the drawn graph, who answers."""

from typing import NamedTuple

from graph.lookup import fold
from graph.store.bolt import Bolt
from graph.store.neo4j_store import read_live


class Found(NamedTuple):
    """A node whose name resembles a text; a higher score is better, and means nothing else."""

    id: str
    name: str
    score: float


class Node(NamedTuple):
    """A node of the typed graph."""

    id: str
    slug: str
    label: str


class Edge(NamedTuple):
    """A relation of the typed graph, its citations compact and joined by a space."""

    start: str
    relation: str
    end: str
    evidence: str
    citations: str


class Server(NamedTuple):
    """The server that answers."""

    name: str
    version: str
    edition: str


class NetworkViews:
    """Views of the live version of a Neo4j store."""

    def __init__(self, bolt: Bolt) -> None:
        self._bolt = bolt

    def search(self, text: str, limit: int = 10) -> tuple[Found, ...]:
        """Up to `limit` organizations, services, needs and situations with a name like `text`, best first.

        Every word must be there: as a whole, as a beginning, or with up to two letters wrong.
        """
        words = fold(text).split()
        if not words:
            return ()
        # Folded words hold letters and digits only, so nothing in them is an operator of Lucene's.
        query = " AND ".join(f"({word} OR {word}* OR {word}~)" for word in words)
        rows = self._bolt.read("search", load=read_live(self._bolt).load, text=query, limit=limit)
        return tuple(Found(**row) for row in rows)

    def nodes(self) -> tuple[Node, ...]:
        """The nodes of the live version, as `graph.typed_graph` draws them."""
        rows = self._bolt.read("network_nodes", load=read_live(self._bolt).load)
        return tuple(Node(**row) for row in rows)

    def edges(self) -> tuple[Edge, ...]:
        """The relations of the live version, as `graph.typed_graph` draws them."""
        rows = self._bolt.read("network_relations", load=read_live(self._bolt).load)
        return tuple(Edge(**row) for row in rows)

    def server(self) -> Server:
        """Who answers. Raises StoreError where nobody does."""
        return Server(**self._bolt.read("health")[0])
