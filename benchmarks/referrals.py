"""Who refers to whom: chains of referrals by us, and the same chains by graph libraries and a database."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import networkx as nx
import rustworkx as rx

from benchmarks.measure import Measure, Stopwatch
from benchmarks.planning import milan
from graph.network import Network
from graph.referral_links import ReferralLinks, SenderNode, Sending, list_paths, list_sendings, senders_at
from graph.vocabulary import NodeKind

HOPS = 3
Chain = tuple[str, ...]
"""The services of a chain, in order."""
START = ""
"""The node that stands for the partners who know the person."""

_WALK = """
WITH RECURSIVE chain(last, passed, hops) AS (
  SELECT target, '|' || target || '|', 1 FROM sending WHERE source = ''
  UNION ALL
  SELECT target, passed || target || '|', hops + 1 FROM chain JOIN sending ON source = last
  WHERE hops < :hops AND last <> :end AND instr(passed, '|' || target || '|') = 0
)
SELECT passed FROM chain WHERE last = :end
"""


@dataclass(frozen=True, slots=True)
class Search:
    """From the partners that know a person to one service."""

    starts: tuple[SenderNode, ...]
    end: str


def measure_referrals(count: int = 60) -> Iterator[Measure]:
    """Every chain of at most three referrals, for `count` searches: equal results first, then the times.

    Each peer has its graph ready, as the product has its links; none of them cites a route.
    """
    network = milan()
    sendings = list_sendings(network)
    links = ReferralLinks(network, sendings)
    searches = list_searches(network, links, count)
    edges = [list_edges(network, sendings, search.starts) for search in searches]
    ours = Stopwatch()
    mine = [ours.time(by_us, links, search) for search in searches]
    yield ours.timing.median(
        "chains", f"chains of at most {HOPS} referrals by us", note=f"{sum(map(len, mine))} chains"
    )
    for name, prepare in PEERS.items():
        watch = Stopwatch()
        prepared = [prepare(pairs) for pairs in edges]
        found = [watch.time(find, search.end) for find, search in zip(prepared, searches, strict=True)]
        differ = sum(one != other for one, other in zip(mine, found, strict=True))
        yield Measure(part="chains", name=f"searches that differ from {name}", figure=differ, unit="", target=0)
        yield watch.timing.median("chains", f"the same by {name}")


def list_searches(network: Network, links: ReferralLinks, count: int) -> list[Search]:
    """`count` pairs of an entry situation and a service, spread evenly over all pairs that a chain joins."""
    starts = (senders_at(network, situation) for situation in network.situations.values())
    every = (Search(start, service.slug) for start in dict.fromkeys(starts) for service in network)
    joined = [
        search for search in every if (NodeKind.SERVICE, search.end) not in search.starts and by_us(links, search)
    ]
    return joined[:: max(1, len(joined) // count)][:count]


def list_edges(network: Network, sendings: Sequence[Sending], starts: Sequence[SenderNode]) -> list[tuple[str, str]]:
    """Who sends to whom, service by service, and from `START`; without the services at which the search starts."""
    into: dict[SenderNode, list[str]] = {}
    for sending in sendings:
        into.setdefault(sending.sender, []).append(sending.service.slug)
    origins = {slug for kind, slug in starts if kind is NodeKind.SERVICE}
    holders: dict[str, tuple[SenderNode, ...]] = {START: tuple(starts)}
    for service in network:
        if service.slug not in origins:
            offers = ((NodeKind.ORGANIZATION, offer.organization) for offer in service.organizations)
            holders[service.slug] = ((NodeKind.SERVICE, service.slug), *offers)
    edges = ((one, other) for one, nodes in holders.items() for node in nodes for other in into.get(node, ()))
    return list(dict.fromkeys(edge for edge in edges if edge[0] != edge[1] and edge[1] not in origins))


def by_us(links: ReferralLinks, search: Search) -> frozenset[Chain]:
    """As the product finds them."""
    paths = list_paths(links, search.starts, {search.end}, max_hops=HOPS, limit=100_000)
    return frozenset(tuple(sending.service.slug for sending in path) for path in paths)


def _networkx(edges: Sequence[tuple[str, str]]) -> Callable[[str], frozenset[Chain]]:
    graph = nx.DiGraph([*edges])
    graph.add_node(START)

    def find(end: str) -> frozenset[Chain]:
        if end not in graph:
            return frozenset()
        return frozenset(tuple(path[1:]) for path in nx.all_simple_paths(graph, START, end, cutoff=HOPS))

    return find


def _rustworkx(edges: Sequence[tuple[str, str]]) -> Callable[[str], frozenset[Chain]]:
    graph: rx.PyDiGraph[str, None] = rx.PyDiGraph()
    names = list(dict.fromkeys((START, *(name for edge in edges for name in edge))))
    number = dict(zip(names, graph.add_nodes_from(names), strict=True))
    graph.add_edges_from_no_data([(number[one], number[other]) for one, other in edges])

    def find(end: str) -> frozenset[Chain]:
        if end not in number:
            return frozenset()
        paths = rx.all_simple_paths(graph, number[START], number[end], cutoff=HOPS + 1)
        return frozenset(tuple(names[each] for each in path[1:]) for path in paths)

    return find


def _sqlite(edges: Sequence[tuple[str, str]]) -> Callable[[str], frozenset[Chain]]:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE sending (source TEXT, target TEXT, PRIMARY KEY (source, target)) WITHOUT ROWID")
    database.executemany("INSERT INTO sending VALUES (?, ?)", edges)

    def find(end: str) -> frozenset[Chain]:
        rows = database.execute(_WALK, {"hops": HOPS, "end": end})
        return frozenset(tuple(passed.strip("|").split("|")) for (passed,) in rows)

    return find


PEERS: Mapping[str, Callable[[Sequence[tuple[str, str]]], Callable[[str], frozenset[Chain]]]] = {
    "networkx": _networkx,
    "rustworkx": _rustworkx,
    "SQLite": _sqlite,
}
