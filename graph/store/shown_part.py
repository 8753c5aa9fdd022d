"""Reads what is shown of one entry of the live version: itself, what stands beside it, and the names that it has.

What is shown from this part equals what is shown from the whole.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from graph.network import Network, grouped
from graph.organizations import Organization
from graph.services import Listing, NeedLink, Service
from graph.store.bolt import Bolt
from graph.store.frame import NAMED, SAID, Frame, FrameReader, Records
from graph.store.neo4j_part import either, situations_of
from graph.typed_graph import node_id
from graph.vocabulary import Evidence, NodeKind

IDENTIFIED = ("organizations", "services", "listings", "situations", "sources", "needs", "facts", "areas")
"""The collections of what can be shown."""
PARTNERS = tuple(f"{kind}:" for kind in (NodeKind.ORGANIZATION, NodeKind.SERVICE))
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')


class ShownReader:
    """Reads what a store shows of its live version. Several threads may use it."""

    def __init__(self, bolt: Bolt) -> None:
        self._bolt = bolt
        self._frames = FrameReader(bolt)

    def record(self, identifier: str) -> Network:
        """The part that shows everything whose slug or code is `identifier`."""
        return self._frames.whole(lambda frame: self._record(frame, identifier))

    def needs(self) -> Network:
        """All needs, with the services that meet or help with each by name alone."""
        return self._frames.whole(lambda frame: self._with_meeting(frame, frame.network, frame.network.needs))

    def identifiers(self) -> tuple[str, ...]:
        """Every slug and code that can be shown."""

        def read(frame: Frame) -> tuple[str, ...]:
            rows = self._bolt.read("identifiers", load=frame.live.load, collections=list(IDENTIFIED))
            return tuple(row["slug"] for row in rows)

        return self._frames.whole(read)

    def _record(self, frame: Frame, identifier: str) -> Network:
        partners = either((identifier,))
        own = frame.find((*partners, *situations_of((identifier,)), node_id(NodeKind.SOURCE, identifier)))
        network = frame.with_records(self._around(frame, own, partners) if own else ())
        if identifier in network.needs:
            network = self._with_meeting(frame, network, network.within(identifier))
        return self._with_listed(frame, network, identifier) if identifier in network.areas else network

    def _around(self, frame: Frame, own: Records, partners: Iterable[str]) -> Records:
        """The records `own`, those beside them, and the partners that these name."""
        near = self._beside(frame, partners)
        is_offered = any(record.collection in ("services", "listings") for record in own)
        # Of the organizations of a service, where they are listed; of a judgement, its other side.
        further = self._beside(
            frame, (node for node in near if not node.startswith(PARTNERS if not is_offered else PARTNERS[1:]))
        )
        beside = frame.find((*near, *further))
        telling = (*own, *(record for record in beside if record.collection in ("listings", *SAID)))
        found = {*own, *beside, *frame.find(either(_strings(telling)))}
        listed = tuple(record for record in found if record.collection == "listings")
        found |= set(frame.find(either(_strings(listed))))
        # A partner that is named only may itself be a listing, whose organization is known by now.
        return tuple(record for record in found if record.collection not in NAMED or record in own)

    def _beside(self, frame: Frame, ids: Iterable[str]) -> set[str]:
        wanted = sorted(ids)
        return {row["id"] for row in self._bolt.read("beside", load=frame.live.load, ids=wanted)} if wanted else set()

    def _with_meeting(self, frame: Frame, network: Network, needs: Iterable[str]) -> Network:
        """`network` with the services that meet or help with `needs`, by name alone."""
        rows = self._bolt.read("needs_services", load=frame.live.load, needs=sorted(needs))
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

    def _with_listed(self, frame: Frame, network: Network, area: str) -> Network:
        """`network` with the organizations that are printed under `area`, by name alone."""
        rows = self._bolt.read("area_listed", load=frame.live.load, area=area)
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


def _strings(records: Records) -> set[str]:
    """The texts in `records` that may be slugs; of a sender (`service:slug`), the slug."""
    texts = {text for record in records for text in _STRING.findall(record.json)}
    return {text.rpartition(":")[2] for text in texts if " " not in text}
