"""The partners of which a question asks for the record: their services, and whom to ask where nobody can be reached."""

from collections.abc import Iterable

from graph.network import Network
from graph.referral.eligibility import is_reachable
from graph.referral.initial_state import Situation
from graph.referral.plan import Advisor
from graph.referral.safety import list_advisors
from graph.services import Service


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


def list_needs(network: Network, slugs: Iterable[str]) -> tuple[str, ...]:
    """The needs that the partners meet, or else help with."""
    services = list_requested(network, slugs)
    meets = dict.fromkeys(link.need for service in services for link in service.meets)
    helps = dict.fromkeys(link.need for service in services for link in service.helps)
    return tuple(meets or helps)


def list_askable(network: Network, slugs: Iterable[str], situation: Situation) -> tuple[Advisor, ...]:
    """Whom to ask about partners: who knows of what they do, those with a contact first, then general advisors."""
    slugs = tuple(slugs)
    own = {service.slug for service in list_requested(network, slugs)}
    needs = list_needs(network, slugs)
    found = [one for one in list_advisors(network, needs, situation, unmet=needs) if one.service not in own]
    return tuple(sorted(found, key=lambda one: bool(one.needs) and not is_reachable(network.get_service(one.service))))
