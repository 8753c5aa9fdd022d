"""Views that a Neo4j store computes from its live version: search by name, the drawn graph, its server."""

from typing import TYPE_CHECKING

from graph.name_index import Hit, NamedNode, NameIndex, fold
from graph.store.bolt import Bolt
from graph.store.frame import Frame, FrameReader
from graph.store.live_version import read_live
from graph.vocabulary import NodeKind

if TYPE_CHECKING:
    import networkx as nx

PROPOSED = 500
"""How many nodes the index proposes at most for a search."""


class NetworkViews:
    """Views of the live version of a Neo4j store."""

    def __init__(self, bolt: Bolt) -> None:
        self._bolt = bolt
        self._frames = FrameReader(bolt)

    def version(self) -> str:
        """The content hash of the live version."""
        return read_live(self._bolt).version

    def search(self, text: str, limit: int = 10) -> tuple[Hit, ...]:
        """As `graph.name_index.find_by_name`, over what the full-text index proposes.

        It proposes names with a word of the text: as a whole, as a beginning, or with up to two letters wrong.
        """
        words = fold(text).split()
        if not words:
            return ()
        # Folded words hold letters and digits only, so nothing in them is an operator of Lucene's.
        query = " OR ".join(f"{word} OR {word}* OR {word}~" for word in dict.fromkeys((*words, "".join(words))))
        rows = self._bolt.read("search", load=read_live(self._bolt).load, text=query, limit=PROPOSED)
        return NameIndex(_named(row["id"], row["names"]) for row in rows).find(text, limit)

    def graph(self) -> "nx.MultiDiGraph[str]":
        """The live version as `graph.typed_graph` draws it."""
        import networkx as nx

        def read(frame: Frame) -> "nx.MultiDiGraph[str]":
            graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(city=frame.network.catalogue.city, version=frame.live.version)
            for node in self._bolt.read("network_nodes", load=frame.live.load):
                graph.add_node(node.pop("id"), **node)
            for edge in self._bolt.read("network_relations", load=frame.live.load):
                graph.add_edge(edge.pop("start"), edge.pop("end"), key=edge["relation"], **edge)
            return graph

        return self._frames.whole(read)

    def server(self) -> str:
        """The server, as it names itself. Raises StoreError if none answers."""
        return self._bolt.server()


def _named(node: str, names: list[str]) -> NamedNode:
    kind, _, identifier = node.partition(":")
    return NamedNode(NodeKind(kind), identifier, tuple(names))
