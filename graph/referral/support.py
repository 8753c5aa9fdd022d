"""Services that help with a need without meeting it: shown beside a step, never counted."""

from collections.abc import Collection

from graph.model import Service
from graph.network import Network
from graph.referral.situation import Situation
from graph.vocabulary import Evidence

_RANK = {Evidence.STATED: 0, Evidence.INFERRED: 1, Evidence.LISTED: 2}


def list_supporters(network: Network, needs: Collection[str], situation: Situation) -> tuple[str, ...]:
    """Slugs of the services that help with `needs` or what is below them and exclude neither the person nor the
    territory.

    Those whose requirements hold come first, then those that name the need itself, then the best founded.
    """
    within = frozenset().union(*(network.within(need) for need in needs))

    def rank(service: Service) -> tuple[bool, bool, int, str]:
        links = [link for link in service.helps if link.need in within]
        names_it = any(link.need in needs for link in links)
        founded = min(_RANK[link.evidence] for link in links)
        return _admits(service, situation) is None, not names_it, founded, service.slug

    helping = {service.slug: service for need in within for service in network.helping.get(need, ())}
    near = [service for service in helping.values() if _is_near(service, situation.territory)]
    open_to = [service for service in near if _admits(service, situation) is not False]
    return tuple(service.slug for service in sorted(open_to, key=rank))


def _is_near(service: Service, territory: str | None) -> bool:
    return not territory or not service.covers or territory in service.covers


def _admits(service: Service, situation: Situation) -> bool | None:
    """Whether every requirement holds (True), one fails in each reading (False), or something is unknown (None)."""
    truths = []
    for requirement in service.requires:
        strict = situation.truth(requirement.when)
        lenient = strict if requirement.lenient is None else situation.truth(requirement.lenient)
        truths.append(None if strict is False and lenient is not False else strict)
    return False if False in truths else None if None in truths else True
