"""The contract of a store: read the live version of a network, publish a new one.

A version is immutable and named by its content. Publishing content that is already live changes nothing. Whoever
answers a question calls `current()` once, so no answer mixes two versions.
"""

from typing import Protocol, runtime_checkable

from graph.model import Catalogue
from graph.network import Network


@runtime_checkable
class NetworkStore(Protocol):
    """Keeps the versions of one network. Methods may be called from several threads."""

    def current(self) -> Network:
        """The live version. Raises StoreError where nothing has been published or the store cannot be reached."""
        ...

    def version(self) -> str:
        """The content hash of the live version. Raises StoreError as `current` does."""
        ...

    def publish(self, catalogue: Catalogue) -> Network:
        """Make `catalogue` the live version, whole or not at all."""
        ...

    def close(self) -> None:
        """Give back what the store holds; it is not used afterwards."""
        ...
