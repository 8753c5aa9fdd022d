"""A part of the typed graph for drawing: nodes in groups, the edges between them, and where each lies.

The same network has the same picture. Each group is a disc whose members lie on a sunflower spiral, which spreads them
evenly (Vogel, A better way to construct the sunflower head, Mathematical Biosciences 44, 1979); the discs stand side by
side on a ring. No two members are nearer to each other than about `SPACING`.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from math import asin, cos, pi, sin, sqrt

from graph.index import NetworkIndex
from graph.message import Message, Phrase
from graph.network import Network
from graph.structs import Struct
from graph.typed_graph import GraphEdge, GraphNode
from graph.vocabulary import Evidence, NodeKind, Relation

_KINDS = (
    NodeKind.ORGANIZATION, NodeKind.SERVICE, NodeKind.NEED_AREA, NodeKind.REQUIREMENT, NodeKind.FACT,
    NodeKind.ENTRY_SITUATION, NodeKind.PLACE, NodeKind.SOURCE,
)  # fmt: skip
"""The kinds that are drawn in a group of their own, where no printed area has the node."""
SPACING = 40.0
"""The distance of neighbours within a group, in units of the drawing."""
GAP = 60.0
"""What lies between the rims of neighbouring groups at least."""
_GOLDEN = pi * (3 - sqrt(5))


class Position(Struct, frozen=True):
    """A point of the drawing; y grows downwards, as on a screen."""

    x: float
    y: float


class Disc(Struct, frozen=True):
    """Where a group lies."""

    center: Position
    radius: float


def place_groups(sizes: Mapping[str, int]) -> dict[str, Disc]:
    """A disc for each group of `sizes` (members by name), in the order given, clockwise from the top.

    A single group stands in the middle.
    """
    radii = {name: SPACING * sqrt(max(size, 1)) for name, size in sizes.items()}
    if len(radii) == 1:
        return {name: Disc(Position(0.0, 0.0), round(radius, 2)) for name, radius in radii.items()}
    ring = _ring([radius + GAP / 2 for radius in radii.values()])
    discs, angle = {}, -pi / 2
    for name, radius in radii.items():
        half = asin((radius + GAP / 2) / ring)
        angle += half
        discs[name] = Disc(_at(ring, angle), round(radius, 2))
        angle += half
    return discs


def place_members(names: Sequence[str], disc: Disc) -> dict[str, Position]:
    """A position for each of `names` within `disc`, from its middle outwards."""
    middle = disc.center
    found = {}
    for number, name in enumerate(names):
        point = _at(SPACING * sqrt(number), number * _GOLDEN)
        found[name] = Position(round(middle.x + point.x, 2), round(middle.y + point.y, 2))
    return found


def _ring(radii: Sequence[float]) -> float:
    """The radius of the smallest ring on which discs of `radii` stand without overlap; by bisection."""
    low, high = max(radii, default=1.0), max(sum(radii), 1.0)
    for _ in range(60):
        middle = (low + high) / 2
        if sum(2 * asin(min(1.0, radius / middle)) for radius in radii) > 2 * pi:
            low = middle
        else:
            high = middle
    return high


def _at(distance: float, angle: float) -> Position:
    return Position(round(distance * cos(angle), 2), round(distance * sin(angle), 2))


class Selection(Struct, frozen=True, kw_only=True):
    """Which part: an empty tuple or None is no condition.

    `kinds` of nodes, `areas` whose groups are kept, `relations` and `evidence` of edges; `around` is the id of a node
    of which the part within `hops` edges, either way, is kept.
    """

    kinds: tuple[NodeKind, ...] = ()
    areas: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    around: str | None = None
    hops: int = 1


class Group(Struct, frozen=True):
    """Nodes that are drawn together: those of a printed area, or those of one kind that are under none."""

    code: str
    label: Phrase
    nodes: tuple[str, ...]


class NetworkView:
    """The nodes, edges and groups of a part of one network; positions are computed when they are asked for."""

    def __init__(self, index: NetworkIndex, selection: Selection) -> None:
        network = index.network
        grouping = _Grouping(network)
        nodes = [
            node
            for node in index.nodes.values()
            if (not selection.kinds or node.kind in selection.kinds)
            and (not selection.areas or grouping.of(node) in selection.areas)
        ]
        known = {node.id for node in nodes}
        edges = [
            edge
            for edge in index.edges
            if edge.start in known
            and edge.end in known
            and (not selection.relations or edge.relation in selection.relations)
            and (not selection.evidence or edge.evidence in selection.evidence)
        ]
        if selection.around is not None:
            known &= _near(edges, selection.around, selection.hops)
        self.nodes = tuple(node for node in nodes if node.id in known)
        self.edges = tuple(edge for edge in edges if edge.start in known and edge.end in known)
        self.group_of: Mapping[str, str] = {node.id: grouping.of(node) for node in self.nodes}
        self._network = network

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The groups that have nodes here: printed areas in their order, then kinds."""
        members: dict[str, list[str]] = {}
        for node, group in sorted(self.group_of.items()):
            members.setdefault(group, []).append(node)
        labels: dict[str, Phrase] = {code: area.label for code, area in self._network.areas.items()}
        labels |= {str(kind): Message.of(f"group.{kind}") for kind in _KINDS}
        return tuple(Group(code, label, tuple(members[code])) for code, label in labels.items() if code in members)

    @cached_property
    def discs(self) -> Mapping[str, Disc]:
        """Where each group lies."""
        return place_groups({group.code: len(group.nodes) for group in self.groups})

    @cached_property
    def positions(self) -> Mapping[str, Position]:
        """Where each node lies."""
        placed = (place_members(group.nodes, self.discs[group.code]) for group in self.groups)
        return {node: position for group in placed for node, position in group.items()}


class _Grouping:
    def __init__(self, network: Network) -> None:
        self._network = network
        self._areas = {listing.id: listing.area for listing in network.catalogue.listings}

    def of(self, node: GraphNode) -> str:
        """The first printed area of `node`; its kind where it is under none."""
        if node.kind is NodeKind.NETWORK_AREA:
            return node.identifier
        if node.kind is NodeKind.PRINTED_NAME:
            return self._areas[node.identifier]
        if node.kind is NodeKind.ORGANIZATION:
            return self._of_organization(node.identifier) or str(node.kind)
        if node.kind is NodeKind.SERVICE:
            return self._of_service(node.identifier) or str(node.kind)
        return str(node.kind)

    def _of_organization(self, slug: str) -> str | None:
        return next((listing.area for listing in self._network.listings_of.get(slug, ())), None)

    def _of_service(self, slug: str) -> str | None:
        service = self._network.services[slug]
        if service.listing is not None:
            return self._areas[service.listing]
        areas = (self._of_organization(offer.organization) for offer in service.organizations)
        return next((area for area in areas if area is not None), None)


def _near(edges: list[GraphEdge], start: str, hops: int) -> set[str]:
    """The nodes within `hops` edges of `start`, either way."""
    reached = {start}
    for _ in range(hops):
        ends = {edge.end for edge in edges if edge.start in reached}
        reached |= ends | {edge.start for edge in edges if edge.end in reached}
    return reached
