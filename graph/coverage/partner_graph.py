"""The partners of a network as an undirected graph, and what can be said of a partner by its ties.

networkx computes the same, but importing it takes longer than all of this does for a city; tests compare the two.
"""

from collections.abc import Iterable, Iterator, Mapping

from graph.network import Network
from graph.vocabulary import NodeKind

Ties = Mapping[str, Mapping[str, None]]
"""Every partner, with those that it has a tie to, in the order in which the catalogue names them."""


def list_ties(network: Network) -> Ties:
    """The partners of `network` and their ties."""
    return join(network.organizations, _pairs(network))


def join(partners: Iterable[str], pairs: Iterable[tuple[str, str]]) -> Ties:
    """Ties between `partners`: one for each pair, whichever comes first in it; none of a partner with itself."""
    ties: dict[str, dict[str, None]] = {partner: {} for partner in partners}
    for one, other in pairs:
        if one != other:
            ties[one][other] = ties[other][one] = None
    return ties


def _pairs(network: Network) -> Iterator[tuple[str, str]]:
    for organization in network.organizations.values():
        yield from ((organization.slug, membership.organization) for membership in organization.part_of)
    for service in network:
        offering = [offer.organization for offer in service.organizations]
        yield from ((offering[0], other) for other in offering[1:])
        for item in service.collaborations:
            if item.organization is not None:
                yield from ((slug, item.organization) for slug in offering)
        for kind, sender in (pair for route in service.routes for pair in network.list_senders(route, service.covers)):
            senders = [sender]
            if kind is NodeKind.SERVICE:
                senders = [offer.organization for offer in network.get_service(sender).organizations]
            yield from ((one, other) for one in senders for other in offering)


def count_ties(ties: Ties) -> int:
    """How many ties there are."""
    return sum(map(len, ties.values())) // 2


def density(partners: int, ties: int) -> float:
    """The share of possible ties that there are, from 0 to 1."""
    return 2 * (ties / (partners * (partners - 1))) if ties else 0.0


def component_sizes(ties: Ties) -> tuple[int, ...]:
    """How many partners each connected component has, the largest first."""
    sizes, seen = list[int](), set[str]()
    for start in ties:
        if start in seen:
            continue
        seen.add(start)
        component = [start]
        for one in component:  # it grows meanwhile
            for other in ties[one]:
                if other not in seen:
                    seen.add(other)
                    component.append(other)
        sizes.append(len(component))
    return tuple(sorted(sizes, reverse=True))


def core_numbers(ties: Ties) -> Mapping[str, int]:
    """The largest k of a k-core that holds each partner: those with fewest ties are taken away first."""
    cores = dict[str, int]()
    degrees = {one: len(others) for one, others in ties.items()}
    core = 0
    while degrees:
        core = max(core, min(degrees.values()))
        leaving = [one for one, degree in degrees.items() if degree <= core]
        while leaving:
            one = leaving.pop()
            if degrees.pop(one, None) is None:
                continue
            cores[one] = core
            for other in ties[one]:
                if other in degrees:
                    degrees[other] -= 1
                    if degrees[other] <= core:
                        leaving.append(other)
    return cores


def find_brokers(ties: Ties) -> frozenset[str]:
    """The cut vertices, by depth-first search (Hopcroft & Tarjan 1973)."""
    brokers = set[str]()
    order, low = dict[str, int](), dict[str, int]()
    for root in ties:
        if root in order:
            continue
        order[root] = low[root] = len(order)
        branches = 0
        path = [("", root, iter(ties[root]))]
        while path:
            before, one, rest = path[-1]
            for other in rest:
                if other not in order:
                    order[other] = low[other] = len(order)
                    path.append((one, other, iter(ties[other])))
                    break
                if other != before:
                    low[one] = min(low[one], order[other])
            else:
                path.pop()
                if before == root:
                    branches += 1
                elif before:
                    low[before] = min(low[before], low[one])
                    if low[one] >= order[before]:
                        brokers.add(before)
        if branches > 1:
            brokers.add(root)
    return frozenset(brokers)


def betweenness(ties: Ties) -> Mapping[str, float]:
    """The share of shortest paths between two others that lead through each partner, from 0 to 1 (Brandes 2001)."""
    through = dict.fromkeys(ties, 0.0)
    for start in ties:
        nearest, paths, before = _shortest_paths(ties, start)
        dependency = dict.fromkeys(nearest, 0.0)
        for one in reversed(nearest):
            portion = (1 + dependency[one]) / paths[one]
            for former in before[one]:
                dependency[former] += paths[former] * portion
            if one != start:
                through[one] += dependency[one]
    pairs = (len(ties) - 1) * (len(ties) - 2)
    return {one: found / pairs if pairs > 0 else 0.0 for one, found in through.items()}


def _shortest_paths(ties: Ties, start: str) -> tuple[list[str], Mapping[str, int], Mapping[str, list[str]]]:
    """Whoever can be reached from `start`, the nearest first; how many shortest paths lead to each, and through whom
    they come last."""
    distance, paths = {start: 0}, {start: 1}
    before: dict[str, list[str]] = {start: []}
    nearest = [start]
    for one in nearest:  # it grows meanwhile
        for other in ties[one]:
            if other not in distance:
                distance[other], paths[other], before[other] = distance[one] + 1, 0, []
                nearest.append(other)
            if distance[other] == distance[one] + 1:
                paths[other] += paths[one]
                before[other].append(one)
    return nearest, paths, before
