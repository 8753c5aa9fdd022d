"""The network as nodes and edges, for drawing."""

from collections.abc import Sequence
from typing import Annotated, Any, TypeVar

import strawberry

from api.errors import ApiError, ErrorCode
from api.schema.context import Info, RequestContext
from api.schema.coverage import check_first, check_offset
from api.schema.fields import View, field, read, text
from api.schema.inputs import check_codes, check_text
from api.schema.lookup import view_of
from api.schema.paging import Node
from api.schema.snapshot import Snapshot
from api.schema.source import Citation, cite
from graph import typed_graph
from graph.graph_export import drawing
from graph.index import NetworkIndex
from graph.network import suggest
from graph.vocabulary import Evidence, NodeKind, Relation

MOST_HOPS = 4


@strawberry.input
class NetworkFilter:
    """Which part of the network; every condition that is given must hold."""

    kinds: list[NodeKind] | None = strawberry.field(default=None, description="Nodes of these kinds.")
    areas: list[str] | None = strawberry.field(
        default=None, description="Nodes of the groups of these printed areas, by code."
    )
    relations: list[Relation] | None = strawberry.field(default=None, description="Edges that say one of these.")
    evidence: list[Evidence] | None = strawberry.field(default=None, description="Edges at one of these levels.")
    around: str | None = strawberry.field(
        default=None, description="The key of a node, such as `service:residenzami`: only what is near it."
    )
    hops: int = strawberry.field(default=1, description="How many edges away `around` reaches, either way; 1 to 4.")


NetworkFilterArgument = Annotated[
    NetworkFilter | None, strawberry.argument(description="Which part; the whole network where it is left out.")
]


PartArgument = Annotated[
    int | None, strawberry.argument(description="How many at most; 1 to 1000, all where it is left out.")
]
OffsetArgument = Annotated[int, strawberry.argument(description="How many to leave out before; 0 or more.")]
T = TypeVar("T")


def _part(items: Sequence[T], first: int | None, offset: int, info: Info) -> Sequence[T]:
    """The part that is asked for. Raises ApiError (BAD_PAGE)."""
    if first is not None:
        check_first(first, info.context.limits)
    check_offset(offset)
    return items[offset:][:first]


@strawberry.type
class Position(View[drawing.Position]):
    """A point of the drawing, in its own units: neighbours are about 40 apart. y grows downwards."""

    x: float = read("x", "To the right.")
    y: float = read("y", "Downwards.")


@strawberry.type
class NetworkNode(View[typed_graph.GraphNode]):
    """A node of the typed graph."""

    whole: strawberry.Private[drawing.NetworkView]

    key: str = read("id", "Its name in this graph and in exports: `<kind>:<slug>`.")
    kind: NodeKind = read("kind", "What it is.")
    slug: str = read("identifier", "Its slug or code.")
    label: str = text("label", "Its name.")

    @field
    def group(self) -> str:
        """The code of the group with which it is drawn."""
        return self.whole.group_of[self.model.id]

    @field
    def position(self) -> Position:
        """Where it is drawn; the same network has the same picture."""
        return Position(model=self.whole.positions[self.model.id])

    @field
    def node(self, info: Info) -> Node[Any] | None:
        """The object; null for a requirement, a fact, a printed name or a place."""
        return view_of(info.context.network, self.model.kind, self.model.identifier)


@strawberry.type
class NetworkEdge(View[typed_graph.GraphEdge]):
    """An edge of the typed graph."""

    id: str = read("id", "Its name in this graph: `<source>|<relation>|<target>`.")
    source: str = read("start", "The key of the node from which it goes.")
    target: str = read("end", "The key of the node to which it goes.")
    relation: Relation = read("relation", "What it says.")
    evidence: Evidence = read("evidence", "How well it is founded.")

    @field(size=2)
    def citations(self) -> list[Citation]:
        """The lines of the documents that say so."""
        return cite(self.model.citations, self.model.evidence)


@strawberry.type
class NetworkGroup(View[drawing.Group]):
    """Nodes that are drawn together: those of a printed area, or of a kind that is under none."""

    whole: strawberry.Private[drawing.NetworkView]

    code: str = read("code", "The code of the area, or the name of the kind.")
    label: str = text("label", "Its name.")
    nodes: list[str] = read("nodes", "The keys of its nodes.", size=40)

    @field
    def size(self) -> int:
        """How many nodes it has."""
        return len(self.model.nodes)

    @field
    def position(self) -> Position:
        """The middle of the disc in which it is drawn."""
        return Position(model=self.whole.discs[self.model.code].center)

    @field
    def radius(self) -> float:
        """The radius of the disc in which it is drawn."""
        return self.whole.discs[self.model.code].radius


@strawberry.type
class NetworkView(View[drawing.NetworkView]):
    """A part of the typed graph: nodes, the edges between them, and groups to draw them in."""

    @field
    def node_count(self) -> int:
        """How many nodes there are."""
        return len(self.model.nodes)

    @field
    def edge_count(self) -> int:
        """How many edges there are."""
        return len(self.model.edges)

    @field
    def most_fields(self, info: Info) -> int:
        """How many fields one answer may hold; where nodes and edges would be more, ask for them by parts."""
        return info.context.limits.values

    @field(size=500)
    def nodes(self, info: Info, first: PartArgument = None, offset: OffsetArgument = 0) -> list[NetworkNode]:
        """The nodes, always in the same order in one version; all of them, or a part."""
        found = _part(self.model.nodes, first, offset, info)
        return [NetworkNode(model=node, whole=self.model) for node in found]

    @field(size=1_200)
    def edges(self, info: Info, first: PartArgument = None, offset: OffsetArgument = 0) -> list[NetworkEdge]:
        """The edges, always in the same order in one version; both ends are among the nodes. All, or a part."""
        return NetworkEdge.each(_part(self.model.edges, first, offset, info))

    @field(size=15)
    def groups(self) -> list[NetworkGroup]:
        """The groups, printed areas first."""
        return [NetworkGroup(model=group, whole=self.model) for group in self.model.groups]

    @field
    def snapshot(self) -> Snapshot:
        """The version of the network that is drawn."""
        return Snapshot()


def select_network(context: RequestContext, where: NetworkFilter | None) -> NetworkView:
    """The part that `where` asks for. Raises ApiError (UNKNOWN_CODE, INPUT_TOO_LONG, BAD_PAGE)."""
    where = where or NetworkFilter()
    _check(context, where)
    selection = drawing.Selection(
        kinds=tuple(where.kinds or ()),
        areas=tuple(where.areas or ()),
        relations=tuple(where.relations or ()),
        evidence=tuple(where.evidence or ()),
        around=where.around,
        hops=where.hops,
    )
    return NetworkView(model=drawing.NetworkView(context.directory, selection))


def _check(context: RequestContext, where: NetworkFilter) -> None:
    limits = context.limits
    for area in check_codes(where.areas or [], "filter.areas", limits):
        context.network.get_area(area)
    check_text(where.around, "filter.around", limits)
    if where.around is not None:
        _check_key(context.directory, where.around)
    if not 1 <= where.hops <= MOST_HOPS:
        message = f"'hops' is a whole number from 1 to {MOST_HOPS}."
        raise ApiError(ErrorCode.BAD_PAGE, message, argument="filter.hops")


def _check_key(index: NetworkIndex, key: str) -> None:
    if key not in index.nodes:
        message = f"The network has no node '{key}'; keys look like service:residenzami."
        raise ApiError(ErrorCode.UNKNOWN_CODE, message, suggestions=list(suggest(key, tuple(index.nodes))))
