"""Services that help with a need without meeting it: shown beside a step, never counted."""

from collections.abc import Collection

from graph.model import Service
from graph.network import Network
from graph.vocabulary import Evidence

_RANK = {Evidence.STATED: 0, Evidence.INFERRED: 1, Evidence.LISTED: 2}


def list_supporters(network: Network, needs: Collection[str]) -> tuple[str, ...]:
    """Slugs of the services that help with `needs` or what is below them: nearest need first, then best founded."""
    within = frozenset().union(*(network.within(need) for need in needs))

    def rank(service: Service) -> tuple[bool, int, str]:
        links = [link for link in service.helps if link.need in within]
        return not any(link.need in needs for link in links), min(_RANK[link.evidence] for link in links), service.slug

    helping = [service for service in network if any(link.need in within for link in service.helps)]
    return tuple(service.slug for service in sorted(helping, key=rank))
