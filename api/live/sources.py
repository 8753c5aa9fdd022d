"""The sources of a server's versions: a catalogue's folder, or a Neo4j store.

`watch` is asked often, in a process of its own; `load` works long, in another. What was read is kept on the shelf by
its version, so that the next start is quick, and so that a version is there while its store is away.
"""

import hashlib
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, ClassVar, Protocol

from api.shelf import Shelf, has_catalogue, keep_network, read_network
from graph.errors import CatalogueError, EmptyStoreError, StoreError
from graph.network import Network

if TYPE_CHECKING:
    from graph.store.bolt import StoreAddress
    from graph.store.neo4j_store import Neo4jStore

Stamp = str


class VersionSource(Protocol):
    """Gives the versions of one network; `changes` says whether there can be another one."""

    changes: ClassVar[bool]

    def watch(self) -> Callable[[], Stamp]:
        """A function that tells what is live, as a stamp: another stamp is another version. It raises StoreError."""

    def load(self, shelf: Shelf, served: str | None) -> tuple[Network, Stamp]:
        """What is live, with its stamp; `served` is the version that is served meanwhile, None at the start.

        Raises StoreError or CatalogueError.
        """

    def is_kept(self, shelf: Shelf, served: str | None) -> bool:
        """Whether `load` would find what is live on `shelf`, as far as this process can tell before."""

    def find_kept(self, shelf: Shelf, served: str | None) -> tuple[str, Stamp] | None:
        """The version that `load` would find on `shelf`, with its stamp; None where it has to be loaded to be known.

        It is asked by a process that passes. Raises what `load` raises.
        """


class FixedSource:
    """One network that does not change: of the catalogue in `folder`, or of the bundled one."""

    changes: ClassVar[bool] = False

    def __init__(self, load: Callable[[], Network], folder: Path | None = None) -> None:
        self._load = load
        self._folder = folder

    def watch(self) -> Callable[[], Stamp]:
        """Always the same stamp."""
        return lambda: ""

    def load(self, shelf: Shelf, served: str | None) -> tuple[Network, Stamp]:  # noqa: ARG002 - as `Source` has it
        """The network."""
        return self._load(), ""

    def is_kept(self, shelf: Shelf, served: str | None) -> bool:  # noqa: ARG002 - as `Source` has it
        """Whether the catalogue was read before."""
        return has_catalogue(self._folder, shelf)

    def find_kept(self, shelf: Shelf, served: str | None) -> None:
        """Nothing: `is_kept` says it all."""


class FolderSource:
    """A catalogue's folder as the source of versions. `first` reads it at the start, as other commands do.

    A later version with findings is not loaded: CatalogueError names them.
    """

    changes: ClassVar[bool] = True

    def __init__(self, folder: Path, first: Callable[[], Network]) -> None:
        self._folder = folder
        self._first = first

    def watch(self) -> Callable[[], Stamp]:
        """The stamp of the files, once it is the same at two looks: while they are written it changes between them."""
        last = settled = ""

        def look() -> Stamp:
            nonlocal last, settled
            seen = stamp_of(self._folder)
            if seen == last:
                settled = seen
            last = seen
            return settled

        return look

    def load(self, shelf: Shelf, served: str | None) -> tuple[Network, Stamp]:
        """The network of the folder; a later one is checked as `rete validate` does."""
        stamp = stamp_of(self._folder)
        if served is None:
            network = self._first()
            keep_network(shelf, network)
            return network, stamp
        from ingest.catalogue import load_with_places
        from ingest.validation.report import validate

        loaded = load_with_places(self._folder)
        findings = validate(loaded, {}, look_alikes=False).findings
        if findings:
            raise CatalogueError(findings)
        network = Network(loaded.catalogue)
        keep_network(shelf, network)
        return network, stamp

    def is_kept(self, shelf: Shelf, served: str | None) -> bool:
        """Whether the catalogue was read before; a later one has to be checked anyway."""
        return served is None and has_catalogue(self._folder, shelf)

    def find_kept(self, shelf: Shelf, served: str | None) -> None:
        """Nothing: `is_kept` says it all."""


def stamp_of(folder: Path) -> Stamp:
    """Names every file with its time of change and its size; hidden ones, as those of git, are not of the catalogue."""
    found = []
    for path in folder.rglob("*"):
        name = path.relative_to(folder)
        if any(part.startswith(".") for part in name.parts):
            continue
        with suppress(OSError):  # taken away between two looks at it
            status = path.stat()
            if S_ISREG(status.st_mode):
                found.append(f"{name}\0{status.st_mtime_ns}\0{status.st_size}")
    return hashlib.sha256("\n".join(sorted(found)).encode()).hexdigest()


class StoreSource:
    """The live version of a Neo4j store.

    `held`: at a start while the store is away, take the version that was live when it was last asked, if it is on the
    shelf.
    """

    changes: ClassVar[bool] = True

    def __init__(self, url: str, environ: Mapping[str, str], *, held: bool = False) -> None:
        self._url = url
        self._environ = environ
        self._held = held

    def watch(self) -> Callable[[], Stamp]:
        """The content hash of the live version; the store has `WATCHED` seconds to answer."""
        from graph.store.bolt import Bolt
        from graph.store.neo4j_store import read_live

        bolt = Bolt(self._address(), deadline=self._deadline())
        return lambda: read_live(bolt).version

    def load(self, shelf: Shelf, served: str | None) -> tuple[Network, Stamp]:
        """The live version, from the shelf where it is there."""
        with closing(self._open()) as store:
            version = self._ask(store, shelf, served)
            network = read_network(shelf, version) or store.current()
            keep_network(shelf, network)
            shelf.write("live", self._url, network.version)
            return network, network.version

    def is_kept(self, shelf: Shelf, served: str | None) -> bool:  # noqa: ARG002 - as `Source` has it
        """No: whoever asks a store holds its driver, some 35 MB, so a process that stays does not ask."""
        return False

    def find_kept(self, shelf: Shelf, served: str | None) -> tuple[str, Stamp] | None:
        """The live version, where it is on the shelf."""
        with closing(self._open()) as store:
            version = self._ask(store, shelf, served)
        if not shelf.has("network", version):
            return None
        shelf.write("live", self._url, version)
        return version, version

    def _ask(self, store: "Neo4jStore", shelf: Shelf, served: str | None) -> str:
        """Which version is live; while the store is away at a start, the one that was when it answered last."""
        try:
            return store.version()
        except EmptyStoreError:
            raise
        except StoreError:
            version = shelf.read("live", self._url) if self._held and served is None else None
            if not isinstance(version, str) or not shelf.has("network", version):
                raise
            return version

    def _open(self) -> "Neo4jStore":
        from graph.store.neo4j_store import Neo4jStore

        return Neo4jStore(self._address(), deadline=self._deadline())

    def _address(self) -> "StoreAddress":
        from graph.store.bolt import StoreAddress

        return StoreAddress.parse(self._url, self._environ)

    def _deadline(self) -> float:
        from graph.store.bolt import read_deadline

        return read_deadline(self._environ, WATCHED)


WATCHED = 2.0
"""Seconds within which a store must say which version is live, unless RETE_NEO4J_DEADLINE sets others."""
