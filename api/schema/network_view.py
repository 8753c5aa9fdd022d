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
from api.schema.relay import Node
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
    """Selects part of the network. All given conditions must hold."""

    kinds: list[NodeKind] | None = strawberry.field(default=None, description="Nodes of these kinds.")
    areas: list[str] | None = strawberry.field(
        default=None, description="Nodes in the groups of these printed areas, by code."
    )
    relations: list[Relation] | None = strawberry.field(default=None, description="Edges with these relations.")
    evidence: list[Evidence] | None = strawberry.field(default=None, description="Edges with these levels of evidence.")
    around: str | None = strawberry.field(
        default=None,
        description="The key of a node, such as `service:residenzami`. Only the part near this node is returned.",
    )
    hops: int = strawberry.field(
        default=1, description="The distance from `around` in edges, in either direction, from 1 to 4."
    )


NetworkFilterArgument = Annotated[
    NetworkFilter | None, strawberry.argument(description="Which part to return. Defaults to the whole network.")
]


PartArgument = Annotated[
    int | None, strawberry.argument(description="The maximum number of items, from 1 to 1000. Defaults to all.")
]
OffsetArgument = Annotated[int, strawberry.argument(description="The number of items to skip; 0 or more.")]
T = TypeVar("T")


def _part(items: Sequence[T], first: int | None, offset: int, info: Info) -> Sequence[T]:
    """The part that is asked for. Raises ApiError (BAD_PAGE)."""
    if first is not None:
        check_first(first, info.context.limits)
    check_offset(offset)
    return items[offset:][:first]


@strawberry.type
class Position(View[drawing.Position]):
    """A point in the drawing, in the drawing's own units. Neighbouring nodes are about 40 units apart. y increases
    downwards.
    """

    x: float = read("x", "The horizontal coordinate, increasing to the right.")
    y: float = read("y", "The vertical coordinate, increasing downwards.")


@strawberry.type
class NetworkNode(View[typed_graph.GraphNode]):
    """A node of the typed graph."""

    whole: strawberry.Private[drawing.NetworkView]

    key: str = read("id", "The identifier in this graph and in exports: `<kind>:<slug>`.")
    kind: NodeKind = read("kind", "The kind.")
    slug: str = read("identifier", "The slug or code.")
    label: str = text("label", "The name.")

    @field
    def group(self) -> str:
        """The code of the group that contains the node."""
        return self.whole.group_of[self.model.id]

    @field
    def position(self) -> Position:
        """The position in the drawing. The same network always has the same drawing."""
        return Position(model=self.whole.positions[self.model.id])

    @field
    def node(self, info: Info) -> Node[Any] | None:
        """The object; null for a requirement, a fact, a printed name or a place."""
        return view_of(info.context.network, self.model.kind, self.model.identifier)


@strawberry.type
class NetworkEdge(View[typed_graph.GraphEdge]):
    """An edge of the typed graph."""

    id: str = read("id", "The identifier in this graph: `<source>|<relation>|<target>`.")
    source: str = read("start", "The key of the source node.")
    target: str = read("end", "The key of the target node.")
    relation: Relation = read("relation", "What the edge means.")
    evidence: Evidence = read("evidence", "The level of evidence.")

    @field(size=2)
    def citations(self) -> list[Citation]:
        """The document lines that state this."""
        return cite(self.model.citations, self.model.evidence)


@strawberry.type
class NetworkGroup(View[drawing.Group]):
    """Nodes drawn together: those of a printed area, or those of a kind that belongs to no area."""

    whole: strawberry.Private[drawing.NetworkView]

    code: str = read("code", "The code of the area or the name of the kind.")
    label: str = text("label", "The name.")
    nodes: list[str] = read("nodes", "The keys of its nodes.", size=40)

    @field
    def size(self) -> int:
        """The number of nodes."""
        return len(self.model.nodes)

    @field
    def position(self) -> Position:
        """The centre of the group's disc."""
        return Position(model=self.whole.discs[self.model.code].center)

    @field
    def radius(self) -> float:
        """The radius of the group's disc."""
        return self.whole.discs[self.model.code].radius


@strawberry.type
class NetworkView(View[drawing.NetworkView]):
    """Part of the typed graph: nodes, the edges between them, and groups for drawing."""

    @field
    def node_count(self) -> int:
        """The number of nodes."""
        return len(self.model.nodes)

    @field
    def edge_count(self) -> int:
        """The number of edges."""
        return len(self.model.edges)

    @field
    def most_fields(self, info: Info) -> int:
        """The maximum number of fields in one answer. Request larger sets of nodes and edges in parts."""
        return info.context.limits.values

    @field(size=500)
    def nodes(self, info: Info, first: PartArgument = None, offset: OffsetArgument = 0) -> list[NetworkNode]:
        """All nodes or a part of them. The order never changes within a version."""
        found = _part(self.model.nodes, first, offset, info)
        return [NetworkNode(model=node, whole=self.model) for node in found]

    @field(size=1_200)
    def edges(self, info: Info, first: PartArgument = None, offset: OffsetArgument = 0) -> list[NetworkEdge]:
        """All edges between the nodes, or a part of them. The order never changes within a version."""
        return NetworkEdge.each(_part(self.model.edges, first, offset, info))

    @field(size=15)
    def groups(self) -> list[NetworkGroup]:
        """The groups. Printed areas come first."""
        return [NetworkGroup(model=group, whole=self.model) for group in self.model.groups]

    @field
    def snapshot(self) -> Snapshot:
        """The network version shown."""
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
