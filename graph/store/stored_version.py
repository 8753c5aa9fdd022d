"""One version of a network in a store: what all its parts share, and how a part is put together.

All parts share what is few: facts, needs, areas, profiles, safety rules. Everything that grows with the territories
comes with the part that names it: entry situations, and the sources and territories of what the part holds.
"""

import re
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any, TypeVar

from graph.errors import StoreError
from graph.formula import FactTest
from graph.message import Message
from graph.model import Catalogue
from graph.network import Network
from graph.store.bolt import Bolt
from graph.store.neo4j_store import ATTEMPTS, LiveVersion, read_live
from graph.store.records import Record, collections, decode, read_catalogue
from graph.structs import replace
from graph.typed_graph import node_id
from graph.vocabulary import NodeKind

SAID = ("figures", "gaps", "contradictions", "judgements")
"""The collections that say something of the network as a whole, or of what its partners may have in common."""
NAMED = ("sources", "territories")
"""The collections of which a part has the entries that its others name."""
APART = ("organizations", "services", "listings", "situations", *NAMED, *SAID)
"""The collections of which a part has some entries or none. It has all others whole: they are few."""

Records = tuple[Record, ...]
T = TypeVar("T")
_CITED = re.compile(r'"source":"([^"\\]+)"')


class StoredVersion:
    """One version, and what all its parts share."""

    def __init__(self, bolt: Bolt, live: LiveVersion, head: str, cuts: str, shared: Records) -> None:
        self.live = live
        self.cuts = decode(cuts, tuple[FactTest, ...])
        self._bolt = bolt
        self._head = head
        self._shared = read_catalogue(head, shared)
        self._cited = _cited(shared)
        self._lock = Lock()
        self._everywhere: tuple[str, ...] | None = None
        self.network = self.with_records(())

    def everywhere(self) -> tuple[str, ...]:
        """The codes of all territories."""
        with self._lock:
            if self._everywhere is None:
                territories = read_catalogue(self._head, self.collect(("territories",))).territories
                self._everywhere = tuple(territory.code for territory in territories)
            return self._everywhere

    def collect(self, collections: Iterable[str]) -> Records:
        """All entries of some collections."""
        return as_records(self._bolt.read("frame", load=self.live.load, collections=list(collections)))

    def entries(self, collection: str) -> tuple[Any, ...]:
        """All entries of a collection, without the sources and territories that they name."""
        found: tuple[Any, ...] = getattr(read_catalogue(self._head, self.collect((collection,))), collection)
        return found

    def find(self, ids: Iterable[str]) -> Records:
        """The entries that nodes carry."""
        wanted = sorted(set(ids))
        return as_records(self._bolt.read("part_records", load=self.live.load, ids=wanted)) if wanted else ()

    def with_records(self, records: Records) -> Network:
        """The part that holds `records` beside what all parts share, with the sources and territories that it names.

        The records are of the collections of which parts have some.
        """
        part = read_catalogue(self._head, records)
        named = {node_id(NodeKind.SOURCE, slug) for slug in self._cited | _cited(records)}
        named |= {node_id(NodeKind.PLACE, code) for code in _places(part)}
        found = tuple(record for record in self.find(named) if record.collection in NAMED)
        beside = read_catalogue(self._head, tuple(dict.fromkeys((*found, *_of(NAMED, records)))))
        apart: dict[str, Any] = {name: getattr(beside if name in NAMED else part, name) for name in APART}
        return Network(replace(self._shared, **apart), self.live.version, self.cuts)


class StoredVersions:
    """Reads the live version, whichever it is by then. Several threads may use it."""

    def __init__(self, bolt: Bolt) -> None:
        self._bolt = bolt
        self._lock = Lock()
        self._stored: StoredVersion | None = None

    def whole(self, read: Callable[[StoredVersion], T]) -> T:
        """The result of `read` on one version that was not deleted meanwhile. Raises StoreError."""
        for _ in range(ATTEMPTS):
            stored = self._current()
            found = read(stored)
            if self._stands(stored.live):
                return found
        raise StoreError.at(str(self._bolt.address), Message.of("store.overtaken_reading"))

    def _current(self) -> StoredVersion:
        live = read_live(self._bolt)
        with self._lock:
            if self._stored is None or self._stored.live != live:
                self._stored = self._read(live)
            return self._stored

    def _read(self, live: LiveVersion) -> StoredVersion:
        head = self._bolt.read("head", load=live.load)
        shared = [each for each in collections() if each not in APART]
        rows = self._bolt.read("frame", load=live.load, collections=shared)
        stored = StoredVersion(self._bolt, live, head[0]["head"], head[0]["cuts"], as_records(rows)) if head else None
        if stored is None or not self._stands(live):
            raise StoreError.at(str(self._bolt.address), Message.of("store.replaced", version=live.version))
        return stored

    def _stands(self, live: LiveVersion) -> bool:
        return bool(self._bolt.read("standing", load=live.load))


def as_records(rows: Iterable[dict[str, Any]]) -> Records:
    """The records that rows of the store hold."""
    return tuple(Record(row["collection"], row["position"], row["record"]) for row in rows)


def _cited(records: Records) -> set[str]:
    """The slugs of the sources that `records` cite."""
    return {slug for record in records for slug in _CITED.findall(record.json)}


def _places(part: Catalogue) -> set[str]:
    """The territories that entries of `part` name."""
    named = {code for service in part.services for code in service.covers}
    return named | {situation.territory for situation in part.situations if situation.territory is not None}


def _of(wanted: tuple[str, ...], records: Records) -> Records:
    return tuple(record for record in records if record.collection in wanted)


def situations_of(codes: Iterable[str]) -> tuple[str, ...]:
    """The nodes that the codes of entry situations are."""
    return tuple(node_id(NodeKind.ENTRY_SITUATION, code) for code in codes)


def either(slugs: Iterable[str]) -> set[str]:
    """The nodes that a slug of an organization or of a service may be."""
    return {node_id(kind, slug) for slug in slugs for kind in (NodeKind.ORGANIZATION, NodeKind.SERVICE)}
