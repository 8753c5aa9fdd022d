"""The embedded default: the live version in this process, its graph in networkx."""

from graph.errors import StoreError
from graph.model import Catalogue
from graph.network import Network, content_hash


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
            raise StoreError("Nothing is published yet; publish a catalogue first.")
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
