"""Opens the store that a URL names; the one place that knows which there are."""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.store.bolt import Bolt
    from graph.store.neo4j_store import Neo4jStore


def open_neo4j(url: str, environ: Mapping[str, str]) -> "Neo4jStore":
    """The Neo4j store at `url`, with the credentials that `environ` gives; see `StoreAddress.parse`.

    Nothing is sent yet. Raises StoreError where the URL is none of a store or there is no password.
    """
    from graph.store.address import StoreAddress
    from graph.store.neo4j_store import Neo4jStore

    return Neo4jStore(StoreAddress.parse(url, environ))


@contextmanager
def connected(url: str, environ: Mapping[str, str]) -> Iterator["Bolt"]:
    """A connection to the store at `url`, for who reads less than a whole version; as `open_neo4j`."""
    with closing(open_neo4j(url, environ)) as store:
        yield store.bolt
