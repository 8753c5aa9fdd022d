"""What a Neo4j store shows of its live version: search by name, the drawn graph, its server, and parts to show."""

import re
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from graph.name_index import Hit, NamedNode, NameIndex, fold
from graph.network import Network, grouped
from graph.organizations import Organization
from graph.services import Listing, NeedLink, Service
from graph.store.bolt import Bolt
from graph.store.neo4j_store import read_live
from graph.store.records import Record
from graph.store.stored_version import NAMED, SAID, Records, StoredVersion, StoredVersions, either, situations_of
from graph.structs import replace
from graph.typed_graph import node_id
from graph.vocabulary import Evidence, NodeKind

if TYPE_CHECKING:
    import networkx as nx


PROPOSED = 500
"""How many nodes the index proposes at most for a search."""


class NetworkViews:
    """Views of the live version of a Neo4j store."""

    def __init__(self, bolt: Bolt) -> None:
        self._bolt = bolt
        self._versions = StoredVersions(bolt)

    def version(self) -> str:
        """The content hash of the live version."""
        return read_live(self._bolt).version

    def search(self, text: str, limit: int = 10) -> tuple[Hit, ...]:
        """As `graph.name_index.find_by_name`, over what the full-text index proposes.

        It proposes names with a word of the text: as a whole, as a beginning, or with up to two letters wrong.
        """
        words = fold(text).split()
        if not words:
            return ()
        # Folded words hold letters and digits only, so nothing in them is an operator of Lucene's.
        query = " OR ".join(f"{word} OR {word}* OR {word}~" for word in dict.fromkeys((*words, "".join(words))))
        rows = self._bolt.read("search", load=read_live(self._bolt).load, text=query, limit=PROPOSED)
        return NameIndex(_named(row["id"], row["names"]) for row in rows).find(text, limit)

    def graph(self) -> "nx.MultiDiGraph[str]":
        """The live version as `graph.typed_graph` draws it."""
        import networkx as nx

        def read(stored: StoredVersion) -> "nx.MultiDiGraph[str]":
            graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(
                city=stored.network.catalogue.city, version=stored.live.version
            )
            for node in self._bolt.read("network_nodes", load=stored.live.load):
                graph.add_node(node.pop("id"), **node)
            for edge in self._bolt.read("network_relations", load=stored.live.load):
                graph.add_edge(edge.pop("start"), edge.pop("end"), key=edge["relation"], **edge)
            return graph

        return self._versions.whole(read)

    def server(self) -> str:
        """The server, as it names itself. Raises StoreError if none answers."""
        return self._bolt.server()


def _named(node: str, names: list[str]) -> NamedNode:
    kind, _, identifier = node.partition(":")
    return NamedNode(NodeKind(kind), identifier, tuple(names))


IDENTIFIED = ("organizations", "services", "listings", "situations", "sources", "needs", "facts", "areas")
"""The collections of what can be shown."""
PARTNERS = tuple(f"{kind}:" for kind in (NodeKind.ORGANIZATION, NodeKind.SERVICE))
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')


class ShownReader:
    """Reads what is shown of one entry of the live version: itself, what stands beside it, and the names that it has.

    What is shown from this part equals what is shown from the whole. Several threads may use it.
    """

    def __init__(self, bolt: Bolt) -> None:
        self._bolt = bolt
        self._versions = StoredVersions(bolt)

    def record(self, identifier: str) -> Network:
        """The part that shows everything whose slug or code is `identifier`."""
        return self._versions.whole(lambda stored: self._record(stored, identifier))

    def needs(self) -> Network:
        """All needs, with the services that meet or help with each by name alone."""
        return self._versions.whole(lambda stored: self._with_meeting(stored, stored.network, stored.network.needs))

    def identifiers(self) -> tuple[str, ...]:
        """Every slug and code that can be shown."""

        def read(stored: StoredVersion) -> tuple[str, ...]:
            rows = self._bolt.read("identifiers", load=stored.live.load, collections=list(IDENTIFIED))
            return tuple(row["slug"] for row in rows)

        return self._versions.whole(read)

    def _record(self, stored: StoredVersion, identifier: str) -> Network:
        network = stored.with_records(read_around(self._bolt, stored, (identifier,)))
        if identifier in network.needs:
            network = self._with_meeting(stored, network, network.within(identifier))
        return self._with_listed(stored, network, identifier) if identifier in network.areas else network

    def _with_meeting(self, stored: StoredVersion, network: Network, needs: Iterable[str]) -> Network:
        """`network` with the services that meet or help with `needs`, by name alone."""
        rows = self._bolt.read("needs_services", load=stored.live.load, needs=sorted(needs))
        named = {row["slug"]: (row["name"], Evidence(row["evidence"])) for row in rows}
        meets, helps = (
            grouped((row["slug"], NeedLink(need=row["need"])) for row in rows if row["meets"] is meeting)
            for meeting in (True, False)
        )
        further = (
            Service(slug=slug, name=name, evidence=evidence, meets=meets.get(slug, ()), helps=helps.get(slug, ()))
            for slug, (name, evidence) in named.items()
            if slug not in network.services
        )
        catalogue = replace(network.catalogue, services=(*network.catalogue.services, *further))
        return Network(catalogue, network.version, network.cuts)

    def _with_listed(self, stored: StoredVersion, network: Network, area: str) -> Network:
        """`network` with the organizations that are printed under `area`, by name alone."""
        rows = self._bolt.read("area_listed", load=stored.live.load, area=area)
        further = (
            Organization(slug=row["slug"], name=row["name"]) for row in rows if row["slug"] not in network.organizations
        )
        listings = (
            Listing(id=f"{area}/{row['slug']}", area=area, printed="", organization=row["slug"]) for row in rows
        )
        whole = network.catalogue
        catalogue = replace(
            whole, organizations=(*whole.organizations, *further), listings=(*whole.listings, *listings)
        )
        return Network(catalogue, network.version, network.cuts)


def read_around(bolt: Bolt, stored: StoredVersion, identifiers: Collection[str]) -> Records:
    """What these slugs and codes name, what stands beside it, and the partners that this names."""

    def beside(ids: Iterable[str]) -> set[str]:
        wanted = sorted(ids)
        return {row["id"] for row in bolt.read("beside", load=stored.live.load, ids=wanted)} if wanted else set()

    partners = either(identifiers)
    sources = (node_id(NodeKind.SOURCE, identifier) for identifier in identifiers)
    own = stored.find((*partners, *situations_of(identifiers), *sources))
    if not own:
        return ()
    near = beside(partners)
    is_offered = any(record.collection in ("services", "listings") for record in own)
    # Of the organizations of a service, where they are listed; of a judgement, its other side.
    further = beside(node for node in near if not node.startswith(PARTNERS[1:] if is_offered else PARTNERS))
    found = {*own, *stored.find((*near, *further))}
    telling = [record for record in found if record in own or record.collection in ("listings", *SAID)]
    found |= set(stored.find(either(_strings(telling))))
    # What is named may itself be a listing, which has an organization.
    found |= set(stored.find(either(_strings(record for record in found if record.collection == "listings"))))
    return tuple(record for record in found if record.collection not in NAMED or record in own)


def _strings(records: Iterable[Record]) -> set[str]:
    """The texts in `records` that may be slugs; of a sender (`service:slug`), the slug."""
    texts = {text for record in records for text in _STRING.findall(record.json)}
    return {text.rpartition(":")[2] for text in texts if " " not in text}
