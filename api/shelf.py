"""Keeps what was computed once in a folder of this user: catalogues as read, surveys and results from them.

An entry is named by what it was made from: its kind, the content that went in, and the code of this program. So no
entry is ever out of date; entries that are no longer used are dropped, the oldest first. All of them can be computed
again, and none says anything about a person: no question, no fact that anybody gave.

Entries are pickles, as compiled modules are marshalled: anyone who can write to this folder can already run code as its
owner. The folder is created for the owner alone, and is not read if others may write to it; a checksum detects torn
entries.
"""

import gc
import hashlib
import os
import pickle
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from graph.language.lexicon import Lexicon
    from graph.network import Network

MOST_BYTES = 400_000_000
"""What all entries together may hold."""
MOST_SURVEYED = 2_000
"""Services of the largest network that is surveyed for the shelf before anybody asks for it. A region takes minutes and
much memory: `rete coverage` surveys it, by `--workers` territory after territory."""

_PACKAGES = ("api", "cypher", "graph", "ingest")


_SUM = 32
"""The bytes of a checksum, with which an entry begins."""


class _Summed:
    """Writes to a file, and sums what it writes: an entry is never whole in memory."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._sum = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self._sum.update(data)
        return self._file.write(data)

    def digest(self) -> bytes:
        return self._sum.digest()


@contextmanager
def _at_last(folder: Path, place: Path) -> Iterator[IO[bytes]]:
    """A file to write to, which is at `place` once it is written whole, and nowhere if it is not."""
    with NamedTemporaryFile(dir=folder, delete=False) as file:
        try:
            yield file
            file.close()
            Path(file.name).replace(place)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


class Shelf:
    """Entries in `folder`; without one, nothing is kept. No fault of the folder is anybody's concern: what cannot be
    read is computed, what cannot be written is not kept."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    @classmethod
    def of(cls, environ: Mapping[str, str], wanted: bool = True) -> "Shelf":
        """The shelf of this user, after the XDG Base Directory Specification."""
        named = Path(environ.get("XDG_CACHE_HOME", ""))
        try:
            home = named if named.is_absolute() else Path.home() / ".cache"
        except RuntimeError:  # nobody's home is known
            wanted = False
        return cls(home / "rete-attiva" if wanted else None)

    def read(self, kind: str, content: str) -> Any:
        """The entry of this kind that was made of `content`; None where there is none."""
        if self._folder is None or not _is_ours(self._folder):
            return None
        place = self._place(kind, content)
        try:
            data = place.read_bytes()
            os.utime(place)
        except OSError:
            return None
        checksum, body = data[:_SUM], memoryview(data)[_SUM:]
        if hashlib.sha256(body).digest() != checksum:
            return None
        collecting = gc.isenabled()
        gc.disable()  # all that is made here stays
        try:
            return pickle.loads(body)  # noqa: S301 - see above
        except Exception:
            return None
        finally:
            if collecting:
                gc.enable()

    def read_shared(self, kind: str, content: str) -> Any:
        """The entry that `write_shared` wrote; None where there is none."""
        from api.columns import Columns

        kept = self.read(kind, content)
        return kept.value() if isinstance(kept, Columns) else kept

    @property
    def keeps(self) -> bool:
        """Whether anything is kept."""
        return self._folder is not None

    def is_writable(self) -> bool:
        """Whether what is written is likely kept: the folder is there or can be made, and only its owner writes."""
        if self._folder is None:
            return False
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _is_ours(self._folder) and os.access(self._folder, os.W_OK | os.X_OK)

    def has(self, kind: str, content: str) -> bool:
        """Whether there is such an entry; it may still turn out to be torn."""
        return self._folder is not None and self._place(kind, content).is_file()

    def write(self, kind: str, content: str, value: Any) -> None:
        """Keep `value`, whole or not at all, and drop the oldest entries beyond the bound."""
        if self._folder is None:
            return
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not _is_ours(self._folder):
                return
            with _at_last(self._folder, self._place(kind, content)) as file:
                summed = _Summed(file)
                file.write(bytes(_SUM))
                pickle.dump(value, summed, pickle.HIGHEST_PROTOCOL)
                file.seek(0)
                file.write(summed.digest())
            self._drop()
        except OSError:
            return

    def write_shared(self, kind: str, content: str, value: Any, services: int) -> None:
        """Keep a `value` that nobody changes, of a network of so many services.

        Of a region each of its equal parts is kept once (see `api.columns`). Columns take longer to write than a
        pickle, which a city's first question would wait for.
        """
        if not self.keeps:
            return
        from api.columns import Columns

        self.write(kind, content, Columns.of(value) if services > MOST_SURVEYED else value)

    def _place(self, kind: str, content: str) -> Path:
        assert self._folder is not None  # noqa: S101 - asked before
        made_of = hashlib.sha256(f"{kind}\0{content}\0{program_version()}".encode()).hexdigest()
        return self._folder / f"{kind}-{made_of[:32]}"

    def _drop(self) -> None:
        assert self._folder is not None  # noqa: S101 - asked before
        entries = [(place, place.stat()) for place in self._folder.iterdir() if place.is_file()]
        held = sum(found.st_size for _, found in entries)
        for place, found in sorted(entries, key=lambda entry: entry[1].st_mtime):
            if held <= MOST_BYTES:
                break
            place.unlink(missing_ok=True)
            held -= found.st_size


def _is_ours(folder: Path) -> bool:
    """Whether `folder` is this user's, and nobody else may write to it."""
    try:
        found = folder.stat()
    except OSError:
        return False
    if not hasattr(os, "getuid"):
        return True
    return found.st_uid == os.getuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


@cache
def program_version() -> str:
    """Names the code that runs: the size and time of every module and word list, installed or worked on."""
    root = Path(__file__).parents[1]
    found = (module for package in _PACKAGES for module in _modules(str(root / package)))
    listed = (f"{entry.path} {entry.stat().st_size} {entry.stat().st_mtime_ns}\n" for entry in found)
    return hashlib.sha256("".join(sorted(listed)).encode()).hexdigest()


def _modules(folder: str) -> Iterator["os.DirEntry[str]"]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _modules(entry.path)
            elif entry.name.endswith((".py", ".txt")):
                yield entry


class KnownCatalogue(NamedTuple):
    """What is known of a catalogue that was read before: its version, and the city."""

    version: str
    city: str


def read_catalogue(folder: Path | None, shelf: Shelf, *, once: bool = False) -> "Network":
    """The network of the catalogue in `folder`, or of the bundled one; from `shelf` if it was read before.

    What is read only `once` is not kept, which takes as much memory again; only its version is.
    """
    from graph.network import Network
    from ingest import bundled_folder

    place = folder or bundled_folder()
    try:
        content = content_of(place)
    except OSError:  # who reads the catalogue says of which file
        content = ""
    known = shelf.read("version", content) if content else None
    kept = None if known is None else read_network(shelf, known.version)
    if kept is not None:
        return kept
    from ingest.catalogue import load_catalogue

    network = Network(load_catalogue(place))
    if not once:
        keep_network(shelf, network)
    shelf.write("version", content, KnownCatalogue(network.version, network.catalogue.city))
    return network


def read_network(shelf: Shelf, version: str) -> "Network | None":
    """The network of this version, where the shelf has it."""
    from graph.network import Network

    catalogue = shelf.read_shared("network", version)
    return None if catalogue is None else Network(catalogue, version)


def keep_network(shelf: Shelf, network: "Network") -> None:
    """Put a network on the shelf by its version."""
    if not shelf.has("network", network.version):
        shelf.write_shared("network", network.version, network.catalogue, len(network.services))


def read_lexicon(shelf: Shelf, network: "Network") -> "Lexicon | None":
    """What reads words about `network`, where the shelf has it."""
    kept: Lexicon | None = shelf.read_shared("lexicon", network.version)
    found = network.catalogue
    return None if kept is None else kept.with_records_of(found.facts, found.needs, found.situations)


def keep_lexicon(shelf: Shelf, network: "Network", lexicon: "Lexicon") -> None:
    """Put what reads words about `network` on the shelf."""
    if shelf.keeps:
        shelf.write_shared("lexicon", network.version, lexicon.without_records(), len(network.services))


def know_catalogue(folder: Path | None, shelf: Shelf) -> KnownCatalogue | None:
    """What is known of the catalogue in `folder`, or of the bundled one, without reading it; None if nothing is."""
    from ingest import bundled_folder

    if not shelf.keeps:
        return None
    try:
        found: KnownCatalogue | None = shelf.read("version", content_of(folder or bundled_folder()))
    except OSError:
        return None
    return found


def has_catalogue(folder: Path | None, shelf: Shelf) -> bool:
    """Whether the catalogue in `folder`, or the bundled one, was read before and is kept."""
    known = know_catalogue(folder, shelf)
    return known is not None and shelf.has("network", known.version)


def content_of(folder: "Traversable") -> str:
    """A name for the content of the files of a catalogue. Raises OSError if one cannot be read."""
    digest = hashlib.sha256()
    for name, file in sorted(_files("", folder)):
        data = file.read_bytes()
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


def _files(prefix: str, folder: "Traversable") -> Iterator[tuple[str, "Traversable"]]:
    for each in folder.iterdir():
        name = f"{prefix}{each.name}"
        if each.is_dir():
            yield from _files(f"{name}/", each)
        elif each.is_file():
            yield name, each
