"""The network as nodes and edges, for drawing, and its chains of who sends whom."""

from collections.abc import Sequence
from typing import Annotated, Any, TypeVar

import strawberry

from api.errors import ApiError, ErrorCode
from api.schema.context import Info, RequestContext
from api.schema.coverage import check_first, check_offset
from api.schema.fields import View, field, read, text
from api.schema.inputs import EntryPoint, check_codes, check_text
from api.schema.lookup import view_of
from api.schema.network import Referral, Service
from api.schema.relay import Node
from api.schema.snapshot import Snapshot
from api.schema.source import Citation, cite
from graph import typed_graph
from graph.graph_export import drawing
from graph.index import NetworkIndex
from graph.network import Network, suggest
from graph.referral_links import Path, SenderNode, list_paths, senders_at
from graph.vocabulary import Evidence, NodeKind, Relation

MOST_HOPS = 4
PartArgument = Annotated[
    int | None, strawberry.argument(description="The maximum number of items, from 1 to 1000. Defaults to all.")
]
OffsetArgument = Annotated[int, strawberry.argument(description="The number of items to skip; 0 or more.")]
T = TypeVar("T")
MOST_REFERRALS = 8
DEFAULT_REFERRALS = 4
_STRENGTH = (Evidence.STATED, Evidence.INFERRED, Evidence.LISTED)
"""The levels, best founded first."""


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


@strawberry.type
class ReferralPath(View[Path]):
    """A chain of referrals. Each service on the chain makes the next referral. The chain is not a plan: it ignores
    requirements and the person's situation.
    """

    @field(size=4)
    def referrals(self) -> list[Referral]:
        """The referrals in order. Never empty."""
        return Referral.each(self.model)

    @field
    def hops(self) -> int:
        """The number of referrals."""
        return len(self.model)

    @field
    def to(self) -> Service:
        """The service at the end of the chain."""
        return Service(model=self.model[-1].service)

    @field
    def evidence(self) -> Evidence:
        """The lowest level of evidence on the chain, in the order stated, inferred, listed."""
        return max((sending.route.evidence for sending in self.model), key=_STRENGTH.index)


def find_paths(
    info: Info, start: EntryPoint, end: EntryPoint, max_hops: int | None, first: int | None
) -> list[ReferralPath]:
    """The chains from `start` to `end`, shortest first.

    Raises ApiError (BAD_PAGE, INPUT_TOO_LONG, INVALID_QUESTION) and UnknownCodeError.
    """
    context = info.context
    hops = DEFAULT_REFERRALS if max_hops is None else max_hops
    limit = context.limits.default_page if first is None else first
    _check_range(hops, "maxHops", MOST_REFERRALS)
    _check_range(limit, "first", context.limits.page)
    starts = _starts(context, start)
    targets = _targets(context, end)
    found = list_paths(context.directory.referral_links, starts, targets, max_hops=hops, limit=limit)
    return ReferralPath.each(found)


def _check_range(value: int, argument: str, most: int) -> None:
    if not 1 <= value <= most:
        raise ApiError(ErrorCode.BAD_PAGE, f"'{argument}' is a whole number from 1 to {most}.", argument=argument)


def _starts(context: RequestContext, start: EntryPoint) -> tuple[SenderNode, ...]:
    network = context.network
    if isinstance(start.situation, str):
        return senders_at(network, network.get_situation(_checked(start.situation, "from", context)))
    if isinstance(start.organization, str):
        return ((NodeKind.ORGANIZATION, network.get_organization(_checked(start.organization, "from", context)).slug),)
    if isinstance(start.service, str):
        return ((NodeKind.SERVICE, network.get_service(_checked(start.service, "from", context)).slug),)
    raise _misplaced("A chain starts from a situation, an organization or a service, not from a need.", "from")


def _targets(context: RequestContext, end: EntryPoint) -> frozenset[str]:
    network = context.network
    if isinstance(end.service, str):
        return frozenset({network.get_service(_checked(end.service, "to", context)).slug})
    if isinstance(end.organization, str):
        slug = network.get_organization(_checked(end.organization, "to", context)).slug
        return frozenset(service.slug for service in network.services_of.get(slug, ()))
    if isinstance(end.need, str):
        return _meeting(network, _checked(end.need, "to", context))
    raise _misplaced("A chain leads to a service, an organization or a need, not to a situation.", "to")


def _meeting(network: Network, need: str) -> frozenset[str]:
    within = network.within(network.get_need(need).code)
    return frozenset(service.slug for service in network if any(link.need in within for link in service.meets))


def _checked(code: str, argument: str, context: RequestContext) -> str:
    check_text(code, argument, context.limits)
    return code


def _misplaced(message: str, argument: str) -> ApiError:
    return ApiError(ErrorCode.INVALID_QUESTION, message, inputField=argument)
