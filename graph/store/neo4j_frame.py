"""What all parts of the live version share, read once for each version; and how a part is proved to be whole."""

from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any, TypeVar

from graph.errors import StoreError
from graph.formula import FactTest
from graph.network import Network
from graph.store.bolt import Bolt
from graph.store.neo4j_store import ATTEMPTS, LiveVersion, read_live
from graph.store.records import Record, collections, decode, read_catalogue

APART = ("organizations", "services", "listings", "figures", "gaps", "contradictions", "judgements")
"""The collections of which a part has some entries or none. It has all others whole: they are few."""

Records = tuple[Record, ...]
T = TypeVar("T")


class Frame:
    """What all parts of one version share."""

    def __init__(self, live: LiveVersion, head: str, cuts: str, records: Records) -> None:
        self.live = live
        self.head = head
        self.cuts = decode(cuts, tuple[FactTest, ...])
        self.records = records
        self.network = Network(read_catalogue(head, records), live.version, self.cuts)

    def with_records(self, records: Records) -> Network:
        """The part that holds `records` beside the frame."""
        return Network(read_catalogue(self.head, (*self.records, *records)), self.live.version, self.cuts)


class FrameReader:
    """Reads the frame of the live version, and anything else of that one version. For several threads."""

    def __init__(self, bolt: Bolt) -> None:
        self._bolt = bolt
        self._lock = Lock()
        self._frame: Frame | None = None

    def whole(self, read: Callable[[Frame], T]) -> T:
        """What `read` gives of one version, that was not collected while it was read. Raises StoreError."""
        for _ in range(ATTEMPTS):
            frame = self._current()
            found = read(frame)
            if self._stands(frame.live):
                return found
        raise StoreError(f"{self._bolt.address}: versions are replaced faster than they can be read; ask again.")

    def _current(self) -> Frame:
        live = read_live(self._bolt)
        with self._lock:
            if self._frame is None or self._frame.live != live:
                self._frame = self._read(live)
            return self._frame

    def _read(self, live: LiveVersion) -> Frame:
        head = self._bolt.read("head", load=live.load)
        shared = [each for each in collections() if each not in APART]
        rows = self._bolt.read("frame", load=live.load, collections=shared)
        if not head or not self._stands(live):
            raise StoreError(f"{self._bolt.address}: version {live.version} was replaced meanwhile; ask again.")
        return Frame(live, head[0]["head"], head[0]["cuts"], as_records(rows))

    def _stands(self, live: LiveVersion) -> bool:
        return bool(self._bolt.read("standing", load=live.load))


def as_records(rows: Iterable[dict[str, Any]]) -> Records:
    """The records that rows of the store hold."""
    return tuple(Record(row["collection"], row["position"], row["record"]) for row in rows)
