"""The contract of a store (read the live version of a network, publish a new one), and the store in memory.

A version is immutable and named by its content. Publishing content that is already live changes nothing. Each
answer calls `current()` once, so that it never mixes two versions.
"""

from typing import Protocol, runtime_checkable

from graph.errors import StoreError
from graph.message import Message
from graph.model import Catalogue
from graph.network import Network, content_hash


@runtime_checkable
class NetworkStore(Protocol):
    """Keeps the versions of one network. Methods may be called from several threads."""

    def current(self) -> Network:
        """The live version. Raises StoreError if nothing has been published, or the store cannot be reached."""
        ...

    def version(self) -> str:
        """The content hash of the live version. Raises StoreError as `current` does."""
        ...

    def publish(self, catalogue: Catalogue) -> Network:
        """Make `catalogue` the live version, whole or not at all."""
        ...

    def close(self) -> None:
        """Release the resources of the store, which is not used afterwards."""
        ...


class NetworkXStore:
    """Keeps the live version in memory. A publication is the exchange of one reference, so readers need no lock."""

    def __init__(self, catalogue: Catalogue | None = None) -> None:
        self._live: Network | None = None
        if catalogue is not None:
            self.publish(catalogue)

    @classmethod
    def holding(cls, network: Network) -> "NetworkXStore":
        """A store in which `network` is live."""
        store = cls()
        store._live = network
        return store

    def current(self) -> Network:
        """The live version."""
        if self._live is None:
            raise StoreError(Message.of("store.nothing"))
        return self._live

    def version(self) -> str:
        """The content hash of the live version."""
        return self.current().version

    def publish(self, catalogue: Catalogue) -> Network:
        """Make `catalogue` the live version."""
        version = content_hash(catalogue)
        live = self._live
        if live is not None and live.version == version:
            return live
        network = Network(catalogue, version)
        self._live = network
        return network

    def close(self) -> None:
        """Nothing is held open."""
