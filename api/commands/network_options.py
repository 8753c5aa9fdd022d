"""The network that a command reads: a catalogue, or as much of a Neo4j store as the command needs."""

import os
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cyclopts import Parameter

from api.commands.common import Common
from api.settings import named_store
from graph.network import Network

if TYPE_CHECKING:
    import networkx as nx

    from graph.name_index import Hit
    from graph.referral.answering import Answerer
    from graph.store.bolt import Bolt
    from graph.store.neo4j_store import Neo4jStore


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Common):
    """Options of every command that reads a network wherever it is."""

    store: str | None = None
    "URL of a Neo4j store, such as neo4j://127.0.0.1:7687, whose live version is read; otherwise RETE_STORE."

    def url(self) -> str | None:
        """The store to read; None where it is the catalogue. Raises SettingsError."""
        return named_store(os.environ, self.store, self.catalogue)

    def network(self) -> Network:
        """The whole network."""
        url = self.url()
        if url is None:
            return Common.network(self)
        with closing(open_neo4j(url, os.environ)) as store:
            store.version()  # says what is wrong, where `current` would also log it for who runs a server
            return store.current()

    @contextmanager
    def desk(self) -> Iterator["Answerer"]:
        """Where to put a question; a store hands over what matters to it."""
        from graph.referral.answering import NetworkAnswerer, PartialNetworkAnswerer

        url = self.url()
        if url is None:
            yield NetworkAnswerer(Common.network(self))
            return
        from graph.store.neo4j_part import PartReader

        with connected(url, os.environ) as bolt:
            yield PartialNetworkAnswerer(PartReader(bolt))

    def around(self, situations: tuple[str, ...]) -> Network:
        """What a survey from these entry situations reads: of a store only their territory, where they share one."""
        url = self.url()
        if url is None or not situations:
            return self.network()
        from graph.store.neo4j_part import PartReader

        with connected(url, os.environ) as bolt:
            return PartReader(bolt).around(situations)

    def search(self, text: str, limit: int) -> tuple["Hit", ...]:
        """As `find_by_name`; in a store its index proposes."""
        url = self.url()
        if url is None:
            from graph.name_index import find_by_name

            return find_by_name(Common.network(self), text, limit)
        from graph.store.neo4j_views import NetworkViews

        with connected(url, os.environ) as bolt:
            return NetworkViews(bolt).search(text, limit)

    def graph(self) -> "nx.MultiDiGraph[str]":
        """The typed graph."""
        url = self.url()
        if url is None:
            from graph.typed_graph import build_graph

            return build_graph(Common.network(self))
        from graph.store.neo4j_views import NetworkViews

        with connected(url, os.environ) as bolt:
            return NetworkViews(bolt).graph()


def open_neo4j(url: str, environ: Mapping[str, str]) -> "Neo4jStore":
    """The Neo4j store at `url`, with the credentials that `environ` gives; see `StoreAddress.parse`.

    Nothing is sent yet. Raises StoreError where the URL is none of a store or there is no password.
    """
    from graph.store.bolt import StoreAddress
    from graph.store.neo4j_store import Neo4jStore

    return Neo4jStore(StoreAddress.parse(url, environ))


@contextmanager
def connected(url: str, environ: Mapping[str, str]) -> Iterator["Bolt"]:
    """A connection to the store at `url`, for who reads less than a whole version; as `open_neo4j`."""
    with closing(open_neo4j(url, environ)) as store:
        yield store.bolt
