"""The relevant part of the live version: what can matter for some needs in a territory, by backward rounds.

From the needs to the services that meet or help with them, from what these read to the services that provide it, and
so on until nothing is new (the relevant operators of Nebel, Dimopoulos & Koehler 1997, on the store's side); then who
offers these services and who may send there. What a part costs depends on the question and the territory, not on the
network. A part answers a question as the network of its territory does: it holds nothing that other territories offer,
so support and reasons name nobody there.
"""

from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any

from graph.errors import StoreError
from graph.formula import FactTest
from graph.network import Network
from graph.question import EntryKind, Question
from graph.store.bolt import Bolt
from graph.store.neo4j_store import ATTEMPTS, LiveVersion, read_live
from graph.store.reach import HELP, KNOWN_TO, NEED, SENDER_KIND
from graph.store.records import Record, decode, read_catalogue
from graph.store.rows import EVERYWHERE, variable_id
from graph.typed_graph import node_id
from graph.vocabulary import NodeKind

FRAME = ("facts", "needs", "areas", "situations", "territories", "sources", "profiles", "outline")
"""The collections that every part has whole: they are few, and read once for each version."""


Records = tuple[Record, ...]


class Frame:
    """What all parts of one version share."""

    def __init__(self, live: LiveVersion, head: str, cuts: str, records: Records) -> None:
        self.live = live
        self.head = head
        self.cuts = decode(cuts, tuple[FactTest, ...])
        self.records = records
        self.network = Network(read_catalogue(head, self.records), live.version, self.cuts)


class Place:
    """A territory of a version; None is all of them."""

    def __init__(self, frame: Frame, territory: str | None) -> None:
        self.frame = frame
        self.load = frame.live.load
        self.territory = territory
        codes = (territory,) if territory else (one.code for one in frame.network.catalogue.territories)
        self._codes = (*codes, EVERYWHERE)

    def targets(self, variables: Iterable[str]) -> list[str]:
        """The nodes of `variables` here, sorted."""
        return sorted(variable_id(variable, code) for variable in variables for code in self._codes)


class PartReader:
    """Reads parts of the live version of a Neo4j store. May be used from several threads."""

    def __init__(self, bolt: Bolt) -> None:
        self._bolt = bolt
        self._lock = Lock()
        self._frame: Frame | None = None

    def part(self, question: Question) -> Network:
        """The part that can matter for `question`. Raises StoreError where nothing is published.

        A code of the question that the version does not have is not in the part either.
        """

        def read(frame: Frame) -> Records:
            situation = frame.network.situations.get(question.start.code)
            place = Place(frame, situation.territory if situation else None)
            services, variables = self._relevant(place, question.needs)
            senders = self._list_senders(place, variables)
            return self._read_records(place, services | senders, _named(question, frame.network))

        return self._whole(read)

    def territory(self, code: str | None) -> Network:
        """Everything that a territory has (None: all of them), as coverage reads it."""

        def read(frame: Frame) -> Records:
            rows = self._bolt.read("coverage", load=frame.live.load, territory=code)
            return self._read_records(Place(frame, code), {row["id"] for row in rows}, set())

        return self._whole(read)

    def _whole(self, read: Callable[[Frame], Records]) -> Network:
        """The part whose records `read` gives, of one version that was not collected while it was read."""
        for _ in range(ATTEMPTS):
            frame = self._current_frame()
            records = read(frame)
            if self._stands(frame.live):
                catalogue = read_catalogue(frame.head, (*frame.records, *records))
                return Network(catalogue, frame.live.version, frame.cuts)
        raise StoreError(f"{self._bolt.address}: versions are replaced faster than they can be read; ask again.")

    def _relevant(self, place: Place, needs: Iterable[str]) -> tuple[set[str], set[str]]:
        """The services that can matter for `needs`, and the variables that they read."""
        network = place.frame.network
        within = {code for need in needs if need in network.needs for code in network.within(need)}
        wanted = {f"{sort}:{code}" for code in within for sort in (NEED, HELP)}
        found: set[str] = set()
        read: set[str] = set()
        while wanted:
            rows = self._bolt.read("part_round", load=place.load, targets=place.targets(wanted), found=sorted(found))
            found |= {row["id"] for row in rows}
            wanted = {variable for row in rows for variable in row["reads"]} - read
            read |= wanted
        return found, read

    def _list_senders(self, place: Place, read: Iterable[str]) -> set[str]:
        """Who may send to services that read these variables: named ones, and those of a kind with what they offer."""
        sorts = [variable.partition(":") for variable in read]
        named = {code for sort, _, code in sorts if sort == KNOWN_TO}
        targets = place.targets(f"{sort}:{code}" for sort, _, code in sorts if sort == SENDER_KIND)
        rows = self._bolt.read("part_senders", load=place.load, targets=targets, territory=place.territory)
        return _either(named) | {row["id"] for row in rows} | {id_ for row in rows for id_ in row["offered"]}

    def _read_records(self, place: Place, chosen: set[str], named: set[str]) -> Records:
        """What is chosen, and the organizations that offer it."""
        offering = self._bolt.read("part_offering", load=place.load, services=sorted(chosen | named))
        ids = chosen | named | {row["id"] for row in offering}
        rows = self._bolt.read(
            "part_records", load=place.load, ids=sorted(ids), named=sorted(named), territory=place.territory
        )
        return _records(rows)

    def _stands(self, live: LiveVersion) -> bool:
        return bool(self._bolt.read("standing", load=live.load))

    def _current_frame(self) -> Frame:
        live = read_live(self._bolt)
        with self._lock:
            if self._frame is None or self._frame.live != live:
                self._frame = self._read_frame(live)
            return self._frame

    def _read_frame(self, live: LiveVersion) -> Frame:
        head = self._bolt.read("head", load=live.load)
        rows = self._bolt.read("frame", load=live.load, collections=list(FRAME))
        if not head or not self._stands(live):
            raise StoreError(f"{self._bolt.address}: version {live.version} was replaced meanwhile; ask again.")
        return Frame(live, head[0]["head"], head[0]["cuts"], _records(rows))


def _named(question: Question, network: Network) -> set[str]:
    """The nodes of organizations and services that a question names itself, with the hub and who knows the person."""
    situation = network.situations.get(question.start.code)
    slugs = {*question.avoid, network.catalogue.hub or "", *(situation.known_to if situation else ())}
    slugs |= {value for fact in question.facts if fact.name == KNOWN_TO for value in fact.values}
    if question.start.kind is not EntryKind.SITUATION:
        slugs.add(question.start.code)
    return _either(slugs)


def _either(slugs: Iterable[str]) -> set[str]:
    """The nodes that a slug of an organization or of a service may be."""
    return {node_id(kind, slug) for slug in slugs for kind in (NodeKind.ORGANIZATION, NodeKind.SERVICE)}


def _records(rows: Iterable[dict[str, Any]]) -> Records:
    return tuple(Record(row["collection"], row["position"], row["record"]) for row in rows)
