"""Whom to ask: services that know about unmet needs, and about partners whose record a question asks for."""

from collections.abc import Collection, Iterable, Iterator
from itertools import zip_longest

from graph.network import Network
from graph.referral.eligibility import is_for_others, is_reachable, list_open_to, list_supporters, remoteness
from graph.referral.initial_state import Situation
from graph.referral.plan import Advisor
from graph.referral.safety import is_below, list_rules
from graph.services import Service

MOST_ASKED = 6
"""Those who know about an unmet need that are named at most, and as many partners of the printed areas."""


def list_advisors(
    network: Network, needs: Collection[str], situation: Situation, unmet: Collection[str]
) -> tuple[Advisor, ...]:
    """List services to ask.

    First come services that know about the unmet needs (the first of each need before the second of any), then those
    that can be asked about anything. Last come general helpers without a contact, and partners printed under the area
    of a need. The list is only empty if the catalogue names no service to ask.
    """
    near = [(need, slug) for need in unmet for slug in _list_printed_near(network, need, situation)]
    ranks = zip_longest(*([(need, slug) for slug in _list_knowing(network, need, situation)] for need in unmet))
    known = [found for rank in ranks for found in rank if found is not None]
    general = [found for found in known if remoteness(network, network.get_service(found[1]))[0]]
    rules = list_rules(network, needs, situation)
    anything = {service.slug for rule in rules for service in list_open_to(network, rule.ask, situation)}
    asked: dict[str, list[str]] = {}
    for need, slug in (found for found in known if found not in general):
        asked.setdefault(slug, []).append(need)
    for slug in (slug for rule in rules for slug in rule.ask if slug in anything):
        asked.setdefault(slug, [])
    for need, slug in (*general, *near):
        if slug not in anything and need not in asked.setdefault(slug, []):
            asked[slug].append(need)
    return tuple(Advisor(service=slug, needs=tuple(codes)) for slug, codes in asked.items())


def _list_knowing(network: Network, need: str, situation: Situation) -> list[str]:
    """Services that help with `need`, or meet it without excluding the person: one of each partner, the best first."""
    meeting = [service.slug for service in network if any(need in network.met_by(link.need) for link in service.meets)]
    open_to = list_open_to(network, meeting, situation)
    meant = [one for one in open_to if not is_for_others(network, one, need, situation)]
    giving = {one.organizations[0].organization if one.organizations else one.slug: one.slug for one in reversed(meant)}
    supporters = map(network.get_service, list_supporters(network, (need,), situation))
    helping = [one.slug for one in supporters if not is_for_others(network, one, need, situation)]
    known = list(dict.fromkeys((*helping, *reversed(giving.values()))))
    return sorted(known, key=lambda slug: _rank(network, network.get_service(slug)))[:MOST_ASKED]


def _rank(network: Network, service: Service) -> tuple[bool, bool, bool]:
    """A key that sorts services to ask: those that may not exist any more come last."""
    return service.doubt is not None, *remoteness(network, service)


def _list_printed_near(network: Network, need: str, situation: Situation) -> Iterator[str]:
    """Partners printed under the area of `need`; those related to the need come first."""
    rules = (rule for rule in network.catalogue.safety if rule.areas and is_below(network, need, rule.needs))
    partners = dict.fromkeys(slug for rule in rules for area in rule.areas for slug in _list_printed(network, area))
    about = {other for other in network.needs if network.get_topmost(other) == network.get_topmost(need)}
    open_to = list_open_to(network, partners, situation)
    nearest = sorted(open_to, key=lambda s: about.isdisjoint(link.need for link in (*s.meets, *s.helps)))
    yield from [service.slug for service in nearest][:MOST_ASKED]


def _list_printed(network: Network, area: str) -> Iterator[str]:
    """The services of the partners printed under `area`, as described or else as listed."""
    for listing in network.listings_under.get(area, ()):
        for service in network.services_of.get(listing.organization, ()):
            if listing.service == service.slug or (listing.service is None and service.listing == listing.id):
                yield service.slug


def list_requested(network: Network, slugs: Iterable[str]) -> tuple[Service, ...]:
    """The services of organizations and services, each once; those that the network lacks are left out."""
    found = (
        service
        for slug in slugs
        for service in (*network.services_of.get(slug, ()), *filter(None, (network.services.get(slug),)))
    )
    return tuple(dict.fromkeys(found))


def is_any_reachable(network: Network, slugs: Iterable[str]) -> bool:
    """Whether a document gives a telephone, an e-mail or a place of one of the partners."""
    slugs = tuple(slugs)
    known = (network.organizations[slug] for slug in slugs if slug in network.organizations)
    return any(map(is_reachable, list_requested(network, slugs))) or any(
        one.phones or one.emails or one.addresses for one in known
    )


def list_needs_of(network: Network, slugs: Iterable[str]) -> tuple[str, ...]:
    """The needs that the partners meet, or else help with."""
    services = list_requested(network, slugs)
    meets = dict.fromkeys(link.need for service in services for link in service.meets)
    helps = dict.fromkeys(link.need for service in services for link in service.helps)
    return tuple(meets or helps)


def list_askable(network: Network, slugs: Iterable[str], situation: Situation) -> tuple[Advisor, ...]:
    """Whom to ask about partners: who knows of what they do, those with a contact first, then general advisors."""
    slugs = tuple(slugs)
    own = {service.slug for service in list_requested(network, slugs)}
    needs = list_needs_of(network, slugs)
    found = [one for one in list_advisors(network, needs, situation, unmet=needs) if one.service not in own]
    return tuple(sorted(found, key=lambda one: bool(one.needs) and not is_reachable(network.get_service(one.service))))
