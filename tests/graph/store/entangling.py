"""Ties the territories of a generated network to each other, so that a part that stopped at a border would be found."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from graph.concepts import Effect
from graph.model import Catalogue
from graph.network import Network
from graph.question import EntryKind, EntryPoint, GivenFact, Question
from graph.services import Offer, Route, Service


def entangle(catalogue: Catalogue, random: Random) -> Catalogue:
    """Services that work in several territories or in none in particular, that are offered by partners from elsewhere,
    let themselves be sent people from there, and make people known there; and twins of those that a kind sends to."""
    services = [_entangled(service, catalogue, random) for service in catalogue.services]
    twins = [replace(one, slug=f"{one.slug}-twin", covers=()) for one in services if any(map(_by_kind, one.routes))]
    return replace(catalogue, services=(*services, *twins))


def _by_kind(route: Route) -> bool:
    return any(sender.startswith("kind:") for sender in route.by)


def _entangled(service: Service, catalogue: Catalogue, random: Random) -> Service:
    organizations = catalogue.organizations
    described = [one for one in catalogue.services if one.listing is None]
    places = [territory.code for territory in catalogue.territories]
    if random.random() < 0.2:
        service = replace(service, covers=random.choice([(), tuple(sorted(random.sample(places, 2)))]))
    if random.random() < 0.1:
        offer = Offer(organization=random.choice(organizations).slug, cite=service.cite)
        service = replace(service, organizations=(*service.organizations, offer))
    if service.listing is not None:
        return service
    partner = random.choice([*organizations, *described]).slug
    if random.random() < 0.15:
        service = replace(
            service, provides=(*service.provides, Effect(fact="known_to", value=partner, cite=service.cite))
        )
    further = (
        f"organization:{random.choice(organizations).slug}",
        f"service:{random.choice(described).slug}",
        f"kind:{random.choice(organizations).kind}",
    )
    routes = (
        replace(route, by=(*route.by, random.choice(further))) if route.by and random.random() < 0.3 else route
        for route in service.routes
    )
    return replace(service, routes=tuple(routes))


def entangled_questions(questions: tuple[Question, ...], network: Network, random: Random) -> Iterator[Question]:
    """The questions; of every five, one avoids a partner, one starts from a partner, two are known to some."""
    services = sorted(network.services)
    slugs = [*services, *sorted(network.organizations)]
    for number, question in enumerate(questions):
        one, other = random.choice(slugs), random.choice(slugs)
        known = {2: (one,), 3: (one, other)}.get(number % 5)
        if number % 5 == 1:
            yield replace(question, avoid=(one,))
        elif known is not None:
            yield replace(question, facts=(*question.facts, GivenFact(name="known_to", values=known)))
        elif number % 5 == 4:
            kind = EntryKind.SERVICE if one in network.services else EntryKind.ORGANIZATION
            yield replace(question, start=EntryPoint(kind, one))
        else:
            yield question
