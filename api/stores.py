"""Opens the store that a URL names; the one place that knows which there are."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.store.neo4j_store import Neo4jStore


def open_neo4j(url: str, environ: Mapping[str, str]) -> "Neo4jStore":
    """The Neo4j store at `url`, with the credentials that `environ` gives; see `StoreAddress.parse`.

    Nothing is sent yet. Raises StoreError where the URL is none of a store or there is no password.
    """
    from graph.store.address import StoreAddress
    from graph.store.neo4j_store import Neo4jStore

    return Neo4jStore(StoreAddress.parse(url, environ))
